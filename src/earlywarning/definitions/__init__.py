"""What is declared under data/reference, read into frozen models; nothing is computed here."""

from earlywarning.definitions.in_year import InYear, Measure, ReturnRules
from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.journey import Journey
from earlywarning.definitions.ladder import (
    STEPS,
    BenefitPolicy,
    DecisionPolicy,
    InspectionPolicy,
    Ladder,
    LadderStep,
    ProgrammePolicy,
    StepName,
)
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.definitions.pathway import Pathway, Step
from earlywarning.definitions.pattern import Pattern, Sign
from earlywarning.definitions.policy import (
    AlertPolicy,
    LedgerPolicy,
    PatternPolicy,
    PerformancePolicy,
    Policy,
    WatchedMeasure,
    WatchLimits,
    WatchPolicy,
)
from earlywarning.definitions.publication import (
    Cadence,
    DataSet,
    Manners,
    PlainFile,
    Publication,
    Sources,
)
from earlywarning.definitions.quality import Correction, Limit
from earlywarning.definitions.review_type import Enabler, Enablers, ReviewType, Role
from earlywarning.definitions.soft_flag import SOURCE_KINDS, SoftFlag
from earlywarning.definitions.table import (
    BESIDE,
    GEOGRAPHY,
    PLACES,
    Check,
    Column,
    Filter,
    Slice,
    Table,
)
from earlywarning.definitions.tier import TIERS, SeenTable, Tier, Tiers, load_tiers
from earlywarning.definitions.toolkit import CAVEAT, SOURCE, Approach
from earlywarning.definitions.vital_signs import VitalSign, VitalSigns

__all__ = [
    "BESIDE",
    "CAVEAT",
    "GEOGRAPHY",
    "PLACES",
    "SOURCE",
    "SOURCE_KINDS",
    "STEPS",
    "TIERS",
    "AlertPolicy",
    "Approach",
    "BenefitPolicy",
    "Cadence",
    "Check",
    "Column",
    "Correction",
    "DataSet",
    "DecisionPolicy",
    "Definitions",
    "Enabler",
    "Enablers",
    "Filter",
    "InYear",
    "Indicator",
    "InspectionPolicy",
    "Journey",
    "Ladder",
    "LadderStep",
    "LedgerPolicy",
    "Limit",
    "Manners",
    "Measure",
    "Pathway",
    "Pattern",
    "PatternPolicy",
    "PerformancePolicy",
    "PlainFile",
    "Policy",
    "ProgrammePolicy",
    "Publication",
    "ReturnRules",
    "ReviewType",
    "Role",
    "SeenTable",
    "Sign",
    "Slice",
    "SoftFlag",
    "Sources",
    "Step",
    "StepName",
    "Table",
    "Tier",
    "Tiers",
    "VitalSign",
    "VitalSigns",
    "WatchLimits",
    "WatchPolicy",
    "WatchedMeasure",
    "load_definitions",
    "load_tiers",
]
