"""The measured record as every run carries it: its rows, and the sentence that is printed."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from earlywarning.errors import DefinitionError

HEADER = ["section", "target", "contender", "measure", "part", "value", "lower", "upper", "n",
          "happened", "row"]  # fmt: skip
SCORE, TARGET = "product", "any_part_down"


def record_rows(path: Path) -> pd.DataFrame:
    """Return the record's rows as the table takes them.

    Raises:
        DefinitionError: if the file is missing or has other columns.
    """
    try:
        frame = pd.read_csv(path, dtype={"part": str}, keep_default_na=False, na_values=[""])
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DefinitionError(f"{path}: no readable record; run earlywarning backtest") from error
    if list(frame.columns) != HEADER:
        raise DefinitionError(f"{path}: not a record: its columns are {', '.join(frame.columns)}")
    words = ["target", "contender", "part"]
    return frame.fillna(dict.fromkeys(words, "")).rename(columns={"row": "number"})


def record_sentence(rows: pd.DataFrame) -> str:
    """Return what the record says of scores like these, in two sentences; empty without figures."""
    here = (rows["section"] == "inspections") & (rows["target"] == TARGET)
    own = {
        str(row["measure"]): row
        for row in rows[here & rows["contender"].isin([SCORE, ""])].to_dict("records")
        if not pd.isna(row["value"])
    }
    if not {"base_rate", "highest_quarter", "lowest_quarter"} <= set(own):
        return ""
    base = own["base_rate"]
    return (
        f"The measured record of such scores, from published figures alone, on {int(base['n'])} "
        f"past inspections in England: {base['value']:.0%} of all had some part of the service "
        "judged lower than before, whatever any score said; of those in the quarter with the "
        f"highest score {_told(own['highest_quarter'])}, of those in the lowest quarter "
        f"{_told(own['lowest_quarter'])}. Most warnings are followed by no worse judgement; they "
        "are a reason to offer help and no verdict."
    )


def _told(row: dict[Hashable, Any]) -> str:
    return f"{row['value']:.0%} (95% interval {row['lower']:.0%} to {row['upper']:.0%})"
