"""Every indicator of every authority beside what it is held against, in standard units."""

from earlywarning.scoring.comparing.compare import compare

__all__ = ["compare"]
