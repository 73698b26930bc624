"""Charts already drawn, by what they were drawn from: only what changed is drawn again.

A chart is a file named by the digest of its figures and of the code that draws it, so that the
page, the next run and the next authority with the same figures find it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

SUFFIX = ".svg"
T = TypeVar("T")
_SHELF: ContextVar[Path | None] = ContextVar("shelf", default=None)


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Keep every chart drawn meanwhile as a file of a folder, and find it there again."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _SHELF.set(folder)
    try:
        yield
    finally:
        _SHELF.reset(before)


def drawn(figures: T, draw: Callable[[T], str]) -> tuple[str, str]:
    """Return a chart's key and picture; `figures` tell all that is drawn, by their repr."""
    said = f"{_code()}\n{draw.__module__}.{draw.__name__}\n{figures!r}"
    key = hashlib.sha256(said.encode()).hexdigest()[:20]
    shelf = _SHELF.get()
    path = shelf / f"{key}{SUFFIX}" if shelf else None
    if path is not None and path.exists():
        return key, path.read_text(encoding="utf-8")
    svg = draw(figures)
    if path is not None:
        # Whole or not there: two processes may draw the same chart at once.
        aside = path.with_suffix(f".{hashlib.sha256(svg.encode()).hexdigest()[:8]}.part")
        aside.write_text(svg, encoding="utf-8")
        aside.replace(path)
    return key, svg


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
