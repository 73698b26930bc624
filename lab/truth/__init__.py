"""Many invented nations in which the truth is known: see `assumed` for everything assumed."""
