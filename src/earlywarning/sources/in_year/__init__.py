"""In-year returns that regions share: the template, and a careful reader of what comes back."""

from earlywarning.sources.in_year.grid import Sheet, csv_sheet, read_grid
from earlywarning.sources.in_year.reading import looks_like_return, read_return
from earlywarning.sources.in_year.result import RefusedCell, Return
from earlywarning.sources.in_year.template import long_rows, notes, write_return, write_template

__all__ = [
    "RefusedCell",
    "Return",
    "Sheet",
    "csv_sheet",
    "long_rows",
    "looks_like_return",
    "notes",
    "read_grid",
    "read_return",
    "write_return",
    "write_template",
]
