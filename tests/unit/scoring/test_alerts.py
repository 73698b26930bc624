"""Alerts are changes of state: told once, within a budget, and never over for want of a figure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.scoring.alerts import find_alerts
from earlywarning.scoring.causes import COLUMNS as CAUSE_COLUMNS
from earlywarning.scoring.causes import pattern_causes, stage_causes
from tests.support.evidence import DEFINITIONS, SIGNAL_COLUMNS, signal
from tests.support.examples import examples

POLICY = DEFINITIONS.policy.alerts
LOOKS = [dt.date(2024 + month // 12, month % 12 + 1, 3) for month in range(18)]
CODES = [str(801 + n) for n in range(6)]
PLACES = pd.DataFrame(
    {
        "old_la_code": CODES,
        "la_name": [f"Place {c}" for c in CODES],
        "region": ["N", "N", "N", "N", "S", "S"],
    }
)
HIGH, BETWEEN, LOW = 0.8, 0.5, 0.1
SLIP_COLUMNS = (
    "old_la_code", "known_on", "measures", "explanation", "ended_known_on", "ended_because",
)  # fmt: skip


def found(
    levels: dict[str, list[float]],
    *,
    before: dict[str, list[float]] | None = None,
    unseen: set[tuple[str, int]] = frozenset(),  # type: ignore[assignment]
    slips: tuple[tuple[object, ...], ...] = (),
) -> pd.DataFrame:
    """Run the strengths of one cause per authority, look by look; 0 is nothing unusual."""
    rows, placed = [], {}
    for number, day in enumerate(LOOKS[: len(next(iter(levels.values())))]):
        placed[day] = {(c, "caseload") for c in levels if (c, number) not in unseen}
        for code, line in levels.items():
            if line[number]:
                old = before[code][number] if before else line[number]
                known = (("caseload",), 1, 5, "indicators", "Far.")
                rows.append((day, code, "workforce", line[number], old, *known))
    causes = pd.DataFrame(rows, columns=CAUSE_COLUMNS)
    frame = pd.DataFrame(slips, columns=SLIP_COLUMNS)
    return find_alerts(causes, frame, list(placed), placed, PLACES, POLICY)


def changes(*line: float, **given: set[tuple[str, int]]) -> list[str]:
    return list(found({"801": list(line)}, **given)["change"])  # type: ignore[arg-type]


def held(told: pd.DataFrame) -> list[str]:
    return list(told["held_back_by"])


def test_what_stands_on_the_first_look_is_no_news() -> None:
    assert changes(HIGH, HIGH) == []
    assert changes(0, HIGH, HIGH, HIGH) == ["raised"]


def test_between_the_limits_nothing_changes() -> None:
    assert changes(0, BETWEEN, BETWEEN) == []
    assert changes(0, HIGH, BETWEEN, HIGH, BETWEEN) == ["raised"]
    assert changes(0, HIGH, BETWEEN, LOW) == ["raised", "over"]


def test_a_missing_figure_ends_nothing() -> None:
    assert changes(0, HIGH, 0, 0, unseen={("801", 2), ("801", 3)}) == ["raised"]
    assert changes(0, HIGH, 0, 0, unseen={("801", 2)}) == ["raised", "over"]


def test_what_only_became_visible_is_no_change() -> None:
    told = found({"801": [0, HIGH, HIGH]}, before={"801": [0, 0, HIGH]})
    assert told.empty


def test_much_stronger_is_told_again_in_the_digest() -> None:
    told = found({"801": [0, 0.6, 0.95]})
    assert list(told["change"]) == ["raised", "stronger"]
    assert list(told["channel"]) == ["message", "digest"]
    assert held(told) == ["", "cool_down"]


def test_the_same_cause_is_not_told_twice_within_the_cool_down() -> None:
    months = POLICY.cool_down_months
    line = [0.0, HIGH, LOW, HIGH, LOW] + [LOW] * (months - 3) + [HIGH]
    told = found({"801": line})
    raised = told[told["change"] == "raised"]
    assert held(raised) == ["", "cool_down", ""]


def test_the_budget_goes_to_the_strongest_and_the_rest_waits() -> None:
    levels = {code: [0.0, 0.7 + n / 100] for n, code in enumerate(CODES)}
    told = found(levels)
    sent = told[told["channel"] == "message"]
    budget = POLICY.messages_per_region_and_month
    assert Counter(sent["region"]) == {"N": min(4, budget), "S": min(2, budget)}
    assert set(told.loc[told["held_back_by"] == "budget", "old_la_code"]) == set(
        CODES[: 4 - budget]
    )


def test_the_front_door_watch_goes_first_and_spends_the_same_budget() -> None:
    slips = tuple(
        (code, LOOKS[1], ["contacts", "caseload"], "A slip.", None, None) for code in CODES[:2]
    )
    told = found({code: [0.0, HIGH] for code in CODES[2:4]}, slips=slips)
    sent = told[told["channel"] == "message"]
    assert list(told["cause"].value_counts()[["front_door_watch", "workforce"]]) == [2, 2]
    assert Counter(sent["cause"]) == {
        "front_door_watch": 2, "workforce": POLICY.messages_per_region_and_month - 2,
    }  # fmt: skip


def test_an_end_of_the_watch_is_told_with_its_reason_and_never_before_the_first_look() -> None:
    one = ("801", LOOKS[1], ["contacts"], "A slip.", LOOKS[2], "no_returns")
    ended_long_ago = ("802", dt.date(2001, 1, 1), ["contacts"], "A slip.", dt.date(2001, 2, 1),
                      "returned")  # fmt: skip
    told = found({"803": [0, 0, 0]}, slips=(one, ended_long_ago))
    rows = told[["looked_on", "old_la_code", "change", "channel"]].to_numpy().tolist()
    assert rows == [
        [LOOKS[1], "801", "raised", "message"],
        [LOOKS[2], "801", "over", "digest"],
    ]
    assert told["message"][1].endswith("no more returns come, which is no reassurance.")


def test_wording_is_neutral_and_says_out_of_how_many() -> None:
    told = found({"801": [0, HIGH, LOW]})
    assert (
        told["message"][0]
        == "Place 801, workforce: 1 of 5 indicators stands out, new with these figures. Far."
    )
    assert told["message"][1] == "Place 801, workforce: what stood out no longer does."


strengths = st.sampled_from([0.0, LOW, BETWEEN, 0.62, HIGH, 0.97])
histories = st.lists(st.lists(strengths, min_size=6, max_size=6), min_size=2, max_size=18)


@given(histories)
@examples(50)
def test_whatever_happens_the_rules_hold(history: list[list[float]]) -> None:
    levels = {code: [look[n] for look in history] for n, code in enumerate(CODES)}
    told = found(levels)
    sent = told[told["channel"] == "message"]
    months = Counter(
        (row.region, row.looked_on.year, row.looked_on.month) for row in sent.itertuples()
    )
    assert all(count <= POLICY.messages_per_region_and_month for count in months.values())
    for _, rows in sent.groupby("old_la_code"):
        for one, two in pairwise(rows["looked_on"]):
            assert two >= (pd.Timestamp(one) + pd.DateOffset(months=POLICY.cool_down_months)).date()
    for _, rows in told[told["change"] != "stronger"].groupby("old_la_code"):
        assert all(one != two for one, two in pairwise(rows["change"]))


@given(histories)
@examples(25)
def test_later_looks_change_nothing_that_was_said(history: list[list[float]]) -> None:
    levels = {code: [look[n] for look in history] for n, code in enumerate(CODES)}
    short = {code: line[:-1] for code, line in levels.items()}
    whole = found(levels)
    before = whole[whole["looked_on"] < LOOKS[len(history) - 1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(found(short), before, check_dtype=False)


def timeline(*signals: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([signal(**one) for one in signals], columns=SIGNAL_COLUMNS)
    return frame.assign(looked_on=LOOKS[0])


def test_causes_are_stages_and_reassurance_is_none() -> None:
    new = pd.DataFrame({"looked_on": [LOOKS[0]], "indicator": ["agency_rate"]})
    rows = stage_causes(
        timeline(
            {"indicator": "caseload", "strength": 0.5},
            {"indicator": "agency_rate", "strength": 0.9},
            {"indicator": "vacancy_rate", "reading": "reassurance"},
            {"indicator": "looked_after_rate", "reading": "notable", "strength": 0.8},
        ),
        new,
        set(),
        DEFINITIONS,
    ).set_index("cause")
    assert sorted(rows.index) == ["looked_after", "workforce"]
    assert rows.loc["workforce", "strength"] == 0.9
    assert rows.loc["workforce", "before"] == 0.5
    assert rows.loc["workforce", "indicators"] == ("agency_rate", "caseload")
    assert rows.loc["looked_after", "strength"] == 0.8 * POLICY.notable_share


def test_a_pattern_is_one_cause_and_its_indicators_are_not_told_again() -> None:
    pattern = DEFINITIONS.patterns["workforce_spiral"]
    signs = [sign for sign in pattern.sign if sign.indicators][:3]
    found = pd.DataFrame(
        [(LOOKS[0], pattern.pattern, "801", 0.5, 3, 4, [s.name for s in signs], "So.")],
        columns=["looked_on", "pattern", "old_la_code", "strength", "matched", "possible",
                 "matched_signs", "explanation"],
    )  # fmt: skip
    none = pd.DataFrame({"looked_on": [], "indicator": []})
    together, covered = pattern_causes(found, none, DEFINITIONS)
    names = {name for sign in signs for name in sign.indicators}
    assert covered == {(LOOKS[0], "801", name) for name in names}
    row = together.iloc[0]
    assert row["strength"] == row["before"] == POLICY.raise_at + (1 - POLICY.raise_at) * 0.5
    assert (row["cause"], row["count"], row["possible"]) == ("workforce_spiral", 3, 4)
    fresh = pd.DataFrame({"looked_on": [LOOKS[0]], "indicator": [min(names)]})
    assert pattern_causes(found, fresh, DEFINITIONS)[0].iloc[0]["before"] == 0.0
    told = timeline(*({"indicator": name} for name in (*names, "care_leavers_active_pct")))
    alone = stage_causes(told, none, covered, DEFINITIONS)
    assert list(alone["cause"]) == ["looked_after"]
