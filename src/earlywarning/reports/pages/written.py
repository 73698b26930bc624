"""Which pages there are round the authorities' own, and what each is written from."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment

from earlywarning.reports.facts import Facts
from earlywarning.reports.pack.month import load_month
from earlywarning.reports.pack.since import news
from earlywarning.reports.pages.compare import compare, compare_data
from earlywarning.reports.pages.home import home, search_index
from earlywarning.reports.pages.improved import improved
from earlywarning.reports.pages.indicators import indicator_list, indicator_page
from earlywarning.reports.pages.known import Known, load_known
from earlywarning.reports.pages.lately import lately
from earlywarning.reports.pages.methods import methods, vocabulary
from earlywarning.reports.pages.paths import indicator_path, pattern_path, prepare
from earlywarning.reports.pages.patterns import pattern_list, pattern_page, way
from earlywarning.reports.pages.quality import quality, sources
from earlywarning.reports.pages.regions import region_page, region_path, regions_of
from earlywarning.reports.typeface import typeface_data

TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: its path below the site's folder, and what writes its text."""

    path: str
    render: Callable[[], str]


def pages(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts,
    environment: Environment,
    there: Container[str] | None = None,
) -> Iterator[Page]:
    """Give every page and script but the authorities' own; nothing is drawn before it is rendered.

    Args:
        connection: the published database; read once, before the first page.
        facts: what is loaded from it.
        environment: with the filters of `reports.phrases`, escaping, and `tame` at the end.
        there: paths of authorities' pages that exist, for links; None for all.
    """
    prepare(environment)
    known, month = load_known(connection), load_month(connection, facts.as_of)
    new = news(facts, month)
    view = partial(_page, environment, facts, known)
    yield view("index.html", "", "home", partial(home, facts, known, there, lately(facts, month)))
    for region in regions_of(facts):
        find = partial(region_page, facts, region, new)
        yield view("region.html", region_path(region), "home", find)
    yield Page("search-index.js", partial(search_index, facts, known, there))
    yield _script("search.js")
    yield _script("take.js")
    yield Page("typeface.js", typeface_data)
    if len(facts.open_authorities()) > 1:
        yield view("compare.html", "", "compare", partial(compare, facts))
        yield Page("compare-data.js", partial(compare_data, facts))
        yield _script("compare.js")
    if facts.edition.tier in ("consortium", "region"):
        yield view("improved.html", "", "improved", partial(improved, facts))
    yield view("indicators.html", "", "indicators", partial(indicator_list, facts))
    for one in facts.indicators:
        find = partial(indicator_page, facts, known, one)
        yield view("indicator.html", indicator_path(one.indicator), "indicators", find)
    yield view("data_dictionary.html", "", "indicators", dict)
    yield view("patterns.html", "", "patterns", partial(pattern_list, facts, known))
    for pattern in known.patterns:
        find = partial(pattern_page, facts, pattern)
        yield view("pattern.html", pattern_path(pattern.pattern), "patterns", find)
    yield view("way.html", "pathway.html", "patterns", partial(way, facts, known))
    yield view("quality.html", "", "quality", partial(quality, facts, known))
    yield view("sources.html", "", "sources", partial(sources, facts, known))
    yield view("methods.html", "", "methods", partial(methods, facts, known))
    yield view("glossary.html", "", "glossary", partial(vocabulary, facts, known))


def _script(name: str) -> Page:
    return Page(name, partial((TEMPLATES / name).read_text, encoding="utf-8"))


def _page(
    environment: Environment,
    facts: Facts,
    known: Known,
    template: str,
    path: str,
    here: str,
    find: Callable[[], dict[str, Any]],
) -> Page:
    where = path or template

    def render() -> str:
        given = {"facts": facts, "known": known, "up": "../" * where.count("/"), "here": here}
        return environment.get_template(template).render({**given, **find()})

    return Page(where, render)
