"""One file, whole or not at all: written aside, resumed after a cut, measured and hashed."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import httpx

from earlywarning.sources.fetching.failures import CutError, FetchError
from earlywarning.sources.fetching.polite import Polite
from earlywarning.sources.fetching.record import sha256_of

LENGTH = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file that waits aside, and what the server said of it."""

    path: Path
    sha256: str
    size: int
    etag: str
    last_modified: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is held of a file, and of which file: another version is never continued."""

    path: Path

    @property
    def _notes(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def known(self, address: str) -> dict[str, str]:
        """Return what the server said of the part that is held, or nothing."""
        try:
            notes = json.loads(self._notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        fits = self.path.exists() and isinstance(notes, dict) and notes.get("address") == address
        return notes if fits else {}

    def begin(self, address: str, headers: httpx.Headers) -> None:
        """Note what is about to be written; a weak ETag does not tell two files apart."""
        etag = headers.get("ETag", "")
        strong = etag if etag and not etag.startswith("W/") else ""
        if "Content-Encoding" in headers:
            strong = ""
        self.path.unlink(missing_ok=True)
        self._notes.write_text(json.dumps({"address": address, "etag": strong}), encoding="utf-8")

    def size(self) -> int:
        """Return how many bytes are held."""
        return self.path.stat().st_size if self.path.exists() else 0

    def drop(self) -> None:
        """Forget what is held."""
        self.path.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)


def download(
    polite: Polite, address: str, aside: Path, etag: str = "", last_modified: str = ""
) -> Received | None:
    """Fetch a file aside and return it whole, or None where the server has nothing newer.

    Args:
        polite: the client.
        address: what to ask.
        aside: where the bytes are gathered; a part from a run that was killed is continued.
        etag: of the file held, for a conditional request.
        last_modified: of the file held.

    Raises:
        FetchError: if it cannot be had; what came stays aside for the next time.
    """
    aside.parent.mkdir(parents=True, exist_ok=True)
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    given = {name: value for name, value in conditions.items() if value}
    return polite.persist(lambda: _once(polite, address, Part(aside), given), address)


def _once(polite: Polite, address: str, part: Part, conditions: dict[str, str]) -> Received | None:
    held, tag = part.size(), part.known(address).get("etag", "")
    resumes = bool(held and tag)
    headers = {"Range": f"bytes={held}-", "If-Range": tag} if resumes else conditions
    try:
        with polite.stream(address, headers) as response:
            if response.status_code == 304:
                return None
            total = _continue(response, part, address, held, tag)
            _write(polite, response, part, address)
            return _whole(part, total, response)
    except CutError:
        # What does not fit is never continued; a clean cut comes as a transport error instead.
        part.drop()
        raise


def _continue(
    response: httpx.Response, part: Part, address: str, held: int, tag: str
) -> int | None:
    """Make ready to write, from where the answer begins, and return how long the file is."""
    if response.status_code != 206:
        # A whole answer: the server knows no ranges, or the file is another one by now.
        part.begin(address, response.headers)
        encoded = "Content-Encoding" in response.headers
        length = response.headers.get("Content-Length", "")
        return int(length) if LENGTH.fullmatch(length) and not encoded else None
    span = re.fullmatch(
        r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})", response.headers.get("Content-Range", "")
    )
    if not span or int(span[1]) != held or response.headers.get("ETag", tag) != tag:
        raise CutError("the rest that was sent does not continue what is held")
    return int(span[2])


def _write(polite: Polite, response: httpx.Response, part: Part, address: str) -> None:
    with part.path.open("ab") as file:
        for chunk in response.iter_bytes():
            try:
                polite.check_size(file.tell() + len(chunk), address)
            except FetchError:
                part.drop()
                raise
            file.write(chunk)
            polite.check_time()
        file.flush()
        os.fsync(file.fileno())


def _whole(part: Part, total: int | None, response: httpx.Response) -> Received:
    size = part.size()
    if total is not None and size != total:
        raise CutError(f"{size} bytes of {total} came")
    return Received(
        path=part.path,
        sha256=sha256_of(part.path),
        size=size,
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
        content_type=response.headers.get("Content-Type", "").split(";")[0].strip().lower(),
    )


def keep(received: Received, target: Path) -> None:
    """Move a whole file to its place in one step: there is never half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    received.path.replace(target)
    Part(received.path).drop()
