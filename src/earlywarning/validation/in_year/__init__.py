"""When a return is doubtful: pure rules over what came back, each ending in findings.

A finding says whose, what and when, and never a count: findings travel further than the region.
"""

from earlywarning.validation.in_year.against_published import differences
from earlywarning.validation.in_year.check import check_returns
from earlywarning.validation.in_year.facts import newest, refused_cells

__all__ = ["check_returns", "differences", "newest", "refused_cells"]
