"""What the consortium answers for, and the constants of the methods, each with its reason."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from earlywarning.definitions.ladder import DecisionPolicy, Ladder, ProgrammePolicy
from earlywarning.definitions.model import Declared

RELIABILITY, CREDIBILITY = "ABCDEF", "123456"


class PerformancePolicy(Declared):
    """What is unusual, and how a good figure counts beside a bad one."""

    weak_z: float
    signal_z: float
    strong_z: float
    reassurance_share: float
    small_population: int
    small_places: tuple[str, ...]
    minimum_authorities: int
    periods_compared: int
    sustained_of: int
    sustained_at_least: int


class ContaminationPolicy(Declared):
    """Which periods an inspection colours: they are left out of movement, trend and own past."""

    after_grades: tuple[str, ...]
    stages: tuple[str, ...]
    months: int
    events: tuple[str, ...]


class AlertPolicy(Declared):
    """When a change is told at once, when in the quarter's digest, and when not again."""

    look_back_months: int
    raise_at: float
    clear_at: float
    notable_share: float
    cool_down_months: int
    messages_per_region_and_month: int


class PatternPolicy(Declared):
    """What signs of patterns share; distances come from the performance policy."""

    plain_strength: float
    smooth_share: float
    similar_size: int
    stale_months: int


class SoftPolicy(Declared):
    """How graded soft intelligence is weighted; `grades`, best first, stands for both scales."""

    reliability: dict[str, float]
    credibility: dict[str, float]
    floor: float
    disputed_share: float = Field(ge=0, le=1)
    source_cap: float = Field(gt=0)
    corroborates_from: float = Field(gt=0, le=1)
    inside: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _of_grades(cls, given: dict[str, Any]) -> dict[str, Any]:
        grades = given.get("grades")
        if not isinstance(grades, list) or len(grades) != len(RELIABILITY):
            raise ValueError("grades: six weights, of the best grade first")
        rest = {name: value for name, value in given.items() if name != "grades"}
        scales = {"reliability": RELIABILITY, "credibility": CREDIBILITY}
        return rest | {
            name: dict(zip(marks, grades, strict=True)) for name, marks in scales.items()
        }


class KeysPolicy(Declared):
    """How many different keys have to be turned before something is opened."""

    conversation: int = Field(ge=1)
    team: int = Field(ge=1)
    people_conversation: float = Field(gt=0)
    judged_months: int = Field(gt=0)


class LedgerPolicy(Declared):
    """Who may write in the register and read its texts, by role, and what an entry may hold."""

    recorders: tuple[str, ...]
    readers: tuple[str, ...]
    repliers: tuple[str, ...]
    erasers: tuple[str, ...]
    releasers: tuple[str, ...]
    longest_text: int = Field(gt=0)
    longest_review_months: int = Field(gt=0)


class TransparencyPolicy(Declared):
    """Points of the transparency pillar."""

    low_reliability_points: float
    not_returned_points: float
    finding_points: float
    per_table_cap: float
    review_overdue_points: float
    review_refused_points: float
    review_postponed_points: float
    review_interval_months: int


class UncertaintyPolicy(Declared):
    """What widens the interval, in points, and by how much."""

    level: float
    unheard_soft_points: float
    uncorroborated_share: float
    doubtful_share: float
    missing_indicator_points: float
    minimum_coverage: float
    stale_months: int
    stale_points: float


class WatchLimits(Declared):
    """How the front-door watch reads one kind of return, and how well (`found_in_time`)."""

    memory: float = Field(gt=0, le=1)
    gap: int = Field(ge=0)
    fewest: int = Field(ge=2)
    prior_periods: float = Field(gt=0)
    allowance: float = Field(ge=0)
    most_in_one_period: float = Field(gt=0)
    doubt: float = Field(gt=0)
    raised: float = Field(gt=0)
    cleared: float = Field(ge=0)
    kept_over_gap: float = Field(ge=0, le=1)
    longest_gap: int = Field(ge=1)
    longest_slip: int = Field(ge=1)
    cool_down: int = Field(ge=0)
    found_in_time: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> WatchLimits:
        if not self.cleared < self.doubt < self.raised:
            raise ValueError("limits: cleared lies below doubt, and doubt below raised")
        return self


class WatchedMeasure(Declared):
    """Which way a measure slips, and how far it moves when nothing is the matter."""

    slip: Literal["fall", "rise", "either_way"]
    ordinary_spread: float = Field(gt=0)
    seasonal_share: float = Field(default=0.0, ge=0, le=1)


class WatchPolicy(Declared):
    """The front-door watch on in-year returns."""

    monthly: WatchLimits
    quarterly: WatchLimits
    measures: dict[str, WatchedMeasure]

    def limits(self, frequency: str) -> WatchLimits:
        """Return the limits of a kind of return."""
        return self.monthly if frequency == "monthly" else self.quarterly


class Policy(Declared):
    """policy.toml and statistics.toml, whole."""

    caps: dict[str, float]
    bands: dict[str, float]
    band_meaning: dict[str, str]
    band_margin: float
    keys: KeysPolicy
    performance: PerformancePolicy
    contamination: ContaminationPolicy
    alerts: AlertPolicy
    patterns: PatternPolicy
    soft_intelligence: SoftPolicy
    ledger: LedgerPolicy
    transparency: TransparencyPolicy
    uncertainty: UncertaintyPolicy
    ladder: Ladder
    programme: ProgrammePolicy
    decisions: DecisionPolicy
    watch: WatchPolicy
    reasons: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_pillar_alone(self) -> Policy:
        if set(self.caps) != {"performance", "soft_intelligence", "transparency"}:
            raise ValueError("caps: name performance, soft_intelligence and transparency")
        if sum(self.caps.values()) != 100:
            raise ValueError("caps: they must add up to 100")
        if max(self.caps.values()) >= max(self.bands.values()):
            raise ValueError("caps: no pillar alone may reach the top band")
        floors = list(self.bands.values())
        if floors != sorted(set(floors)) or len(floors) != 4:
            raise ValueError("bands: four of them, the lowest first")
        if min(self.bands.values()) != 0:
            raise ValueError("bands: the lowest band starts at 0")
        return self

    def band_of(self, score: float) -> str:
        """Return the band of a score by its points alone."""
        order = sorted(self.bands, key=lambda band: self.bands[band])
        return [band for band in order if score >= self.bands[band]][-1]

    def top_band(self) -> str:
        """Return the band with the highest floor."""
        return max(self.bands, key=lambda band: self.bands[band])
