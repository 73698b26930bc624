"""Where an authority's page stands: said once, for all that link to it."""

from __future__ import annotations

from earlywarning.reports import words
from earlywarning.tables.places import Authority

FOLDER = "authority"


def stem_of(authority: Authority) -> str:
    """Return what the files about an authority are called, without their ending."""
    return f"{words.slug(authority.old_la_code)}-{words.slug(authority.la_name)}"


def page_of(authority: Authority) -> str:
    """Return the path of an authority's page below the folder of pages."""
    return f"{FOLDER}/{stem_of(authority)}.html"
