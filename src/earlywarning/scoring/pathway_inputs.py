"""What goes into each step of the pathway and what comes out, and what cannot be true of it."""

from __future__ import annotations

import duckdb
import pandas as pd

from earlywarning.definitions.loader import Definitions
from earlywarning.definitions.pathway import Pathway
from earlywarning.tables.quality import Finding


def flow_counts(connection: duckdb.DuckDBPyConnection, pathway: Pathway) -> pd.DataFrame:
    """Return both counts of every step, open authority and period, with the reason for a gap."""
    steps = pd.DataFrame(
        [(name, step.begin, step.to) for name, step in pathway.steps.items()],
        columns=["step", "begin_series", "to_series"],
    )
    connection.register("declared_step", steps)
    try:
        frame = connection.execute(
            """
            with wanted as (
                select * from known_value
                where geographic_level = 'Local authority'
                  and series in (select begin_series from declared_step
                                 union select to_series from declared_step)
            ),
            years as (select time_period, max(period_end) as period_end from wanted group by all)
            select s.step, la.old_la_code, y.time_period, y.period_end,
                   b.value as from_count, t.value as to_count,
                   case when b.value is not null and t.value is not null then 'ok'
                        else coalesce(nullif(b.status, 'ok'), nullif(t.status, 'ok'),
                                      'not_published')
                   end as status,
                   la.opened, la.is_small
            from declared_step as s
            cross join years as y
            join local_authority as la on la.closed is null and la.opened <= y.period_end
            left join wanted as b
                on b.series = s.begin_series and b.old_la_code = la.old_la_code
               and b.time_period = y.time_period
            left join wanted as t
                on t.series = s.to_series and t.old_la_code = la.old_la_code
               and t.time_period = y.time_period
            order by s.step, la.old_la_code, y.time_period
            """
        ).df()
    finally:
        connection.unregister("declared_step")
    return frame.astype({"from_count": float, "to_count": float})


def pathway_findings(flows: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Return steps whose newest counts cannot be true together and that no file rule tells of.

    They are told and carry no points: two tables may differ for good reasons.
    """
    newest = flows["time_period"].max()
    wrong = flows[(flows["possible"] == False) & (flows["time_period"] == newest)]  # noqa: E712
    out = []
    for row in wrong.itertuples():
        step = definitions.pathway.steps[str(row.step)]
        if step.found_elsewhere:
            continue
        out.append(
            Finding(
                source="children_in_need",
                rule="pathway",
                severity="info",
                message=f"{step.name}: {row.to_count:,.0f} come out of {row.from_count:,.0f} in "
                f"{row.time_period}; {step.if_more}",
                old_la_code=str(row.old_la_code),
                series=step.to,
                time_period=int(str(row.time_period)),
            )
        )
    return out


def pattern_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the declared patterns as rows of the table `pattern`."""
    return pd.DataFrame(
        [
            {
                "pattern": one.pattern,
                "name": one.name,
                "reading": one.reading,
                "stage": one.stage,
                "enabler": one.enabler,
                "may_mean": " ".join(one.may_mean.split()),
                "other_explanations": " ".join(one.other_explanations.split()),
                "questions": one.questions,
                "signs": [sign.name for sign in one.sign],
                "at_least": one.at_least,
            }
            for one in definitions.patterns.values()
        ]
    )
