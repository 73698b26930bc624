"""What the flows share: settings from parameters, stages as tasks, and what is told of a run."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from prefect import Flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType, TaskRun
from prefect.logging import get_run_logger
from prefect.states import Cancelled, Failed

from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import cause_of, is_of_a_disk
from earlywarning.run import account, fetch, health, ingest, notify, retention, stages, status
from earlywarning.run.guard import require_forward
from earlywarning.run.told_apart import tell_apart
from earlywarning.run.work import Outcome, Work, close, open_work
from earlywarning.settings import Settings, folder_of, given, register_folder, today
from earlywarning.warehouse.one_at_a_time import AlreadyRunningError, one_at_a_time

BUILDING = (stages.derive, tell_apart, stages.score, stages.recommend, stages.publish)
PASSES_BY_ITSELF = {errno.EAGAIN, errno.EBUSY, errno.EIO, errno.ENOSPC, errno.ESTALE}
TRIES_AGAIN = 3
PAUSE_SECONDS = 20
HOUR = 3600
# What Prefect says of a run that it cancels for another of the same deployment.
TURNED_AWAY = "Deployment concurrency limit reached."
TURNED_AWAY_DAYS = 7


def settings_of(
    inputs: Sequence[str] | None,
    warehouse: str | None,
    as_of: str | None,
    recorded: str | None = None,
    reports: str | None = None,
    *,
    without: Sequence[str] = (),
    replace: bool = False,
) -> Settings:
    """Turn the words of a flow run into settings; without a day, today in London."""
    return Settings(
        inputs=tuple(Path(folder) for folder in inputs or (folder_of("incoming"),)),
        as_of=dt.date.fromisoformat(as_of) if as_of else today(),
        warehouse=Path(warehouse) if warehouse else folder_of("warehouse"),
        reports=Path(reports) if reports else folder_of("reports"),
        register=Path(recorded) if recorded else register_folder(),
        without=tuple(without),
        replaces=replace,
    )


def run_alone(settings: Settings, flow: str, *, fetching: bool, reports: bool) -> Outcome | State:
    """Do a night, alone on its warehouse; tell what came of it, and of what did not.

    A run that is skipped ends Cancelled. One that published, though no publisher has answered for
    days, ends Failed under the name NotFetched: it stands on old figures, and must not be green.
    """
    teller = teller_of(settings)
    tell_of_turned_away(teller)
    try:
        with notify.loudly(teller, flow), one_at_a_time(settings.warehouse, flow):
            answered = fetched(settings.inputs[0]) if fetching else False
            outcome = in_tasks(settings, flow, reports=reports)
            if reports:
                tell_of_terms(settings)
    except AlreadyRunningError as held:
        return Cancelled(message=str(held))
    notify.after_good_run(teller, fetched=answered)
    tell_of_turned_away(teller)
    quiet = _nobody_answers(settings) if fetching and not answered else ""
    if quiet:
        notify.tell_of_run(teller, flow, "reached no publisher", quiet)
        return Failed(name="NotFetched", message=f"published, but {quiet}")
    return outcome


def tell_of_terms(settings: Settings) -> None:
    """Tell what is past its term of retention, or let it go, as a task; whatever fails is logged.

    All is published by now, and the next month asks again.
    """
    log = get_run_logger()
    ended = _tried("retention", lambda: retention.by_schedule(settings, today()))
    if not ended.is_completed():
        log.warning("retention: not told: %s", ended.message)
        return
    for line in ended.result():
        log.warning("%s", line) if ": stays" in line else log.info("%s", line)


def teller_of(settings: Settings) -> notify.Teller:
    """Return who tells of a run; what it has to say of telling goes into the log."""
    say = get_run_logger().info
    return notify.Teller(settings.warehouse, settings.inputs[0], folder_of("notify"), say)


def tell_of_crash(flow: Flow[Any, Any], flow_run: FlowRun, state: State) -> None:
    """Tell of a run whose process is gone; called by whoever started it, by these names."""
    del state
    given_words = flow_run.parameters
    settings = settings_of(given_words.get("inputs"), given_words.get("warehouse"), None)
    teller = notify.Teller(
        settings.warehouse, settings.inputs[0], folder_of("notify"), lambda _: None
    )
    notify.tell_of_run(teller, flow.name, "crashed", "Its process is gone.")


def _nobody_answers(settings: Settings) -> str:
    """Return since when no publisher answers, if that is longer than sources.toml allows."""
    sources = status.sources_in(settings.inputs)
    now = dt.datetime.now(dt.UTC)
    found = health.fetching(sources, load_definitions(settings.reference), now)
    return found.words if found.state == "wrong" else ""


def fetched(folder: Path) -> bool:
    """Fetch what is new as a task; whatever fails in it, the night goes on with what is there.

    Returns:
        Whether any publisher answered.
    """
    log = get_run_logger()

    def fetching() -> fetch.FetchOutcome:
        return fetch.fetch((), folder, address=given("address").value, say=log.debug)

    ended = _tried("fetch", fetching)
    if not ended.is_completed():
        log.warning("nothing was fetched, going on with what is there: %s", ended.message)
        return False
    outcome = ended.result()
    for line in outcome.lines:
        log.info("fetched %s", line)
    return bool(outcome.answered)


def tell_of_turned_away(teller: notify.Teller) -> None:
    """Tell of runs that never began: Prefect cancelled them, as the same flow was running."""
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=TURNED_AWAY_DAYS)
    cancelled = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.CANCELLED])),
        expected_start_time=FlowRunFilterExpectedStartTime(after_=since),
    )

    def ask() -> None:
        """Ask the server, and tell of each run it turned away."""
        with get_client(sync_client=True) as client:
            for run in client.read_flow_runs(flow_run_filter=cancelled):
                due = run.expected_start_time
                if run.state and due and run.state.message == TURNED_AWAY:
                    why = f"Due {due:%Y-%m-%d %H:%M} UTC; for Prefect one was running still."
                    flow = client.read_flow(run.flow_id).name
                    notify.tell_of_run(teller, flow, "was skipped", why, due)

    asked = _tried("turned_away", ask)
    if not asked.is_completed():
        get_run_logger().warning("not known which runs were turned away: %s", asked.message)


def _tried(name: str, call: Callable[[], Any]) -> State[Any]:
    """Call as a task whose failure fails nothing; the state says what came of it."""
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(call)(return_state=True)


def in_tasks(settings: Settings, flow: str, *, reports: bool) -> Outcome:
    """Do what `earlywarning run` does, with each stage a task that Prefect names and times.

    A refused file is data and fails nothing. A run fails in which nothing was usable, or something
    is missing that the last one held, or that would replace what is published by an earlier day.
    """
    say = get_run_logger().info
    require_forward(settings)

    def warehouse() -> Work:
        return _up_to_date(open_work(settings, say))

    work = in_task(warehouse, tries_again=TRIES_AGAIN)
    if reports:
        in_task(lambda: stages.report(work), name="report")
    outcome = stages.outcome(work)
    good = in_task(lambda: status.record_good_run(work, flow, reported=reports), name="record")
    _give_account(flow, outcome, good, settings)
    return outcome


def _give_account(flow: str, outcome: Outcome, good: status.Status, settings: Settings) -> None:
    """Show in the dashboard what came of it, and end the log with the same lines."""
    log = get_run_logger()
    for line in outcome.summary:
        log.info("%s", line)
    for refusal in outcome.refused:
        log.warning("refused: %s", refusal)
    for line in outcome.left_aside:
        log.warning("left aside: %s", line)

    def show() -> None:
        markdown = account.account(flow, outcome, good, settings)
        create_markdown_artifact(markdown, key=flow, description="What this run came to")
        create_table_artifact(account.source_rows(good), key=f"{flow}-sources")
        create_table_artifact(account.finding_rows(good), key=f"{flow}-findings")

    # All is published by now: what the dashboard cannot show fails nothing.
    shown = _tried("show", show)
    if not shown.is_completed():
        log.warning("the dashboard does not show this run: %s", shown.message)


def _up_to_date(work: Work) -> Work:
    """Take in, build and publish; a second try starts here, because a build is used up by one."""
    try:
        _stage(ingest.ingest, work)
        if not work.unchanged:
            for step in BUILDING:
                _stage(step, work)
    except BaseException:
        close(work)
        raise
    return work


def _stage(step: Callable[[Work], object], work: Work) -> None:
    # The work is closed over, not passed: Prefect walks through all that a task is given.
    in_task(lambda: step(work), name=step.__name__)


def in_task(call: Callable[[], Any], *, name: str = "", tries_again: int = 0) -> Any:
    """Call as a task of this process that leaves nothing behind but its name and times."""
    as_task = task(
        name=name or call.__name__,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=tries_again,
        retry_delay_seconds=PAUSE_SECONDS,
        retry_condition_fn=_disk_was_busy,
    )
    return as_task(lambda: _or_ended(call))()


def _or_ended(call: Callable[[], Any]) -> Any:
    """Call; what a signal breaks off is ended and not failed, also in the middle of a statement."""
    try:
        return call()
    except Exception as error:
        cause = cause_of(error)
        if cause is not error:
            raise cause from None
        raise


async def _disk_was_busy(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Say whether a failure may pass by itself; a bad file stays bad."""
    error = await state.aresult(raise_on_failure=False)
    return any(
        is_of_a_disk(one)
        if isinstance(one, duckdb.Error)
        else getattr(one, "errno", None) in PASSES_BY_ITSELF
        for one in (error, getattr(error, "__cause__", None))
    )
