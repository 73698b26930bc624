"""Facts travel as columns: no code takes a sentence, or a list that was joined, apart again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from earlywarning.tables.catalogue import TABLES

SRC = Path(__file__).parents[3] / "src" / "earlywarning"
# What is written in sentences for analysts and readers, whichever table or record it stands in.
SENTENCES = {
    "explanation", "seen", "told", "reasons", "lines_of_enquiry", "behind", "for_nothing",
    "opened_by", "why", "why_not", "words",
}  # fmt: skip
# Identifiers that hold a column's worth of facts in one text: those are columns of their own.
PACKED = {"item", "asked_by", "release", "prerequisites", "consent", "team", "approaches"}
LISTS = {one.name for table in TABLES for one in table.columns if one.kind == "varchar[]"}
COLUMNS = SENTENCES | PACKED | LISTS
# As names of variables and modules these are any words at all.
EVERYDAY = {"words", "told", "why", "seen", "team", "item"}
CUTS = {
    "split", "rsplit", "partition", "rpartition", "splitlines", "removeprefix", "removesuffix",
    "startswith", "endswith", "find", "rfind", "index",
}  # fmt: skip
SEARCHES = {"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
SQL_CUTS = re.compile(
    r"(?:string_split|str_split|split_part|regexp_\w+)\s*\(\s*(?:\w+\.)?(\w+)", re.I
)
# Packages that read files and people's input: there a text is what there is.
READERS = ("sources", "validation", "register/form", "cli", "scan", "definitions", "hostile.py")
# What is left, and why: a cell of a file that people write; the label of an in-year measure, said
# shorter in a heading; and a hint at a command, which a pack for a meeting leaves out.
KNOWN = {
    ("scoring/contamination.py", "indicators"),
    ("reports/briefing/things.py", "measures"),
    ("reports/pack/programme.py", "why_not"),
}


def named(node: ast.AST) -> set[str]:
    """Return the columns that an expression reads: as an attribute, a key or a plain name."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute):
            found.add(one.attr)
        elif isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Constant):
            found.add(str(one.slice.value))
        elif isinstance(one, ast.Name) and one.id not in EVERYDAY:
            found.add(one.id)
    return found & COLUMNS


def parsed(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and column wherever Python, or SQL within it, takes a column's text apart."""
    for node in ast.walk(ast.parse(source)):
        read: set[str] = set()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in CUTS:
                read = named(node.func.value)
            if node.func.attr in SEARCHES:
                read |= {name for given in node.args for name in named(given)}
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            # A word looked for in a text; in a list, it is an entry.
            text = isinstance(node.left, ast.Constant) and " " in str(node.left.value)
            read = named(node.comparators[0]) if text else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            read = {name for name in SQL_CUTS.findall(node.value) if name in COLUMNS}
        yield from ((node.lineno, name) for name in sorted(read))


def files() -> Iterator[Path]:
    for path in sorted(SRC.rglob("*.py")):
        if not path.relative_to(SRC).as_posix().startswith(READERS):
            yield path


def test_no_code_takes_a_sentence_or_a_joined_list_apart() -> None:
    found = {
        (path.relative_to(SRC).as_posix(), name)
        for path in files()
        for _, name in parsed(path.read_text(encoding="utf-8"))
    }
    assert found == KNOWN


def test_no_sql_takes_a_text_apart() -> None:
    told = {path.name: SQL_CUTS.findall(path.read_text()) for path in SRC.rglob("*.sql")}
    assert not {name: columns for name, columns in told.items() if columns}


def test_no_template_takes_a_column_apart() -> None:
    cut = re.compile(
        rf"\b\w+\.({'|'.join(sorted(COLUMNS))})\b[^}}]*?\.({'|'.join(sorted(CUTS))})\("
    )
    found = {path.name: cut.findall(path.read_text()) for path in SRC.rglob("*.html")}
    kept = {name: sorted(set(pairs)) for name, pairs in found.items() if pairs}
    # A heading says the name already, so the sentence below it goes on without it.
    cuts = [("explanation", "removeprefix"), ("words", "removeprefix")]
    assert kept == {"authority_score.html": cuts}


@pytest.mark.parametrize(
    ("snippet", "column"),
    [
        ('signs, *_ = str(row["explanation"]).split(MEANING)', "explanation"),
        ('signs, *_ = one.explanation.split(" It may mean: ")', "explanation"),
        ('clear = [w for w in worries if "could be chance" not in w.explanation]', "explanation"),
        ('lasted = _LASTED.search(row.explanation or "")', "explanation"),
        ('before = thing.explanation.partition(":")[0].strip()', "explanation"),
        ('told = explanation.find(f"({one.name} ")', "explanation"),
        ('before, _, after = row.item.partition(":")', "item"),
        ('name = self.item.removeprefix("pattern:").split(":")[0]', "item"),
        ('codes = (offer.supporters or "").split(",")', "supporters"),
        ('count = len(str(row["measures"]).split("; "))', "measures"),
        ('series = (one.published_series or "").split(",")', "published_series"),
        ('rows = [r for r in facts if r.release.split(".")[0] in tables]', "release"),
        ("sql = \"select regexp_extract(release, '^(.*)_', 1) from release\"", "release"),
        ("sql = \"select unnest(string_split(i.published_series, ','))\"", "published_series"),
    ],
)
def test_what_the_code_did_before_is_found(snippet: str, column: str) -> None:
    assert column in {name for _, name in parsed(snippet)}


@pytest.mark.parametrize(
    "snippet",
    [
        "shown = thing.chance == 'possible'",
        "names = [facts.name(code) for code in offer.supporters]",
        'wanted = " ".join(line.question.casefold().split())',
        "known = name in row.matched_signs",
    ],
)
def test_what_reads_a_fact_is_not_found(snippet: str) -> None:
    assert not list(parsed(snippet))
