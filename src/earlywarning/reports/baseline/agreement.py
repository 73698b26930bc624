"""What neighbours, region, nation and its own past say of a figure together, in words."""

from __future__ import annotations

from earlywarning.reports.dossier import Dossier
from earlywarning.reports.newest import STALE_YEARS, Newest


def agreement(newest: Newest) -> str:
    """Return what the comparators say together, in words; 'higher' where neither way is good."""
    weak = _weak(newest)
    return f"{_together(newest)}; {weak}" if weak else _together(newest)


def _weak(newest: Newest) -> str:
    """Return why a figure tells nothing of the service of today, or nothing."""
    if newest.small or newest.few:
        return "small numbers"
    return f"{newest.behind} years behind others" if newest.behind >= STALE_YEARS else ""


def _together(newest: Newest) -> str:
    sides = newest.sides
    if not sides:
        return "nothing to compare with"
    high, low = _directions(newest.one.polarity)
    many = len(sides)
    if many == 1:
        return {1: high, -1: low, 0: "level"}[sides[0]] + " (one comparison)"
    if len(set(sides)) > 1:
        return f"mixed: {_counted(sides, high, low)}"
    far = ", and far" if newest.is_far else ""
    return {1: f"{high} than all {many}{far}", -1: f"{low} than all {many}{far}",
            0: f"level with all {many}"}[sides[0]]  # fmt: skip


def _directions(polarity: str) -> tuple[str, str]:
    if polarity == "either_way":
        return "higher", "lower"
    return ("less good", "better") if polarity == "high_is_worse" else ("better", "less good")


def _counted(sides: list[int], high: str, low: str) -> str:
    parts = [(sides.count(1), high), (sides.count(-1), low), (sides.count(0), "level")]
    return ", ".join(f"{word} than {many}" if word != "level" else f"level with {many}"
                     for many, word in parts if many)  # fmt: skip


def worth_a_look(dossier: Dossier, most: int) -> list[Newest]:
    """Return the figures that stand out, at most so many: the farthest from their neighbours."""
    out = [one for one in dossier.newest.values() if one.stands_out]
    far = sorted(out, key=lambda new: (-abs(new.distance or 0.0), new.one.indicator))[:most]
    return [one for one in out if one in far]
