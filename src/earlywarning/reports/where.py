"""What files are called, and where an authority's page stands: said once, for all that link."""

from __future__ import annotations

import re
import unicodedata

from earlywarning.tables.places import Authority

FOLDER = "authority"
SLUG = 60


def slug(name: str) -> str:
    """Return a name fit for a file name: lower-case letters, digits and hyphens."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:SLUG] or "authority"


def stem_of(authority: Authority) -> str:
    """Return what the files about an authority are called, without their ending."""
    return f"{slug(authority.old_la_code)}-{slug(authority.la_name)}"


def page_of(authority: Authority) -> str:
    """Return the path of an authority's page below the folder of pages."""
    return f"{FOLDER}/{stem_of(authority)}.html"
