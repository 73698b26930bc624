"""Do to one damaged file what a run does, beside files that are sound."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd

from earlywarning.definitions.loader import load_definitions
from earlywarning.run.ingest import take
from earlywarning.run.memory import Memory
from earlywarning.run.taken import neighbours, traced
from earlywarning.run.work import Work, code_hash
from earlywarning.settings import Settings
from earlywarning.sources import inspections, intake
from earlywarning.sources.annex_a.lists import declared_lists
from earlywarning.sources.boundary import refusing
from earlywarning.sources.folders import offered_files
from earlywarning.sources.kind import kind_of
from earlywarning.sources.offered import Offered
from earlywarning.warehouse.cache import Cache
from lab.nation.spreadsheets import write_xlsx
from tests.conftest import REFERENCE
from tests.support.few_files import C1, CONTEXT, DAY, NEIGHBOURS, nation

DEFINITIONS = load_definitions(REFERENCE)
VALUES = ["series", "area", "time_period", "value", "status"]


@dataclass
class Bench:
    """A run in which one file is tried after another; `sound` are the files beside it."""

    place: Path
    beside: tuple[str, ...] = CONTEXT
    work: Work = field(init=False)

    def __post_init__(self) -> None:
        settings = Settings((self.place,), DAY, self.place / "w.duckdb", fresh=True)
        memory = Memory(Cache(settings.remembered, code_hash(), fresh=True), DEFINITIONS)
        now = dt.datetime.now(dt.UTC)
        self.work = Work(settings, DEFINITIONS, lambda _: None, now, memory)

    def tried(self, path: Path) -> Offered:
        """Return a file after all that is done to it before the tables are loaded."""
        [one] = offered_files((path,))
        sound = [o for name in self.beside for o in offered_files((nation() / name,))]
        self.work.offered = [one, *(o for o in sound if o.sha256 != one.sha256)]
        for each in self.work.offered:
            intake.recognise(each, DEFINITIONS)
        self.work.context = intake.context_of(self.work.offered, DEFINITIONS, DAY)
        intake.join_answers(self.work.offered, self.work.context)
        if one.kind != "unknown" and one.outcome == "unknown":
            take(self.work, one)
        if one.outcome == "taken":
            with refusing(one):
                self._loaded(one)
        return one

    def _loaded(self, one: Offered) -> None:
        if one.table is not None:
            assert one.remembered is not None
        elif kind_of(one).table == "inspection":
            inspections.combine([frame for frame in [traced(one)] if frame is not None], DAY)
        elif kind_of(one).table == "neighbour":
            neighbours([one])

    def figures(self) -> pd.DataFrame:
        """Return what is read of one sound table beside the file that was tried last."""
        assert self.work.context is not None
        [one] = offered_files((nation() / C1,))
        intake.recognise(one, DEFINITIONS)
        intake.date_release(one, self.work.context)
        return intake.read_table(one, self.work.context).facts.to_pandas()[VALUES]


def books(folder: Path) -> dict[str, Path]:
    """Write what the invented nation has no workbook of, and return one of each kind."""
    rows = [line.split(",") for line in (nation() / NEIGHBOURS).read_text().splitlines()]
    write_xlsx(folder / "sn_model_2025.xlsx", "SN", rows)
    _outturn(folder / "ro3.xlsx")
    _lists(folder / "lists.xlsx")
    return {
        "Ofsted": next((nation() / "ofsted").glob("*.ods")),
        "codes": nation() / "reference" / "la_code_list.xlsx",
        "a return": nation() / "in_year" / "clean.xlsx",
        "neighbours": folder / "sn_model_2025.xlsx",
        "outturn": folder / "ro3.xlsx",
        "lists about children": folder / "lists.xlsx",
    }


def _outturn(path: Path) -> None:
    """Write an outturn sheet: invented sums under the machine names that the table declares."""
    chance, table = Random("outturn"), DEFINITIONS.tables["outturn_ro3"]
    names = [column.names[0] for column in table.columns.values()]
    names += [f"RO3-line{i}-net-cur-exp" for i in range(60)]
    first = ["E-code", "ONS Code", "Local authority", "Region", "Class", "Notes", "Certification"]
    codes = pd.read_csv(nation() / "reference" / "las.csv", dtype=str, keep_default_na=False)
    rows: list[list[object]] = [
        ["Revenue Outturn (RO) 2024-25"], ["Last updated: 4 December 2025"],
        [""] * 7 + names, [*first, *names],
    ]  # fmt: skip
    for number, one in enumerate(codes.to_dict("records")):
        own = [f"E{number:04}", one["new_la_code"], one["la_name"], "", "UA", "", "Y"]
        rows.append([*own, *(chance.randint(1, 90_000) for _ in names)])
    rows.append(["Eng", "", "England", "", "", "", "Y", *(4_000_000 for _ in names)])
    write_xlsx(path, "RO3_LA_Data", rows)


def _lists(path: Path) -> None:
    """Write lists about children who do not exist."""
    chance, book = Random("lists"), openpyxl.Workbook()
    book.remove(book.active)
    for number, declared in declared_lists(REFERENCE).items():
        sheet = book.create_sheet(f"List {number}")
        sheet.append(list(declared.columns))
        for child in range(12):
            day = dt.date(2025, chance.randint(1, 12), chance.randint(1, 28))
            sheet.append(
                [
                    f"C{child}",
                    *(day if "Date" in c or "date" in c else 1 for c in declared.columns[1:]),
                ]
            )
    noted = book.create_sheet("Notes")
    for row in (["authority", "101"], ["returned on", "2026-01-31"], ["months covered", "6"]):
        noted.append(row)
    book.save(path)
