"""The invented nation as a whole: same bytes, places, symbols, stories and registers."""

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nation_files import (
    B1,
    C1,
    C1_2024,
    C4,
    CLA,
    CSWW,
    D3,
    D5,
    LAIT,
    ODS,
    SN_2021,
    SN_2025,
    SYMBOLS,
    number,
    only_las,
    table,
)

from earlywarning.register.chain import told, walk
from earlywarning.register.decisions.record import DECISIONS
from lab.demo import invent
from lab.nation import stories
from lab.nation.write import write_nation
from tests.conftest import REFERENCE


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_same_seed_same_bytes(nation: Path, tmp_path: Path) -> None:
    write_nation(tmp_path)
    assert digest(tmp_path) == digest(nation)


def test_other_seed_other_numbers(nation: Path, tmp_path: Path) -> None:
    write_nation(tmp_path, seed=7)
    assert digest(tmp_path)[C1] != digest(nation)[C1]
    assert (table(tmp_path, C1)["la_name"] == stories.REPAIRED).sum() == 13


def test_nation_has_nine_regions_and_150_authorities(nation: Path) -> None:
    newest = table(nation, C1).query("time_period == '2025'")
    assert newest["geographic_level"].value_counts().to_dict() == {
        "Local authority": 150, "Regional": 9, "National": 1,
    }  # fmt: skip
    assert set(only_las(newest)["old_la_code"].str[0]) == {"1", "6"}


def test_split_authority_is_treated_as_each_publication_does(nation: Path) -> None:
    parent, east = stories.SPLIT_PARENT, stories.SPLIT_EAST
    years = table(nation, C1).groupby("la_name")["time_period"]
    assert years.max()[parent] == "2021"
    assert years.min()[east] == "2022"
    cla = table(nation, CLA)
    assert (cla.groupby("time_period")["la_name"].nunique() == 152).all()
    dead = cla[(cla["la_name"] == parent) & (cla["time_period"] == "2025")]
    assert set(dead["rate_per_10000"]) == {"z"}
    joint = table(nation, CSWW).query("la_name.str.contains(' / ')")
    assert joint["time_period"].tolist() == ["2025", "2024", "2023", "2022", "2021"]
    assert joint["la_name"].iloc[0] == f"{east} / {stories.SPLIT_WEST}"


def test_symbols_stand_where_they_were_planted(nation: Path) -> None:
    for name in (B1, C1, C4, D3, D5):
        rows = table(nation, name).query(
            f"la_name == '{stories.UNTRUSTWORTHY_DATA}' and time_period == '2024'"
        )
        assert set(rows.iloc[0, 11:]) == {"u"}
    csww = table(nation, CSWW)
    silent = csww["la_name"] == stories.WORKFORCE_NOT_RETURNED
    assert set(csww[silent & (csww["time_period"] == "2025")].iloc[0, 10:]) == {"x"}
    seen = set(np.unique(pd.concat([table(nation, n).iloc[:, 11:].stack() for n in (C1, D5)])))
    assert {value for value in seen if value.isalpha()} >= SYMBOLS


def test_release_of_2024_was_revised(nation: Path) -> None:
    old = only_las(table(nation, C1_2024)).set_index(["la_name", "time_period"])
    new = only_las(table(nation, C1)).set_index(["la_name", "time_period"]).loc[old.index]
    changed = (old["Referrals"] != new["referral_count"]).sum()
    assert 1 <= changed <= 6
    withdrawn = (stories.UNTRUSTWORTHY_DATA, "2022")
    assert new.loc[withdrawn, "rereferral_percent"] == "u"
    assert float(str(old.loc[withdrawn, "Re_referrals_percent"])) < 15


def test_neighbours_are_ten_other_authorities(nation: Path) -> None:
    wide = table(nation, SN_2025)
    lists = wide[[f"SN_{place}" for place in range(1, 11)]]
    assert (lists.nunique(axis=1) == 10).all()
    assert not lists.eq(wide["old_la_code"], axis=0).to_numpy().any()
    assert set(lists.to_numpy().ravel()) <= set(wide["old_la_code"])
    old = (nation / SN_2021).read_text(encoding="utf-8-sig").splitlines()
    assert {line.count(",") for line in old} == {25}
    assert old[-3].startswith(",Old SNs:")


def test_registers_name_known_authorities_and_no_person(nation: Path) -> None:
    codes = set(table(nation, "reference/las.csv")["old_la_code"])
    soft = table(nation, "registers/soft_intelligence.csv")
    assert 60 <= len(soft) <= 75
    assert set(soft["old_la_code"]) <= codes
    assert soft["heard_on"].between("2025-01-01", "2026-04-30").all()
    assert (soft["review_by"] > soft["heard_on"]).all()
    assert set(soft["reliability"]) <= set("ABCDEF")
    reviews = table(nation, "registers/peer_reviews.csv")
    assert set(reviews["status"]) == {"held", "planned", "postponed", "refused"}
    assert ((reviews["held_on"] != "") == (reviews["status"] == "held")).all()
    assert not (reviews["old_la_code"] == reviews["led_by_old_la_code"]).any()


def test_planted_stories_show_in_the_numbers(nation: Path) -> None:
    lait = pd.read_parquet(nation / LAIT)
    timely = lait[lait["Short Desc"] == "Continue_Assess_Comp"]
    timely = timely.set_index(["LA and Regions", "Years"])["Values"]
    slip = [float(timely[stories.FRONT_DOOR_SLIP, year]) for year in ("2023", "2025")]
    assert slip[1] < slip[0] - 15
    csww = table(nation, CSWW).set_index(["la_name", "time_period"])
    spiral = number(csww.loc[stories.WORKFORCE_SPIRAL, "agency_rate_fte"])
    assert spiral["2025"] > spiral["2022"] + 10


def test_archives_hold_no_moment_of_writing(nation: Path) -> None:
    for name in (ODS, "reference/la_code_list.xlsx"):
        with zipfile.ZipFile(io.BytesIO((nation / name).read_bytes())) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    with zipfile.ZipFile(nation / ODS) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_says_that_everything_is_invented(nation: Path) -> None:
    assert "invented" in (nation / "README.txt").read_text()


@pytest.mark.whole
def test_the_ledger_of_the_sample_is_the_same_each_time_and_holds(tmp_path: Path) -> None:
    for name in ("first", "second"):
        invent(tmp_path / name, REFERENCE, small=True)
    first, second = (digest(tmp_path / name / "registers") for name in ("first", "second"))
    assert first == second
    assert set(first) >= {"decisions.jsonl", "decisions.jsonl.head", "decisions.jsonl.texts"}
    chain = walk(tmp_path / "first" / "registers" / "decisions.jsonl", DECISIONS)
    lines, well = told(chain)
    assert well, lines
    assert [r.number for r in chain.records if r.inside] == []
    assert any(r.commitments for r in chain.records)
