"""Data sets of the statistics API: found by title, each version once, changes beside it."""

from __future__ import annotations

import csv
import json

import pytest

from earlywarning.definitions.publication import Sources
from earlywarning.errors import UsageError
from earlywarning.sources.fetching.fetch import chosen
from earlywarning.sources.fetching.record import FetchLog, last_tried
from tests.support.fetching import data_files, data_set_source, file_source, manners, table
from tests.support.publisher import API, DATA_SET, instead, status


def outcomes(tried):
    return [(one.outcome, one.version) for one in tried]


def test_a_version_is_stored_as_published_with_its_day(fetch, publisher, tmp_path):
    lines = []
    assert outcomes(fetch(lines)) == [("new", "1.0")]
    assert data_files(tmp_path) == {"cin/c1__1.0.csv": table()}
    (row,) = FetchLog(tmp_path).fetched
    assert (row.published, row.published_basis) == ("2025-10-30", "api")
    assert (row.version, row.data_set_id, row.bytes) == ("1.0", DATA_SET, str(len(table())))
    assert row.release_title == "Reporting year 2025"
    assert lines == ["cin: 1 new (c1 1.0)"]


def test_a_day_is_londons(fetch, publisher, tmp_path):
    publisher.publish("1.0", table(), published="2025-06-30T23:30:00+00:00")
    fetch()
    assert FetchLog(tmp_path).fetched[0].published == "2025-07-01"


def test_two_fetches_download_nothing_twice(fetch, publisher, tmp_path):
    fetch()
    before = (tmp_path / "fetched.csv").read_bytes()
    assert outcomes(fetch()) == [("unchanged", "1.0")]
    first, second = publisher.asked_for("/csv")
    assert "If-None-Match" not in first
    assert second["If-None-Match"]
    # A night without news must leave the inputs of a run as they were.
    assert (tmp_path / "fetched.csv").read_bytes() == before


def test_without_etags_a_held_version_is_not_asked_for_again(fetch, publisher):
    publisher.etags = False
    fetch()
    assert outcomes(fetch()) == [("unchanged", "1.0")]
    assert len(publisher.asked_for("/csv")) == 1


def test_what_was_found_is_remembered(fetch, publisher):
    fetch()
    fetch()
    assert len(publisher.asked_for("/publications")) == 2  # the list, and the data sets of one


def test_every_version_not_held_is_downloaded_in_order(fetch, publisher, tmp_path):
    for number in ("1.10", "1.9", "1.1"):
        publisher.publish(number, table(value=len(number) + ord(number[-1])))
    assert outcomes(fetch()) == [("new", n) for n in ("1.0", "1.1", "1.9", "1.10")]
    assert len(data_files(tmp_path)) == 4


def test_a_withdrawn_version_is_left_alone(fetch, publisher):
    publisher.publish("2.0", table(value=9))
    publisher.versions["2.0"]["status"] = "Withdrawn"
    assert outcomes(fetch()) == [("new", "1.0")]


def test_the_services_own_changes_are_kept(fetch, publisher, tmp_path):
    fetch()
    publisher.publish("2.0", table(value=9), published="2026-01-15T09:30:00Z")
    publisher.changes["2.0"] = {
        "versionNumber": "2.0",
        "majorChanges": {
            "indicators": [{"previousState": {"id": "a", "label": "Old", "column": "old"}}]
        },
        "minorChanges": {
            "filterOptions": [
                {
                    "filter": {"id": "f", "label": "Category"},
                    "options": [{"currentState": {"id": "b", "label": "New"}}],
                }
            ]
        },
    }
    assert outcomes(fetch()) == [("new", "2.0")]
    with (tmp_path / "fetched_changes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(r["weight"], r["kind"], r["within"], r["before"], r["after"]) for r in rows] == [
        ("major", "indicators", "", "Old (old)", ""),
        ("minor", "filterOptions", "Category (f)", "", "New (b)"),
    ]
    assert {r["published"] for r in rows} == {"2026-01-15"}


def test_other_bytes_under_the_same_number_are_a_release_of_their_own(fetch, publisher, tmp_path):
    fetch()
    publisher.bodies["1.0"] = table(value=8)
    assert outcomes(fetch()) == [("new", "1.0")]
    first, second = FetchLog(tmp_path).fetched
    assert second.outcome == "changed under the same version"
    assert (first.published_basis, second.published_basis) == ("api", "fetched")
    assert sorted(data_files(tmp_path).values()) == sorted([table(), table(value=8)])
    assert outcomes(fetch()) == [("unchanged", "1.0")]


def test_a_file_that_was_lost_or_spoiled_is_fetched_again(fetch, tmp_path):
    fetch()
    (tmp_path / "cin/c1__1.0.csv").write_bytes(b"spoiled")
    assert outcomes(fetch()) == [("new", "1.0")]
    assert data_files(tmp_path) == {"cin/c1__1.0.csv": table()}


def test_a_title_that_is_not_offered_names_those_that_are(fetch, publisher):
    publisher.title = "Something else"
    (tried,) = fetch()
    assert tried.outcome == "failed"
    assert "Something else" in tried.message
    assert "https://p.example" in tried.message


def test_two_titles_that_fit_are_not_guessed_between(fetch, publisher):
    path = f"{API}/publications/11111111-aaaa-bbbb-cccc-000000000001/data-sets"
    both = [
        {"id": "a", "title": "Referrals and re-referrals by age"},
        {"id": "b", "title": "Referrals and re-referrals by sex"},
    ]
    body = json.dumps({"paging": {"totalPages": 1}, "results": both})
    publisher.files[f"{path}?page=1&pageSize=20"] = (body.encode(), "application/json")
    (tried,) = fetch()
    assert tried.outcome == "failed"
    assert "fits more than one" in tried.message


def test_lists_in_several_pages_are_read_to_the_end(fetch, publisher):
    path = f"{API}/publications?page={{}}&pageSize=20"
    one = '{"paging": {"totalPages": 2}, "results": [%s]}'
    found = '{"id": "11111111-aaaa-bbbb-cccc-000000000001", "slug": "children-in-need"}'
    publisher.files[path.format(1)] = (
        (one % '{"id": "x", "slug": "x"}').encode(),
        "application/json",
    )
    publisher.files[path.format(2)] = ((one % found).encode(), "application/json")
    assert outcomes(fetch()) == [("new", "1.0")]


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (b"<!DOCTYPE html><p>Sorry</p>", "text/html", "a web page came"),
        (b"\xef\xbb\xbf  <html></html>", "text/csv", "a web page came"),
        (b"", "text/csv", "an empty file"),
        (b'{"title": "Oops", "status": 500}', "text/csv", "JSON came"),
        (table()[:-30], "text/csv", "cells under a header"),
        (table(rows=30), "text/csv", "30 rows came of 40"),
        (b"a,b\n" + b"1,2\n" * 50, "text/csv", "not in the open-data layout"),
        (b"a\0b\n", "text/csv", "zero byte"),
    ],
)
def test_what_is_no_data_is_never_stored(fetch, publisher, tmp_path, body, kind, why):
    publisher.next(publisher.csv("1.0"), instead(body, kind))
    (tried,) = fetch()
    assert tried.outcome == "refused"
    assert why in tried.message
    assert data_files(tmp_path) == {}
    assert last_tried(tmp_path)["cin"][0].outcome == "refused"
    # And it leaves nothing behind that the next fetch would continue.
    assert outcomes(fetch()) == [("new", "1.0")]
    assert data_files(tmp_path) == {"cin/c1__1.0.csv": table()}


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"results": []}', b'{"paging": 3, "results": 1}']
)
def test_a_list_that_is_none_fails_that_source_alone(fetch, publisher, body):
    publisher.files[f"{API}/publications?page=1&pageSize=20"] = (body, "application/json")
    publisher.files["/plain.csv"] = (b"a,b\n1,2\n", "text/csv")
    both = {"cin": data_set_source(), "plain": file_source("https://f.example/plain.csv")}
    assert [one.outcome for one in fetch(publications=both)] == ["failed", "new"]


def test_the_services_own_words_reach_the_message(fetch, publisher):
    publisher.next(publisher.csv("1.0"), status(400))
    (tried,) = fetch()
    assert (tried.outcome, "answered 400" in tried.message) == ("failed", True)


def test_a_source_that_is_not_known_gets_a_suggestion():
    sources = Sources.model_validate(
        {"fetching": manners(), "publications": {"cin": data_set_source()}}
    )
    with pytest.raises(UsageError, match="did you mean cin"):
        chosen(sources, ("cinn",))
