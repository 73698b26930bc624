"""What the model card says, from the result table alone."""

from __future__ import annotations

import pandas as pd

from earlywarning.backtest.card.blocks import Block, heading, listed, table, words
from earlywarning.backtest.card.figures import Figures, many_of, one_in_ten, percent
from earlywarning.backtest.card.future import future
from earlywarning.backtest.card.given import CAN_FALL, NOISE, PRODUCT, Given
from earlywarning.backtest.card.honest import canaries, honest, invented
from earlywarning.backtest.card.measured import as_used, calibration, equity, lead, tried_figures
from earlywarning.backtest.card.promised import chosen, floors
from earlywarning.backtest.card.tripod import tripod

INADEQUATE_PART = "newly_inadequate_part"


def card_of(given: Given) -> tuple[str, list[Block]]:
    """Return the title and the blocks of the card."""
    figures = Figures(given.results)
    names = dict(zip(given.tried["name"], given.tried["title"], strict=True))
    return "The record: does the warning warn?", [
        words(f"**{first_line(figures, given.tried)}**"),
        *_in_short(figures),
        *_made(given),
        *future(figures, given, names),
        *floors(figures, given.tried, names),
        *chosen(figures, given, names),
        *as_used(figures, given.tried, names),
        *tried_figures(figures, given.tried),
        *calibration(figures),
        *lead(figures, names),
        *equity(figures, names),
        *canaries(given),
        *invented(),
        *honest(given),
        *tripod(given),
    ]


def first_line(figures: Figures, tried: pd.DataFrame) -> str:
    """Return the first line: does anything beat deprivation and timing beyond noise?"""
    names = [str(one) for one in tried.loc[tried["kind"] == "contender", "name"]]
    ahead = {
        name: figures.value("panel", "decline", f"{name}_timed", "beats_deprivation", CAN_FALL)
        for name in names
    }
    sure = [name for name, share in ahead.items() if share >= NOISE]
    if not sure:
        most = max(ahead.values())
        return (
            f"None of the {len(names)} scores tried beats deprivation and the inspectorate's "
            f"timing beyond noise: the best is ahead in {percent(most)} of the draws, "
            f"{NOISE:.0%} would be clear."
        )
    return f"{len(sure)} of the {len(names)} scores tried beat deprivation and timing beyond noise."


def _in_short(f: Figures) -> list[Block]:
    part, grade = ("inspections", "any_part_down"), ("inspections", "decline")
    high = f.value(*part, PRODUCT, "highest_quarter")
    fell = f.value(*grade, PRODUCT, "highest_quarter")
    reached, chance = (
        f.value("panel", "decline", name, "precision_at_20", CAN_FALL)
        for name in (PRODUCT, "chance")
    )
    return [
        heading("In short"),
        words(
            "Published figures tell weakly, and only for a short time ahead. Of past inspections "
            f"{f.told(*part, '', 'base_rate')} found some part judged lower, whatever any score "
            "said: that is the base rate. In the quarter with the highest score (figures alone, as "
            f"they were out before the inspection began) it was {one_in_ten(high)}, "
            f"{f.told(*part, PRODUCT, 'highest_quarter')}; in the lowest quarter "
            f"{f.told(*part, PRODUCT, 'lowest_quarter')}. A lower overall grade was found by "
            f"{f.told(*grade, '', 'base_rate')} of all, by {one_in_ten(fell)}, "
            f"{f.told(*grade, PRODUCT, 'highest_quarter')}, in the highest quarter and by "
            f"{f.told(*grade, PRODUCT, 'lowest_quarter')} in the lowest."
        ),
        words(
            "Of twenty reviews offered each spring by the score alone, about "
            f"{many_of(20, reached)} would have gone to an authority that was then found to have "
            "declined within two years, where twenty drawn by lot reach about "
            f"{many_of(20, chance)}; the others were not inspected in that time, or held their "
            "grade. That is why what people know counts beside the figures, and why the end is an "
            "offer and no verdict. Numbers in square brackets are rows of results.csv."
        ),
        words(
            "What has a future is whether some part becomes newly weaker. On years that are spent, "
            f"of all inspections {f.of('hits', INADEQUATE_PART, PRODUCT, 'of_all', 'all')} found "
            "some part newly Inadequate, and of those that figures alone had flagged "
            f"{f.of('hits', INADEQUATE_PART, PRODUCT, 'of_flagged', 'all')}. Whether that holds "
            "is frozen, and will be judged on inspections that nobody here has read."
        ),
    ]


def _made(given: Given) -> list[Block]:
    made = given.made
    return [
        heading("What it was made from"),
        listed(
            [
                f"Nation: {made['nation']}; figures known by {made['as_of']}; inspections begun "
                f"by {made['inspections_until']}.",
                f"{made['looks']} looks back, one for each day on which figures came out, each "
                "from what was out then.",
                f"Files: sha256 {made['inputs_sha256']}.",
                f"Definitions: sha256 {made['definitions_sha256']}.",
                f"Made on {made['on']} by version {made['version']}.",
                "Years older than the oldest release we hold take that release's values and open "
                "on the day of publication_gate.toml; later revisions count from their own day.",
            ]
        ),
        table(
            "Inspections tested, by financial year in which they began",
            ["year", "inspections", "some part judged lower", "could fall", "overall grade lower",
             "newly Inadequate"],
            [[str(cell) for cell in row] for row in given.years.itertuples(index=False)],
        ),
    ]  # fmt: skip
