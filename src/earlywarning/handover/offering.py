"""Tables of what is declared for offers."""

from __future__ import annotations

import pandas as pd

from earlywarning.definitions import CAVEAT, SOURCE, Definitions

TOOLKIT_COLUMNS = [
    "approach", "name", "tried_in", "what", "figures", "needs", "caveat", "caution",
    "patterns", "enablers", "source",
]  # fmt: skip


def toolkit_rows(definitions: Definitions) -> pd.DataFrame:
    """Return the toolkit as a table, each entry with the caveat that holds for all."""
    rows = [
        (
            one.approach, one.name, one.where, one.what,
            "\n".join(figure.told() for figure in one.figure)
            or f"no figure; told on pages {', '.join(map(str, one.pages))}",
            "\n".join(one.needs), one.caveat, CAVEAT, ",".join(one.patterns),
            ",".join(one.enablers), SOURCE,
        )
        for one in definitions.toolkit.values()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TOOLKIT_COLUMNS)
