"""The one reader of workbooks: every cell by its address, errors as errors, in a process apart."""

from earlywarning.sources.workbook.apart import open_book
from earlywarning.sources.workbook.sheet import Fault, Sheet, address, require_sound

__all__ = ["Fault", "Sheet", "address", "open_book", "require_sound"]
