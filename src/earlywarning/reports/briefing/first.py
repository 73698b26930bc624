"""What a reader with ten seconds sees: one sentence, and where the authority stands."""

from __future__ import annotations

from earlywarning.reports import phrases as words
from earlywarning.reports import wording
from earlywarning.reports.briefing import sayings
from earlywarning.reports.document.blocks import Pairs, Words
from earlywarning.reports.dossier import counts_today, dossier_of
from earlywarning.reports.facts import Facts
from earlywarning.reports.phrases import inside, listed, sentence, several, spelled
from earlywarning.tables.people import Override
from earlywarning.tables.places import Authority
from earlywarning.tables.score import Score

ROUTINE = "routine two-yearly review"
CLOCK = {
    "overdue": "the two years are over",
    "none on record": "none is on record",
    "due this quarter": "due this quarter",
    "within two years": "within the two years",
}


def lead(facts: Facts, authority: Authority) -> Words:
    """Return the one sentence of a briefing, which is that of the standing."""
    code, name = authority.old_la_code, authority.la_name
    stands = dossier_of(facts, code).standing
    if stands is not None:
        return Words(stands.sentence, "lead")
    unheard = "" if facts.soft_items.get(code) else f" {wording.NOT_HEARD}"
    return Words(f"Too little is known about {name} for a proposal.{unheard}", "lead")


def standing(facts: Facts, authority: Authority) -> Pairs:
    """Return where the authority stands, as short labelled facts; what is not known is left out."""
    code = authority.old_la_code
    score = next(iter(facts.scores.get(code, [])), None)
    stands = dossier_of(facts, code).standing
    pairs = [
        *(
            [
                ("Where it stands", sentence(wording.offer_state(stands))),
                ("Next step", sentence(wording.next_step(stands))),
            ]
            if stands
            else []
        ),
        *_of_score(facts, authority, score),
        ("What people say", _people(facts, code)),
        ("Last inspection", inspected(facts, code)),
        ("Peer review", _reviewed(facts, code)),
    ]
    pairs += [("People hold", _held(row)) for row in facts.overrides.get(code, [])]
    return Pairs(tuple((label, text) for label, text in pairs if text))


def _of_score(facts: Facts, authority: Authority, score: Score | None) -> list[tuple[str, str]]:
    if score is None:
        return [("Band", "None: no score could be worked out. That is no reassurance.")]
    now = score.risk_of_decline
    vague = " Too little is known for this to mean much." if score.band == "not_known" else ""
    gaps = len(dossier_of(facts, authority.old_la_code).missing)
    stale = " The newest figures are old: ask for newer ones." if score.stale else ""
    small = " Few children live here, so single years move a lot." if authority.is_small else ""
    return [
        ("Band", f"{words.plain(score.band)}. {score.band_meaning or ''}".strip()),
        ("Score", sayings.interval(now, score.lower, score.upper) + vague),
        ("Since", held_since(score)),
        ("Figures", sayings.covered(score.coverage, gaps) + stale + small),
    ]


def held_since(score: Score) -> str:
    """Return since when the band has held, and what the score was a year before."""
    held = wording.band_since(score.band_since, score.band_since_at_latest)
    return sayings.since(held, score.year_ago, score.risk_year_ago, score.risk_of_decline)


def _people(facts: Facts, code: str) -> str:
    held = facts.soft_items.get(code, [])
    if not held:
        return wording.NOT_HEARD
    alive = sum(map(counts_today, held))
    said = f"{several(len(held), 'entry', 'entries')}, the newest heard in"
    count = f"{spelled(alive)} still {'counts' if alive == 1 else 'count'}"
    if len(held) == 1:
        count = "it still counts" if alive else "it no longer counts"
        said = "one entry, heard in"
    return sentence(f"{said} {words.month_of(held[0].heard_on)}; {count}")


def inspected(facts: Facts, code: str) -> str:
    """Return what the last inspection judged, and when that was published."""
    judged = dossier_of(facts, code).judged
    if not judged:
        return "None on record."
    best = next((row for row in judged if row.judgement == "overall"), None)
    when = f"published {words.day(judged[0].published)}"
    if best:
        return sentence(f"{best.grade} overall, {when}")
    parts = [f"{inside(words.plain(row.judgement))} {inside(row.grade or '')}" for row in judged]
    return sentence(f"{listed(parts)}; {when}")


def _reviewed(facts: Facts, code: str) -> str:
    clock = dossier_of(facts, code).clock
    if clock is None or clock.state not in CLOCK:
        return ""
    if clock.last_held is None:
        return sentence(CLOCK[clock.state])
    return sentence(f"last held on {words.day(clock.last_held)}; {CLOCK[clock.state]}")


def _held(row: Override) -> str:
    until = f" until {words.day(row.expires)}" if row.expires else ""
    band = words.plain(row.band).lower()
    return sentence(f"{row.role or 'people'} hold {band} to be right{until}: {row.reason or ''}")
