"""What is declared under data/reference, read into frozen models; nothing is computed here."""

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.definitions.policy import Policy
from earlywarning.definitions.publication import (
    Cadence,
    DataSet,
    Manners,
    PlainFile,
    Publication,
    Sources,
)
from earlywarning.definitions.review_type import ReviewType
from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.definitions.table import Check, Column, Slice, Table

__all__ = [
    "Cadence",
    "Check",
    "Column",
    "DataSet",
    "Definitions",
    "Indicator",
    "Manners",
    "PlainFile",
    "Policy",
    "Publication",
    "ReviewType",
    "Slice",
    "SoftFlag",
    "Sources",
    "Table",
    "load_definitions",
]
