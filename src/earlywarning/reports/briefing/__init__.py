"""Briefings: one authority in two to four pages, for a panel that has four minutes."""

from earlywarning.reports.briefing.briefing import briefing_of

__all__ = ["briefing_of"]
