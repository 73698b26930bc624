"""The watch tried on invented authorities with known truth."""

from lab.watch.table import TABLE_COLUMNS, simulate, thresholds_of

__all__ = ["TABLE_COLUMNS", "simulate", "thresholds_of"]
