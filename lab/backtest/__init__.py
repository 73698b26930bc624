"""The back-test where the truth is known: does it find again what was planted, and how early?"""

from lab.backtest.nation import TestedNation
from lab.backtest.table import record
from lab.backtest.words import figure_lines

__all__ = ["TestedNation", "figure_lines", "record"]
