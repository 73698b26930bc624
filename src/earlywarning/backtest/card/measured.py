"""What was measured: as used, told apart, calibration, lead time, equity."""

from __future__ import annotations

import pandas as pd

from earlywarning.backtest.card.blocks import Block, heading, table, words
from earlywarning.backtest.card.figures import Figures, percent
from earlywarning.backtest.card.given import CAN_FALL, PRODUCT, TARGET


def as_used(f: Figures, tried: pd.DataFrame, names: dict[str, str]) -> list[Block]:
    """Return what twenty reviews each spring would have reached."""
    rows = []
    for name in tried["name"]:
        for suffix, how in (("", ""), ("_timed", ", with timing")):
            where = ("panel", "decline", f"{name}{suffix}")
            rows.append(
                [f"{names[name]}{how}"]
                + [
                    f.told(*where, measure, CAN_FALL)
                    for measure in ("recall_at_20", "precision_at_20", "recall_of_inadequate",
                                    "auc_of_inspected", "beats_deprivation")
                ]
            )  # fmt: skip
    return [
        heading("As used: twenty reviews each spring"),
        words(
            "Every authority on 31 March of six years, but for those already judged Inadequate, "
            "who cannot fall; a hit is one whose next inspection within two years found a lower "
            "overall grade. Timing multiplies by the chance of an inspection at all: it knows the "
            "inspectorate's diary and nothing of the service. Beside every share stands that of "
            "reviews drawn by lot, the row Chance: the base rate. In results.csv the same stands "
            "for all authorities (part all)."
        ),
        table(
            "Reached by twenty reviews a year",
            ["score", "of declines", "of reviews", "of newly Inadequate", "AUC of the inspected",
             "ahead of deprivation, of draws"],
            rows,
        ),
    ]  # fmt: skip


def tried_figures(f: Figures, tried: pd.DataFrame) -> list[Block]:
    """Return every figure of everything that was tried."""
    out = [heading("Everything that was tried")]
    for target, title in TARGET.items():
        rows = []
        for one in tried.itertuples():
            where = ("inspections", target, str(one.name))
            rows.append(
                [f"{one.title} ({one.kind})"]
                + [
                    f.told(*where, measure)
                    for measure in ("auc", "auc_within_grade", "beats_deprivation",
                                    "average_precision", "precision_at_10", "brier_skill",
                                    "calibration_slope", "observed_over_expected")
                ]
            )  # fmt: skip
        out.append(
            table(
                f"Told apart: {title}",
                ["score", "AUC within year", "AUC within year and grade before",
                 "ahead of deprivation, of draws", "average precision", "of the ten highest a year",
                 "Brier skill", "calibration slope", "observed over expected"],
                rows,
            )
        )  # fmt: skip
    return out


def calibration(f: Figures) -> list[Block]:
    """Return what would have been said beside what happened."""
    rows, points = [], []
    for part in map(str, range(1, 6)):
        said = f.row("calibration", "decline", PRODUCT, "said", part)
        fell = f.row("calibration", "decline", PRODUCT, "happened", part)
        rows.append(
            [part, f"{percent(said['value'])} [{said['row']}]",
             f.told("calibration", "decline", PRODUCT, "happened", part), str(fell["n"])]
        )  # fmt: skip
        points.append(
            tuple(f"{100 * x:.1f}" for x in (said["value"], fell["value"], fell["lower"],
                                             fell["upper"]))
        )  # fmt: skip
    caption = (
        "What the score would have said of a lower overall grade, and what happened, by fifths"
    )
    return [
        heading("Calibration"),
        words(
            "For checking only: nothing that leaves this project prints a chance of a grade. Each "
            "spring the level is set to the national rate of the three years before."
        ),
        Block("chart", caption, tuple(point for point in points if "nan" not in point)),
        table(caption, ["fifth", "said", "happened", "inspections"], rows),
    ]


def lead(f: Figures, names: dict[str, str]) -> list[Block]:
    """Return how far ahead the figures tell."""
    t = f.table[f.table["section"] == "lead"]
    months = list(dict.fromkeys(t["part"]))
    out = [heading("How far ahead")]
    for target in ("any_part_down", "decline"):
        rows = [
            [names[name]] + [f.told("lead", target, name, "auc", month) for month in months]
            for name in dict.fromkeys(t["contender"])
        ]
        header = ["score", *(f"{month} months" for month in months)]
        out.append(table(f"AUC so long before the inspection: {TARGET[target]}", header, rows))
    return out


def equity(f: Figures, names: dict[str, str]) -> list[Block]:
    """Return what the score does to kinds of authority."""
    t = f.table[(f.table["section"] == "equity") & (f.table["part"] != "")]
    out = [
        heading("What it does to whom"),
        words(
            "Flagged is the highest quarter of a year's inspections. A false alarm is one flagged "
            "whose grade held; a miss one that fell and was not flagged. The gap is to all other "
            "authorities; with so few falls in a group, an interval that spans nought is no proof "
            "of fairness."
        ),
    ]
    for name in dict.fromkeys(t["contender"]):
        rows = []
        for group in dict.fromkeys(t["part"]):
            alarms = f.row("equity", "decline", name, "false_alarms", group)
            misses = f.row("equity", "decline", name, "misses", group)
            rows.append(
                [group.replace("_", " ")]
                + [f.told("equity", "decline", name, m, group)
                   for m in ("false_alarms", "false_alarms_gap", "misses", "misses_gap")]
                + [f"{alarms['n']} and {misses['n']}"]
            )  # fmt: skip
        out.append(
            table(
                f"Overall grade lower: {names[name]}",
                ["kind of authority", "false alarms", "gap", "misses", "gap",
                 "held and fell"],
                rows,
            )
        )  # fmt: skip
    rows = [
        [names[name], f.told("equity", "", name, "correlation_with_deprivation")]
        for name in f.table.loc[f.table["measure"] == "correlation_with_deprivation", "contender"]
    ]
    out.append(table("Correlation with deprivation, mean of the springs", ["score", "r"], rows))
    return out
