"""Readers who look at what is published again and again, while runs come, fail and are killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# In the environment of all that is started on a night: what is left of it is known by that.
MARK = "NIGHTS_ARE_TRIED_IN"
# Of all together: more readers look as often as few, so that the nights take the same.
LOOKS_A_SECOND = 3
READER = """
import sys, time
from pathlib import Path
from earlywarning.warehouse.connect import open_published
looks = 0
while True:
    try:
        with open_published(Path("w.duckdb")) as connection:
            assert connection.execute("select count(*) from standing").fetchone()[0] > 0, "empty"
        text = Path("site/index.html").read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>"), "half a page"
        looks += 1
    except Exception as error:
        # A file that was harmed on purpose can be read again after the next run.
        if Path("harmed").exists():
            continue
        print(f"a reader: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    print(looks, flush=True)
    time.sleep(float(sys.argv[1]))
"""


@dataclass
class Looks:
    """What readers saw."""

    count: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def readers(folder: Path, many: int) -> Iterator[Looks]:
    """Let readers look, each as a process of its own, while the body runs."""
    looks, environment = Looks(), {k: v for k, v in os.environ.items() if k != MARK}
    with ExitStack() as files:
        says = [files.enter_context((folder / f"reader-{n}").open("w+b")) for n in range(many)]
        errors = files.enter_context((folder / "readers").open("w+b"))
        started = [
            subprocess.Popen(
                [sys.executable, "-c", READER, str(many / LOOKS_A_SECOND)], cwd=folder,
                env=environment, stdout=out, stderr=errors,
            )
            for out in says
        ]  # fmt: skip
        try:
            yield looks
        finally:
            for reader in started:
                reader.kill()
                reader.wait()
            for out in says:
                out.seek(0)
                counts = out.read().split()
                looks.count += int(counts[-1]) if counts else 0
            errors.seek(0)
            looks.wrong += errors.read().decode().splitlines()
