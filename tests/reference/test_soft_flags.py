"""The kinds of soft intelligence: all that was asked for, and points that can be argued with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earlywarning.definitions.loader import load_definitions
from tests.conftest import PROJECT, REFERENCE
from tests.support.evidence import DEFINITIONS

FLAGS = DEFINITIONS.soft_flags
CONCERNS = """
    area_for_priority_action improvement_notice change_of_director change_of_head_of_service
    interim_leadership change_of_political_or_corporate_lead short_time_in_post
    turnover_in_key_teams rise_in_complaints complaint_themes whistleblowing partner_concern
    unallocated_work unplanned_cut disinvestment_after_progress rushed_restructure
    new_practice_model_overreaching overstretch_from_helping withdrawal_from_region
    peer_review_refused returns_late_or_withheld self_evaluation_not_frank case_audit_weak
    families_not_heard reviewing_officers_concern findings_contested slow_first_response
    gaps_in_middle_leadership no_lasting_strategy supervision_weak staff_survey_warns
    newly_qualified_without_cover complaints_from_outside no_services_to_refer_to
    cases_wait_between_teams capacity_lacking
""".split()  # noqa: SIM905
COMFORTS = """
    stable_leadership frank_self_evaluation effective_board permanent_team_managers
    peer_review_acted_on case_audit_sound found_itself_with_plan leaders_seen_in_practice
    formal_support_ended
""".split()  # noqa: SIM905
PER_LOG_ODDS = 25 / 1.2


def words_of(flag: str) -> str:
    return (REFERENCE / "soft_flags" / f"{flag}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("names", "reading"), [(CONCERNS, "concern"), (COMFORTS, "reassurance")])
def test_every_kind_that_was_asked_for_is_declared(names: list[str], reading: str) -> None:
    assert {flag for flag in FLAGS if FLAGS[flag].reading == reading} == set(names)


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_a_flag_says_why_and_asks_something(flag: str) -> None:
    one = FLAGS[flag]
    assert len(one.why) > 20
    assert all(question.endswith("?") for question in one.questions)
    assert one.questions
    assert one.raised_by


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_points_stay_inside_the_priors(flag: str) -> None:
    """Only a published step passes half a log-odd; praise counts less than concern."""
    one = FLAGS[flag]
    log_odds = one.points / PER_LOG_ODDS
    if one.hard_trigger:
        assert log_odds == pytest.approx(1.2)
        assert one.raised_by == ("published_letter",)
    elif one.reading == "reassurance":
        assert log_odds <= 0.25
    else:
        assert log_odds <= 0.5


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_a_half_life_outside_four_to_nine_months_is_argued(flag: str) -> None:
    assert 120 <= FLAGS[flag].half_life_days <= 270 or words_of(flag).startswith("# A year: ")


def test_what_openness_counts_has_no_points_here() -> None:
    assert FLAGS["peer_review_refused"].points == 0
    assert DEFINITIONS.policy.transparency.review_refused_points > 0
    assert "counted twice" in words_of("peer_review_refused")


def test_practice_evidence_rests_on_cases() -> None:
    assert {f for f in FLAGS if FLAGS[f].counts_cases} == {"case_audit_weak", "case_audit_sound"}


def test_a_dispute_lowers_and_does_not_silence() -> None:
    assert 0 < DEFINITIONS.policy.soft_intelligence.disputed_share < 1


def test_the_flag_of_the_guide_loads(tmp_path: Path) -> None:
    guide = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = guide.split("# data/reference/soft_flags/families_not_heard.toml")[1].split("```")[0]
    folder = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    (folder / "soft_flags" / "families_not_heard.toml").write_text("#" + block, encoding="utf-8")
    one = load_definitions(folder).soft_flags["families_not_heard"]
    assert (one.points, one.half_life_days) == (5, 180)
