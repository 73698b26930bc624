"""Why an authority's score is what it is, in plain words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from earlywarning.reports import phrases, wording
from earlywarning.reports.recovery import recovery_of, told
from earlywarning.tables.score import Journey
from earlywarning.tables.standing import Standing
from earlywarning.warehouse.connect import query

CHANGES = 3


def explain(warehouse: Path, code: str, name: str) -> str:
    """Return what raised a score and what lowered it, what would change it, what is not known."""
    score = _one(
        warehouse,
        """select s.*, n.la_name from score as s
           join local_authority as n on n.old_la_code = s.old_la_code
           where s.old_la_code = $code""",
        code,
    )
    if not score:
        return _no_score(warehouse, name)
    told = _stands(warehouse, code)
    lines = [
        f"{name} ({code}) as of {score['as_of']}",
        *_standing(told),
        f"Risk of decline: {score['risk_of_decline']:.1f} of 100, between {score['lower']:.1f} and "
        f"{score['upper']:.1f}; band {score['band']}{_held(score)}.",
        *_judgements_refused(warehouse, code),
        *_overrides(warehouse, code),
        f"{score['coverage']:.0%} of the indicators have a current figure. "
        f"{score['note'] or ''}".rstrip(),
    ]
    lines += (
        _pillars(warehouse, code, score) + _changes(warehouse, code) + _journey(warehouse, code)
    )
    lines += _way_back(warehouse, code)
    lines += (
        _watch(warehouse, code)
        + _together(warehouse, code)
        + _missing(warehouse, told)
        + _offer(warehouse, code)
    )
    lines += _record(warehouse)
    return "\n".join(lines) + "\n"


def _record(warehouse: Path) -> list[str]:
    _, rows = query(warehouse, "select record from run")
    return ["", str(rows[0][0])] if rows and rows[0][0] else []


def _no_score(warehouse: Path, name: str) -> str:
    _, built = query(warehouse, "select 1 from duckdb_tables() where table_name = 'tier_content'")
    if built:
        _, rows = query(warehouse, "select tier, name from tier_content limit 1")
        tier, whose = rows[0]
        return f"This file is for {whose or 'everybody'} ({tier}) and holds no score of {name}.\n"
    return f"{name} runs no children's service on the as-of day, so it has no score.\n"


def _one(warehouse: Path, sql: str, code: str) -> dict[str, object]:
    names, rows = query(warehouse, sql, {"code": code})
    return dict(zip(names, rows[0], strict=True)) if rows else {}


def _held(score: dict[str, object]) -> str:
    since = wording.band_since(
        cast("dt.date | None", score["band_since"]), bool(score["band_since_at_latest"])
    )
    told = f". {since}" if since else ""
    if score["band"] == score["band_by_points"]:
        return told
    return f" (by points alone {score['band_by_points']}: not clearly below){told}"


def _stands(warehouse: Path, code: str) -> Standing | None:
    row = _one(warehouse, "select * from standing where old_la_code = $code", code)
    return Standing(**row) if row else None  # type: ignore[arg-type]


def _standing(told: Standing | None) -> list[str]:
    if told is None:
        return []
    days = ""
    if told.review_from:
        days = f"; days {phrases.day(told.review_from)} to {phrases.day(told.review_to)}"
    judged = "None on record"
    if told.judgement:
        judged = f"{told.judgement}, {phrases.day(told.judged_on)}"
    return [
        told.sentence,
        f"{wording.keys_turned(told)}. {wording.offer_state(told)}{days}.",
        f"Last judgement: {judged}; inspections read to {phrases.day(told.inspections_until)}. "
        f"Confidence {told.confidence}: {told.confidence_reason}.",
        *_looked(told),
    ]


def _looked(told: Standing) -> list[str]:
    if told.last_look is None:
        return []
    ago = phrases.since(told.last_look, told.as_of)
    return [f"Last looked at from outside on {phrases.day(told.last_look)} "
            f"({told.last_look_kind}): {ago}. That is no part of the score."]  # fmt: skip


def _judgements_refused(warehouse: Path, code: str) -> list[str]:
    """Return rows about its inspections that could not be read: what stands above may be older."""
    _, rows = query(
        warehouse,
        """select coalesce(file_name, 'a list'), message from finding
           where old_la_code = $code and source = 'inspection' and row_number is not null
           order by all""",
        {"code": code},
    )
    return [
        f"A row about its inspections was refused, so a later judgement may stand: {name}: {why}"
        for name, why in rows
    ]


def _overrides(warehouse: Path, code: str) -> list[str]:
    _, rows = query(
        warehouse,
        """select band, role, reason, decided_on, expires from override
           where old_la_code = $code order by decided_on""",
        {"code": code},
    )
    return [
        f"People hold {band} to be right ({role}, {day}, until {expires}): {reason}"
        for band, role, reason, day, expires in rows
    ]


def _pillars(warehouse: Path, code: str, score: dict[str, object]) -> list[str]:
    _, items = query(
        warehouse,
        """select pillar, item, points, explanation from contribution
           where old_la_code = $code order by pillar, points desc, item""",
        {"code": code},
    )
    lines = []
    for pillar, title in wording.PILLAR.items():
        own = [row for row in items if row[0] == pillar]
        ago = score[f"{pillar}_year_ago"]
        before = "" if ago is None else f" ({ago:.1f} as known on {score['year_ago']})"
        total = round(sum(float(str(row[2])) for row in own), 1) or 0.0  # never minus nought
        lines += ["", f"{title}: {total:.1f} points{before}"]
        for words, some in (
            ("raised it", [row for row in own if float(str(row[2])) > 0]),
            ("lowered it", [row for row in own if float(str(row[2])) < 0]),
        ):
            lines += [f"  {words}:"] if some else []
            lines += [f"  {row[2]:+6.2f}  {row[3]}" for row in some]
        lines += [] if own else ["  nothing counted"]
    return lines


def _changes(warehouse: Path, code: str) -> list[str]:
    _, rows = query(
        warehouse,
        """select c.score_without, c.explanation from contribution as c
           join score as s on s.old_la_code = c.old_la_code
           where c.old_la_code = $code and c.score_without is not null and c.kind <> 'sum'
             and abs(c.score_without - s.risk_of_decline) >= 0.05
           order by abs(c.score_without - s.risk_of_decline) desc, c.item limit $many""",
        {"code": code, "many": CHANGES},
    )
    told = [f"  {score:.1f} without: {words}" for score, words in rows]
    return ["", "What would change it most, all else as it is:", *told] if told else []


def _journey(warehouse: Path, code: str) -> list[str]:
    row = _one(warehouse, "select * from journey where old_la_code = $code", code)
    if not row:
        return []
    stands = Journey(**row)  # type: ignore[arg-type]
    risks = [f"  - {line}" for line in stands.risks or []]
    return ["", f"{wording.journey(stands)} What makes services slip back here:", *risks]


def _way_back(warehouse: Path, code: str) -> list[str]:
    """Return the study's times, brakes, watch and helpers."""
    _, places = query(warehouse, "select old_la_code, la_name from local_authority")
    names = {str(place): str(name) for place, name in places}
    lines = [f"  - {one}" for one in told(recovery_of(warehouse, code), names)]
    return ["", "The way back, and what may slow it:", *lines] if lines else []


def _watch(warehouse: Path, code: str) -> list[str]:
    _, rows = query(
        warehouse,
        """select ended, replace(ended_because, '_', ' '), explanation, not_seen_since,
              (select list(coalesce(m.label, j.one) order by j.one)
               from (select unnest(a.joined_later) as one) as j
               left join in_year_measure as m on m.measure = j.one)
           from watch_alert as a where old_la_code = $code order by known_on, began""",
        {"code": code},
    )
    told = []
    for ended, why, words, gone, joined in rows:
        also = phrases.since_then(cast("list[str]", joined or []), cast("dt.date | None", gone))
        ends = f"Ended {ended}: {why}." if ended else "It holds."
        told.append("  " + " ".join(part for part in (str(words), also, ends) if part))
    return ["", "Front-door watch, by in-year returns:", *told] if told else []


def _together(warehouse: Path, code: str) -> list[str]:
    _, rows = query(
        warehouse,
        """select 0, p.name || ' (' || replace(m.reading, '_', ' ') || '): ' || m.explanation
           from pattern_match as m join pattern as p on p.pattern = m.pattern
           where m.old_la_code = $code union all
           select order_shown, printf('pathway: %s: %d out of %d in %d, %s', name, to_count::int,
               from_count::int, time_period, case when not possible then 'more than can be'
               when position_z > 0 then 'higher than expected' else 'lower than expected' end)
           from pathway where old_la_code = $code and (not possible or abs(position_z) >= 1.645)
             and time_period = (select max(time_period) from pathway) order by all""",
        {"code": code},
    )
    told = [f"  {words}" for _, words in rows] or ["  nothing found"]
    return ["", "Indicators that mean something together:", *told]


def _missing(warehouse: Path, told: Standing | None) -> list[str]:
    """Return what the standing calls missing, each with its reason."""
    if told is None or not told.missing:
        return []
    _, rows = query(
        warehouse,
        """select i.name, v.status, v.marker from indicator as i
           left join (select indicator, max(time_period) as newest from indicator_value
                 where value is not null group by indicator) as n using (indicator)
           left join indicator_value as v on v.indicator = i.indicator
                and v.old_la_code = $code and v.time_period = n.newest
           where list_contains($missing, i.indicator) order by i.name""",
        {"code": told.old_la_code, "missing": told.missing},
    )
    return [
        "",
        "Not known today:",
        *(f"  {name}: {wording.reason(cast('str | None', status), cast('str | None', marker))}"
          for name, status, marker in rows),
    ]  # fmt: skip


def _names(warehouse: Path, codes: list[str]) -> list[str]:
    """Return names in the order of the codes; a tier's file may not know one."""
    _, rows = query(warehouse, "select old_la_code, la_name from local_authority")
    known = dict(cast("list[tuple[str, str]]", rows))
    return [known.get(code, code) for code in codes]


def _offer(warehouse: Path, code: str) -> list[str]:
    _, rows = query(
        warehouse,
        """select action, review_type, days, scope, supporters,
                  lines_of_enquiry, opened_by, caller, dates_note, for_nothing, to_consider
           from recommendation where old_la_code = $code""",
        {"code": code},
    )
    if not rows:
        return []
    (action, kind, days, scope, supporters, enquiry, opened, caller, dates,
     nothing, consider) = rows[0]  # fmt: skip
    asked, shown, beside = (cast("list[str]", one or []) for one in (enquiry, nothing, consider))
    named = phrases.listed(_names(warehouse, cast("list[str]", supporters or [])))
    return [
        "",
        f"Offer: {action} ({phrases.plain(cast('str', kind)).lower()}, "
        f"{phrases.count(cast('int', days), 'day')}).",
        f"  Scope: {scope}",
        f"  Opened by: {opened}",
        f"  Who calls whom: {caller}",
        *([f"  Dates: {dates}"] if dates else []),
        f"  Supporters to ask: {named or 'none named'}",
        *(f"  - {line}" for line in asked),
        "  What would show that this worried us for nothing:",
        *(f"  - {line}" for line in shown),
        *(f"  {line}" for line in beside),
    ]
