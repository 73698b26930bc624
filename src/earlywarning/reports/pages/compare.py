"""A comparison that the reader chooses: any authorities beside one's own, in order of name."""

from __future__ import annotations

import json
from typing import Any

from earlywarning.hostile import tame
from earlywarning.reports import amounts, wording
from earlywarning.reports.facts import STAGES, Facts
from earlywarning.reports.pages.paths import indicator_path
from earlywarning.reports.reading import Years
from earlywarning.reports.where import page_of
from earlywarning.tables.declared import Indicator

# What a reader can still hold against each other, and a screen still shows.
MOST = 8


def compare(facts: Facts) -> dict[str, Any]:
    """Return what the page shows before anybody has chosen."""
    return {"authorities": sorted(one.la_name for one in facts.open_authorities()), "most": MOST}


def compare_data(facts: Facts) -> str:
    """Return a script that sets one variable: newest figures as told, for the page to lay out.

    A script and not data, because a page opened from a folder may not fetch.
    """
    shown = [one for stage in STAGES for one in facts.indicators if one.stage == stage]
    told = {
        "most": MOST,
        "nation": {
            "name": tame(facts.nation),
            "figures": [_told(facts.england.get(one.indicator, {}), facts, one) for one in shown],
        },
        "indicators": [
            {
                "name": one.name,
                "unit": "" if one.unit == "percentage" else amounts.unit_in_brief(one),
                "stage": wording.STAGE[one.stage],
                "path": indicator_path(one.indicator),
                "period": _period(facts, one),
            }
            for one in shown
        ],
        "authorities": [
            {
                "code": one.old_la_code,
                "name": tame(one.la_name),
                "path": page_of(one),
                "figures": [
                    _told(facts.own.get((one.old_la_code, i.indicator), {}), facts, i)
                    for i in shown
                ],
            }
            for one in sorted(facts.open_authorities(), key=lambda one: one.la_name)
        ],
    }
    return f"var COMPARED = {json.dumps(told).replace('</', '<' + chr(92) + '/')};\n"


def _period(facts: Facts, one: Indicator) -> str:
    newest = facts.newest.get(one.indicator)
    return amounts.period(newest, one) if newest else ""


def _told(years: Years, facts: Facts, one: Indicator) -> list[str]:
    """Return a figure and, where it is older than that of others, its period; nothing for a gap."""
    known = [year for year, row in years.items() if row.value is not None]
    if not known:
        return []
    last = max(known)
    figure = amounts.bare(years[last].value, one)
    return (
        [figure] if last == facts.newest.get(one.indicator) else [figure, amounts.period(last, one)]
    )
