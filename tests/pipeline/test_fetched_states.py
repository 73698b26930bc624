"""How often a record of fetching was seen on its way changes nothing of what it comes to."""

from __future__ import annotations

from pathlib import Path

from earlywarning.run.run import run_as_far_as
from earlywarning.settings import Settings
from earlywarning.sources.fetching.record import Change, Fetched, FetchLog
from tests.support.few_files import C1, CONTEXT, DAY, few

CHANGE = Change("children_in_need", "c1", "1.1", "2026-01-01", "minor", "filters", "", "", "RY")


def fetched(folder: Path, number: str) -> None:
    """Write down one more version, as a fetch does."""
    row = Fetched(
        "children_in_need", "c1", "id", number, "2025", "2026-01-01", "api", "an address", "", "",
        number * 16, "1", f"children_in_need/c1__{number}.csv", "2026-01-01T00:00:00", "new",
    )  # fmt: skip
    FetchLog(folder).add(row, [CHANGE] if number != "1.0" else [])


def told(place: Path, warehouse: str) -> list[str]:
    """Ingest, and return what became of each file, without the names of kept copies."""
    none = place / "none"
    none.mkdir(exist_ok=True)
    settings = Settings((place / "in",), DAY, place / warehouse, register=none)
    lines, outcome = run_as_far_as("ingest", settings, say=lambda _: None)
    assert outcome.exit_code == 0
    return sorted(line for line in lines if "fetched" in line)


def test_a_run_between_two_fetches_leaves_no_trace_in_the_next(tmp_path: Path) -> None:
    few(tmp_path / "in", (C1, *CONTEXT))
    for number in ("1.0", "1.1"):
        fetched(tmp_path / "in", number)
        told(tmp_path, "often.duckdb")
    fetched(tmp_path / "in", "1.2")
    assert told(tmp_path, "often.duckdb") == told(tmp_path, "once.duckdb")
    kept = [path.name for path in (tmp_path / "often.raw" / "fetched").iterdir()]
    assert len(kept) == 3, "the bytes of each state stay"


def test_a_kept_state_that_today_s_record_does_not_hold_is_still_used(tmp_path: Path) -> None:
    few(tmp_path / "in", (C1, *CONTEXT))
    fetched(tmp_path / "in", "1.0")
    told(tmp_path, "w.duckdb")
    (tmp_path / "in" / "fetched.csv").unlink()
    fetched(tmp_path / "in", "1.1")
    lines = told(tmp_path, "w.duckdb")
    assert sum("fetched.csv: dates of publication" in line for line in lines) == 2
