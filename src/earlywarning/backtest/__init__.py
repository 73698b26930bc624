"""Were the warnings right? Past inspections against what was published before they began."""

from earlywarning.backtest.canaries import (
    SHUFFLED,
    WITHOUT_GATE,
    Canary,
    future_changed,
    nothing_late,
    shuffled_labels,
    without_gate,
)
from earlywarning.backtest.cases import Cases, ahead, cases_of, years_tested
from earlywarning.backtest.contenders import Contender, contenders_of, listed, scores_of
from earlywarning.backtest.events import TARGETS, events_of
from earlywarning.backtest.further import (
    GROUPS,
    LEADS,
    choice_figures,
    correlation_figures,
    equity_figures,
    groups_of,
    lead_figures,
)
from earlywarning.backtest.results import (
    COLUMNS,
    inspection_figures,
    panel_figures,
    reliability,
    table_of,
)
from earlywarning.backtest.seen import SCORES, Seen, Timeline

__all__ = [
    "COLUMNS",
    "GROUPS",
    "LEADS",
    "SCORES",
    "SHUFFLED",
    "TARGETS",
    "WITHOUT_GATE",
    "Canary",
    "Cases",
    "Contender",
    "Seen",
    "Timeline",
    "ahead",
    "cases_of",
    "choice_figures",
    "contenders_of",
    "correlation_figures",
    "equity_figures",
    "events_of",
    "future_changed",
    "groups_of",
    "inspection_figures",
    "lead_figures",
    "listed",
    "nothing_late",
    "panel_figures",
    "reliability",
    "scores_of",
    "shuffled_labels",
    "table_of",
    "without_gate",
    "years_tested",
]
