"""The pages round the authorities' own: home, indicators, patterns, data, methods, words."""

from earlywarning.reports.pages.written import Page, pages

__all__ = ["Page", "pages"]
