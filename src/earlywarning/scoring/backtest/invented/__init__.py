"""The back-test where the truth is known: does it find again what was planted, and how early?"""

from earlywarning.scoring.backtest.invented.nation import Nation
from earlywarning.scoring.backtest.invented.table import record
from earlywarning.scoring.backtest.invented.words import figure_lines

__all__ = ["Nation", "figure_lines", "record"]
