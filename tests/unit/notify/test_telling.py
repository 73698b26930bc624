"""Who is told what: once per cause, within the budget, in words that repeat no soft text."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from earlywarning.errors import NothingUsableError
from earlywarning.notify import ways
from earlywarning.notify.told import read_told, told_path
from earlywarning.run import notify
from earlywarning.run.health import Place, telling
from earlywarning.warehouse.one_at_a_time import lock_path, one_at_a_time
from tests.conftest import earlywarning
from tests.support.mailbox import Hook, Mailbox, hook, mailbox, text_of
from tests.support.telling import DAY, ROUTINE, alert, published, readers, teller

NORTH = """
pages = "https://pages.example/"
[mail]
sender = "earlywarning@consortium.example"
host = "127.0.0.1"
port = {port}
security = "none"
[[reader]]
role = "regional lead"
regions = ["North"]
kinds = ["alert", "standing", "digest"]
mail = ["north@consortium.example"]
[[reader]]
role = "operator"
kinds = ["run", "source"]
mail = ["operator@consortium.example"]
"""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "FIRST_WAIT_SECONDS", 0.0)


@pytest.fixture
def box(tmp_path: Path):
    with mailbox() as found:
        readers(tmp_path, NORTH.format(port=found.port))
        yield found


def to(box: Mailbox, whom: str) -> list[str]:
    return [text_of(one) for one in box.mails if whom in str(one["To"])]


def test_a_new_alert_is_told_once_with_what_is_expected_and_what_was_looked_at(
    tmp_path: Path, box: Mailbox
) -> None:
    published(tmp_path / "w.duckdb", [alert("101", "drift_in_care")], ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    (mail,) = box.mails
    assert mail["Subject"] == "earlywarning: Eskowen: drift in care, new"
    assert mail["From"] == "earlywarning@consortium.example"
    (text,) = to(box, "north@")
    assert "Known since 2026-04-30. A question to ask, and no finding." in text
    assert (
        "Expected of you: regional lead: ask a trusted fellow director to ring the director, by "
        "2026-06-29" in text
    )
    assert "Looked at: 3 authorities of an invented nation, as of 2026-04-30" in text
    assert "yearly figures up to 2025-03-31; in-year returns of 3 of them" in text
    assert "Explained: https://pages.example/index.html; earlywarning explain 101" in text
    notify.tell_of_build(teller(tmp_path))
    # The same cause on another look is the same cause.
    again = alert("101", "drift_in_care", DAY + dt.timedelta(days=3))
    published(tmp_path / "w.duckdb", [again], ROUTINE, DAY + dt.timedelta(days=5))
    notify.tell_of_build(teller(tmp_path))
    assert len(box.mails) == 1


def test_no_soft_text_leaves_by_any_way(tmp_path: Path, box: Mailbox) -> None:
    with hook() as web:
        text = NORTH.format(port=box.port) + f'webhook = "{web.address}/in"\n'
        readers(tmp_path, text)
        rows = [alert("101", "screening_out_at_the_door")]
        published(tmp_path / "w.duckdb", rows, ROUTINE, refused=("soft.csv",))
        notify.tell_of_build(teller(tmp_path))
        published(tmp_path / "w.duckdb", rows, ROUTINE | {"102": "team"}, refused=("soft.csv",))
        notify.tell_of_build(teller(tmp_path))
        cell = ValueError("could not convert 'SOFT' to a day")
        with pytest.raises(ValueError, match="SOFT"), notify.loudly(teller(tmp_path), "nightly"):
            raise cell
        assert len(box.mails) >= 4
        assert web.asked
        for told in (*box.texts(), json.dumps(web.asked), *(str(m["Subject"]) for m in box.mails)):
            assert "SOFT" not in told
        assert "soft.csv was refused" in "".join(box.texts())
        assert "the nightly run failed" in box.texts()[-1]
        assert "ValueError; the log says more" in box.texts()[-1]


def test_each_region_hears_of_its_own_within_its_budget(tmp_path: Path, box: Mailbox) -> None:
    causes = ("drift_in_care", "front_door", "assessment", "grip_loosens")
    rows = [alert("101", cause) for cause in causes]
    rows += [alert("103", "front_door"), alert("102", "front_door", channel="digest")]
    published(tmp_path / "w.duckdb", rows, ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    (text,) = to(box, "north@")
    assert text.count("Expected of you") == 3
    assert "Quenla" not in text, "another region's"
    assert "Tarrow" not in text, "that waits for the digest"
    # The budget is of the month, whatever another look would have said.
    published(tmp_path / "w.duckdb", [alert("102", "workforce_spiral")], ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    assert len(box.mails) == 1
    may = alert("102", "workforce_spiral", dt.date(2026, 5, 2))
    published(tmp_path / "w.duckdb", [may], ROUTINE, dt.date(2026, 5, 3))
    notify.tell_of_build(teller(tmp_path))
    assert len(box.mails) == 2


def test_what_is_old_is_no_news_on_the_first_night(tmp_path: Path, box: Mailbox) -> None:
    rows = [alert("101", "front_door", DAY - dt.timedelta(days=32))]
    published(tmp_path / "w.duckdb", rows, ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    assert box.mails == []


def test_a_standing_that_changed_is_told_and_the_first_one_seen_is_not(
    tmp_path: Path, box: Mailbox
) -> None:
    published(tmp_path / "w.duckdb", [], ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    assert box.mails == []
    published(tmp_path / "w.duckdb", [], ROUTINE | {"101": "team", "103": "team"})
    notify.tell_of_build(teller(tmp_path))
    (text,) = box.texts()
    assert "Eskowen stands elsewhere: help is offered: a team" in text
    assert "Before: routine: a review every two years." in text
    assert "Quenla" not in text
    notify.tell_of_build(teller(tmp_path))
    assert len(box.mails) == 1


def test_a_server_that_is_away_is_tried_again_by_the_next_run_and_doctor_says_so(
    tmp_path: Path, box: Mailbox
) -> None:
    published(tmp_path / "w.duckdb", [alert("101", "front_door")], ROUTINE)
    box.answers = [b"451 later"]
    notify.tell_of_build(teller(tmp_path))
    assert len(box.mails) == 1, "a temporary refusal is tried again at once"
    published(tmp_path / "w.duckdb", [], ROUTINE | {"102": "team"})
    box.answers = [b"451 later"] * ways.TRIES
    said: list[str] = []
    notify.tell_of_build(teller(tmp_path, said))
    assert said == [f"not told: regional lead: mail server 127.0.0.1:{box.port}: "
                    "SMTPDataError 451"]  # fmt: skip
    place = Place(tmp_path / "w.duckdb", tmp_path, dt.datetime.now(dt.UTC))
    check = telling(place, tmp_path / "notify.toml")
    assert (check.state, check.whose) == ("wrong", "ours")
    assert "north@" not in check.words
    notify.tell_of_build(teller(tmp_path))
    assert "Tarrow stands elsewhere" in box.texts()[-1]
    assert telling(place, tmp_path / "notify.toml").state == "ok"


def test_a_run_that_failed_was_skipped_or_died_is_told_as_loudly(
    tmp_path: Path, box: Mailbox
) -> None:
    warehouse = tmp_path / "w.duckdb"
    for _ in range(2):
        with pytest.raises(NothingUsableError), notify.loudly(teller(tmp_path), "nightly"):
            raise NothingUsableError("no file\nlost: SOFT")
    (text,) = to(box, "operator@")
    assert "the nightly run failed\nno file\n" in text
    assert "read `earlywarning doctor` and the run's log today" in text
    with (
        one_at_a_time(warehouse, "monthly"),
        pytest.raises(Exception, match="is held by"),
        notify.loudly(teller(tmp_path), "nightly"),
        one_at_a_time(warehouse, "nightly"),
    ):
        pytest.fail("two at once")
    assert "the nightly run was skipped" in box.texts()[-1]
    with pytest.raises(KeyboardInterrupt), notify.loudly(teller(tmp_path), "monthly"):
        raise KeyboardInterrupt
    assert "the monthly run was ended early" in box.texts()[-1]
    in_a_statement = RuntimeError("Query interrupted")
    in_a_statement.__context__ = SystemExit(143)
    # The signal goes on, so that the flow ends as one that was ended and not as one with a fault.
    with pytest.raises(SystemExit), notify.loudly(teller(tmp_path), "quarterly"):
        raise in_a_statement
    assert "the quarterly run was ended early\nSystemExit: a person" in box.texts()[-1]
    lock_path(warehouse).write_text("monthly, process 1, since 2026-11-03T05:00:00+00:00\n")
    with notify.loudly(teller(tmp_path), "nightly"):
        pass
    assert len(box.mails) == 4, "that one told of itself"
    lock_path(warehouse).write_text("nightly, process 1, since 2026-11-03T05:00:00+00:00\n")
    told_path(warehouse).unlink()
    with notify.loudly(teller(tmp_path), "nightly"):
        pass
    assert "the nightly run did not end well\nnightly, process 1" in box.texts()[-1]
    assert len(box.mails) == 5


def test_a_file_that_names_nobody_or_is_wrong_stops_no_run(tmp_path: Path) -> None:
    published(tmp_path / "w.duckdb", [], ROUTINE)
    said: list[str] = []
    notify.after_good_run(teller(tmp_path, said), fetched=True)
    assert said == []
    readers(tmp_path, '[[reader]]\nrole = "x"\nkinds = ["all"]\nmail = ["private@example"]\n')
    notify.after_good_run(teller(tmp_path, said), fetched=True)
    assert "reader.0.kinds.0: Input should be 'alert'" in said[0]
    assert "private@example" not in "".join(said)
    place = Place(tmp_path / "w.duckdb", tmp_path, dt.datetime.now(dt.UTC))
    assert telling(place, tmp_path / "notify.toml").whose == "ours"


@pytest.fixture
def web():
    with hook() as found:
        yield found


def test_the_ping_is_for_a_good_night_that_also_fetched(tmp_path: Path, web: Hook) -> None:
    readers(tmp_path, f'ping = "{web.address}/good?token=hidden"\n')
    published(tmp_path / "w.duckdb", [], ROUTINE)
    notify.after_good_run(teller(tmp_path), fetched=False)
    assert web.asked == []
    web.statuses = [503]
    notify.after_good_run(teller(tmp_path), fetched=True)
    assert [one[:2] for one in web.asked] == [("GET", "/good?token=hidden")] * 2
    web.statuses, said = [404], []
    notify.after_good_run(teller(tmp_path, said), fetched=True)
    assert said == ["not told: the address that counts good nights: 127.0.0.1: HTTPStatusError 404"]


def test_a_webhook_gets_the_same_as_json(tmp_path: Path, web: Hook) -> None:
    readers(tmp_path, f'[[reader]]\nrole="analyst"\nkinds=["alert"]\nwebhook="{web.address}/in"\n')
    published(tmp_path / "w.duckdb", [alert("101", "front_door")], ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    [(method, path, body)] = web.asked
    assert (method, path, body["sent_by"]) == ("POST", "/in", "earlywarning")
    (one,) = body["news"]
    assert (one["kind"], one["region"], one["day"]) == ("alert", "North", "2026-04-30")
    assert body["subject"] == "earlywarning: Eskowen: front door, new"


def test_the_quarters_digest_comes_once_to_each_region(tmp_path: Path, box: Mailbox) -> None:
    rows = [
        alert("101", "front_door", dt.date(2026, 2, 3), "digest"),
        alert("102", "assessment", dt.date(2026, 3, 31), "digest", "over"),
        alert("103", "assessment", dt.date(2026, 3, 1), "digest"),
        alert("102", "drift_in_care", dt.date(2026, 4, 1), "digest"),
    ]
    published(tmp_path / "w.duckdb", rows, ROUTINE)
    for _ in range(2):
        notify.tell_of_quarter(teller(tmp_path), dt.date(2026, 4, 20))
    (text,) = box.texts()
    assert "2026-Q1, North: 2 changes" in text
    assert "Eskowen: front door, new; Tarrow: assessment, over." in text


def test_a_torn_last_line_counts_for_nothing_and_is_no_fault(tmp_path: Path, box: Mailbox) -> None:
    published(tmp_path / "w.duckdb", [alert("101", "front_door")], ROUTINE)
    notify.tell_of_build(teller(tmp_path))
    path = told_path(tmp_path / "w.duckdb")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "north@" not in path.read_text(), "no address is kept"
    before = read_told(tmp_path / "w.duckdb")
    with path.open("a") as file:
        file.write('{"row": "told", "cau')
    assert read_told(tmp_path / "w.duckdb") == before
    published(tmp_path / "w.duckdb", [], ROUTINE | {"101": "team"})
    notify.tell_of_build(teller(tmp_path))
    assert "Eskowen stands elsewhere" in box.texts()[-1]
    assert len(read_told(tmp_path / "w.duckdb").told) == 2


def test_the_command_tells_and_tries_the_ways(
    tmp_path: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARLYWARNING_NOTIFY", str(tmp_path / "notify.toml"))
    words = ("notify", "--warehouse", tmp_path / "w.duckdb", "--incoming", tmp_path / "in")
    done = earlywarning(*words, "--test")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["told regional lead by mail: 3", "told operator by mail: 2"]
    assert "You are reached by this way for news of the kind 'alert'." in box.texts()[0]
    published(tmp_path / "w.duckdb", [alert("101", "front_door")], ROUTINE)
    assert earlywarning(*words).stdout == "told regional lead by mail: 1\n"
    assert earlywarning(*words).stdout == "nothing is new for anybody\n"
    published(tmp_path / "w.duckdb", [], ROUTINE | {"102": "team"})
    box.answers = [b"550 no"]
    done = earlywarning(*words)
    assert done.returncode == 3
    assert "SMTPDataError 550" in done.stdout
    (tmp_path / "notify.toml").unlink()
    done = earlywarning(*words)
    assert done.returncode == 2
    assert "it says who is told" in done.stderr
