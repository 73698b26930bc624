"""A kind of review or support that can be offered."""

from __future__ import annotations

from earlywarning.definitions.model import Declared


class ReviewType(Declared):
    """One review type; the file name is its identifier."""

    review_type: str
    name: str
    stages: tuple[str, ...]
    days: int
    scope: str
    lines_of_enquiry: tuple[str, ...]
