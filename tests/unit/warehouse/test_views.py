"""Views and macros of the published file: names that match, figures without a join, known days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from earlywarning.definitions.places import Matcher, aliases
from earlywarning.sources import authorities
from earlywarning.warehouse import build
from earlywarning.warehouse.build import DERIVED_FROM, run_sql
from earlywarning.warehouse.connect import query
from earlywarning.warehouse.publish import publish
from earlywarning.warehouse.views import add_views, view_statements
from tests.conftest import REFERENCE
from tests.support.laid_out import laid_out, put

LOCAL = "Local authority"
APRIL_2009 = dt.date(2009, 4, 1)
OLD, NEW = dt.date(2023, 11, 1), dt.date(2024, 11, 1)
PLACES = [
    ("342", "E08000013", "St. Helens", "North West", APRIL_2009, None),
    ("205", "E09000033", "Hammersmith and Fulham", "Inner London", APRIL_2009, None),
    ("835", "E10000009", "Dorset", "South West", APRIL_2009, dt.date(2019, 3, 31)),
    ("838", "E06000059", "Dorset", "South West", dt.date(2019, 4, 1), None),
]


def observed(
    connection: duckdb.DuckDBPyConnection,
    year: int,
    value: float | None,
    day: dt.date,
    code: str = "342",
) -> None:
    put(
        connection, "observation", series="again", geographic_level=LOCAL, area=code,
        old_la_code=code, time_period=year, period_end=dt.date(year, 3, 31),
        value=value, marker=None if value else "c", status="ok" if value else "suppressed",
        release=f"again_{day}", published=day, row_number=year,
    )  # fmt: skip


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Publish four places with one indicator: 2022 first held late, 2023 revised, 2024 new."""
    building = build.begin(tmp_path / "builds", "one")
    connection = building.connection
    for code, nine, name, region, opened, closed in PLACES:
        put(connection, "local_authority", old_la_code=code, new_la_code=nine, la_name=name,
            region=region, opened=opened, closed=closed, is_small=False)  # fmt: skip
    put(connection, "authority_code", old_la_code="342", new_la_code="E08999999",
        la_name="Saint Helens Borough", opened=APRIL_2009,
        closed=dt.date(2022, 3, 31))  # fmt: skip
    put(connection, "authority_code", old_la_code="342", new_la_code="E08000013",
        la_name="St. Helens", opened=dt.date(2022, 4, 1))  # fmt: skip
    put(connection, "authority_alias", alias="H&F", old_la_code="205", la_name=None)
    put(connection, "authority_alias", alias="Rivertown", old_la_code="342", la_name="Elsewhere")
    put(connection, "indicator", indicator="again_pct", name="Seen again", unit="percentage",
        polarity="high_is_worse", stage="front_door", published_series=["again"], decimals=1,
        per=100, prefer="published", denominator_years_before=0)  # fmt: skip
    for year, value, day in [(2022, 20.0, NEW), (2023, 21.0, OLD), (2023, 21.5, NEW),
                             (2024, None, NEW)]:  # fmt: skip
        observed(connection, year, value, day)
    observed(connection, 2023, 30.0, OLD, "205")
    for year, day in [(2022, dt.date(2022, 11, 1)), (2023, OLD), (2024, NEW)]:
        put(connection, "first_known", series="again", time_period=year, known_from=day,
            basis="cadence" if year == 2022 else "release")  # fmt: skip
    run_sql(building, start=DERIVED_FROM, before=60)
    put(connection, "benchmark", indicator="again_pct", old_la_code="342", time_period=2023,
        comparator="statistical_neighbours", statistic="median", value=19.0, n=7)  # fmt: skip
    publish(building, tmp_path / "w.duckdb", "one")
    return tmp_path / "w.duckdb"


def asked(published: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(published.resolve()), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("words", "code"),
    [("St Helens", "342"), ("st. HELENS ", "342"), ("saint helens borough", "342"),
     ("E08999999", "342"), ("342", "342"), ("H & F", "205"), ("Hammersmith & Fulham", "205"),
     ("Dorset", "838"), ("835", "835")],
)  # fmt: skip
def test_an_authority_is_found_by_every_name_and_code(published, words, code):
    assert asked(published, f"select la_code('{words}')") == [(code,)]


def test_an_alias_of_another_authority_with_that_number_names_nobody(published):
    with pytest.raises(duckdb.Error, match="no authority called Rivertown; near it: "):
        asked(published, "from authority('Rivertown')")


def test_a_name_that_nobody_has_is_told_with_those_near_it(published):
    with pytest.raises(duckdb.Error, match=r"no authority called Hammersmth; near it: .*Fulham"):
        asked(published, "select la_code('Hammersmth')")
    with pytest.raises(duckdb.Error, match="no region called Nowhere; there are: Inner London"):
        asked(published, "from region('Nowhere')")
    with pytest.raises(duckdb.Error, match="no indicator called agan; near it: again_pct"):
        asked(published, "from compare('agan', 'St Helens')")


def test_a_figure_stands_in_one_row_with_what_it_is_held_against(published):
    rows = asked(
        published,
        """select time_period, la_name, name, value, neighbour_median, neighbour_n, why_missing,
                  known_from, known_basis, release_day
           from figure where old_la_code = '342' order by time_period""",
    )
    first = dt.date(2022, 11, 1)
    assert rows == [
        (2022, "St. Helens", "Seen again", 20.0, None, None, None, first, "cadence", NEW),
        (2023, "St. Helens", "Seen again", 21.5, 19.0, 7, None, OLD, "release", NEW),
        (2024, "St. Helens", "Seen again", None, None, None, "suppressed", NEW, "release", NEW),
    ]
    compared = "select time_period, value, neighbour_median from compare('Seen again', 'st helens')"
    assert asked(published, compared) == [
        (2022, 20.0, None),
        (2023, 21.5, 19.0),
        (2024, None, None),
    ]


def test_a_figure_has_the_code_of_its_period_beside_todays(published):
    rows = asked(
        published,
        """select time_period, new_la_code, new_la_code_then from figure
           where old_la_code = '342' order by time_period""",
    )
    assert rows == [
        (2022, "E08000013", "E08999999"),
        (2023, "E08000013", "E08000013"),
        (2024, "E08000013", "E08000013"),
    ]


def test_a_london_region_is_also_told_as_one_of_nine(published):
    told = "select region, region_of_nine from figure where old_la_code = '205' and value = 30"
    assert asked(published, told) == [("Inner London", "London")]
    [(found,)] = asked(published, "select distinct la_name from region('london (inner)')")
    assert found == "Hammersmith and Fulham"
    [(whole,)] = asked(published, "select distinct la_name from region('london')")
    assert whole == "Hammersmith and Fulham"


def test_a_day_tells_what_was_known_then_and_what_no_file_held_has_told(published):
    rows = asked(
        published,
        "select time_period, knowledge, value, why_missing, value_now "
        "from known_on('2024-01-01') where old_la_code = '342'",
    )
    assert rows == [
        (2022, "known_not_held", None, None, 20.0),
        (2023, "held", 21.0, None, 21.5),
        (2024, "not_known_then", None, None, None),
    ]


def test_known_on_the_last_day_is_what_the_tables_say(published):
    rows = asked(published, "select value, value_now, knowledge from known_on(current_date)")
    assert len(rows) == 4
    assert all(value == now and knowledge == "held" for value, now, knowledge in rows)


def test_what_changed_between_two_days_is_told_by_kind(published):
    rows = asked(
        published,
        """select time_period, change, value_before, value_since
           from changed_between('2024-01-01', '2025-01-01')""",
    )
    assert rows == [
        (2022, "now_held", None, 20.0), (2023, "revised", 21.0, 21.5), (2024, "new", None, None),
    ]  # fmt: skip
    assert asked(published, "from changed_between('2025-01-01', '2026-01-01')") == []


def test_every_view_macro_and_column_says_in_the_file_what_it_means(published):
    unsaid = asked(
        published,
        """select view_name from duckdb_views() where not internal and comment is null
           union all
           select function_name from duckdb_functions() where not internal and comment is null
           union all
           select table_name || '.' || column_name from duckdb_columns()
           where not internal and comment is null""",
    )
    assert unsaid == []
    [many] = asked(published, "select count(*) from duckdb_functions() where not internal")
    assert many[0] >= 11


def test_the_shut_in_connection_of_query_answers_macros_too(published):
    names, rows = query(published, "select indicator, value from authority('St Helens')")
    assert (names, rows) == (["indicator", "value"], [("again_pct", 21.5)])


def test_names_mean_to_a_query_what_they_mean_to_every_command():
    """All names of England, with what councils call themselves: SQL and the one matcher agree."""
    codes, known_as = authorities.builtin(REFERENCE).codes, aliases(REFERENCE)
    connection = laid_out()
    for row in authorities.builtin(REFERENCE).services().itertuples(index=False):
        put(connection, "local_authority", **row._asdict())
    for row in codes.itertuples(index=False):
        put(connection, "authority_code", old_la_code=row.old_la_code, la_name=row.la_name,
            new_la_code=row.new_la_code)  # fmt: skip
    for one in known_as:
        put(connection, "authority_alias", alias=one.alias, old_la_code=one.old_la_code,
            la_name=one.la_name)  # fmt: skip
    add_views(connection)
    names = {*codes["la_name"], *codes["new_la_code"], *(one.alias for one in known_as)}
    asked_for = [*names, *(f"{name} City Council" for name in ("Leeds", "Hull")),
                 "London Borough of Hackney", "Kent County Council", "Wirral MBC"]  # fmt: skip
    matcher = Matcher(codes, None, known_as)
    answers = connection.execute(
        "select words, la_code(words) from (select unnest($1) as words)", [asked_for]
    ).fetchall()
    assert len(answers) == len(asked_for)
    differ = {
        words: (found, matcher.find(words))
        for words, found in answers
        if found != matcher.find(words).code
    }
    assert differ == {}


def test_no_view_is_written_in_what_older_versions_cannot_even_open():
    """DuckDB 1.1 to 1.3 refuse a whole file for one macro with such words in it."""
    lines = [line for text in view_statements() for line in text.lower().splitlines()]
    code = "\n".join(line for line in lines if not line.strip().startswith("--"))
    assert not [words for words in ("with ordinality", "lambda ") if words in code]
