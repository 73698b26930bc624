"""Rows of published tables whose codes and names are those of different authorities.

Which of them is right cannot be told, so such a row is refused, and nobody is given its figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import pandas as pd

from earlywarning.definitions.places import Matcher
from earlywarning.errors import SourceError
from earlywarning.sources.lait import NATION
from earlywarning.sources.offered import Offered
from earlywarning.sources.refused import MOST_BAD_ROWS

RULE = "places_disagree"
KEYS = {
    "open_data": ["old_la_code", "new_la_code", "la_name"],
    "lait": ["LA Number", "LA and Regions"],
}
# So many rows are told one by one; where the same keys stand in more, they are told once.
ONE_BY_ONE = 20


def refuse_disagreeing(offered: Offered, places: Matcher) -> None:
    """Refuse the rows of a file whose keys name different authorities; the others are kept.

    Their cells stay, without values. One whose key another row has too is left out of the frame.

    Raises:
        SourceError: if most rows are such: then it is a column that is wrong, and not a row.
    """
    table, frame = offered.table, offered.frame
    if table is None or frame is None or table.layout not in KEYS:
        return
    keys = KEYS[table.layout]
    local = _local(frame, table.layout)
    trios = pd.Series(
        list(zip(*(frame[key].astype(str) for key in keys), strict=True)), frame.index
    )
    wrong = {trio for trio in trios[local].unique() if disagree(trio, places)}
    bad = local & trios.isin(wrong)
    if not bad.any():
        return
    _tell(offered, frame["row"][bad], trios[bad], keys, places)
    _require_few(offered, int(bad.sum()), int(local.sum()))
    figures = ["Values"] if table.layout == "lait" else table.value_columns(frame.columns)
    cells = {(int(row), name) for row in frame["row"][bad] for name in figures}
    offered.refused_cells = frozenset(cells)
    offered.frame = _without_doubles(frame, bad, [*table.filters], table.layout)


def _require_few(offered: Offered, bad: int, many: int) -> None:
    """Refuse the file if most rows are bad; not all of them need be told one by one."""
    if bad > MOST_BAD_ROWS * many:
        first = offered.refused_rows.rows[0]
        raise SourceError(
            f"{first.why}; {bad} of {many} rows cannot be used, and so the file is not",
            rule=RULE,
            row=first.row,
        )


def disagree(cells: Iterable[str], places: Matcher) -> bool:
    """Tell whether codes and names plainly name different authorities.

    What names nobody disagrees with nothing, and a name that was passed on agrees with each who had
    it: publishers carry codes and names back to years before a change. The halves of a joint row
    may stand in any order.
    """
    halves = [[places.all_of(half) for half in _halves(cell)] for cell in cells]
    named = [frozenset[str]().union(*column) for column in halves]
    return any(
        half and other and not half & other
        for at, column in enumerate(halves)
        for half in column
        for other in (*named[:at], *named[at + 1 :])
    )


def _halves(cell: str) -> list[str]:
    return [half.strip() for half in cell.split(" / ")]


def _local(frame: pd.DataFrame, layout: str) -> pd.Series:
    if layout == "lait":
        return frame["LA Number"].astype(int) < NATION - 10
    return frame["geographic_level"] == "Local authority"


def _tell(
    offered: Offered, rows: pd.Series, trios: pd.Series, keys: list[str], places: Matcher
) -> None:
    """Note each refused row; the same keys in very many rows once, with their number."""
    for trio, own in rows.groupby(trios):
        said = _said(trio, keys, places)
        code = str(trio[0]).removesuffix(".0")
        many = len(own) > ONE_BY_ONE
        what = f"row, with {len(own) - 1} more of the same keys," if many else "row"
        for row in own[:1] if many else own:
            offered.refused_rows.add(int(row), RULE, f"row {row}: {said}", code, what)
    offered.refused_rows.rows.sort(key=lambda one: one.row)


def _said(trio: tuple[str, ...], keys: list[str], places: Matcher) -> str:
    parts = []
    for key, cell in zip(keys, trio, strict=True):
        codes = reduce(frozenset.union, map(places.all_of, _halves(cell)), frozenset[str]())
        who = ", ".join(f"{places.names[code]} ({code})" for code in sorted(codes))
        parts.append(f"{key} {cell.removesuffix('.0')!r} is {who or 'nobody'}")
    return "; ".join(parts) + "; these are different authorities"


def _without_doubles(
    frame: pd.DataFrame, bad: pd.Series, filters: list[str], layout: str
) -> pd.DataFrame:
    """Leave out a refused row where a sound one has its place and time: one cell, one standing."""
    key = ["time_period", "geographic_level", "old_la_code", *filters]
    if layout == "lait":
        key = ["Short Desc", "Years", "LA Number"]
    return frame[~(bad & frame.duplicated(key, keep=False))].reset_index(drop=True)
