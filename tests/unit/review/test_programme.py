"""The programme of a quarter: what must hold for any nation, and a few small ones by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlywarning.review import recommend
from earlywarning.review.programme import planning
from earlywarning.review.programme.able import RULES, possible_supporters
from earlywarning.review.programme.candidates import sorted_out
from earlywarning.review.programme.pairs import Pair
from earlywarning.review.programme.sending import send
from earlywarning.review.programme.solving import Problem, solve, with_one_more
from tests.support.evidence import AS_OF, DEFINITIONS
from tests.support.examples import examples
from tests.support.offering import LATELY, Nation, shuffled

POLICY = DEFINITIONS.policy.programme
FRAGILE = ("offer", "priority", "not_known")
SKILLS = list(DEFINITIONS.enablers.enablers)
ROLES = ("director", "head_of_service", "team_manager", "auditor", "elected_member",
         "workforce_lead", "finance_lead")  # fmt: skip


def drawn(seed: int, *, with_reviewers: bool = True) -> Nation:
    """Draw a region in which much help is wanted and little is free."""
    chance = Random(seed)
    codes = [str(801 + n) for n in range(18)]
    held = AS_OF - dt.timedelta(days=chance.randint(10, 1200))
    return Nation(
        bands={code: chance.choice(("routine", "routine", "watch", *FRAGILE)) for code in codes},
        grades={code: chance.choice(("Good", "Outstanding", "Inadequate")) for code in codes},
        inspected={code: AS_OF - dt.timedelta(days=chance.randint(30, 1100)) for code in codes},
        near={code: chance.sample([c for c in codes if c != code], 5) for code in codes},
        worries={
            code: (chance.choice(("overstretch_from_helping", "change_of_director")),)
            for code in chance.sample(codes, 4)
        },
        heard_on=AS_OF - dt.timedelta(days=chance.randint(30, 700)),
        points={code: {"caseload:position": 4.0} for code in codes[::2]},
        patterns=dict.fromkeys(chance.sample(codes, 4), ("workforce_spiral",)),
        reviews=[
            (code, "workforce", held, held, "held", chance.choice(codes))
            for code in chance.sample(codes, 8)
        ],
        stages={code: chance.choice(("poor", "good", "good")) for code in codes},
        regions={code: chance.choice(("Eastmarch", "Westfell")) for code in codes},
        slips=tuple(chance.sample(codes, 2)),
        reviewers=[
            (code, role, chance.choice(SKILLS), chance.randint(0, 2))
            for code in codes
            for role in ROLES
        ]
        if with_reviewers
        else [],
        conflicts=[(codes[0], other) for other in codes[1:4]],
    )


def chosen(nation: Nation, capacity: int = 20) -> dict[str, str]:
    """Return the supporter of every offer."""
    rows = nation.plan(capacity).rows
    made = rows[rows["outcome"] == "offered"]
    return dict(zip(made["old_la_code"], made["supporter_old_la_code"], strict=True))


seeds = st.integers(0, 10_000)
few = examples(6)


@few
@given(seeds)
def test_nobody_carries_more_than_the_cap_or_is_asked_in_its_rest(seed: int) -> None:
    nation = drawn(seed)
    named = nation.plan(20).supporters
    load = Counter(name for names in named.values() for name in names)
    for supporter, times in load.items():
        assert times <= POLICY.supporter_cap
        led = [row[3] for row in nation.reviews if row[5] == supporter and row[3]]
        assert all((AS_OF - day).days >= POLICY.supporter_rest_days for day in led)


@few
@given(seeds)
def test_no_fragile_authority_helps_and_nobody_who_slips_or_waits(seed: int) -> None:
    nation = drawn(seed)
    for supporter in {name for names in nation.plan(20).supporters.values() for name in names}:
        assert nation.bands[supporter] not in FRAGILE
        assert nation.stages[supporter] != "poor"
        assert nation.grades[supporter] in POLICY.strong_grades
        assert supporter not in nation.slips
        assert supporter not in nation.patterns
        assert "overstretch_from_helping" not in nation.worries.get(supporter, ())
        if "change_of_director" in nation.worries.get(supporter, ()):
            assert (AS_OF - nation.heard_on).days > 360
        assert (AS_OF - nation.inspected[supporter]).days < 2.6 * 365.25


@few
@given(seeds)
def test_who_met_lately_or_has_a_conflict_is_kept_apart(seed: int) -> None:
    nation = drawn(seed)
    apart = {frozenset(pair) for pair in nation.conflicts}
    apart |= {frozenset((row[0], row[5])) for row in nation.reviews
              if row[3] and (AS_OF - row[3]).days < 35 * 30}  # fmt: skip
    given_to = nation.plan(20).supporters
    pairs = [(code, name) for code, names in given_to.items() for name in names]
    assert not apart & {frozenset(pair) for pair in pairs}
    for one, other in itertools.combinations(chosen(nation).items(), 2):
        assert one != other[::-1], "the visit is returned in the same quarter"


@few
@given(seeds)
def test_every_overdue_authority_is_offered_or_told_why_not(seed: int) -> None:
    nation = drawn(seed)
    rows = nation.plan(3).rows.set_index("old_la_code")
    assert sorted(rows.index) == sorted(nation.bands)
    overdue = {
        made.code for made in nation.made() if made.case.clock["state"] in ("overdue",
        "none on record")
    }  # fmt: skip
    for code in overdue:
        row = rows.loc[code]
        assert row["outcome"] in ("offered", "not this quarter"), row
        assert row["outcome"] == "offered" or (row["rule"] and len(row["why_not"]) > 20)


@few
@given(seeds, st.integers(0, 6))
def test_more_capacity_never_makes_the_programme_worse(seed: int, capacity: int) -> None:
    problem, _ = posed(drawn(seed), capacity)
    best = solve(problem)
    assert best is not None
    more = [with_one_more(problem)]
    more += [with_one_more(problem, role, skill) for role in problem.supply for skill in SKILLS[:2]]
    more.append(with_one_more(problem, "auditor", "a skill that nobody had"))
    for wider in more:
        found = solve(wider)
        assert found is not None
        assert found.objective >= best.objective - 1e-6


@few
@given(seeds)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    nation = drawn(seed)
    known = nation.known()
    told = []
    for tables in (known, shuffled(known, seed)):
        programme = planning.plan(recommend.offers(tables, DEFINITIONS), tables, DEFINITIONS, 5)
        told.append(programme)
    pd.testing.assert_frame_equal(told[0].rows, told[1].rows)
    pd.testing.assert_frame_equal(told[0].notes, told[1].notes)
    pd.testing.assert_frame_equal(told[0].groups, told[1].groups)
    assert told[0].supporters == told[1].supporters


@few
@given(seeds)
def test_teams_are_whole_skilled_and_made_of_people_who_are_there(seed: int) -> None:
    nation = drawn(seed)
    problem, people = posed(nation, 20)
    best = solve(problem)
    assert best is not None
    sent = send(problem, best, people, nation.regions)
    there: Counter[tuple[str, str]] = Counter()
    for (region, role, _), count in people.items():
        there[region, role] += count
    used: Counter[tuple[str, str]] = Counter()
    for (code, region, role), count in sent.items():
        used[region, role] += count
        at_home = problem.own_of(code, role) if nation.regions[code] == region else 0
        assert count <= there[region, role] - at_home, "somebody reviews at home"
    assert all(count <= there[key] for key, count in used.items())
    for code in best.supporter:
        team: Counter[str] = Counter()
        for (of, _, role), count in sent.items():
            team[role] += count if of == code else 0
        assert {role: n for role, n in team.items() if n} == problem.team[code]
        assert problem.free_skilled(code, best.expert[code]) > 0


@few
@given(seeds)
def test_groups_are_of_three_or_four_with_one_fragile_at_most_and_one_strong(seed: int) -> None:
    nation = drawn(seed)
    groups = nation.plan(20).groups
    assert groups["old_la_code"].is_unique
    for _, rows in groups.groupby("group_number"):
        assert rows["issue"].nunique() == 1
        assert rows["old_la_code"].map(nation.regions).nunique() == 1
        assert 3 <= len(rows) <= 4
        fragile = [c for c in rows["old_la_code"]
                   if nation.bands[c] in FRAGILE or nation.stages[c] == "poor"]  # fmt: skip
        assert len(fragile) <= 1
        assert list(rows["part"]).count("is strong where the issue lies") == 1


def posed(nation: Nation, capacity: int) -> tuple[Problem, dict[tuple[str, str, str], int]]:
    """Return the problem behind a nation's programme, and the people."""
    from earlywarning.review.programme.pairs import pairs
    from earlywarning.review.programme.posing import pose

    known = nation.known()
    made = recommend.offers(known, DEFINITIONS)
    wanting, _ = sorted_out(made, DEFINITIONS)
    able = possible_supporters([one.case for one in made], known, DEFINITIONS)
    found = pairs(wanting, able, known, DEFINITIONS, AS_OF)
    regions = {code: nation.regions.get(code, "Eastmarch") for code in nation.bands}
    return pose(wanting, able, found, known.reviewers, regions, set(), capacity, DEFINITIONS, AS_OF)


def brute(problem: Problem) -> float:
    """Return the best objective by trying every choice; without reviewers."""
    options = [[None, *problem.pairs.get(code, [])] for code in problem.benefit]
    best = 0.0
    for choice in itertools.product(*options):
        made = [pair for pair in choice if isinstance(pair, Pair)]
        load = Counter(pair.supporter for pair in made)
        both = {(pair.code, pair.supporter) for pair in made}
        if len(made) > problem.capacity or any(problem.room[s] < n for s, n in load.items()):
            continue
        if any((b, a) in both for a, b in both):
            continue
        worth = sum(problem.benefit[p.code] + problem.pair_worth * p.value for p in made)
        best = max(best, worth)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_solver_agrees_with_trying_everything(seed: int) -> None:
    chance = Random(seed)
    codes = [str(801 + n) for n in range(5)]
    problem = Problem(
        capacity=chance.randint(1, 4),
        benefit={code: round(chance.uniform(1, 20), 2) for code in codes},
        pairs={
            code: [Pair(code, other, round(chance.random(), 2), "")
                   for other in chance.sample([c for c in codes if c != code], 3)]
            for code in codes
        },
        pair_worth=1.0,
        room={code: chance.randint(0, 2) for code in codes},
    )  # fmt: skip
    found = solve(problem)
    assert found is not None
    assert found.objective == pytest.approx(brute(problem), abs=1e-6)


def small(**given: object) -> Nation:
    """Return one authority in need with two strong neighbours of its own region."""
    words = {
        "bands": {"801": "offer", "802": "routine", "803": "routine"},
        "grades": {"802": "Good", "803": "Outstanding"},
        "near": {"801": ["802", "803"]},
        "reviews": [
            (code, "regional_triad", LATELY, LATELY, "held", "") for code in ("802", "803")
        ],
    }
    return Nation(**{**words, **given})  # type: ignore[arg-type]


def test_the_stronger_of_two_alike_is_asked_and_the_other_stands_in_reserve() -> None:
    programme = small().plan()
    assert programme.supporters["801"] == ["803", "802"]
    row = programme.rows.set_index("old_la_code").loc["801"]
    assert (row["outcome"], row["supporter_old_la_code"]) == ("offered", "803")
    assert "same region" in row["match"]
    assert not set("0123456789") & set(row["why"].replace("two years", ""))


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"grades": {"802": "Good"}}, "not_strong"),
        ({"bands": {"801": "offer", "802": "routine", "803": "not_known"}}, "fragile"),
        ({"stages": {"803": "poor"}}, "fragile"),
        ({"slips": ("803",)}, "slipping"),
        ({"rose": {"803": 9.0}}, "slipping"),
        ({"worries": {"803": ("overstretch_from_helping",)}}, "slipping"),
        ({"worries": {"803": ("change_of_director",)},
          "heard_on": AS_OF - dt.timedelta(days=300)}, "new_director"),
        ({"inspected": {"803": AS_OF - dt.timedelta(days=1000)}}, "awaiting_inspection"),
        ({"reviews": [("899", "workforce", AS_OF - dt.timedelta(days=80),
                       AS_OF - dt.timedelta(days=20), "held", "803")]}, "resting"),
        ({"reviews": [("899", "workforce", LATELY, None, "planned", "803")] * 2}, "full"),
    ],
)  # fmt: skip
def test_each_rule_leaves_a_supporter_alone_and_is_named(given, rule: str) -> None:
    nation = small(**given)
    known = nation.known()
    cases = [one.case for one in recommend.offers(known, DEFINITIONS)]
    assert possible_supporters(cases, known, DEFINITIONS)["803"].rule == rule
    assert "803" not in [n for names in nation.plan().supporters.values() for n in names]
    notes = nation.plan().notes
    assert RULES[rule] in notes.loc[notes["about"] == "supporters", "words"].iloc[0]


def test_an_offer_without_any_supporter_says_which_rules_left_it_so() -> None:
    nation = small(slips=("803",), conflicts=[("801", "802")])
    row = nation.plan().rows.set_index("old_la_code").loc["801"]
    assert (row["outcome"], row["rule"]) == ("not this quarter", "no supporter is allowed")
    assert "1: is slipping or overstretched itself" in row["why_not"]
    assert "1: has a conflict of interest with it" in row["why_not"]


def test_a_skill_that_nobody_has_is_named_and_so_is_what_one_more_would_buy() -> None:
    team = [("802", role, "partners", 3) for role in ROLES]
    nation = small(reviewers=team, points={"801": {"caseload:position": 9.0}})
    row = nation.plan().rows.set_index("old_la_code").loc["801"]
    assert row["rule"] == "no team can be brought together"
    assert row["why_not"].startswith(
        "Nobody in the register is skilled in workforce, of those needed"
    )
    nation.reviewers = [("802", role, "workforce", 2) for role in ROLES]
    assert nation.plan().rows.set_index("old_la_code").loc["801", "outcome"] == "offered"


def test_a_full_quarter_says_whose_place_it_would_take_and_what_one_more_buys() -> None:
    bands = {"801": "priority", "804": "offer", "802": "routine", "803": "routine"}
    nation = small(bands=bands, near={"801": ["802"], "804": ["803"]})
    programme = nation.plan(1)
    rows = programme.rows.set_index("old_la_code")
    assert rows.loc["801", "outcome"] == "offered"
    assert rows.loc["804", "rule"] == "this quarter is full"
    assert rows.loc["804", "why_not"].endswith("It would take the place of Place 801.")
    notes = programme.notes.set_index("about")["words"]
    assert notes["one more"] == "One more offer in the quarter would buy an offer to Place 804."


def test_between_equals_the_longest_wait_goes_first_and_then_no_alphabet() -> None:
    long_ago, longer_ago = (AS_OF - dt.timedelta(days=days) for days in (2000, 2600))
    bands = dict.fromkeys(("801", "804"), "offer") | {"802": "routine", "803": "routine"}
    waits = [
        ("801", "workforce", long_ago, long_ago, "held", ""),
        ("804", "workforce", longer_ago, longer_ago, "held", ""),
    ]
    nation = small(bands=bands, near={})
    nation.reviews += waits
    assert list(chosen(nation, 1)) == ["804"]
    equal = Nation(
        bands={f"8{n:02}": "offer" for n in range(10, 50)} | {"902": "routine"},
        grades={"902": "Good"},
        reviews=[("902", "regional_triad", LATELY, LATELY, "held", "")],
    )
    first = next(iter(chosen(equal, 1)))
    assert first not in ("810", "849")


def test_a_conversation_and_a_planned_review_take_no_place() -> None:
    nation = small(
        bands={"801": "watch", "802": "routine", "803": "routine", "804": "offer"},
        reviews=[
            *small().reviews,
            ("801", "workforce", LATELY, LATELY, "held", ""),
            ("804", "workforce", LATELY, None, "planned", "802"),
        ],
    )
    rows = nation.plan().rows.set_index("old_la_code")
    assert rows.loc["801", "outcome"] == "conversation"
    assert rows.loc["804", "outcome"] == "planned already"
    assert rows.loc["802", "outcome"] == "not due"


def test_a_planned_review_whose_leader_slips_is_told() -> None:
    nation = small(slips=("803",), reviews=[("801", "workforce", LATELY, None, "planned", "803")])
    notes = nation.plan().notes
    told = notes.loc[notes["about"] == "planned", "words"].iloc[0]
    assert "Place 801" in told
    assert "Place 803, which is slipping" in told


def test_rows_stand_in_order_of_action_and_name_and_hold_no_number_of_benefit() -> None:
    rows = drawn(7).plan(20).rows
    named = rows.assign(name="Place " + rows["old_la_code"])
    assert named.equals(named.sort_values(["action", "name"]))
    floats = [column for column in rows if rows[column].dtype == float]
    assert not floats


def test_nobody_wanting_anything_is_a_programme_too() -> None:
    assert Nation({}).plan().rows.empty
    assert set(small(bands={"802": "routine", "803": "routine"}).plan().rows["outcome"]) == {
        "not due"
    }


@pytest.mark.parametrize(
    ("state", "decision", "until", "outcome"),
    [
        ("proposed", None, None, "offer open"),
        ("shared", None, None, "offer open"),
        ("decided", "accepted", None, "offer open"),
        ("decided", "deferred", AS_OF + dt.timedelta(days=9), "offer open"),
        ("decided", "deferred", AS_OF, "offered"),
        ("decided", "declined", None, "offered"),
        ("closed", "accepted", None, "offered"),
        ("withdrawn", None, None, "offered"),
    ],
)
def test_nobody_gets_a_second_offer_while_the_first_is_open(
    state: str, decision: str | None, until: dt.date | None, outcome: str
) -> None:
    nation = small(made_before=[("801", state, decision, until)])
    assert nation.plan().rows.set_index("old_la_code").loc["801", "outcome"] == outcome
