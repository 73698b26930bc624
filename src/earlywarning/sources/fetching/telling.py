"""What fetching did, in lines for a person."""

from __future__ import annotations

from earlywarning.sources.fetching.record import Tried


def line_of(source: str, tried: list[Tried]) -> str:
    """Return one source in one line: what is new, what is not, what failed and why."""
    parts = []
    new = [f"{one.data_set} {one.version}".strip() for one in tried if one.outcome == "new"]
    if new:
        parts.append(f"{len(new)} new ({', '.join(new)})")
    unchanged = sum(one.outcome == "unchanged" for one in tried)
    if unchanged:
        parts.append(f"{unchanged} unchanged")
    for outcome in ("refused", "failed", "unreachable", "by_hand"):
        of_it = [one for one in tried if one.outcome == outcome]
        if of_it:
            names = ", ".join(sorted({one.data_set for one in of_it} - {""}))
            why = "; ".join(dict.fromkeys(one.message.removeprefix("refused: ") for one in of_it))
            # Where all went one way, the source's own name says enough.
            some = names and len(of_it) < len(tried)
            label = outcome.replace("_", " ") + (f" ({names})" if some else "")
            parts.append(f"{label}: {why}")
    return f"{source}: {', '.join(parts) or 'nothing to fetch'}"
