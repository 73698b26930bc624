"""Since when a signal reads as it does, and where that is only known to be at the latest."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.scoring.history import KEY, first_seen

DAYS = [dt.date(2025, 5, 1), dt.date(2025, 8, 1), dt.date(2025, 11, 1)]
TODAY = dt.date(2026, 4, 30)


def signal(indicator: str) -> dict[str, str]:
    return dict(zip(KEY, (indicator, "801", "sustained", "concern"), strict=True))


def seen(looks: dict[str, list[dt.date]]) -> dict[str, tuple[dt.date, bool]]:
    now = pd.DataFrame([signal(name) for name in looks])
    quiet = [signal("other") | {"looked_on": day} for day in DAYS]
    past = [signal(name) | {"looked_on": day} for name, days in looks.items() for day in days]
    told = first_seen(now, pd.DataFrame([*quiet, *past]), TODAY)
    return {
        row.indicator: (row.first_seen, bool(row.first_seen_at_latest)) for row in told.itertuples()
    }


def test_a_run_that_goes_back_to_the_first_look_began_then_at_the_latest() -> None:
    assert seen({"always": DAYS, "later": DAYS[1:], "new": [], "broken": [DAYS[0], DAYS[2]]}) == {
        "always": (DAYS[0], True),
        "later": (DAYS[1], False),
        "new": (TODAY, False),
        "broken": (DAYS[2], False),
    }


def test_without_any_earlier_look_today_is_only_the_latest_it_can_have_begun() -> None:
    now = pd.DataFrame([signal("rate")])
    told = first_seen(now, pd.DataFrame(columns=["looked_on", *KEY]), TODAY)
    assert told["first_seen"].tolist() == [TODAY]
    assert told["first_seen_at_latest"].tolist() == [True]
