"""TRIPOD+AI (Collins et al., BMJ 2024;385:e078378), item by item: answered, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from earlywarning.backtest.card.blocks import Block, heading, table, words
from earlywarning.backtest.card.given import Given


class Item(NamedTuple):
    """One item: its number, what it asks for in our words, our answer, and where more stands."""

    number: str
    asks: str
    answer: str
    where: str


ITEMS = (
    Item("1", "a title that says what is predicted, for whom",
         "Whether a score of published figures told of a weaker judgement at the next inspection "
         "of an English local authority's children's services", "title"),
    Item("2", "a summary", "The first paragraphs, with base rates", "In short"),
    Item("3", "why, for whom, and what is unequal already",
         "To offer help before a service fails; for a consortium's improvement advisers. Services "
         "in poor places are judged worse more often, whatever they do", "README.md; What it does "
         "to whom"),
    Item("4", "the aim: making or judging a model",
         "Both; the judging that counts is of inspections not read yet",
         "Targets with a future"),
    Item("5", "where data come from, and of which days",
         "Published tables and Ofsted's lists, each figure from the day on which it was out",
         "What it was made from; data/reference/sources.toml"),
    Item("6", "who is in it, who is not",
         "Authorities with a full inspection and a judgement before it; not the City of London and "
         "the Isles of Scilly, nor first judgements", "Inspections tested"),
    Item("7", "how data are prepared, alike for all",
         "By declared rules, the same for every authority; what is refused is listed as a finding",
         "data/reference; table finding"),
    Item("8", "the outcome, by whom, and whether blinded",
         "Ofsted's judgements, by inspectors who see the same published figures: not blinded",
         "Targets with a future; How honest this is"),
    Item("9", "the predictors, when and how they are measured",
         "Fourteen signs, each with its source in the study of 2016, out before the inspection "
         "began", "data/reference/vital_signs.toml"),
    Item("10", "how many cases, and why so many",
         "All there are; 47 falls of the overall grade, fewer of each frozen target: too few to "
         "prove a small gain, so below a set number nothing is won or lost",
         "models/frozen/protocol.toml"),
    Item("11", "missing values",
         "A gap says nothing in what is tried here; in the score as shown a withheld figure counts "
         "for openness and takes nothing off", "DECISIONS.md, A withheld figure"),
    Item("12", "how it is worked out and checked",
         "One weight a sign, nothing fitted in the score; fitted contenders choose inside the "
         "folds; walk-forward by financial year; intervals by drawing whole authorities",
         "Everything that was tried; Trying to fool it"),
    Item("13", "rare outcomes",
         "Nothing is resampled; shares stand beside base rates, levels follow the national rate",
         "Calibration"),
    Item("14", "fairness: what was done about it",
         "Deprivation, region and kind of place carry no weight; false alarms and misses are told "
         "by kind of authority", "What it does to whom"),
    Item("15", "what comes out, and at which thresholds",
         "Points from 0 to 100 and bands set by policy; a chance is worked out for checking alone "
         "and never printed of an authority", "data/reference/policy.toml; Calibration"),
    Item("16", "how data for making and for judging differ",
         "They are the same years, which are spent; the frozen targets are judged on later ones",
         "How honest this is; Targets with a future"),
    Item("17", "ethical approval",
         "None was sought: figures are published and of services; what people say is in no figure "
         "here", "SECURITY.md"),
    Item("18", "funding, interests, protocol, registration, data, code",
         "No funder and no interest is declared; the protocol is frozen in the repository and "
         "registered nowhere else; data are public; all code is here",
         "models/frozen; LICENSE"),
    Item("19", "whether those concerned took part",
         "No: neither families nor authorities took part in making the score; an authority answers "
         "each offer before it is final", "docs/manual.md"),
    Item("20", "who the cases are, in numbers",
         "Inspections and outcomes by financial year", "Inspections tested"),
    Item("21", "how many cases and outcomes each analysis has",
         "Columns n and happened of every row", "results.csv"),
    Item("22", "the whole model, so that others can use it",
         "Terms, weights and scale as a file, with the hash of what they were made from",
         "model.json"),
    Item("23", "how well it does, with intervals and by group",
         "Telling apart, calibration, bands, size, grade before, benefit; for each target",
         "Everything that was tried; How often, by band, size and grade before"),
    Item("24", "what changes when it is updated",
         "It is not fitted, so nothing is; a change of the score needs a new frozen protocol with "
         "a later day", "models/frozen/frozen.csv"),
    Item("25", "what the results mean beside other work",
         "They agree with earlier studies: indicators tell little beyond deprivation",
         "What was promised, and what came out"),
    Item("26", "what limits them",
         "Few falls, spent years, inspections where risk is seen, and what people know untested",
         "How honest this is"),
    Item("27", "how to use it, and what is needed for that",
         "Beside what people know, to decide where to offer help first; poor or missing input is "
         "told and raises openness; no skill beyond reading a page is needed",
         "What it is for, and what not"),
)  # fmt: skip


def tripod(given: Given) -> list[Block]:
    """Return the checklist, each item answered."""
    rows = [[one.number, one.asks, one.answer, one.where] for one in ITEMS]
    return [
        heading("TRIPOD+AI, item by item"),
        words(
            "The checklist for reports of prediction models (Collins et al., BMJ 2024;385:e078378) "
            f"in our own words. Version of the score: frozen on "
            f"{given.frozen.protocol.frozen_on:%-d %B %Y}."
        ),
        table("Each item, our answer, and where more of it stands",
              ["item", "asks for", "answer", "where"], rows),
    ]  # fmt: skip
