"""What the rules know, from a published database."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb

from earlywarning.definitions.tier import Tier, Tiers
from earlywarning.scan.model import HeardEntry, Knowledge, Place
from earlywarning.scan.scan import markup_in, own_scripts


def known_from(
    connection: duckdb.DuckDBPyConnection | None,
    tier: Tier,
    own: Iterable[str],
    *,
    texts: Iterable[str] = (),
    persons: Iterable[str] = (),
    titled: re.Pattern[str] | None = None,
    tiers: Tiers | None = None,
) -> Knowledge:
    """Return what the rules know.

    Args:
        connection: the consortium's database, which knows every score; without it no rule about
            order or another's score can speak.
        tier: whose outputs are looked at.
        own: codes of the authorities the tier is about; empty for all.
        texts: free text of the register.
        persons: names that must not be found.
        titled: how titles with names are written.
        tiers: what each tier may hold.
    """
    if connection is None:
        return Knowledge(
            tier, frozenset(own), texts=tuple(texts), persons=tuple(persons), titled=titled,
            scripts=own_scripts(), tiers=tiers,
        )  # fmt: skip
    scores = connection.execute("select old_la_code, risk_of_decline from score").fetchall()
    actions = connection.execute("select old_la_code, action from recommendation").fetchall()
    heard = connection.execute(
        "select old_la_code, source_kind, heard_on from soft_item "
        "where source_kind is not null and heard_on is not null order by all"
    ).fetchall()
    return Knowledge(
        tier=tier,
        own=frozenset(own),
        places=_places(connection),
        scores={code: score for code, score in scores if score is not None},
        actions={code: action for code, action in actions if action},
        neighbours=_neighbours(connection),
        heard=tuple(HeardEntry(*row) for row in heard),
        texts=tuple(texts),
        persons=tuple(persons),
        titled=titled,
        markup=markup_in(connection),
        scripts=own_scripts(),
        tiers=tiers,
    )


def _places(connection: duckdb.DuckDBPyConnection) -> tuple[Place, ...]:
    rows = connection.execute(
        "select old_la_code, coalesce(new_la_code, ''), coalesce(la_name, ''), coalesce(region, '')"
        " from local_authority order by closed is null, old_la_code"
    ).fetchall()
    return tuple(Place(*row) for row in rows)


def _neighbours(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for code, other in connection.execute(
        "select old_la_code, neighbour_old_la_code from neighbour "
        "order by old_la_code, model_year desc, position"
    ).fetchall():
        near.setdefault(code, []).append(other)
    return {code: tuple(others) for code, others in near.items()}
