"""From a score to one offer of help, for people to accept, change or decline."""

from earlywarning.review.recommend import recommend_all

__all__ = ["recommend_all"]
