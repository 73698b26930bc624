"""A quarter on the invented nation: signals, programme, decisions, replies, the next quarter."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import UsageError
from earlywarning.register.decisions.actions import (
    close,
    credit,
    decide,
    reply,
    report,
    share,
    start,
)
from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.document.plain import text_of
from earlywarning.reports.facts import load
from earlywarning.reports.site import write_site
from earlywarning.review import shown
from earlywarning.run import offers
from earlywarning.warehouse.ask import find_authority
from earlywarning.warehouse.connect import open_published
from tests.conftest import REFERENCE, built_once, earlywarning

pytestmark = pytest.mark.whole

LEAD, DIRECTOR = "regional lead", "director"
SLIPPED, DOUBTED = "Quenlamoor", "Brescavale"
APPROACH = "one_front_door"


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")


def ask(warehouse: Path, *words: str | Path) -> str:
    done = earlywarning(*words, "--warehouse", warehouse)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def quarter(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Walk one quarter after the run of 30 April, and run again on 31 July."""

    def walk(place: Path) -> None:
        shutil.copytree(demo_warehouse.parent / "in", place / "in")
        ledger = place / "in" / "registers" / "decisions.jsonl"
        rules = offers.rules(REFERENCE, demo_warehouse)

        # The programme is proposed, and every authority in it gets its offer.
        offers.propose(ledger, demo_warehouse, REFERENCE, LEAD, None, at("2026-05-05"))
        for life in offers.lives_of(ledger).values():
            if life.state == "proposed":
                share(ledger, life.item, LEAD, rules, at("2026-05-06"))

        # One answers, and had found the trouble itself; the consortium believes its plan.
        slipped = offers.item_of(ledger, demo_warehouse, SLIPPED)
        named = offers.subjects_of(("front_door_strain",), offers.lives_of(ledger)[slipped])
        reply(
            ledger, slipped, DIRECTOR, "We saw the queue in January and ask you to look.", rules,
            found_itself=named, plan="A second manager decides daily since March.",
            now=at("2026-05-13"),
        )  # fmt: skip
        credit(ledger, slipped, LEAD, "The rota shows it.", rules, credible=True,
                         now=at("2026-05-15"))  # fmt: skip
        decide(ledger, slipped, LEAD, "accepted", "Two weeks from now.", rules,
                         now=at("2026-05-18"))  # fmt: skip

        # The other says no.
        doubted = offers.item_of(ledger, demo_warehouse, DOUBTED)
        decide(ledger, doubted, DIRECTOR, "declined", "We see no need.", rules,
                         now=at("2026-05-20"))  # fmt: skip

        # The days are agreed, the visit is held, and what was found is written down.
        leader = offers.lives_of(ledger)[slipped].offer.supporter
        start(ledger, slipped, LEAD, dt.date(2026, 6, 2), leader, rules,
                        at("2026-05-20"))  # fmt: skip
        report(ledger, slipped, LEAD, dt.date(2026, 6, 3), rules, at("2026-06-17"))
        found = dict.fromkeys(offers.lives_of(ledger)[slipped].offer.subjects, "confirmed")
        tried = offers.tried_of(
            (f"{APPROACH}=helped",), (f"{leader}=helped", "role:duty manager=too_early"),
            "Nobody waits longer than a day.", demo_warehouse, load_definitions(REFERENCE),
            offers.lives_of(ledger)[slipped].offer.old_la_code,
        )  # fmt: skip
        close(ledger, slipped, LEAD, found, "The files say what the figures say.",
                        rules, tried=tried, now=at("2026-06-24"))  # fmt: skip

        done = earlywarning(
            "run", "--input", place / "in", "--as-of", "2026-07-31", "--look-back", "3",
            "--warehouse", place / "w.duckdb", "--no-reports",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        with open_published(place / "w.duckdb") as connection:
            code, _ = find_authority(place / "w.duckdb", SLIPPED)
            write_site(connection, place / "pages", only=[code])

    return built_once(tmp_path_factory, "quarter", walk)


@pytest.fixture(scope="module")
def after(quarter: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str((quarter / "w.duckdb").resolve()), read_only=True)


def one(connection: duckdb.DuckDBPyConnection, sql: str, name: str) -> tuple[object, ...]:
    found = connection.execute(
        f"{sql} join local_authority using (old_la_code) where la_name = ?", [name]
    )
    row = found.fetchone()
    assert row is not None
    return row


def test_the_quarter_began_with_a_programme_that_explains_itself(demo_warehouse: Path) -> None:
    told = ask(demo_warehouse, "review", "programme")
    assert "Programme of 2026-Q2" in told
    assert f"targeted peer review: {SLIPPED}" in told
    assert "One more offer in the quarter would buy an offer to" in told
    assert (
        "Kelvrimouth: the planned review is to be led by Vandrishire, which may need help" in told
    )
    names = [line.split(": ")[1] for line in told.split("\n") if line.startswith("targeted peer")]
    assert names == sorted(names)


def test_the_programme_comes_as_csv_and_json_and_under_another_capacity(
    demo_warehouse: Path,
) -> None:
    rows = json.loads(ask(demo_warehouse, "review", "programme", "--format", "json"))
    offered = [row for row in rows if row["outcome"] == "offered"]
    assert len(rows) == 150
    assert len(offered) == 20
    assert all(row["supporter"] for row in offered)
    few = ask(demo_warehouse, "review", "programme", "--capacity", "3", "--format", "csv")
    assert sum(",offered," in line for line in few.split("\n")) == 3


def test_what_is_stored_is_what_the_command_shows(demo_warehouse: Path, demo) -> None:
    rows = shown.programme(demo_warehouse, REFERENCE, None, "2026-Q2").found.rows
    stored = demo.execute("select old_la_code, outcome, supporter_old_la_code from programme").df()
    columns = ["old_la_code", "outcome", "supporter_old_la_code"]
    left = rows[columns].sort_values("old_la_code").fillna("")
    right = stored[columns].sort_values("old_la_code").fillna("")
    assert left.to_numpy().tolist() == right.to_numpy().tolist()


def test_a_quarter_that_is_not_kept_is_told(demo_warehouse: Path) -> None:
    done = earlywarning(
        "review", "programme", "--quarter", "2019-Q1", "--warehouse", demo_warehouse
    )
    assert done.returncode == 2
    assert "no build of 2019-Q1 is kept; there are 2026-Q2" in done.stderr


def test_the_reviewed_authority_has_time_again_and_its_reply_on_its_page(quarter, after) -> None:
    assert one(after, "select state, last_held from review_clock", SLIPPED) == (
        "within two years", dt.date(2026, 6, 3),
    )  # fmt: skip
    page = next((quarter / "pages" / "authority").glob(f"*-{SLIPPED.lower()}/offer.html"))
    words = page.read_text(encoding="utf-8")
    assert "We saw the queue in January and ask you to look." in words
    assert "held to be credible, which earns credit" in words
    assert "The files say what the figures say." in words


def test_what_it_found_itself_lowers_its_score_by_rule(after) -> None:
    (points,) = after.execute(
        """select points from contribution join local_authority using (old_la_code)
           where la_name = ? and item = 'found_itself_with_plan'""",
        [SLIPPED],
    ).fetchone()
    assert -5 < points < -1


def test_the_refusal_is_an_event_with_its_source_and_counts_for_openness(after) -> None:
    events = after.execute(
        """select event, happened_on, is_news, source from review_event
           join local_authority using (old_la_code) where la_name = ? and event = 'refused'""",
        [DOUBTED],
    ).fetchall()
    ((event, day, is_news, source),) = events
    assert (event, day, is_news) == ("refused", dt.date(2026, 5, 20), True)
    assert source.startswith("offer D-")
    assert source.endswith(", director")
    items = after.execute(
        """select item from contribution join local_authority using (old_la_code)
           where la_name = ? and pillar = 'transparency'""",
        [DOUBTED],
    ).fetchall()
    assert ("review_refused",) in items


def test_what_reviewers_found_feeds_the_record_of_warnings(quarter: Path) -> None:
    told = ask(quarter / "w.duckdb", "review", "record-of-warnings")
    assert "pattern: front door strain: 1 confirmed, 0 partly, 0 not, of 1" in told
    assert "A review that works removes its own hit" in told


def test_what_was_tried_and_helped_is_in_the_next_briefings(quarter: Path, after) -> None:
    rows = after.execute(
        """select what, outcome, seen from offer_outcome join local_authority using (old_la_code)
           where la_name = ? order by 1""",
        [SLIPPED],
    ).fetchall()
    assert [row[:2] for row in rows] == [
        ("approach", "helped"), ("role", "too_early"), ("supporter", "helped"),
    ]  # fmt: skip
    facts = load(after)
    code, _ = find_authority(quarter / "w.duckdb", SLIPPED)
    own = text_of(briefing_of(facts, code).blocks)
    assert "Here: One way in, decided together" in own
    assert "helped, 24 June 2026. Seen: Nobody waits longer than a day." in own
    assert "as supporter: helped, 24 June 2026." in own
    others = [
        other for (other,) in after.execute(
            "select old_la_code from recommendation where list_contains(approaches, $approach) "
            "and old_la_code <> $code order by 1",
            {"approach": APPROACH, "code": code},
        ).fetchall()
    ]  # fmt: skip
    assert others
    words = text_of(briefing_of(facts, others[0]).blocks)
    assert f"helped in {SLIPPED}." in words
    page = next((quarter / "pages" / "authority").glob(f"*-{SLIPPED.lower()}/offer.html"))
    assert "Nobody waits longer than a day." in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tried", "helped", "seen", "message"),
    [
        (("one_front_door=helped",), (), "", "seen: say what was seen"),
        (("one_front_dor=helped",), (), "x", "the toolkit has"),
        (("one_front_door=well",), (), "x", "write NAME=helped|did_not_help|too_early"),
        ((), ("Nowhereshire=helped",), "x", "Nowhereshire"),
        ((), ("134=helped",), "x", "is the authority itself"),
        ((), ("role:John Smith=helped",), "x", "none of the roles that help: support officer"),
        (("one_front_door=helped", "one_front_door=too_early"), (), "x", "is given twice"),
    ],
)
def test_what_was_tried_is_named_as_it_is_known(
    demo_warehouse: Path, tried: tuple[str, ...], helped: tuple[str, ...], seen: str, message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        offers.tried_of(tried, helped, seen, demo_warehouse, load_definitions(REFERENCE), "134")


def test_a_finding_is_given_once(quarter: Path) -> None:
    life = next(iter(offers.lives_of(quarter / "in" / "registers" / "decisions.jsonl").values()))
    for words in (("rest=partly", "rest=confirmed"), (f"{life.offer.subjects[0]}=partly",) * 2):
        with pytest.raises(UsageError, match="is given twice"):
            offers.verdicts_of(words, life)


def test_offers_are_listed_with_what_comes_next_and_no_text(quarter: Path) -> None:
    ledger = quarter / "in" / "registers" / "decisions.jsonl"
    told = ask(quarter / "w.duckdb", "review", "list", "--ledger", ledger)
    assert "closed" in told
    assert "decide by 2026-06-09" in told  # twenty days after ten working days without an answer
    assert "We saw the queue" not in told
    assert "hold together" in earlywarning("review", "verify", "--ledger", ledger).stdout


def test_the_next_quarter_has_a_programme_of_its_own(quarter: Path, after) -> None:
    assert after.execute("select distinct quarter from programme").fetchall() == [("2026-Q3",)]
    outcome, rule = one(after, "select outcome, rule from programme", DOUBTED)
    assert outcome in ("offered", "not this quarter")
    assert outcome == "offered" or rule
    (led,) = after.execute(
        "select led_by_old_la_code from peer_review where source like 'offer %' and status = 'held'"
        " and held_on = date '2026-06-03'"
    ).fetchone()
    again = after.execute(
        """select count(*) from programme join local_authority using (old_la_code)
           where la_name = ? and supporter_old_la_code = ?""",
        [SLIPPED, led],
    ).fetchone()
    assert again == (0,), "the same two meet again"
