"""Workbooks (XLSX and ODS) and open-data files of one edition."""

from earlywarning.reports.workbook.editions import authority_workbook, edition_workbook
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.model import Drawn, Sheet, Workbook
from earlywarning.reports.workbook.ods import write_ods
from earlywarning.reports.workbook.xlsx import write_xlsx

__all__ = [
    "Drawn",
    "Sheet",
    "Workbook",
    "authority_workbook",
    "edition_workbook",
    "load_figures",
    "write_ods",
    "write_xlsx",
]
