"""What people wrote about an authority that had closed by then is told, with who followed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from earlywarning.run.doubts import closed_places
from earlywarning.sources.offered import Offered
from tests.reference.test_places import PLACES

DAY, BEFORE = dt.date(2026, 3, 16), dt.date(2023, 3, 31)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("soft_register", {"heard_on": [DAY, DAY, BEFORE]}),
        ("overrides", {"decided_on": [DAY, DAY, BEFORE]}),
        (
            "peer_reviews",
            {"held_on": [None, DAY, None], "asked_on": [DAY, DAY, BEFORE]},
        ),
    ],
)
def test_a_row_about_one_that_had_closed_is_a_finding(kind: str, rows: dict[str, list]) -> None:
    frame = pd.DataFrame({"old_la_code": ["909", "942", "909"], **rows}, dtype=object)
    one = Offered(Path("r.csv"), "r.csv", "ab", kind=kind, frame=frame)
    [found] = closed_places(one, PLACES)
    assert (found.rule, found.old_la_code, found.release) == ("closed_authority", "909", None)
    assert "closed on 2023-03-31; followed by 942 Cumberland, 943" in found.message


def test_other_files_have_none() -> None:
    frame = pd.DataFrame({"old_la_code": ["909"]})
    assert closed_places(Offered(Path("r"), "r", "ab", kind="cin_c1", frame=frame), PLACES) == []
