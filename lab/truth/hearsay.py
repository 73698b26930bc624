"""What people say: registers that hear much, little, or nothing but rumour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from earlywarning.definitions.soft_flag import SoftFlag
from lab.nation.draws import stream
from lab.truth import assumed
from lab.truth.assumed import MONTHS_IN_YEAR, Setting
from lab.truth.quality import Hidden, codes_of, month_day

LETTER = "published_letter"
COLUMNS = [
    "item", "cause", "old_la_code", "flag", "heard_on", "recorded_on", "source_kind",
    "source_area", "reliability", "credibility", "recorded_by", "review_by",
]  # fmt: skip


def registers(
    seed: int, flags: Mapping[str, SoftFlag], setting: Setting, hidden: Hidden
) -> dict[str, pd.DataFrame]:
    """Return the entries of three registers: `much`, `little` and `rumour`.

    `little` has a part of what `much` has, and all letters. `rumour` has as many entries but no
    letters, as well graded, of authorities and months drawn by lot. An entry and its second source
    stay together.
    """
    much = _much(seed, flags, setting, hidden)
    rng = stream(seed, "fewer")
    causes = int(much["cause"].max()) + 1 if len(much) else 0
    heard = rng.random(causes) < assumed.HEARS_LITTLE
    kept = heard[much["cause"]] | (much["source_kind"] == LETTER).to_numpy()
    return {"much": much, "little": much[kept].reset_index(drop=True),
            "rumour": _rumour(seed, much, setting, hidden, causes)}  # fmt: skip


def _much(
    seed: int, flags: Mapping[str, SoftFlag], setting: Setting, hidden: Hidden
) -> pd.DataFrame:
    rng = stream(seed, "heard")
    told = {n: f for n, f in sorted(flags.items()) if f.points and n not in assumed.LEFT_OUT}
    rows: list[tuple[object, ...]] = []
    cause = 0
    for name, flag in told.items():
        chance = _chance(flag, told, hidden, rng)
        for row, month in np.argwhere(rng.random(chance.shape) < chance):
            rows += _entries(cause, codes_of(setting)[row], name, flag, int(month), rng)
            cause += 1
    frame = pd.DataFrame(rows, columns=COLUMNS[1:])
    frame.insert(0, "item", [f"t{n:05d}" for n in range(len(frame))])
    return frame


def _chance(
    flag: SoftFlag, told: Mapping[str, SoftFlag], hidden: Hidden, rng: np.random.Generator
) -> np.ndarray:
    """Return the chance of hearing a flag, authorities by months."""
    fallen = hidden.fallen
    ratio = rng.uniform(*assumed.RATIO)
    if flag.hard_trigger:
        gap = assumed.LETTER_SLIPPING - assumed.LETTER_QUIET
        return np.asarray(assumed.LETTER_QUIET + gap * fallen)
    concern = flag.reading == "concern"
    alike = sum(f.reading == flag.reading and not f.hard_trigger for f in told.values())
    a_year = assumed.CONCERNS_A_YEAR if concern else assumed.REASSURANCES_A_YEAR
    usual = a_year / MONTHS_IN_YEAR / alike
    if not concern:
        return np.asarray(usual * (1 - (1 - assumed.REASSURED_IN_SLIP) * fallen))
    weak = np.exp(-assumed.TALKED_ABOUT * hidden.steady / assumed.QUALITY_SPREAD)
    return np.asarray(usual * weak * (1 + (ratio - 1) * fallen))


def _entries(
    cause: int, code: str, name: str, flag: SoftFlag, month: int, rng: np.random.Generator
) -> list[tuple[object, ...]]:
    """Return an entry and perhaps a second one, of another kind or from another place."""
    heard = month_day(month) + dt.timedelta(days=int(rng.integers(0, 28)))
    if flag.hard_trigger:
        return [_entry(cause, code, name, heard, LETTER, "", ("A", 1), rng)]
    kinds = [str(one) for one in rng.permutation([k for k in flag.raised_by if k != LETTER])]
    area = f"region {rng.integers(1, assumed.REGIONS + 1)}"
    out = [_entry(cause, code, name, heard, kinds[0], area, _graded(rng), rng)]
    if rng.random() < assumed.SECOND_SOURCE:
        later = heard + dt.timedelta(days=int(rng.integers(0, assumed.SECOND_WITHIN_DAYS + 1)))
        place = area if len(kinds) > 1 else "another region"
        out.append(_entry(cause, code, name, later, kinds[-1], place, _graded(rng), rng))
    return out


def _graded(rng: np.random.Generator) -> tuple[str, int]:
    letters, numbers = list(assumed.RELIABILITY), list(assumed.CREDIBILITY)
    letter = rng.choice(letters, p=list(assumed.RELIABILITY.values()))
    number = rng.choice(numbers, p=list(assumed.CREDIBILITY.values()))
    return str(letter), int(number)


def _entry(
    cause: int, code: str, name: str, heard: dt.date, kind: str, area: str,
    grade: tuple[str, int], rng: np.random.Generator,
) -> tuple[object, ...]:  # fmt: skip
    recorded = heard + dt.timedelta(days=int(rng.integers(0, assumed.RECORDED_WITHIN_DAYS + 1)))
    stands = assumed.LETTER_STANDS_DAYS if kind == LETTER else assumed.REVIEW_AFTER_DAYS
    return (cause, code, name, heard, recorded, kind, area, *grade, "improvement adviser",
            heard + dt.timedelta(days=stands))  # fmt: skip


def _rumour(
    seed: int, much: pd.DataFrame, setting: Setting, hidden: Hidden, causes: int
) -> pd.DataFrame:
    rng = stream(seed, "rumour")
    codes = np.array(codes_of(setting))[rng.integers(0, setting.authorities, causes)]
    months = hidden.quality.shape[1]
    first = much.groupby("cause")["heard_on"].min()
    drawn = [month_day(int(m)) for m in rng.integers(0, months, causes)]
    moved = [day - heard for day, heard in zip(drawn, first, strict=True)]
    much = much[much["source_kind"] != LETTER].reset_index(drop=True)
    out = much.assign(old_la_code=codes[much["cause"]])
    for column in ("heard_on", "recorded_on", "review_by"):
        out[column] = pd.Series(
            [d + moved[c] for d, c in zip(much[column], much["cause"], strict=True)],
            index=much.index, dtype=object,
        )  # fmt: skip
    return out
