"""The baseline pack for a new director."""

from earlywarning.reports.baseline.background import Background, background_of
from earlywarning.reports.baseline.baseline import baseline_of
from earlywarning.reports.baseline.writing import write_baseline

__all__ = ["Background", "background_of", "baseline_of", "write_baseline"]
