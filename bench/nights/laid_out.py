"""An installation that has run, reported and been kept once, with a publisher to fetch from."""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from pathlib import Path

from bench.nights.faults import FETCHING, news
from bench.nights.place import FLOWS, Place
from bench.nights.readers import MARK
from earlywarning.settings import reference_folder
from tests.support.few_files import C1, FEW, few
from tests.support.publisher import Publisher


def laid_out(folder: Path, publisher: Publisher, draw: random.Random) -> Place:
    """Make an installation that has run, reported and been kept once; nothing is wrong yet."""
    few(folder / "in", tuple(name for name in FEW if name != C1))
    for name in ("tmp", "register", "kept", "source"):
        (folder / name).mkdir(mode=0o700)
    few(folder / "source", (C1,))
    publisher.publish("1.0", (folder / "source" / C1).read_bytes())
    os.environ.pop("EARLYWARNING_REMEMBERED", None)
    os.environ |= {
        MARK: str(folder), "TMPDIR": str(folder / "tmp"),
        "EARLYWARNING_REGISTER": str(folder / "register"),
        "EARLYWARNING_NOTIFY": str(folder / "nobody.toml"),
        "EARLYWARNING_REFERENCE": str(_one_source(folder / "reference")),
        "EARLYWARNING_WAREHOUSE": str(folder / "w.duckdb"),
        "EARLYWARNING_INCOMING": str(folder / "in"),
        "EARLYWARNING_REPORTS": str(folder / "site"),
        "EARLYWARNING_ADDRESS": publisher.address,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    place = Place(folder, publisher, draw)
    place.public = _key(place)
    for command in ("fetch", "run"):
        place.done(command)
    place.record()
    for command in ("run", "report", "backup", "fetch", *FLOWS):
        # What is struck on a night has something to fetch and something to tell, too.
        if command in FETCHING:
            news(place)
        place.timed(command)
        place.record()
    place.next()
    if place.wrong:
        raise SystemExit("\n".join(place.wrong))
    return place


def _key(place: Place) -> str:
    return place.ended(place.start("-m", "earlywarning", "backup", "key", "key")).said.strip()


def _one_source(folder: Path) -> Path:
    """Copy the definitions; fetch only the publication that is served, look back at no month."""
    shutil.copytree(reference_folder(), folder)
    policy = folder / "policy.toml"
    words = re.sub(
        r"(?m)^look_back_months = \d+", "look_back_months = 0", policy.read_text("utf-8")
    )
    policy.write_text(words, encoding="utf-8")
    path = folder / "sources.toml"
    start, *blocks = re.split(r"(?=^\[+publications)", path.read_text("utf-8"), flags=re.M)
    kept = [
        one for one in blocks
        if re.match(r"\[publications\.children_in_need(\.cadence)?\]", one)
        or 'name = "c1_referrals"' in one
    ]  # fmt: skip
    path.write_text("".join([start, *kept]), encoding="utf-8")
    return folder
