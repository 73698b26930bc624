"""Workbooks (XLSX and ODS) and open-data files of one edition."""

from earlywarning.reports.workbook.editions import authority_workbook, edition_workbook
from earlywarning.reports.workbook.figures import load_figures
from earlywarning.reports.workbook.model import Drawn, Sheet, Workbook
from earlywarning.reports.workbook.ods import write_ods
from earlywarning.reports.workbook.open_data import open_data
from earlywarning.reports.workbook.writing import write_books
from earlywarning.reports.workbook.xlsx import write_xlsx

__all__ = [
    "Drawn",
    "Sheet",
    "Workbook",
    "authority_workbook",
    "edition_workbook",
    "load_figures",
    "open_data",
    "write_books",
    "write_ods",
    "write_xlsx",
]
