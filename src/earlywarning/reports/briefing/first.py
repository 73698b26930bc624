"""What a reader with ten seconds sees: one sentence, and where the authority stands."""

from __future__ import annotations

from earlywarning.reports import words
from earlywarning.reports.briefing import sayings
from earlywarning.reports.briefing.figures import Newest, newest_of, short
from earlywarning.reports.briefing.language import inside, listed, sentence, several, spelled
from earlywarning.reports.briefing.sentences import amount, when
from earlywarning.reports.briefing.things import Thing, title_of
from earlywarning.reports.document import Pairs, Words
from earlywarning.reports.facts import Facts
from earlywarning.reports.figures import unknown
from earlywarning.reports.records import Authority, Inspection, Override, Score

UNHEARD = "nobody who knows the service has been heard, which is not the same as fine"
ROUTINE = "routine two-yearly review"
NEVER_HEARD = (
    "Not heard: nobody who knows the service has told us anything. That says nothing good or bad."
)
CLOCK = {
    "overdue": "the two years are over",
    "none on record": "none is on record",
    "due this quarter": "due this quarter",
    "within two years": "within the two years",
}


def lead(facts: Facts, authority: Authority, things: list[Thing]) -> Words:
    """Return the one sentence of a briefing: what is proposed, and why."""
    code, name = authority.old_la_code, authority.la_name
    offer = next(iter(facts.recommendations.get(code, [])), None)
    score = next(iter(facts.scores.get(code, [])), None)
    unheard = "" if facts.further.heard.get(code) else f"; {UNHEARD}"
    worries = _named(facts, code, [one for one in things if one.reading == "concern"])
    if score is None or offer is None:
        return Words(f"Too little is known about {name} for a proposal{unheard}.", "lead")
    if score.band == "not_known":
        act = sayings.action(offer.action)
        text = f"Too little is known about {name} to place it, so the proposal is {act}{unheard}."
        return Words(text, "lead")
    if offer.action == ROUTINE:
        text = f"Little stands out in {name}: the proposal is the peer review that every authority"
        return Words(f"{text} has every two years{unheard}.", "lead")
    act = sayings.action(offer.action)
    return Words(f"The proposal for {name} is {act}{_because(worries)}{unheard}.", "lead")


def _because(worries: list[str]) -> str:
    if not worries:
        return ""
    stand = "this stands out" if len(worries) == 1 else f"{spelled(len(worries))} things stand out"
    return f", because {stand}: {listed(worries)}"


def _named(facts: Facts, code: str, things: list[Thing]) -> list[str]:
    """Return things with their figures; a period they all share is told once, at the end."""
    newest = {one: _newest(facts, code, one.name) for one in things if one.kind == "indicator"}
    whens = {when(row.row.time_period, row.one) for row in newest.values() if row}
    last = things[-1] if things else None
    once = len(whens) == 1 and last is not None and newest.get(last) is not None
    said = [_figured(facts, one, newest.get(one), told=not once) for one in things]
    return [*said[:-1], f"{said[-1]} {whens.pop()}"] if once else said


def _figured(facts: Facts, thing: Thing, newest: Newest | None, *, told: bool) -> str:
    title = inside(title_of(facts, thing))
    if newest:
        shown = short(newest) if told else amount(newest.value, newest.one)
        return f"{title} ({shown})"
    left, right = "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"
    if thing.kind == "pattern":
        return f"the pattern {left}{title}{right}"
    return f"what people say of {title}" if thing.kind == "flag" else title


def _newest(facts: Facts, code: str, name: str) -> Newest | None:
    one = next((row for row in facts.indicators if row.indicator == name), None)
    return newest_of(facts, code, one) if one else None


def standing(facts: Facts, authority: Authority) -> Pairs:
    """Return where the authority stands, as short labelled facts; what is not known is left out."""
    code = authority.old_la_code
    score = next(iter(facts.scores.get(code, [])), None)
    pairs = [
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
    gaps = len(unknown(facts, authority))
    stale = " The newest figures are old: ask for newer ones." if score.stale else ""
    small = " Few children live here, so single years move a lot." if authority.is_small else ""
    return [
        ("Band", f"{words.plain(score.band)}. {score.band_meaning or ''}".strip()),
        ("Score", sayings.interval(now, score.lower, score.upper)),
        ("Since", sayings.since(score.band_since, score.year_ago, score.risk_year_ago, now)),
        ("Figures", sayings.covered(score.coverage, gaps) + stale + small),
    ]


def _people(facts: Facts, code: str) -> str:
    held = facts.further.heard.get(code, [])
    if not held:
        return NEVER_HEARD
    alive = sum(one.weight_now >= 0.005 for one in held)
    said = f"{several(len(held), 'entry', 'entries')}, the newest heard on"
    count = f"{spelled(alive)} still {'counts' if alive == 1 else 'count'}"
    if len(held) == 1:
        count = "it still counts" if alive else "it no longer counts"
        said = "one entry, heard on"
    return sentence(f"{said} {words.day(held[0].heard_on)}; {count}")


def inspected(facts: Facts, code: str) -> str:
    """Return what the last inspection judged, and when that was published."""
    rows: list[Inspection] = facts.inspections.get(code, [])
    judged = [row for row in rows if row.grade and row.judgement != "theme"]
    if not judged:
        return "None on record."
    same = [row for row in judged if row.published == judged[0].published]
    best = next((row for row in same if row.judgement == "overall"), None)
    when = f"published {words.day(judged[0].published)}"
    if best:
        return sentence(f"{best.grade} overall, {when}")
    parts = [f"{inside(words.plain(row.judgement))} {inside(row.grade or '')}" for row in same]
    return sentence(f"{listed(parts)}; {when}")


def _reviewed(facts: Facts, code: str) -> str:
    clock = facts.further.clocks.get(code)
    if clock is None or clock.state not in CLOCK:
        return ""
    if clock.last_held is None:
        return sentence(CLOCK[clock.state])
    return sentence(f"last held on {words.day(clock.last_held)}; {CLOCK[clock.state]}")


def _held(row: Override) -> str:
    until = f" until {words.day(row.expires)}" if row.expires else ""
    band = words.plain(row.band).lower()
    return sentence(f"{row.role or 'people'} hold {band} to be right{until}: {row.reason or ''}")
