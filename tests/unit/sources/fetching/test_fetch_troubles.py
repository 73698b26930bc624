"""What goes wrong on the way: waits, cuts, lies about length, kills, no network at all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.support.fetching import data_files, file_source, table
from tests.support.publisher import cut_after, instead, status, whole

HELD = {"cin/c1__1.0.csv": table()}


def test_429_waits_as_long_as_it_is_told(fetch, publisher, waits, tmp_path):
    publisher.next(publisher.csv("1.0"), status(429, Retry_After="17"))
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert 17 in waits.slept
    assert data_files(tmp_path) == HELD


def test_a_wait_longer_than_the_time_left_is_not_begun(fetch, publisher, waits):
    publisher.next(publisher.csv("1.0"), status(429, Retry_After="7200"))
    (tried,) = fetch()
    assert tried.outcome == "failed"
    assert "7200 s" in tried.message
    assert 7200 not in waits.slept


def test_500_then_good_waits_longer_each_time(fetch, publisher, waits, tmp_path):
    publisher.next(publisher.csv("1.0"), status(500), status(503))
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert [seconds for seconds in waits.slept if seconds >= 1] == [2, 4]
    assert data_files(tmp_path) == HELD


def test_500_for_ever_gives_up_after_the_tries(fetch, publisher, tmp_path):
    publisher.next(publisher.csv("1.0"), *[status(500)] * 9)
    (tried,) = fetch()
    assert (tried.outcome, "answered 500, 3 times" in tried.message) == ("failed", True)
    assert len(publisher.asked_for("/csv")) == 3
    assert data_files(tmp_path) == {}


def test_a_cut_connection_is_resumed_where_it_broke(fetch, publisher, tmp_path):
    publisher.next(publisher.csv("1.0"), cut_after(1000))
    (tried,) = fetch()
    assert tried.outcome == "new"
    first, second = publisher.asked_for("/csv")
    assert "Range" not in first
    assert second["Range"] == "bytes=1000-"
    assert data_files(tmp_path) == HELD


def test_without_an_etag_nothing_is_continued(fetch, publisher, tmp_path):
    publisher.etags = False
    publisher.next(publisher.csv("1.0"), cut_after(1000))
    fetch()
    assert [headers.get("Range") for headers in publisher.asked_for("/csv")] == [None, None]
    assert data_files(tmp_path) == HELD


def test_a_server_that_knows_no_ranges_is_read_from_the_start(fetch, publisher, tmp_path):
    publisher.next(publisher.csv("1.0"), cut_after(1000), whole)
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert publisher.asked_for("/csv")[1]["Range"] == "bytes=1000-"
    assert data_files(tmp_path) == HELD


def test_a_rest_that_continues_something_else_is_not_pasted_on(fetch, publisher, tmp_path):
    def other_rest(handler, body, headers):
        span = {"Content-Range": f"bytes 500-{len(body) - 1}/{len(body)}"}
        handler.send(206, body[500:], headers | span)

    publisher.next(publisher.csv("1.0"), cut_after(1000), other_rest)
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert data_files(tmp_path) == HELD


def test_a_file_that_changed_between_two_parts_is_read_anew(fetch, publisher, tmp_path):
    def cut_then_change(handler, body, headers):
        cut_after(1000)(handler, body, headers)
        publisher.bodies["1.0"] = table(value=8)

    publisher.next(publisher.csv("1.0"), cut_then_change)
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert data_files(tmp_path) == {"cin/c1__1.0.csv": table(value=8)}


def test_more_is_promised_than_comes(fetch, publisher, tmp_path):
    def promise(handler, body, headers):
        handler.send(200, body, {"Content-Type": "text/csv"}, length=len(body) + 50)
        handler.close_connection = True

    publisher.next(publisher.csv("1.0"), *[promise] * 3)
    (tried,) = fetch()
    assert tried.outcome == "failed"
    assert data_files(tmp_path) == {}


def test_less_is_promised_than_comes(fetch, publisher, tmp_path):
    def less(handler, body, headers):
        handler.send(200, body, headers, length=len(body) - len(table()) // 40 * 3)
        handler.close_connection = True

    publisher.next(publisher.csv("1.0"), less)
    (tried,) = fetch()
    assert tried.outcome == "refused"
    assert data_files(tmp_path) == {}


def test_silence_ends_in_a_time_out_and_another_try(fetch, publisher, tmp_path):
    publisher.next(publisher.csv("1.0"), lambda *_: time.sleep(0.4))
    (tried,) = fetch(timeout_seconds=0.1)
    assert tried.outcome == "new"
    assert data_files(tmp_path) == HELD


def test_a_redirect_is_followed(fetch, publisher, tmp_path):
    publisher.files["/elsewhere.csv"] = (table(), "text/csv")
    publisher.next(publisher.csv("1.0"), status(302, Location="/elsewhere.csv"))
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert data_files(tmp_path) == HELD


def test_a_redirect_in_a_circle_ends(fetch, publisher):
    path = publisher.csv("1.0")
    publisher.next(path, *[status(302, Location=path)] * 30)
    (tried,) = fetch()
    assert tried.outcome == "failed"


def test_the_time_for_all_is_bounded(fetch, publisher, waits, tmp_path):
    publisher.next(publisher.csv("1.0"), *[status(500)] * 9)
    (tried,) = fetch(total_minutes=0.05, tries=9)
    assert tried.outcome == "failed"
    assert "take too long" in tried.message
    assert sum(waits.slept) <= 3


def test_requests_keep_their_distance(fetch, publisher, waits):
    fetch(pause_seconds=5)
    asked = len(publisher.asked)
    assert asked >= 4
    assert sum(seconds == 5 for seconds in waits.slept) == asked - 1


@pytest.mark.parametrize("name", ["refused", "unknown"])
def test_without_a_network_each_source_says_so_in_one_line(fetch, waits, name):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}" if name == "refused" else "http://no.such.host.invalid"
    publications = {
        "one": file_source("https://f.example/a.csv"),
        "two": file_source("https://f.example/b.csv"),
    }
    lines = []
    tried = fetch(lines, address=address, publications=publications)
    assert [one.outcome for one in tried] == ["unreachable", "unreachable"]
    assert [line.split(":")[:2] for line in lines] == [
        ["one", " unreachable"],
        ["two", " unreachable"],
    ]
    # One host that is down is not asked again for every source.
    assert len([seconds for seconds in waits.slept if seconds >= 1]) == 1


KILLED = """
import sys
from pathlib import Path
from earlywarning.definitions.publication import Sources
from earlywarning.sources.fetching.fetch import fetch_all
from tests.support.fetching import data_set_source, manners
sources = Sources(fetching=manners(timeout_seconds=30), publications={"cin": data_set_source()})
fetch_all(sources, (), Path(sys.argv[1]), address=sys.argv[2])
"""


def test_killed_in_the_middle_leaves_no_file_and_goes_on_from_there(fetch, publisher, tmp_path):
    def stall(handler, body, headers):
        handler.send(200, body[:1000], headers, length=len(body))
        handler.wfile.flush()
        time.sleep(3)

    publisher.next(publisher.csv("1.0"), stall)
    command = [sys.executable, "-c", KILLED, str(tmp_path), publisher.address]
    with subprocess.Popen(command) as child:
        part = tmp_path / ".fetching" / "cin.c1.1.0.part"
        until = time.monotonic() + 10
        while time.monotonic() < until and not (
            part.exists() and not publisher.troubles[publisher.csv("1.0")]
        ):
            time.sleep(0.02)
        time.sleep(0.1)
        os.kill(child.pid, signal.SIGKILL)
    assert data_files(tmp_path) == {}
    assert not (tmp_path / "fetched.csv").exists()
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert data_files(tmp_path) == HELD


def test_a_link_on_a_page_leads_to_the_newest_file(fetch, publisher, tmp_path):
    page = b'<a href="/s/care-2024">old</a><a href="/s/care-2025">new</a><a href="/x">other</a>'
    publisher.files["/c"] = (page, "text/html")
    publisher.files["/s/care-2025"] = (b'<a href="/m/LA_Outcomes_2025.csv">file</a>', "text/html")
    publisher.files["/m/LA_Outcomes_2025.csv"] = (b"a,b\n1,2\n", "text/csv")
    source = {"ofsted": file_source("https://g.example/c", r"/care-\d{4}$", r"LA_Outcomes.*\.csv$")}
    assert [one.outcome for one in fetch(publications=source)] == ["new"]
    (name,) = data_files(tmp_path)
    assert name.endswith("__LA_Outcomes_2025.csv")
    assert [one.outcome for one in fetch(publications=source)] == ["unchanged"]
    assert publisher.asked_for("/m/")[1]["If-None-Match"]


def test_a_page_that_was_laid_out_anew_is_named(fetch, publisher):
    publisher.files["/c"] = (b"<p>nothing</p>", "text/html")
    source = {"ofsted": file_source("https://g.example/c", r"\.ods$")}
    (tried,) = fetch(publications=source)
    assert tried.outcome == "failed"
    assert "no link fits" in tried.message


@pytest.mark.parametrize("name", ["outcomes.ods", "outcomes.xlsx", "long.parquet"])
def test_a_workbook_that_is_none_is_refused(fetch, publisher, tmp_path, name):
    publisher.files[f"/{name}"] = (b"PK not really a workbook at all", "application/zip")
    (tried,) = fetch(publications={"f": file_source(f"https://g.example/{name}")})
    assert tried.outcome == "refused"
    assert data_files(tmp_path) == {}


def test_gzip_on_the_way_is_undone(fetch, publisher, tmp_path):
    import gzip

    def zipped(handler, body, headers):
        handler.send(200, gzip.compress(body), headers | {"Content-Encoding": "gzip"})

    publisher.next(publisher.csv("1.0"), zipped)
    (tried,) = fetch()
    assert tried.outcome == "new"
    assert data_files(tmp_path) == HELD


def test_a_page_under_a_files_address_is_refused(fetch, publisher, tmp_path):
    publisher.files["/a.ods"] = (b"<html>moved</html>", "text/html")
    (tried,) = fetch(publications={"f": file_source("https://g.example/a.ods")})
    assert (tried.outcome, data_files(tmp_path)) == ("refused", {})


def test_an_answer_of_another_kind_is_not_read_as_one(fetch, publisher, tmp_path):
    publisher.next(publisher.csv("1.0"), instead(table(), "application/json"))
    (tried,) = fetch()
    assert (tried.outcome, data_files(tmp_path)) == ("refused", {})
