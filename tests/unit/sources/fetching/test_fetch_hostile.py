"""Publishers that mean harm: they lead inside, send without end, answer in strange shapes."""

from __future__ import annotations

import gzip
import json
import socket
import time
import tracemalloc

import pytest

from earlywarning.sources.fetching import address
from tests.support.fetching import data_files, data_set_source, file_source
from tests.support.publisher import API, DATA_SET, Publisher, instead, serving, status

INSIDE = [
    "http://127.0.0.1:9/", "http://localhost:9/x", "http://[::1]:9/", "http://0.0.0.0:9/",
    "http://10.1.2.3/", "http://172.16.9.9/", "http://192.168.0.1/", "http://169.254.169.254/x",
    "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://100.64.0.1/",
    "http://2130706433/", "http://0x7f.1/", "http://224.0.0.1/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::10.1.2.3]/", "http://[::ffff:0:127.0.0.1]/", "http://[2002:7f00:1::]/",
    "http://[fec0::1]/",
]  # fmt: skip


@pytest.mark.parametrize("there", INSIDE)
def test_an_address_inside_is_known_however_it_is_written(there: str) -> None:
    assert address.leads_inside(there)


@pytest.mark.parametrize(
    "there",
    [
        "http://93.184.216.34/",
        "https://[2606:2800:220:1::1]/x",
        "https://[64:ff9b::93.184.216.34]/",
    ],
)
def test_an_address_outside_is_let_be(there: str) -> None:
    assert address.leads_inside(there) == ""


@pytest.mark.parametrize("there", INSIDE[:9])
def test_no_redirect_inside_is_followed_and_the_next_source_is_fetched(
    there, fetch, publisher, tmp_path
):
    publisher.next("/a.csv", status(302, Location=there))
    first, second = fetch(
        publications={
            "bad": file_source("https://bad.example/a.csv"), "cin": data_set_source(),
        }
    )  # fmt: skip
    assert (first.outcome, "leads inside" in first.message) == ("failed", True), first.message
    assert second.outcome == "new"
    assert list(data_files(tmp_path)) == ["cin/c1__1.0.csv"]


def test_another_server_of_this_machine_is_not_asked(fetch, publisher):
    with serving(Publisher()) as other:
        publisher.next("/a.csv", status(307, Location=f"{other.address}/secret.csv"))
        (tried,) = fetch(publications={"bad": file_source("https://bad.example/a.csv")})
        assert tried.outcome == "failed"
        assert other.asked == []


def test_a_page_does_not_link_inside(fetch, publisher):
    with serving(Publisher()) as other:
        link = f'<a href="{other.address}/secret.csv">data</a>'.encode()
        publisher.files["/list"] = (link, "text/html")
        page = file_source(f"{publisher.address}/list", "secret")
        (tried,) = fetch(publications={"bad": page}, address="")
        assert (tried.outcome, "leads inside" in tried.message) == ("failed", True)
        assert other.asked == []


def test_a_file_that_is_too_large_is_refused_and_nothing_of_it_is_kept(fetch, publisher, tmp_path):
    publisher.files["/a.csv"] = (b"x" * 200_000, "text/csv")
    first, second = fetch(
        publications={
            "bad": file_source("https://bad.example/a.csv"), "cin": data_set_source(),
        },
        largest_megabytes=0.1,
    )  # fmt: skip
    assert (first.outcome, "more than 0.1 MB" in first.message) == ("refused", True)
    assert second.outcome == "new"
    assert not [path for path in tmp_path.rglob("*") if path.stat().st_size >= 100_000]


def test_a_page_without_end_is_refused(fetch, publisher):
    publisher.files["/list"] = (b"<p>" * 20_000, "text/html")
    (tried,) = fetch(
        publications={"bad": file_source("https://bad.example/list", "data")},
        largest_megabytes=0.1,
    )
    assert "more than 0.1 MB" in tried.message


SHAPES = [
    [], {"results": 7, "paging": {}}, {"results": [7], "paging": None}, {"results": None},
    {"results": [{"version": {"a": 1}, "file": [], "release": 7, "published": []}]},
    {"results": [{"status": "Published", "version": 1, "published": "9999999-99-99"}]},
    {"paging": {"totalPages": 10**30}, "results": [{}]},
]  # fmt: skip


@pytest.mark.parametrize("shape", [*map(json.dumps, SHAPES), "[" * 100_000, '{"a": ' * 100_000])
def test_an_answer_of_any_shape_costs_its_own_source_alone(shape, fetch, publisher, tmp_path):
    path = f"{API}/data-sets/{DATA_SET}/versions?page=1&pageSize=20"
    publisher.next(path, *[instead(shape.encode(), "application/json")] * 3)
    publisher.files["/a.csv"] = (b"a,b\n1,2\n", "text/csv")
    publications = {"cin": data_set_source(), "good": file_source("https://g.example/a.csv")}
    *_, last = fetch(publications=publications)
    assert publisher.asked_for("/versions")
    assert last.outcome == "new"


@pytest.mark.parametrize(
    "headers",
    [{"Content_Range": "bytes 0-9/" + "9" * 6000}, {"Retry_After": "9" * 500},
     {"ETag": '"' + "x" * 9000 + '"'}],
)  # fmt: skip
def test_strange_headers_cost_their_own_source_alone(headers, fetch, publisher):
    publisher.next("/a.csv", *[status(429 if "Retry_After" in headers else 206, **headers)] * 3)
    publications = {
        "bad": file_source("https://bad.example/a.csv"), "cin": data_set_source(),
    }  # fmt: skip
    first, second = fetch(publications=publications)
    assert (first.outcome, second.outcome) == ("failed", "new")


def test_a_name_that_stands_for_another_address_by_then_is_not_asked(fetch, publisher, monkeypatch):
    """The first look-up, by which it is judged, tells an address outside; the second ours."""
    with serving(Publisher()) as other:
        port = int(other.address.rpartition(":")[2])
        real, asked = socket.getaddrinfo, []

        def told(host, *rest, **named):
            if host != "rebound.example":
                return real(host, *rest, **named)
            asked.append(host)
            return real("93.184.216.34" if len(asked) == 1 else "127.0.0.1", *rest, **named)

        monkeypatch.setattr(socket, "getaddrinfo", told)
        there = f"http://rebound.example:{port}/secret.csv"
        publisher.next("/a.csv", status(302, Location=there))
        (tried,) = fetch(publications={"bad": file_source("https://bad.example/a.csv")})
        assert len(asked) == 2, "judged, then called"
        assert (tried.outcome, "leads inside" in tried.message) == ("failed", True), tried.message
        assert other.asked == []


def drip(head: bytes, seconds: float = 20):
    """Send a beginning, then a byte now and then."""

    def trouble(handler, _body, _headers):
        until = time.monotonic() + seconds
        handler.close_connection = True
        try:
            handler.wfile.write(head)
            while time.monotonic() < until:
                handler.wfile.write(b"y")
                time.sleep(0.1)
        except OSError:
            return

    return trouble


SLOW = {
    "headers": b"HTTP/1.1 200 OK\r\nX: ",
    "file": b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 9000\r\n\r\n",
    "file without an end": b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\na,b\n",
    "refusal": b"HTTP/1.1 404 No\r\nContent-Length: 9000\r\n\r\n",
}


@pytest.mark.parametrize("head", SLOW.values(), ids=SLOW)
def test_whoever_sends_a_byte_now_and_then_costs_one_source_its_time(head, fetch, publisher):
    publisher.next("/a.csv", drip(head))
    began = time.monotonic()
    first, second = fetch(
        publications={"bad": file_source("https://bad.example/a.csv"), "cin": data_set_source()},
        answer_minutes=0.02,
    )
    assert time.monotonic() - began < 10
    assert (first.outcome, second.outcome) == ("failed", "new"), first.message
    assert "no whole answer within 0.02 minutes" in first.message


def test_waiting_as_it_asks_costs_no_other_source_its_time(fetch, publisher, waits):
    publisher.next("/a.csv", *[status(429, Retry_After="250")] * 3)
    first, second = fetch(
        publications={"bad": file_source("https://bad.example/a.csv"), "cin": data_set_source()}
    )
    assert (first.outcome, second.outcome) == ("failed", "new")
    assert "others are fetched" in first.message
    assert sum(waits.slept) < 300


# A few hundred bytes that are forty million, once unpacked.
TWICE_PACKED = gzip.compress(gzip.compress(bytes(40_000_000), 1))


@pytest.mark.parametrize("code", [200, 404])
@pytest.mark.parametrize("packed", ["gzip, gzip", "br", "zstd"])
def test_what_is_packed_in_itself_or_strangely_is_not_unpacked(code, packed, fetch, publisher):
    def bomb(handler, _body, headers):
        handler.send(code, TWICE_PACKED, headers | {"Content-Encoding": packed})

    publisher.next("/a.csv", bomb)
    tracemalloc.start()
    try:
        first, second = fetch(
            publications={"bad": file_source("https://bad.example/a.csv"), "cin": data_set_source()}
        )
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert (first.outcome, "not asked for" in first.message) == ("failed", True), first.message
    assert second.outcome == "new"


def test_a_refusal_without_end_is_not_read_to_its_end(fetch, publisher):
    sent = [0]

    def endless(handler, _body, _headers):
        handler.close_connection = True
        try:
            handler.wfile.write(b"HTTP/1.1 404 No\r\nContent-Type: application/json\r\n\r\n")
            while sent[0] < 200:
                handler.wfile.write(bytes(1_000_000))
                sent[0] += 1
        except OSError:
            return

    publisher.next("/a.csv", endless)
    first, second = fetch(
        publications={"bad": file_source("https://bad.example/a.csv"), "cin": data_set_source()}
    )
    assert (first.outcome, second.outcome) == ("failed", "new")
    assert sent[0] < 100


@pytest.mark.parametrize(
    "link", ["http://[::1", "http://[x]/data", "//data", "http://a b/data", "data:data", "\x00data"]
)
def test_a_link_that_is_no_address_costs_its_own_source_alone(link, fetch, publisher):
    publisher.files["/list"] = (f'<a href="{link}">data</a>'.encode(), "text/html")
    first, second = fetch(
        publications={
            "bad": file_source("https://bad.example/list", "data"), "cin": data_set_source(),
        }
    )  # fmt: skip
    assert first.outcome in ("failed", "refused")
    assert second.outcome == "new"
