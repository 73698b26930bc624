"""Events about children are counted as a slow plain twin counts them, and as Annex A does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.period import month_end
from earlywarning.sources.annex_a.counting import bank_holidays
from earlywarning.sources.annex_a.measures import COUNTS
from earlywarning.sources.annex_a.reading import count_children
from earlywarning.sources.events.counting import Bounds, count_part, opened
from earlywarning.sources.events.layout import find_places, in_parts
from earlywarning.sources.events.measures import COUNTED
from earlywarning.sources.events.table import monthly_measures, months_until
from earlywarning.sources.in_year.grid import read_grid
from lab.nation.annex_a import write_annex_a
from tests.conftest import REFERENCE
from tests.support.events import Event, counted, month_of, write, write_month
from tests.support.examples import examples
from tests.support.returns import CODES, DEFINITIONS

HOLIDAYS = bank_holidays(REFERENCE)
CODE = "806"
MONTHS = months_until(202403, 24)
FIRST, DAYS = dt.date(2022, 4, 1), (dt.date(2024, 4, 1) - dt.date(2022, 4, 1)).days


def table_of(folder, months, *, at_once=1, bounds=None):
    places, refused = find_places(folder, ["806", "330", "331"], None)
    parts = [
        count_part(part, HOLIDAYS, bounds or Bounds("500MB")) for part in in_parts(places, at_once)
    ]
    table = monthly_measures(places, parts, months, DEFINITIONS.in_year.measures)
    return table, [*refused, *(one for part in parts for one in part.refused)]


def values(table):
    known = table[table["status"].eq("ok") & table["numerator"].isna()]
    return {(r.measure, r.time_period): r.value for r in known.itertuples()}


def statuses(table, measure):
    return table[table["measure"].eq(measure)].set_index("time_period")["status"].to_dict()


@st.composite
def events(draw):
    """Events of few children, so that they meet: twice on a day, overlapping, begun before."""
    days = st.integers(0, DAYS - 1).map(lambda n: FIRST + dt.timedelta(days=n))
    out = []
    for _ in range(draw(st.integers(10, 60))):
        child, day = draw(st.integers(1, 6)), draw(days)
        kind = draw(st.sampled_from(["contact", "early_help", "referral", "referral",
                                     "assessment_finished", "section_47", "conference",
                                     "plan", "plan", "care", "care"]))  # fmt: skip
        before = day - dt.timedelta(days=draw(st.integers(0, 400)))
        if kind in {"plan", "care"}:
            began = draw(st.sampled_from([before, day]))
            if began >= FIRST and draw(st.booleans()):
                earlier = draw(st.integers(0, 2)) if kind == "plan" else None
                out.append(Event(child, f"{kind}_started", began, None, earlier))
            if draw(st.booleans()):
                out.append(Event(child, f"{kind}_ended", day, began))
        else:
            since = before if kind in {"assessment_finished", "conference"} else None
            out.append(Event(child, kind, day, since))
    return out + draw(st.lists(st.sampled_from(out), max_size=5)) if out else out


@examples(25)
@given(told=events())
def test_counts_equal_a_slow_plain_twin(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("events")
    write(folder, CODE, told, MONTHS)
    got = values(table_of(folder, MONTHS)[0])
    wanted = {
        (measure, month): value
        for month in MONTHS
        for measure, value in counted(told, month_end(month)).items()
        if any(one.event == COUNTED[measure].kinds[0] for one in told)
        and not (measure == "rereferrals" and month < 202304)
    }
    assert got == wanted


def as_events(rows):
    """What the lists of Annex A say, as events."""
    pairs = {
        (1, "contact", "Date of Contact", None), (2, "early_help", "Assessment start date", None),
        (3, "referral", "Date of referral", None),
        (4, "assessment_finished", "Continuous Assessment Date of Authorisation",
         "Continuous Assessment Start Date"),
        (5, "section_47", "Strategy discussion initiating Section 47 Enquiry Start Date", None),
        (5, "conference", "Date of Initial Child Protection Conference",
         "Strategy discussion initiating Section 47 Enquiry Start Date"),
        (7, "plan_started", "Child Protection Plan Start Date", None),
        (7, "plan_ended", "Child Protection Plan End Date", "Child Protection Plan Start Date"),
        (8, "care_started", "Date Started to be Looked After", None),
        (8, "care_ended", "Date Ceased to be Looked After", "Date Started to be Looked After"),
    }  # fmt: skip
    for number, kind, day, since in pairs:
        for place, row in enumerate(rows[number]):
            if row.get(day) is not None:
                child = int(row["Child Unique ID"][9:14])
                # A row of a list is a case; two equal events of one child would be one.
                child = child if kind.startswith(("plan", "care")) else child * 1000 + place
                earlier = row.get("Number of Previous Child Protection Plans")
                yield Event(child, kind, row[day], row[since] if since else None,
                            earlier if kind == "plan_started" else None)  # fmt: skip


@pytest.mark.parametrize("seed", [3, 2016])
def test_events_count_as_the_lists_of_annex_a_that_say_the_same(tmp_path, seed):
    path = tmp_path / "a.xlsx"
    rows = write_annex_a(
        path, REFERENCE, authority="Middlesbrough", returned_on="2026-04-14", seed=seed
    )
    lists = count_children(read_grid(path), CODES, REFERENCE).frame
    lists = lists[lists["measure"] != "rereferrals"]  # there a column says it, here the events
    told = list(as_events(rows))
    write(tmp_path / "e", CODE, told, months_until(202603, 60))
    got = values(table_of(tmp_path / "e", months_until(202603, 6))[0])
    wanted = {(r.measure, r.time_period): r.value for r in lists.itertuples()}
    assert len(wanted) > 70
    assert {key: got[key] for key in wanted} == wanted


def test_the_measures_are_those_of_annex_a():
    assert set(COUNTED) == {*COUNTS, "rereferrals"}


def test_percentages_carry_what_they_are_of(tmp_path):
    days = [dt.date(2024, 3, day) for day in (1, 2, 3)]
    told = [Event(n, "assessment_finished", day, day) for n, day in enumerate(days)]
    told.append(Event(9, "assessment_finished", days[0], dt.date(2023, 6, 1)))
    write(tmp_path, CODE, told, MONTHS)
    table = table_of(tmp_path, [202402, 202403])[0].set_index(["measure", "time_period"])
    row = table.loc["assessments_45_days_pct", 202403]
    assert (row["value"], row["numerator"], row["denominator"]) == (75.0, 3.0, 4.0)
    assert table.loc[("assessments_45_days_pct", 202402), "status"] == "not_applicable"


def test_a_referral_is_one_again_up_to_the_same_day_of_the_year_before(tmp_path):
    told = [
        Event(1, "referral", dt.date(2023, 2, 28)), Event(1, "referral", dt.date(2024, 2, 28)),
        Event(2, "referral", dt.date(2023, 2, 27)), Event(2, "referral", dt.date(2024, 2, 28)),
    ]  # fmt: skip
    write(tmp_path, CODE, told, MONTHS)
    assert values(table_of(tmp_path, MONTHS)[0])["rereferrals", 202402] == 1


def test_a_month_without_a_folder_is_not_known_and_nor_is_what_needs_it(tmp_path):
    told = [Event(n, kind, dt.date(2022 + n // 12, n % 12 + 1, 5)) for n in range(3, 27)
            for kind in ("referral", "care_started")]  # fmt: skip
    write(tmp_path, CODE, told, MONTHS)
    (tmp_path / f"old_la_code={CODE}" / "month=202305").rename(tmp_path / "taken")
    table = table_of(tmp_path, MONTHS)[0]
    referrals, again = statuses(table, "referrals"), statuses(table, "rereferrals")
    stock = statuses(table, "looked_after_at_end")
    assert {m for m, s in referrals.items() if s != "ok"} == {202305}
    assert referrals[202305] == again[202305] == "not_returned"
    assert again[202304] == "ok"
    assert again[202303] == again[202306] == "not_available"
    assert stock[202304] == "ok"
    assert stock[202306] == stock[202403] == "not_available"
    assert table.loc[table["status"] != "ok", "value"].isna().all()


def test_what_an_authoritys_only_file_told_is_refused_and_not_withheld(tmp_path):
    write(tmp_path, CODE, [Event(1, "referral", dt.date(2024, 3, 1))], [202403])
    (file,) = (tmp_path / f"old_la_code={CODE}" / "month=202403").iterdir()
    file.write_bytes(b"")
    table, refused = table_of(tmp_path, [202402, 202403])
    assert len(refused) == 1
    assert statuses(table, "referrals") == {202402: "not_returned", 202403: "refused"}
    assert set(table.loc[table["time_period"].eq(202403), "status"]) <= {"refused", "not_available"}


def test_a_kind_that_an_authority_never_tells_of_is_not_zero(tmp_path):
    write(tmp_path, CODE, [Event(1, "referral", dt.date(2024, 3, 1))], MONTHS)
    table = table_of(tmp_path, [202402, 202403])[0]
    assert set(statuses(table, "contacts").values()) == {"not_returned"}
    assert values(table)["referrals", 202402] == 0


DAY = dt.date(2024, 3, 5)
BAD = {
    "event_kind": Event(7, "telepathy", DAY),
    "event_child": Event(None, "referral", DAY),
    "event_day": Event(7, "referral", dt.date(2024, 2, 5)),
    "event_order": Event(7, "plan_ended", DAY, DAY + dt.timedelta(days=1)),
    "event_since": Event(7, "care_ended", DAY),
}


@pytest.mark.parametrize("rule", BAD)
def test_a_bad_row_is_named_and_left_out_alone(tmp_path, rule):
    sound = [Event(n, kind, DAY, DAY if kind.endswith("ended") else None) for n in range(20)
             for kind in ("referral", "plan_ended", "care_ended")]  # fmt: skip
    write_month(tmp_path, CODE, 202403, [*sound, BAD[rule]])
    table, refused = table_of(tmp_path, [202403])
    assert [(one.rule, one.row_number, one.rows, one.time_period) for one in refused] == [
        (rule, 61, 1, 202403)
    ]
    assert refused[0].file == f"old_la_code={CODE}/month=202403/events.parquet"
    assert "telepathy" not in refused[0].message
    for measure in ("referrals", "cp_plans_ended", "looked_after_ended"):
        assert values(table)[measure, 202403] == 20


def test_a_measure_of_which_more_than_a_tenth_is_bad_is_not_told(tmp_path):
    sound = [Event(n, kind, DAY) for n in range(20) for kind in ("referral", "contact")]
    nameless = [BAD["event_child"]._replace(day=DAY - n * dt.timedelta(days=1)) for n in range(3)]
    write_month(tmp_path, CODE, 202403, [*sound, *nameless])
    table, _ = table_of(tmp_path, [202403])
    assert statuses(table, "referrals") == {202403: "refused"}
    assert statuses(table, "contacts") == {202403: "ok"}


def test_nothing_of_a_kind_beside_unknown_kinds_is_not_believed_to_be_zero(tmp_path):
    write_month(tmp_path, CODE, 202402, [Event(1, "referral", dt.date(2024, 2, 1)),
                                         Event(1, "contact", dt.date(2024, 2, 1))])  # fmt: skip
    write_month(tmp_path, CODE, 202403, [Event(n, "Referral", DAY) for n in range(9)]
                + [Event(1, "contact", DAY)])  # fmt: skip
    table, _ = table_of(tmp_path, [202402, 202403])
    assert statuses(table, "referrals") == {202402: "ok", 202403: "refused"}
    assert statuses(table, "contacts") == {202402: "ok", 202403: "ok"}


@pytest.mark.parametrize("damage", ["text", "no column", "cut", "words"])
def test_a_file_that_cannot_be_read_takes_its_month_alone(tmp_path, damage):
    told = [Event(n, "contact", dt.date(2024, m, 5), None, 1) for n in range(9) for m in (1, 2, 3)]
    write(tmp_path, CODE, told, [202401, 202402, 202403])
    path = tmp_path / f"old_la_code={CODE}" / "month=202402" / "events.parquet"
    content = pd.read_parquet(path)
    if damage == "text":
        path.write_text("child,event,day")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif damage == "no column":
        content.drop(columns="since").to_parquet(path)
    else:
        content.assign(day="on Fakechild's birthday").to_parquet(path)
    table, refused = table_of(tmp_path, [202401, 202402, 202403])
    assert statuses(table, "contacts") == {202401: "ok", 202402: "refused", 202403: "ok"}
    assert values(table)["contacts", 202403] == 9
    assert [(one.rule, one.file) for one in refused] == [
        ("event_file", f"old_la_code={CODE}/month=202402/events.parquet")
    ]
    assert "Fakechild" not in refused[0].message


def test_how_it_is_divided_changes_nothing(tmp_path):
    for code in ("806", "330", "331"):
        told = [Event(n % 7, "referral", FIRST + dt.timedelta(days=(n * int(code)) % DAYS))
                for n in range(300)]  # fmt: skip
        write(tmp_path, code, told, MONTHS)
    one, other = (table_of(tmp_path, MONTHS, at_once=many)[0] for many in (1, 64))
    pd.testing.assert_frame_equal(one, other)
    assert len(in_parts(find_places(tmp_path, ["806", "330", "331"], None)[0], 64)) == 3
    assert month_of(DAY) == 202403


def spilled(connection: duckdb.DuckDBPyConnection, folder: Path) -> bytes:
    """Return what a database that is too small for its rows has written aside."""
    connection.execute(
        "create temp table children as select 'a-child-in-plain-' || i * 7919 % 1000003 as child "
        "from range(2000000) as t(i)"
    )
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_is_spilled_holds_no_plain_word(tmp_path):
    with opened(Bounds("60MB", spill=str(tmp_path))) as connection:
        sealed = spilled(connection, tmp_path)
        assert connection.execute("select count(distinct child) from children").fetchone() == (
            1_000_003,
        )
    assert len(sealed) > 50_000
    assert b"a-child-in-plain" not in sealed
    assert list(tmp_path.iterdir()) == []
    settings = {"memory_limit": "60MB", "threads": 1, "temp_directory": str(tmp_path)}
    with duckdb.connect(config=settings) as connection:
        assert b"a-child-in-plain" in spilled(connection, tmp_path), "without it there would be"
