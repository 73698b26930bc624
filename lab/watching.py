"""The watch tried on invented authorities, with the thresholds as they stand."""

from __future__ import annotations

from pathlib import Path

from earlywarning.definitions.loader import load_definitions


def simulate(reference: Path, *, seed: int, authorities: int) -> str:
    """Return the table of the simulation as CSV text."""
    from lab.watch.table import simulate as run

    policy = load_definitions(reference).policy.watch
    table = run(policy, seed=seed, authorities=authorities)
    return table.to_csv(index=False, lineterminator="\n")
