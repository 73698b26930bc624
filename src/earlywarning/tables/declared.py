"""What the definitions declare, as tables that analysts can join."""

from __future__ import annotations

from earlywarning.tables.declare import always, column, table


@table("indicator", "The indicators as declared", key="indicator")
class Indicator:
    indicator: str = always("identifier")
    name: str = always("name")
    polarity: str = always("high_is_worse, low_is_worse, either_way")
    context: bool | None = column("true: shown beside the others, no weight in the score")
    unit: str = always("unit")
    stage: str = always("stage of the child's journey")
    enabler: str | None = column("enabler of a good service it touches")
    numerator: str | None = column("series above the line")
    denominator: str | None = column("series below the line")
    denominator_years_before: int | None = column("years by which the denominator precedes")
    per: int | None = column("multiplier")
    decimals: int | None = column("decimals shown")
    published_series: list[str] | None = column("published series used, in order")
    history_series: str | None = column(
        "published series that tells the years before those begin, and no other"
    )
    prefer: str | None = column("counts or published")
    comparison: str = always("proportion, ratio or neighbours")
    minimum_denominator: int | None = column("below this no signal")
    out_of: str | None = column(
        "series that a published figure is out of; no part of it, it tells how far chance goes"
    )
    amount: bool | None = column("true: no share of a count, however it is printed")
    period: str = always("kind of period")
    definition: str | None = column(
        "what is counted, out of what, where no counts are published beside it"
    )
    why_it_matters: str | None = column("meaning")
    questions: list[str] | None = column("questions to ask")
    other_explanations: str | None = column("what else could explain it")
    source_note: str | None = column("where it comes from")


@table(
    "vital_sign",
    "The vital signs that carry the performance pillar, each with the same weight",
    key="indicator, kind",
)
class VitalSign:
    indicator: str = always("indicator")
    kind: str = always("position, neighbours or movement")
    worse: str = always("high or low")
    weight: float | None = column("1, or a share where another sign tells the same")
    seed: str | None = column("where the study of 2016 names it")
    after_the_study: bool | None = column(
        "true: put on the list after a study of the years that it is tested on had been read"
    )
    order_shown: int | None = column("order as declared")


@table(
    "pattern",
    "Every pattern that is looked for, as declared: what it may mean and what to ask",
    key="pattern",
)
class Pattern:
    pattern: str = always("pattern")
    name: str = always("in words")
    reading: str | None = column("concern, notable or hold_your_nerve")
    stage: str | None = column("stage of the journey")
    enabler: str | None = column("what helps improvement and may be missing")
    may_mean: str | None = column("what it may mean")
    other_explanations: str | None = column("what else could explain it")
    questions: list[str] | None = column("what a reviewer would ask")
    signs: list[str] | None = column("its signs by name")
    at_least: int | None = column("how many signs have to be there")


@table(
    "pathway_step",
    "The way through the service as declared: what goes into each step, what comes out, and what "
    "to ask",
    key="step",
)
class PathwayStep:
    step: str = always("step")
    order_shown: int | None = column("order along the way")
    name: str = always("name")
    from_series: str = always("series that goes in")
    to_series: str = always("series that comes out")
    part: bool | None = column("true: what comes out is mostly counted in what goes in")
    minimum: int | None = column("smallest count that a share is shown as dependable for")
    note: str | None = column("what a reader must know")
    ask: str | None = column("what a reviewer would ask")


@table(
    "in_year_measure",
    "What regions share within the year, as declared in in_year.toml",
    key="measure",
)
class InYearMeasure:
    measure: str | None = column("identifier; its series are monthly_ and quarterly_ before it")
    label: str | None = column("name in the template")
    unit: str | None = column("count, fte, percentage or ratio")
    kind: str | None = column("flow or at_period_end")
    part_of: str | None = column("measure that it can never exceed")
    part: str | None = column("part, of a percentage or ratio")
    whole: str | None = column("whole, of a percentage or ratio")
    published_series: str | None = column("published series that counts the same")


@table(
    "glossary",
    "The words of the field, each with its meaning: the page and this table say the same",
    key="word",
)
class Glossary:
    word: str = always("word")
    code: str | None = column("identifier in code and tables")
    meaning: str | None = column("in words")
    builders: bool | None = column("true: only readers of code or tables meet it")


@table(
    "method_constant",
    "What the method rests on: every number that a reader of the score should know, with what it "
    "does",
    key="part, name",
)
class MethodConstant:
    part: str = always("score, band, figures, people, openness, interval or alert")
    name: str = always("identifier in policy.toml or vital_signs.toml")
    value: float = always("number")
    unit: str | None = column("unit")
    words: str | None = column("what it does")
    order_shown: int | None = column("order")


@table(
    "toolkit",
    "Tried approaches from the study, with its figures and pages; nothing is a quick fix",
    key="approach",
)
class Toolkit:
    approach: str = always("identifier")
    name: str | None = column("name")
    tried_in: str | None = column("where it was tried")
    what: str | None = column("what was done")
    figures: list[str] | None = column("figures as printed, with their pages")
    needs: list[str] | None = column("what it needs")
    caveat: str | None = column("what speaks for caution")
    caution: str | None = column("the caution of the study that holds for all of them")
    patterns: list[str] | None = column("patterns it is for")
    enablers: list[str] | None = column("enablers it is for")
    source: str | None = column("the study, and how its pages are counted")
