"""The invented nation with its ledger of decisions: the sample tells, the register writes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import EarlyWarningError
from earlywarning.register import chain
from earlywarning.register.apart import Text, keep_only, salted, texts_path
from earlywarning.register.decisions import actions
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.decisions.record import DECISIONS, Proposed
from earlywarning.register.decisions.state import lives, sound_decisions
from earlywarning.register.erasing import sealed_anew
from earlywarning.register.ledger import replaced
from earlywarning.register.record import LedgerRecord
from lab.nation.planted_offers import Act, PlantedOffer
from lab.nation.write import offers_before, write_nation

LEDGER = "registers/decisions.jsonl"


def invent(folder: Path, reference: Path, *, seed: int = 2016, small: bool = False) -> None:
    """Write the invented nation and what was decided there; the same seed gives the same bytes."""
    write_nation(folder, seed=seed, small=small)
    ledger = folder / LEDGER
    for path in (ledger, chain.head_path(ledger), texts_path(ledger)):
        path.unlink(missing_ok=True)
    definitions = load_definitions(reference)
    rules = Rules(
        definitions.policy.ledger,
        definitions.policy.decisions,
        definitions.bank_holidays,
        tuple(definitions.review_types),
    )
    for offer, act in _in_time(offers_before(seed, small=small)):
        if act is None:
            _propose(ledger, offer, rules)
        else:
            _do(ledger, offer, act, rules)
    _with_salts_of_the_seed(ledger, seed)


def _with_salts_of_the_seed(ledger: Path, seed: int) -> None:
    """Seal all texts anew: the register's own salts are random, and no two samples would agree."""
    commit = _commit(seed)
    records = replaced(
        ledger,
        lambda old, _: sealed_anew([replace(r, commitments={}) for r in old], DECISIONS, commit),
        DECISIONS,
    )
    keep_only(ledger, records)


def _commit(seed: int) -> Callable[[str], Text]:
    numbers = count()

    def commit(text: str) -> Text:
        """Return a text with the next salt."""
        return salted(text, hashlib.sha256(f"{seed} {next(numbers)}".encode()).hexdigest())

    return commit


def _in_time(offers: list[PlantedOffer]) -> list[tuple[PlantedOffer, Act | None]]:
    """Return all acts of all offers in the order of their days; a ledger only grows."""
    acts = [
        (day, number, offer, act)
        for number, offer in enumerate(offers)
        for day, act in [(offer.proposed_on, None), *((act.day, act) for act in offer.acts)]
    ]
    return [(offer, act) for _, _, offer, act in sorted(acts, key=lambda one: one[:2])]


def _propose(ledger: Path, offer: PlantedOffer, rules: Rules) -> None:
    step, action = offer.step
    given = Proposed(
        old_la_code=offer.old_la_code, as_of=dt.date.fromisoformat(offer.proposed_on),
        action=action, step=step, review_type=offer.review_type, days=offer.days, supporter="",
        subjects=offer.subjects,
    )  # fmt: skip
    moment = _noon(offer.proposed_on)
    (done,) = actions.propose(ledger, [given], "regional lead", rules, moment)
    if not isinstance(done, LedgerRecord):
        raise EarlyWarningError(f"the invented nation contradicts itself: {done}")


def _do(ledger: Path, offer: PlantedOffer, act: Act, rules: Rules) -> None:
    records, _ = sound_decisions(ledger)
    own = [
        life.item for life in lives(records).values()
        if life.offer.old_la_code == offer.old_la_code and life.is_open
    ]  # fmt: skip
    given: dict[str, Any] = {
        key: dt.date.fromisoformat(value) if key in ("starts_on", "held_on", "until") else value
        for key, value in act.given.items()
    }
    if act.do in ("reply", "decide", "close"):
        given["no_person_named"] = True
    do: Any = getattr(actions, act.do)
    do(ledger, own[-1], act.role, **given, rules=rules, now=_noon(act.day))


def _noon(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
