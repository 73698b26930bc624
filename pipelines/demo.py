"""`make demo`: invent a nation, run the monthly flow on it under Prefect, say what was found."""

from __future__ import annotations

import logging
import os
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab.nation import stories
from pipelines import environment

INCOMING = Path("data/demo/incoming")
# The invented nation's own: what was recorded about real authorities is no part of it.
REGISTER = INCOMING / "registers"
WAREHOUSE = Path("data/demo/earlywarning.duckdb")
REPORTS = Path("reports/demo")
AS_OF = "2026-04-30"
LINES_OF_FINDINGS = 11
STORY = stories.FRONT_DOOR_SLIP
QUESTION = "select offer_state, next_step, due, confidence from standing where old_la_code = '{}'"


def screen(found: list[str], seconds: float) -> str:
    """Return the closing screen: what was found, what to open, what to try."""
    page = next(REPORTS.glob(f"authority/*-{STORY.lower()}.html"), REPORTS)
    code = page.name[:3]
    lines = [
        *found[:LINES_OF_FINDINGS],
        "",
        f"Open  {REPORTS / 'index.html'}",
        f"  or  {page}  (its front door slipped within a year)",
        f"Ask   .venv/bin/earlywarning explain {STORY} --warehouse {WAREHOUSE}",
        f'  or  .venv/bin/earlywarning query "{QUESTION.format(code)}" \\',
        f"          --warehouse {WAREHOUSE}",
        f"Plan  .venv/bin/earlywarning review programme --warehouse {WAREHOUSE}",
        "",
        f"An invented nation, as of {AS_OF}; {seconds:.0f} s in all.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the demo in the project folder, whatever is installed beside it."""
    started = time.monotonic()
    os.chdir(environment.PROJECT)
    # The nation is invented anew, its registers too: nothing of an earlier demo is missed.
    WAREHOUSE.unlink(missing_ok=True)
    environment.set_for_demo()
    # What libraries remark is for developers; the tests show it.
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    sys.stdout.write("Inventing a nation and running the monthly flow on it ...\n")
    sys.stdout.flush()
    # Not before: Prefect reads its environment at import.
    from prefect.client.orchestration import get_client

    with ThreadPoolExecutor(1) as beside:
        # Whoever asks for a client first starts the flow's server, which takes seconds.
        beside.submit(get_client, sync_client=True)
        from earlywarning.run.work import Outcome
        from earlywarning.settings import reference_folder
        from lab.demo import invent
        from pipelines.monthly import monthly

        invent(INCOMING, reference_folder())
    ended = monthly(
        inputs=(str(INCOMING),),
        warehouse=str(WAREHOUSE),
        as_of=AS_OF,
        reports=str(REPORTS),
        recorded=str(REGISTER),
        return_state=True,
    )
    if ended.is_cancelled():
        sys.stderr.write(f"{ended.message}\n")
        return 1
    outcome = ended.result()
    assert isinstance(outcome, Outcome)
    sys.stdout.write(screen(outcome.summary, time.monotonic() - started))
    return 0


if __name__ == "__main__":
    sys.exit(main())
