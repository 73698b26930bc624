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
    """Return what the record says in three sentences, of which the first stands alone."""
    here = (rows["section"] == "inspections") & (rows["target"] == TARGET)
    own = {
        str(row["measure"]): row
        for row in rows[here & rows["contender"].isin([SCORE, ""])].to_dict("records")
        if not pd.isna(row["value"])
    }
    if not {"base_rate", "highest_quarter", "lowest_quarter"} <= set(own):
        return ""
    base, high, low = own["base_rate"], own["highest_quarter"], own["lowest_quarter"]
    return (
        f"Of {int(base['n'])} past inspections in England {base['value']:.0%} judged some part "
        f"lower than before: {high['value']:.0%} in the quarter with the highest scores, "
        f"{low['value']:.0%} in that with the lowest. Those scores were of published "
        f"figures alone (95% intervals: {_interval(high)} and {_interval(low)}). Most warnings are "
        "followed by no worse judgement: they are a reason to offer help and no verdict, and a low "
        "score is no all-clear."
    )


def _interval(row: dict[Hashable, Any]) -> str:
    return f"{row['lower']:.0%} to {row['upper']:.0%}"
