"""Returns of the authority whose front door slips, sent month by month as it happens.

Where published figures end, its assessments stand at the low level of its newest year. In the
winter after that they fall by fifteen points more within three months, and cases wait for a worker:
what an in-year watch is for.
"""

import datetime as dt
from pathlib import Path

import numpy as np

from lab.nation.counts import Truth
from lab.nation.draws import stream
from lab.nation.in_year import MONTHS, wide, write_csv
from lab.nation.stories import FRONT_DOOR_SLIP

# The first brings its history along; then one a month, in time.
_RETURNED = (
    dt.date(2025, 12, 12), dt.date(2026, 1, 14), dt.date(2026, 2, 13), dt.date(2026, 3, 13),
    dt.date(2026, 4, 14),
)  # fmt: skip
# Points by which assessments in time fall, December to March.
_FALL = np.array([5.0, 10.0, 15.0, 15.0]) / 100
_WAITING, _WAITING_MORE = 0.02, np.array([0.005, 0.015, 0.03, 0.04])
_CONTACTS_PER_REFERRAL, _CASES_PER_REFERRAL, _CASELOAD = 3.4, 6.0, 17.0


def write_front_door(truth: Truth, folder: Path) -> None:
    """Write its five returns; each repeats the months before."""
    counts = _counts(truth)
    for place, day in enumerate(_RETURNED):
        known = len(MONTHS) - len(_RETURNED) + 1 + place
        told = {name: values[:known] for name, values in counts.items()}
        write_csv(folder / f"front_door_{day:%Y_%m}.csv", wide(FRONT_DOOR_SLIP, day, told))


def _counts(truth: Truth) -> dict[str, np.ndarray]:
    rng = stream(truth.nation.seed, "front door")
    row, months = truth.nation.row(FRONT_DOOR_SLIP), len(MONTHS)
    referrals, again = _referrals(truth, row, rng)
    a_month = referrals.mean()
    assessed = rng.binomial(referrals, 0.92)
    in_time = np.full(months, truth.level["assess_in_time"][row, -1])
    in_time[-len(_FALL) :] -= _FALL
    waiting = np.full(months, _WAITING)
    waiting[-len(_WAITING_MORE) :] += _WAITING_MORE
    cases = np.round(a_month * _CASES_PER_REFERRAL * rng.normal(1, 0.015, months)).astype(int)
    return {
        "Contacts": rng.poisson(referrals * _CONTACTS_PER_REFERRAL),
        "Referrals": referrals,
        "Re-referrals": again,
        "Assessments completed": assessed,
        "Assessments within 45 days": rng.binomial(assessed, in_time),
        "Open cases": cases,
        "Cases unallocated": rng.binomial(cases, waiting),
        "Average cases per social worker": np.round(_CASELOAD * rng.normal(1, 0.015, months), 1),
    }


def _referrals(truth: Truth, row: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return referrals and re-referrals: a published year by its months, then a year more.

    The first year adds up to the published figures, as the returns of an honest authority do.
    """
    season = 1 + 0.08 * np.sin(np.arange(12) * np.pi / 6)
    published, again = (
        int(truth.cin[name][row, -1]) for name in ("referral_count", "rereferral_count")
    )
    year = rng.multinomial(published, season / season.sum())
    repeated = rng.multivariate_hypergeometric(year, again)
    since = rng.poisson(published / 12 * season)
    return np.append(year, since), np.append(repeated, rng.binomial(since, again / published))
