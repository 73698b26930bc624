"""Where an authority's page stands: said once, for all that link to it."""

from __future__ import annotations

from earlywarning.reports import words
from earlywarning.reports.records import Authority

FOLDER = "authority"


def page_of(authority: Authority) -> str:
    """Return the path of an authority's page below the folder of pages."""
    return f"{FOLDER}/{words.slug(authority.old_la_code)}-{words.slug(authority.la_name)}.html"
