"""What is assumed of the nations in which the truth is known, all in one place.

None of it is a finding. What makes figures and judgements was set until figures alone told about as
weakly as the published record (an AUC of 0.62 to 0.70) and judgements fell about as often (a
quarter of overall grades, a third with any part; published 21 and 30 in a hundred), and by nothing
else. What then comes of soft intelligence follows from `RATIO` and the amounts below it, which
nobody has measured: with 1 to 2 instead of 2 to 8 the gain is about half.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

AUTHORITIES = 150
# Hidden months run from here; figures are out in time for the inspections that are learned from.
FIRST_MONTH = dt.date(2011, 4, 1)
UNTIL = dt.date(2025, 3, 31)
FIRST_FIGURES = 2012  # the year in which the first period ends; its change is not known
MONTHS_IN_YEAR = 12

# Hidden quality, in units of its own: a lasting part, a slow wave of which half is left after three
# years, and slips. Good is up.
LASTING, DRIFT, DRIFT_FOLLOWS = 0.45, 0.30, 0.981
QUALITY_SPREAD = 0.80  # of all authorities and months together, slips with them: the standard unit

# Slips: three or four in a hundred authorities a year begin one, none that is judged Inadequate.
SLIP_CHANCE_A_MONTH = 0.0028
SLIP_SPAN_MONTHS = (3, 24)  # from its beginning to its full depth; every length alike
SLIP_DEPTH = (1.2, 2.4)
REPAIR_MONTHS = 24  # from the report that finds it; never found, it stays
FOUND_FROM = 0.5  # an inspection finds a slip of which so much has happened, if a judgement falls

# Inspections: middle years from one first day to the next by the overall grade before (1 is
# Outstanding), as published for ILACS; their spread is assumed. Nobody comes sooner for a slip.
YEARS_BETWEEN = {1: 4.7, 2: 4.7, 3: 4.3, 4: 3.3}
SPREAD_BETWEEN = 0.15  # of the logarithm
FIRST_ROUND_MONTHS = 40
REPORT_DAYS = (42, 70)  # six to ten weeks
PARTS = ("leaders", "help_and_protection", "in_care", "care_leavers")
# Below these a part is Inadequate, Requires improvement, Good.
CUTS = (-1.35, -0.45, 0.8)
# What a team of inspectors adds to all parts, what lasts of one part, and what is chance in it.
TEAM_NOISE, PART_LASTING, PART_NOISE = 0.10, 0.12, 0.08

# Figures, in standard units. How much of hidden quality each carries: a ladder from nothing to the
# most, dealt out anew to the indicators in each nation, so that it says nothing of real ones.
MOST_CARRIED = 0.42
# What indicators share that is not quality (place, poverty, recording), and what of the rest lasts.
SHARED = 0.30
LASTING_SHARE, NOISE_FOLLOWS = 0.55, 0.4
FIGURE_MISSING, RETURN_MISSING = 0.04, 0.01

# Soft intelligence. Every flag that has points, but for notices, which only restate a judgement.
LEFT_OUT = ("improvement_notice",)
CONCERNS_A_YEAR, REASSURANCES_A_YEAR = 1.0, 0.4  # of a middling authority that does not slip
RATIO = (2.0, 8.0)  # how many times oftener a flag is heard at the bottom of a slip; drawn by flag
REASSURED_IN_SLIP = 0.4  # of the usual reassurance is left then
TALKED_ABOUT = 0.35  # a weak service is talked about more, slip or not: log-rate per standard unit
LETTER_QUIET, LETTER_SLIPPING = 0.0004, 0.012  # priority action in a letter, by month
SECOND_SOURCE, SECOND_WITHIN_DAYS = 0.35, 45
RECORDED_WITHIN_DAYS = 30
REVIEW_AFTER_DAYS, LETTER_STANDS_DAYS = 180, 540
RELIABILITY = {"A": 0.15, "B": 0.35, "C": 0.30, "D": 0.12, "E": 0.03, "F": 0.05}
CREDIBILITY = {1: 0.10, 2: 0.30, 3: 0.35, 4: 0.15, 5: 0.05, 6: 0.05}
REGIONS = 9
HEARS_LITTLE = 0.25  # of what the register that hears much has; letters are read by both


@dataclass(frozen=True, slots=True)
class Setting:
    """How many authorities, and what a test may take away from the nation."""

    authorities: int = AUTHORITIES
    slips: bool = True
    alike: bool = False  # every service the same at all times: judgements differ by chance alone
    most_carried: float = MOST_CARRIED
