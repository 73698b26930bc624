"""Rules about tables and lists of authorities: no order of score, no column of scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import erfc, sqrt

from earlywarning.scan.model import Content, Grid, Hit, Knowledge

FEWEST = 5
FEWEST_PAIRS = FEWEST * (FEWEST - 1) // 2
SEVERAL = 3
RARE = 0.001
SHARE = 0.8
FIGURE = re.compile(r"(?<![\w.])[\u2212-]?\d[\d,]*(?:\.\d+)?(?![\w.]*\d)")
OTHER_SCORES = r"^(?!.*(?:depriv|closeness|index)).*"
SCORE_HEAD = re.compile(OTHER_SCORES + r"\b(?:risk of decline|score|points)\b", re.I)
# A band is no score. The consortium may list bands, in any order but that of the score.
BAND_HEAD = re.compile(OTHER_SCORES + r"\bband\b", re.I)
NOT_A_FIGURE = re.compile(r"code|number|period|year|date|day|closeness|since|offer", re.I)


def grids(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find tables and lists of authorities that stand in order of a score, or that give scores."""
    for grid in content.grids:
        rows = [(code, row) for row in grid.rows if (code := whose(row, known))]
        codes = list(dict.fromkeys(code for code, _ in rows))
        if len(codes) >= FEWEST:
            yield from _order(content, grid, codes, rows, known)
        if len(codes) >= SEVERAL:
            yield from _scores(content, grid, rows, codes, known)


def whose(row: Sequence[str], known: Knowledge) -> str:
    """Return the authority that a row is about: the first named, in a cell of its own if any is."""
    for cell in row:
        code = known.by_name.get(cell.strip().casefold())
        if code:
            return code
    for cell in row:
        found = known.codes_in(cell)
        if found:
            return found[0]
    return ""


def _order(
    content: Content,
    grid: Grid,
    codes: list[str],
    rows: list[tuple[str, tuple[str, ...]]],
    known: Knowledge,
) -> Iterator[Hit]:
    if explained(codes, known):
        return
    if follows(codes, known):
        yield Hit(content.path, grid.where, "order_of_score", _named(codes, known))
        return
    column = figure_in_order(grid, rows)
    if column:
        said = f"in order of {column!r}: {_named(codes, known)}"
        yield Hit(content.path, grid.where, "order_of_a_figure", said)


def _named(codes: list[str], known: Knowledge) -> str:
    names = [known.by_code[code].name for code in codes[:FEWEST]]
    return ", ".join(names) + (f" and {len(codes) - FEWEST} more" if len(codes) > FEWEST else "")


def explained(codes: list[str], known: Knowledge) -> bool:
    """Tell whether the alphabet, codes, regions, actions or closeness explain an order."""
    places = [known.by_code[code] for code in codes]
    names = [place.name.casefold() for place in places]
    if any(
        keys == sorted(keys)
        for keys in (names, codes, [place.new_code for place in places])
        if all(keys)
    ):
        return True
    by_region = _grouped(codes, known, lambda code: known.by_code[code].region)
    by_action = _grouped(codes, known, lambda code: known.actions.get(code, ""))
    return by_region or by_action or any(_within(codes, near) for near in known.neighbours.values())


def _grouped(codes: list[str], known: Knowledge, key: Callable[[str], str]) -> bool:
    """Tell whether equal keys stand together and each such group is in alphabetical order."""
    groups = [(name, list(group)) for name, group in groupby(codes, key=key)]
    if len({name for name, _ in groups}) != len(groups) or len(groups) > len(codes) / 2:
        return False
    return all(
        names == sorted(names)
        for _, group in groups
        for names in [[known.by_code[code].name.casefold() for code in group]]
    )


def _within(codes: list[str], near: tuple[str, ...]) -> bool:
    """Tell whether a list is a set of neighbours in the order of their closeness."""
    rest = iter(near)
    return set(codes) <= set(near) and all(code in rest for code in codes)


def follows(codes: list[str], known: Knowledge) -> bool:
    """Tell whether an order follows the score, up or down, among authorities of the same action.

    Pairs of the same action are counted (a stratified Kendall test): all of ten or more point the
    same way, or so many do that chance would hardly bring it about.
    """
    by_action: dict[str, list[float]] = {}
    for code in codes:
        if code in known.scores:
            by_action.setdefault(known.actions.get(code, ""), []).append(known.scores[code])
    counted = [_pairs(scores) for scores in by_action.values()]
    if any(_all_one_way(pairs, balance) for pairs, balance, _ in counted):
        return True
    pairs, balance, variance = (
        (sum(parts) for parts in zip(*counted, strict=True)) if counted else (0, 0, 0)
    )
    if pairs < FEWEST_PAIRS:
        return False
    by_chance = erfc((abs(balance) - 1) / sqrt(2 * variance))
    return _all_one_way(pairs, balance) or by_chance < RARE


def _pairs(scores: list[float]) -> tuple[int, int, float]:
    """Return how many pairs differ, how many more rise than fall, and the variance of that."""
    n = len(scores)
    signs = [
        1 if later > earlier else -1
        for place, later in enumerate(scores)
        for earlier in scores[:place]
        if later != earlier
    ]
    return len(signs), sum(signs), n * (n - 1) * (2 * n + 5) / 18


def _all_one_way(pairs: float, balance: float) -> bool:
    return pairs >= FEWEST_PAIRS and abs(balance) == pairs


def figure_in_order(grid: Grid, rows: list[tuple[str, tuple[str, ...]]]) -> str:
    """Return the column of figures along which rows of different authorities stand in order."""
    if len({code for code, _ in rows}) != len(rows):
        return ""
    for column in range(max(len(row) for _, row in rows)):
        head = grid.header[column] if column < len(grid.header) else f"column {column + 1}"
        cells = [row[column] if column < len(row) else "" for _, row in rows]
        figures = [figure(cell) for cell in cells]
        if NOT_A_FIGURE.search(head) or not all(f is not None for f in figures):
            continue
        numbers = [f for f in figures if f is not None]
        ordered = numbers in (sorted(numbers), sorted(numbers, reverse=True))
        if ordered and len(set(numbers)) >= FEWEST:
            return head
    return ""


def figure(cell: str) -> float | None:
    """Return the one figure of a cell, or nothing where there is none or more than one."""
    found = FIGURE.findall(cell)
    if len(found) != 1:
        return None
    return float(found[0].replace(",", "").replace("\u2212", "-"))


def _scores(
    content: Content,
    grid: Grid,
    rows: list[tuple[str, tuple[str, ...]]],
    codes: list[str],
    known: Knowledge,
) -> Iterator[Hit]:
    """Find a column of scores, by its heading or because its figures are the scores."""
    if known.tier == "consortium" and is_triage(codes, rows, known):
        return
    for column in range(max(len(row) for _, row in rows)):
        head = grid.header[column] if column < len(grid.header) else ""
        cells = [(code, row[column]) for code, row in rows if column < len(row) and row[column]]
        if len({code for code, _ in cells}) < SEVERAL:
            continue
        if SCORE_HEAD.search(head) or (known.tier != "consortium" and BAND_HEAD.search(head)):
            yield Hit(content.path, grid.where, "scores_of_several", f"column {head!r}")
        elif are_scores(cells, known):
            said = f"figures of column {head or column + 1!r} are scores"
            yield Hit(content.path, grid.where, "scores_of_several", said)


def is_triage(codes: list[str], rows: list[tuple[str, tuple[str, ...]]], known: Knowledge) -> bool:
    """Tell whether a table stands by action and name and names each action, as triage does."""
    acts = all(
        _plain(known.actions.get(code, "no action")) in _plain(" ".join(row)) for code, row in rows
    )
    return acts and _grouped(codes, known, lambda code: known.actions.get(code, ""))


def _plain(text: str) -> str:
    return text.replace("_", " ").casefold()


def are_scores(cells: Iterable[tuple[str, str]], known: Knowledge) -> bool:
    """Tell whether most cells hold the score of the authority in their row, to a decimal."""
    rows = [(code, cell) for code, cell in cells if code in known.scores]
    hits = {code for code, cell in rows if f"{known.scores[code]:.1f}" in FIGURE.findall(cell)}
    codes = {code for code, _ in rows}
    return len(hits) >= SEVERAL and len(hits) >= SHARE * len(codes)


def others(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find another authority's score or offer in the file of an authority or a region."""
    if not known.own:
        return
    for grid in content.grids:
        for row, where in zip(grid.rows, grid.places, strict=True):
            yield from _of_others(content, whose(row, known), " | ".join(row), where, known)
    for piece in content.pieces:
        named = known.codes_in(piece.text)
        if named and not set(named) & known.own:
            yield from _of_others(content, named[0], piece.text, piece.where, known)


def _of_others(
    content: Content, code: str, text: str, where: str, known: Knowledge
) -> Iterator[Hit]:
    if not code or code in known.own:
        return
    name = known.by_code[code].name
    score = known.scores.get(code)
    if score and f"{score:.1f}" in FIGURE.findall(text) and _speaks_of_score(text):
        yield Hit(content.path, where, "score_of_another", f"{name}: {score:.1f}")
    action = known.actions.get(code, "").replace("_", " ")
    if action and re.search(rf"\b{re.escape(action)}\b", text.replace("_", " "), re.I):
        yield Hit(content.path, where, "offer_to_another", f"{name}: {action}")


def _speaks_of_score(text: str) -> bool:
    return bool(re.search(r"\b(?:score|risk of decline|out of 100|points)\b", text, re.I))


RULES = (grids, others)
