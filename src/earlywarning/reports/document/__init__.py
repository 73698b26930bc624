"""Documents of blocks, written as a page and as a tagged PDF."""

from earlywarning.reports.document.blocks import (
    Block,
    Break,
    Document,
    Heading,
    Listed,
    Pairs,
    Picture,
    Said,
    Table,
    Words,
)

__all__ = [
    "Block",
    "Break",
    "Document",
    "Heading",
    "Listed",
    "Pairs",
    "Picture",
    "Said",
    "Table",
    "Words",
]
