"""A chart as every output uses it: a picture, what it says, and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawn chart; pages, PDFs and workbooks show the same picture.

    name: file stem, unique within one authority. title: what is shown, with its unit.
    alt: the text alternative, two or three sentences that say what a reader would see.
    header, rows: the table behind it, as text. svg: the picture. source: where figures come from.
    key: the picture's own, equal for equal pictures; the stem of its file.
    """

    name: str
    title: str
    alt: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: str
    source: str = ""
    key: str = ""
