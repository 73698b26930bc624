"""The first stage: recognise, date, validate, keep and load what is offered."""

from __future__ import annotations

import hashlib

import pandas as pd

from earlywarning.definitions.table import PublishedTable
from earlywarning.errors import NothingUsableError
from earlywarning.run import doubts, guard, registers
from earlywarning.run.doubts import new_columns
from earlywarning.run.load import load_all
from earlywarning.run.memory import world_of
from earlywarning.run.summary import nothing_usable
from earlywarning.run.work import Work, building_of, code_hash
from earlywarning.scoring.model_file import model_hash
from earlywarning.settings import models_folder
from earlywarning.sources import intake, ledger_file, models
from earlywarning.sources.authorities import MISSING
from earlywarning.sources.boundary import refusing
from earlywarning.sources.context import Context
from earlywarning.sources.earlier_records import without_earlier_records
from earlywarning.sources.folders import offered_files
from earlywarning.sources.intake import Offered
from earlywarning.sources.kind import kind_of
from earlywarning.tables.quality import Finding
from earlywarning.tables.read import frame_of
from earlywarning.validation import screening
from earlywarning.validation.verdict import refused_cells, validate
from earlywarning.warehouse import build
from earlywarning.warehouse.keep import keep_bytes
from earlywarning.warehouse.last import authorities_in, damage_of, last_good
from earlywarning.warehouse.publish import last_run


def ingest(work: Work) -> None:
    """Recognise, date and validate every file; start a build unless nothing changed."""
    settings = work.settings
    work.offered = offered_files(settings.folders)
    work.say(f"{len(work.offered)} files to look at")
    for offered in work.offered:
        if not work.memory.knows(offered):
            intake.recognise(offered, work.definitions, work.memory)
    ledger_file.leave_earlier_states(work.offered)
    work.context = intake.context_of(work.offered, work.definitions, settings.as_of)
    work.offered = without_earlier_records(work.offered, settings.raw)
    _tell_of_lost_authorities(work)
    work.world = world_of(work.context)
    intake.join_answers(work.offered, work.context)
    for offered in work.offered:
        if offered.kind != "unknown" and offered.outcome == "unknown":
            take(work, offered)
    work.findings += doubts.model_clashes(models.settle(work.offered, work.context))
    work.findings += doubts.without_neighbours(models.missing(work.offered, work.context))
    _keep(work)
    taken = _usable(work)
    work.run_id = _run_id(work, taken)
    _look_for_damage(work)
    work.unchanged = not work.rebuilt and last_run(settings.warehouse) == work.run_id
    if work.unchanged:
        work.published = settings.warehouse
        work.say("nothing new: the published warehouse already rests on exactly these files")
        return
    load_all(work, taken)
    # What was refused while it was loaded was counted as taken above.
    work.run_id = _run_id(work, _usable(work))
    _look_for_losses(work)


def _tell_of_lost_authorities(work: Work) -> None:
    """Tell, at the code list, of authorities that were published last and are not in it."""
    lists = [one for one in work.offered if (one.kind, one.outcome) == ("la_codes", "context")]
    last = last_good(work.settings.warehouse)
    if not lists or last is None or work.context is None:
        return
    known = work.context.places.names
    for code, name in authorities_in(last):
        if code not in known:
            why = f"{name} ({code}) was published last and is not in this list"
            lists[0].refused_rows.add(1, MISSING, why, code, what="")


def _look_for_damage(work: Work) -> None:
    """Build anew what is published where its file cannot be read through; tell of it."""
    damage = damage_of(work.settings.warehouse)
    if damage:
        work.say(f"the published file is damaged and has to be built anew: {damage}")
        work.rebuilt = f"the published file was damaged and was built anew: {damage}"
        work.findings.append(
            Finding(source="warehouse", rule="damaged", severity="warning", message=work.rebuilt)
        )


def _look_for_losses(work: Work) -> None:
    """Note what the last published run held and this one does not; what is meant is a finding."""
    last = last_good(work.settings.warehouse)
    found = guard.losses(work.offered, work.definitions, last)
    meant = guard.meant(found, work.settings.without)
    work.lost = [one for one in found if one not in meant]
    told = guard.left_out(meant)
    work.findings += told
    build.load(building_of(work), "finding", frame_of(Finding, told))


def _usable(work: Work) -> list[Offered]:
    """Return what was taken.

    Raises:
        NothingUsableError: if there is no published table in it.
    """
    taken = [o for o in work.offered if o.outcome == "taken"]
    if not any(o.table for o in taken):
        raise NothingUsableError(nothing_usable(work.offered, work.settings.as_of))
    return taken


def take(work: Work, offered: Offered) -> None:
    """Date, read and validate one file that was recognised; what goes wrong refuses it alone."""
    with refusing(offered):
        _take(work, offered)


def _take(work: Work, offered: Offered) -> None:
    assert work.context is not None
    if _recalled(work, offered, work.context):
        return
    intake.date_release(offered, work.context)
    if offered.kind == ledger_file.LEDGER:
        work.findings += registers.load(offered, work.definitions, work.settings.as_of)
    elif offered.kind == ledger_file.DECISIONS:
        work.findings += registers.load_decisions(offered, work.settings.as_of)
    if offered.outcome != "unknown":
        return
    if offered.table is not None and offered.frame is not None:
        work.say(f"  checking {offered.name}")
        judged = _verdict(work, offered, offered.table, offered.frame)
        found = judged + new_columns(offered) + _screened(work, offered)
        work.findings += found
        critical = [f for f in judged if f.severity == "critical"]
        if critical:
            offered.outcome, offered.message = "refused", critical[0].message
            offered.rule, offered.row = critical[0].rule, critical[0].row_number
            return
        alone = refused_cells(judged)
        offered.refused_cells |= frozenset((f.row_number or 0, f.series or "") for f in alone)
        read = intake.read_table(offered, work.context)
        offered.hold(work.memory.keep(offered, work.world, found, read))
    offered.outcome = "taken"


def _recalled(work: Work, offered: Offered, context: Context) -> bool:
    """Take a table as an earlier run read it; one that it did not read so is opened now."""
    is_open = offered.raw is not None or offered.sheets is not None
    if offered.table is None or (is_open and not offered.partial):
        return False
    found = work.memory.recall(offered, work.world)
    if found is None and is_open:
        return False
    if found is None:
        offered.kind, offered.table = "unknown", None
        intake.recognise(offered, work.definitions)
        return offered.outcome != "unknown"
    intake.settle_day(offered, context)
    if offered.outcome == "unknown":
        work.findings += found
        offered.outcome = "taken"
    return True


def _verdict(
    work: Work, offered: Offered, table: PublishedTable, frame: pd.DataFrame
) -> list[Finding]:
    """Return what the file's contract finds."""
    assert work.context is not None
    return validate(
        frame, table, work.context.authorities.services(),
        release=offered.release, file_name=offered.name, partial=offered.partial,
    )  # fmt: skip


def _screened(work: Work, offered: Offered) -> list[Finding]:
    """Ask of an open-data file what its publisher's own screener asks; nothing is refused."""
    table, raw = offered.table, offered.raw
    if work.context is None or raw is None or table is None or table.layout != "open_data":
        return []
    told = screening.screen(raw.header, raw.rows, raw.row_numbers, table, work.context.trios)
    return screening.findings(told, table, offered.release, offered.name)


def _keep(work: Work) -> None:
    """Keep the bytes of what was accepted, but of what people wrote and of lists of children."""
    for offered in work.offered:
        if offered.outcome not in {"taken", "context", "not_yet_published"}:
            continue
        if offered.child_level or not kind_of(offered).keeps_bytes:
            continue
        if offered.partial:  # an answer's pages are kept one by one
            continue
        source = offered.table.source if offered.table else offered.kind
        period, day = str(offered.period or "undated"), str(offered.published or "undated")
        if work.settings.raw not in offered.path.parents:
            kept = keep_bytes(work.settings.raw, source, period, day, offered.path)
            work.new_files += kept


def _run_id(work: Work, taken: list[Offered]) -> str:
    # What became of a file counts as much as its bytes: one that is refused now was taken before.
    used = [
        f"{o.sha256} {o.outcome}"
        for o in work.offered
        if o.outcome in {"taken", "context", "refused"}
    ]
    back = "" if work.settings.look_back is None else f"look back {work.settings.look_back}"
    measured = model_hash(models_folder())
    asked = [work.definitions.sha256, str(work.settings.as_of), back, code_hash(), measured]
    parts = [*sorted(used), *asked]
    assert taken
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
