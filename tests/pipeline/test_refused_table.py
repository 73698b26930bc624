"""A published table that is offered and refused reassures nobody: its signs count as withheld."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from earlywarning.run.run import run_as_far_as
from earlywarning.settings import Settings
from tests.support.evidence import DEFINITIONS
from tests.support.few_files import DAY, WORKFORCE, few

pytestmark = pytest.mark.whole

BANDS = ["not_known", *DEFINITIONS.policy.bands]


def scores(place: Path, folder: Path) -> pd.DataFrame:
    register = place / "no register"
    register.mkdir(parents=True)
    settings = Settings((folder,), DAY, place / "w.duckdb", register=register, look_back=0)
    _, outcome = run_as_far_as("publish", settings, say=lambda _: None)
    assert outcome.published is not None
    with duckdb.connect(str((place / "w.duckdb").resolve()), read_only=True) as connection:
        return (
            connection.execute(
                """select old_la_code, risk_of_decline, upper, band,
                  (select string_agg(distinct l.withheld, ',') from level as l
                   where l.old_la_code = s.old_la_code and l.indicator = 'turnover_rate') as why
               from score as s order by all"""
            )
            .df()
            .set_index("old_la_code")
        )


def test_a_table_refused_on_a_fresh_warehouse_lowers_nothing(tmp_path: Path) -> None:
    whole = scores(tmp_path / "whole", few(tmp_path / "in"))
    spoilt = few(tmp_path / "spoilt")
    header, rest = (spoilt / WORKFORCE).read_text(encoding="utf-8").split("\n", 1)
    text = header.replace("old_la_code", "la_code") + "\n" + rest
    (spoilt / WORKFORCE).write_text(text, encoding="utf-8")
    without = scores(tmp_path / "without", spoilt)
    assert (without["risk_of_decline"] >= whole["risk_of_decline"] - 1e-9).all()
    assert (without["upper"] >= whole["upper"] - 1e-9).all()
    assert set(without["why"].dropna()) == {"refused"}
    before, after = (frame["band"].map(BANDS.index) for frame in (whole, without))
    assert (after >= before).all()
