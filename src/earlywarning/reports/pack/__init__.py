"""The consortium's monthly pack, and its edition in which no authority can be recognised."""

from earlywarning.reports.pack.anonymous import anonymous_pack_of
from earlywarning.reports.pack.month import Month, load_month
from earlywarning.reports.pack.pack import pack_of
from earlywarning.reports.pack.since import news
from earlywarning.reports.pack.writing import write_pack

__all__ = ["Month", "anonymous_pack_of", "load_month", "news", "pack_of", "write_pack"]
