"""Which characters the typeface has: PDF/UA forbids a character that cannot be drawn."""

from __future__ import annotations

import unicodedata
from functools import cache

from earlywarning.reports.typeface import advances, font_folder

FONTS = font_folder()
# What stands for a character that the typeface lacks, with a note that it does.
UNKNOWN = "\N{BLACK SQUARE}"
LONG_WORD = 24
BREAK = "\N{ZERO WIDTH SPACE}"


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
    """Return the code points of the regular face."""
    return frozenset(advances())
