"""The worked questions of docs/analysts.md, as they are printed there."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "analysts.md"
QUESTION = re.compile(r"\*\*(\d+)\. (.+?)\*\*.*?```sql\n(.*?)```", re.DOTALL)
PROGRAM = r"```{}\n(.*?)```"


def questions() -> dict[int, str]:
    """Return number and SQL of each question on the page."""
    text = PAGE.read_text(encoding="utf-8")
    return {int(number): sql for number, _, sql in QUESTION.findall(text)}


def programs(language: str) -> list[str]:
    """Return the programs on the page that are in a language."""
    return re.findall(PROGRAM.format(language), PAGE.read_text(encoding="utf-8"), re.DOTALL)


def beside_own_file() -> str:
    """Return the SQL of the page that joins a file of the analyst's."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition("### A file of your own")
    return re.findall(PROGRAM.format("sql"), rest, re.DOTALL)[0]
