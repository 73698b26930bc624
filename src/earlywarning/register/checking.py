"""From the words of a form, a row or a command to an entry, every fault told at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from earlywarning.register.record import Entry
from earlywarning.register.texts import faults_of, persons_in
from earlywarning.register.words import CREDIBILITY, RELIABILITY, SOURCE_KINDS, Allowed, unknown

COLUMNS = (
    "authority", "flag", "heard_on", "source_kind", "source_area", "reliability", "credibility",
    "cases", "text", "recorded_by", "review_by",
)  # fmt: skip
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field; `person` marks the warning that may be overruled."""

    column: str
    message: str
    kind: str = ""


@dataclass(slots=True)
class Checked:
    """An entry, or why there is none."""

    entry: Entry | None
    by: str
    faults: list[Fault]

    @property
    def only_persons(self) -> bool:
        """Whether nothing but the warning about names stands in the way."""
        return bool(self.faults) and all(f.kind == PERSON for f in self.faults)


def check(row: dict[str, str], allowed: Allowed, *, no_person_named: bool = False) -> Checked:
    """Hold the words of one entry against what is allowed.

    Args:
        row: COLUMNS and their words; one that is left out is empty.
        allowed: flags, places, policy and today.
        no_person_named: whoever records has looked, and says that the text names nobody.
    """
    given = {column: str(row.get(column, "")).strip() for column in COLUMNS}
    given["text"] = str(row.get("text", "")).replace("\r\n", "\n")
    faults = [*_words(given, allowed), *_days(given, allowed), *_cases(given, allowed)]
    faults += [Fault("text", f"text {why}") for why in faults_of(given["text"], _longest(allowed))]
    if not (no_person_named or faults_in(faults, "text")):
        faults += persons(given["text"], allowed)
    if faults:
        return Checked(None, given["recorded_by"], faults)
    return Checked(_entry(given, allowed, no_person_named), _role(given, allowed) or "", [])


def faults_in(faults: list[Fault], column: str) -> list[str]:
    """Return what is wrong with one field."""
    return [fault.message for fault in faults if fault.column == column]


def _longest(allowed: Allowed) -> int:
    return allowed.policy.longest_text


def _words(given: dict[str, str], allowed: Allowed) -> Iterable[Fault]:
    yield from _authority(given, allowed)
    lists = {
        "flag": tuple(allowed.flags), "source_kind": SOURCE_KINDS,
        "reliability": RELIABILITY, "credibility": CREDIBILITY,
    }  # fmt: skip
    for column, words in lists.items():
        if given[column] not in words:
            yield Fault(column, unknown(column, given[column], words))
    if given["source_area"] and allowed.places.area_of(given["source_area"]) is None:
        regions = ", ".join(allowed.places.regions)
        told = unknown("source_area", given["source_area"], allowed.places.regions, listed=False)
        yield Fault("source_area", f"{told}; give a region ({regions}) or an authority")
    if _role(given, allowed) is None:
        told = unknown("recorded_by", given["recorded_by"], allowed.policy.recorders)
        yield Fault("recorded_by", f"{told} (a role, never a name)")
    flag = allowed.flags.get(given["flag"])
    if flag and given["source_kind"] in SOURCE_KINDS and given["source_kind"] not in flag.raised_by:
        who = ", ".join(flag.raised_by)
        yield Fault("source_kind", f"{given['flag']} may be raised by: {who}")


def _authority(given: dict[str, str], allowed: Allowed) -> Iterable[Fault]:
    match = allowed.places.match(given["authority"], day_of(given["heard_on"]))
    if match.code is not None:
        return
    if allowed.places.code_of(given["authority"]) is not None:
        yield Fault("authority", f"authority is {given['authority'][:60]!r}: {match.why}")
        return
    names = allowed.places.names.values()
    told = unknown("authority", given["authority"], names, listed=False)
    yield Fault("authority", f"{told}; give a name, a three-digit or a nine-character code")


def _role(given: dict[str, str], allowed: Allowed) -> str | None:
    word = " ".join(given["recorded_by"].split()).casefold()
    return next((r for r in allowed.policy.recorders if r.casefold() == word), None)


def day_of(word: str) -> dt.date | None:
    """Return a day written as 2026-01-31 or 31/01/2026, or None."""
    british = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", word)
    iso = re.fullmatch(r"\d{4}-\d{2}-\d{2}", word)
    try:
        if british:
            return dt.date(int(british[3]), int(british[2]), int(british[1]))
        return dt.date.fromisoformat(word) if iso else None
    except ValueError:
        return None


def _days(given: dict[str, str], allowed: Allowed) -> Iterable[Fault]:
    heard, review = day_of(given["heard_on"]), day_of(given["review_by"])
    for column, day in (("heard_on", heard), ("review_by", review)):
        if day is None:
            what = f"is {given[column][:60]!r}" if given[column] else "is empty"
            yield Fault(column, f"{column} {what}; write a day as 2026-01-31")
    if heard and heard > allowed.today:
        yield Fault("heard_on", f"heard_on {heard} lies in the future")
    if heard and heard < dt.date(2000, 1, 1):
        yield Fault("heard_on", f"heard_on {heard} is before 2000; is the year right?")
    if heard and review:
        months = allowed.policy.longest_review_months
        if not heard <= review:
            yield Fault("review_by", f"review_by {review} is before the day it was heard")
        elif (review.year - heard.year) * 12 + review.month - heard.month > months:
            yield Fault("review_by", f"review_by {review} is more than {months} months after")


def _cases(given: dict[str, str], allowed: Allowed) -> Iterable[Fault]:
    word, flag = given["cases"], allowed.flags.get(given["flag"])
    number = int(word) if re.fullmatch(r"[0-9]{1,6}", word) else 0
    if word and number < 1:
        yield Fault("cases", f"cases is {word[:20]!r}; give the number of cases, or nothing")
    elif flag and flag.counts_cases and not word:
        yield Fault("cases", f"cases is empty; {given['flag']} rests on cases, so say how many")


def persons(text: str, allowed: Allowed, what: str = "text") -> Iterable[Fault]:
    """Yield a warning where words seem to name a person; `what` they are is told."""
    found = persons_in(text, allowed.places.known_words)
    if found:
        who = ", ".join(repr(name) for name in found[:5])
        words = (
            f"{what} may name a person ({who}); say the role instead, or confirm that it does not"
        )
        yield Fault("text", words, PERSON)


def _entry(given: dict[str, str], allowed: Allowed, no_person_named: bool) -> Entry:
    heard, review = day_of(given["heard_on"]), day_of(given["review_by"])
    code = allowed.places.code_of(given["authority"], heard)
    assert code
    assert heard
    assert review
    return Entry(
        old_la_code=code,
        flag=given["flag"],
        heard_on=heard,
        source_kind=given["source_kind"],
        source_area=allowed.places.area_of(given["source_area"]) or "",
        reliability=given["reliability"],
        credibility=int(given["credibility"]),
        text=given["text"],
        review_by=review,
        cases=int(given["cases"]) if given["cases"] else None,
        no_person_named=no_person_named,
    )
