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
    import lets_plot as lp
    import marimo as mo

    file = Path(os.environ.get("EARLYWARNING_WAREHOUSE", "data/demo/earlywarning.duckdb"))
    mo.stop(not file.exists(), mo.md(f"{file} is not there: `make demo` builds it."))
    connection = duckdb.connect(str(file.resolve()), read_only=True)
    return connection, lp, mo


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
def _(lp, mo, place, sign, years):
    held = {"value": place.value, "neighbour_median": "neighbours", "nation_value": "nation"}
    told = years.rename(columns=held).melt("time_period", list(held.values()), "of", "figure")
    chart = (
        lp.ggplot(told.dropna(), lp.aes("time_period", "figure", color="of", linetype="of"))
        + lp.geom_line()
        + lp.geom_point()
        + lp.labs(title=sign.selected_key, x="year in which the period ends", y="", color="")
    )
    mo.Html(chart.to_svg())
    return


@app.cell
def _(connection):
    # Your own question: change the statement and run the cell. All of docs/analysts.md works here.
    answer = connection.execute("from figure_newest where why_missing is not null limit 20").df()
    answer
    return (answer,)


if __name__ == "__main__":
    app.run()
