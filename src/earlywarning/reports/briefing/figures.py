"""The newest figure of an indicator in sentences."""

from __future__ import annotations

from earlywarning.reports.briefing import sentences
from earlywarning.reports.dossier import NATION, Newest
from earlywarning.reports.phrases import amount, when


def told(newest: Newest, nation: str) -> str:
    """Return the figure in sentences: what it was, how it moved, what it is held against."""
    one, value, whole = newest.one, newest.value, newest.beside.get(NATION)
    said = (
        sentences.stood(value, newest.row.time_period, one),
        sentences.moved(value, newest.before, one),
        sentences.beside(value, newest.near, None if whole is None else (nation, whole), one),
        sentences.aged(newest.months),
    )
    return " ".join(part for part in said if part)


def short(newest: Newest) -> str:
    """Return the figure in brackets' length: '44.4% in the year to 31 March 2025'."""
    return f"{amount(newest.value, newest.one)} {when(newest.row.time_period, newest.one)}"
