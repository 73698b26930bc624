"""Before a run: bring what is new. A run goes on with what is there, whatever comes of this."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from earlywarning.definitions.loader import load_definitions
from earlywarning.run.work import Say
from earlywarning.settings import reference_folder
from earlywarning.warehouse.one_at_a_time import one_at_a_time

if TYPE_CHECKING:
    from earlywarning.sources.fetching.polite import Clock


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """One line per source, what the command line returns, whether anything asked was given."""

    lines: list[str]
    exit_code: int
    answered: bool


def fetch(
    names: tuple[str, ...],
    folder: Path,
    *,
    address: str = "",
    say: Say = lambda _: None,
    tell: Say = lambda _: None,
    clock: Clock | None = None,
) -> FetchOutcome:
    """Fetch what is new into a folder, one fetch of a folder at a time.

    The exit code is 3 if something was refused or failed though its publisher answered, 4 if no
    publisher could be reached and nothing fetched is held, else 0: being offline is no fault.

    Raises:
        AlreadyRunningError: if another fetch writes into this folder.
        UsageError: if a source is not known.
    """
    from earlywarning.sources.fetching.fetch import fetch_all  # the HTTP client only when asked for
    from earlywarning.sources.fetching.record import ASIDE, FetchLog

    sources = load_definitions(reference_folder()).sources
    lines: list[str] = []

    def told(line: str) -> None:
        lines.append(line)
        tell(line)

    with one_at_a_time(folder / ASIDE / "fetch", "fetch"):
        tried = fetch_all(
            sources, names, folder, address=address, clock=clock, detail=say, tell=told
        )
    became = {one.outcome for one in tried}
    answered = bool(became & {"new", "unchanged"})
    if became & {"refused", "failed"}:
        return FetchOutcome(lines, 3, answered)
    reached = became & {"new", "unchanged"} or FetchLog(folder).fetched
    return FetchOutcome(lines, 4 if "unreachable" in became and not reached else 0, answered)


def listed() -> list[str]:
    """Return each source with how it is got, one line each."""
    lines = []
    for source, one in load_definitions(reference_folder()).sources.publications.items():
        how = f"by hand: {one.by_hand}" if one.by_hand else ", ".join(p.name for p in one.parts())
        lines.append(f"{source}: {one.title} ({how}); {one.licence}; {one.page}")
    return lines
