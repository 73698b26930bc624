"""Documents of blocks, written as a page and as a tagged PDF."""

from earlywarning.reports.document.blocks import (
    Block,
    Break,
    Document,
    Heading,
    Listed,
    Pairs,
    Picture,
    Point,
    Said,
    Table,
    Words,
)
from earlywarning.reports.document.page import as_page
from earlywarning.reports.document.pdf import as_pdf, picture_png

__all__ = [
    "Block",
    "Break",
    "Document",
    "Heading",
    "Listed",
    "Pairs",
    "Picture",
    "Point",
    "Said",
    "Table",
    "Words",
    "as_page",
    "as_pdf",
    "picture_png",
]
