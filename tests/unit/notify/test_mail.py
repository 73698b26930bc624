"""Mail goes out encrypted and signed in, and its password is told to nobody else."""

from __future__ import annotations

import datetime as dt
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest

from earlywarning.errors import DefinitionError
from earlywarning.notify import ways
from earlywarning.notify.config import Mail, load_notify
from earlywarning.notify.told import News
from earlywarning.notify.ways import NotToldError, send_mail, subject_of, text_of
from tests.support.mailbox import mailbox

SECRET = "hunter2-planted-secret"
NEWS = [News("c", "run", "the nightly run failed", "why", "look", "w.duckdb", "doctor")]


def mail(port: int, **changed: object) -> Mail:
    told = {"sender": "a@b.example", "host": "127.0.0.1", "port": port, "security": "starttls"}
    return Mail.model_validate(told | changed)


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for this machine, which this test's clients trust."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(host, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = made.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "cert.pem").write_bytes(pem + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))  # fmt: skip
    (tmp_path / "trusted.pem").write_bytes(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem")
    return context


def test_it_is_encrypted_before_anybody_signs_in(
    tmp_path: Path, certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "password"
    kept.write_text(f"{SECRET}\n")
    kept.chmod(0o600)
    with mailbox(certified) as box:
        send_mail(mail(box.port, user="us", password_file=str(kept)), ["x@y.example"], NEWS)
        assert box.signed_in == [f"SSLSocket us {SECRET}"]
        monkeypatch.setenv("EARLYWARNING_SMTP_PASSWORD", "of the environment")
        send_mail(mail(box.port, user="us"), ["x@y.example"], NEWS)
        assert box.signed_in[-1] == "SSLSocket us of the environment"
        assert len(box.mails) == 2


def test_a_server_that_nobody_vouches_for_gets_nothing(
    certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("EARLYWARNING_SMTP_PASSWORD", SECRET)
    with mailbox(certified) as box:
        with pytest.raises(NotToldError, match="SSLCertVerificationError") as caught:
            send_mail(mail(box.port, user="us"), ["x@y.example"], NEWS)
        assert (box.signed_in, box.mails) == ([], [])
    assert SECRET not in str(caught.value)


def test_a_server_without_encryption_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "FIRST_WAIT_SECONDS", 0.0)
    with mailbox() as box:
        with pytest.raises(NotToldError, match="NotSupported"):
            send_mail(mail(box.port), ["x@y.example"], NEWS)
        assert box.mails == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ('security = "none"\nuser = "us"', "security: none is for a server on this machine"),
        ('security = "none"\nhost = "mail.example"', "security: none is for a server"),
        (f'password = "{SECRET}"', "mail.password: Extra inputs are not permitted"),
        ('sender = "no address"', "mail.sender"),
    ],
)
def test_the_open_and_the_unknown_are_refused_without_their_values(
    tmp_path: Path, changed: str, told: str
) -> None:
    given = {"sender": '"a@b"', "host": '"127.0.0.1"', "port": "25"}
    given |= dict(line.split(" = ", 1) for line in changed.splitlines())
    text = "\n".join(f"{name} = {value}" for name, value in given.items())
    (tmp_path / "notify.toml").write_text(f"[mail]\n{text}\n")
    with pytest.raises(DefinitionError) as caught:
        load_notify(tmp_path / "notify.toml")
    assert told in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_password_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text(SECRET)
    kept.chmod(0o644)
    with pytest.raises(DefinitionError, match="others can read it") as caught:
        send_mail(mail(9, user="us", password_file=str(kept)), ["x@y.example"], NEWS)
    assert SECRET not in str(caught.value)


def test_a_name_from_a_file_writes_no_header_of_its_own() -> None:
    bad = News("c", "alert", "Esk\r\nBcc: all@x.example\u202e", "w", "e", "l", "x")
    with mailbox() as box:
        send_mail(mail(box.port, security="none"), ["x@y.example"], [bad])
        (sent,) = box.mails
    assert sent["Bcc"] is None
    assert sent["Subject"] == "earlywarning: Esk Bcc: all@x.example"
    assert "\u202e" not in subject_of([bad]) + text_of([bad])
