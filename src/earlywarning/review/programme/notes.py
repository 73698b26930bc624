"""What is said of a quarter's programme as a whole."""

from __future__ import annotations

from collections import Counter

from earlywarning.review.programme.able import RULES
from earlywarning.review.programme.chosen import Made
from earlywarning.review.programme.explaining import Refusal, one_more
from earlywarning.review.programme.pairs import told_apart


def notes(whole: Made, refused: dict[str, Refusal]) -> list[tuple[str, str]]:
    """Return the notes: what each is about, and its words."""
    offered = len(whole.best.supporter)
    asked = len(set(whole.best.supporter.values()))
    out = [
        ("programme", f"{offered} offers of {len(whole.wanting)} that need people from elsewhere; "
         f"capacity {whole.problem.capacity}; {asked} supporters asked."),
        ("supporters", _told_able(whole)),
    ]  # fmt: skip
    out += [("planned", words) for words in _tired_leaders(whole)]
    if not whole.problem.supply:
        out.append(
            ("reviewers", "No register of reviewers: who makes up the teams is not checked.")
        )
    out += [("one more", words) for words in one_more(whole.problem, whole.best, whole.name)]
    rules = Counter(refusal.rule for refusal in refused.values())
    out += [("not offered", f"{count}: {rule}.") for rule, count in sorted(rules.items())]
    return out


def _tired_leaders(whole: Made) -> list[str]:
    """Return the planned reviews whose leader is by now not free to help."""
    out = []
    for case in whole.cases:
        leader = case.clock["planned_leader"]
        rule = whole.able[leader].rule if leader in whole.able else ""
        if rule in ("fragile", "slipping", "new_director"):
            out.append(
                f"{whole.name(case.code)}: the planned review is to be led by "
                f"{whole.name(leader)}, which {RULES[rule]}; ask another."
            )
    return sorted(out)


def _told_able(whole: Made) -> str:
    rules = Counter(supporter.rule for supporter in whole.able.values() if supporter.rule)
    free = sum(not supporter.rule for supporter in whole.able.values())
    return f"{free} authorities could support others now. Left alone: {told_apart(rules)}."
