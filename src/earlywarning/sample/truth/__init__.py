"""Many invented nations in which the truth is known: see `assumed` for everything assumed."""

from earlywarning.sample.truth.assumed import Setting
from earlywarning.sample.truth.nation import Truth, invent
from earlywarning.sample.truth.words import assumptions

__all__ = ["Setting", "Truth", "assumptions", "invent"]
