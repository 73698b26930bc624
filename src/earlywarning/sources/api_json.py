"""A query answer of the statistics API: metadata and pages become one table in open-data layout.

Ids in the pages are opaque; the metadata says what they stand for. An answer holds the rows that
were asked for, so it is a partial release: its values count, and nothing is missed in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import SourceError
from earlywarning.sources import open_data
from earlywarning.sources.api_meta import WHERE, Meta, raw_table, read_meta, rows_of
from earlywarning.sources.api_shape import Page, require
from earlywarning.sources.boundary import of_file, refusing
from earlywarning.sources.offered import NOT_DATA, Offered
from earlywarning.sources.reading import RawTable

META_KEYS = {"filters", "indicators", "geographicLevels", "locations", "timePeriods"}
RESULT_KEYS = {"timePeriod", "geographicLevel", "locations", "filters", "values"}


def recognise(offered: Offered) -> None:
    """Say whether a JSON file is metadata or a page of an answer; a damaged one is refused."""
    text = offered.path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        if '"paging"' in text or '"geographicLevels"' in text:
            row = getattr(error, "lineno", 1)
            offered.refuse(SourceError(f"row {row}: not whole JSON: {error}", rule="json", row=row))
        else:
            offered.message = NOT_DATA
        return
    if isinstance(content, dict) and set(content) >= META_KEYS:
        offered.kind, offered.outcome = "api_meta", "context"
        offered.message = "metadata of a data set, without an answer beside it"
    elif isinstance(content, dict) and _is_page(content):
        offered.kind, offered.outcome = "api_page", "context"
        offered.message = "an answer without results"
    else:
        offered.message = NOT_DATA


def _is_page(content: dict[str, Any]) -> bool:
    results, paging = content.get("results"), content.get("paging")
    if not isinstance(results, list) or not isinstance(paging, dict):
        return False
    return all(isinstance(one, dict) and set(one) >= RESULT_KEYS for one in results)


def join(
    offered: list[Offered], tables: dict[str, PublishedTable], regions: dict[str, str]
) -> list[Offered]:
    """Return one more file for every whole answer; what is not whole is refused with its reason.

    Args:
        offered: every file, recognised.
        tables: the declared tables.
        regions: region by three-digit code, for answers that do not say it.
    """
    metas, made = [], []
    for one in offered:
        if one.kind == "api_meta":
            with refusing(one):
                metas.append(read_meta(one))
    for pages, contents in _answers(offered):
        try:
            with of_file(pages[0].name, private=False):
                made.append(_answer(pages, contents, metas, tables, regions))
        except SourceError as error:
            for page in pages:
                page.refuse(error)
    return made


def _answers(offered: list[Offered]) -> Iterable[tuple[list[Offered], list[dict[str, Any]]]]:
    """Yield the pages that belong together: one folder, one size, one set of ids."""
    groups: dict[tuple[object, ...], list[tuple[Offered, dict[str, Any]]]] = {}
    for one in offered:
        if one.kind != "api_page":
            continue
        with refusing(one):
            content = json.loads(one.path.read_text(encoding="utf-8-sig"))
            require(Page, content, "a page")
            if content["results"]:
                groups.setdefault(_answer_key(one, content), []).append((one, content))
    for group in groups.values():
        group.sort(key=lambda pair: str(pair[1]["paging"].get("page")).zfill(9))
        yield [pair[0] for pair in group], [pair[1] for pair in group]


def _answer_key(one: Offered, content: dict[str, Any]) -> tuple[object, ...]:
    paging, first = content["paging"], content["results"][0]
    sizes = tuple(str(paging.get(key)) for key in ("pageSize", "totalResults", "totalPages"))
    return (one.path.parent, *sizes, *sorted(first["values"]), *sorted(first["filters"]))


def _answer(
    pages: list[Offered],
    contents: list[dict[str, Any]],
    metas: list[Meta],
    tables: dict[str, PublishedTable],
    regions: dict[str, str],
) -> Offered:
    _require_all_pages(contents)
    results = [one for content in contents for one in content["results"]]
    meta = _meta_of(results, metas)
    raw = raw_table(results, meta, regions)
    table = _table_of(raw, tables)
    files = [meta.offered, *pages]
    digest = hashlib.sha256("\n".join(sorted(one.sha256 for one in files)).encode()).hexdigest()
    for one in files:
        # The kind is the folder in which bytes are kept: pages of one answer stay together.
        one.kind, one.outcome = f"api_answer_{digest[:8]}", "context"
        one.message = f"part of an answer about {table.table}"
    answer = Offered(pages[0].path, pages[0].name, digest, kind=table.table, table=table, raw=raw)
    answer.frame, answer.partial = open_data.canonical(raw, table), True
    return answer


def _require_all_pages(contents: list[dict[str, Any]]) -> None:
    paging = contents[0]["paging"]
    here = [content["paging"].get("page") for content in contents]
    last, total = paging.get("totalPages"), paging.get("totalResults")
    if not isinstance(last, int) or last < 1:
        raise SourceError(f"paging: totalPages is {last!r}", rule="pages")
    missing = [str(page) for page in range(1, last + 1) if page not in here]
    if missing:
        which = ", ".join(missing)
        raise SourceError(f"page {which} of {last} of this answer is missing", rule="pages")
    if len(here) > last:
        raise SourceError(
            f"{len(here)} pages of an answer of {last}: two answers in one folder", rule="pages"
        )
    count = sum(len(content["results"]) for content in contents)
    if count != total:
        raise SourceError(f"{count} results in an answer of {total}", rule="pages")


def _meta_of(results: list[dict[str, Any]], metas: list[Meta]) -> Meta:
    fitting = [meta for meta in metas if meta.knows(results)]
    if not fitting:
        raise SourceError(
            "no metadata among the files explains its ids; offer the data set's /meta beside it",
            rule="api_meta",
        )
    tables = {tuple(map(str, rows_of(results, meta, {}))) for meta in fitting}
    if len(tables) > 1:
        raise SourceError("two metadata files explain its ids, differently", rule="api_meta")
    return fitting[0]


def _table_of(raw: RawTable, tables: dict[str, PublishedTable]) -> PublishedTable:
    """Return the one table whose columns these are, cut down to those that were asked for."""
    own = {name for name in raw.header if name not in WHERE and name.lower() != "category"}
    found = []
    for table in tables.values():
        if table.layout == "open_data" and own and own <= table.all_names():
            cut = _cut_down(raw, table)
            if cut and open_data.recognise(raw, {cut.table: cut}):
                found.append(cut)
    if len(found) != 1:
        names = ", ".join(table.table for table in found) or "no table"
        raise SourceError(f"{names} has the columns {', '.join(sorted(own))}", rule="header")
    return found[0]


def _cut_down(raw: RawTable, table: PublishedTable) -> PublishedTable | None:
    """Return a table without the columns, slices and checks that the answer cannot have."""
    columns = {k: c for k, c in table.columns.items() if any(n in raw.header for n in c.names)}
    checks = tuple(
        check
        for check in table.checks
        if {*check.parts, *check.whole.split(" + "), check.result or check.whole.split(" + ")[0]}
        <= set(columns)
    )
    for key, column in columns.items():
        if column.per_children not in columns:
            columns[key] = column.model_copy(update={"per_children": None})
    bare = table.model_copy(update={"columns": columns, "checks": checks, "slices": ()})
    slices = tuple(
        one
        for one in table.slices
        if one.column in columns
        and open_data.recognise(raw, {table.table: bare.model_copy(update={"slices": (one,)})})
    )
    return bare.model_copy(update={"slices": slices}) if columns else None
