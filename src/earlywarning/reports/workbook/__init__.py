"""Workbooks (XLSX and ODS) and open-data files of one edition."""
