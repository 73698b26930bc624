"""The workbooks: one for an edition, one for an authority."""

from __future__ import annotations

from collections.abc import Sequence

from earlywarning.errors import UsageError
from earlywarning.reports import phrases
from earlywarning.reports.facts import Facts
from earlywarning.reports.workbook import declared, model, offers, values
from earlywarning.reports.workbook.figures import Figures
from earlywarning.reports.workbook.model import Drawn, Sheet, Workbook

AUTHOR = "earlywarning"
SERVICES = "children\N{RIGHT SINGLE QUOTATION MARK}s services"
ROUNDED = (
    "Figures are rounded as their publisher rounds them, and the counts behind them are left out. "
    "A figure that would show a withheld one by subtraction is withheld too, marked [c]."
)
UNSURE = "A figure that is missing is not a good sign: it says nothing, and the reason is given."


def edition_workbook(facts: Facts, figures: Figures) -> Workbook:
    """Return the workbook of an edition: the newest figures of the authorities it is about."""
    whose = f" for {model.words(facts.edition.name)}" if facts.edition.name else ""
    sheets = [
        *values.stage_sheets(facts, figures),
        offers.proposed(facts),
        offers.made(facts),
        declared.doubts(facts),
        declared.definitions(facts),
        declared.sources(facts),
        declared.marks(),
    ]
    title = f"Indicators of {SERVICES}, {facts.edition.tier} edition{whose}"
    return _workbook(facts, title, "newest period of each indicator", sheets)


def authority_workbook(
    facts: Facts, figures: Figures, code: str, pictures: Sequence[Drawn] = ()
) -> Workbook:
    """Return the workbook of one authority: every period of its indicators, and its charts.

    Args:
        facts: the edition's facts.
        figures: figures that may be shown.
        code: its three-digit code.
        pictures: charts, shown on a worksheet of their own.

    Raises:
        UsageError: if the edition is not about the authority.
    """
    found = [a for a in facts.open_authorities() if a.old_la_code == code]
    if not found:
        raise UsageError(f"{facts.name(code)}: this edition has no workbook about it")
    sheets = [
        *values.years_sheets(facts, figures, found[0]),
        offers.parts(facts, code),
        offers.proposed(facts, code),
        offers.made(facts, code),
        declared.doubts(facts, code),
        declared.definitions(facts),
        declared.sources(facts),
        declared.marks(),
    ]
    title = f"{model.words(found[0].la_name)}: indicators of its {SERVICES}"
    return _workbook(facts, title, "every period of each indicator", sheets, tuple(pictures))


def _workbook(
    facts: Facts,
    title: str,
    subject: str,
    sheets: Sequence[Sheet | None],
    pictures: tuple[Drawn, ...] = (),
) -> Workbook:
    lines = [
        f"Figures known on {phrases.day(facts.as_of)}: {subject}.",
        "This nation is invented: nothing here is about a real place." if facts.is_invented else "",
        facts.edition.mark,
        ROUNDED,
        UNSURE,
        "No list here stands in order of need: authorities are in the order of the alphabet.",
        "The worksheet Contents lists the others; each holds one table, which begins in column A.",
    ]
    return Workbook(
        title=title,
        subject=f"{facts.nation}: {subject}, known on {phrases.day(facts.as_of)}",
        author=AUTHOR,
        created=(facts.as_of.year, facts.as_of.month, facts.as_of.day),
        cover=tuple(line for line in lines if line),
        sheets=tuple(sheet for sheet in sheets if sheet is not None),
        pictures=pictures,
    )
