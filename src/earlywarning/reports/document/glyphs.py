"""Which characters the typeface has: PDF/UA forbids a character that cannot be drawn."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache

from earlywarning.reports.typeface import font_folder

FONTS = font_folder()
FAMILY = "Source Sans Pro"
# What stands for a character that the typeface lacks, with a note that it does.
UNKNOWN = "\N{BLACK SQUARE}"
LONG_WORD = 24
BREAK = "\N{ZERO WIDTH SPACE}"
_UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}


def drawable(text: str) -> str:
    """Return a text of characters the typeface has; others lose their marks or become a square.

    A word too long for a column gets places where it may break.
    """
    if not text.isascii():
        text = "".join(_drawn(c) for c in unicodedata.normalize("NFC", text))
    if max(map(len, text.split()), default=0) <= LONG_WORD:
        return text
    return "".join(_broken(word) for word in _words(text))


def _drawn(character: str) -> str:
    if ord(character) in characters() or character in "\n\t":
        return character
    simpler = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in simpler if ord(c) in characters())
    return kept or UNKNOWN


def _words(text: str) -> list[str]:
    parts: list[str] = []
    for line in text.splitlines(keepends=True):
        for word in line.split(" "):
            parts += [word, " "]
        parts.pop()
    return parts


def _broken(word: str) -> str:
    if len(word) <= LONG_WORD:
        return word
    return BREAK.join(word[at : at + LONG_WORD // 2] for at in range(0, len(word), LONG_WORD // 2))


@cache
def characters() -> frozenset[int]:
    """Return the code points of the regular face, read from its character map (OpenType, cmap)."""
    data = (FONTS / "SourceSansPro-Regular.ttf").read_bytes()
    found: set[int] = set()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for entry in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * entry)
        if (platform, encoding) in _UNICODE:
            found |= _mapped(data, start + offset)
    return frozenset(found)


def _table(data: bytes, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for entry in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * entry)
        if name == wanted:
            return int(offset)
    raise ValueError(f"the typeface has no table {wanted.decode()}")


def _mapped(data: bytes, at: int) -> set[int]:
    """Return the code points of one subtable; format 4 (runs of 16 bits) or 12 (runs of 32)."""
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        runs = (struct.unpack_from(">III", data, at + 16 + 12 * one)[:2] for one in range(groups))
        return {point for first, last in runs for point in range(first, last + 1)}
    if kind != 4:
        return set()
    (twice,) = struct.unpack_from(">H", data, at + 6)
    lasts = struct.unpack_from(f">{twice // 2}H", data, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", data, at + 16 + twice)
    pairs = zip(firsts, lasts, strict=True)
    return {point for first, last in pairs for point in range(first, last + 1) if point < 0xFFFF}
