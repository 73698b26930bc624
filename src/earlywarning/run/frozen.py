"""Judges what was frozen, once for each list of inspections, and writes down what came of it."""

from __future__ import annotations

from pathlib import Path

from earlywarning.backtest.card.figures import numbered
from earlywarning.backtest.frozen.judge import Verdict, cases_to_judge, judge, list_of
from earlywarning.backtest.frozen.judged import add, refuse_twice
from earlywarning.backtest.frozen.protocol import FOLDER, Frozen, frozen_protocol, score_sha256
from earlywarning.backtest.seeing import Progress
from earlywarning.definitions.loader import Definitions
from earlywarning.errors import DefinitionError, UsageError
from earlywarning.run.backtest import Written, ground_of
from earlywarning.settings import today

SHORT = 12


def judge_frozen(
    inputs: tuple[Path, ...], warehouse: Path, target: Path | None, models: Path, tell: Progress
) -> Written:
    """Judge the frozen score on inspections that are newer than what was known then.

    The real record has one place, beside the protocol; an invented nation's is written elsewhere.

    Raises:
        DefinitionError: if protocol or score are not what was frozen.
        NothingUsableError: if no inspection is newer.
        UsageError: if this list was judged, or the place is not the right one.
    """
    frozen = frozen_protocol(models)
    with ground_of(inputs, warehouse, tell) as (ground, definitions):
        _same_score(frozen, definitions, models)
        if ground.is_invented and target is None:
            raise UsageError("--to: name a folder; what is frozen is judged on real inspections")
        if not ground.is_invented and target is not None:
            raise UsageError("--to: leave it away; what was judged stands beside the protocol")
        folder = target or models / FOLDER
        given = list_of(ground, frozen.protocol)
        refuse_twice(folder, given)
        cases = cases_to_judge(ground, definitions, given, frozen.protocol, tell)
    verdicts, figures = judge(cases, definitions, frozen.protocol)
    folder.mkdir(parents=True, exist_ok=True)
    results = folder / f"judged_{given.sha256[:SHORT]}.csv"
    numbered(figures).to_csv(results, index=False, float_format="%.6f")
    # Last: a line without its figures would say that it was judged, and nobody could judge again.
    ledger = add(folder, given, frozen, verdicts, today())
    lines = [_line(one, frozen) for one in verdicts]
    return Written([*lines, f"{ledger}, {results}"], failed=False)


def _same_score(frozen: Frozen, definitions: Definitions, models: Path) -> None:
    protocol, own = frozen.protocol, score_sha256(definitions)
    if own != protocol.score.sha256:
        raise DefinitionError(
            f"{models / FOLDER}: the score in use (sha256 {own[:SHORT]}) is not the one frozen on "
            f"{protocol.frozen_on} ({protocol.score.sha256[:SHORT]}): judge with that version, or "
            "freeze a new protocol, which judges only what is newer still"
        )


def _line(one: Verdict, frozen: Frozen) -> str:
    """Return one verdict in words, with the base rate."""
    title = frozen.protocol.targets[one.target].title
    if one.n == 0:
        return f"{title}: no inspection could tell"
    return (
        f"{title}: {one.said}; it came of {one.happened} of {one.n} inspections "
        f"({one.happened / one.n:.0%}, the base rate); told apart {one.auc:.2f} "
        f"({one.lower:.2f} to {one.upper:.2f}) within year and grade before"
    )
