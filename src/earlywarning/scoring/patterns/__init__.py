"""Indicators that mean something together: signs, told by one rule each, and patterns of them."""

from earlywarning.scoring.patterns.find import find_patterns
from earlywarning.scoring.patterns.known import PatternFacts
from earlywarning.scoring.patterns.words import Names

__all__ = ["Names", "PatternFacts", "find_patterns"]
