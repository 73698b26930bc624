"""What people say: how much one source can add, whose praise counts, and how it is told."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.definitions.soft_flag import SOURCE_KINDS
from earlywarning.scoring.soft import weight_word
from tests.support.evidence import AS_OF, CODE, DEFINITIONS, entry, scored, vital, weighed
from tests.support.examples import examples

POLICY, FLAGS = DEFINITIONS.policy, DEFINITIONS.soft_flags
SOFT = POLICY.soft_intelligence
BANDS = ["not_known", *POLICY.bands]
WORRIES = [n for n, f in FLAGS.items() if f.reading == "concern" and not f.hard_trigger]
THREE = ("whistleblowing", "unallocated_work", "turnover_in_key_teams")


def said_by(kind: str, *flags: str, area: str = "", **given: Any) -> list[dict[str, Any]]:
    return [
        entry(item=f"{kind}{area}{flag}", flag=flag, source_kind=kind, source_area=area, **given)
        for flag in flags
    ]


def people(entries: list[dict[str, Any]], **given: Any) -> float:
    return float(scored(entries=entries, **given)[0]["soft_intelligence"])


def step(before: str, after: str) -> int:
    return BANDS.index(after) - BANDS.index(before)


def test_one_source_that_names_three_things_adds_its_limit_and_says_so() -> None:
    score, parts = scored(entries=said_by("practitioner", *THREE))
    alone = sum(FLAGS[name].uncorroborated_cap for name in THREE)
    assert alone > SOFT.source_cap
    assert score["soft_intelligence"] == pytest.approx(SOFT.source_cap)
    taken = parts.set_index("item").loc["one_source"]
    assert taken["points"] == pytest.approx(SOFT.source_cap - alone)
    assert taken["kind"] == "limit"
    assert f"{SOFT.source_cap:g} points at the most" in taken["explanation"]
    assert set(THREE) <= set(parts["item"])


def test_a_second_independent_source_lifts_the_limit() -> None:
    one = said_by("practitioner", *THREE)
    same = said_by("practitioner", "whistleblowing", area="front door")
    other = said_by("union", "whistleblowing")
    assert people(one + same) == pytest.approx(SOFT.source_cap)
    assert people(one + other) > people(one)
    both = people(one + said_by("union", *THREE))
    assert both == pytest.approx(sum(FLAGS[name].points for name in THREE))


def test_two_sources_that_name_different_things_each_have_a_limit_of_their_own() -> None:
    one = said_by("practitioner", *THREE)
    two = said_by("regional_lead", "unplanned_cut", "rushed_restructure", "interim_leadership")
    assert people(one + two) == pytest.approx(2 * SOFT.source_cap)


def test_a_source_that_leaves_out_its_area_is_not_a_second_one() -> None:
    with_area = said_by("practitioner", "whistleblowing", "unallocated_work", area="north")
    without = said_by("practitioner", "turnover_in_key_teams", "rushed_restructure")
    assert people(with_area + without) == pytest.approx(SOFT.source_cap)
    elsewhere = said_by("practitioner", *THREE, area="south")
    assert people(with_area + elsewhere) > SOFT.source_cap


@examples(25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(WORRIES), st.sampled_from(["practitioner", "union"]),
            st.sampled_from(["", "a", "b"]), st.sampled_from("ABC"),
        ),
        min_size=1, max_size=9,
    )
)  # fmt: skip
def test_a_further_worry_never_lowers_whatever_its_area(
    told: list[tuple[str, str, str, str]],
) -> None:
    entries = [
        entry(item=str(n), flag=flag, source_kind=kind, source_area=area, reliability=grade)
        for n, (flag, kind, area, grade) in enumerate(told)
    ]
    assert people(entries) >= people(entries[:-1]) - 1e-9


states = st.fixed_dictionaries(
    {
        "signs": st.lists(
            st.builds(
                vital, st.sampled_from(sorted(DEFINITIONS.vital_signs.items())),
                level=st.floats(-3, 3),
            ),
            max_size=8, unique_by=lambda one: one["indicator"],
        ),
        "alerted": st.sampled_from([frozenset(), frozenset({CODE})]),
        "judged": st.sampled_from([frozenset(), frozenset({CODE})]),
    }
)  # fmt: skip


@examples(20)
@given(
    states, st.sampled_from(SOURCE_KINDS), st.sampled_from(["", "a"]),
    st.lists(st.sampled_from(WORRIES), min_size=1, max_size=6, unique=True),
)  # fmt: skip
def test_one_voice_moves_the_band_by_one_step_at_most(
    state: dict[str, Any], kind: str, area: str, flags: list[str]
) -> None:
    before, _ = scored(**state)
    entries = said_by(kind, *flags, area=area)
    after, _ = scored(**state, entries=entries)
    assert after["soft_intelligence"] <= SOFT.source_cap + 1e-9
    assert 0 <= step(before["band"], after["band"]) <= 1


INSIDE_PRAISE = said_by("director", "stable_leadership", "frank_self_evaluation")
OUTSIDE_PRAISE = said_by("partner_agency", "effective_board")


def test_praise_from_inside_alone_is_told_and_counts_nothing() -> None:
    assert "director" in SOFT.inside
    assert "partner_agency" not in SOFT.inside
    signs = [vital(level=3.0)]
    plain, _ = scored(signs=signs)
    praised, parts = scored(signs=signs, entries=INSIDE_PRAISE)
    assert praised["risk_of_decline"] == plain["risk_of_decline"]
    told = parts.set_index("item").loc["stable_leadership"]
    assert told["points"] == 0
    assert "counts no more than praise from outside" in told["explanation"]


def test_a_whisper_of_praise_from_outside_unlocks_no_more_than_itself() -> None:
    signs = [vital(level=3.0)]
    whisper = [{**one, "reliability": "F", "credibility": 6} for one in OUTSIDE_PRAISE]
    alone, _ = scored(signs=signs, entries=whisper)
    both, _ = scored(signs=signs, entries=whisper + INSIDE_PRAISE)
    own = alone["soft_intelligence"]
    assert own < 0
    assert both["soft_intelligence"] == pytest.approx(2 * own)


def test_praise_turns_no_key_back() -> None:
    worries = said_by("regional_lead", "change_of_director")
    worried, _ = scored(entries=worries)
    praised, _ = scored(entries=worries + OUTSIDE_PRAISE + INSIDE_PRAISE)
    assert "people" in worried["keys"]
    assert praised["keys"] == worried["keys"]
    assert praised["band"] == worried["band"]


def test_a_whisper_is_no_second_source() -> None:
    signs = [vital(item=item, level=3.0) for item in DEFINITIONS.vital_signs.items()]
    lead = said_by("regional_lead", "change_of_director", "interim_leadership", "unplanned_cut")
    whisper = [{**one, "item": f"W{n}", "source_kind": "union", "reliability": "F",
                "credibility": 6} for n, one in enumerate(lead)]  # fmt: skip
    alone, _ = scored(signs=signs, entries=lead)
    both, _ = scored(signs=signs, entries=lead + whisper)
    assert both["band"] == alone["band"] == "offer"
    assert both["soft_intelligence"] < alone["soft_intelligence"] + 4


def test_praise_from_inside_counts_once_somebody_outside_praises() -> None:
    signs = [vital(level=3.0)]
    alone, _ = scored(signs=signs, entries=OUTSIDE_PRAISE)
    both, parts = scored(signs=signs, entries=OUTSIDE_PRAISE + INSIDE_PRAISE)
    assert both["risk_of_decline"] < alone["risk_of_decline"]
    told = parts.set_index("item").loc["stable_leadership"]
    assert told["points"] < 0
    assert "not counted" not in told["explanation"]


def test_a_worry_from_inside_counts_as_any_other() -> None:
    assert people(said_by("director", "interim_leadership")) > 0


@pytest.mark.parametrize("flag", ["whistleblowing", "stable_leadership"])
def test_what_cannot_be_judged_weighs_no_more_than_what_is_doubted(flag: str) -> None:
    """F and 6 say that nobody can tell; that is no better than E and 5."""
    for good in "ABCDE":
        for credible in range(1, 6):
            weights = weighed(
                [
                    entry(item="a", flag=flag, reliability=good, credibility=credible),
                    entry(item="b", flag=flag, reliability="F", credibility=credible),
                    entry(item="c", flag=flag, reliability=good, credibility=6),
                ]
            ).set_index("item")["weight_now"]
            assert 0 < weights["b"] <= weights["a"]
            assert 0 < weights["c"] <= weights["a"]


NOTICES = [name for name, flag in FLAGS.items() if flag.hard_trigger]


@pytest.mark.parametrize("flag", NOTICES)
@pytest.mark.parametrize("more", [1, 2])
def test_what_is_published_is_told_as_a_fact_with_its_day(flag: str, more: int) -> None:
    day = AS_OF - dt.timedelta(days=40)
    entries = [
        entry(item=str(n), flag=flag, source_kind="published_letter", heard_on=day)
        for n in range(more)
    ]
    score, parts = scored(entries=entries)
    words = parts.set_index("item").loc[flag, "explanation"]
    assert words == f"{FLAGS[flag].name}: published, {day}"
    assert not any(word in words for word in ("entr", "corroborated", "capped"))
    assert score["soft_intelligence"] > SOFT.source_cap
    assert "one_source" not in set(parts["item"])
    assert score["band"] == POLICY.top_band()


def test_what_only_somebody_said_is_never_told_as_published() -> None:
    rumour = entry(flag="improvement_notice", source_kind="published_letter", reliability="C")
    _, parts = scored(entries=[rumour])
    words = parts.set_index("item").loc["improvement_notice", "explanation"]
    assert "published" not in words
    assert "not corroborated" in words


def test_what_is_told_in_confidence_is_told_once_it_is_released() -> None:
    given = {"flag": "whistleblowing", "source_kind": "practitioner"}
    kept, open_ = entry(item="a", **given), entry(item="b", released=True, **given)
    other = entry(item="c", flag="unallocated_work", source_kind="practitioner")
    told = weighed([kept, open_, other]).set_index("item")["told"].to_dict()
    assert told == {"a": False, "b": True, "c": True}
    _, parts = scored(entries=[kept])
    assert parts.set_index("item").loc["whistleblowing", "told"] == False  # noqa: E712
    _, parts = scored(entries=[open_])
    assert parts.set_index("item").loc["whistleblowing", "told"] == True  # noqa: E712


@pytest.mark.parametrize(
    ("weight", "word"),
    [(0.0, "nothing"), (0.004, "nothing"), (0.005, "little"), (0.33, "little"), (0.34, "some"),
     (0.66, "some"), (0.67, "much"), (1.0, "much")],
)  # fmt: skip
def test_a_weight_is_told_in_three_words(weight: float, word: str) -> None:
    assert weight_word(weight) == word


def test_an_explanation_tells_the_month_and_not_the_day() -> None:
    _, parts = scored(entries=said_by("practitioner", "unallocated_work"))
    said = parts.set_index("item").loc["unallocated_work", "explanation"]
    assert "newest in " in said
    assert not re.search(r"\d{4}-\d{2}-\d{2}", said)
