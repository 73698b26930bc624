"""The social work workforce at 30 September, with one joint row for the two halves of a county."""

from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.counts import Counts, Truth
from lab.nation.draws import stream
from lab.nation.layout import Layout, percent, table_text, write_csv
from lab.nation.places import YEARS
from lab.nation.stories import SPLIT_EAST, SPLIT_LAST_YEAR, SPLIT_PARENT, SPLIT_WEST, TINY_ISLAND
from lab.nation.symbols import SMALL, mark

WORKFORCE_YEARS = YEARS[YEARS >= 2017]
WORKING_DAYS = 253
MEASURES = (
    "inpost_fte", "inpost_headcount", "starters_fte", "starters_headcount", "leavers_fte",
    "leavers_headcount", "turnover_rate_fte", "turnover_rate_headcount", "agency_fte",
    "agency_headcount", "agency_rate_fte", "agency_rate_headcount", "agency_cover_fte",
    "agency_cover_rate_fte", "vacancy_fte", "vacancy_rate_fte", "vacancy_agency_cover_rate_fte",
    "case_holders_fte", "cases", "caseload_fte", "working_days_lost_fte", "absence_rate_fte",
)  # fmt: skip


def write_workforce(truth: Truth, folder: Path) -> None:
    """Write the workforce indicators 2017 to 2025."""
    layout = _layout(truth)
    counts = {name: layout.spread(values) for name, values in _draw(truth).items()}
    text = table_text({name: _measures(counts)[name] for name in MEASURES})
    totals = layout.is_total()
    lost = counts["working_days_lost_fte"]
    text.loc[(lost > 0) & (lost <= SMALL) & ~totals, list(MEASURES[-2:])] = "c"
    text.loc[counts["inpost_fte"] == 0, list(MEASURES[-2:])] = "z"
    frame = pd.concat([_joined(truth, layout.identity()), text], axis=1)
    mark(frame, "csww", MEASURES)
    write_csv(frame, folder / "csww_indicators_2017_to_2025.csv")


def _layout(truth: Truth) -> Layout:
    nation, years = truth.nation, WORKFORCE_YEARS
    alive = nation.alive(years).copy()
    # September 2021 falls in the reporting year after the split; East carries the joint row.
    alive[nation.row(SPLIT_PARENT)] = years < SPLIT_LAST_YEAR
    alive[nation.row(SPLIT_EAST)] = years >= SPLIT_LAST_YEAR
    alive[nation.row(SPLIT_WEST)] = False
    return Layout(nation, years, alive, alive)


def _joined(truth: Truth, identity: pd.DataFrame) -> pd.DataFrame:
    east, west = (truth.nation.las.iloc[truth.nation.row(n)] for n in (SPLIT_EAST, SPLIT_WEST))
    rows = identity["la_name"] == SPLIT_EAST
    for column in ("old_la_code", "new_la_code", "la_name"):
        identity.loc[rows, column] = f"{east[column]} / {west[column]}"
    return identity


def _draw(truth: Truth) -> Counts:
    nation, years = truth.nation, len(WORKFORCE_YEARS)
    rng = stream(nation.seed, "workforce")
    level = {name: values[:, -years:] for name, values in truth.level.items()}
    people = truth.population[:, -years:].copy()
    people[nation.row(SPLIT_EAST)] += people[nation.row(SPLIT_WEST)]
    # Vacancies peaked everywhere around 2022 and have come down since.
    peak = 1 + 0.25 * np.exp(-(((WORKFORCE_YEARS - 2022.3) / 1.6) ** 2))
    in_post = np.maximum(level["in_post"] * people / 10_000, 0.0)
    noise = np.exp(rng.normal(0.0, 0.05, (3, *in_post.shape)))
    agency_share = np.minimum(level["agency"] * peak * noise[0], 0.6)
    vacancy_share = np.minimum(level["vacancy"] * peak * noise[1], 0.6)
    agency = in_post * agency_share / (1 - agency_share)
    vacancy = in_post * vacancy_share / (1 - vacancy_share)
    leavers = in_post * level["turnover"] * peak * noise[2]
    change = np.diff(in_post, axis=1, prepend=in_post[:, :1] * 0.98)
    holders = (in_post + agency) * level["case_holders"] * 0.87
    counts = {
        "inpost_fte": in_post,
        "starters_fte": np.maximum(leavers + change, 0.0),
        "leavers_fte": leavers,
        "agency_fte": agency,
        "agency_cover_fte": np.minimum(agency * level["agency_cover"], vacancy),
        "vacancy_fte": vacancy,
        "case_holders_fte": holders,
        "cases": np.rint(holders * level["caseload"]),
        "working_days_lost_fte": in_post * WORKING_DAYS * level["absence"],
    }
    _island(nation.row(TINY_ISLAND), counts)
    return _with_heads({name: np.round(values, 1) for name, values in counts.items()})


def _island(row: int, counts: Counts) -> None:
    # A place of this size has one or two agency workers and nobody of its own.
    for values in counts.values():
        values[row] = 0.0
    for name, value in (("agency_fte", 1.8), ("agency_cover_fte", 1.8), ("vacancy_fte", 2.0),
                        ("case_holders_fte", 1.0), ("cases", 7.0)):  # fmt: skip
        counts[name][row] = value


def _with_heads(counts: Counts) -> Counts:
    for name, heads in (("inpost", 1.06), ("starters", 1.035), ("leavers", 1.075),
                        ("agency", 1.03)):  # fmt: skip
        counts[f"{name}_headcount"] = np.ceil(counts[f"{name}_fte"] * heads)
    return counts


def _measures(counts: Counts) -> Counts:
    c = counts
    return c | {
        "turnover_rate_fte": percent(c["leavers_fte"], c["inpost_fte"]),
        "turnover_rate_headcount": percent(c["leavers_headcount"], c["inpost_headcount"]),
        "agency_rate_fte": percent(c["agency_fte"], c["agency_fte"] + c["inpost_fte"]),
        "agency_rate_headcount": percent(
            c["agency_headcount"], c["agency_headcount"] + c["inpost_headcount"]
        ),
        "agency_cover_rate_fte": percent(c["agency_cover_fte"], c["agency_fte"]),
        "vacancy_rate_fte": percent(c["vacancy_fte"], c["vacancy_fte"] + c["inpost_fte"]),
        "vacancy_agency_cover_rate_fte": percent(c["agency_cover_fte"], c["vacancy_fte"]),
        "caseload_fte": percent(c["cases"], 100 * c["case_holders_fte"]),
        "absence_rate_fte": percent(c["working_days_lost_fte"], WORKING_DAYS * c["inpost_fte"]),
    }
