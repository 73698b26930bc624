"""The counts, rates and percentages of the invented nation fit each other."""

from pathlib import Path

import numpy as np
import pandas as pd
from nation_files import (
    B1,
    C1,
    C4,
    CLA,
    CSWW,
    D3,
    D5,
    LAIT,
    POPULATION,
    assert_percent,
    number,
    only_las,
    table,
)


def test_referral_percentages_follow_from_counts(nation: Path) -> None:
    c1 = only_las(table(nation, C1))
    for part in ("rereferral", "no_further_action", "not_in_need"):
        assert_percent(c1[f"{part}_count"], c1["referral_count"], c1[f"{part}_percent"])
    children = c1["referral_child_count"], c1["rereferral_child_percent"]
    assert_percent(c1["rereferral_child_count"], *children)


def test_plans_add_up(nation: Path) -> None:
    d3, d5 = only_las(table(nation, D3)), only_las(table(nation, D5))
    assert_percent(d3["CPP_subsequent"], d3["CPP_start"], d3["CPP_subsequent_percent"])
    bands = d5.columns[12::2]
    sums = d5[bands].apply(number).sum(axis=1, skipna=False)
    known = sums.notna()
    assert (sums == number(d5["CPP_At31"]))[known].all()
    for band in bands:
        assert_percent(d5[band], d5["CPP_At31"], d5[f"{band}_percent"])


def test_open_and_ended_episodes_make_the_episodes_of_the_year(nation: Path) -> None:
    b1 = only_las(table(nation, B1))
    rest = number(b1["Anypoint_episodes"]) - number(b1["At31_episodes"])
    rest = (rest - number(b1["Ended_episodes"])).dropna()
    assert len(rest) > 1_800
    assert (rest == 0).all()


def test_durations_make_the_conferences(nation: Path) -> None:
    c4 = only_las(table(nation, C4))
    sums = c4.filter(like="_days").apply(number).sum(axis=1, skipna=False)
    assert (sums == number(c4["ICPC"]))[sums.notna()].all()


def test_totals_are_to_the_nearest_ten_and_hold_withheld_authorities(nation: Path) -> None:
    c1 = table(nation, C1)
    totals = c1[c1["geographic_level"] != "Local authority"]
    assert (number(totals["referral_count"]) % 10 == 0).all()
    year = c1[c1["time_period"] == "2024"]
    national = number(year["referral_count"].iloc[[0]]).iloc[0]
    gap = national - number(only_las(year)["referral_count"]).sum()
    assert gap > 1_000


def test_small_counts_are_suppressed_with_their_percentage(nation: Path) -> None:
    for name in (B1, C1, C4, D3, D5):
        counts = only_las(table(nation, name))
        counts = counts[[c for c in counts.columns[11:] if "ercent" not in c]].apply(number)
        assert not ((counts > 0) & (counts <= 5)).to_numpy().any()
    d5 = only_las(table(nation, D5))
    hidden = (d5[d5.columns[12::2]] == "c").sum(axis=1)
    others = (d5[d5.columns[12::2]].apply(number) > 0).sum(axis=1)
    assert not ((hidden == 1) & (others > 0)).any()
    assert (d5["2_years_or_more"] == "c").equals(d5["2_years_or_more_percent"] == "c")


def test_looked_after_rate_follows_from_its_own_population(nation: Path) -> None:
    cla = only_las(table(nation, CLA))
    rate = 10_000 * number(cla["children_count"]) / number(cla["population_estimate"])
    known = rate.notna()
    assert known.sum() > 2_000
    assert (rate - number(cla["rate_per_10000"]))[known].abs().max() <= 0.5
    population = table(nation, POPULATION)
    newest = population.query("time_period == '2024'").set_index("new_la_code")
    ours = cla[(cla["time_period"] == "2025") & (cla["population_estimate"] != "x")]
    expected = newest["population_estimate"].loc[ours["new_la_code"]].to_numpy()
    assert (ours["population_estimate"].to_numpy() == expected).all()


def test_workforce_rates_follow_from_their_parts(nation: Path) -> None:
    rows = only_las(table(nation, CSWW))
    part = {name: number(rows[name]) for name in rows.columns[10:]}
    staff = part["inpost_fte"]
    assert_percent(part["leavers_fte"], staff, part["turnover_rate_fte"])
    assert_percent(part["agency_fte"], staff + part["agency_fte"], part["agency_rate_fte"])
    assert_percent(part["vacancy_fte"], staff + part["vacancy_fte"], part["vacancy_rate_fte"])
    assert_percent(part["cases"] / 100, part["case_holders_fte"], part["caseload_fte"])
    assert_percent(part["working_days_lost_fte"], 253 * staff, part["absence_rate_fte"])


def test_interactive_tool_agrees_with_conferences(nation: Path) -> None:
    lait = pd.read_parquet(nation / LAIT)
    assert len(lait) == (5 + 9) * 10 * (151 + 10)
    shown = lait[lait["Short Desc"] == "CP_conf_15days"].set_index(["LA and Regions", "Years"])
    c4 = only_las(table(nation, C4)).query("time_period >= '2016'")
    early, late = (number(c4[f"Duration_{band}_days"]) for band in ("0-10", "11-15"))
    expected = 100 * (early + late) / number(c4["ICPC"])
    values = shown["Values"].loc[list(zip(c4["la_name"], c4["time_period"], strict=True))]
    gap = expected.to_numpy() - number(values).to_numpy()
    assert np.nanmax(np.abs(gap)) <= 0.0500001
    assert (lait["Values"] == "-").any()


def test_population_of_the_nation_is_the_sum_of_its_authorities(nation: Path) -> None:
    people = table(nation, POPULATION)
    people["count"] = number(people["population_estimate"])
    sums = people.pivot_table(
        index="time_period", columns="geographic_level", values="count", aggfunc="sum"
    )
    assert (sums["National"] == sums["Local authority"]).all()
    assert (sums["Regional"] == sums["Local authority"]).all()
