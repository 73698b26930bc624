"""Writes the invented nation: every file of it, and its earlier offers."""

from pathlib import Path

from lab.nation.cin import write_cin
from lab.nation.cla import write_cla, write_population
from lab.nation.counts import draw_truth
from lab.nation.front_door import write_front_door
from lab.nation.in_year import write_in_year
from lab.nation.lait import write_lait
from lab.nation.neighbours import write_neighbours
from lab.nation.ofsted import write_ofsted
from lab.nation.places import COUNTRY_NAME, build_nation
from lab.nation.planted_offers import PlantedOffer, planted_offers
from lab.nation.reference import write_reference
from lab.nation.registers import reviewed_already, write_registers
from lab.nation.workforce import write_workforce

_NOTICE = f"""{COUNTRY_NAME} does not exist.

Everything in this folder is invented: the nation, its regions and authorities, their names and
codes, every number, every inspection, every sentence somebody is said to have spoken. The files
have the layout of published English tables, so that the same programs read them. They say nothing
about any real place, service or person, and must not be quoted as if they did.
"""


def write_nation(folder: Path, *, seed: int = 2016, small: bool = False) -> None:
    """Write the invented nation into a folder; the same seed gives the same bytes.

    A small one has every planted story and 42 authorities instead of 150.
    """
    nation = build_nation(seed, small=small)
    truth = draw_truth(nation)
    folder.mkdir(parents=True, exist_ok=True)
    write_cin(truth, folder)
    write_cla(truth, folder / "cla")
    write_workforce(truth, folder / "workforce")
    write_population(truth, folder / "population")
    write_lait(truth, folder / "lait")
    write_neighbours(nation, folder / "neighbours")
    write_ofsted(nation, folder / "ofsted")
    write_reference(nation, folder / "reference")
    write_registers(nation, folder / "registers")
    write_in_year(nation, folder / "in_year")
    write_front_door(truth, folder / "in_year")
    (folder / "README.txt").write_text(_NOTICE, encoding="utf-8")


def offers_before(seed: int = 2016, *, small: bool = False) -> list[PlantedOffer]:
    """Return the offers of earlier quarters, for whoever keeps the ledger of decisions."""
    nation = build_nation(seed, small=small)
    return planted_offers(nation, reviewed_already(nation))
