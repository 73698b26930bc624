"""Documents as pages: one portable file each, with its own style and its pictures inside."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from earlywarning.hostile import tame
from earlywarning.reports.charts.chart import csv_address
from earlywarning.reports.document.blocks import Document
from earlywarning.reports.document.flat import flat
from earlywarning.reports.typeface import FACES

TEMPLATES = Path(__file__).parents[1] / "templates"
WEIGHTS = tuple(zip(("400", "600 700"), FACES, strict=True))


def as_page(document: Document, up: str = "../", own: str = "") -> str:
    """Return a document as an HTML page that can be sent on alone; `up` leads to the site's index.

    own: below that index, the page of the authority it is about.

    Pictures are embedded with their text alternative; the table behind each is folded under it.
    """
    view = flat(document)
    style = Markup((TEMPLATES / "document.css").read_text(encoding="utf-8"))  # noqa: S704 our own file
    return (
        _environment()
        .get_template("document.html")
        .render(
            doc=view,
            linked=_linker(document, up),
            up=up,
            own=own,
            style=style,
            faces=WEIGHTS,
            code=_code(),
        )
    )


@cache
def _code() -> str:
    """Return the digest of what sets documents: with another, the page and its PDF are new."""
    digest = hashlib.sha256()
    for path in sorted([*Path(__file__).parent.glob("*.py"), *TEMPLATES.glob("document.*")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _linker(document: Document, up: str) -> Callable[[str], Markup]:
    """Return what makes a link of each name: of a whole name between commas and colons, in text."""
    pages = {str(escape(name)): path for name, path in document.links if up}
    if not pages:
        return escape
    longest_first = "|".join(map(re.escape, sorted(pages, key=len, reverse=True)))
    name = re.compile(rf"(^|, | and |: )({longest_first})(?=$|[,:.]| and | \()")

    def linked(found: re.Match[str]) -> str:
        return f'{found[1]}<a href="{escape(up + pages[found[2]])}">{found[2]}</a>'

    return lambda text: Markup(name.sub(linked, str(escape(tame(text)))))  # noqa: S704 escaped above


def templates() -> Environment:
    """Return the templates: all that they print is tamed, then escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=tame,
    )


@cache
def _environment() -> Environment:
    pages = templates()
    pages.filters["embedded"] = _embedded
    pages.filters["csv_address"] = csv_address
    return pages


def _embedded(svg: str) -> Markup:
    """Return a picture as an address that holds it: in an img element no script of it could run.

    Base64 needs no escaping, and it must not be cut as other long text is.
    """
    return Markup("data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode())  # noqa: S704
