"""The menu of reviews, the seven enablers and the toolkit: whole, and true to the study."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.rows import declared_tables
from earlywarning.definitions.toolkit import CAVEAT
from earlywarning.errors import DefinitionError
from tests.conftest import PROJECT, REFERENCE
from tests.support.evidence import DEFINITIONS

SEED = PROJECT.parent / "shared" / "seed"
# First and last line of each page that is named; in the text a page begins with a space.
PAGES = {
    14: (556, 593), 24: (948, 989), 25: (990, 1036), 26: (1037, 1076), 28: (1119, 1159),
    50: (2008, 2047), 51: (2048, 2076), 55: (2209, 2242), 57: (2285, 2303), 58: (2304, 2344),
    61: (2412, 2445), 63: (2491, 2527),
}  # fmt: skip
KINDS = DEFINITIONS.review_types
TOOLKIT = DEFINITIONS.toolkit


def test_the_menu_has_every_kind_that_was_asked_for() -> None:
    assert set(KINDS) == {
        "whole_service", "corporate_parenting", "send", "resources", "remote_diagnostic",
        "regional_triad", "front_door", "front_door_assurance", "child_protection",
        "looked_after", "workforce",
    }  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_says_who_comes_who_consents_and_that_complaints_are_in_scope(kind: str) -> None:
    one = KINDS[kind]
    assert "complaints" in one.scope
    assert one.consent
    assert sum(one.team.values()) >= 2
    assert one.prerequisites
    assert all(question.endswith("?") for question in one.lines_of_enquiry)


def test_every_word_of_every_definition_belongs_to_one_of_the_seven_enablers() -> None:
    words = [one.enabler for one in DEFINITIONS.patterns.values()]
    words += [one.enabler for one in DEFINITIONS.soft_flags.values()]
    words += [one.enabler for one in DEFINITIONS.weighted().values()]
    assert {word for word in words if DEFINITIONS.enablers.of(word) is None} == set()
    named = [word for one in DEFINITIONS.enablers.enablers.values() for word in one.words]
    assert len(named) == len(set(named))


def test_every_pattern_and_every_enabler_has_something_that_was_tried() -> None:
    assert set(DEFINITIONS.patterns) == {
        pattern for one in TOOLKIT.values() for pattern in one.patterns
    }
    assert set(DEFINITIONS.enablers.enablers) == {
        e for one in TOOLKIT.values() for e in one.enablers
    }


def test_each_stage_has_an_emphasis_and_a_question_for_each_enabler_in_the_declared_order() -> None:
    rows = declared_tables(DEFINITIONS)["journey_emphasis"]
    assert len(rows) == len(DEFINITIONS.journey.stages) * 7
    assert all(question.endswith("?") for question in rows["question"])
    for _, own in rows.groupby("stage"):
        ordered = own.sort_values("order_shown")["enabler"]
        assert list(ordered) == list(DEFINITIONS.enablers.enablers)
    phases = rows.drop_duplicates(["enabler", "phase"])
    assert phases["emphasis"].is_unique
    assert phases["question"].is_unique


def test_the_times_of_the_study_are_six_months_a_year_and_two_years_then_three() -> None:
    rows = declared_tables(DEFINITIONS)["journey_milestone"]
    times = {stage: list(own["until_months"]) for stage, own in rows.groupby("stage")}
    assert times == {"poor": [6, 12, 24], "fair": [36]}


@pytest.mark.parametrize("approach", sorted(TOOLKIT))
def test_an_approach_says_what_it_needs_and_where_it_is_written(approach: str) -> None:
    one = TOOLKIT[approach]
    assert one.needs
    assert len(one.caveat) > 30
    assert "quick fix" in CAVEAT
    assert all(0 < page <= 63 for page in one.pages)


@pytest.mark.skipif(not SEED.exists(), reason="the study's text is not beside this checkout")
@pytest.mark.parametrize("approach", sorted(TOOLKIT))
def test_every_figure_stands_on_the_page_that_is_named(approach: str) -> None:
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8").split("\n")
    for figure in TOOLKIT[approach].figure:
        for page in filter(None, (figure.page, figure.also_on_page)):
            for value in (figure.before, figure.after):
                if value is not None:
                    begins, ends = PAGES[page]
                    there = "\n".join(text[begins - 1 : ends]).replace(",", "")
                    assert f"{abs(value):g}" in there, (figure.what, page)


def test_the_impossible_share_of_the_study_is_told_and_not_believed(tmp_path: Path) -> None:
    told = [f.told() for f in TOOLKIT["one_front_door"].figure if f.printed_elsewhere]
    assert len(told) == 1
    assert "970 %" in told[0]
    assert "64.9 to 97 percent" in told[0]
    copied = tmp_path / "reference"
    shutil.copytree(REFERENCE, copied)
    path = copied / "toolkit" / "one_front_door.toml"
    path.write_text(path.read_text().replace("after = 97.0", "after = 970"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="no share lies outside 0 to 100"):
        load_definitions(copied)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("toolkit/talent_pool.toml", '"hollow_middle"', '"no_such"', "no pattern 'no_such'"),
        ("review_types/send.toml", '"partners"', '"luck"', "no enabler 'luck'"),
        ("review_types/workforce.toml", '"interim_leadership"', '"rumour"', "no soft flag"),
        ("policy.toml", '"found_itself_with_plan"', '"praise"', "no such soft flag"),
    ],
)
def test_a_word_that_is_not_declared_is_refused(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    copied = tmp_path / "reference"
    shutil.copytree(REFERENCE, copied)
    path = copied / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        load_definitions(copied)
