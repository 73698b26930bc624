"""The state of one run, from opening it to what it comes to."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from earlywarning import __version__
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.run.guard import Loss
from earlywarning.run.memory import Memory
from earlywarning.scoring.figures import Figures, Worked
from earlywarning.settings import DEFAULT_REGISTER, Settings
from earlywarning.sources import intake
from earlywarning.sources.intake import Offered
from earlywarning.tables.quality import Finding
from earlywarning.warehouse.build import Building
from earlywarning.warehouse.cache import Cache
from earlywarning.warehouse.carried import Before

# Takes one line; a line that begins with two spaces is detail that a log can do without.
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, for a person and for an exit code."""

    exit_code: int
    published: Path | None
    summary: list[str]
    new_files: int
    refused: list[str]
    left_aside: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Work:
    """The state of one run, from opening to publishing."""

    settings: Settings
    definitions: Definitions
    say: Say
    started: dt.datetime
    memory: Memory
    offered: list[Offered] = field(default_factory=list)
    context: intake.Context | None = None
    # What reading a table rests on besides the file and its rules.
    world: str = ""
    findings: list[Finding] = field(default_factory=list)
    building: Building | None = None
    run_id: str = ""
    unchanged: bool = False
    published: Path | None = None
    # The build that readers had before this one was published.
    replaced: Path | None = None
    soft_loaded: bool = False
    nation: str = "England"
    new_files: int = 0
    pages: list[Path] = field(default_factory=list)
    # What the last published run held and this one does not; with it nothing is published.
    lost: list[Loss] = field(default_factory=list)
    # Why what is published is built anew, if not for its files.
    rebuilt: str = ""
    # What figures came to today and on earlier days; what was said of a place changes none of it.
    figures: Figures | None = None
    # What the tables of figures rest on, and the build that they are taken over from, if any.
    files_key: str = ""
    figures_key: str = ""
    before: Before | None = None
    worked: Worked = field(default_factory=Worked)


def open_work(settings: Settings, say: Say) -> Work:
    """Load the definitions and start the clock.

    Raises:
        UsageError: if a register was named that is not there: silence would be a run without it.
    """
    register = settings.register
    if register != DEFAULT_REGISTER and not register.is_dir():
        raise UsageError(f"{register}: no such folder; it was named as the register")
    definitions = load_definitions(settings.reference)
    cache = Cache(settings.remembered, code_hash(), settings.fresh)
    memory = Memory(cache, definitions)
    return Work(settings, definitions, say, dt.datetime.now(dt.UTC), memory)


def close(work: Work) -> None:
    """Throw an unpublished build away; the published file is untouched."""
    if work.building is not None and work.published is None:
        work.building.abandon()
        work.building = None


def building_of(work: Work) -> Building:
    """Return the open build.

    Raises:
        NothingUsableError: if ingest has not begun one.
    """
    if work.building is None:
        raise NothingUsableError("nothing is being built; run ingest first")
    return work.building


@cache
def code_hash() -> str:
    """Return a short hash of all code and SQL: other code makes another run."""
    digest = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".sql"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def own_version() -> str:
    """Return the version of this program and of its code, as what it publishes tells it."""
    return f"{__version__}+{code_hash()}"
