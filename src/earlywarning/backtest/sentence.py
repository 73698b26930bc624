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
        for row in rows[here & (rows["contender"] == SCORE)].to_dict("records")
    }
    high, low = own.get("highest_quarter"), own.get("lowest_quarter")
    if high is None or low is None:
        return ""
    return (
        f"The measured record of such scores, from published figures alone, on {int(high['n'])} "
        f"past inspections in England: of those in the quarter with the highest score "
        f"{_told(high)} had some part of the service judged lower than before, of those in the "
        f"lowest quarter {_told(low)}. Most warnings are followed by no worse judgement; they are "
        "a reason to offer help and no verdict."
    )


def _told(row: dict[Hashable, Any]) -> str:
    return f"{row['value']:.0%} (95% interval {row['lower']:.0%} to {row['upper']:.0%})"
