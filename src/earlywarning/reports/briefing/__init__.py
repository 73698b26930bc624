"""Briefings: one authority in two to four pages, for a panel that has four minutes."""
