"""The consortium's monthly pack, and its edition in which no authority can be recognised."""

from earlywarning.reports.pack.month import Month, load_month
from earlywarning.reports.pack.pack import pack_of

__all__ = ["Month", "load_month", "pack_of"]
