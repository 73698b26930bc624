"""The frozen protocol as a file: read strictly, and held against the hash it was frozen under."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from earlywarning.definitions.loader import Definitions, read_record
from earlywarning.definitions.model import Declared
from earlywarning.errors import DefinitionError
from earlywarning.scoring.model_file import model_of

FOLDER, FILE, FROZEN = "frozen", "protocol.toml", "frozen.csv"
HEADER = ["frozen_on", "sha256"]
# What of the policy the score of figures alone is made with, beside the model.
OF_THE_SCORE = ("caps", "bands", "performance", "transparency")


class KnownUntil(Declared):
    """The newest inspection that had been read when the protocol was frozen."""

    newest_started: dt.date
    newest_published: dt.date
    counts_from: dt.date


class Rule(Declared):
    """What is compared with what."""

    frameworks: tuple[str, ...]
    parts: tuple[str, ...]
    rescoped: dict[str, dt.date]
    before: str
    strata: str


class Target(Declared):
    """Some part newly at a grade (1 Outstanding to 4 Inadequate) or below it."""

    title: str
    grade: int = Field(ge=2, le=4)
    usual_rate: float = Field(gt=0, lt=1)


class Score(Declared):
    """The score that is judged, with the hash of what it is made with."""

    name: str
    sha256: str


class Floor(Declared):
    """What was promised of one target."""

    target: str
    auc_within_grade: float
    aim: float
    ahead_of: tuple[str, ...]
    ahead_in_draws: float


class Measures(Declared):
    """How it is measured, and from how many cases on it is won or lost."""

    draws: int
    seed: int
    reviews: int
    fewest_happened: int
    floors: tuple[Floor, ...]


class Protocol(Declared):
    """All that is frozen."""

    frozen_on: dt.date
    known: KnownUntil
    rule: Rule
    targets: dict[str, Target]
    score: Score
    baselines: dict[str, str]
    others: dict[str, str]
    measures: Measures

    def sha256(self) -> str:
        """Return the hash of the content: words of comments and the order of keys change none."""
        plain = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Frozen:
    """A protocol that fits the hash it was frozen under."""

    protocol: Protocol
    sha256: str


def frozen_protocol(models: Path) -> Frozen:
    """Read the protocol and hold it against the list of what was ever frozen.

    Raises:
        DefinitionError: if it is missing, faulty, or other than what was frozen last.
    """
    folder = models / FOLDER
    path = folder / FILE
    if not path.exists():
        raise DefinitionError(f"{path}: no frozen protocol here")
    protocol = read_record(path, Protocol, None)
    day, known = _ever_frozen(folder / FROZEN)[-1]
    own = protocol.sha256()
    if (protocol.frozen_on, own) != (day, known):
        raise DefinitionError(
            f"{path}: not what was frozen on {day} (sha256 {known[:12]}; it is {own[:12]}, dated "
            f"{protocol.frozen_on}); a change needs a later day, and a line of its own in {FROZEN}"
        )
    return Frozen(protocol, own)


def _ever_frozen(path: Path) -> list[tuple[dt.date, str]]:
    """Return every protocol that was ever frozen, oldest first."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = [*csv.reader(file)] or [[]]
        found = [(dt.date.fromisoformat(day), sha256) for day, sha256 in rows]
    except (OSError, ValueError) as error:
        raise DefinitionError(f"{path}: no list of what was frozen: {error}") from error
    if header != HEADER or not found:
        raise DefinitionError(
            f"{path}: no list of what was frozen: a line or more under {', '.join(HEADER)}"
        )
    days = [day for day, _ in found]
    if days != sorted(set(days)):
        raise DefinitionError(f"{path}: each line has to be of a later day than the one before")
    return found


def score_sha256(definitions: Definitions) -> str:
    """Return one hash over what the score of figures alone is made with."""
    policy = definitions.policy.model_dump(mode="json", include=set(OF_THE_SCORE))
    plain = json.dumps({"model": model_of(definitions), "policy": policy}, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
