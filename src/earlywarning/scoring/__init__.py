"""From indicator values to signals, three bounded pillars, a score and its explanation."""

from earlywarning.scoring.blend import score_all
from earlywarning.scoring.comparing import compare
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.history import first_seen
from earlywarning.scoring.intervals import with_intervals
from earlywarning.scoring.pathway import flows
from earlywarning.scoring.patterns import Known, Names, find_patterns
from earlywarning.scoring.signals import COLUMNS as SIGNAL_COLUMNS
from earlywarning.scoring.signals import find_signals
from earlywarning.scoring.soft import weigh

__all__ = [
    "SIGNAL_COLUMNS",
    "Evidence",
    "Known",
    "Names",
    "compare",
    "find_patterns",
    "find_signals",
    "first_seen",
    "flows",
    "score_all",
    "weigh",
    "with_intervals",
]
