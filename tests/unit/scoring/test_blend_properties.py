"""What must hold for every score, whatever is known and whoever said it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from earlywarning.scoring.blend import score_all
from earlywarning.sources.registers import SOURCE_KINDS
from tests.support.evidence import (
    AS_OF,
    DEFINITIONS,
    doubt,
    entry,
    evidence,
    peer_review,
    scored,
    vital,
    weighed,
)
from tests.support.examples import examples

POLICY = DEFINITIONS.policy
FLAGS = DEFINITIONS.soft_flags
PRAISE = [name for name, flag in FLAGS.items() if flag.reading == "reassurance"]
WORRIES = [name for name, flag in FLAGS.items() if flag.reading == "concern"]
INSIDE = POLICY.soft_intelligence.inside
DAY = dt.timedelta(days=1)

often = examples(12)


def entries_of(flags: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda flag, kind, area, reliability, credibility, age: entry(
            flag=flag, source_kind=kind, source_area=area, reliability=reliability,
            credibility=credibility, heard_on=AS_OF - age * DAY,
        ),
        st.sampled_from(flags), st.sampled_from(SOURCE_KINDS), st.sampled_from(["", "a", "b"]),
        st.sampled_from("ABCDEF"), st.integers(1, 6), st.integers(0, 900),
    )  # fmt: skip


signs = st.builds(
    lambda item, level, sd, year_sd, persistence, withheld: vital(
        item=item, level=level, level_sd=sd, year_sd=year_sd, persistence=persistence,
        withheld=withheld,
    ),
    st.sampled_from(sorted(DEFINITIONS.vital_signs.items())), st.floats(-4, 4), st.floats(0, 1),
    st.floats(0, 0.8), st.floats(0.5, 0.97), st.sampled_from(["", "", "", "not_returned"]),
)  # fmt: skip
doubts = st.builds(
    lambda table, reason, cells: doubt(table_name=table, reason=reason, cells=cells),
    st.sampled_from(sorted(DEFINITIONS.tables)),
    st.sampled_from(["low_reliability", "not_returned", "finding"]),
    st.integers(1, 9),
)
reviews = st.builds(
    lambda status, age: peer_review(
        status=status, asked_on=AS_OF - age * DAY,
        held_on=AS_OF - age * DAY if status == "held" else None,
    ),
    st.sampled_from(["held", "planned", "postponed", "refused"]), st.integers(0, 1500),
)  # fmt: skip


NOTHING: dict[str, Any] = {
    "signs": [], "entries": [], "doubts": [], "reviews": [], "missing_count": 0,
    "soft_loaded": False, "newest": AS_OF,
}  # fmt: skip
# What is withheld keeps what earlier years say of it, however good all other signs are.
ORDINARY_AND_GONE = vital("absence_rate:position", level=0.0, level_sd=0.0, withheld="not_returned")


@st.composite
def known(draw: st.DrawFn) -> dict[str, Any]:
    """Anything that could be known about one authority, as keywords of `scored`."""
    entries = draw(st.lists(entries_of(sorted(FLAGS)), max_size=6))
    return {
        "signs": draw(st.lists(signs, max_size=6, unique_by=lambda s: (s["indicator"], s["kind"]))),
        "entries": [e | {"item": f"S{n}"} for n, e in enumerate(entries)],
        "doubts": draw(st.lists(doubts, max_size=4)),
        "reviews": draw(st.lists(reviews, max_size=3)),
        "missing_count": draw(st.integers(0, len(DEFINITIONS.weighted()))),
        "soft_loaded": draw(st.booleans()),
        "newest": AS_OF - draw(st.integers(0, 900)) * DAY,
    }


def points_of(**given: Any) -> float:
    return float(scored(**given)[0]["risk_of_decline"])


@often
@given(known())
def test_contributions_sum_to_the_score_and_to_each_pillar(case: dict[str, Any]) -> None:
    score, made_of = scored(**case)
    assert made_of["points"].sum() == pytest.approx(score["risk_of_decline"], abs=1e-9)
    for pillar in POLICY.caps:
        part = made_of.loc[made_of["pillar"] == pillar, "points"].sum()
        assert part == pytest.approx(score[pillar], abs=1e-9)


@often
@example(NOTHING, ORDINARY_AND_GONE, 1.0)
@given(known(), signs, st.floats(0, 4))
def test_a_vital_sign_further_on_its_worse_side_never_lowers(
    case: dict[str, Any], sign: dict[str, Any], further: float
) -> None:
    rest = [
        one
        for one in case["signs"]
        if (one["indicator"], one["kind"]) != (sign["indicator"], sign["kind"])
    ]
    worse = sign | {"level": min(4.0, sign["level"] + further)}
    before, after = case | {"signs": [*rest, sign]}, case | {"signs": [*rest, worse]}
    assert points_of(**after) >= points_of(**before) - 1e-9


@often
@given(known(), entries_of(WORRIES))
def test_a_worry_heard_never_lowers(case: dict[str, Any], extra: dict[str, Any]) -> None:
    more = case | {"entries": [*case["entries"], extra | {"item": "new"}]}
    assert points_of(**more) >= points_of(**case) - 1e-9


@often
@given(known(), entries_of(PRAISE))
def test_praise_heard_never_raises(case: dict[str, Any], extra: dict[str, Any]) -> None:
    more = case | {"entries": [*case["entries"], extra | {"item": "new"}]}
    assert points_of(**more) <= points_of(**case) + 1e-9


@often
@given(known(), doubts)
def test_a_doubtful_return_never_lowers(case: dict[str, Any], extra: dict[str, Any]) -> None:
    more = case | {"doubts": [*case["doubts"], extra]}
    assert points_of(**more) >= points_of(**case) - 1e-9


@often
@given(known())
def test_no_pillar_passes_its_cap(case: dict[str, Any]) -> None:
    score, _ = scored(**case)
    floor = {"soft_intelligence": POLICY.soft_intelligence.floor}
    for pillar, cap in POLICY.caps.items():
        assert floor.get(pillar, 0) - 1e-9 <= score[pillar] <= cap + 1e-9


@often
@given(known())
def test_the_interval_holds_the_score(case: dict[str, Any]) -> None:
    score, _ = scored(**case)
    assert 0 <= score["lower"] <= score["risk_of_decline"] <= score["upper"] <= 100


@often
@given(known())
def test_nobody_heard_about_raises_the_upper_end_only(case: dict[str, Any]) -> None:
    """What counts is whether anybody spoke of this authority, not whether anybody spoke."""
    codes = ("801", "802")
    elsewhere = entry(item="else", old_la_code="802", flag="stable_leadership")
    nothing = entry(item="here", flag="peer_review_refused", source_kind="peer_reviewer")
    assert FLAGS["peer_review_refused"].points == 0
    rest = {name: given for name, given in case.items() if name != "entries"}
    silent = score_all(evidence(**rest, codes=codes, entries=[elsewhere]), DEFINITIONS)[0].iloc[0]
    spoken = score_all(evidence(**rest, codes=codes, entries=[nothing]), DEFINITIONS)[0].iloc[0]
    assert silent["upper"] > spoken["upper"] or spoken["upper"] == 100
    assert silent["lower"] == spoken["lower"]
    assert silent["risk_of_decline"] == spoken["risk_of_decline"]


def test_what_is_past_its_review_day_leaves_an_authority_unheard() -> None:
    old = entry(heard_on=AS_OF - 30 * DAY, review_by=AS_OF - DAY)
    assert scored(entries=[old])[0]["upper"] == scored()[0]["upper"]
    assert "Nothing was heard" in scored(entries=[old])[0]["note"]


@often
@given(known())
def test_more_points_within_the_margin_never_open_a_lower_band(case: dict[str, Any]) -> None:
    score, _ = scored(**case)
    floors = {"not_known": 0.0} | POLICY.bands
    assert floors[score["band_within_margin"]] >= floors[score["band"]]


@often
@given(known(), st.integers(1, len(DEFINITIONS.weighted())))
def test_what_is_missing_raises_the_upper_end_only(case: dict[str, Any], count: int) -> None:
    none, _ = scored(**case | {"missing_count": 0})
    some, _ = scored(**case | {"missing_count": count})
    assert some["risk_of_decline"] == none["risk_of_decline"]
    assert some["lower"] == none["lower"]
    assert some["upper"] > none["upper"] or none["upper"] == 100


@often
@given(known())
def test_few_figures_never_read_as_routine(case: dict[str, Any]) -> None:
    score, _ = scored(**case)
    assume(score["coverage"] < POLICY.uncertainty.minimum_coverage)
    assert score["band"] != POLICY.band_of(0)


@often
@given(known(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case: dict[str, Any], chance: Any) -> None:
    tables = ("signs", "entries", "doubts", "reviews")
    shuffled = case | {name: chance.sample(case[name], len(case[name])) for name in tables}
    (one, made_of), (two, made_again) = scored(**case), scored(**shuffled)
    numbers = ["risk_of_decline", "lower", "upper", *POLICY.caps]
    assert list(two[numbers]) == pytest.approx(list(one[numbers]), abs=1e-9)
    assert two["band"] == one["band"]
    assert _as_list(made_again) == pytest.approx(_as_list(made_of), abs=1e-9)


def _as_list(made_of: pd.DataFrame) -> list[float]:
    return list(made_of.sort_values(["pillar", "item", "points"])["points"])


ALL_SIGNS = [vital(item=item, level=9.0) for item in DEFINITIONS.vital_signs.items()]
ALL_WORRIES = [
    entry(item=f"{flag}-{kind}", flag=flag, source_kind=kind)
    for flag in WORRIES
    if not FLAGS[flag].hard_trigger
    for kind in SOURCE_KINDS
]
ALL_DOUBTS = [doubt(table_name=table, cells=50) for table in DEFINITIONS.tables]
ALL_REVIEWS = [peer_review(status="refused"), peer_review(status="postponed")]


@pytest.mark.parametrize(
    ("pillar", "case"),
    [
        ("performance", {"signs": ALL_SIGNS}),
        ("soft_intelligence", {"entries": ALL_WORRIES}),
        ("transparency", {"doubts": ALL_DOUBTS, "reviews": ALL_REVIEWS}),
    ],
)
def test_one_pillar_alone_fills_its_cap_and_never_the_top_band(
    pillar: str, case: dict[str, Any]
) -> None:
    score, _ = scored(**case)
    assert score[pillar] == POLICY.caps[pillar]
    assert score["band"] != POLICY.top_band()


def test_figures_and_doubt_without_a_voice_leave_the_top_band_closed() -> None:
    score, _ = scored(signs=ALL_SIGNS, doubts=ALL_DOUBTS, reviews=ALL_REVIEWS)
    assert score["risk_of_decline"] >= POLICY.bands[POLICY.top_band()]
    assert score["band"] == "watch"


@pytest.mark.parametrize(("reliability", "opens"), [("A", True), ("B", True), ("C", False)])
def test_a_hard_trigger_opens_the_top_band_when_the_source_is_trusted(
    reliability: str, opens: bool
) -> None:
    notice = entry(flag="improvement_notice", source_kind="published_letter")
    score, _ = scored(entries=[notice | {"reliability": reliability}])
    assert (score["band"] == POLICY.top_band()) is opens


def test_reassurance_counts_only_where_the_returns_are_sound() -> None:
    figures = [vital(level=3.0), vital(item="agency_rate:position", level=-2.0)]
    sound, _ = scored(signs=figures)
    doubtful, made_of = scored(signs=figures, doubts=[doubt()])
    assert sound["performance"] < doubtful["performance"]
    told = made_of.loc[made_of["item"] == "agency_rate:position"].iloc[0]
    assert told["points"] == pytest.approx(0, abs=1e-2)
    assert told["points"] >= 0
    assert "Not counted" in told["explanation"]


@pytest.mark.parametrize("count", [16, 30])
def test_below_the_minimum_coverage_the_band_is_not_known(count: int) -> None:
    score, _ = scored(missing_count=count)
    assert score["coverage"] < POLICY.uncertainty.minimum_coverage
    assert score["band"] == "not_known"


def test_with_figures_and_nothing_unusual_the_band_is_routine() -> None:
    assert scored()[0]["band"] == "routine"


@given(st.sampled_from(sorted(FLAGS)), st.integers(0, 2000), st.integers(1, 2000))
@examples(20)
def test_weight_falls_with_age(flag: str, age: int, older: int) -> None:
    far = AS_OF + 9000 * DAY
    young = entry(item="a", flag=flag, heard_on=AS_OF - age * DAY, review_by=far)
    old = entry(item="b", flag=flag, heard_on=AS_OF - (age + older) * DAY, review_by=far)
    weights = weighed([young, old]).set_index("item")["weight_now"]
    assert 0 < weights["b"] < weights["a"] <= 1


def test_weight_halves_after_one_half_life() -> None:
    days = FLAGS["whistleblowing"].half_life_days
    row = weighed([entry(heard_on=AS_OF - days * DAY)]).iloc[0]
    assert row["weight_now"] == pytest.approx(0.5)


@pytest.mark.parametrize(("review_by", "weighs"), [(AS_OF, True), (AS_OF - DAY, False)])
def test_an_entry_past_its_review_day_weighs_nothing(review_by: dt.date, weighs: bool) -> None:
    old = entry(heard_on=AS_OF - 30 * DAY, review_by=review_by)
    assert bool(weighed([old]).iloc[0]["weight_now"] > 0) is weighs
    assert (points_of(entries=[old]) > 0) is weighs


def test_what_is_heard_after_the_day_is_not_seen() -> None:
    later = entry(item="later", heard_on=AS_OF + DAY)
    assert list(weighed([entry(item="known"), later])["item"]) == ["known"]
    assert weighed([later]).empty


def test_one_kind_of_source_is_capped_and_a_second_lifts_the_cap() -> None:
    flag = FLAGS["whistleblowing"]
    alone = [entry(item=str(n)) for n in range(5)]
    both = [*alone, entry(item="other", source_kind="partner_agency")]
    assert points_of(entries=alone) == flag.uncorroborated_cap
    assert points_of(entries=both) == flag.points


def test_every_authority_gets_one_score_though_nothing_is_known() -> None:
    scores, made_of = score_all(evidence(codes=("801", "802")), DEFINITIONS)
    assert list(scores["old_la_code"]) == ["801", "802"]
    assert made_of.empty
