"""Indicators that mean something together: signs, told by one rule each, and patterns of them."""

from earlywarning.scoring.patterns.find import find_patterns
from earlywarning.scoring.patterns.known import Known
from earlywarning.scoring.patterns.words import MEANING, Names

__all__ = ["MEANING", "Known", "Names", "find_patterns"]
