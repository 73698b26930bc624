"""A publisher on this machine, a clock that does not wait, and a folder to fetch into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from earlywarning.definitions.publication import Sources
from earlywarning.sources.fetching.fetch import fetch_all
from earlywarning.sources.fetching.record import Tried
from tests.support.fetching import Waits, data_set_source, manners, table
from tests.support.publisher import Publisher, serving


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serving(Publisher()) as one:
        one.publish("1.0", table())
        yield one


@pytest.fixture
def waits() -> Waits:
    return Waits()


Fetch = Callable[..., list[Tried]]


@pytest.fixture
def fetch(publisher: Publisher, waits: Waits, tmp_path: Path) -> Fetch:
    """Fetch `sources` (by default the one data set) from the publisher into `tmp_path`."""

    def call(lines: list[str] | None = None, **given: object) -> list[Tried]:
        publications = given.pop("publications", {"cin": data_set_source()})
        address = str(given.pop("address", publisher.address))
        sources = Sources.model_validate(
            {"fetching": manners(**given), "publications": publications}
        )
        return fetch_all(
            sources, (), tmp_path, address=address, clock=waits.clock(),
            tell=lines.append if lines is not None else lambda _: None,
        )  # fmt: skip

    return call
