"""`soft serve` as a process of its own: stopped politely, and killed while entries come in."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from earlywarning.register.chain import walk
from tests.support.register import row
from tests.support.serving import Browser, accounts_in


@dataclass
class Process:
    port: int
    running: subprocess.Popen[str]


@contextmanager
def served(folder: Path) -> Iterator[Process]:
    command = [
        sys.executable, "-m", "earlywarning", "soft", "serve", "--port", "0",
        "--ledger", folder / "l.jsonl", "--decisions", folder / "d.jsonl",
        "--accounts", folder / "accounts.json", "--warehouse", folder / "none.duckdb",
    ]  # fmt: skip
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert running.stderr
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", running.stderr.readline())
        assert found
        yield Process(int(found[1]), running)
    finally:
        running.kill()
        running.communicate(timeout=20)


def entry(number: int) -> dict[str, str]:
    return row(authority="Leeds", text=f"Heard in talk {number}.", heard_on="2026-03-01")


def signed_in(process: Process) -> Browser:
    one = Browser(process)  # type: ignore[arg-type]
    assert one.sign_in("adviser").status == 303
    return one


def test_it_ends_well_when_it_is_interrupted(tmp_path: Path) -> None:
    accounts_in(tmp_path, "adviser")
    with served(tmp_path) as process:
        assert signed_in(process).send(**entry(1)).status == 303
        process.running.send_signal(signal.SIGINT)
        assert process.running.wait(20) == 0
    assert len(walk(tmp_path / "l.jsonl").records) == 1
    assert [p.name for p in tmp_path.iterdir() if p.stat().st_mode & 0o077] == []


def test_killed_among_posts_it_leaves_a_chain_that_holds_and_goes_on(tmp_path: Path) -> None:
    accounts_in(tmp_path, "adviser")
    taken: list[int] = []
    with served(tmp_path) as process:
        first = signed_in(process)

        def post(start: int) -> None:
            one = Browser(process)  # type: ignore[arg-type]
            one.cookie, one.csrf = first.cookie, first.csrf
            with contextlib.suppress(OSError, http.client.HTTPException):
                for number in range(start, start + 100):
                    if one.send(**entry(number)).status == 303:
                        taken.append(number)  # noqa: PERF401 counted while it goes on

        threads = [threading.Thread(target=post, args=(n * 1000,)) for n in range(4)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 30
        while len(taken) < 8 and time.monotonic() < until:
            time.sleep(0.02)
        process.running.kill()
        for thread in threads:
            thread.join(60)
    chain = walk(tmp_path / "l.jsonl")
    assert chain.broken is None
    held = {record.body.text for record in chain.records}  # type: ignore[attr-defined]
    assert {f"Heard in talk {number}." for number in taken} <= held, "what was told to be in is in"
    assert len(taken) >= 8
    with served(tmp_path) as process:
        assert signed_in(process).send(**entry(9999)).status == 303
    assert walk(tmp_path / "l.jsonl").broken is None
