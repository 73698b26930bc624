"""A register's `source` that names a person is warned of, and the name is not said again."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from earlywarning.run import doubts

KNOWN = frozenset({"Great", "Ostwick"})


def taken(source: str | None, table: str, monkeypatch: pytest.MonkeyPatch) -> list:
    monkeypatch.setattr(doubts, "kind_of", lambda _: SimpleNamespace(table=table))
    frame = pd.DataFrame([{"old_la_code": "801", "source": source}])
    one = SimpleNamespace(outcome="taken", frame=frame, name="interventions.csv")
    return doubts.persons_named([one], KNOWN)  # type: ignore[list-item]


@pytest.mark.parametrize("table", ["intervention", "peer_review"])
def test_a_name_is_warned_of_and_not_repeated(table, monkeypatch) -> None:
    [found] = taken("told by Zelda Quince", table, monkeypatch)
    assert (found.rule, found.severity, found.old_la_code) == ("person_named", "warning", "801")
    assert "Quince" not in repr(found)


@pytest.mark.parametrize("source", ["published letter", "agreement of both directors", None, "",
                                    "the letter of Great Ostwick"])  # fmt: skip
def test_documents_offices_and_places_are_no_persons(source, monkeypatch) -> None:
    assert taken(source, "intervention", monkeypatch) == []


def test_other_tables_are_not_looked_at(monkeypatch) -> None:
    assert taken("told by Zelda Quince", "soft_item", monkeypatch) == []
