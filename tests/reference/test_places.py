"""One matcher of names: everyday and former names, who closed, who followed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from earlywarning.definitions.places import Alias, Matcher, aliases
from earlywarning.sources import authorities
from tests.conftest import REFERENCE

ENGLAND = authorities.builtin(REFERENCE)
PLACES = Matcher(ENGLAND.codes, ENGLAND.changes, aliases(REFERENCE))
TODAY = dt.date(2026, 4, 30)


@pytest.mark.parametrize(
    ("words", "code"),
    [("Middlesbrough", "806"), ("MIDDLESBROUGH COUNCIL", "806"), (806, "806"), (806.0, "806"),
     ("E06000002", "806"), ("e06000002", "806"), ("City of Bristol", "801"), ("Bristol", "801"),
     ("London Borough of Brent", "304"), ("Kensington & Chelsea", "207"), ("Dorset", "838"),
     ("City of London", "201"), ("Nottingham City", "892"), ("Nottinghamshire", "891"),
     ("Hull City Council", "810"), ("Hull", "810"), ("Westmorland & Furness", "943"),
     ("BCP", "839"), ("BCP Council", "839"), ("Bournemouth, Christchurch & Poole", "839"),
     ("Bournemouth, Christchurch and Poole", "839"), ("St Helens", "342"), ("Durham", "840"),
     ("Telford & Wrekin", "894"), ("Newcastle City Council", "391"), ("LB Southwark", "210"),
     ("Royal Borough of Kingston upon Thames", "314"), ("Richmond Upon Thames", "318"),
     ("Stoke on Trent", "861"), ("Southend on Sea", "882"), ("Bedford Borough", "822"),
     ("County Durham", "840"), ("RBWM", "868"), ("E10000023", "815"), ("E06000065", "815")],
)  # fmt: skip
def test_spellings_of_an_authority(words: object, code: str) -> None:
    assert PLACES.find(words).code == code
    assert PLACES.find(words, TODAY).code == code


@pytest.mark.parametrize(
    "words",
    ["Midlesbrough", "Yorkshire", "North", "999", "", "Council", None, "Kingston", "East Midlands"],
)
def test_an_authority_is_never_guessed(words: object) -> None:
    assert PLACES.find(words).code is None


def test_what_comes_near_is_told() -> None:
    assert "Middlesbrough" in PLACES.find("Midlesbrough").why
    assert PLACES.near("Kingston") == ["Kingston upon Hull, City of", "Kingston upon Thames"]


@pytest.mark.parametrize(
    ("words", "closed", "after"),
    [("Cumbria", "2023-03-31", ("942 Cumberland", "943 Westmorland and Furness")),
     ("909", "2023-03-31", ("942", "943")), ("E10000006", "2023-03-31", ("942", "943")),
     ("Bournemouth", "2019-03-31", ("839 Bournemouth, Christchurch and Poole",)),
     ("Poole Borough Council", "2019-03-31", ("839",)), ("835", "2019-03-31", ("838 Dorset",)),
     ("Northants", "2021-03-31", ("940 North", "941 West"))],
)  # fmt: skip
def test_who_has_closed_is_not_meant_today_and_who_followed_is_told(
    words: str, closed: str, after: tuple[str, ...]
) -> None:
    day = dt.date.fromisoformat(closed)
    told = PLACES.find(words, day + dt.timedelta(days=1))
    assert told.code is None
    assert all(part in told.why for part in (f"closed on {closed}", *after))
    assert PLACES.find(words, day).code is not None
    assert PLACES.find(words).code is not None


def test_who_had_not_opened_is_not_meant() -> None:
    assert "opened on 2023-04-01" in PLACES.find("Cumberland", dt.date(2023, 3, 31)).why


def test_a_name_that_lived_on_is_that_of_the_day() -> None:
    assert PLACES.find("Dorset", dt.date(2018, 6, 1)).code == "835"
    assert PLACES.find("Dorset", dt.date(2020, 6, 1)).code == "838"


def test_a_change_of_code_alone_closes_nobody() -> None:
    for words in ("North Yorkshire", "Barnsley", "E08000016", "E10000002"):
        assert PLACES.find(words, TODAY).code is not None


def test_every_alias_is_of_an_authority_there_has_been_and_fits_it_alone() -> None:
    names = set(zip(ENGLAND.codes["old_la_code"], ENGLAND.codes["la_name"], strict=True))
    for one in aliases(REFERENCE):
        assert (one.old_la_code, one.la_name) in names, one
        assert PLACES.find(one.alias).code == one.old_la_code, one


def test_every_official_name_and_code_fits_its_own() -> None:
    running = ENGLAND.codes[ENGLAND.codes["closed"].isna()]
    for row in running.to_dict("records"):
        for words in (row["la_name"], row["new_la_code"], row["old_la_code"]):
            assert PLACES.find(words).code == row["old_la_code"]


def test_an_alias_means_nobody_in_another_nation() -> None:
    codes = pd.DataFrame([{"old_la_code": "810", "new_la_code": "X1", "la_name": "Eskowen",
                           "closed": None}])  # fmt: skip
    elsewhere = Matcher(codes, known_as=(Alias("Hull", "810", "Kingston upon Hull, City of"),))
    assert elsewhere.find("Hull").code is None
    assert elsewhere.find("Eskowen Council", TODAY).code == "810"
