"""The planted stories: which invented authority does what, so that a reader can check a warning.

Shifts are on the scale of the indicator's link (log for rates, logit for percentages) and belong to
the last years of the series, the last one being 2025.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FRONT_DOOR_SLIP = "Quenlamoor"
UNTRUSTWORTHY_DATA = "Brescavale"
REPAIRED = "Tolvanstead"
REFUSED_REVIEW = "Ossimbury"
OVERSTRETCHED_HELPER = "Vandrishire"
WORKFORCE_SPIRAL = "Kelvrimouth"
QUIET_AND_FINE = "Merrowick"

SPLIT_PARENT = "Dorvanshire"
SPLIT_EAST = "East Dorvanshire"
SPLIT_WEST = "West Dorvanshire"
TINY_ISLAND = "Isle of Vessa"
WORKFORCE_NOT_RETURNED = "Zellifold"
NOT_RETURNED_2016 = "Jaspremoor"
IMPROVEMENT_NOTICE = "Haldrivar"
DISINVESTED = "Rethimoor"

SPLIT_LAST_YEAR = 2021


@dataclass(frozen=True)
class Story:
    """One planted authority: where it lies, how it stands, how it moves in its last years."""

    name: str
    region: int
    kind: str
    children: int
    deprivation: float = 0.0
    quality: float = 0.0
    level: Mapping[str, float] = field(default_factory=dict)
    shifts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    inspection: tuple[str, str] = ("", "")
    steadiness: float = 0.3


@dataclass(frozen=True)
class Mark:
    """A published symbol that stands where a number would be; no columns means all of them."""

    table: str
    name: str
    years: tuple[int, ...]
    symbol: str
    columns: tuple[str, ...] = ()


STORIES = (
    Story(
        FRONT_DOOR_SLIP, 1, "metropolitan", 68_000, 0.3, 0.6,
        shifts={
            "referral": (0.06, 0.32), "rereferral": (0.05, 0.50), "assess_in_time": (-0.15, -1.45),
            "no_further_action": (0.1, 0.9), "awaiting": (0.2, 1.3), "section_47": (0.0, -0.05),
            "icpc_in_time": (-0.1, -0.9), "conversion": (0.0, -0.25), "vacancy": (0.1, 0.6),
            "turnover": (0.1, 0.6),
        },
        inspection=("2023-06-12", "Good"),
    ),
    Story(
        UNTRUSTWORTHY_DATA, 4, "unitary", 47_000, 0.8, -0.8,
        level={"rereferral": -0.9, "assess_in_time": 2.6, "icpc_in_time": 2.0, "plan_reviewed": 2.5,
               "awaiting": -1.5, "subsequent": -0.8, "no_further_action": -1.0},
        shifts={"rereferral": (-0.1, -0.2, -0.3), "subsequent": (-0.1, -0.2, -0.4)},
        inspection=("2022-02-28", "Requires improvement to be good"), steadiness=0.05,
    ),
    Story(
        REPAIRED, 6, "unitary", 52_000, 0.4, 0.2,
        level={"agency": -0.5, "vacancy": -0.4, "turnover": -0.3},
        shifts={
            "referral": (0.05, 0.16, 0.24), "section_47": (0.0, 0.02, 0.06),
            "rereferral": (0.0, 0.10, 0.16), "assess_in_time": (0.1, -0.2, -0.45),
            "looked_after": (0.0, 0.05, 0.09), "agency": (-0.1, -0.2, -0.2),
            "vacancy": (-0.1, -0.2, -0.3), "turnover": (-0.1, -0.2, -0.2),
            "caseload": (0.0, -0.04, -0.06),
        },
        inspection=("2024-05-13", "Good"),
    ),
    Story(
        REFUSED_REVIEW, 2, "unitary", 39_000, 0.1, -0.1,
        shifts={
            "rereferral": (0.05, 0.14, 0.22), "assess_in_time": (-0.1, -0.3, -0.55),
            "three_placements": (0.0, 0.15, 0.25), "long_plan": (0.1, 0.4, 0.7),
            "turnover": (0.0, 0.2, 0.3),
        },
        inspection=("2021-11-15", "Good"),
    ),
    Story(
        OVERSTRETCHED_HELPER, 7, "county", 178_000, -0.6, 1.6,
        shifts={
            "assess_in_time": (0.0, -0.25, -0.7), "rereferral": (0.0, 0.05, 0.18),
            "caseload": (0.0, 0.06, 0.14), "vacancy": (0.0, 0.25, 0.55),
            "plan_reviewed": (0.0, -0.2, -0.6),
        },
        inspection=("2022-10-10", "Outstanding"),
    ),
    Story(
        WORKFORCE_SPIRAL, 5, "metropolitan", 74_000, 0.9, -0.2,
        level={"agency": 0.1, "vacancy": 0.1, "turnover": 0.05, "caseload": 0.03},
        shifts={
            "agency": (0.30, 0.75, 1.15), "vacancy": (0.30, 0.65, 1.00),
            "turnover": (0.20, 0.55, 0.90), "caseload": (0.08, 0.20, 0.36),
            "absence": (0.05, 0.25, 0.50), "assess_in_time": (0.0, -0.4, -0.9),
            "plan_reviewed": (0.0, -0.3, -0.7), "three_placements": (0.0, 0.10, 0.22),
            "in_post": (-0.03, -0.10, -0.20),
        },
        inspection=("2022-07-04", "Requires improvement to be good"),
    ),
    Story(QUIET_AND_FINE, 3, "metropolitan", 124_000, 0.0, 0.5, inspection=("2023-09-18", "Good"),
          steadiness=0.15),
    Story(SPLIT_EAST, 8, "unitary", 83_000, 0.1, -0.4,
          inspection=("2022-10-03", "Requires improvement to be good"), steadiness=0.6),
    Story(SPLIT_WEST, 8, "unitary", 97_000, -0.1, -0.4,
          inspection=("2022-10-17", "Requires improvement to be good"), steadiness=0.6),
    Story(TINY_ISLAND, 8, "unitary", 340, -0.8, 0.3, inspection=("2022-03-07", "Good"),
          steadiness=1.0),
    Story(WORKFORCE_NOT_RETURNED, 0, "unitary", 31_000, 0.2, 0.1,
          inspection=("2023-03-13", "Good"), steadiness=1.0),
    Story(NOT_RETURNED_2016, 1, "metropolitan", 60_000, 0.5, -0.3,
          inspection=("2023-01-23", "Requires improvement to be good"), steadiness=1.0),
    Story(IMPROVEMENT_NOTICE, 4, "unitary", 36_000, 1.1, -1.9,
          level={"assess_in_time": -0.7, "rereferral": 0.2, "agency": 0.5},
          inspection=("2024-06-03", "Inadequate"), steadiness=0.6),
    Story(DISINVESTED, 0, "metropolitan", 57_000, 0.7, 0.3,
          shifts={"assess_in_time": (0.0, -0.2, -0.5), "caseload": (0.0, 0.05, 0.12)},
          inspection=("2022-05-09", "Good"), steadiness=0.5),
)  # fmt: skip

CIN_TABLES = ("b1", "c1", "c4", "d3", "d5")

MARKS = (
    *(Mark(table, UNTRUSTWORTHY_DATA, (2024,), "u") for table in CIN_TABLES),
    *(Mark(table, NOT_RETURNED_2016, (2016,), "x") for table in CIN_TABLES),
    Mark("b1", UNTRUSTWORTHY_DATA, (2023, 2025), "x", ("awaiting_assessment",)),
    Mark("c1", UNTRUSTWORTHY_DATA, (2022,), "u", ("rereferral_count", "rereferral_percent",
         "rereferral_child_count", "rereferral_child_percent")),
    Mark("d3", UNTRUSTWORTHY_DATA, (2023, 2025), "u", ("CPP_subsequent", "CPP_subsequent_percent")),
    Mark("csww", WORKFORCE_NOT_RETURNED, (2025,), "x"),
    Mark("csww", UNTRUSTWORTHY_DATA, (2024, 2025), "u",
         ("case_holders_fte", "cases", "caseload_fte")),
    Mark("csww", UNTRUSTWORTHY_DATA, (2024, 2025), "x",
         ("working_days_lost_fte", "absence_rate_fte")),
)  # fmt: skip
