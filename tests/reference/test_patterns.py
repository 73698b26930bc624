"""Every pattern is found in its example and not in its counter-example, and can be asked about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from earlywarning.definitions.pattern import Pattern
from earlywarning.errors import DefinitionError
from tests.conftest import REFERENCE
from tests.support.evidence import DEFINITIONS
from tests.support.pattern_facts import OWN, World, found, world_of

PATTERNS = DEFINITIONS.patterns
each_pattern = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=list(PATTERNS))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the reference folder to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def spoil(folder: Path, pattern: str, old: str, new: str) -> str:
    path = folder / "patterns" / f"{pattern}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_definitions(folder)
    return str(refused.value)


def test_there_are_a_dozen_and_more() -> None:
    assert len(PATTERNS) >= 12
    assert set(PATTERNS) == {path.stem for path in (REFERENCE / "patterns").glob("*")}


@each_pattern
def test_the_example_is_found(pattern: Pattern) -> None:
    rows = found(world_of(pattern, pattern.example.facts), {pattern.pattern: pattern})
    assert rows["old_la_code"].tolist() == [OWN]
    row = rows.iloc[0]
    assert (row["matched"], row["possible"]) == (pattern.example.matched, pattern.example.possible)
    assert row["strength"] == pytest.approx(pattern.example.strength, abs=0.002)


@each_pattern
def test_the_counter_example_is_not_found(pattern: Pattern) -> None:
    assert pattern.counter_example.why
    assert (
        found(world_of(pattern, pattern.counter_example.facts), PATTERNS)
        .query("pattern == @pattern.pattern")
        .empty
    )


@each_pattern
def test_what_was_seen_is_told_with_its_doubt(pattern: Pattern) -> None:
    rows = found(world_of(pattern, pattern.example.facts), {pattern.pattern: pattern})
    words = rows.iloc[0]["explanation"]
    example = pattern.example
    assert words.startswith(f"{example.matched} of {example.possible} signs")
    unknown = [s.name for s in pattern.sign if example.facts[s.sign] == "not known"]
    assert (f"{len(unknown)} not known ({', '.join(unknown)})" in words) == bool(unknown)
    assert "It may mean: " in words
    assert "What else could explain it: " in words


@each_pattern
def test_it_touches_an_enabler_that_others_name_too(pattern: Pattern) -> None:
    named = {one.enabler for one in DEFINITIONS.indicators.values() if not one.context}
    assert pattern.enabler in named | {flag.enabler for flag in DEFINITIONS.soft_flags.values()}


def test_nothing_is_found_where_everything_is_as_expected() -> None:
    heard = dict.fromkeys(DEFINITIONS.soft_flags, 1.0)
    judged = [(5, "Good"), (50, "Inadequate")]
    everything = World(soft=heard, grades=judged, led=5, still=set(DEFINITIONS.indicators))
    assert found(everything).empty


def test_names_of_steps_and_indicators_do_not_clash() -> None:
    assert not set(DEFINITIONS.pathway.steps) & set(DEFINITIONS.indicators)


def test_an_unknown_indicator_names_the_file(copied: Path) -> None:
    words = spoil(copied, "front_door_strain", '["referral_rate"]', '["referal_rate"]')
    assert "patterns/front_door_strain.toml" in words
    assert "referal_rate" in words


def test_an_unknown_flag_or_step_names_the_file(copied: Path) -> None:
    words = spoil(copied, "helpers_fatigue", "overstretch_from_helping", "overstretched")
    assert "patterns/helpers_fatigue.toml" in words
    assert "soft flag 'overstretched'" in words


def test_a_two_sided_rate_has_no_worse_side(copied: Path) -> None:
    words = spoil(copied, "front_door_strain", 'side = "high"', 'side = "worse"')
    assert "referral_rate has no worse side" in words


def test_a_pattern_needs_a_figure_that_stands_out(copied: Path) -> None:
    words = spoil(copied, "slip_back_after_progress", 'required = ["slips"]', "required = []")
    assert "without one figure that stands out" in words


def test_an_example_speaks_of_every_sign(copied: Path) -> None:
    words = spoil(copied, "drift_in_care", ", far_away = -0.2", "")
    assert "give a fact for each sign" in words


def test_a_step_needs_series_that_a_table_declares(copied: Path) -> None:
    path = copied / "pathway.toml"
    path.write_text(path.read_text().replace('to = "icpc"', 'to = "conferences"'))
    with pytest.raises(DefinitionError, match=r"pathway.toml: section_47_to_conference.*'conf"):
        load_definitions(copied)


def test_the_pattern_of_the_guide_is_one_file_and_no_code(copied: Path) -> None:
    guide = (REFERENCE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = guide.split("## Add a pattern: one file")[1].split("```toml\n")[1].split("```")[0]
    (copied / "patterns" / "late_to_conference.toml").write_text(block, encoding="utf-8")
    pattern = load_definitions(copied).patterns["late_to_conference"]
    own = {pattern.pattern: pattern}
    rows = found(world_of(pattern, pattern.example.facts), own)
    assert rows["strength"].tolist() == [pytest.approx(pattern.example.strength, abs=0.002)]
    assert found(world_of(pattern, pattern.counter_example.facts), own).empty
