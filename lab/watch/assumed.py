"""What is assumed of authorities in which nothing is the matter, and where each figure is from.

Published here means the children-in-need tables of 2022 and 2025 (assessments, referrals by month,
re-referrals) and the workforce tables of 2017 to 2025. A quiet year is the lower quartile of all
absolute yearly changes of authorities: those who did not slip, and were not inspected or recoded.
"""

from __future__ import annotations

from dataclasses import dataclass

# Assessments completed a month in 2022: share of authorities below, and how many. The ends are
# drawn in: 1 (Isles of Scilly) cannot be watched, 2,305 (Kent) would add nothing.
SIZES = (
    (0.0, 20), (0.02, 64), (0.05, 120), (0.10, 137), (0.25, 196), (0.50, 308), (0.75, 404),
    (0.90, 550), (0.95, 840), (0.98, 971), (1.0, 1500),
)  # fmt: skip
# Referrals by month, England, years without the pandemic: April first.
SEASON = (0.92, 1.05, 1.06, 1.07, 0.85, 0.99, 1.08, 1.07, 0.88, 1.03, 0.95, 1.05)
# Spread of an authority's monthly referrals around its year and England's season, beyond Poisson:
# median 0.14, and next month follows by about a third (0.25 within a year, which reads low).
COUNT_SPREAD, COUNT_FOLLOWS = 0.14, 0.35
# Nothing is published on missing months; regions report a few in a hundred.
RETURN_MISSING, FIGURE_MISSING = 0.03, 0.01
# What lasts: a slow wave of which 0.95 is left a month later, about half a year later on 0.7.
SLOW_FOLLOWS, SLOW_COUNT_SPREAD = 0.95, 0.06
CONTACTS_PER_REFERRAL, CASES_PER_ASSESSMENT, POSTS_PER_ASSESSMENT = 3.5, 6.0, 0.8


@dataclass(frozen=True, slots=True)
class Ordinary:
    """How one measure behaves when nothing is the matter, in points or as a share of its level.

    `level`, `between`: middle and spread over authorities. `quick`, `quick_follows`: month to month
    spread and how much of it is left a month later. `slow`: spread of the slow wave, set so that
    year-on-year changes are those of a quiet year. `season`: height of a yearly wave.
    """

    level: float
    between: float
    quick: float
    quick_follows: float
    slow: float
    season: float


SHARES = {
    # Quiet year 1.7 points. The monthly spread and season are assumed: nothing is published by
    # month.
    "assessments_45_days_pct": Ordinary(85.0, 8.0, 2.0, 0.4, 2.8, 1.0),
    # Quiet year 1.1 points.
    "rereferral_pct": Ordinary(20.5, 4.5, 1.5, 0.3, 1.25, 0.5),
    # Share of open cases; nothing is published: an assumption, on the unsteady side for its size.
    "unallocated_cases": Ordinary(2.0, 1.0, 0.3, 0.5, 0.4, 0.1),
    # Quiet year 1.5 points, between two days.
    "vacancy_rate": Ordinary(16.0, 6.0, 0.7, 0.3, 2.3, 0.0),
}
# Quiet year 3.3 % of the level, between two days.
CASELOAD = Ordinary(16.5, 2.3, 0.02, 0.3, 0.045, 0.01)
