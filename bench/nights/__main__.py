"""Months of nights on which something goes wrong, on a few invented files.

    python -m bench.nights --nights 90 --seed 1

Each night one fault strikes a command that runs as a process of its own, while readers look at what
is published. Then: what was published answers, nothing that people said is lost, the next run comes
to what an undisturbed warehouse beside it has, and nothing is left over. Prints what happened, and
ends with 1 if any of this did not hold.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.nights.faults import FAULTS
from bench.nights.laid_out import laid_out
from bench.nights.place import Night
from bench.nights.readers import readers
from bench.nights.served import server_for_flows
from tests.support.publisher import Publisher, serving


def main() -> int:
    """Try the nights and print the table of what happened."""
    words = argparse.ArgumentParser("python -m bench.nights")
    words.add_argument("--nights", type=int, help="else each kind of fault once")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--only", choices=sorted(FAULTS), action="append", help="may be repeated")
    words.add_argument(
        "--minutes", type=float, default=24 * 60, help="begin no night after so many"
    )
    words.add_argument("--readers", type=int, default=3)
    given = words.parse_args()
    draw, until = random.Random(given.seed), time.monotonic() + 60 * given.minutes
    kinds = sorted(given.only or FAULTS)
    told: dict[str, list[Night]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory(prefix="nights-") as at,
        serving(Publisher()) as publisher,
        server_for_flows(Path(at)),
    ):
        place = laid_out(Path(at), publisher, draw)
        with readers(place.folder, given.readers) as looks:
            for number, name in enumerate(_faults(draw, kinds, given.nights), start=1):
                if time.monotonic() > until:
                    break
                night = place.night(FAULTS[name])
                told[name].append(night)
                print(f"night {number}: {name}: {night.ended}; next: {night.then}", flush=True)
                for one in night.wrong:
                    print(f"  DID NOT HOLD: {one}", flush=True)
        wrong = [*looks.wrong, *place.restored()]
    _print(told, f"{looks.count} looks of {given.readers} readers", wrong)
    return 1 if wrong or any(one.wrong for rows in told.values() for one in rows) else 0


def _faults(draw: random.Random, kinds: list[str], nights: int | None) -> Iterator[str]:
    """Return every kind once, and then again in another order."""
    left: list[str] = []
    for _ in range(nights or len(kinds)):
        left = left or draw.sample(kinds, len(kinds))
        yield left.pop()


def _print(told: dict[str, list[Night]], looks: str, wrong: list[str]) -> None:
    print("\n| fault | nights | kills | how it ended | what the next run said | did not hold |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, rows in sorted(told.items()):
        ended, then = _counted(one.ended for one in rows), _counted(one.then for one in rows)
        nights, kills = len(rows), sum(one.times for one in rows)
        unlike = sum(bool(one.wrong) for one in rows)
        print(f"| {name} | {nights} | {kills} | {ended} | {then} | {unlike} |")
    slowest = max((one.seconds for rows in told.values() for one in rows), default=0.0)
    print(f"\nlongest from a signal to the end: {slowest:.1f} s; {looks}")
    print(f"beside the nights did not hold: {'; '.join(wrong) or 'nothing'}")


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{one} ({many})" for one, many in Counter(words).most_common())


if __name__ == "__main__":
    sys.exit(main())
