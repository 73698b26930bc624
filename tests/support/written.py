"""Small outputs for the scan: each with something that must be found, or near it and harmless."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from earlywarning.definitions.tier import load_tiers
from earlywarning.scan.model import HeardEntry, Knowledge, Place
from tests.conftest import REFERENCE

NAMES = (
    "Aldermoor", "Bexford", "Carrow", "Dunmere", "Eskowen", "Farrowby", "Garside", "Holtwick",
    "Ildavale", "Jarrowby",
)  # fmt: skip
# Not the order of the alphabet, up or down.
SCORES = (31.4, 12.2, 55.1, 8.3, 44.4, 61.7, 20.9, 3.5, 70.2, 27.8)
ACTIONS = ("routine two-yearly review",) * 6 + ("targeted peer review",) * 4
HEARD = "Two team managers told us that nobody reads the queue on Fridays any more"
KNOWN = Knowledge(
    places=tuple(
        Place(f"9{n:02}", f"X060000{n:02}", name, "Eastmarch" if n % 2 else "Westfell")
        for n, name in enumerate(NAMES)
    ),
    scores={f"9{n:02}": score for n, score in enumerate(SCORES)},
    actions={f"9{n:02}": action for n, action in enumerate(ACTIONS)},
    neighbours={"900": ("905", "902", "907", "901", "908", "903")},
    heard=(HeardEntry("902", "partner_agency", dt.date(2026, 3, 1)),),
    texts=(HEARD, "Queue is empty"),
    persons=("Robin Fenwick",),
    titled=re.compile(r"\b(?:Mr|Mrs|Dr)\b\.?\s+[A-Z]\w*"),
    markup=("<b>bold</b>",),
    tiers=load_tiers(REFERENCE),
)
PUBLIC = replace(KNOWN, tier="public")
AUTHORITY = replace(KNOWN, tier="authority", own=frozenset({"902"}))
BY_SCORE = [name for _, name in sorted(zip(SCORES, NAMES, strict=True), reverse=True)]
Write = Callable[[Path], Path]


def page(body: str, name: str = "page.html", head: str = "") -> Write:
    """Return what writes a page with a body."""
    top = f'<!doctype html>\n<html lang="en-GB"><head><title>A page</title>{head}</head>'
    text = f"{top}\n<body>\n{body}\n</body></html>\n"
    return plain(text, name)


def plain(text: str, name: str) -> Write:
    """Return what writes a file of text."""

    def write(folder: Path) -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder / name

    return write


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table of a page."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def items(lines: Iterable[str], tag: str = "ul") -> str:
    """Return a list of a page."""
    return f"<{tag}>" + "".join(f"<li>{line}</li>\n" for line in lines) + f"</{tag}>"


def xlsx(rows: Iterable[Iterable[object]], name: str = "book.xlsx", picture: str = "") -> Write:
    """Return what writes a workbook of one sheet, with a picture and its description if asked."""

    def write(folder: Path) -> Path:
        import io

        import xlsxwriter

        book = xlsxwriter.Workbook(str(folder / name))
        sheet = book.add_worksheet("Figures")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, list(row))
        if picture != "":
            said = {} if picture == "none" else {"description": picture}
            sheet.insert_image(3, 3, "a.png", {"image_data": io.BytesIO(PNG), **said})
        book.close()
        return folder / name

    return write


def data(value: object, name: str = "search.json") -> Write:
    """Return what writes JSON, or a script that sets a name to it."""
    text = json.dumps(value)
    return plain(f"window.index = {text};\n" if name.endswith(".js") else text, name)


def pdf(lines: Iterable[str], *, lang: bool = True, name: str = "pack.pdf") -> Write:
    """Return what writes a PDF of a page, set by the engine that sets ours."""

    def write(folder: Path) -> Path:
        import typst

        head = '#set text(lang: "en", region: "GB")\n#set document(title: "A pack")\n'
        text = (head if lang else "") + "\n\n".join(lines)
        (folder / name).write_bytes(typst.compile(text.encode()))
        return folder / name

    return write


def both(*writers: Write) -> Write:
    """Return what writes several files and gives the last."""

    def write(folder: Path) -> Path:
        return [one(folder) for one in writers][-1]

    return write


# One white pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff"
    "ff7f0009fb03fd2a86e38a0000000049454e44ae426082"
)
