"""A small nation put into empty tables by hand, for tests of what is written from them."""

from __future__ import annotations

import datetime as dt

import duckdb

from tests.support.laid_out import put

AS_OF = dt.date(2026, 4, 30)
THEN = dt.date(2026, 3, 20)
ACTIONS = (
    ("routine_review", "routine two-yearly review"),
    ("supportive_conversation", "supportive conversation"),
    ("targeted_review", "targeted peer review"),
    ("commissioned_support", "commissioned support from a matched authority"),
)
REGIONS = ("Eastmarch", "Northfell", "Southmere", "Westholm", "Midlow")
GRADES = ("Outstanding", "Good", "Good", "Requires improvement to be good", "Inadequate")


def run(connection: duckdb.DuckDBPyConnection, **more: object) -> None:
    row = {"run": "abc123", "as_of": AS_OF, "started": dt.datetime(2026, 4, 30, 2, 30),
           "nation": "Smallland", "is_invented": True, "inputs_sha256": "of the inputs",
           "record": "Most warnings are followed by no worse judgement.", **more}  # fmt: skip
    put(connection, "run", **row)


def place(
    connection: duckdb.DuckDBPyConnection, code: str, name: str, region: str, **more: object
) -> None:
    put(connection, "local_authority", old_la_code=code, la_name=name, region=region,
        is_small=False, opened=dt.date(2009, 4, 1), **more)  # fmt: skip


def scored(
    connection: duckdb.DuckDBPyConnection,
    code: str,
    step: int,
    score: float,
    *,
    then: str,
    now: str,
) -> None:
    """Give an authority a score, its band on the look before and now, and an offer of a step."""
    key, action = ACTIONS[step]
    put(connection, "score", old_la_code=code, as_of=AS_OF, risk_of_decline=score, lower=score - 5,
        upper=score + 5, band=now, coverage=0.9)  # fmt: skip
    put(
        connection,
        "score_history",
        looked_on=THEN,
        old_la_code=code,
        risk_of_decline=score,
        band=then,
    )
    put(connection, "recommendation", old_la_code=code, as_of=AS_OF, action=action, step=key,
        complaints_in_scope=True, confidence="low")  # fmt: skip


def nation(connection: duckdb.DuckDBPyConnection, many: int = 60) -> None:
    """Fill a nation that has sizes, neighbours, judgements and one indicator, as if published."""
    run(connection)
    put(connection, "indicator", indicator="agency_rate", name="Agency social workers", decimals=1,
        polarity="high_is_worse", stage="workforce", unit="percentage",
        period="at_30_september")  # fmt: skip
    codes = [str(300 + number) for number in range(many)]
    for number, code in enumerate(codes):
        place(connection, code, f"Place{chr(65 + number // 26)}{chr(97 + number % 26)}shire",
              REGIONS[number % len(REGIONS)], children=20_000 + 1_237 * number)  # fmt: skip
        put(connection, "indicator_value", indicator="agency_rate",
            geographic_level="Local authority", old_la_code=code, time_period=2025,
            period_end=dt.date(2025, 9, 30), status="ok", value=5 + 0.3 * number)  # fmt: skip
        put(connection, "known_value", series="agency_rate_pct", geographic_level="Local authority",
            old_la_code=code, area=code, time_period=2025, value=5 + 0.3 * number)  # fmt: skip
        put(connection, "inspection", old_la_code=code, framework="ILACS", judgement="overall",
            grade=GRADES[number // 5 % len(GRADES)],
            published=dt.date(2024, 1 + number % 12, 1 + number // 3))  # fmt: skip
        for step in range(1, 11):
            put(connection, "neighbour", old_la_code=code, position=step, model_year=2025,
                neighbour_old_la_code=codes[(number + step * (1 + number % 4)) % many])  # fmt: skip
        level = 3 if number < 4 else 2 if number < 16 else 1 if number < 35 else 0
        scored(connection, code, level, 10.0 + number, then="routine", now="routine")
        put(connection, "review_clock", old_la_code=code, as_of=AS_OF,
            state="overdue" if number % 2 else "within two years")  # fmt: skip
        put(connection, "programme", old_la_code=code, as_of=AS_OF, quarter="2026-Q2",
            action=ACTIONS[level][1],
            outcome="offered" if level > 1 else "not due")  # fmt: skip
    for number in range(25):
        put(connection, "soft_item", item=f"S{number}", old_la_code=codes[number],
            flag="partner_concern", heard_on=dt.date(2026, 1, 5), weight_now=0.4,
            weighs="some", told=True)  # fmt: skip
