"""A notebook on the database: choose a place and an indicator, see them, ask something else.

`make notebook` opens a copy of it on the demo; `EARLYWARNING_WAREHOUSE` names another database.
"""

import marimo

app = marimo.App(width="medium", app_title="A place beside its neighbours")


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo

    from earlywarning.reports.charts import line as drawing

    file = Path(os.environ.get("EARLYWARNING_WAREHOUSE", "data/demo/earlywarning.duckdb"))
    mo.stop(not file.exists(), mo.md(f"{file} is not there: `make demo` builds it."))
    connection = duckdb.connect(str(file.resolve()), read_only=True)
    return connection, drawing, mo


@app.cell
def _(connection, mo):
    [run] = connection.execute("select as_of, nation, is_invented from run").fetchall()
    as_of, nation, invented = run
    of = "an invented nation" if invented else nation
    mo.md(f"# A place beside its neighbours\n\nFigures of {of}, as known on {as_of:%d %B %Y}.")
    return


@app.cell
def _(connection, mo):
    places = connection.execute(
        "select la_name from local_authority where closed is null order by la_name"
    ).fetchall()
    signs = connection.execute("select name, indicator from indicator order by name").fetchall()
    place = mo.ui.dropdown([name for (name,) in places], value=places[0][0], label="Authority")
    sign = mo.ui.dropdown(dict(signs), value=signs[0][0], label="Indicator")
    mo.hstack([place, sign], justify="start")
    return place, sign


@app.cell
def _(connection, place):
    newest = connection.execute("from authority($1)", [place.value]).df()
    newest
    return (newest,)


@app.cell
def _(connection, place, sign):
    years = connection.execute("from compare($1, $2)", [sign.value, place.value]).df()
    years
    return (years,)


@app.cell
def _(drawing, mo, place, sign, years):
    # The product's own drawing: the place thick, its neighbours' middle dotted, the nation dashed.
    def line(column):
        return years.set_index("time_period")[column].dropna().to_dict()

    own, none = line("value"), {}
    text = f"{own[max(own)]:,.1f}" if own else ""
    chart = drawing.Lines(
        own=own, near_middle=line("neighbour_median"), nation=line("nation_value"),
        lower=none, upper=none, near_low=none, near_high=none,
        own_name=place.value[:16], own_text=text, nation_name="nation",
    )  # fmt: skip
    shown = mo.Html(drawing.lines_svg(chart)) if chart.years() else "no figure"
    mo.vstack([mo.md(f"**{sign.selected_key}**, by the year in which the period ends"), shown])
    return


@app.cell
def _(connection):
    # Your own question: change the statement and run the cell. All of docs/analysts.md works here.
    answer = connection.execute("from figure_newest where why_missing is not null limit 20").df()
    answer
    return (answer,)


if __name__ == "__main__":
    app.run()
