"""From indicator values to signals, three bounded pillars, a score and its explanation."""

from earlywarning.scoring.blend import score_all
from earlywarning.scoring.evidence import Evidence
from earlywarning.scoring.intervals import with_intervals
from earlywarning.scoring.signals import find_signals
from earlywarning.scoring.soft import weigh
from earlywarning.scoring.watch import watch

__all__ = ["Evidence", "find_signals", "score_all", "watch", "weigh", "with_intervals"]
