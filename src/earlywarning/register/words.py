"""The words an entry may use, and what is said of any other."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from earlywarning.definitions.places import Alias, Match, Matcher
from earlywarning.definitions.policy import LedgerPolicy
from earlywarning.definitions.soft_flag import SOURCE_KINDS, SoftFlag
from earlywarning.errors import UsageError

RELIABILITY = tuple("ABCDEF")
CREDIBILITY = tuple("123456")
# For trying the form and the template; nothing about it is ever scored.
EXAMPLE = "999"
EXAMPLE_NAME = "Exampleshire (invented)"


@dataclass(frozen=True)
class Places:
    """Authorities and regions that an entry may speak of.

    codes: rows of old_la_code, new_la_code, la_name, region, closed. changes: rows of old_la_code
    and successor. known_as: other names.
    """

    codes: pd.DataFrame
    changes: pd.DataFrame | None = None
    known_as: tuple[Alias, ...] = ()

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.codes, self.changes, self.known_as)

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each three-digit code, the running one where it had several."""
        return {EXAMPLE: EXAMPLE_NAME} | self._matcher.names

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Every region's name."""
        return tuple(sorted({str(r) for r in self.codes["region"].dropna() if r}))

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Every word of a place's name, so that it is not taken for a person's."""
        names = [*self.names.values(), *self.regions]
        return frozenset(word.strip(",.()") for name in names for word in str(name).split())

    def match(self, words: str, on: dt.date | None = None) -> Match:
        """Return the three-digit code for a name or code, or why there is none.

        Args:
            words: as they are written.
            on: the day that is spoken of: an authority that had closed by then is not meant.
        """
        if " ".join(words.split()).casefold() in (EXAMPLE, EXAMPLE_NAME.casefold()):
            return Match(EXAMPLE)
        return self._matcher.find(words, on)

    def code_of(self, words: str, on: dt.date | None = None) -> str | None:
        """Return the three-digit code for a name or code, or None."""
        return self.match(words, on).code

    def area_of(self, words: str) -> str | None:
        """Return a region's name, or an authority's, as it is written here; or None."""
        wanted = " ".join(words.split()).casefold()
        for region in self.regions:
            if region.casefold() == wanted:
                return region
        code = self.code_of(words)
        return self.names[code] if code else None


@dataclass(frozen=True, slots=True)
class Allowed:
    """All that entries are held against, and the day it is."""

    flags: dict[str, SoftFlag]
    places: Places
    policy: LedgerPolicy
    today: dt.date


def unknown(column: str, word: str, allowed: Iterable[str], *, listed: bool = True) -> str:
    """Say that a word is not known, what comes near, and which words are."""
    words = list(allowed)
    near = difflib.get_close_matches(word[:60].casefold(), [w.casefold() for w in words], 1, 0.6)
    meant = next((w for w in words if near and w.casefold() == near[0]), None)
    what = f"{column} is {word[:60]!r}" if word else f"{column} is empty"
    told = f"{what}; did you mean {meant}?" if meant else f"{what}."
    return f"{told} Allowed: {', '.join(words)}" if listed else told.removesuffix(".")


def role_of(word: str, allowed: tuple[str, ...], what: str) -> str:
    """Return a declared role.

    Raises:
        UsageError: naming those declared in policy.toml.
    """
    wanted = " ".join(word.split()).casefold()
    found = next((role for role in allowed if role.casefold() == wanted), None)
    if found is None:
        raise UsageError(unknown(what, word, dict.fromkeys(allowed)))
    return found


__all__ = [
    "CREDIBILITY",
    "EXAMPLE",
    "RELIABILITY",
    "SOURCE_KINDS",
    "Allowed",
    "Places",
    "role_of",
    "unknown",
]
