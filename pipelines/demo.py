"""`make demo`: invent a nation, run the monthly flow on it under Prefect, say what was found."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pipelines import environment

INCOMING = Path("data/demo/incoming")
WAREHOUSE = Path("data/demo/earlywarning.duckdb")
REPORTS = Path("reports/demo")
AS_OF = "2026-04-30"
LINES_OF_FINDINGS = 10


def screen(found: list[str], seconds: float) -> str:
    """Return the closing screen: what was found, what to open, what to try."""
    briefing = next(iter(sorted(REPORTS.glob("**/*brief*.html"))), REPORTS)
    return "\n".join(
        [
            *found[:LINES_OF_FINDINGS],
            "",
            f"Open      {REPORTS / 'index.html'}",
            f"Briefing  {briefing}",
            f"Ask       .venv/bin/earlywarning tables --warehouse {WAREHOUSE}",
            "",
            f"Invented nation, as of {AS_OF}: {seconds:.0f} s in all.",
            "",
        ]
    )


def main() -> int:
    """Run the demo in the project folder, whatever is installed beside it."""
    started = time.monotonic()
    environment.set_for_demo()
    from earlywarning.sample import write_nation

    from pipelines.monthly import monthly

    sys.stdout.write("Inventing a nation and running the monthly flow on it ...\n")
    sys.stdout.flush()
    write_nation(INCOMING)
    outcome = monthly(
        inputs=(str(INCOMING),), warehouse=str(WAREHOUSE), as_of=AS_OF, reports=str(REPORTS)
    )
    sys.stdout.write(screen(outcome.summary, time.monotonic() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
