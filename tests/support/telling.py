"""A small published warehouse that says what a test wants, and a teller of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from earlywarning.run.notify import Teller
from earlywarning.warehouse import build
from earlywarning.warehouse.publish import publish

DAY = dt.date(2026, 4, 30)
PLACES = [("101", "Eskowen", "North"), ("102", "Tarrow", "North"), ("103", "Quenla", "South")]
ROUTINE = dict.fromkeys(("101", "102", "103"), "routine")


def alert(
    code: str, cause: str, day: dt.date = DAY, channel: str = "message", change: str = "raised"
) -> dict[str, object]:
    region = {one: region for one, _, region in PLACES}[code]
    return {
        "looked_on": day, "region": region, "old_la_code": code, "cause": cause, "change": change,
        "channel": channel, "message": "concern from partners: SOFT",
    }  # fmt: skip


def published(
    warehouse: Path,
    alerts: list[dict[str, object]],
    standings: dict[str, str],
    day: dt.date = DAY,
    refused: tuple[str, ...] = (),
) -> None:
    """Publish a build that holds just this."""
    building = build.begin(warehouse.with_suffix(".builds"), "run")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    run = {"run": "r", "as_of": day, "started": now, "finished": now, "is_invented": True}
    stands = [
        {
            "old_la_code": code, "as_of": day, "sentence": "People say SOFT.", "standing": where,
            "band": "watch", "next_step": "ask a trusted fellow director to ring the director",
            "next_step_by": "regional lead", "due": dt.date(2026, 6, 29),
            "offer_state": "conversation", "confidence": "good", "confidence_reason": "SOFT",
            "newest_yearly": dt.date(2025, 3, 31), "newest_in_year": dt.date(2026, 3, 31),
        }
        for code, where in standings.items()
    ]  # fmt: skip
    columns = ["old_la_code", "la_name", "region"]
    intake = [
        {"file_name": name, "sha256": name, "outcome": "refused", "message": "cell says SOFT"}
        for name in refused
    ]
    for table, rows in (
        ("run", [run]), ("standing", stands), ("alert", alerts), ("intake", intake),
        ("local_authority", [dict(zip(columns, one, strict=True)) for one in PLACES]),
    ):  # fmt: skip
        build.load(building, table, pd.DataFrame(rows))
    publish(building, warehouse, f"{day}-{now:%H%M%S%f}")


def teller(place: Path, said: list[str] | None = None) -> Teller:
    kept = said if said is not None else []
    return Teller(place / "w.duckdb", place / "in", place / "notify.toml", kept.append)


def readers(place: Path, text: str) -> None:
    """Write who is told."""
    (place / "notify.toml").write_text(text, encoding="utf-8")
