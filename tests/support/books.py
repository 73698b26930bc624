"""A small invented nation whose figures are worth a workbook, with a withheld count in it."""

from __future__ import annotations

import datetime as dt

import duckdb

from tests.support.laid_out import laid_out, put

DAY = dt.date(2026, 4, 30)
PLACES = {
    "901": ("Aldermoor", "Eastmarch"), "902": ("Bexford", "Eastmarch"),
    "903": ("Carrow", "Eastmarch"), "904": ("Dunmere", "Westfell"),
    "905": ("Eskowen", "Westfell"), "906": ("=2+3", "Westfell"),
}  # fmt: skip
# Counts of a year, and children: small enough that a rate to one decimal tells the count.
COUNTS = {"901": 120, "902": 3, "903": 64, "904": 88, "905": 41, "906": 77}
CHILDREN = {"901": 9_000, "902": 2_000, "903": 6_000, "904": 7_000, "905": 5_000, "906": 6_500}
REGIONS = ("Eastmarch", "Westfell")


def nation(*, withheld: bool = True) -> duckdb.DuckDBPyConnection:
    """Return a warehouse in which Bexford's count of three is withheld."""
    connection = laid_out()
    put(connection, "run", run="abc", as_of=DAY, started=dt.datetime(2026, 4, 30, 2),
        nation="Morrowland", is_invented=True, record="No record yet.")  # fmt: skip
    for code, (name, region) in PLACES.items():
        put(connection, "local_authority", old_la_code=code, new_la_code=f"X06000{code}",
            la_name=name, region=region, opened=dt.date(2009, 4, 1))  # fmt: skip
    indicator(
        connection, "icpc_rate", "Conferences", "icpc", "population_0_17", 10_000, "rate per 10,000"
    )
    indicator(connection, "plan_pct", "Conferences with a plan", "plans", "icpc", 100, "percentage")
    indicator(
        connection, "plan_rate", "Plans", "plans", "population_0_17", 10_000, "rate per 10,000"
    )
    for year in (2024, 2025):
        for code, count in COUNTS.items():
            hide = withheld and code == "902"
            value(
                connection, "icpc_rate", year, count, CHILDREN[code], 10_000, code=code, hide=hide
            )
            value(connection, "plan_pct", year, count - 1, count, 100, code=code)
            value(connection, "plan_rate", year, count - 1, CHILDREN[code], 10_000, code=code)
        for region in (*REGIONS, None):
            inside = [c for c, (_, r) in PLACES.items() if region in (None, r)]
            count, below = sum(COUNTS[c] for c in inside), sum(CHILDREN[c] for c in inside)
            value(connection, "icpc_rate", year, count, below, 10_000, region=region)
    rest(connection)
    return connection


def indicator(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    said: str,
    above: str,
    below: str,
    per: int,
    unit: str,
) -> None:
    put(connection, "indicator", indicator=name, name=said, polarity="either_way", unit=unit,
        stage="child_protection", numerator=above, denominator=below, per=per, decimals=1,
        period="year_to_31_march", why_it_matters="It matters.", questions=["Why?"])  # fmt: skip


def value(
    connection: duckdb.DuckDBPyConnection, name: str, year: int, count: int, below: int, per: int,
    *, code: str | None = None, region: str | None = None, hide: bool = False,
) -> None:  # fmt: skip
    level = "Local authority" if code else "Regional" if region else "National"
    put(connection, "indicator_value", indicator=name, geographic_level=level, old_la_code=code,
        region=region, time_period=year, period_end=dt.date(year, 3, 31),
        value=None if hide else per * count / below, numerator=None if hide else count,
        denominator=below, status="suppressed" if hide else "ok", marker="c" if hide else None,
        published=dt.date(2025, 11, 3))  # fmt: skip


def rest(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the other sheets are made of."""
    put(connection, "indicator_value", indicator="plan_rate", geographic_level="Local authority",
        old_la_code="905", time_period=2026, period_end=dt.date(2026, 3, 31), value=5.0,
        status="ok")  # fmt: skip
    for code, status, marker in (("901", "not_applicable", "z"), ("903", "low", "low"),
                                 ("904", "low_reliability", "u")):  # fmt: skip
        put(connection, "indicator_value", indicator="plan_rate",
            geographic_level="Local authority", old_la_code=code, time_period=2026,
            period_end=dt.date(2026, 3, 31), status=status, marker=marker)  # fmt: skip
    put(connection, "neighbour", old_la_code="901", neighbour_old_la_code="904", model_year=2025,
        position=1)  # fmt: skip
    put(connection, "benchmark", indicator="icpc_rate", old_la_code="901", time_period=2025,
        comparator="statistical_neighbours", statistic="median", value=99.94, n=3)  # fmt: skip
    for number, (code, action) in enumerate(
        (("904", "targeted peer review"), ("901", "routine review"), ("905", "routine review"))
    ):
        put(connection, "recommendation", old_la_code=code, action=action, review_type="front_door",
            due_by=DAY, reasons=["One.", "Two."], scope="All of it")  # fmt: skip
        put(connection, "score", old_la_code=code, risk_of_decline=40.0 + number, lower=30.0,
            upper=50.0, band="watch")  # fmt: skip
        put(connection, "contribution", old_la_code=code, pillar="performance",
            item="icpc_rate:position", points=40.0 + number, explanation="High.", kind="indicator",
            subject="icpc_rate", way="position")  # fmt: skip
    put(connection, "offer", offer="D-1", old_la_code="901", action="targeted peer review",
        state="closed", proposed_on=DAY, found="Work waits.")  # fmt: skip
    put(connection, "finding", old_la_code="901", severity="warning", source="lait",
        time_period=202510, message="cp_plans went up $$all$$ at once")  # fmt: skip
    put(connection, "release", release="r", title="Referrals", source="lait", period=2025,
        published=dt.date(2025, 11, 3), published_basis="calendar")  # fmt: skip
