"""Headings, paragraphs, tables and one kind of chart, as Markdown and as a page."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, FileSystemLoader, StrictUndefined

# The card looks as every page does.
TEMPLATES = resources.files("earlywarning.reports") / "templates"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece: kind is heading, words, list, table or chart.

    words: the text, or the caption. rows: of a table the header first; of a list one cell each; of
    a chart (said, happened, lower, upper) in per cent.
    """

    kind: str
    words: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def heading(words: str) -> Block:
    """Return a heading."""
    return Block("heading", words)


def words(text: str) -> Block:
    """Return a paragraph."""
    return Block("words", text)


def listed(lines: list[str]) -> Block:
    """Return a list."""
    return Block("list", rows=tuple((line,) for line in lines))


def table(caption: str, header: list[str], rows: list[list[str]]) -> Block:
    """Return a table with its caption."""
    return Block("table", caption, (tuple(header), *(tuple(row) for row in rows)))


def as_markdown(title: str, blocks: list[Block]) -> str:
    """Return the card as Markdown; a chart is left to the table behind it, which follows it."""
    out = [f"# {title}", ""]
    for block in blocks:
        if block.kind == "heading":
            out += [f"## {block.words}", ""]
        elif block.kind == "words":
            out += [block.words, ""]
        elif block.kind == "list":
            out += [*(f"- {row[0]}" for row in block.rows), ""]
        elif block.kind == "table":
            header, *rows = block.rows
            out += [block.words, "", _line(header), _line(tuple("---" for _ in header))]
            out += [*(_line(row) for row in rows), ""]
    return "\n".join(out).rstrip() + "\n"


def as_page(title: str, blocks: list[Block]) -> str:
    """Return the card as a page that needs nothing beside itself."""
    environment = Environment(
        loader=FileSystemLoader(str(TEMPLATES)), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return environment.get_template("model_card.html").render(
        title=title, blocks=blocks, style=style
    )


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
