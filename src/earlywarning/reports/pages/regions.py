"""A page for each region: its authorities A to Z, and its vital signs without names."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from earlywarning.reports import amounts
from earlywarning.reports.charts.of_authority import told_once
from earlywarning.reports.charts.spread import newest_rows, newest_values
from earlywarning.reports.charts.strips import dots
from earlywarning.reports.facts import Facts
from earlywarning.reports.where import page_of, slug
from earlywarning.tables.declared import Indicator
from earlywarning.tables.places import Authority
from earlywarning.tables.standing import Standing

NO_REGION = "No region"
# Fewer figures than this, and a middle would be somebody's own.
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Member:
    """One authority of a region as its page names it."""

    name: str
    path: str
    standing: Standing | None
    news: list[str]


@dataclass(frozen=True, slots=True)
class RegionSign:
    """One vital sign in a region: how many figures, their middle, and an unnamed dot each."""

    indicator: Indicator
    many: int
    middle: str
    nation: str
    strip: str


def regions_of(facts: Facts) -> dict[str, list[Authority]]:
    """Return the open authorities of the edition by region, both in order of name."""
    kept: dict[str, list[Authority]] = {}
    for one in sorted(facts.open_authorities(), key=lambda a: a.la_name):
        kept.setdefault(one.region or NO_REGION, []).append(one)
    return dict(sorted(kept.items()))


def region_path(region: str) -> str:
    """Return the path of a region's page below the site's folder."""
    return f"region/{slug(region)}.html"


def region_page(facts: Facts, region: str, news: dict[str, list[str]]) -> dict[str, Any]:
    """Return what the page of a region shows: no score, and no order but the alphabet."""
    members = regions_of(facts)[region]
    return {
        "region": region,
        "members": [
            Member(
                one.la_name,
                page_of(one),
                facts.standing(one.old_la_code),
                news.get(one.old_la_code, [])[:2],
            )
            for one in members
        ],
        "signs": _signs(facts, {one.old_la_code for one in members}),
    }


def _signs(facts: Facts, codes: set[str]) -> list[RegionSign]:
    named = {row.indicator for row in facts.vital_signs}
    found = [_sign(facts, one, codes) for one in facts.indicators if one.indicator in named]
    return [one for one in found if one]


def _sign(facts: Facts, one: Indicator, codes: set[str]) -> RegionSign | None:
    values = newest_values(facts, one)
    own = told_once(newest_rows(facts, one, sorted(codes)))
    if len(own) < FEWEST:
        return None
    row = facts.england.get(one.indicator, {}).get(facts.newest.get(one.indicator, 0))
    nation = row.value if row else None
    ends = min(values.values()), max(values.values())
    return RegionSign(
        indicator=one,
        many=len(own),
        middle=amounts.bare(median(own), one),
        nation=amounts.bare(nation, one) if nation is not None else "",
        strip=dots(own, *ends, nation),
    )
