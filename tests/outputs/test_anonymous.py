"""The edition without names, and somebody who knows all that is public and tries to recognise."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from earlywarning.disclosure.counts import Veil
from earlywarning.errors import UsageError
from earlywarning.reports.document.blocks import (
    Document,
    Heading,
    Listed,
    Pairs,
    Said,
    Table,
    Words,
)
from earlywarning.reports.facts import load
from earlywarning.reports.pack.anonymous import anonymous_pack_of
from earlywarning.reports.pack.month import load_month
from earlywarning.reports.pack.pack import pack_of
from tests.support.laid_out import laid_out, put
from tests.support.public_knowledge import Public
from tests.support.recognise import recognised, texts
from tests.support.recognise_counts import HIDDEN, LEAST, LOOSE, few
from tests.support.small_nation import nation, run

# What this test holds to be too few, whatever the rules say.
K = 10
COUNTS = ("Group", "Authorities")


@pytest.fixture(scope="module")
def connection():
    connection = laid_out()
    nation(connection)
    return connection


@pytest.fixture(scope="module")
def public(connection):
    return Public(connection)


@pytest.fixture(scope="module")
def facts(connection):
    return load(connection)


@pytest.fixture(scope="module")
def month(connection, facts):
    return load_month(connection, facts.as_of)


def document(*blocks) -> Document:
    return Document("A pack", "Some place", (), tuple(blocks))


def table(*rows: tuple[str, str], caption: str = "Groups") -> Table:
    return Table(caption, COUNTS, rows, frozenset({1}))


def one(public: Public, *months: Document) -> list[frozenset[str]]:
    return [find.candidates for find in recognised(public, *months)]


def test_nothing_is_recognised_in_a_month_or_in_a_year_of_months(public, facts, month):
    year = [anonymous_pack_of(facts, replace(month, secret=f"month {n}")) for n in range(12)]
    assert recognised(public, *year) == []


def test_the_pack_with_names_is_recognised_throughout(public, facts, month):
    kinds = {find.kind for find in recognised(public, pack_of(facts, month))}
    assert {"name"} <= kinds


LEAKS = {
    "a name": (Words("We spoke with PlaceAdshire."), "name"),
    "a name in a list": (Listed(("first", "PlaceAdshire")), "name"),
    "a name in a pair": (Pairs((("Place", "PlaceAdshire"),)), "name"),
    "a name in a heading": (Heading("PlaceAdshire"), "name"),
    "a name in a reply": (Said("director of PlaceAdshire", "1 May", "We know."), "name"),
    "a code": (Words("It stands under code 303."), "code"),
    "its exact size": (Words("A place with 23,711 children asked for help."), "figure"),
    "its rounded size": (Words("A place with about 23,700 children asked for help."), "figure"),
    "a figure of an indicator": (Words("Agency social workers: 5.9% in one place."), "figure"),
    "a figure without its name": (Words("In one place it was 5.9 of a hundred."), "figure"),
    "a day of a report": (Words("Its report came out on 2 April 2024."), "day"),
    "a day in short": (Words("Its report came out on 2024-04-02."), "day"),
    "a month of a report": (Words("It was inspected in April 2024."), "inspected in April 2024"),
    "place and grade": (Words("An authority of Westholm that is outstanding."), "combination"),
    "size and place": (Words("A small authority of Westholm asks for help."), "combination"),
    "its neighbours": (
        Words("Its neighbours: PlaceAhshire, PlaceAlshire, PlaceBrshire."), "neighbours"),
    "a row with attributes": (Table("Seen", ("Where", "What"), (("Westholm", "outstanding"),)),
                              "combination"),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_whoever_leaks_is_recognised(public, leak):
    block, kind = LEAKS[leak]
    found = [find for find in recognised(public, document(block)) if find.kind == kind]
    assert found
    # It is 303, PlaceAdshire of Westholm, that each leak is about.
    assert any("303" in find.candidates for find in found), found
    assert all(len(find.candidates) < K for find in found)


def test_the_highest_and_the_lowest_are_recognised(public):
    found = one(public, document(Words("Agency social workers are the highest in one place.")))
    assert found == [frozenset({"359"})]
    found = one(public, document(Words("The smallest authority in the nation was not heard of.")))
    assert found == [frozenset({"300"})]


def test_how_many_neighbours_are_of_which_grade_gives_an_authority_away(public, connection):
    rows = connection.execute(
        """select n.old_la_code, count(*) filter (grade = 'Inadequate') as many from neighbour n
           join inspection i on i.old_la_code = n.neighbour_old_la_code group by all"""
    ).fetchall()
    counts = [many for _, many in rows]
    rare = min(set(counts), key=counts.count)
    text = f"Of its neighbours {rare} are inadequate."
    found = recognised(public, document(Words(text)), k=1 + counts.count(rare))
    assert {code for code, many in rows if many == rare} in [set(f.candidates) for f in found]


def test_a_letter_that_stands_for_an_authority_is_followed_from_month_to_month(public):
    march = document(Words("Authority C lies in Westholm and was visited."))
    april = document(Words("Authority C is inadequate."))
    assert recognised(public, march) == []
    assert recognised(public, april) == []
    assert "alias Authority C" in {find.kind for find in recognised(public, march, april)}


@pytest.mark.parametrize(
    "block",
    [
        table(("support", "3"), ("others", "57")),
        table(("support", "57")),
        table(("support", "56"), ("not told", "-"), ("All authorities", "60")),
        table(("in all, offered", "20"), ("of which support", "17")),
        table(("offered", "20"), ("offered: workforce", "16")),
        Words("Three authorities refused a review."),
        Listed(("1 authority was not heard of",)),
        Words("The only authority with an alert has replied."),
    ],
    ids=[
        "small",
        "all others",
        "subtraction",
        "difference",
        "a kind of it",
        "spelt",
        "listed",
        "the only",
    ],
)
def test_a_count_that_tells_of_a_small_group_is_found(public, block):
    assert recognised(public, document(block))


def test_two_months_are_subtracted_from_each_other(public):
    march = document(table(("support", "20"), ("others", "40")))
    april = document(table(("support", "22"), ("others", "38")))
    assert recognised(public, march) == recognised(public, april) == []
    assert {f.kind for f in recognised(public, march, april)} == {"between months"}
    joined = document(table(("support or review", "25"), ("others", "35")))
    assert recognised(public, joined, march)


def test_no_day_no_region_and_no_name_of_a_register_is_printed(facts, month):
    words = " ".join(texts(anonymous_pack_of(facts, month)))
    assert not re.search(r"\b\d{1,2} (January|February|March|April|May|June)\b", words)
    assert not re.search(r"Eastmarch|Northfell|Southmere|Westholm|Midlow", words)
    assert not re.search(r"\b(rank\w*|leagues?|positions?)\b", words, re.I)


def test_the_secret_decides_and_the_same_file_gives_the_same_edition(connection, facts, month):
    again = load_month(connection, facts.as_of)
    assert anonymous_pack_of(facts, month) == anonymous_pack_of(facts, again)
    many = {anonymous_pack_of(facts, replace(month, secret=str(n))) for n in range(8)}
    assert len(many) > 1


def test_none_at_all_reads_like_too_few(facts, month):
    words = " ".join(texts(anonymous_pack_of(facts, month)))
    assert "each time few authorities moved, or none" in words


def test_commissioned_support_for_four_is_joined_with_the_step_below(facts, month):
    words = " ".join(texts(anonymous_pack_of(facts, month)))
    assert "Commissioned support from a matched authority or targeted peer review" in words


def test_a_nation_of_few_has_no_edition_and_another_tier_none_either(facts, month):
    connection = laid_out()
    nation(connection, 40)
    small = load(connection)
    with pytest.raises(UsageError, match="40"):
        anonymous_pack_of(small, load_month(connection, small.as_of))
    region = replace(facts, edition=replace(facts.edition, tier="region"))
    with pytest.raises(UsageError, match="consortium"):
        anonymous_pack_of(region, month)


def test_a_nation_without_registers_says_so():
    connection = laid_out()
    nation(connection)
    connection.execute("delete from soft_item; delete from programme; delete from review_clock")
    connection.execute("delete from score_history; update run set record = ''")
    facts = load(connection)
    words = " ".join(texts(anonymous_pack_of(facts, load_month(connection, facts.as_of))))
    assert "The register is empty. That is no reassurance about anybody." in words
    assert "programme" not in words
    assert "Peer reviews;" not in words


def test_data_and_patterns_are_told_only_of_many():
    connection = laid_out()
    nation(connection)
    for number in range(20):
        put(
            connection,
            "finding",
            old_la_code=str(300 + number),
            severity="warning",
            rule="identity",
        )
        put(connection, "pattern_match", old_la_code=str(300 + number), pattern="drift")
        put(connection, "signal", old_la_code=str(300 + number), indicator="agency_rate",
            kind="position", reading="concern")  # fmt: skip
    put(connection, "pattern_match", old_la_code="340", pattern="spiral")
    facts = load(connection)
    words = " ".join(texts(anonymous_pack_of(facts, load_month(connection, facts.as_of))))
    assert "Pattern ‘Drift’" in words
    assert "Spiral" not in words
    assert "Workforce; Authorities about 20" in words
    assert "A doubt about its figures, of any year; Authorities about 20" in words


# -- The rules themselves, on many counts --------------------------------------------------------


def spans(told: dict[str, int | None]) -> dict[str, tuple[float, float]]:
    """What a reader of the rules can make of each count."""
    return {
        label: (0, HIDDEN) if shown is None else (max(LEAST, shown - LOOSE), shown + LOOSE)
        for label, shown in told.items()
    }


def test_no_true_count_lies_outside_what_a_reader_is_told():
    for secret in map(str, range(60)):
        veil = Veil(secret, 150)
        for count in range(151):
            shown = veil.told("a", count).number
            low, high = spans({"a": shown})["a"]
            assert low <= count <= high or (shown is None and count >= 150 - HIDDEN)


def test_a_small_change_is_never_told_for_certain():
    generator = np.random.default_rng(7)
    for trial in range(3000):
        before = int(generator.integers(0, 151))
        after = int(np.clip(before + generator.integers(-9, 10), 0, 150))
        then, now = (
            spans({"a": Veil(f"{trial} {n}", 150).told("a", count).number})["a"]
            for n, count in enumerate((before, after))
        )
        for a, b in ((then, now), (now, then)):
            assert not few((b[0] - a[1], b[1] - a[0]), K)


def test_a_step_of_ten_and_a_group_that_comes_or_goes_may_be_chance_alone():
    told = {
        count: {Veil(str(n), 150).told("a", count).number for n in range(400)}
        for count in range(151)
    }
    steps = [(None, 10), *((ten, ten + 10) for ten in range(10, 140, 10)), (140, None)]
    for step in steps:
        assert any(set(step) <= shown for shown in told.values()), step
    # And what is further apart than a step is no chance.
    assert all(max(s - {None}) - min(s - {None}) <= 10 for s in told.values() if s - {None})


def test_parts_of_a_whole_never_tell_of_a_part_that_is_few():
    generator = np.random.default_rng(11)
    for trial in range(500):
        cuts = np.sort(generator.integers(0, 151, size=4))
        counts = np.diff([0, *cuts, 150]).tolist()
        veil = Veil(str(trial), 150)
        told = veil.shares([(f"step {n}", count) for n, count in enumerate(counts)])
        names = [name for one in told for name in one.label.split(" or ")]
        assert names == [f"step {n}" for n in range(5)]  # nobody is lost, nobody counted twice
        for one in told:
            count = sum(counts[int(name[-1])] for name in one.label.split(" or "))
            assert count >= K
            assert one.number is None or abs(one.number - count) <= LOOSE


def test_counts_are_in_tens_and_not_below_ten():
    shown = {Veil(str(n), 150).told("a", count).number for n in range(40) for count in range(151)}
    assert shown - {None} == set(range(10, 141, 10))


def test_a_run_without_a_hash_of_its_inputs_still_has_a_secret():
    connection = laid_out()
    run(connection, inputs_sha256=None)
    put(connection, "score", old_la_code="301", risk_of_decline=12.5)
    first = load_month(connection, load(connection).as_of).secret
    connection.execute("update score set risk_of_decline = 12.6")
    assert load_month(connection, load(connection).as_of).secret != first
