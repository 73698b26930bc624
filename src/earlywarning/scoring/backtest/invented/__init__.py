"""The back-test where the truth is known: does it find again what was planted, and how early?"""

from earlywarning.scoring.backtest.invented.nation import Nation
from earlywarning.scoring.backtest.invented.table import record

__all__ = ["Nation", "record"]
