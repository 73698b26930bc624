"""A figure that is kept back: as bad as a sign can be until it comes, so that silence never helps.

Whatever the level was told by the years before, and whatever the figure would have been.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from earlywarning.scoring.levels import NOT_WITHHELD
from earlywarning.scoring.vital import COLUMNS, told_of, units, vital_items, withheld_items
from tests.support.evidence import DEFINITIONS, scored, vital
from tests.support.examples import examples

SIGNS, POLICY = DEFINITIONS.vital_signs, DEFINITIONS.policy
SHARE = POLICY.performance.reassurance_share
ITEMS = sorted(SIGNS.items())
BANDS = ["not_known", *POLICY.bands]

levels = st.floats(-6, 6)
sds = st.floats(0, 1)


def sign(item: str, level: float, sd: float, persistence: float, **given: Any) -> dict[str, Any]:
    year = float(np.sqrt((1 - persistence**2) * (1 - sd**2)))
    return vital(
        item=item, level=level, level_sd=sd, year_sd=year, persistence=persistence, **given
    )


others = st.lists(
    st.builds(sign, st.sampled_from(ITEMS), levels, sds, st.floats(0.5, 0.97)),
    max_size=10, unique_by=lambda one: one["indicator"],
)  # fmt: skip


GOOD, BAD = "caseload:position", "turnover_rate:position"
MANY_BAD = [sign(item, 3.0, 0.0, 0.5) for item in (BAD, "absence_rate:position")]


@examples(25)
@example([], GOOD, 0.0, 1.0, 3.0, 1.0, 0.5, "not_returned")
@example(MANY_BAD, GOOD, -6.0, 0.0, 3.0, 0.0, 0.97, "not_returned")
@example(MANY_BAD, GOOD, 3.0, 1.0, 3.0, 0.0, 0.5, "not_there")
@given(
    others, st.sampled_from(ITEMS), levels, sds, levels, sds, st.floats(0.5, 0.97),
    st.sampled_from(["not_returned", "low_reliability", "not_there"]),
)  # fmt: skip
def test_withholding_never_helps_whatever_the_figure_is(
    rest: list[dict[str, Any]], item: str, before: float, before_sd: float, level: float,
    sd: float, persistence: float, why: str,
) -> None:  # fmt: skip
    rest = [one for one in rest if f"{one['indicator']}:{one['kind']}" != item]
    shown, _ = scored(signs=[*rest, sign(item, level, sd, persistence)])
    kept, parts = scored(signs=[*rest, sign(item, before, before_sd, persistence, withheld=why)])
    assert kept["risk_of_decline"] >= shown["risk_of_decline"] - 1e-9
    assert kept["upper"] >= shown["upper"] - 1e-9
    assert BANDS.index(kept["band"]) >= BANDS.index(shown["band"])
    assert f"withheld:{item}" in set(parts["item"])


@given(st.sampled_from(ITEMS), levels, sds, levels, sds)
def test_what_is_told_and_what_is_withheld_add_up_to_the_worst_figure(
    item: str, before: float, before_sd: float, level: float, sd: float
) -> None:
    def points(one: dict[str, Any]) -> float:
        [own] = told_of(pd.DataFrame([one], columns=COLUMNS), SIGNS.most_units).values()
        items = vital_items(own, DEFINITIONS, trusted=True) + withheld_items(own, DEFINITIONS)
        return sum(part.points for part in items)

    full = SIGNS.points * SIGNS.items()[item].weight
    kept = points(sign(item, before, before_sd, 0.9, withheld="not_returned"))
    assert kept == pytest.approx(full * units(SIGNS.most_units, 1.0, SHARE))
    assert kept >= points(sign(item, level, sd, 0.9)) - 1e-9


def test_what_is_withheld_stands_in_transparency_and_is_explained() -> None:
    gone = sign("caseload:position", 0.0, 1.0, 0.9, withheld="not_returned")
    score, parts = scored(signs=[gone])
    told = parts.set_index("item").loc["withheld:caseload:position"]
    assert (told["pillar"], told["kind"], told["subject"]) == (
        "transparency", "withheld", "caseload",
    )  # fmt: skip
    assert "silence must not help" in told["explanation"]
    assert score["transparency"] == pytest.approx(told["points"])
    assert score["performance"] == pytest.approx(0, abs=1e-4)
    assert told["score_without"] == pytest.approx(score["performance"], abs=1e-4)


def test_a_figure_that_is_there_has_no_such_item() -> None:
    _, parts = scored(signs=[vital(item=item) for item in ITEMS])
    assert not parts["item"].str.startswith("withheld").any()


def test_a_good_past_does_not_reassure_while_the_newest_figure_is_kept_back() -> None:
    bad = vital(item="turnover_rate:position", level=3.0)
    gone = sign("caseload:position", -3.0, 0.3, 0.9, withheld="not_returned")
    score, parts = scored(signs=[bad, gone])
    told = parts.set_index("item").loc["caseload:position"]
    assert told["points"] >= 0
    assert "Not counted: the newest figure is not there" in told["explanation"]
    assert score["transparency"] <= POLICY.caps["transparency"]


def test_a_small_count_and_what_does_not_apply_are_not_withheld() -> None:
    assert set(NOT_WITHHELD) == {"suppressed", "not_applicable"}


GONE = {"level": 0.0, "level_sd": 1.0, "year_sd": 0.0, "withheld": "not_there", "known": False}
FULL = [vital(item=item, **GONE | {"known": True}) for item in ITEMS[:4]]


@examples(25)
@example([], GOOD, 3.0, 0.0, 0.5)
@given(others, st.sampled_from(ITEMS), levels, sds, st.floats(0.5, 0.97))
def test_a_sign_gone_from_every_year_never_helps_even_where_openness_is_full(
    rest: list[dict[str, Any]], item: str, level: float, sd: float, persistence: float
) -> None:
    full = [one for one in FULL if f"{one['indicator']}:{one['kind']}" != item]
    names = {f"{one['indicator']}:{one['kind']}" for one in full} | {item}
    rest = [one for one in rest if f"{one['indicator']}:{one['kind']}" not in names]
    shown, _ = scored(signs=[*rest, *full, sign(item, level, sd, persistence)])
    gone, parts = scored(signs=[*rest, *full, vital(item=item, **GONE)])
    assert gone["risk_of_decline"] >= shown["risk_of_decline"] - 1e-9
    assert gone["upper"] >= shown["upper"] - 1e-9
    assert BANDS.index(gone["band"]) >= BANDS.index(shown["band"])
    assert gone["performance"] <= POLICY.caps["performance"]
    assert gone["transparency"] <= POLICY.caps["transparency"] + 1e-9
    assert parts["points"].sum() == pytest.approx(gone["risk_of_decline"])


def test_what_openness_cannot_hold_of_a_sign_without_any_year_stands_among_the_figures() -> None:
    rest = [one for one in FULL if one["indicator"] != "caseload"]
    bad, _ = scored(signs=[*rest, vital(item=GOOD, level=3.0, level_sd=0.1)])
    gone, parts = scored(signs=[*rest, vital(item=GOOD, **GONE)])
    told = parts.set_index("item").loc["vital:nothing_known"]
    assert told["pillar"] == "performance"
    assert told["points"] > 0
    assert bad["transparency"] == pytest.approx(POLICY.caps["transparency"]), "it is full"
    assert gone["risk_of_decline"] >= bad["risk_of_decline"]


def test_a_sign_with_earlier_years_keeps_to_the_cap_of_openness() -> None:
    _, parts = scored(signs=[*FULL, vital(item=GOOD, withheld="not_returned", level=0.5)])
    assert "vital:nothing_known" not in set(parts["item"])


@pytest.mark.parametrize("level", [3.0, 3.8])
def test_no_upper_end_rests_on_a_withheld_sign_getting_better_by_itself(level: float) -> None:
    # Without one authority's figure all are told by a model that is a little other.
    rest = [sign(item, 0.5, 0.3, 0.6) for item in ITEMS if not item.startswith("turnover")]
    shown, _ = scored(signs=[*rest, sign(BAD, level, 0.19, 0.95)])
    kept, _ = scored(signs=[*rest, sign(BAD, level, 0.37, 0.93, withheld="not_returned")])
    assert kept["upper"] >= shown["upper"]
    assert kept["risk_of_decline"] >= shown["risk_of_decline"]
