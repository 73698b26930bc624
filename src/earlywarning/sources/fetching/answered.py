"""What an answer is worth before its body is read: good, refused for good, or for now."""

from __future__ import annotations

import datetime as dt
import email.utils
import json

import httpx

from earlywarning.sources.fetching.failures import BusyError, CutError, FetchError, NotThereError

# Of an answer that is none, so much is read to tell why.
REASON_BYTES = 65_536
# What packs a thousand times as small, packed twice, fills the memory from one packet.
PACKED = ("identity", "gzip", "deflate")


def require_good(response: httpx.Response, address: str) -> None:
    """Let a good answer pass whose body can be read bit by bit.

    Raises:
        NotThereError, FetchError: if it is refused for good.
        BusyError, CutError: if asking again may help.
    """
    status = response.status_code
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in PACKED:
        raise FetchError(f"{address}: packed as {packed[:60]!r}, which was not asked for")
    if status in (200, 206, 304):
        return
    if status == 416:
        raise CutError("the range that was asked for is not there")
    if status == 429 or status >= 500:
        raise BusyError(status, _retry_after(response.headers.get("Retry-After", "")))
    kind = NotThereError if status in (404, 410) else FetchError
    raise kind(f"{address}: answered {status}{_reason(response)}")


def _reason(response: httpx.Response) -> str:
    """Return the title and first message of the service's error body, if it is one."""
    try:
        body = json.loads(_beginning(response))
        messages = [one["message"] for each in body.get("errors", {}).values() for one in each]
        return f" ({'; '.join([body['title'], *messages[:1]])})"
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return ""


def _beginning(response: httpx.Response) -> bytes:
    """Return the beginning of an answer: what means harm, or is a web page, has no end."""
    held = bytearray()
    for chunk in response.iter_bytes():
        held += chunk
        if len(held) > REASON_BYTES:
            break
    return bytes(held[:REASON_BYTES])


def _retry_after(text: str) -> float | None:
    """Return seconds to wait, written as a number or as a date; None where neither."""
    if text.strip().isdigit():
        return float(text)
    try:
        day = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if day.tzinfo is None:
        day = day.replace(tzinfo=dt.UTC)
    return max(0.0, (day - dt.datetime.now(dt.UTC)).total_seconds())
