"""One cell of a return: a number, a symbol with its reason, a blank, or a refusal."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from earlywarning.definitions.in_year import Measure
from earlywarning.sources.cells import STATUS
from earlywarning.sources.workbook.sheet import Fault

# The publisher's symbols, and what people write beside them; a blank has rules of its own.
SYMBOLS = {
    **{symbol: reason for symbol, reason in STATUS.items() if symbol and symbol[0] != "["},
    "n/a": "not_available",
    "na": "not_available",
    "–": "not_available",  # noqa: RUF001 - the dash that word processors put in
}
_PLAIN = re.compile(r"\d+(\.\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: a number, or a reason why there is none with the symbol that stood there.

    `status` is ok, blank, refused or a reason. A refusal has its words in `why`, without what the
    cell holds: a small count must not travel in a message.
    """

    number: float | None = None
    marker: str | None = None
    status: str = "ok"
    why: str = ""


Form = Literal["number", "percentage"]


def refused(why: str) -> Value:
    """Return a refusal with its reason."""
    return Value(status="refused", why=why)


def read_value(cell: object, measure: Measure) -> Value:
    """Read one cell under the unit of its measure; what can mean two things is refused."""
    if isinstance(cell, Fault):
        return refused(cell.why)
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        return refused("a day or a yes where a number is due")
    if isinstance(cell, int | float):
        return _number(float(cell), measure)
    text = str(cell if cell is not None else "").replace("\xa0", " ").strip()
    if not text:
        return Value(status="blank")
    if text.casefold() in SYMBOLS:
        return Value(marker=text, status=SYMBOLS[text.casefold()])
    return _text(text, measure)


def _text(text: str, measure: Measure) -> Value:
    body = text.removesuffix("%").rstrip()
    percent = body != text
    if percent and measure.unit != "percentage":
        return refused(f"is a percentage where a {measure.unit} is due")
    whole_number = measure.unit in {"count", "fte"}
    if _THOUSANDS.fullmatch(body) and whole_number:
        return _number(float(body.replace(",", "")), measure)
    if "," in body:
        return refused("the comma can be a decimal comma; write a point")
    if not _PLAIN.fullmatch(body):
        return refused("is no number and no known symbol")
    if measure.unit == "count" and "." in body and len(body.split(".")[1]) == 3:
        return refused("the point can part thousands; write whole numbers plainly")
    return Value(float(body)) if percent and float(body) <= 100 else _number(float(body), measure)


def _number(number: float, measure: Measure) -> Value:
    # nan and infinity fail the first comparison as well
    if not 0 <= number < 1e9:
        return refused("is out of range")
    if measure.unit == "count" and not number.is_integer():
        return refused("is no whole number where a count is due")
    if measure.unit == "percentage" and number > 100:
        return refused("is above 100 per cent")
    if measure.unit == "percentage" and 0 < number <= 1:
        return refused("can be a share of one or a per cent; write it as 84.5 or 84.5%")
    return Value(number)
