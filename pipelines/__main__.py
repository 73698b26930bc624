"""`python -m pipelines ...` is the `prefect` command in the environment of a run."""

from __future__ import annotations

import os
import sys

from pipelines.environment import SERVER


def main() -> None:
    """Become Prefect: nothing of this process is left to keep alive or to stop."""
    os.environ.setdefault("PREFECT_API_URL", SERVER)
    os.execv(sys.executable, [sys.executable, "-m", "prefect", *sys.argv[1:]])  # noqa: S606


if __name__ == "__main__":
    main()
