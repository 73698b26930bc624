"""Binds the form to an address and serves it: in the open on this machine only, else with TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from earlywarning.errors import UsageError
from earlywarning.register.form.app import make_app
from earlywarning.register.form.form import Form
from earlywarning.register.form.guard import LONGEST_HEADERS, Home, is_local

HEADER_SECONDS = 10
# So many may wait to be let in, and so many are served at once; more are told to come back.
WAITING, AT_ONCE = 128, 200


@dataclass(frozen=True, slots=True)
class Where:
    """Where the form is served. `address` is what people type, where that is another one."""

    host: str = "127.0.0.1"
    port: int = 0
    address: str = ""
    certificate: Path | None = None
    key: Path | None = None

    def home(self) -> Home:
        """Return under which address it is reached.

        Raises:
            UsageError: if passwords would travel in the open.
        """
        if (self.certificate is None) != (self.key is None):
            raise UsageError("--certificate and --key go together")
        parts = urlsplit(self.address)
        if self.address and (
            parts.scheme != "https" or not parts.netloc or parts.path not in ("", "/")
        ):
            raise UsageError(f"--address {self.address}: write it as https://form.example.org")
        if not is_local(self.host) and not self.address:
            raise UsageError(
                f"{self.host or 'this address'} can be reached from elsewhere: say with --address "
                "https://NAME how people reach it, and give --certificate and --key, or put a "
                "proxy before it that speaks HTTPS"
            )
        return Home(self.address, tls=self.certificate is not None)


class PatientProtocol(H11Protocol):
    """HTTP that waits for the headers of a request, and not for ever."""

    _too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait_or_not()

    def data_received(self, data: bytes) -> None:
        """Take what came, and go on waiting if it is not yet a request."""
        super().data_received(data)
        self._wait_or_not()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_or_not(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._too_late is None:
            self._too_late = self.loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None


class FormServer:
    """The form on its socket."""

    def __init__(self, form: Form, where: Where) -> None:
        home = where.home()
        self._socket = _bound(where.host, where.port)
        scheme = "https" if home.tls else "http"
        self.port: int = self._socket.getsockname()[1]
        self.address = where.address or f"{scheme}://{where.host}:{self.port}"
        try:
            self._server = uvicorn.Server(_config(form, home, where))
        except (OSError, ssl.SSLError) as error:
            self._socket.close()
            raise UsageError(
                f"{where.certificate}: no certificate with its key: {error}"
            ) from error

    def serve(self) -> None:
        """Serve until stopped."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Let what is under way end, and stop."""
        self._server.should_exit = True


def _config(form: Form, home: Home, where: Where) -> uvicorn.Config:
    config = uvicorn.Config(
        make_app(form, home), http=PatientProtocol, ws="none", lifespan="off", loop="asyncio",
        log_config=None, access_log=False, proxy_headers=False, server_header=False,
        date_header=False, backlog=WAITING, limit_concurrency=AT_ONCE, timeout_keep_alive=5,
        timeout_graceful_shutdown=10, h11_max_incomplete_event_size=LONGEST_HEADERS,
        ssl_certfile=where.certificate, ssl_keyfile=where.key,
    )  # fmt: skip
    config.load()
    return config


def _bound(host: str, port: int) -> socket.socket:
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        bound = socket.socket(family, kind)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(WAITING)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot be served: {error}") from error
    return bound
