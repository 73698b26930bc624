"""Every definition loads, says what it computes by example, and fits the others."""

from __future__ import annotations

import re
import shutil
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.ladder import STEPS
from earlywarning.definitions.loader import load_definitions
from earlywarning.errors import DefinitionError
from earlywarning.sources.registers import SOURCE_KINDS
from tests.conftest import REFERENCE

DEFINITIONS = load_definitions(REFERENCE)
INDICATORS = DEFINITIONS.indicators
each_indicator = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the reference folder to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def by_counts(indicator: Indicator) -> float | None:
    """Return the formula on the example's counts, half rounded up as on paper."""
    example = indicator.example
    if example.numerator is None or example.denominator is None:
        return None
    exact = indicator.per * Decimal(str(example.numerator)) / Decimal(str(example.denominator))
    return float(exact.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP))


@pytest.mark.parametrize("folder", ["tables", "indicators", "soft_flags", "review_types"])
def test_every_file_is_loaded_under_its_name(folder: str) -> None:
    files = {path.stem for path in (REFERENCE / folder).glob("*")}
    assert files == set(getattr(DEFINITIONS, folder))
    assert files


@each_indicator
def test_the_example_holds(indicator: Indicator) -> None:
    example, counted = indicator.example, by_counts(indicator)
    if indicator.prefer == "counts" or example.published is None:
        assert counted == example.value
    else:
        assert example.published == example.value
        assert counted in (None, example.published)


@each_indicator
def test_an_example_gives_what_the_formula_needs(indicator: Indicator) -> None:
    example = indicator.example
    assert (example.numerator is None) == (example.denominator is None)
    assert indicator.numerator or example.numerator is None
    assert indicator.published or example.published is None


@each_indicator
def test_the_unit_fits_the_multiplier(indicator: Indicator) -> None:
    if indicator.numerator:
        expected = {
            "rate per 10,000 children": 10_000,
            "percentage": 100,
            "pounds per child": 1000,
        }
        assert indicator.per == expected[indicator.unit]


@each_indicator
def test_every_series_comes_from_a_table(indicator: Indicator) -> None:
    wanted = {indicator.numerator, indicator.denominator, *indicator.published} - {None}
    assert wanted <= _declared_series()


def _declared_series() -> set[str]:
    declared: set[str] = set()
    for table in DEFINITIONS.tables.values():
        declared |= {column.series for column in table.columns.values() if column.series}
        declared |= {cut.series for cut in table.slices} | set(table.measures.values())
        declared |= {f"{table.table}.{name}" for name in table.kept}
    return declared


@each_indicator
def test_an_indicator_can_be_asked_about(indicator: Indicator) -> None:
    assert indicator.questions
    assert indicator.why_it_matters.strip()
    assert indicator.other_explanations.strip()


def test_slices_and_checks_name_columns_of_their_table() -> None:
    for table in DEFINITIONS.tables.values():
        names = set(table.columns)
        assert {cut.column for cut in table.slices} <= names
        assert {key for cut in table.slices for key in cut.where} <= set(table.filters)
        for check in table.checks:
            used = {*check.parts, *check.whole.split(" + "), *([check.result] * bool(check.result))}
            assert used <= names, table.table


def test_caps_add_to_a_hundred_and_none_reaches_the_top_band() -> None:
    policy = DEFINITIONS.policy
    assert sum(policy.caps.values()) == 100
    assert max(policy.caps.values()) < policy.bands[policy.top_band()]


def test_vital_signs_together_fill_the_pillar_and_never_one_alone() -> None:
    signs, policy = DEFINITIONS.vital_signs, DEFINITIONS.policy
    most = signs.points * signs.most_units
    assert most < policy.caps["performance"] / 2
    assert most * sum(one.weight for one in signs.sign) > policy.caps["performance"]
    assert len(signs.fixed_before()) == 12


def test_a_change_in_a_year_is_no_vital_sign() -> None:
    signs = DEFINITIONS.vital_signs
    assert len(signs.sign) == 14
    assert {one.kind for one in signs.sign} == {"position", "neighbours"}


def test_silence_can_weigh_as_much_as_what_one_figure_may_hide() -> None:
    signs, policy = DEFINITIONS.vital_signs, DEFINITIONS.policy
    assert signs.points * signs.most_units <= policy.caps["transparency"]


def test_one_source_turns_a_key_and_no_more() -> None:
    policy = DEFINITIONS.policy
    floors = list(policy.bands.values())
    key = floors[2] - floors[1]
    assert key <= policy.soft_intelligence.source_cap < floors[2]
    assert policy.keys.people_conversation < key
    assert policy.keys.conversation < policy.keys.team


def test_who_is_inside_is_a_kind_of_source_and_those_outside_are_not() -> None:
    inside = set(DEFINITIONS.policy.soft_intelligence.inside)
    assert inside < set(SOURCE_KINDS)
    assert not inside & {"published_letter", "peer_reviewer", "regional_lead", "partner_agency"}


def test_policy_speaks_of_every_band() -> None:
    policy = DEFINITIONS.policy
    bands = {*policy.bands, "not_known"}
    assert set(policy.band_meaning) == bands
    opened = [band for name in STEPS for band in policy.ladder.step(name).bands]
    assert set(opened) == bands
    assert set(policy.programme.benefit.band) == bands
    assert sum(policy.programme.weights.values()) == pytest.approx(1)


def test_grades_are_all_weighted_and_never_above_one() -> None:
    soft = DEFINITIONS.policy.soft_intelligence
    assert set(soft.reliability) == set("ABCDEF")
    assert set(soft.credibility) == set("123456")
    assert soft.reliability["F"] <= soft.reliability["E"]
    assert soft.credibility["6"] <= soft.credibility["5"]
    assert all(0 < share <= 1 for share in (*soft.reliability.values(), *soft.credibility.values()))


def test_flags_can_be_raised_and_never_pass_their_pillar() -> None:
    for name, flag in DEFINITIONS.soft_flags.items():
        assert set(flag.raised_by) <= set(SOURCE_KINDS), name
        assert flag.uncorroborated_cap <= flag.points, name
        assert flag.points <= DEFINITIONS.policy.caps["soft_intelligence"], name
        assert not (flag.hard_trigger and flag.reading == "reassurance"), name


def test_review_types_cover_every_stage_and_ask_something() -> None:
    stages = {stage for kind in DEFINITIONS.review_types.values() for stage in kind.stages}
    assert {indicator.stage for indicator in INDICATORS.values()} <= stages
    assert all(kind.lines_of_enquiry for kind in DEFINITIONS.review_types.values())
    assert "whole_service" in DEFINITIONS.review_types


def test_a_bad_file_is_named_with_every_faulty_key(copied: Path) -> None:
    path = copied / "indicators" / "caseload.toml"
    replace(path, 'polarity = "high_is_worse"', 'polarity = "upwards"')
    replace(path, "decimals = 1", 'decimals = "one"')
    replace(path, 'stage = "workforce"', 'phase = "workforce"')
    with pytest.raises(DefinitionError) as caught:
        load_definitions(copied)
    message = str(caught.value)
    assert str(path) in message
    for key in ("polarity", "decimals", "phase", "stage"):
        assert f"{key}: " in message


def test_a_file_that_is_not_toml_is_named(copied: Path) -> None:
    path = copied / "soft_flags" / "whistleblowing.toml"
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"whistleblowing\.toml: not readable as TOML"):
        load_definitions(copied)


def test_a_series_nobody_publishes_is_named(copied: Path) -> None:
    replace(copied / "indicators" / "caseload.toml", '["caseload"]', '["caselode"]')
    with pytest.raises(DefinitionError, match=r"caseload\.toml.*'caselode'"):
        load_definitions(copied)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("performance = 40", "performance = 39", "add up to 100"),
        ("priority = 42", "priority = 40", "no pillar alone"),
        ("offer = 20", "offer = 12", "four of them, the lowest first"),
        ("conversation = 1 ", "conversation = 0 ", "conversation"),
        ("source_cap = 10", "source_cap = 0", "source_cap"),
        ("routine = 0", "routine = 1", "lowest band starts at 0"),
    ],
)
def test_a_policy_that_trades_the_rules_is_refused(
    copied: Path, old: str, new: str, words: str
) -> None:
    replace(copied / "policy.toml", old, new)
    with pytest.raises(DefinitionError, match=words):
        load_definitions(copied)


def test_a_folder_without_a_policy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"no policy\.toml"):
        load_definitions(tmp_path)


def test_any_change_below_the_folder_changes_the_hash(copied: Path) -> None:
    assert load_definitions(copied).sha256 == DEFINITIONS.sha256
    replace(copied / "review_types" / "front_door.toml", "days = 3", "days = 4")
    assert load_definitions(copied).sha256 != DEFINITIONS.sha256


def test_every_number_of_the_caps_has_its_reason() -> None:
    raw = tomllib.loads((REFERENCE / "policy.toml").read_text(encoding="utf-8"))
    assert {"caps", "bands", "soft_flags"} <= set(raw["reasons"])


def numbers_in(value: object) -> int:
    if isinstance(value, dict | list):
        return sum(map(numbers_in, value.values() if isinstance(value, dict) else value))
    return int(isinstance(value, int | float) and not isinstance(value, bool))


def test_the_consortium_answers_for_few_numbers_and_each_says_why() -> None:
    text = (REFERENCE / "policy.toml").read_text(encoding="utf-8")
    assert numbers_in(tomllib.loads(text)) < 70
    bare = [
        line
        for line in text.splitlines()
        if re.match(r"[a-z_]+ = [-\[{]?\s*[\d.]", line) and "#" not in line
    ]
    assert [line for line in bare if line != "routine = 0"] == []


def test_what_stands_in_policy_and_statistics_is_refused(copied: Path) -> None:
    with (copied / "policy.toml").open("a", encoding="utf-8") as file:
        file.write("\n[watch.monthly]\nmemory = 0.2\n")
    with pytest.raises(DefinitionError, match=r"watch: monthly: memory stands in both"):
        load_definitions(copied)
