"""What must hold for every score, whatever is known and whoever said it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
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
    signal,
    vital,
    weighed,
)

POLICY = DEFINITIONS.policy
FLAGS = DEFINITIONS.soft_flags
PRAISE = [name for name, flag in FLAGS.items() if flag.reading == "reassurance"]
WORRIES = [name for name, flag in FLAGS.items() if flag.reading == "concern"]
KINDS = ("position", "movement", "sustained")
DAY = dt.timedelta(days=1)

often = settings(max_examples=25, deadline=None)
strengths = st.floats(0, 1)
indicators = st.sampled_from(sorted(DEFINITIONS.indicators))


def signals_reading(*readings: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda name, kind, reading, strength: signal(
            indicator=name, kind=kind, reading=reading, strength=strength
        ),
        indicators, st.sampled_from(KINDS), st.sampled_from(readings), strengths,
    )  # fmt: skip


def entries_of(flags: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda flag, kind, reliability, credibility, age: entry(
            flag=flag, source_kind=kind, reliability=reliability, credibility=credibility,
            heard_on=AS_OF - age * DAY,
        ),
        st.sampled_from(flags), st.sampled_from(SOURCE_KINDS), st.sampled_from("ABCDEF"),
        st.integers(1, 6), st.integers(0, 900),
    )  # fmt: skip


signs = st.builds(
    lambda item, units: vital(item=item, units=units),
    st.sampled_from(sorted(DEFINITIONS.vital_signs.items())), st.floats(-4, 4),
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


@st.composite
def known(draw: st.DrawFn) -> dict[str, Any]:
    """Anything that could be known about one authority, as keywords of `scored`."""
    entries = draw(st.lists(entries_of(sorted(FLAGS)), max_size=6))
    return {
        "signals": draw(
            st.lists(
                signals_reading("concern", "notable", "reassurance"),
                max_size=10,
                unique_by=lambda s: (s["indicator"], s["kind"]),
            )
        ),
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
@given(known(), signals_reading("concern", "notable"))
def test_a_concern_signal_never_lowers(case: dict[str, Any], extra: dict[str, Any]) -> None:
    more = case | {"signals": [*case["signals"], extra]}
    assert points_of(**more) >= points_of(**case) - 1e-9


@often
@given(known(), signs, st.floats(0, 4))
def test_a_vital_sign_further_on_its_worse_side_never_lowers(
    case: dict[str, Any], sign: dict[str, Any], further: float
) -> None:
    rest = [
        one
        for one in case["signs"]
        if (one["indicator"], one["kind"]) != (sign["indicator"], sign["kind"])
    ]
    worse = sign | {"units": min(4.0, sign["units"] + further)}
    before, after = case | {"signs": [*rest, sign]}, case | {"signs": [*rest, worse]}
    assert points_of(**after) >= points_of(**before) - 1e-9


@often
@given(known(), entries_of(WORRIES))
def test_a_worry_heard_never_lowers(case: dict[str, Any], extra: dict[str, Any]) -> None:
    more = case | {"entries": [*case["entries"], extra | {"item": "new"}]}
    assert points_of(**more) >= points_of(**case) - 1e-9


@often
@given(known(), signals_reading("reassurance"))
def test_a_good_figure_never_raises(case: dict[str, Any], extra: dict[str, Any]) -> None:
    more = case | {"signals": [*case["signals"], extra]}
    assert points_of(**more) <= points_of(**case) + 1e-9


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
def test_an_empty_register_raises_the_upper_end_only(case: dict[str, Any]) -> None:
    heard, _ = scored(**case | {"soft_loaded": True})
    unheard, _ = scored(**case | {"soft_loaded": False})
    assert unheard["upper"] > heard["upper"] or heard["upper"] == 100
    assert unheard["lower"] == heard["lower"]
    assert unheard["risk_of_decline"] == heard["risk_of_decline"]


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
    tables = ("signals", "entries", "doubts", "reviews")
    shuffled = case | {name: chance.sample(case[name], len(case[name])) for name in tables}
    (one, made_of), (two, made_again) = scored(**case), scored(**shuffled)
    numbers = ["risk_of_decline", "lower", "upper", *POLICY.caps]
    assert list(two[numbers]) == pytest.approx(list(one[numbers]), abs=1e-9)
    assert two["band"] == one["band"]
    assert _as_list(made_again) == pytest.approx(_as_list(made_of), abs=1e-9)


def _as_list(made_of: pd.DataFrame) -> list[float]:
    return list(made_of.sort_values(["pillar", "item", "points"])["points"])


ALL_SIGNALS = [signal(indicator=i, kind=k) for i in DEFINITIONS.indicators for k in KINDS]
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
        ("performance", {"signals": ALL_SIGNALS}),
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
    score, _ = scored(signals=ALL_SIGNALS, doubts=ALL_DOUBTS, reviews=ALL_REVIEWS)
    assert score["risk_of_decline"] >= POLICY.bands[POLICY.top_band()]
    assert score["band"] == "offer"


@pytest.mark.parametrize(("reliability", "opens"), [("A", True), ("B", True), ("C", False)])
def test_a_hard_trigger_opens_the_top_band_when_the_source_is_trusted(
    reliability: str, opens: bool
) -> None:
    notice = entry(flag="improvement_notice", source_kind="published_letter")
    score, _ = scored(entries=[notice | {"reliability": reliability}])
    assert (score["band"] == POLICY.top_band()) is opens


def test_reassurance_counts_only_where_the_returns_are_sound() -> None:
    figures = [signal(), signal(indicator="over_20_miles_pct", reading="reassurance")]
    sound, _ = scored(signals=figures)
    doubtful, made_of = scored(signals=figures, doubts=[doubt()])
    assert doubtful["performance"] == scored(signals=figures[:1])[0]["performance"]
    assert sound["performance"] < doubtful["performance"]
    told = made_of.loc[made_of["item"] == "over_20_miles_pct:position"].iloc[0]
    assert told["points"] == 0
    assert "Not counted" in told["explanation"]


@pytest.mark.parametrize("count", [16, 30])
def test_below_the_minimum_coverage_the_band_is_not_known(count: int) -> None:
    score, _ = scored(missing_count=count)
    assert score["coverage"] < POLICY.uncertainty.minimum_coverage
    assert score["band"] == "not_known"


def test_with_figures_and_nothing_unusual_the_band_is_routine() -> None:
    assert scored()[0]["band"] == "routine"


@given(st.sampled_from(sorted(FLAGS)), st.integers(0, 2000), st.integers(1, 2000))
@settings(max_examples=40, deadline=None)
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
