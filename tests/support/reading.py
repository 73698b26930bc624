"""How hard a document is to read: the Flesch-Kincaid grade, syllables by hyphenation.

Source: Kincaid and others 1975, 0.39 words a sentence + 11.8 syllables a word - 15.59; a reading
age is about five years more than the grade. Only what we write is measured: paragraphs, lists and
labelled facts of five words and more, not tables, sources or what others said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pyphen

from earlywarning.reports.document.blocks import Block, Document, Listed, Pairs, Point, Words

WORD = re.compile(r"[A-Za-z][A-Za-z'\N{RIGHT SINGLE QUOTATION MARK}]*|\d[\d.,]*")
STOP = re.compile(r"[.!?](?:\s|$)")
# Labels and dates alone are no sentences; counting them would flatter the rest.
FEWEST = 5


def prose(document: Document) -> list[str]:
    """Return the paragraphs, items and facts of a document in order."""
    return [piece for block in document.blocks for piece in _pieces(block) if piece.strip()]


def _pieces(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield block.text
    elif isinstance(block, Listed):
        yield from block.items
    elif isinstance(block, Pairs):
        yield from (text for _, text in block.pairs)
    elif isinstance(block, Point):
        yield from block.said


def grade(pieces: list[str]) -> float:
    """Return the Flesch-Kincaid grade of pieces of text."""
    split = [WORD.findall(part) for piece in pieces for part in STOP.split(piece)]
    sentences = [found for found in split if len(found) >= FEWEST]
    words = [word for found in sentences for word in found]
    spoken = sum(syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


@cache
def syllables(word: str) -> int:
    """Return how many syllables a word has: groups of vowels, or more where it can be broken.

    A number is said digit by digit, which is on the safe side.
    """
    if word[0].isdigit():
        return sum(character.isdigit() for character in word)
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$|(?<=[^td])ed$", "", word)))
    return max(1, groups, len(_breaks().positions(word)) + 1)


@cache
def _breaks() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
