"""A flag wins over the environment, that over the settings file, that over the default."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from earlywarning.errors import DefinitionError
from earlywarning.settings import folder_of, given, register_folder
from tests.conftest import earlywarning

SECRET = "hunter2-planted-secret"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EARLYWARNING_REGISTER")
    return tmp_path


def test_each_place_wins_over_the_next(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(flag: object = None) -> tuple[str, str]:
        one = given("register", flag)
        return one.value, one.origin

    assert told() == ("data/register", "default")
    (own / "earlywarning.toml").write_text('register = "from file"\nwarehouse = "w.duckdb"\n')
    assert told() == ("from file", "file")
    monkeypatch.setenv("EARLYWARNING_REGISTER", "from env")
    assert told() == ("from env", "env")
    assert register_folder() == Path("from env")
    assert told("flag") == ("flag", "flag")
    assert folder_of("warehouse") == Path("w.duckdb")
    other = own / "other.toml"
    other.write_text('warehouse = "other.duckdb"\n')
    monkeypatch.setenv("EARLYWARNING_SETTINGS", str(other))
    assert folder_of("warehouse") == Path("other.duckdb")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'password = "{SECRET}"', "password: no setting; known are warehouse"),
        ("warehouse = 3", "warehouse: has to be a text"),
        ("warehouse = ", "not readable as TOML"),
    ],
)
def test_a_wrong_settings_file_is_named_and_its_values_are_not(
    own: Path, text: str, told: str
) -> None:
    (own / "earlywarning.toml").write_text(text)
    with pytest.raises(DefinitionError, match=r"earlywarning\.toml") as caught:
        given("warehouse")
    assert told in str(caught.value)
    assert SECRET not in str(caught.value)
    done = earlywarning("tables", cwd=own)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_a_named_settings_file_that_is_not_there_is_a_fault(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARLYWARNING_SETTINGS", str(own / "none.toml"))
    with pytest.raises(DefinitionError, match=r"none\.toml: not readable"):
        given("warehouse")


def test_doctor_shows_each_origin_and_no_secret(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KEY", "SMTP_PASSWORD"):
        monkeypatch.setenv(f"EARLYWARNING_{name}", SECRET)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", f"someone:{SECRET}")
    monkeypatch.setenv("EARLYWARNING_ADDRESS", f"http://me:{SECRET}@127.0.0.1:9")
    (own / "earlywarning.toml").write_text('incoming = "arrivals"\n')
    done = earlywarning("doctor", "--warehouse", "w.duckdb", "--format", "json", cwd=own)
    told = json.loads(done.stdout)
    origins = {one["name"]: one["origin"] for one in told["settings"]}
    assert {name: origins[name] for name in ("warehouse", "address", "incoming", "reports")} == {
        "warehouse": "flag", "address": "env", "incoming": "file", "reports": "default",
    }  # fmt: skip
    assert done.returncode == told["exit_code"] == 4
    assert told["status"] is None
    plain = earlywarning("doctor", "--warehouse", "w.duckdb", cwd=own)
    assert "EARLYWARNING_KEY, EARLYWARNING_SMTP_PASSWORD" in plain.stdout
    for text in (done.stdout, done.stderr, plain.stdout, plain.stderr):
        assert SECRET not in text


def test_logs_are_lines_or_json_and_nothing_else(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "earlywarning.toml").write_text('log = "xml"\n')
    done = earlywarning("doctor", cwd=own)
    assert (done.returncode, done.stderr) == (
        2, "earlywarning: log: one of lines, json, not 'xml'\n",
    )  # fmt: skip
    monkeypatch.setenv("EARLYWARNING_LOG", "json")
    done = earlywarning("run", "--input", own, "--warehouse", "w.duckdb", cwd=own)
    *stages, last = [json.loads(line) for line in done.stderr.splitlines()]
    assert stages[0]["what"] == "stage"
    assert (last["level"], last["message"][:12]) == ("error", "no published")
    assert dt.datetime.fromisoformat(last["at"]).tzinfo
