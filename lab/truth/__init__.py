"""Many invented nations in which the truth is known: see `assumed` for everything assumed."""

from lab.truth.assumed import Setting
from lab.truth.nation import Truth, invent
from lab.truth.words import assumptions

__all__ = ["Setting", "Truth", "assumptions", "invent"]
