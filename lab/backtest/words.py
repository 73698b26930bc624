"""The result table in words for the card; no number that is not in the table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lab.backtest.asking import FIGURES, LEADS, TRUTH, part_of
from lab.backtest.table import NATIONS, PLANTED, SLIP

TITLES = {
    "figures": "Published figures alone",
    "figures_and_much": "Figures and a register that hears much",
    "figures_and_little": "Figures and a register that hears little",
    "figures_and_rumour": "Figures and rumour",
    "much_alone": "The register that hears much, alone",
    "little_alone": "The register that hears little, alone",
    "rumour_alone": "Rumour alone",
    "truth": "Hidden quality itself, were it known",
}
SLIP_TITLES = {"among_20": "among the 20 highest of a month", "offer": "in a band that offers help"}
MUCH, RUMOUR, ALONE = "figures_and_much", "figures_and_rumour", "much_alone"


class _Table:
    """The result table, asked for one figure at a time."""

    def __init__(self, table: pd.DataFrame) -> None:
        keys = ["target", "contender", "measure", "part"]
        rows = table[table["section"] == "invented"].to_dict("records")
        self.rows = {tuple(row[key] for key in keys): row for row in rows}

    def row(self, *key: str) -> dict[Any, Any]:
        return self.rows[key]

    def cell(self, *key: str, digits: int = 2) -> str:
        """Return a figure with its interval."""
        row = self.row(*key)
        if row["value"] != row["value"]:
            return "-"
        cited = f" [{row['row']}]" if "row" in row else ""
        if row["lower"] != row["lower"]:
            return f"{row['value']:.{digits}f}{cited}"
        ends = f"{row['lower']:.{digits}f} to {row['upper']:.{digits}f}"
        return f"{row['value']:.{digits}f} ({ends}){cited}"


def figure_lines(table: pd.DataFrame) -> list[str]:
    """Return the record on invented nations as Markdown: what was found, then the tables."""
    told = _Table(table)
    nations = int(told.row("", "", "nations", NATIONS)["value"])
    out = [
        f"{nations} invented nations, each drawn from a seed of its own and put through the same "
        "looks, cases, contenders and weights as the real record. Values are means over nations; "
        "in brackets the middle 95 % when whole nations are drawn again, widened for so few. They "
        "say what the machine does where the assumptions below hold, and nothing of any real "
        "authority.", "",
        *_findings(told), "",
    ]  # fmt: skip
    for measure, target, words in (
        ("auc", "any_part_down", "AUC, any part judged lower, by what was known so long before"),
        ("auc", "decline", "AUC, overall grade lower, by what was known so long before"),
        ("recall_at_20", "decline", "Share of next declines among 20 reviews each spring, chosen "
         "on what was known so long before"),
    ):  # fmt: skip
        out += [*_by_lead(told, measure, target, words), ""]
    for part, words in SLIP_TITLES.items():
        out += [*_slips(told, part, words), ""]
    return out + _order(told)


def _findings(told: _Table) -> list[str]:
    start, year = part_of(0), part_of(12)
    return [
        f"- A register that hears much {_verdict(told, MUCH, start)} on the day before, and "
        f"{_verdict(told, MUCH, year)} a year before.",
        f"- Rumour {_verdict(told, RUMOUR, start)} on the day before.",
        "- Of the planted slips that an inspection found, so many came newly among the 20 highest "
        "of a month before it, counted from their beginning, and so many authorities did in as "
        f"many months without a slip: by figures alone {_reached(told, FIGURES)}; with the "
        f"register {_reached(told, MUCH)}; by the register alone {_reached(told, ALONE)}.",
        "- One nation's record, as long as the real one, showed figures alone anywhere "
        f"{_one(told)} (AUC, any part judged lower, the day before), though all were made alike.",
    ]  # fmt: skip


def _one(told: _Table) -> str:
    row = told.row("any_part_down", FIGURES, "auc_of_one_nation", part_of(0))
    if row["lower"] != row["lower"]:
        return f"at {row['value']:.2f}"
    return f"between {row['lower']:.2f} and {row['upper']:.2f}"


def _reached(told: _Table, name: str) -> str:
    slip, quiet, months = (
        told.row(SLIP, name, measure, "among_20")["value"]
        for measure in ("reached", "reached_without_a_slip", "months_after_it_began")
    )
    when = f", the middle one after {months:.0f} months" if months == months else ""
    return f"{slip:.0%}{when}, against {quiet:.0%}"


def _verdict(told: _Table, name: str, part: str) -> str:
    """Return what a register adds to the AUC of any part judged lower, or that it adds nothing."""
    key = ("any_part_down", name, "auc_gain", part)
    row = told.row(*key)
    cell = told.cell(*key, digits=3)
    if row["lower"] != row["lower"]:
        return f"changes the AUC of figures (any part judged lower) by {cell} in this one nation"
    if row["lower"] > 0:
        return f"adds {cell} to the AUC of figures (any part judged lower)"
    if row["upper"] < 0:
        return f"takes from the AUC of figures (any part judged lower): {cell}"
    return f"adds nothing beyond noise to the AUC of figures (any part judged lower): {cell}"


def _by_lead(told: _Table, measure: str, target: str, words: str) -> list[str]:
    head = " | ".join("the day before" if lead == 0 else f"{lead} months" for lead in LEADS)
    out = [f"| {words} | {head} |", "| --- |" + " --- |" * len(LEADS)]
    for name, title in TITLES.items():
        cells = [told.cell(target, name, measure, part_of(lead)) for lead in LEADS]
        out.append(f"| {title} | {' | '.join(cells)} |")
    return out


def _slips(told: _Table, part: str, words: str) -> list[str]:
    heads = ["already before it began", "newly, before the inspection", "within a year",
             "in as many months without a slip", "months after it began: middle (quarters)",
             "months before the inspection"]  # fmt: skip
    out = [f"| Planted slips: {words} | {' | '.join(heads)} |", "| --- |" + " --- |" * len(heads)]
    for name, title in TITLES.items():
        if name == TRUTH and part == "offer":
            continue
        shares = [
            told.cell(SLIP, name, measure, part)
            for measure in (
                "already_raised",
                "reached",
                "reached_within_a_year",
                "reached_without_a_slip",
            )
        ]
        middle, low, high = (told.row(SLIP, name, f"months_{m}", part)["value"] for m in
                             ("after_it_began", "lower_quarter", "upper_quarter"))  # fmt: skip
        months = "-" if middle != middle else f"{middle:.0f} ({low:.0f} to {high:.0f})"
        left = told.cell(SLIP, name, "months_before_inspection", part, digits=0)
        out.append(f"| {title} | {' | '.join([*shares, months, left])} |")
    return out


def _order(told: _Table) -> list[str]:
    cells = [told.cell(PLANTED, "ridge", "correlation_of_order", part)
             for part in ("one nation", "all nations together")]  # fmt: skip
    return [
        "The fitted contender (ridge, signs held) against the planted order of what the signs "
        f"carry, correlation of order: {cells[0]} learned from one nation's inspections, "
        f"{cells[1]} learned from all nations' together (nations drawn again repeat inspections, "
        "so this interval lies low).",
    ]  # fmt: skip
