"""Reads the fields of a form from a request: not too long, not too slow, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request

# The longest text, percent-encoded, and the other fields.
LONGEST_BODY = 100_000
# So much of what is too long is read away, so that the answer is heard.
READ_AWAY = 4_000_000
MOST_FIELDS = 60
BODY_SECONDS = 30.0


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; of a name that comes several times, all values with spaces.

    Raises:
        HTTPException: if it is no form, too long or too slow.
    """
    try:
        with anyio.fail_after(BODY_SECONDS):
            content = await _body(request)
    except TimeoutError as error:
        raise HTTPException(408, "That took too long; nothing was recorded.") from error
    if "application/x-www-form-urlencoded" not in request.headers.get("content-type", ""):
        raise HTTPException(400, "That could not be read as this form.")
    try:
        found = parse_qs(
            content.decode("ascii"), keep_blank_values=True, errors="strict",
            max_num_fields=MOST_FIELDS,
        )  # fmt: skip
    except ValueError as error:
        raise HTTPException(400, "That could not be read as this form.") from error
    return {name: " ".join(values) for name, values in found.items()}


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > READ_AWAY:
            break
        if size <= LONGEST_BODY:
            parts.append(part)
    if size > LONGEST_BODY:
        raise HTTPException(413, "That is too long; nothing was recorded. Shorten the text.")
    return b"".join(parts)
