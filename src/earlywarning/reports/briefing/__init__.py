"""Briefings: one authority in two to four pages, for a panel that has four minutes."""

from earlywarning.reports.briefing.briefing import briefing_of
from earlywarning.reports.briefing.first import lead
from earlywarning.reports.briefing.points import points_of
from earlywarning.reports.briefing.things import things_of

__all__ = ["briefing_of", "lead", "points_of", "things_of"]
