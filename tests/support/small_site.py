"""A small invented nation straight in the tables of a file, for tests that look at pages."""

from __future__ import annotations

import datetime as dt

import duckdb

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.rows import declared_tables
from earlywarning.run.taken import indicator_rows, limit_rows
from earlywarning.scoring.pathway_inputs import pattern_rows
from tests.support.laid_out import laid_out, put

AS_OF = dt.date(2026, 4, 30)
PLACES = {
    "901": ("Zellmouth", "Eastmarch"), "902": ("Aldermoor", "Westfell"),
    "903": ("Corvenby", "Westfell"), "904": ("Dunhallow", "Eastmarch"),
    "905": ("Eskerton", "Westfell"), "906": ("Fallowdene", "Eastmarch"),
    "907": ("Garrowby", "Westfell"), "908": ("Harkstead & Orme", "Eastmarch"),
}  # fmt: skip
NATION = "Morrowland"
# Indicators with figures; all others are declared and have none.
WITH_FIGURES = ("referral_rate", "rereferral_pct", "caseload")
SERIES = ("referrals", "rereferrals", "section_47", "icpc")


def small_nation(definitions: Definitions) -> duckdb.DuckDBPyConnection:
    """Return an open database with eight authorities, three of whose indicators have figures."""
    connection = laid_out()
    put(connection, "run", run="abc123", as_of=AS_OF, started=dt.datetime(2026, 4, 30, 2, 30),
        nation=NATION, is_invented=True, record="Of those with the highest score 4 in 10 fell.",
        package_version="0.1.0+abc")  # fmt: skip
    _declare(connection, definitions)
    _places(connection)
    for indicator in WITH_FIGURES:
        _figures(connection, indicator)
    _data(connection)
    _about_aldermoor(connection)
    return connection


def _declare(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    tables = {
        **declared_tables(definitions),
        "indicator": indicator_rows(definitions),
        "quality_limit": limit_rows(definitions),
        "pattern": pattern_rows(definitions),
    }
    for name, frame in tables.items():
        there = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
        columns = ", ".join(f'"{column}"' for column in frame.columns if column in there)
        connection.register("incoming", frame)
        connection.execute(f"insert into {name} ({columns}) select {columns} from incoming")
        connection.unregister("incoming")


def _places(connection: duckdb.DuckDBPyConnection) -> None:
    for number, (code, (name, region)) in enumerate(PLACES.items()):
        put(connection, "local_authority", old_la_code=code, la_name=name, region=region,
            new_la_code=f"E9900000{number}", is_small=False,
            opened=dt.date(2009, 4, 1))  # fmt: skip
        put(
            connection,
            "authority_code",
            old_la_code=code,
            new_la_code=f"E9900000{number}",
            la_name=name,
        )
        if code != "902":
            put(connection, "neighbour", old_la_code="902", neighbour_old_la_code=code,
                model_year=2025, position=number)  # fmt: skip


def _figures(connection: duckdb.DuckDBPyConnection, indicator: str) -> None:
    for year in (2022, 2023, 2024, 2025):
        about = {"indicator": indicator, "time_period": year, "period_end": dt.date(year, 3, 31),
                 "published": dt.date(year, 11, 3)}  # fmt: skip
        put(connection, "indicator_value", geographic_level="National", value=520.0 + year - 2022,
            status="ok", **about)  # fmt: skip
        for number, code in enumerate(PLACES):
            missing = code == "908" and year == 2025
            put(connection, "indicator_value", geographic_level="Local authority", old_la_code=code,
                value=None if missing else 400.0 + 30 * number + year - 2022,
                status="suppressed" if missing else "ok", marker="c" if missing else None,
                **about)  # fmt: skip


def _data(connection: duckdb.DuckDBPyConnection) -> None:
    for year in (2024, 2025):
        put(connection, "release", release=f"cin_c1_{year}.88aedae8", source="children_in_need",
            title="Children in need: referrals", published=dt.date(year, 11, 3), period=year,
            published_basis="calendar", superseded_by="x" if year == 2024 else None)  # fmt: skip
        for number, series in enumerate(SERIES):
            put(connection, "observation", series=series, geographic_level="National",
                time_period=year, value=1000.0 / (number + 1), published=dt.date(year, 11, 3),
                release=f"cin_c1_{year}.88aedae8")  # fmt: skip
    put(connection, "release", release="csww_2024.11111111", source="social_work_workforce",
        title="Workforce", published=dt.date(2025, 2, 27), period=2024, kind="csww")  # fmt: skip
    for series in SERIES:
        put(connection, "series", series=series, table_name="cin_c1")
    put(connection, "observation", series="referrals", geographic_level="Local authority",
        old_la_code="908", time_period=2025, status="suppressed",
        release="cin_c1_2025.88aedae8")  # fmt: skip
    put(connection, "finding", source="children_in_need", old_la_code="902", severity="warning",
        rule="identity", message="Figures contradict each other.")  # fmt: skip
    put(
        connection,
        "finding",
        file_name="bad.csv",
        severity="critical",
        rule="encoding",
        message="No.",
    )
    put(connection, "intake", file_name="bad.csv", outcome="refused", message="not readable")
    put(
        connection, "revision", new_release="cin_c1_2025.88aedae8", kind="value", series="referrals"
    )
    put(
        connection,
        "hold",
        release="cin_c1_2025.88aedae8",
        rule="impossible_share",
        series="referrals",
    )
    put(connection, "revision_alarm", series="referrals", published=dt.date(2025, 11, 3),
        compared=150, moved=40, periods=2, state="open")  # fmt: skip
    put(connection, "correction", series="referrals", area="902", time_period=2024, expect="4",
        value="40", reason="a nought was lost")  # fmt: skip
    for measure, share in (("highest_quarter", 0.4), ("lowest_quarter", 0.2), ("auc", 0.6)):
        put(connection, "record", number=1, section="inspections", target="decline",
            contender="product", measure=measure, value=share, lower=share - 0.1, upper=share + 0.1,
            n=270, happened=80)  # fmt: skip


def _about_aldermoor(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, "score", old_la_code="902", as_of=AS_OF, risk_of_decline=31.4, lower=20.0,
        upper=48.0, band="watch", coverage=0.5, note="Nobody was heard.")  # fmt: skip
    put(connection, "contribution", old_la_code="902", pillar="performance",
        item="referral_rate:position", points=31.4, explanation="Higher than expected.",
        kind="indicator", subject="referral_rate", way="position")  # fmt: skip
    put(connection, "signal", indicator="referral_rate", old_la_code="902", time_period=2025,
        kind="position", reading="notable", explanation="Higher than expected.")  # fmt: skip
    put(connection, "pattern_match", pattern="front_door_strain", old_la_code="902", strength=0.5,
        matched=3, possible=4, explanation="Three of four.", reading="concern",
        began_period=2023)  # fmt: skip
    put(connection, "recommendation", old_la_code="902", action="supportive conversation",
        complaints_in_scope=True, due_by=dt.date(2026, 6, 30), supporters=["901"],
        confidence="low", lines_of_enquiry=["Ask one", "Ask two"],
        reasons=["It moves."])  # fmt: skip
    for place, question in enumerate(("Ask one", "Ask two"), start=1):
        put(connection, "line_of_enquiry", old_la_code="902", order_shown=place, question=question)
    put(connection, "pattern_gone", pattern="front_door_strain", old_la_code="903", looks=4,
        last_seen=dt.date(2025, 3, 1), gone_since=dt.date(2025, 11, 3),
        indicators=["referral_rate"])  # fmt: skip
    put(connection, "improved", old_la_code="903", indicator="caseload", since=2023,
        time_period=2025, value=15.0, period_before=2022, value_before=21.0)  # fmt: skip
    put(connection, "contribution", old_la_code="902", pillar="performance",
        item="vital:caseload:position", points=0.4, explanation="High.", kind="indicator",
        subject="caseload", way="position")  # fmt: skip
    put(connection, "inspection", old_la_code="902", framework="ILACS", judgement="overall",
        grade="Good", published=dt.date(2024, 2, 1))  # fmt: skip
    put(connection, "soft_item", old_la_code="901", flag="frank_self_evaluation", reliability="B",
        credibility=2, heard_on=dt.date(2026, 3, 1), weight_now=0.5,
            weighs="some", told=True)  # fmt: skip
