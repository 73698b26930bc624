"""The ways to tell: a mail server, a webhook, and the address that counts good nights."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import asdict
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from earlywarning.errors import EarlyWarningError
from earlywarning.hostile import seen
from earlywarning.notify.config import Mail
from earlywarning.notify.told import News

TRIES, FIRST_WAIT_SECONDS, TIMEOUT_SECONDS = 3, 2.0, 30.0
PASSES_BY_ITSELF = 400, 500  # SMTP: a temporary refusal


class NotToldError(EarlyWarningError):
    """Somebody could not be told; the message says why, and holds no address and no secret."""


def subject_of(news: Sequence[News]) -> str:
    """Return one line for all of it."""
    more = f" (and {len(news) - 1} more)" if len(news) > 1 else ""
    return _line(f"earlywarning: {news[0].subject}{more}")


def text_of(news: Sequence[News]) -> str:
    """Return what is told, in plain text; each with what is expected and where it is explained."""
    parts = [
        (one.subject, one.what, f"Expected of you: {one.expected}",
         f"Looked at: {one.looked_at}", f"Explained: {one.explained}", "")
        for one in news
    ]  # fmt: skip
    closing = "A triage aid beside people, never a verdict. Sent once per cause by earlywarning."
    return "\n".join([*(_line(line) for part in parts for line in part), closing]) + "\n"


def _line(text: str) -> str:
    """Return a text as one line: a name from a file must begin no line, and no header, of its own.

    What it holds may come from files that anybody sent.
    """
    return " ".join(seen(text).split())


def send_mail(mail: Mail, to: Sequence[str], news: Sequence[News]) -> None:
    """Send one mail to all addresses of a reader.

    Raises:
        NotToldError: if the server cannot be reached or refuses it.
    """
    message = EmailMessage()
    message["From"], message["To"] = mail.sender, ", ".join(to)
    message["Subject"], message["Date"] = subject_of(news), formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=mail.sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(news))
    password = mail.password() if mail.user else ""

    def once() -> None:
        """Send it; some addresses refused counts as not sent."""
        with _opened(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, password)
            refused = server.send_message(message)
            if refused:
                raise NotToldError(f"{mail.host}: refused {len(refused)} of {len(to)} addresses")

    _tried(once, f"mail server {mail.host}:{mail.port}", (OSError, smtplib.SMTPException))


def _opened(mail: Mail) -> smtplib.SMTP:
    if mail.security == "ssl":
        return smtplib.SMTP_SSL(
            mail.host, mail.port, timeout=mail.timeout_seconds, context=ssl.create_default_context()
        )
    return smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_seconds)


def post(address: str, news: Sequence[News]) -> None:
    """Send the same to a webhook, as JSON.

    Raises:
        NotToldError: if it cannot be reached or does not take it.
    """
    body = {
        "sent_by": "earlywarning", "subject": subject_of(news), "text": text_of(news),
        "news": [asdict(one) for one in news],
    }  # fmt: skip
    _asked("POST", address, body)


def ping(address: str) -> None:
    """Say that a night was good.

    Raises:
        NotToldError: if nobody answers.
    """
    _asked("GET", address, None)


def _asked(method: str, address: str, body: object) -> None:
    import httpx  # the HTTP client only when asked for

    def once() -> None:
        httpx.request(
            method, address, json=body, timeout=TIMEOUT_SECONDS, follow_redirects=False
        ).raise_for_status()

    # Only the host is named: such an address often holds a token.
    _tried(once, str(urlsplit(address).hostname), (httpx.HTTPError,))


def _tried(once: Callable[[], None], whom: str, errors: tuple[type[Exception], ...]) -> None:
    again = Retrying(
        stop=stop_after_attempt(TRIES),
        wait=wait_exponential(FIRST_WAIT_SECONDS),
        retry=retry_if_exception(_may_pass),
        reraise=True,
    )
    try:
        again(once)
    except errors as error:
        # Neither the text of an answer nor an address is repeated: both may hold a secret.
        code = getattr(error, "smtp_code", None) or getattr(
            getattr(error, "response", None), "status_code", None
        )
        told = f"{type(error).__name__}{f' {code}' if code else ''}"
        raise NotToldError(f"{whom}: {told}") from None


def _may_pass(error: BaseException) -> bool:
    """Tell whether asking again may help: nobody answered, or the answer was `not now`."""
    if isinstance(error, smtplib.SMTPResponseException):
        return PASSES_BY_ITSELF[0] <= error.smtp_code < PASSES_BY_ITSELF[1]
    response = getattr(error, "response", None)
    if response is not None:
        return bool(response.status_code >= 500 or response.status_code == 429)
    return not isinstance(error, (EarlyWarningError, ssl.SSLCertVerificationError))
