"""What must always hold of entries that come, change, are disputed and go."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.register import state
from earlywarning.register.record import LedgerRecord, Nothing, Settled, Words
from earlywarning.scoring.soft import heard_about, weigh
from tests.support.evidence import DEFINITIONS
from tests.support.examples import examples
from tests.support.register import NOON, act, chained, entry, write_old

FLAGS, POLICY = DEFINITIONS.soft_flags, DEFINITIONS.policy
AS_OF = dt.date(2026, 4, 30)
DAY = dt.timedelta(days=1)
often = examples(50)
CONCERNS = sorted(f for f in FLAGS if FLAGS[f].reading == "concern" and FLAGS[f].points)
COMFORTS = sorted(f for f in FLAGS if FLAGS[f].reading == "reassurance")
AREAS = ["", "Northmarch", "Southmarch"]


@st.composite
def entries(draw: st.DrawFn, flags: tuple[str, ...] = (*CONCERNS, *COMFORTS)) -> dict[str, Any]:
    flag = draw(st.sampled_from(sorted(flags)))
    heard = AS_OF - draw(st.integers(-30, 500)) * DAY
    return {
        "flag": flag,
        "heard_on": heard,
        "source_kind": draw(st.sampled_from(FLAGS[flag].raised_by)),
        "source_area": draw(st.sampled_from(AREAS)),
        "reliability": draw(st.sampled_from("ABCDEF")),
        "credibility": draw(st.integers(1, 6)),
        "text": draw(st.sampled_from(["One.", "Two.", "Three."])),
        "review_by": heard + draw(st.integers(0, 400)) * DAY,
    }


@st.composite
def histories(draw: st.DrawFn) -> list[LedgerRecord]:
    """Return records of some entries and what was done with them, at few different moments."""
    moments = [NOON, NOON + DAY, NOON + 40 * DAY]
    out = []
    for number in range(draw(st.integers(1, 5))):
        item = f"L-{number:04}"
        out.append(act("entry", item, entry(**draw(entries())), NOON))
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(
                st.sampled_from(["correction", "dispute", "resolution", "withdrawal", "read"])
            )
            body = {
                "correction": entry(**draw(entries())),
                "dispute": Words(text="No."),
                "resolution": Settled(outcome="stands", text="Seen."),
                "withdrawal": Words(text="Misheard."),
                "read": Nothing(),
            }[kind]
            out.append(act(kind, item, body, draw(st.sampled_from(moments))))
    return sorted(out, key=lambda record: record.recorded)


def points(records: list[LedgerRecord], day: dt.date = AS_OF) -> float:
    weighed = weigh(state.items(records, day), FLAGS, POLICY, day)
    return sum(heard.points for heard in heard_about(weighed, FLAGS, POLICY))


def same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(left, right, check_dtype=False)


@often
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_lines_of_one_moment_changes_nothing(
    history: list[LedgerRecord], chance: random.Random
) -> None:
    mixed = list(history)
    chance.shuffle(mixed)
    mixed.sort(key=lambda record: record.recorded)
    same(state.items(chained(history), AS_OF), state.items(chained(mixed), AS_OF))
    assert points(chained(history)) == points(chained(mixed))


@often
@given(histories(), entries(flags=tuple(CONCERNS)))
def test_an_added_concern_never_lowers(history: list[LedgerRecord], extra: dict[str, Any]) -> None:
    more = [*history, act("entry", "L-9999", entry(**extra), NOON)]
    assert points(more) >= points(history) - 1e-9


@often
@given(histories(), entries(flags=tuple(COMFORTS)))
def test_an_added_reassurance_never_raises(
    history: list[LedgerRecord], extra: dict[str, Any]
) -> None:
    more = [*history, act("entry", "L-9999", entry(**extra), NOON)]
    assert points(more) <= points(history) + 1e-9


@often
@given(histories(), entries())
def test_withdrawing_restores_the_earlier_state(
    history: list[LedgerRecord], extra: dict[str, Any]
) -> None:
    there_and_gone = [
        *history,
        act("entry", "L-9999", entry(**extra), NOON),
        act("dispute", "L-9999", Words(text="No."), NOON),
        act("withdrawal", "L-9999", Words(text="Misheard."), NOON + 2 * DAY),
    ]
    same(state.items(there_and_gone, AS_OF), state.items(history, AS_OF))
    assert points(there_and_gone) == points(history)


@often
@given(histories(), entries())
def test_a_correction_replaces(history: list[LedgerRecord], other: dict[str, Any]) -> None:
    first = [act("entry", "L-9999", entry(flag="unallocated_work"), NOON)]
    corrected = [*history, *first, act("correction", "L-9999", entry(**other), NOON + DAY)]
    plain = [*history, act("entry", "L-9999", entry(**other), NOON)]
    found = state.items(corrected, AS_OF).drop(columns="superseded")
    assert set(found.loc[found["item"] == "L-9999", "flag"]) <= {entry(**other).flag}
    same(found, state.items(plain, AS_OF).drop(columns="superseded"))


@often
@given(st.lists(entries(flags=tuple(CONCERNS)), min_size=1, max_size=5), st.data())
def test_a_dispute_never_raises_a_concern_and_its_end_restores_it(
    given_: list[dict[str, Any]], data: Any
) -> None:
    plain = [act("entry", f"L-{n:04}", entry(**one), NOON) for n, one in enumerate(given_)]
    item = data.draw(st.sampled_from([record.item for record in plain]))
    disputed = [*plain, act("dispute", item, Words(text="No."), NOON + DAY)]
    assert points(disputed) <= points(plain) + 1e-9
    settled = [
        *disputed,
        act("resolution", item, Settled(outcome="stands", text="Seen."), NOON + 2 * DAY),
    ]
    assert points(settled) == points(plain)


@often
@given(entries(), st.integers(0, 400), st.integers(0, 400))
def test_decay_is_monotone_and_expiry_is_the_end(one: dict[str, Any], a: int, b: int) -> None:
    records = [act("entry", "L-0001", entry(**one), NOON - 600 * DAY)]
    early, late = sorted((one["heard_on"] + a * DAY, one["heard_on"] + b * DAY))
    weights = [
        float(weigh(state.items(records, day), FLAGS, POLICY, day)["weight_now"].iloc[0])
        for day in (early, late)
    ]
    assert weights[0] >= weights[1] >= 0
    assert (weights[1] == 0) == (late > one["review_by"])


@often
@given(st.lists(entries(), min_size=1, max_size=6), st.sampled_from([*CONCERNS, *COMFORTS]))
def test_one_source_never_passes_the_cap(given_: list[dict[str, Any]], flag: str) -> None:
    kind = FLAGS[flag].raised_by[0]
    alike = {"flag": flag, "source_kind": kind, "source_area": "Northmarch"}
    records = [
        act("entry", f"L-{n:04}", entry(**one | alike), NOON) for n, one in enumerate(given_)
    ]
    assert abs(points(records)) <= FLAGS[flag].uncorroborated_cap + 1e-9


def heard(*areas: str, kinds: tuple[str, ...] = ("practitioner",)) -> int:
    records = [
        act("entry", f"L-{n:04}", entry(source_area=area, source_kind=kinds[n % len(kinds)]), NOON)
        for n, area in enumerate(areas)
    ]
    return heard_about(weigh(state.items(records, AS_OF), FLAGS, POLICY, AS_OF), FLAGS, POLICY)[
        0
    ].sources


@pytest.mark.parametrize(
    ("areas", "kinds", "sources"),
    [
        (("Northmarch", "Northmarch"), ("practitioner",), 1),
        (("Northmarch", "Southmarch"), ("practitioner",), 2),
        (("", ""), ("practitioner",), 1),
        (("", "Northmarch"), ("practitioner",), 1),
        (("", ""), ("practitioner", "union"), 2),
        (("Northmarch", "Northmarch"), ("practitioner", "union"), 2),
        (("Northmarch", "", "Southmarch", ""), ("practitioner",), 2),
    ],
)
def test_independent_sources(areas: Any, kinds: Any, sources: int) -> None:
    assert heard(*areas, kinds=kinds) == sources


def test_only_what_was_recorded_and_heard_by_the_day_counts() -> None:
    records = [
        act("entry", "L-0001", entry(heard_on=dt.date(2026, 1, 1)), NOON),
        act("withdrawal", "L-0001", Words(text="No."), NOON + 10 * DAY),
        act("entry", "L-0002", entry(heard_on=dt.date(2026, 4, 20)), NOON),
    ]
    day = NOON.date()
    known = {d: state.items(records, d)["item"].to_list() for d in
             (day - DAY, day, day + 9 * DAY, day + 10 * DAY, dt.date(2026, 4, 20))}  # fmt: skip
    assert list(known.values()) == [[], ["L-0001"], ["L-0001"], [], ["L-0002"]]


def test_a_record_late_in_the_evening_belongs_to_the_day_in_london() -> None:
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)  # half past midnight in London
    records = [act("entry", "L-0001", entry(), late)]
    assert state.items(records, dt.date(2026, 7, 1)).empty
    assert len(state.items(records, dt.date(2026, 7, 2))) == 1


def test_no_entry_is_not_heard_and_never_reassurance() -> None:
    empty = weigh(state.items([], AS_OF), FLAGS, POLICY, AS_OF)
    assert heard_about(empty, FLAGS, POLICY) == []


def test_a_dispute_does_not_stop_a_hard_trigger_and_hearsay_is_none() -> None:
    letter = entry(flag="improvement_notice", source_kind="published_letter", reliability="A")
    disputed = [
        act("entry", "L-0001", letter, NOON), act("dispute", "L-0001", Words(text="No."), NOON)
    ]  # fmt: skip
    (found,) = heard_about(weigh(state.items(disputed, AS_OF), FLAGS, POLICY, AS_OF), FLAGS, POLICY)
    assert found.hard_trigger
    hearsay = entry(flag="improvement_notice", source_kind="practitioner", reliability="A")
    records = [act("entry", "L-0001", hearsay, NOON)]
    (found,) = heard_about(weigh(state.items(records, AS_OF), FLAGS, POLICY, AS_OF), FLAGS, POLICY)
    assert not found.hard_trigger


def test_texts_are_of_what_stands(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    write_old(
        path,
        [
            act("entry", "L-0001", entry(text="Old."), NOON),
            act("entry", "L-0002", entry(text="Gone."), NOON),
            act("correction", "L-0001", entry(text="New."), NOON + DAY),
            act("withdrawal", "L-0002", Words(text="Why."), NOON + DAY),
        ],
    )
    assert state.texts(state.sound_records(path)[0]).to_dict("records") == [
        {"item": "L-0001", "text": "New."}
    ]
    before = state.texts(state.sound_records(path)[0], NOON.date())
    assert before["text"].to_list() == ["Old.", "Gone."]


def test_replies_stand_beside_the_entry() -> None:
    records = [
        act("entry", "L-0001", entry(), NOON),
        act("dispute", "L-0001", Words(text="It was seen to."), NOON + DAY, by="director"),
    ]
    assert state.standing(records)["L-0001"].replies == [("dispute", "director", "It was seen to.")]
