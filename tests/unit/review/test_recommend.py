"""One offer of help for each authority, whole, kind to supporters and the same every time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pandas as pd
import pytest

from earlywarning.review import recommend_all
from tests.support.evidence import AS_OF, DEFINITIONS

POLICY = DEFINITIONS.policy.recommend
BANDS = tuple(POLICY.action)
NEEDY = ("offer", "priority")


@dataclass
class Region:
    """Scores by band, and everything quiet about everybody."""

    bands: dict[str, str]
    grades: dict[str, str] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)
    tired: tuple[str, ...] = ()
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    tired_weight: float = 1.0

    def tables(self) -> list[pd.DataFrame]:
        scores = [(code, AS_OF, 20.0, 18.0, 26.0, band, 1.0) for code, band in self.bands.items()]
        made_of = [
            (code, AS_OF, "performance", item, points, f"About {item}.")
            for code, items in self.points.items()
            for item, points in items.items()
        ]
        inspected = [
            (code, "ILACS", dt.date(2024, 5, 1), "leaders", grade)
            for code, grade in self.grades.items()
        ]
        near = [
            (code, other, 2025, position)
            for code, others in self.near.items()
            for position, other in enumerate(others, start=1)
        ]
        soft = [(code, "overstretch_from_helping", self.tired_weight) for code in self.tired]
        return [
            pd.DataFrame(rows, columns=columns.split())
            for rows, columns in (
                (scores, "old_la_code as_of risk_of_decline lower upper band coverage"),
                (made_of, "old_la_code as_of pillar item points explanation"),
                (inspected, "old_la_code inspection_type published judgement grade"),
                (near, "old_la_code neighbour_old_la_code model_year position"),
                (soft, "old_la_code flag weight_now"),
            )
        ]

    def offers(self) -> pd.DataFrame:
        return recommend_all(*self.tables(), DEFINITIONS).set_index("old_la_code")

    def supporters(self) -> dict[str, list[str]]:
        named = self.offers()["supporters"]
        return {str(code): [n for n in text.split(",") if n] for code, text in named.items()}


def drawn(seed: int) -> Region:
    """Draw a region in which much help is wanted and little is free."""
    chance = Random(seed)
    codes = [str(801 + n) for n in range(30)]
    grades = ("Good", "Outstanding", "Requires improvement", "Inadequate")
    items = [*(f"{name}:position" for name in DEFINITIONS.indicators), *DEFINITIONS.soft_flags]
    return Region(
        bands={code: chance.choice(BANDS) for code in codes},
        grades={code: chance.choice(grades) for code in codes},
        near={code: chance.sample([c for c in codes if c != code], 10) for code in codes},
        tired=tuple(chance.sample(codes, 5)),
        points={
            code: {item: chance.randint(-3, 9) for item in chance.sample(items, 6)}
            for code in codes
        },
    )


seeds = pytest.mark.parametrize("seed", range(5))


@seeds
def test_every_recommendation_is_whole(seed: int) -> None:
    region = drawn(seed)
    offers = region.offers()
    assert list(offers.index) == list(region.bands)
    for offer in offers.itertuples():
        kind = DEFINITIONS.review_types[offer.review_type]
        assert (offer.scope, offer.days) == (kind.scope, kind.days)
        assert offer.complaints_in_scope is True
        lines = offer.lines_of_enquiry.split("\n")
        assert "complaints" in lines[0]
        assert 3 <= len(lines) <= 7
        assert len(set(lines)) == len(lines)
        assert offer.reasons.strip()
        assert offer.confidence in {"low", "moderate", "good"}


@seeds
def test_nobody_supports_more_than_the_cap_nor_out_of_need_or_tiredness(seed: int) -> None:
    region = drawn(seed)
    named = [name for names in region.supporters().values() for name in names]
    assert named
    assert max(map(named.count, named)) <= POLICY.supporter_cap
    for name in set(named):
        assert region.bands[name] in {"routine", "watch"}
        assert name not in region.tired
        assert region.grades[name] in {"Good", "Outstanding"}


@seeds
def test_support_is_offered_in_the_two_upper_bands_only(seed: int) -> None:
    region = drawn(seed)
    for code, names in region.supporters().items():
        assert len(names) <= POLICY.supporters_offered
        assert len(set(names)) == len(names)
        assert set(names) <= set(region.near[code])
        assert region.bands[code] in NEEDY or not names


@seeds
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    tables = drawn(seed).tables()
    shuffled = [table.sample(frac=1, random_state=seed) for table in tables]
    one, two = (
        recommend_all(*given, DEFINITIONS).sort_values("old_la_code", ignore_index=True)
        for given in (tables, shuffled)
    )
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize("band", BANDS)
def test_the_band_decides_the_step_and_the_day(band: str) -> None:
    offer = Region({"801": band}).offers().loc["801"]
    assert offer["action"] == POLICY.action[band]
    assert offer["due_by"] == AS_OF + dt.timedelta(days=POLICY.due_days[band])


def quiet(**given: Any) -> Region:
    """Return one authority in need with two strong neighbours, the closer one merely good."""
    return Region(
        **{
            "bands": {"801": "priority", "802": "routine", "803": "watch"},
            "grades": {"802": "Good", "803": "Outstanding"},
            "near": {"801": ["802", "803"]},
        }
        | given
    )


def test_the_strongest_come_first_and_then_the_closest() -> None:
    assert quiet().supporters()["801"] == ["803", "802"]
    assert quiet(grades={"802": "Good", "803": "Good"}).supporters()["801"] == ["802", "803"]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"tired": ("803",)}, ["802"]),
        ({"tired": ("803",), "tired_weight": 0.0}, ["803", "802"]),
        ({"bands": {"801": "priority", "802": "offer", "803": "not_known"}}, []),
        ({"grades": {"802": "Inadequate", "803": "Good"}}, ["803"]),
        ({"near": {"801": ["802"]}}, ["802"]),
        ({"near": {}}, []),
    ],
)
def test_who_cannot_help_is_not_asked(given: dict[str, Any], left: list[str]) -> None:
    assert quiet(**given).supporters()["801"] == left


def test_the_most_urgent_choose_first() -> None:
    bands = {"801": "offer", "802": "offer", "803": "offer", "804": "priority", "805": "routine"}
    region = Region(bands, {"805": "Good"}, {code: ["805"] for code in list(bands)[:4]})
    given = region.supporters()
    assert [code for code in bands if given[code]] == ["801", "804"]


def test_a_later_judgement_on_leaders_replaces_an_earlier_one() -> None:
    tables = quiet().tables()
    later = tables[2].assign(published=dt.date(2025, 5, 1), grade="Inadequate").iloc[1:]
    tables[2] = pd.concat([tables[2], later])
    found = recommend_all(*tables, DEFINITIONS).set_index("old_la_code")
    assert found.loc["801", "supporters"] == "802"


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        ({"caseload:position": 9.0, "agency_rate:position": 6.0}, "workforce"),
        ({"looked_after_rate:position": 9.0, "caseload:position": 3.0}, "looked_after"),
        ({"referral_rate:position": 5.0, "whistleblowing": 20.0}, "whole_service"),
        ({}, "whole_service"),
        ({"caseload:position": -9.0}, "whole_service"),
    ],
)
def test_the_review_is_about_what_raised_the_score(points: dict[str, float], kind: str) -> None:
    offer = Region({"801": "offer"}, points={"801": points}).offers().loc["801"]
    assert offer["review_type"] == kind
    raised = [item for item, worth in points.items() if worth > 0]
    for item in raised:
        assert f"About {item}." in offer["reasons"]
    assert raised or offer["reasons"].startswith("Nothing stands out")
