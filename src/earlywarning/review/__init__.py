"""From a score to one offer of help, and from all offers to a quarter's programme."""

from earlywarning.review.clock import clock, events
from earlywarning.review.known import OfferInputs
from earlywarning.review.programme import Programme, plan, quarter_of
from earlywarning.review.recommend import Offer, line_rows, offers, recommendation_rows

__all__ = [
    "Offer",
    "OfferInputs",
    "Programme",
    "clock",
    "events",
    "line_rows",
    "offers",
    "plan",
    "quarter_of",
    "recommendation_rows",
]
