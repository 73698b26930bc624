"""Questions put to the published database: which authority, why this score, is all well."""

from __future__ import annotations

import datetime as dt
import difflib
import platform
from importlib import metadata
from pathlib import Path

from earlywarning import warehouse
from earlywarning.definitions import Definitions, Table
from earlywarning.errors import NothingUsableError, UsageError
from earlywarning.period import period_end
from earlywarning.settings import DEFAULT_INCOMING
from earlywarning.sources.fetching.lateness import Held, source_lines
from earlywarning.sources.fetching.record import last_tried

FRESH = dt.timedelta(hours=26)
PILLARS = {
    "performance": "Published figures",
    "soft_intelligence": "What people know",
    "transparency": "Openness",
}


def find_authority(link: Path, words: str) -> tuple[str, str]:
    """Return (three-digit code, name) for a name, a three-digit or a nine-character code.

    Raises:
        UsageError: if nothing or more than one authority fits; lists what comes near.
    """
    _, rows = warehouse.query(
        link,
        """
        select la.old_la_code, la.la_name, coalesce(c.new_la_code, la.new_la_code), la.closed
        from local_authority as la left join authority_code as c on c.old_la_code = la.old_la_code
        order by la.closed is not null, la.old_la_code
        """,
    )
    wanted = " ".join(words.split()).casefold()
    hits = {
        (str(code), str(name)): closed
        for code, name, nine, closed in rows
        if wanted in (str(code), str(name).casefold(), str(nine).casefold())
    }
    running = [key for key, closed in hits.items() if closed is None]
    chosen = running or list(hits)
    if len(chosen) == 1:
        return chosen[0]
    names = sorted({str(name) for _, name, _, closed in rows if closed is None})
    near = [n for n in names if wanted in n.casefold()][:5]
    near = near or difflib.get_close_matches(words, names, n=5, cutoff=0.5)
    hint = (
        f"did you mean {', '.join(near)}?"
        if near
        else "give a name, a three-digit or a nine-character code"
    )
    raise UsageError(f"no authority {words!r}: {hint}")


def build_of(link: Path, as_of: dt.date | None) -> Path:
    """Return the published file, or the kept build of another as-of day.

    Raises:
        UsageError: if no build of that day is kept.
    """
    if as_of is None:
        return link
    folder = link.with_suffix(".builds")
    found = sorted(folder.glob(f"{as_of}-*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    if not found:
        days = sorted({path.name[:10] for path in folder.glob("*.duckdb")})
        raise UsageError(f"no build of {as_of} is kept; there are {', '.join(days) or 'none'}")
    return found[-1]


def explain(link: Path, code: str, name: str) -> str:
    """Return why an authority's score is what it is, in plain words."""
    _, scores = warehouse.query(
        link,
        """select as_of, risk_of_decline, lower, upper, band, coverage, note
           from score where old_la_code = $code""",
        {"code": code},
    )
    if not scores:
        return _no_score(link, name)
    as_of, score, lower, upper, band, coverage, note = scores[0]
    lines = [
        f"{name} ({code}) as of {as_of}",
        f"Risk of decline: {score:.1f} of 100, between {lower:.1f} and {upper:.1f}; band {band}.",
        f"{coverage:.0%} of the vital indicators have a current value. {note}".rstrip(),
    ]
    _, items = warehouse.query(
        link,
        """select pillar, item, points, explanation from contribution
           where old_la_code = $code order by pillar, abs(points) desc, item""",
        {"code": code},
    )
    for pillar, title in PILLARS.items():
        own = [row for row in items if row[0] == pillar]
        lines += ["", f"{title}: {sum(float(str(row[2])) for row in own):.1f} points"]
        lines += [f"  {row[2]:+6.2f}  {row[3]}" for row in own] or ["  nothing counted"]
    lines += _watch(link, code) + _together(link, code) + _missing(link, code) + _offer(link, code)
    return "\n".join(lines) + "\n"


def _no_score(link: Path, name: str) -> str:
    _, built = warehouse.query(
        link, "select 1 from duckdb_tables() where table_name = 'tier_content'"
    )
    if built:
        _, rows = warehouse.query(link, "select tier, name from tier_content limit 1")
        tier, whose = rows[0]
        return f"This file is for {whose or 'everybody'} ({tier}) and holds no score of {name}.\n"
    return f"{name} runs no children's service on the as-of day, so it has no score.\n"


def _watch(link: Path, code: str) -> list[str]:
    _, rows = warehouse.query(
        link,
        """select ended, replace(ended_because, '_', ' '), explanation from watch_alert
           where old_la_code = $code order by known_on, began""",
        {"code": code},
    )
    told = [
        f"  {words}" + (f" Ended {ended}: {why}." if ended else " It holds.")
        for ended, why, words in rows
    ]
    return ["", "Front-door watch, by in-year returns:", *told] if told else []


def _together(link: Path, code: str) -> list[str]:
    _, rows = warehouse.query(
        link,
        """select 0, p.name || ' (' || replace(m.reading, '_', ' ') || '): ' || m.explanation
           from pattern_match as m join pattern as p on p.pattern = m.pattern
           where m.old_la_code = $code union all
           select place, printf('pathway: %s: %d out of %d in %d, %s', name, to_count::int,
               from_count::int, time_period, case when not possible then 'more than can be'
               when position_z > 0 then 'higher than expected' else 'lower than expected' end)
           from pathway where old_la_code = $code and (not possible or abs(position_z) >= 1.645)
             and time_period = (select max(time_period) from pathway) order by all""",
        {"code": code},
    )
    told = [f"  {words}" for _, words in rows] or ["  nothing found"]
    return ["", "Indicators that mean something together (no points):", *told]


def _missing(link: Path, code: str) -> list[str]:
    _, rows = warehouse.query(
        link,
        """select i.name, coalesce(v.status, 'no row'), coalesce(v.marker, '')
           from indicator as i
           join (select indicator, max(time_period) as newest from indicator_value
                 where value is not null group by indicator) as n on n.indicator = i.indicator
           left join indicator_value as v on v.indicator = i.indicator
                and v.old_la_code = $code and v.time_period = n.newest
           where v.value is null order by i.name""",
        {"code": code},
    )
    told = [
        f"  {name}: {str(status).replace('_', ' ')} {marker}".rstrip()
        for name, status, marker in rows
    ]
    return ["", "Not known today:", *told] if told else []


def _offer(link: Path, code: str) -> list[str]:
    _, rows = warehouse.query(
        link,
        """select action, review_type, days, scope, due_by, supporters, confidence,
                  lines_of_enquiry
           from recommendation where old_la_code = $code""",
        {"code": code},
    )
    if not rows:
        return []
    action, kind, days, scope, due, supporters, confidence, enquiry = rows[0]
    return [
        "",
        f"Offer: {action} ({kind}, {days} days), by {due}; confidence {confidence}.",
        f"  Scope: {scope}",
        f"  Supporters to ask: {supporters or 'none named'}",
        *(f"  - {line}" for line in str(enquiry).split("\n")),
    ]


def doctor(
    link: Path, definitions: Definitions, today: dt.date, incoming: Path = DEFAULT_INCOMING
) -> tuple[list[str], bool]:
    """Return what is well and what is not, and whether all is well."""
    lines = [
        f"ok    Python {platform.python_version()}, earlywarning {metadata.version('earlywarning')}"
    ]
    lines.append(
        f"ok    {len(definitions.tables)} tables, {len(definitions.indicators)} indicators and "
        f"{len(definitions.soft_flags)} soft flags declared in {definitions.folder}"
    )
    try:
        _, runs = warehouse.query(link, "select run, as_of, finished from run")
    except NothingUsableError as error:
        return [*lines, f"WRONG {error}"], False
    _, _, finished = runs[0]
    assert isinstance(finished, dt.datetime)
    age = dt.datetime.now(dt.UTC).replace(tzinfo=None) - finished
    late = age > FRESH
    words = f"{link} was published {age.total_seconds() / 3600:.1f} hours ago"
    todo = "; run `earlywarning run`, and look at the nightly schedule" if late else ""
    lines.append(f"{'LATE ' if late else 'ok   '} {words}{todo}")
    lines += source_lines(definitions, _held(link), last_tried(incoming), today)
    lines += _tables(link, definitions, today)
    lines += _doubts(link)
    _, refused = warehouse.query(
        link, "select file_name, message from intake where outcome = 'refused' order by 1"
    )
    lines += [f"WRONG {name} was refused: {message}" for name, message in refused]
    return lines, not any(line.startswith(("LATE", "WRONG")) for line in lines)


def _doubts(link: Path) -> list[str]:
    """Return what the quality rules want a person to look at."""
    _, alarms = warehouse.query(
        link,
        """select series, release, moved, compared from revision_alarm
           where state = 'open' order by 1""",
    )
    _, mended = warehouse.query(
        link, "select message from finding where rule = 'correction_outdated' order by 1"
    )
    lines = [
        f"look  {series}: {moved} of {compared} cells moved at once in {release}; the values "
        "before are used until a later release settles it"
        for series, release, moved, compared in alarms
    ]
    return [*lines, *(f"look  {message}" for (message,) in mended)]


def _held(link: Path) -> list[Held]:
    """Return every release with the table or kind it is of."""
    _, rows = warehouse.query(
        link,
        """select regexp_extract(release, '^(.*)_[^_]+[.]', 1), period, published, file_name
           from release""",
    )
    return [Held(*row) for row in rows]  # type: ignore[arg-type]


def _tables(link: Path, definitions: Definitions, today: dt.date) -> list[str]:
    _, rows = warehouse.query(
        link,
        """select regexp_extract(release, '^(.*)_[0-9]+[.]', 1), max(period), max(published)
           from release where period is not null group by 1 order by 1""",
    )
    lines = []
    for name, period, published in rows:
        table = definitions.tables.get(str(name))
        if table is None or table.retired:
            continue
        expected = _due(definitions, table, int(str(period)) + 1)
        days = (today - expected).days
        mark = "LATE " if days > 0 else "ok   "
        after = f"{days} days overdue: look for it at the publisher" if days > 0 else "not yet due"
        lines.append(
            f"{mark} {table.title}: newest {period}, out {published}; "
            f"next expected by {expected}, {after}"
        )
    return lines


def _due(definitions: Definitions, table: Table, year: int) -> dt.date:
    """Return when a table is usually out: by its publication's cadence, else by its own lag."""
    publication = definitions.sources.publications.get(table.source)
    if publication and publication.cadence:
        return publication.cadence.due(year)
    return period_end(year, table.period) + dt.timedelta(days=table.publication_lag_days)
