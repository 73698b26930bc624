"""A few files of the invented nation, and what a run says of them up to the loaded tables."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from earlywarning.run.run import run_as_far_as
from earlywarning.run.work import Outcome
from earlywarning.settings import Settings
from earlywarning.sources import intake
from earlywarning.sources.context import Context
from earlywarning.sources.folders import offered_files
from earlywarning.sources.offered import Offered
from lab.demo import invent
from tests.conftest import REFERENCE
from tests.support.evidence import DEFINITIONS

DAY = dt.date(2026, 4, 30)
C1 = "cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
WORKFORCE = "workforce/csww_indicators_2017_to_2025.csv"
POPULATION = "population/ons_mid-year_population_estimates_2012_to_2024.csv"
OUTCOMES = "ofsted/LA_Inspection_Outcomes_as_at_31_March_2025.ods"
HISTORY = "ofsted/derived/la_judgements_2009_to_2025-03-31_derived.csv"
NEIGHBOURS = "neighbours/sn_model_2025_wide.csv"
SOFT, REVIEWS = "registers/soft_intelligence.csv", "registers/peer_reviews.csv"
CALENDAR = "reference/derived/release_calendar_derived.csv"
CODES = "reference/las.csv"
RETURN = "in_year/front_door_2026_04.csv"
CONTEXT = (CODES, CALENDAR, "reference/regions.csv", "reference/derived/la_lifecycle_derived.csv")
FEW = (C1, WORKFORCE, POPULATION, OUTCOMES, HISTORY, NEIGHBOURS, SOFT, REVIEWS, RETURN, *CONTEXT)


@cache
def nation() -> Path:
    """Return the invented nation's folder, written once."""
    folder = Path(mkdtemp(prefix="few-files-"))
    invent(folder, REFERENCE, small=True)
    return folder


def few(folder: Path, names: tuple[str, ...] = FEW) -> Path:
    """Copy a few of the nation's files into a folder and return it."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(nation() / name, folder / name)
    return folder


def ingested(folder: Path, place: Path, *, as_of: dt.date = DAY) -> tuple[list[str], Outcome]:
    """Return what every file came to, and the outcome, without what another run remembers."""
    register = place / "no register"
    register.mkdir(exist_ok=True)
    settings = Settings((folder,), as_of, place / "w.duckdb", register=register, fresh=True)
    return run_as_far_as("ingest", settings, say=lambda _: None)


def table_in(folder: Path) -> tuple[Offered, Context]:
    """Read the table of referrals in a folder with what it needs, as far as it is judged."""
    offered = offered_files((folder,))
    for one in offered:
        intake.recognise(one, DEFINITIONS)
    context = intake.context_of(offered, DEFINITIONS, DAY)
    [table] = [one for one in offered if one.name == C1]
    intake.date_release(table, context)
    return table, context
