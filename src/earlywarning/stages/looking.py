"""What is unusual today, and what each earlier look would have said from what was known then."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning import handover, scoring, warehouse
from earlywarning.definitions import Definitions
from earlywarning.stages.work import Work, building_of


def look(
    building: warehouse.Building, definitions: Definitions, as_of: dt.date, nation: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the comparison table and the signals of one warehouse as it stands."""
    comparison = scoring.compare(
        handover.signal_input(building.connection),
        handover.neighbours_in_use(building.connection),
        handover.table(building.connection, "contaminated_period"),
        definitions.weighted(),
        definitions.policy.performance,
    )
    signals = scoring.find_signals(
        comparison, definitions.weighted(), definitions.policy.performance, as_of, nation
    )
    return comparison, signals


def look_back(work: Work) -> pd.DataFrame:
    """Return the signals of each earlier day on which figures came out, newest period only.

    Nothing later than the day enters: the warehouse of that day is built anew in memory.
    """
    past = warehouse.past_of(building_of(work).connection)
    until = work.settings.as_of
    months = work.definitions.policy.alerts.look_back_months
    since = (pd.Timestamp(until) - pd.DateOffset(months=months)).date()
    return looks(past, past.days(since, until), work.definitions, work.nation)


def looks(
    past: warehouse.Past, days: list[dt.date], definitions: Definitions, nation: str
) -> pd.DataFrame:
    """Return the signals of several days, each from what was known on it."""
    frames = []
    for day in days:
        building = warehouse.as_known(past, day)
        try:
            _, signals = look(building, definitions, day, nation)
        finally:
            building.connection.close()
        frames.append(signals.assign(looked_on=day))
    if not frames:
        return pd.DataFrame(columns=["looked_on", *scoring.SIGNAL_COLUMNS])
    return pd.concat(frames, ignore_index=True)
