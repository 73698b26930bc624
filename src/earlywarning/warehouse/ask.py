"""Who and which: an authority, a region, a kept build, asked of the published database."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path

import pandas as pd

from earlywarning.definitions.places import Matcher, aliases
from earlywarning.errors import UsageError
from earlywarning.settings import reference_folder
from earlywarning.warehouse.connect import query


def find_authority(warehouse: Path, words: str, on: dt.date | None = None) -> tuple[str, str]:
    """Return (three-digit code, name) for a name, a three-digit or a nine-character code.

    Args:
        warehouse: the published file.
        words: as they are written.
        on: the day that is spoken of: an authority that had closed by then is not meant.

    Raises:
        UsageError: if nothing or more than one authority fits, with what comes near; or if it was
            closed, with who followed.
    """
    names, places = _places(warehouse)
    match = places.find(words, on)
    if match.code is None and places.find(words).code is None:
        near = places.near(words)
        hint = (
            f"did you mean {', '.join(near)}?"
            if near
            else "give a name, a three-digit or a nine-character code"
        )
        raise UsageError(f"no authority {words!r}: {hint}")
    if match.code is None:
        raise UsageError(f"{words!r}: {match.why}")
    return match.code, names[match.code]


def _places(warehouse: Path) -> tuple[dict[str, str], Matcher]:
    columns = ["old_la_code", "new_la_code", "la_name", "opened", "closed", "own_name"]
    _, rows = query(
        warehouse,
        """
        select la.old_la_code, coalesce(c.new_la_code, la.new_la_code),
               coalesce(c.la_name, la.la_name), coalesce(c.opened, la.opened),
               if(c.old_la_code is null, la.closed, c.closed), la.la_name
        from local_authority as la left join authority_code as c on c.old_la_code = la.old_la_code
        """,
    )
    _, changes = query(warehouse, "select old_la_code, successor from authority_change")
    codes = pd.DataFrame(rows, columns=columns)
    followed = pd.DataFrame(changes, columns=["old_la_code", "successor"])
    names = dict(zip(codes["old_la_code"], codes["own_name"], strict=True))
    return names, Matcher(codes, followed, aliases(reference_folder()))


def build_of(warehouse: Path, as_of: dt.date | None) -> Path:
    """Return the published file, or the kept build of another as-of day.

    Raises:
        UsageError: if no build of that day is kept.
    """
    if as_of is None:
        return warehouse
    folder = warehouse.with_suffix(".builds")
    found = sorted(folder.glob(f"{as_of}-*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    if not found:
        days = sorted({path.name[:10] for path in folder.glob("*.duckdb")})
        raise UsageError(
            f"no build of {as_of} is kept; there are {', '.join(days) or 'none'}. To look from "
            f"that day: `earlywarning run --input FOLDER --as-of {as_of} --no-reports --warehouse "
            f"{as_of}.duckdb`, then ask with the same --warehouse"
        )
    return found[-1]


def is_region(warehouse: Path, words: str) -> bool:
    """Tell whether words are the name of a region."""
    try:
        region_named(warehouse, words)
    except UsageError:
        return False
    return True


def region_named(warehouse: Path, words: str) -> tuple[str, tuple[str, ...]]:
    """Return a region's name and the codes of its authorities, closed ones too."""
    _, rows = query(
        warehouse, "select region, old_la_code from local_authority where region <> '' order by all"
    )
    names = sorted({str(region) for region, _ in rows})
    wanted = " ".join(words.split()).casefold()
    found = [name for name in names if name.casefold() == wanted]
    if not found:
        near = [n for n in names if wanted and wanted in n.casefold()]
        near = near or difflib.get_close_matches(words, names, n=3, cutoff=0.5) or names
        raise UsageError(f"no region {words!r}: did you mean {', '.join(near)}?")
    return found[0], tuple(str(code) for region, code in rows if region == found[0])


def region_of(warehouse: Path, code: str) -> tuple[str, tuple[str, ...]]:
    """Return the region of an authority and the codes of its authorities.

    Raises:
        UsageError: if no region is known for it.
    """
    _, rows = query(
        warehouse, "select region from local_authority where old_la_code = $code", {"code": code}
    )
    return region_named(warehouse, str(rows[0][0] or "") if rows else "")
