"""What the returns of the year say, since yearly figures are old before anybody arrives."""

from __future__ import annotations

from earlywarning.reports import phrases
from earlywarning.reports.baseline.background import Background
from earlywarning.reports.charts.of_xmr import xmr_of
from earlywarning.reports.document.blocks import Block, Heading, Picture, Words
from earlywarning.reports.dossier import Dossier
from earlywarning.reports.phrases import dated, sentence

CHARTS = 2


def in_year(dossier: Dossier, back: Background) -> list[Block]:
    """Return slips that still hold, with their charts; else whether there were returns at all."""
    if dossier.facts.edition.is_public:
        return []
    said = []
    for one in dossier.alerts:
        also = phrases.since_then(dossier.facts.measured(one.joined_later), one.not_seen_since)
        said += [f"{sentence(dated(one.explanation))} {also}".strip()] if one.explanation else []
    title = Heading("Within the year", 3)
    if not said:
        return [title, Words(_quiet(back))]
    measures = dict.fromkeys(
        name
        for one in dossier.alerts
        for name in (*(one.measures or []), *(one.joined_later or []))
    )
    drawn = [xmr_of(dossier.facts, dossier.code, name) for name in measures]
    pictures = [Picture(chart) for chart in drawn if chart is not None][:CHARTS]
    return [title, *(Words(text) for text in said), *pictures]


def _quiet(back: Background) -> str:
    if back.returned is None:
        return (
            "No in-year return is held, so nothing here is newer than the yearly figures. Ask for "
            "this month's referrals, open cases and caseloads before anything else."
        )
    return (
        f"The newest in-year return came on {phrases.day(back.returned)}. The front-door watch "
        "tells of no slip in the returns held; that is no reassurance, since it sees only what is "
        "returned."
    )
