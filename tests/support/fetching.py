"""What tests of fetching share: a small file, a clock that does not wait, sources to ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from earlywarning.definitions.publication import DataSet, Manners, PlainFile, Publication
from earlywarning.sources.fetching.polite import Clock
from tests.support.publisher import API

HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,new_la_code,la_name,old_la_code,category,referral_count\n"
)
ROW = "2025,Reporting year,Local authority,X1,Nation,,,X{0},Place {0},{0},Referrals,{1}\n"


def table(rows: int = 40, value: int = 7) -> bytes:
    """Return a small invented file in open-data layout."""
    return (HEADER + "".join(ROW.format(100 + n, value + n) for n in range(rows))).encode()


@dataclass
class Waits:
    """Seconds that were slept, which pass at once."""

    slept: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        return Clock(self.slept.append, lambda: sum(self.slept), lambda: 1.0)


def manners(**other: object) -> Manners:
    given = {
        "api": f"https://statistics.example{API}", "user_agent": "test", "pause_seconds": 0.001,
        "timeout_seconds": 0.5, "tries": 3, "first_wait_seconds": 2, "longest_wait_seconds": 60,
        "answer_minutes": 5, "total_minutes": 20,
        "quiet_days": 3, "largest_megabytes": 50,
    }  # fmt: skip
    return Manners.model_validate(given | other)


def data_set_source() -> Publication:
    one = DataSet(name="c1", titles=("referrals and re referrals",), tables=())
    return Publication(
        title="CIN", page="https://p.example", licence="OGL", slug="children-in-need",
        data_sets=(one,),
    )  # fmt: skip


def file_source(address: str, *links: str) -> Publication:
    one = PlainFile(name="outcomes", address=address, links=links)
    return Publication(title="Files", page="https://p.example", licence="OGL", files=(one,))


def data_files(folder: Path) -> dict[str, bytes]:
    """Return every file that a run would be offered, the record aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not path.name.startswith("fetched")
    }
