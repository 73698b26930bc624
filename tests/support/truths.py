"""Small invented nations for tests, and one laid out for the back-test."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pandas as pd

from earlywarning.definitions.loader import load_definitions
from lab.backtest.nation import TestedNation
from lab.truth.assumed import Setting
from lab.truth.nation import Truth, invent
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)


def truth(seed: int = 1, **setting: Any) -> Truth:
    return invent(seed, DEFINITIONS, Setting(**setting))


def nation_of(drawn: Truth, **changed: Any) -> TestedNation:
    fields = {f.name: getattr(drawn, f.name) for f in dataclasses.fields(TestedNation)}
    return TestedNation(**{**fields, **changed})


def entry(**given: Any) -> dict[str, Any]:
    """Return an entry of a register with defaults."""
    heard = given.get("heard_on", dt.date(2020, 1, 10))
    return {
        "item": "e1", "old_la_code": "T000", "flag": "unallocated_work", "heard_on": heard,
        "recorded_on": heard, "source_kind": "regional_lead", "source_area": "region 1",
        "reliability": "A", "credibility": 1, "recorded_by": "improvement adviser",
        "review_by": heard + dt.timedelta(days=180), **given,
    }  # fmt: skip


def register(*entries: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**one, "item": f"e{n}"} for n, one in enumerate(entries)])
