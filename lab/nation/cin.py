"""Children in need: five tables of the 2025 release, two of the revised 2024 release."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.counts import BANDS, DURATIONS, Counts, Truth
from lab.nation.draws import stream
from lab.nation.layout import Layout, cin_layout, nearest_ten, percent, table_text, write_csv
from lab.nation.places import YEARS
from lab.nation.symbols import mark, suppress

CATEGORIES = {
    "b1": "Children in Need",
    "c1": "Referrals and Re-referrals",
    "c4": "Section 47s and Initial Child Protection Conferences",
    "d3": "Child Protection Plans which are a second or subsequent plan",
    "d5": "Child Protection Plans by length of time",
}
FILES = {
    "b1": "b1_children_in_need_2013_to_2025.csv",
    "c1": "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
    "c4": "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv",
    "d3": "d3_cpps_subsequent_plan_2013_to_2025.csv",
    "d5": "d5_cpps_at31march_by_duration_2013_to_2025.csv",
}
B1 = (
    "Anypoint_episodes", "Anypoint_child", "Started_episodes", "Started_child",
    "Ended_episodes", "Ended_child", "At31_episodes", "awaiting_assessment",
)  # fmt: skip
C1 = (
    "referral_count", "rereferral_count", "rereferral_percent", "no_further_action_count",
    "no_further_action_percent", "not_in_need_count", "not_in_need_percent",
    "referral_child_count", "rereferral_child_count", "rereferral_child_percent",
)  # fmt: skip
# part: (percentage column, whole)
C1_PARTS = {
    "rereferral_count": ("rereferral_percent", "referral_count"),
    "no_further_action_count": ("no_further_action_percent", "referral_count"),
    "not_in_need_count": ("not_in_need_percent", "referral_count"),
    "rereferral_child_count": ("rereferral_child_percent", "referral_child_count"),
}
C4 = ("Section47", "Section47_child", "ICPC", "ICPC_child", *DURATIONS)
QUARTILES = ("Duration_25th_Percentile", "Duration_median", "Duration_75th_Percentile")
D3 = ("CPP_start", "CPP_subsequent", "CPP_subsequent_percent")
D3_PARTS = {"CPP_subsequent": ("CPP_subsequent_percent", "CPP_start")}
D5 = ("CPP_At31", *(name for band in BANDS for name in (band, f"{band}_percent")))
D5_PARTS = {band: (f"{band}_percent", "CPP_At31") for band in BANDS}

Parts = Mapping[str, tuple[str, str]]


def cin_tables(truth: Truth) -> dict[str, pd.DataFrame]:
    """The five tables of the 2025 release, as published text."""
    layout = cin_layout(truth.nation, YEARS)
    return {
        "b1": _table(layout, truth.cin, "b1", B1),
        "c1": _table(layout, truth.cin, "c1", C1, C1_PARTS),
        "c4": _with_quartiles(layout, truth.cin),
        "d3": _table(layout, truth.cin, "d3", D3, D3_PARTS),
        "d5": _table(layout, truth.cin, "d5", D5, D5_PARTS, BANDS),
    }


def _table(
    layout: Layout,
    counts: Counts,
    name: str,
    measures: Sequence[str],
    parts: Parts | None = None,
    bands: Sequence[str] = (),
) -> pd.DataFrame:
    parts = parts or {}
    exact = {c: layout.spread(counts[c]) for c in measures if c in counts}
    totals = layout.is_total()
    cells = {column: nearest_ten(values, totals) for column, values in exact.items()}
    cells |= {pct: percent(exact[part], exact[whole]) for part, (pct, whole) in parts.items()}
    text = table_text({column: cells[column] for column in measures})
    suppress(text, exact, {part: pct for part, (pct, _) in parts.items()}, ~totals, bands)
    frame = layout.identity().assign(category=CATEGORIES[name])
    frame = pd.concat([frame, text], axis=1)
    mark(frame, name, measures)
    return frame


def _with_quartiles(layout: Layout, counts: Counts) -> pd.DataFrame:
    frame = _table(layout, counts, "c4", C4, bands=DURATIONS)
    icpc, in_time = layout.spread(counts["ICPC"]), layout.spread(counts["in_time"])
    with np.errstate(divide="ignore", invalid="ignore"):
        late = np.where(icpc > 0, 1.0 - in_time / icpc, 0.0)
    days = {
        QUARTILES[0]: np.where(late > 0.35, 13, 12 + (late > 0.12)),
        QUARTILES[1]: np.where(late > 0.45, 15, 14),
        QUARTILES[2]: 15 + np.rint(np.maximum(late - 0.22, 0.0) * 16),
    }
    text = table_text({name: np.where(icpc > 0, value, np.nan) for name, value in days.items()})
    # mark() ran before these columns were there, so the withheld rows are carried over.
    withheld = frame["ICPC"].isin(["u", "x"])
    text[withheld] = np.repeat(frame.loc[withheld, ["ICPC"]].to_numpy(), 3, axis=1)
    return pd.concat([frame, text], axis=1)


def write_cin(truth: Truth, folder: Path) -> None:
    """Write the 2025 release and the 2024 release that it revises."""
    for name, frame in cin_tables(truth).items():
        path = folder / "cin" / FILES[name]
        if name in {"c4", "d3", "d5"}:
            _write_with_quoted_blanks(frame, path)
        else:
            write_csv(frame, path)
    _write_2024(truth, folder / "vintages" / "cin_2024")


def _write_with_quoted_blanks(frame: pd.DataFrame, path: Path) -> None:
    # Three of the real tables quote the blanks of regional rows, except the one in old_la_code.
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = frame.copy()
    for column in ("region_code", "region_name", "new_la_code", "la_name"):
        quoted[column] = quoted[column].where(quoted[column] != "", '""')
    body = quoted.to_csv(
        index=False, lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\", quotechar="'"
    )
    path.write_bytes(body.encode())


def _write_2024(truth: Truth, folder: Path) -> None:
    rng = stream(truth.nation.seed, "revision")
    years = YEARS[:-1]
    counts = {name: values[:, :-1].copy() for name, values in truth.cin.items()}
    revised = rng.choice(len(truth.nation.las), size=6, replace=False)
    for name in ("referral_count", "rereferral_count", "referral_child_count"):
        counts[name][revised, -1] = np.rint(counts[name][revised, -1] * 0.97).astype(int)
    last = counts[BANDS[0]][revised, -1]
    counts[BANDS[0]][revised, -1] = np.maximum(last - 4, 0)
    counts["CPP_At31"] = np.sum([counts[band] for band in BANDS], axis=0)
    rebased = truth.population[:, :-1] * np.exp(rng.normal(0.0, 0.006, counts["ICPC"].shape))
    layout = cin_layout(truth.nation, years)
    write_csv(
        _c1_of_2024(layout, counts, np.rint(rebased)),
        folder / "c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv",
    )
    d5 = _table(layout, counts, "d5", D5, D5_PARTS, BANDS)
    write_csv(d5, folder / "d5_cpps_at31march_by_duration_2013_to_2024.csv")


def _c1_of_2024(layout: Layout, counts: Counts, population: np.ndarray) -> pd.DataFrame:
    now = _table(layout, counts, "c1", C1, C1_PARTS)
    people = layout.spread(population)
    frame = now[[*now.columns[:11]]].copy()
    for old, new in (
        ("Referrals", "referral"), ("Re_referrals", "rereferral"),
        ("No_Further_Action", "no_further_action"), ("Not_in_Need", "not_in_need"),
        ("Referrals_child", "referral_child"), ("Re_referrals_child", "rereferral_child"),
    ):  # fmt: skip
        frame[old] = now[f"{new}_count"]
        if old.startswith("Referrals"):
            exact = layout.spread(counts[f"{new}_count"])
            rate = table_text({"rate": np.round(10_000 * exact / people, 1)})["rate"]
            symbol = now[f"{new}_count"].isin(["c", "u", "x"])
            frame[f"{old}_rate"] = rate.mask(symbol, now[f"{new}_count"])
        else:
            frame[f"{old}_percent"] = now[f"{new}_percent"]
    # What the 2025 release withdrew as unreliable still stood in the release before it.
    return _not_yet_withdrawn(frame, layout, counts)


def _not_yet_withdrawn(frame: pd.DataFrame, layout: Layout, counts: Counts) -> pd.DataFrame:
    withdrawn = (frame["Re_referrals"] == "u") & (frame["Referrals"] != "u")
    for old, part, whole in (
        ("Re_referrals", "rereferral_count", "referral_count"),
        ("Re_referrals_child", "rereferral_child_count", "referral_child_count"),
    ):
        exact, total = layout.spread(counts[part]), layout.spread(counts[whole])
        text = table_text({"count": exact, "percent": percent(exact, total)})
        frame.loc[withdrawn, old] = text.loc[withdrawn, "count"]
        frame.loc[withdrawn, f"{old}_percent"] = text.loc[withdrawn, "percent"]
    return frame
