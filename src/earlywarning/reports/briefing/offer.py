"""The offer: what, how long, who could help, who has to agree; and what became of earlier ones."""

from __future__ import annotations

from earlywarning.reports import phrases as words
from earlywarning.reports import tried, wording
from earlywarning.reports.briefing import sayings
from earlywarning.reports.document.blocks import Block, Listed, Pairs, Said, Words
from earlywarning.reports.dossier import dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import dated, inside, listed, sentence, several
from earlywarning.tables.offers import Offer, OfferReply, Recommendation

QUESTIONS = 8
LIVES = 2


def questions(facts: Facts, offer: Recommendation | None) -> list[str]:
    """Return the lines of enquiry without the figures behind them, complaints among them."""
    asked = facts.asked.get(offer.old_la_code, []) if offer else []
    return words.lines([one.question or "" for one in asked])[:QUESTIONS]


def offer_of(facts: Facts, offer: Recommendation | None) -> list[Block]:
    """Return the proposed offer as labelled facts, and what people should consider beside it."""
    if offer is None:
        return [Words("No offer was worked out. A review every two years is due to everyone.")]
    blocks: list[Block] = [Pairs(tuple(pairs_of(facts, offer)))]
    beside = words.lines(offer.to_consider)
    if beside:
        blocks += [Words(beside[0]), Listed(tuple(dated(line) for line in beside[1:]))]
    return blocks


def pairs_of(facts: Facts, offer: Recommendation) -> list[tuple[str, str]]:
    """Return what is proposed, who takes part and when, as labelled facts."""
    pairs = [*_what(offer), *_who(facts, offer), *_when(facts, offer)]
    return [(label, text) for label, text in pairs if text]


def _what(offer: Recommendation) -> list[tuple[str, str]]:
    kind = words.plain(offer.review_type) if offer.review_type else ""
    days = several(offer.days, "day") if offer.days else ""
    long = ", ".join(part for part in (kind, days) if part)
    always = "always in scope: what people complain of is looked at"
    return [
        ("Proposed", sentence(words.plain(offer.action))),
        ("Kind", sentence(long)),
        ("Scope", sentence(offer.scope or "")),
        ("Complaints", sentence(always if offer.complaints_in_scope else "not yet in scope")),
        ("Needed before", sentence("; ".join(words.lines(offer.prerequisites)))),
    ]


def _who(facts: Facts, offer: Recommendation) -> list[tuple[str, str]]:
    names = sorted(facts.name(code) for code in words.lines(offer.supporters))
    return [
        ("Could help", sentence(listed(names)) if names else "Nobody is named yet."),
        ("Who comes", sayings.team(offer.team)),
        ("Has to agree", sentence(listed(words.lines(offer.consent)))),
        ("Who calls", sentence(offer.caller or "")),
    ]


def _when(facts: Facts, offer: Recommendation) -> list[tuple[str, str]]:
    stands = dossier_of(facts, offer.old_la_code).standing
    if stands is None:
        return []
    days = ""
    if stands.review_from and stands.review_to:
        days = f"{words.day(stands.review_from)} to {words.day(stands.review_to)}"
    note = dated(offer.dates_note) if days else ""
    return [
        ("Where it stands", sentence(wording.offer_state(stands))),
        ("Next step", sentence(wording.next_step(stands))),
        ("Days proposed", sentence("; ".join(part for part in (days, note) if part))),
        ("Closes when", sentence(offer.closes_when or "")),
        ("How sure", sentence(f"{stands.confidence} confidence: {stands.confidence_reason}")),
    ]


def answered(facts: Facts, code: str) -> list[Block]:
    """Return earlier offers with the authority's replies and what people decided; newest first."""
    blocks: list[Block] = []
    for life in facts.offers.get(code, [])[:LIVES]:
        replies = [row for row in facts.replies.get(code, []) if row.offer == life.offer]
        blocks.append(Words(_life(life, bool(replies))))
        blocks += [_reply(row, life) for row in replies]
        if life.decision:
            blocks.append(_decision(life))
        if life.closed_on and life.found:
            blocks.append(Said("What reviewers found", words.day(life.closed_on), life.found))
    return blocks


def tried_before(facts: Facts, code: str, offer: Recommendation | None) -> list[str]:
    """Return what was tried here, and what the offer's approaches and supporters did elsewhere."""
    own = [f"Here: {line}" for line in tried.here(facts, code)]
    if offer is None:
        return own
    approaches, supporters = words.lines(offer.approaches), words.lines(offer.supporters)
    return [*own, *(f"Elsewhere: {line}" for line in
                    tried.beside(facts, code, approaches, supporters))]  # fmt: skip


def _life(life: Offer, told: bool) -> str:
    kind = words.plain(life.changed_to or life.review_type).lower()
    what = words.plain(life.action) + (f" ({kind})" if kind else "")
    said = [sentence(f"{what}, proposed on {words.day(life.proposed_on)}: now {life.state}")]
    if life.shared_on:
        said.append(
            f"The authority had it on {words.day(life.shared_on)}, to answer by "
            f"{words.day(life.reply_by)}."
        )
    if not told and life.reply_state in ("awaited", "none in time"):
        state = "Its answer is awaited" if life.reply_state == "awaited" else "It did not answer"
        said.append(f"{state}.")
    elif not told and life.reply_state in ("in time", "late"):
        said.append("It answered; its words are in its own edition and the consortium's.")
    if life.held_on:
        said.append(f"Held on {words.day(life.held_on)}.")
    return " ".join(said)


def _reply(row: OfferReply, life: Offer) -> Said:
    text = row.text or ""
    if row.plan:
        held = {True: " The plan is held to be credible.", False: " The plan is not held credible."}
        credible = held.get(life.plan_credible, "") if life.plan_credible is not None else ""
        text += f"\nWhat it does about what it had found itself: {sentence(row.plan)}{credible}"
    return Said(f"The authority answered ({row.replied_by})", words.day(row.replied_on), text)


def _decision(life: Offer) -> Said:
    until = f" until {words.day(life.deferred_until)}" if life.deferred_until else ""
    who = f"{words.plain(life.decision)}{until} ({life.decided_by})"
    return Said(who, words.day(life.decided_on), life.reason or "No reason is recorded.")


def for_nothing(offer: Recommendation | None, explained: list[str]) -> list[str]:
    """Return what would show that this worried us for nothing, less what was explained before."""
    told = " ".join(explained).lower()
    names, shown = (offer.for_nothing_names, offer.for_nothing_shown) if offer else (None, None)
    return [
        sentence(f"{name}: {inside(line)}") if name else line
        for name, line in zip(names or [], shown or [], strict=True)
        if not name or line.strip().rstrip(".").lower() not in told
    ]
