"""The baseline pack for a new director."""

from earlywarning.reports.baseline.background import Background, background_of
from earlywarning.reports.baseline.baseline import baseline_of

__all__ = ["Background", "background_of", "baseline_of"]
