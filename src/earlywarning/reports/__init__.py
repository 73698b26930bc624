"""What people read: the site, briefings, packs and workbooks, from the published database alone."""

from earlywarning.reports.papers import write_briefings
from earlywarning.reports.site import write_site

__all__ = ["write_briefings", "write_site"]
