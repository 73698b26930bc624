"""The targets with a future: frozen when, what the spent years show of them, bands and benefit."""

from __future__ import annotations

from earlywarning.backtest.card.blocks import Block, heading, table, words
from earlywarning.backtest.card.figures import Figures
from earlywarning.backtest.card.given import PRODUCT, TARGET, Given
from earlywarning.backtest.events import FUTURE
from earlywarning.backtest.use import (
    AT_CAPACITY,
    BENEFIT,
    BENEFIT_OF,
    BENEFIT_TO,
    EVERYBODY,
    HITS_OF,
    THRESHOLDS,
)

SIZE = {"fewest": "third with the fewest children", "middle": "middle third",
        "most": "third with the most children"}  # fmt: skip


def future(f: Figures, given: Given, names: dict[str, str]) -> list[Block]:
    """Return what is frozen, and what the years that are spent show of it."""
    protocol = given.frozen.protocol
    wanted = [protocol.score.name, *protocol.others, *protocol.baselines]
    base = " ".join(
        f"Of {f.row('inspections', target, '', 'base_rate')['n']:.0f} inspections "
        f"{f.told('inspections', target, '', 'base_rate')} found {TARGET[target]}."
        for target in FUTURE
    )
    return [
        heading("Targets with a future"),
        words(_frozen(given)),
        words(
            "What follows is of years that were looked at while the score was made. They are "
            f"spent: they show what may be expected, and prove nothing. {base}"
        ),
        *(_told_apart(f, target, wanted, names) for target in FUTURE),
        *_by_band(f),
        *_by_group(f),
        *_benefit(f, names),
    ]


def _frozen(given: Given) -> str:
    protocol = given.frozen.protocol
    return (
        f"Frozen on {protocol.frozen_on:%-d %B %Y} under sha256 {given.frozen.sha256} "
        "(models/frozen), before any inspection that began from "
        f"{protocol.known.counts_from:%-d %B %Y} on was read: "
        + " and ".join(one.title for one in protocol.targets.values())
        + ", against the last judgement of the same name and scope, in pairs of one financial year "
        "and one grade before, so that neither the diary nor the room to fall earns anything. "
        "`earlywarning backtest --frozen` judges it, once for each list."
    )


def _told_apart(f: Figures, target: str, wanted: list[str], names: dict[str, str]) -> Block:
    rows = [
        [names[name], *(f.told("inspections", target, name, measure) for measure in (
            "auc_within_grade", "auc", "beats_deprivation", "highest_quarter", "lowest_quarter"))]
        for name in wanted
    ]  # fmt: skip
    return table(
        f"Spent years: {TARGET[target]}; of all inspections "
        f"{f.told('inspections', target, '', 'base_rate')}",
        ["score", "AUC within year and grade before", "AUC within year",
         "ahead of deprivation, of draws", "of the quarter with the highest score",
         "of the quarter with the lowest"],
        rows,
    )  # fmt: skip


def _by_band(f: Figures) -> list[Block]:
    rows = [
        [part.partition(":")[2], *(f.of("hits", target, PRODUCT, "of_band", part)
                                   for target in HITS_OF)]
        for part in _parts(f) if part.startswith("band:")
    ]  # fmt: skip
    everybody = [f.of("hits", target, PRODUCT, "of_all", "all") for target in HITS_OF]
    return [
        heading("How often, by band, size and grade before"),
        words(
            "Bands here are those of points of figures alone: figures by themselves open no more "
            "than a conversation, whatever their points. Flagged is from the floor of the second "
            "band on. Each share stands beside the one of all, the base rate; intervals are "
            "Wilson's, and a cell of few says little."
        ),
        table(
            "Of inspections in each band",
            ["band by points", *(TARGET[target] for target in HITS_OF)],
            [*rows, ["all (base rate)", *everybody]],
        ),
    ]


def _by_group(f: Figures) -> list[Block]:
    groups = [part for part in _parts(f) if not part.startswith("band:")]
    return [
        table(
            f"Of all and of those flagged: {TARGET[target]}",
            ["authorities", "all (base rate)", "flagged"],
            [
                [_group(part), *(f.of("hits", target, PRODUCT, measure, part)
                                 for measure in ("of_all", "of_flagged"))]
                for part in groups
            ],
        )
        for target in HITS_OF
    ]  # fmt: skip


def _parts(f: Figures) -> list[str]:
    return list(dict.fromkeys(f.table.loc[f.table["section"] == "hits", "part"]))


def _group(part: str) -> str:
    kind, _, name = part.partition(":")
    if kind == "size":
        return SIZE[name]
    return f"{name} before" if kind == "before" else "all"


def _benefit(f: Figures, names: dict[str, str]) -> list[Block]:
    titles = {one: f"{names[one]}, with timing" for one in BENEFIT_OF}
    titles |= {"chance": "The diary alone", EVERYBODY: "Everybody"}
    return [
        heading("What twenty reviews gain"),
        words(
            "Net benefit for each hundred authorities a spring: reviews of services that an "
            "inspection within two years found weaker, less those of others at the odds of the "
            "threshold (TP/N - FP/N x p/(1 - p)). Nought is what no review at all gains. Every "
            "score is taken times the chance of an inspection, so that none wins by the diary; "
            "the diary alone is a row of its own. The threshold at twenty reviews is the chance at "
            "which the score has given the twentieth of a spring away. A row below nought says "
            "that at this price figures alone are worth less than no review."
        ),
        *(_curve(f, target, titles) for target in BENEFIT_TO if f.has("benefit", target)),
    ]


def _curve(f: Figures, target: str, titles: dict[str, str]) -> Block:
    """Return the decision curve of one target."""
    where = ("benefit", target, PRODUCT, "threshold", AT_CAPACITY)
    one = f.row(*where)
    parts = [AT_CAPACITY, *(f"{p:.2f}" for p in THRESHOLDS)]
    rows = [
        [title, *(f.told("benefit", target, name, BENEFIT, part) for part in parts)]
        for name, title in titles.items()
    ]
    return table(
        f"Net benefit: {TARGET[target]}; it came of {one['happened']:.0f} of {one['n']:.0f} "
        "authorities in springs",
        ["who is reviewed", f"twenty a spring, at {f.told(*where)}",
         *(f"at {p:.0%}" for p in THRESHOLDS)],
        [*rows, ["Nobody", *("0" for _ in parts)]],
    )  # fmt: skip
