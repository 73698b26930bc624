"""A mail server and a web server of this machine that keep what they are sent."""

from __future__ import annotations

import base64
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Mailbox:
    """What arrived, and how the server behaves: `answers` are given first, one a mail."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def texts(self) -> list[str]:
        return [text_of(one) for one in self.mails]


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self.say(b"220 here")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith(b"EHLO"):
                self.say(b"250-here" + (b"\r\n250-STARTTLS" if box.tls else b""))
                self.say(b"250 AUTH PLAIN")
            elif verb == b"STARTTLS" and box.tls:
                self.say(b"220 go on")
                self.connection = box.tls.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
            elif verb.startswith(b"AUTH PLAIN"):
                words = base64.b64decode(line.split()[2]).decode().split("\0")
                box.signed_in.append(f"{type(self.connection).__name__} {words[1]} {words[2]}")
                self.say(b"235 welcome")
            elif verb == b"DATA":
                self.take(box)
            elif verb == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 fine")

    def take(self, box: Mailbox) -> None:
        self.say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = box.answers.pop(0) if box.answers else b"250 kept"
        if answer.startswith(b"250"):
            box.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say(answer)

    def say(self, line: bytes) -> None:
        self.connection.sendall(line + b"\r\n")


@contextmanager
def mailbox(tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.daemon_threads = True
        box = Mailbox(server.server_address[1], tls=tls)
        server.box = box  # type: ignore[attr-defined]
        with _served(server):
            yield box


@dataclass
class Hook:
    """What was asked of the web server; `statuses` are answered first."""

    address: str = ""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


class _Web(BaseHTTPRequestHandler):
    def answer(self) -> None:
        hook: Hook = self.server.hook  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        hook.asked.append((self.command, self.path, json.loads(body) if body else None))
        self.send_response(hook.statuses.pop(0) if hook.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hook() -> Iterator[Hook]:
    with HTTPServer(("127.0.0.1", 0), _Web) as server:
        found = Hook(f"http://127.0.0.1:{server.server_address[1]}")
        server.hook = found  # type: ignore[attr-defined]
        with _served(server):
            yield found


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
