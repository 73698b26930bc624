"""A document's words alone, in order: for searches, for reading ages, for comparing editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from earlywarning.reports.document.blocks import (
    Block,
    Heading,
    Listed,
    Pairs,
    Picture,
    Point,
    Said,
    Table,
    Words,
)


def text_of(blocks: Iterable[Block]) -> str:
    """Return the words of blocks, one piece a line; charts by their title, without their table."""
    return "\n".join(part for block in blocks for part in pieces_of(block) if part)


def pieces_of(block: Block) -> Iterator[str]:
    """Yield the pieces of text of one block, in reading order."""
    if isinstance(block, Heading | Words):
        yield block.text
    elif isinstance(block, Listed):
        yield from block.items
    elif isinstance(block, Pairs):
        yield from (part for pair in block.pairs for part in pair)
    elif isinstance(block, Table):
        yield from (block.caption, *block.header, *(cell for row in block.rows for cell in row))
    elif isinstance(block, Said):
        yield from (block.who, block.when, block.text)
    elif isinstance(block, Point):
        yield from (block.text, block.kind, *block.said)
    if isinstance(block, Point | Picture) and block.chart is not None:
        yield from (block.chart.title, block.chart.told)
