"""A publisher on this machine: answers in the shapes of the statistics API, and fails on demand."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

API = "/statistics/v1"
PUBLICATION = "11111111-aaaa-bbbb-cccc-000000000001"
DATA_SET = "22222222-aaaa-bbbb-cccc-000000000002"

Trouble = Callable[["Handler", bytes, dict[str, str]], None]


@dataclass
class Publisher:
    """What is on offer, what shall go wrong next, and what was asked.

    `troubles[path]` are used up one per request of that path, then all is well again.
    """

    title: str = "C1 Referrals and re-referrals"
    slug: str = "children-in-need"
    versions: dict[str, dict[str, Any]] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    troubles: dict[str, deque[Trouble]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    etags: bool = True
    address: str = ""

    def publish(self, number: str, body: bytes, published: str = "2025-10-30T09:30:00Z") -> None:
        """Offer a version of the data set."""
        rows = max(0, len(body.decode().strip().split("\n")) - 1)
        self.bodies[number] = body
        self.versions[number] = {
            "version": number, "type": "Major", "status": "Published", "published": published,
            "notes": "", "totalResults": rows, "file": {"id": "f"},
            "release": {"title": "Reporting year 2025", "slug": "2025"},
        }  # fmt: skip

    def csv(self, number: str) -> str:
        return f"{API}/data-sets/{DATA_SET}/csv?dataSetVersion={number}"

    def next(self, path: str, *troubles: Trouble) -> None:
        """Let the next requests of a path go wrong in turn."""
        self.troubles.setdefault(path, deque()).extend(troubles)

    def asked_for(self, part: str) -> list[dict[str, str]]:
        """Return the headers of each request whose path holds these words."""
        return [headers for path, headers in self.asked if part in path]

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """Return body and kind of what stands under a path."""
        if path in self.files:
            return self.files[path]
        parts = urlsplit(path)
        if parts.path == f"{API}/data-sets/{DATA_SET}/csv":
            number = parse_qs(parts.query)["dataSetVersion"][0]
            return (self.bodies[number], "text/csv") if number in self.bodies else None
        found = self._json(parts.path)
        return None if found is None else (json.dumps(found).encode(), "application/json")

    def _json(self, path: str) -> Any:
        lists = {
            f"{API}/publications": [{"id": PUBLICATION, "title": "CIN", "slug": self.slug}],
            f"{API}/publications/{PUBLICATION}/data-sets": [
                {"id": DATA_SET, "title": self.title, "status": "Published"}
            ],
            f"{API}/data-sets/{DATA_SET}/versions": list(self.versions.values()),
        }
        if path in lists:
            results = lists[path]
            paging = {"page": 1, "pageSize": 20, "totalResults": len(results), "totalPages": 1}
            return {"paging": paging, "results": results}
        parts = path.split("/")
        return self.changes.get(parts[-2]) if parts[-1] == "changes" else None


class Handler(BaseHTTPRequestHandler):
    """Answers whole, in ranges, or not modified, unless a trouble stands in for it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    publisher: Publisher

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        publisher = self.publisher
        publisher.asked.append((self.path, dict(self.headers)))
        found = publisher.answer(self.path)
        body, kind = found or (b'{"title": "Not Found", "type": "Not Found", "status": 404}', "")
        headers = {"Content-Type": kind or "application/json"}
        if found and publisher.etags and kind != "application/json":
            headers["ETag"] = f'"{hash(body)}"'
        waiting = publisher.troubles.get(self.path)
        if waiting:
            waiting.popleft()(self, body, headers)
        elif found and self.headers.get("If-None-Match") == headers.get("ETag", "none"):
            self.send(304, b"", headers)
        elif found and self.headers.get("If-Range") == headers.get("ETag", "none"):
            self.send_rest(body, headers)
        else:
            self.send(200 if found else 404, body, headers)

    def send(self, status: int, body: bytes, headers: dict[str, str], length: int = -1) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(length if length >= 0 else len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_rest(self, body: bytes, headers: dict[str, str]) -> None:
        start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        span = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        self.send(206, body[start:], headers | span)


def status(code: int, **headers: str) -> Trouble:
    """Answer with a status and nothing else."""
    return lambda h, _b, _h: h.send(code, b"", {n.replace("_", "-"): v for n, v in headers.items()})


def cut_after(size: int) -> Trouble:
    """Say how long the whole is, send a part, and hang up."""

    def trouble(handler: Handler, body: bytes, headers: dict[str, str]) -> None:
        handler.send(200, body[:size], headers, length=len(body))
        handler.close_connection = True

    return trouble


def whole(handler: Handler, body: bytes, headers: dict[str, str]) -> None:
    """Send all of it, as a server that knows no ranges."""
    handler.send(200, body, headers)


def instead(other: bytes, kind: str = "text/csv") -> Trouble:
    """Send other bytes."""
    return lambda h, _b, _h: h.send(200, other, {"Content-Type": kind})


@contextmanager
def serving(publisher: Publisher) -> Iterator[Publisher]:
    """Serve until the block ends."""
    handler = type("Own", (Handler,), {"publisher": publisher})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
