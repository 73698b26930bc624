"""Contradictory, too smooth, too good: whether figures can be what happened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from earlywarning.definitions.in_year import MONTHS, InYear, ReturnRules
from earlywarning.statistics.dispersion import too_little_variation
from earlywarning.tables.quality import Finding
from earlywarning.validation.in_year.facts import finding, newest, numbers, places, records

PAST_PERIODS = 3
OTHERS = 3


def contradictory(facts: pd.DataFrame, in_year: InYear, rules: ReturnRules) -> list[Finding]:
    """Find pairs of figures that cannot both be true."""
    if facts["value"].notna().sum() == 0:
        return []
    where, out = places(facts), []
    for row in records(numbers(facts)):
        said = {str(k): v for k, v in row.items() if not pd.isna(v)}
        for measure, words in _clashes(said, in_year, rules):
            key = (row["old_la_code"], row["frequency"], measure, row["time_period"])
            out.append(finding("contradictory", words, where[key]))
    return out + _unbalanced(facts, in_year, rules)


def _clashes(
    said: dict[str, Any], in_year: InYear, rules: ReturnRules
) -> Iterator[tuple[str, str]]:
    for key, measure in in_year.measures.items():
        if key in said and measure.part_of in said and said[key] > said[measure.part_of]:
            yield key, f"{key} exceeds {measure.part_of}, of which it is a part"
        if measure.unit == "percentage" and {key, measure.part, measure.whole} <= set(said):
            part, whole = said[str(measure.part)], said[str(measure.whole)]
            if whole and abs(100 * part / whole - said[key]) > rules.percentage_gap.value:
                yield key, f"{key} is not {measure.part} of {measure.whole}"
    for far in in_year.far_above:
        over = said.get(far.measure, 0) - said.get(far.other, np.inf)
        limit = rules.far_above_share.value * said.get(far.other, 0)
        if over > max(limit, rules.far_above_minimum.value):
            yield far.measure, f"{far.measure} runs far above {far.other}"


def _unbalanced(facts: pd.DataFrame, in_year: InYear, rules: ReturnRules) -> list[Finding]:
    """Find stocks that do not follow from the stock before and the flows between."""
    where, table, out = places(facts), numbers(facts), []
    for balance in in_year.balances:
        needed = [balance.at_end, balance.started, balance.ended]
        if not set(needed) <= set(table.columns):
            continue
        for (code, frequency), own in table.groupby(["old_la_code", "frequency"]):
            rows = own.sort_values("time_period")[["time_period", *needed]].to_numpy(float)
            for before, now in pairwise(rows):
                if not _follows(before[0], now[0], MONTHS[str(frequency)]):
                    continue
                gap = abs(before[1] + now[2] - now[3] - now[1])
                limit = max(rules.balance_minimum.value, rules.balance_share.value * now[1])
                # a comparison with nan is false, so a gap in the figures says nothing
                if gap > limit:
                    words = f"does not follow from the period before, {needed[1]} and {needed[2]}"
                    key = (str(code), str(frequency), balance.at_end, int(now[0]))
                    out.append(finding("contradictory", f"{balance.at_end} {words}", where[key]))
    return out


def _follows(before: float, now: float, step: int) -> bool:
    index = [int(label) // 100 * 12 + int(label) % 100 for label in (before, now)]
    return index[1] - index[0] == step


def too_smooth(facts: pd.DataFrame, in_year: InYear, rules: ReturnRules) -> list[Finding]:
    """Find runs of counts that vary less than chance alone makes counts of their size vary."""
    flows = [k for k, m in in_year.measures.items() if (m.kind, m.unit) == ("flow", "count")]
    known = newest(facts[facts["value"].notna() & facts["measure"].isin(flows)])
    out = []
    for _, own in known.groupby(["old_la_code", "frequency", "measure"]):
        run = own.sort_values("time_period").tail(int(rules.smooth_window.value))
        counts = run["value"].to_numpy(float)
        if len(counts) < rules.smooth_minimum_periods.value:
            continue
        if counts.mean() < rules.smooth_minimum_mean.value:
            continue
        index, chance = too_little_variation(counts)
        if chance < rules.smooth_false_alarm.value:
            row = {str(k): v for k, v in run.iloc[-1].items()}
            words = (f"{len(counts)} periods vary {index:.2f} times as much as chance alone "
                     f"would make them (chance of that {chance:.1g})")  # fmt: skip
            out.append(finding("too_smooth", words, row))
    return out


def too_good(facts: pd.DataFrame, in_year: InYear, rules: ReturnRules) -> list[Finding]:
    """Find all-or-nothing shares that neither its own past nor the others come near."""
    table = numbers(facts) if facts["value"].notna().any() else pd.DataFrame()
    where, out = places(facts), []
    for part, measure in in_year.measures.items():
        whole = str(measure.part_of)
        if measure.unit != "count" or not {part, whole} <= set(table.columns):
            continue
        pairs = table[table[part].notna() & (table[whole] >= rules.too_good_minimum.value)]
        pairs = pairs.assign(share=100 * pairs[part] / pairs[whole], n=pairs[whole])
        for row in records(pairs[pairs["share"].isin([0.0, 100.0])]):
            if words := _out_of_reach({str(k): v for k, v in row.items()}, pairs, rules):
                key = (row["old_la_code"], row["frequency"], part, row["time_period"])
                out.append(finding("too_good", f"{part}: {words}", where[key]))
    return out


def _out_of_reach(row: dict[str, Any], pairs: pd.DataFrame, rules: ReturnRules) -> str:
    same = pairs[pairs["frequency"] == row["frequency"]]
    mine = same["old_la_code"] == row["old_la_code"]
    past = same[mine & (same["time_period"] < row["time_period"])]
    others = same[~mine & (same["time_period"] == row["time_period"])]
    seen = []
    if len(past) >= PAST_PERIODS:
        seen.append(float((past["share"] * past["n"]).sum() / past["n"].sum()))
    if len(others) >= OTHERS:
        seen.append(float(np.median(others["share"])))
    gaps = [abs(usual - row["share"]) for usual in seen]
    if not gaps or min(gaps) < rules.too_good_gap.value:
        return ""
    # the nearer of the two is the kinder reading
    chance = (1 - min(gaps) / 100) ** row["n"]
    if chance >= rules.too_good_chance.value:
        return ""
    usual = " and ".join(f"{share:.0f}%" for share in seen)
    return f"{'all' if row['share'] else 'none'} of a large number, where {usual} is usual"
