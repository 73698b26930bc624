"""The form as a server: many at once, the slow and the long, TLS, and where it may stand."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from earlywarning.errors import UsageError
from earlywarning.register import chain
from earlywarning.register.form import fields, serving
from earlywarning.register.form.guard import LONGEST_HEADERS, Home, is_local
from earlywarning.register.form.serving import FormServer, Where
from tests.support.register import row
from tests.support.serving import SECRET, Browser, form_in, running

MANY = 50


def test_fifty_posts_at_once_all_go_in_and_the_chain_holds(tmp_path: Path) -> None:
    form = form_in(tmp_path, "adviser")
    with running(form) as server:
        first = Browser(server)
        first.sign_in("adviser")

        def post(number: int) -> int:
            one = Browser(server)
            one.cookie, one.csrf = first.cookie, first.csrf
            return one.send(**row(text=f"Heard in talk number {number}.")).status

        with ThreadPoolExecutor(MANY) as many:
            assert set(many.map(post, range(MANY))) == {303}
    walked = chain.walk(form.ledger)
    assert walked.broken is None
    assert len({record.item for record in walked.records}) == MANY


def test_who_sends_headers_slowly_or_none_is_hung_up_on(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.5)
    with running(form_in(tmp_path, "adviser")) as server:
        for start in (b"", b"GET / HTTP/1.1\r\nHost: ", b"GET / HTTP/1.1\r\n"):
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
                line.sendall(start)
                assert hung_up(line)
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            host = f"127.0.0.1:{server.port}".encode()
            line.sendall(b"GET /style.css HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
            assert line.recv(20).startswith(b"HTTP/1.1 200")
            line.sendall(b"GET /sty")
            assert hung_up(line), "on a second request as well"


def hung_up(line: socket.socket) -> bool:
    try:
        while line.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    return True


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(fields, "BODY_SECONDS", 0.5)
    with running(form_in(tmp_path, "adviser")) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.sendall(
                f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                "Content-Length: 500\r\n\r\ncsrf=".encode()
            )
            assert line.recv(20).startswith(b"HTTP/1.1 408")
        assert Browser(server).ask("GET", "/sign-in").status == 200


def test_headers_and_bodies_have_a_limit_also_without_a_length(tmp_path: Path) -> None:
    with running(form_in(tmp_path, "adviser")) as server:
        one = Browser(server)
        assert one.ask("GET", "/sign-in", X_Long="x" * 2 * LONGEST_HEADERS).status in (400, 431)
        parts = iter([b"csrf=" + b"x" * 60_000, b"y" * 60_000])
        assert one.ask("POST", "/sign-in", parts).status == 413  # type: ignore[arg-type]


def test_two_hosts_or_none_are_no_address_of_ours(tmp_path: Path) -> None:
    with running(form_in(tmp_path, "adviser")) as server:
        for hosts in ((), (f"127.0.0.1:{server.port}", "evil.invalid"), ("evil.invalid",)):
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
                named = "".join(f"Host: {host}\r\n" for host in hosts)
                line.sendall(f"GET /sign-in HTTP/1.1\r\n{named}\r\n".encode())
                answer = line.recv(65_536)
            assert answer.split(b" ")[1] in (b"400", b"403")
            assert b"password" not in answer


# -- where it may stand ------------------------------------------------------


def test_elsewhere_nothing_travels_in_the_open(tmp_path: Path) -> None:
    form = form_in(tmp_path, "adviser")
    for host in ("0.0.0.0", "::", "", "192.0.2.1", "example.org"):
        with pytest.raises(UsageError, match="can be reached from elsewhere"):
            FormServer(form, Where(host))
        with pytest.raises(UsageError, match="write it as https"):
            FormServer(form, Where(host, address="http://form.example.org"))
    with pytest.raises(UsageError, match="go together"):
        FormServer(form, Where(certificate=tmp_path / "c.pem"))
    assert [is_local(h) for h in ("127.0.0.1", "127.1.2.3", "::1", "localhost")] == [True] * 4
    assert [is_local(h) for h in ("localhost.evil.invalid", "10.0.0.1", "", None)] == [False] * 4


@pytest.mark.parametrize(
    ("home", "host", "origin", "meant"),
    [
        (Home(), "localhost:8350", None, True),
        (Home(), "[::1]:8350", "http://[::1]:8350", True),
        (Home(), "127.0.0.1:8350", "https://127.0.0.1:8350", False),
        (Home(), "localhost:8350", "http://localhost:9999", False),
        (Home(), "localhost:8350", "null", False),
        (Home(), "evil.invalid", None, False),
        (Home(), "evil.invalid@127.0.0.1", None, False),
        (Home(), "127.0.0.1:8350#evil.invalid", None, False),
        (Home(), "localhost/evil.invalid", None, False),
        (Home(tls=True), "localhost", "https://localhost", True),
        (Home("https://form.example.org"), "form.example.org", "https://form.example.org", True),
        (Home("https://form.example.org"), "localhost", None, False),
        (Home("https://form.example.org"), "form.example.org", "http://form.example.org", False),
    ],
)
def test_only_its_own_address_is_answered(home: Home, host: str, origin, meant: bool) -> None:
    assert home.is_meant(host, origin) is meant


def test_behind_a_proxy_it_answers_to_its_name_and_hands_out_secure_cookies(tmp_path) -> None:
    where = Where(address="https://form.example.org")
    with running(form_in(tmp_path, "adviser"), where) as server:
        one = Browser(server)
        assert one.ask("GET", "/sign-in").status == 403
        named = {"Host": "form.example.org", "X_Forwarded_For": "192.0.2.7"}
        answer = one.ask("GET", "/sign-in", **named)
        assert answer.status == 200
        assert answer.headers["Set-Cookie"].startswith("__Host-earlywarning_form=")
        assert "Secure" in answer.headers["Set-Cookie"]
        assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_with_a_certificate_it_speaks_tls(tmp_path: Path) -> None:
    certificate, key = made_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=str(certificate))
    where = Where(certificate=certificate, key=key)
    with running(form_in(tmp_path, "adviser"), where) as server:
        assert server.address.startswith("https://")
        one = Browser(server, trusted)
        assert one.sign_in("adviser").status == 303
        assert one.cookie.startswith("__Host-")
        assert "Signed in as" in one.ask("GET", "/").text
        with pytest.raises((ConnectionError, OSError)):
            Browser(server).ask("GET", "/sign-in")
    (tmp_path / "bad.pem").write_text("no certificate")
    with pytest.raises(UsageError, match="no certificate with its key"):
        FormServer(form_in(tmp_path / "b"), Where(certificate=tmp_path / "bad.pem", key=key))


def made_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 that is its own authority, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "form")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "c.pem", folder / "k.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def test_it_stops_soon_while_somebody_is_connected(tmp_path: Path) -> None:
    began = time.monotonic()
    with running(form_in(tmp_path, "adviser")) as server:
        line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        Browser(server).sign_in("adviser", SECRET)
    line.close()
    assert time.monotonic() - began < 20
