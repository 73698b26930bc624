"""The whole back-test against one thread of plain scikit-learn on ready panels.

    python -m bench.backtest_whole [--warehouse FILE]

The floor gets the cases as the back-test lays them out and fits, for each year that is tested, one
logistic regression on the years before: no looks at earlier days, intervals or checks.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from bench.as_of_days import built
from bench.ratios import in_turn, process, told
from earlywarning.backtest.cases import Cases, cases_of
from earlywarning.backtest.frozen.protocol import frozen_protocol
from earlywarning.backtest.run import ground, look_days, month_end, places_of, spent_events
from earlywarning.backtest.seeing import looks_on
from earlywarning.backtest.seen import Timeline
from earlywarning.definitions.loader import load_definitions
from earlywarning.settings import models_folder, reference_folder
from earlywarning.warehouse.connect import open_published

TARGET = "decline"


def main() -> None:
    """Measure both on the warehouse that is given, or on one that is built first."""
    words = argparse.ArgumentParser("python -m bench.backtest_whole")
    words.add_argument("--warehouse", type=Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as at:
        place = Path(at)
        warehouse = (given.warehouse or built(place)).resolve()
        cost = process(
            ("-m", "earlywarning", "backtest", "--warehouse", warehouse, "--to", place / "record"),
            place,
        )
        cases = cases_in(warehouse)
    with threadpool_limits(1):
        (floor,) = in_turn(3, lambda: plain(cases))
    print(f"processors: {cost.processor:.1f} s, {cost.memory / 1000:.2f} GB in the first process")
    print(f"plain scikit-learn on {len(cases.table):,} ready cases, one thread: {floor:.2f} s")
    told("the whole back-test", cost.clock, 60, "s")
    print(f"that is {cost.clock / floor:.0f} times the floor; most of it looks at earlier days")


def cases_in(warehouse: Path) -> Cases:
    """Return the cases of a back-test with what was known of each."""
    definitions = load_definitions(reference_folder())
    with open_published(warehouse) as connection:
        standing = ground(connection, definitions, "", "")
    events = spent_events(standing, frozen_protocol(models_folder()).protocol, None)
    until = month_end(max(events["started"]))
    days = [(day, told) for day, told in look_days(standing, None, until) if told]
    looks = looks_on(standing.past, "", definitions, days, lambda *_: None)
    timeline = Timeline(looks, definitions.weighted())
    return cases_of(events, timeline, places_of(standing.authorities, events), until)


def plain(cases: Cases) -> int:
    """Fit and predict year by year, and return how many predictions were made."""
    known = cases.known.select_dtypes("number")
    made = 0
    for fold in cases.folds():
        training = cases.training(fold, TARGET)
        tested = (cases.table["fold"] == fold).to_numpy()
        truth = cases.table.loc[training, TARGET].astype(int)
        if truth.nunique() < 2:
            continue
        model = make_pipeline(
            SimpleImputer(keep_empty_features=True), StandardScaler(), LogisticRegression()
        )
        made += len(model.fit(known[training], truth).predict_proba(known[tested]))
    return made


if __name__ == "__main__":
    main()
