"""Statistics over arrays: funnels, XmR charts, intervals, trends, comparisons, alarms."""

from earlywarning.statistics.comparison import (
    change_direction,
    change_on_previous,
    neighbour_average,
    quartile_band,
    robust_z,
    weighted_median,
    weighted_robust_z,
    weighted_spread,
)
from earlywarning.statistics.funnel import (
    Funnel,
    expected_count,
    funnel_proportion,
    funnel_ratio,
)
from earlywarning.statistics.outbreak import Ears, ears_c1, ears_c2
from earlywarning.statistics.rates import (
    crude_rate,
    directly_standardised_rate,
    quantile_group,
    wilson,
)
from earlywarning.statistics.spc import Xmr, xmr
from earlywarning.statistics.trend import (
    MannKendall,
    SenSlope,
    mann_kendall,
    sen_slope,
    trend_word,
)

__all__ = [
    "Ears",
    "Funnel",
    "MannKendall",
    "SenSlope",
    "Xmr",
    "change_direction",
    "change_on_previous",
    "crude_rate",
    "directly_standardised_rate",
    "ears_c1",
    "ears_c2",
    "expected_count",
    "funnel_proportion",
    "funnel_ratio",
    "mann_kendall",
    "neighbour_average",
    "quantile_group",
    "quartile_band",
    "robust_z",
    "sen_slope",
    "trend_word",
    "weighted_median",
    "weighted_robust_z",
    "weighted_spread",
    "wilson",
    "xmr",
]
