"""What is taken in, as rows of tables."""

from __future__ import annotations

import datetime as dt

from earlywarning.definitions.loader import load_definitions
from earlywarning.run.taken import services
from earlywarning.sources import authorities, calendar
from earlywarning.sources.context import Context
from tests.conftest import REFERENCE

TODAY = dt.date(2026, 4, 30)


def test_a_service_keeps_its_rural_or_urban_class_when_its_code_changes() -> None:
    known = authorities.builtin(REFERENCE)
    context = Context(load_definitions(REFERENCE), known, calendar.builtin(REFERENCE), TODAY)
    # The codes of Barnsley, North Yorkshire and Cumbria in 2021; the first two have others today.
    context.rural_urban = {"E08000016": "urban", "E10000023": "rural", "E10000006": "mixed"}
    found = services(known, TODAY, context).set_index("old_la_code")["rural_urban"]
    assert found[["370", "815", "909"]].to_list() == ["urban", "rural", "mixed"]
    # Those who followed Cumbria are other places.
    assert found[["942", "943"]].isna().all()
