"""The scan of written outputs: what must not be in them, found before anybody reads them."""

from earlywarning.scan.known import known_from
from earlywarning.scan.model import HeardEntry, Hit, Knowledge, Place
from earlywarning.scan.scan import outputs_in, own_scripts, scan

__all__ = [
    "HeardEntry",
    "Hit",
    "Knowledge",
    "Place",
    "known_from",
    "outputs_in",
    "own_scripts",
    "scan",
]
