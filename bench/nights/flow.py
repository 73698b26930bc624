"""One run of a scheduled flow in this process: `python -m bench.nights.flow nightly 2026-05-01`.

It stands in the folder of the installation; what is set there by environment says the rest.
"""

from __future__ import annotations

import sys
from importlib import import_module

from pipelines import environment

environment.set_defaults()


def main() -> int:
    """Run it; end with 1 if its state is not a good one, as a runner would see it."""
    name, day = sys.argv[1:]
    flow = getattr(import_module(f"pipelines.{name}"), name)
    state = flow(as_of=day, fetch=name == "nightly", return_state=True)
    print(f"{name}: {state.name}: {state.message}")
    return 0 if state.is_completed() else 1


if __name__ == "__main__":
    sys.exit(main())
