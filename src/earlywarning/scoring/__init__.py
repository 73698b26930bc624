"""From indicator values to signals, three bounded pillars, a score and its explanation."""

from earlywarning.scoring.alerts import find_alerts
from earlywarning.scoring.bands import held_bands
from earlywarning.scoring.blend import score_all
from earlywarning.scoring.causes import pattern_causes, stage_causes
from earlywarning.scoring.comparing import compare
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.history import first_seen
from earlywarning.scoring.intervals import with_intervals
from earlywarning.scoring.journey import journeys
from earlywarning.scoring.model_file import FILE as MODEL_FILE
from earlywarning.scoring.model_file import FOLDER as MODEL_FOLDER
from earlywarning.scoring.model_file import RECORD as RECORD_FILE
from earlywarning.scoring.model_file import check_model, model_hash, write_model
from earlywarning.scoring.pathway import flows
from earlywarning.scoring.patterns import Names, PatternFacts, find_patterns
from earlywarning.scoring.signals import COLUMNS as SIGNAL_COLUMNS
from earlywarning.scoring.signals import find_signals
from earlywarning.scoring.soft import weigh
from earlywarning.scoring.vital import vital_signs
from earlywarning.scoring.watch import watch

__all__ = [
    "MODEL_FILE",
    "MODEL_FOLDER",
    "RECORD_FILE",
    "SIGNAL_COLUMNS",
    "Evidence",
    "Names",
    "PatternFacts",
    "check_model",
    "compare",
    "find_alerts",
    "find_patterns",
    "find_signals",
    "first_seen",
    "flows",
    "held_bands",
    "journeys",
    "model_hash",
    "pattern_causes",
    "score_all",
    "stage_causes",
    "vital_signs",
    "watch",
    "weigh",
    "with_intervals",
    "write_model",
]
