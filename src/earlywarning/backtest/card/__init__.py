"""The model card: the record of past warnings, every figure with the row it comes from."""

from earlywarning.backtest.card.blocks import as_markdown, as_page
from earlywarning.backtest.card.card import card_of, first_line
from earlywarning.backtest.card.figures import Figures, numbered
from earlywarning.backtest.card.given import Given

__all__ = ["Figures", "Given", "as_markdown", "as_page", "card_of", "first_line", "numbered"]
