"""What anybody can read: the public tier's file, as somebody would search it."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb


@dataclass
class Public:
    """What anybody can read: places, sizes, neighbours, judgements; figures are asked as needed."""

    connection: duckdb.DuckDBPyConnection
    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)
    children: dict[str, float] = field(default_factory=dict)
    neighbours: dict[str, set[str]] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.connection.execute(
            "select old_la_code, la_name, region, rural_urban, children from local_authority"
            " where closed is null"
        ).fetchall()
        for code, name, region, rural, children in rows:
            self.names[code] = name
            for place in (region, rural):
                if place:
                    self.places.setdefault(place, set()).add(code)
            if children:
                self.children[code] = float(children)
        for code, other in self.connection.execute(
            "select old_la_code, neighbour_old_la_code from neighbour"
            " where model_year = (select max(model_year) from neighbour)"
        ).fetchall():
            self.neighbours.setdefault(code, set()).add(other)
        self.grades = dict(
            self.connection.execute(
                "select old_la_code, arg_max(grade, published) from inspection"
                " where judgement = 'overall' group by all"
            ).fetchall()
        )
        self.indicators = dict(
            self.connection.execute("select name, indicator from indicator").fetchall()
        )

    def newest(self, indicator: str) -> dict[str, float]:
        return dict(
            self.connection.execute(
                "select old_la_code, arg_max(value, time_period) from indicator_value where"
                " geographic_level = 'Local authority' and value is not null and indicator = $i"
                " group by all",
                {"i": indicator},
            ).fetchall()
        )

    def with_figure(self, number: float, decimals: int, indicator: str | None) -> set[str]:
        """Everybody with such a published figure, of an indicator or of any series."""
        table, which = ("known_value", "") if indicator is None else (
            "indicator_value", "and indicator = $i")  # fmt: skip
        found = self.connection.execute(
            f"select distinct old_la_code from {table} where geographic_level = 'Local authority'"
            f" and round(value, {decimals}) = $x {which}",
            {"x": number, **({"i": indicator} if indicator else {})},
        ).fetchall()
        return {code for (code,) in found} & set(self.names)
