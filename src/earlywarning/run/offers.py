"""What the commands about offers do: words are found, the ledger of decisions acts."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.errors import UsageError
from earlywarning.register.decisions import actions
from earlywarning.register.decisions.guarding import Rules
from earlywarning.register.decisions.record import Came, Proposed, Tried, Verdict, What
from earlywarning.register.decisions.state import Life, lives, sound_decisions
from earlywarning.register.record import LedgerRecord
from earlywarning.run import soft
from earlywarning.settings import today
from earlywarning.warehouse.ask import find_authority
from earlywarning.warehouse.connect import query

LIST_COLUMNS = (
    "offer", "authority", "action", "kind", "proposed on", "state", "reply", "decision",
    "next step",
)  # fmt: skip


def rules(reference: Path, warehouse: Path) -> Rules:
    """Return who may do what, and the words that name no person."""
    definitions = load_definitions(reference)
    words = soft.allowed(reference, warehouse)
    return Rules(
        definitions.policy.ledger,
        definitions.policy.decisions,
        definitions.bank_holidays,
        tuple(definitions.review_types),
        words.places.known_words,
    )


def propose(
    ledger: Path, warehouse: Path, reference: Path, role: str, authority: str | None,
    now: dt.datetime | None = None,
) -> list[str]:  # fmt: skip
    """Write the quarter's offers down, or one authority's, and say what was done in words.

    Raises:
        UsageError: if nothing of the kind is recommended.
    """
    code = find_authority(warehouse, authority)[0] if authority else ""
    given = _recommended(warehouse, code)
    if not given:
        raise UsageError("nothing to propose: the published file holds no such offer")
    names = _names(warehouse)
    outcome = actions.propose(ledger, given, role, rules(reference, warehouse), now)
    return [
        f"{done.item}: {offer.action} to {names.get(offer.old_la_code, offer.old_la_code)}"
        if isinstance(done, LedgerRecord)
        else f"left out: {names.get(offer.old_la_code, offer.old_la_code)}: {done}"
        for offer, done in zip(given, outcome, strict=True)
    ]


def _recommended(warehouse: Path, code: str) -> list[Proposed]:
    """Return the offers of the programme, in order of action and name; or that of one authority.

    What an offer rests on is what asks its questions: patterns, indicators and flags, each once.
    """
    _, rows = query(
        warehouse,
        """
        select r.old_la_code, r.as_of, r.action, r.step, r.review_type, r.days,
               coalesce(p.supporter_old_la_code, ''),
               (select list_sort(list(distinct kind || ':' || subject))
                from line_of_enquiry as l
                where l.old_la_code = r.old_la_code and kind in ('pattern', 'indicator', 'flag'))
        from recommendation as r
        join programme as p using (old_la_code)
        join local_authority as la using (old_la_code)
        where case when $code = '' then p.outcome in ('offered', 'conversation')
              else r.old_la_code = $code end
        order by r.action, la.la_name
        """,
        {"code": code},
    )
    return [
        Proposed(
            old_la_code=str(own), as_of=cast(dt.date, as_of), action=str(action), step=str(step),
            review_type=str(kind), days=cast(int, days), supporter=str(supporter),
            subjects=tuple(cast("list[str]", asked or [])),
        )
        for own, as_of, action, step, kind, days, supporter, asked in rows
    ]  # fmt: skip


def item_of(ledger: Path, warehouse: Path, words: str) -> str:
    """Return the number of an offer: as it is given, or the open one of an authority.

    Raises:
        UsageError: if the authority has none, with what to do.
    """
    known = lives_of(ledger)
    if words.upper() in known:
        return words.upper()
    if re.fullmatch(r"D-\d+", words.upper()):
        raise UsageError(f"{words.upper()}: no such offer; `review list` shows them")
    code, name = find_authority(warehouse, words)
    own = [life for life in known.values() if life.offer.old_la_code == code]
    standing = [life.item for life in own if life.is_open] or [life.item for life in own]
    if not standing:
        raise UsageError(f"{name}: no offer was proposed; first `review propose {name!r}`")
    return standing[-1]


def lives_of(ledger: Path, day: dt.date | None = None) -> dict[str, Life]:
    """Return every offer of a ledger as it stands on a day."""
    records, _ = sound_decisions(ledger)
    return lives(records, day)


def subjects_of(words: tuple[str, ...], life: Life) -> tuple[str, ...]:
    """Return subjects in full; `caseload` stands for `indicator:caseload` where that is meant.

    Raises:
        UsageError: naming what the offer rests on.
    """
    out = []
    for word in words:
        fits = [s for s in life.offer.subjects if word in (s, s.partition(":")[2])]
        if not fits:
            there = ", ".join(life.offer.subjects) or "nothing"
            raise UsageError(f"{word[:60]!r}: {life.item} rests on {there}")
        out.append(fits[0])
    return tuple(out)


def verdicts_of(words: tuple[str, ...], life: Life) -> dict[str, Verdict]:
    """Return SUBJECT=VERDICT words as findings; `rest` stands for all that is not named.

    Raises:
        UsageError: for a word that is no such pair.
    """
    out: dict[str, Verdict] = {}
    rest: Verdict | None = None
    for word in words:
        subject, equals, verdict = word.partition("=")
        if not equals or verdict not in get_args(Verdict):
            raise UsageError(f"{word[:80]!r}: write SUBJECT={'|'.join(get_args(Verdict))}")
        named = "rest" if subject == "rest" else subjects_of((subject,), life)[0]
        if named in out or (named == "rest" and rest is not None):
            raise UsageError(f"{subject[:60]!r} is given twice")
        if named == "rest":
            rest = cast(Verdict, verdict)
        else:
            out[named] = cast(Verdict, verdict)
    return out if rest is None else dict.fromkeys(life.offer.subjects, rest) | out


def tried_of(
    approaches: tuple[str, ...], supporters: tuple[str, ...], seen: str, warehouse: Path,
    definitions: Definitions, own: str,
) -> list[Tried]:  # fmt: skip
    """Return NAME=OUTCOME words as what was tried; `role:` begins a supporter that is a role.

    Raises:
        UsageError: for a word that is no such pair, an entry the toolkit does not have, a role that
            is not declared, the authority itself (`own`) as its helper, one thing twice, or where
            nothing is said of what was seen.
    """
    if (approaches or supporters) and not seen.strip():
        raise UsageError("seen: say what was seen that shows it; a verdict alone teaches nobody")
    out = []
    for word in approaches:
        name, came = _came(word)
        if name not in definitions.toolkit:
            raise UsageError(f"{name[:60]!r}: the toolkit has {', '.join(definitions.toolkit)}")
        out.append(Tried(what="approach", name=name, outcome=came, text=seen))
    for word in supporters:
        named, came = _came(word)
        what, name = _supporter(named, warehouse, definitions.interventions.helpers)
        if (what, name) == ("supporter", own):
            raise UsageError(f"{named[:60]!r} is the authority itself; who helped it?")
        out.append(Tried(what=what, name=name, outcome=came, text=seen))
    many = Counter((one.what, one.name) for one in out)
    if again := [name for (_, name), times in many.items() if times > 1]:
        raise UsageError(f"{again[0]!r} is given twice")
    return out


def _came(word: str) -> tuple[str, Came]:
    name, equals, came = word.rpartition("=")
    if not equals or came not in get_args(Came):
        raise UsageError(f"{word[:80]!r}: write NAME={'|'.join(get_args(Came))}")
    return name.strip(), cast(Came, came)


def _supporter(words: str, warehouse: Path, roles: Sequence[str]) -> tuple[What, str]:
    if words.startswith("role:"):
        role = words.removeprefix("role:").strip()
        if role not in roles:
            raise UsageError(f"that is none of the roles that help: {', '.join(roles)}")
        return "role", role
    return "supporter", find_authority(warehouse, words)[0]


def list_offers(ledger: Path, warehouse: Path, definitions: Definitions) -> list[tuple[str, ...]]:
    """Return every offer as it stands today, in order of action and name, without any text."""
    names = _names(warehouse)
    rows = [
        (
            life.item, names.get(life.offer.old_la_code, life.offer.old_la_code),
            life.offer.action, life.offer.review_type.replace("_", " "), str(life.proposed_on),
            life.state, life.replied_in_words(today()),
            life.decision.outcome if life.decision else "", next_step(life, definitions, today()),
        )
        for life in lives_of(ledger).values()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row[2], row[1], row[0]))


def next_step(life: Life, definitions: Definitions, day: dt.date) -> str:
    """Return what comes next for an offer, and by when."""
    policy = definitions.policy.decisions
    if life.state == "proposed":
        return "share it with the authority"
    if life.state == "shared" and life.reply_by and day <= life.reply_by:
        return f"the authority answers by {life.reply_by}"
    if life.state in ("shared", "replied"):
        since = life.replies[0][0] if life.replies else life.reply_by
        last = (since or day) + dt.timedelta(days=policy.decide_days)
        return f"decide by {last}"
    if life.state == "decided" and life.decision is not None:
        if life.decision.outcome == "deferred":
            return f"decide again on {life.decision.until}"
        return "agree days" if life.is_open else ""
    return {"under way": "report", "reported": "write down what was found"}.get(life.state, "")


def _names(warehouse: Path) -> dict[str, str]:
    _, rows = query(warehouse, "select old_la_code, la_name from local_authority")
    return {str(code): str(name) for code, name in rows}
