"""Pages for people: one briefing per authority, an alphabetical index, a data dictionary."""

from earlywarning.reports.site import write_site

__all__ = ["write_site"]
