"""What is declared under data/reference, read into frozen models; nothing is computed here."""

from earlywarning.definitions.in_year import InYear, Measure, ReturnRules
from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.loader import Definitions, load_definitions
from earlywarning.definitions.policy import Policy
from earlywarning.definitions.review_type import ReviewType
from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.definitions.table import Check, Column, Slice, Table

__all__ = [
    "Check",
    "Column",
    "Definitions",
    "InYear",
    "Indicator",
    "Measure",
    "Policy",
    "ReturnRules",
    "ReviewType",
    "Slice",
    "SoftFlag",
    "Table",
    "load_definitions",
]
