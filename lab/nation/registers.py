"""The registers: soft intelligence, peer reviews, reviewers, and who must not meet."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from lab.nation.draws import stream
from lab.nation.layout import write_csv
from lab.nation.places import Nation
from lab.nation.planted_entries import ENTRIES, REVIEWS, STEPPED_IN
from lab.nation.stories import SPLIT_EAST, SPLIT_PARENT, SPLIT_WEST, STORIES, TINY_ISLAND

SOFT_COLUMNS = [
    "item", "old_la_code", "flag", "heard_on", "source_kind", "reliability", "credibility", "text",
    "recorded_by", "review_by",
]  # fmt: skip
REVIEW_COLUMNS = ["old_la_code", "review_type", "asked_on", "held_on", "status",
                  "led_by_old_la_code"]  # fmt: skip
INTERVENTION_COLUMNS = ["old_la_code", "intervention", "started_on", "ended_on",
                        "supporter_old_la_code", "days_lent", "backfill", "source"]  # fmt: skip
REVIEW_TYPES = ("front_door", "whole_service", "workforce", "looked_after", "child_protection")
# (flag, source kind, reliability, credibility, text, recorded by, how many)
_ORDINARY = (
    ("stable_leadership", "regional_lead", "A", 1,
     "Leadership settled; annual conversation without concern.", "regional lead", 8),
    ("frank_self_evaluation", "peer_reviewer", "B", 1,
     "Self-evaluation is candid and matches what reviewers saw.", "peer reviewer", 6),
    ("change_of_director", "published_letter", "A", 1,
     "New director appointed after an open process.", "regional lead", 4),
    ("interim_leadership", "regional_lead", "B", 2,
     "Assistant director post held by an interim until summer.", "regional lead", 4),
    ("partner_concern", "partner_agency", "C", 3,
     "Police say attendance at strategy meetings is patchy.", "improvement adviser", 3),
    ("rise_in_complaints", "complaints_team", "B", 3,
     "More complaints than last year, most about contact arrangements.", "improvement adviser", 3),
    ("turnover_in_key_teams", "practitioner", "D", 4,
     "One safeguarding team lost three workers in a month.", "improvement adviser", 2),
    ("unplanned_cut", "practitioner", "E", 4,
     "Talk of a freeze on posts; not confirmed.", "improvement adviser", 2),
)  # fmt: skip
# How many of a role a willing authority lends in a year, on average.
_LENT = {
    "director": 0.3, "head_of_service": 0.9, "team_manager": 0.9, "auditor": 0.7,
    "elected_member": 0.3, "workforce_lead": 0.4, "finance_lead": 0.2,
}  # fmt: skip
_ENABLERS = (
    "strategic_approach", "leadership_and_governance", "workforce", "partners",
    "supporting_apparatus", "innovation", "resources",
)  # fmt: skip
_FIRST_DAY = dt.date(2025, 1, 6)
_DAYS_TO_REVIEW = 240
# A published letter stands until the next one.
_DAYS_TO_REVIEW_LETTER = 540


def write_registers(nation: Nation, folder: Path) -> None:
    """Write the registers; what has a date stands in its order."""
    write_csv(_soft_intelligence(nation), folder / "soft_intelligence.csv")
    write_csv(_peer_reviews(nation), folder / "peer_reviews.csv")
    write_csv(_reviewers(nation), folder / "reviewers.csv")
    write_csv(_conflicts(nation), folder / "review_conflicts.csv")
    write_csv(_interventions(nation), folder / "interventions.csv")


def reviewed_already(nation: Nation) -> set[str]:
    """Return the codes of authorities with a row in the history of peer reviews."""
    return set(_peer_reviews(nation)["old_la_code"])


def _reviewers(nation: Nation) -> pd.DataFrame:
    """Draw who can be lent: numbers by role and by what they know best, middle leaders most."""
    rng = stream(nation.seed, "reviewers")
    las = nation.las[nation.las["la_name"] != SPLIT_PARENT]
    rows = []
    for code, quality in zip(las["old_la_code"], las["quality"], strict=True):
        willing = rng.random() < (0.6 if quality > 0 else 0.25)
        for role, often in _LENT.items():
            number = int(rng.poisson(often)) if willing else 0
            enabler = str(rng.choice(_ENABLERS))
            if number:
                rows.append((code, role, enabler, number, "2026-12-31"))
    return pd.DataFrame(rows, columns=["old_la_code", "role", "enabler", "reviewers", "until"])


def _conflicts(nation: Nation) -> pd.DataFrame:
    codes = nation.las.set_index("la_name")["old_la_code"]
    return pd.DataFrame(
        [(codes[SPLIT_EAST], codes[SPLIT_WEST], "One council until 2021; staff moved between both.",
          "")],
        columns=["old_la_code", "other_old_la_code", "reason", "until"],
    )  # fmt: skip


def _interventions(nation: Nation) -> pd.DataFrame:
    frame = pd.DataFrame(STEPPED_IN, columns=INTERVENTION_COLUMNS)
    codes = nation.las.set_index("la_name")["old_la_code"].to_dict() | {"": ""}
    for column in ("old_la_code", "supporter_old_la_code"):
        frame[column] = frame[column].map(codes)
    return frame.sort_values(["started_on", "old_la_code"], ignore_index=True)


def _bystanders(nation: Nation) -> np.ndarray:
    named = {story.name for story in STORIES} | {SPLIT_PARENT, TINY_ISLAND}
    return nation.las.loc[~nation.las["la_name"].isin(named), "la_name"].to_numpy()


def _soft_intelligence(nation: Nation) -> pd.DataFrame:
    rng = stream(nation.seed, "soft intelligence")
    entries: list[tuple[str, str, str, str, str, int, str, str]] = list(ENTRIES)
    wanted = sum(kind[-1] for kind in _ORDINARY)
    others = _bystanders(nation)
    names = iter(rng.choice(others, size=min(wanted, len(others) * 2 // 3), replace=False))
    for flag, source, reliability, credibility, text, recorder, count in _ORDINARY:
        for day, name in zip(rng.integers(0, 475, count), names, strict=False):
            heard = (_FIRST_DAY + dt.timedelta(days=int(day))).isoformat()
            entries.append(
                (str(name), flag, heard, source, reliability, credibility, text, recorder)
            )
    entries.sort(key=lambda entry: (entry[2], entry[0]))
    codes = nation.las.set_index("la_name")["old_la_code"]
    rows = [
        (f"SI-{number:03}", codes[name], *rest, _review_by(rest[1], rest[2]))
        for number, (name, *rest) in enumerate(entries, start=1)
    ]
    return pd.DataFrame(rows, columns=SOFT_COLUMNS)


def _review_by(heard: object, source: object) -> str:
    days = _DAYS_TO_REVIEW_LETTER if source == "published_letter" else _DAYS_TO_REVIEW
    return (dt.date.fromisoformat(str(heard)) + dt.timedelta(days=days)).isoformat()


def _peer_reviews(nation: Nation) -> pd.DataFrame:
    rng = stream(nation.seed, "peer reviews")
    names = _bystanders(nation)
    quality = nation.las.set_index("la_name")["quality"]
    strong = names[quality[names].to_numpy() > 0.3]
    rows = list(REVIEWS)
    for name in names[rng.random(len(names)) < 0.85]:
        asked = dt.date(2022, 1, 10) + dt.timedelta(days=int(rng.integers(0, 1500)))
        held = asked + dt.timedelta(days=int(rng.integers(45, 110)))
        done = held <= dt.date(2026, 3, 31)
        postponed = rng.random() < 0.04
        status = "postponed" if postponed else "held" if done else "planned"
        leader = str(rng.choice(strong[strong != name]))
        rows.append(
            (str(name), str(rng.choice(REVIEW_TYPES)), asked.isoformat(),
             held.isoformat() if status == "held" else "", status, "" if postponed else leader)
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=REVIEW_COLUMNS)
    codes = nation.las.set_index("la_name")["old_la_code"].to_dict() | {"": ""}
    frame["old_la_code"] = frame["old_la_code"].map(codes)
    frame["led_by_old_la_code"] = frame["led_by_old_la_code"].map(codes)
    return frame.sort_values(["asked_on", "old_la_code"], ignore_index=True)
