"""Unit files and container file: what a service manager says of them, and what must be there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from pipelines.environment import PROJECT
from tests.conftest import earlywarning
from tests.support.stages import CRONS

UNITS = PROJECT / "pipelines" / "systemd"
SERVICES = ("earlywarning.service", "earlywarning-doctor.service", "earlywarning-backup.service")
INSTALLED = "/opt/earlywarning"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine"
)


def keys(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in (UNITS / name).read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key].append(value)
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_shut_in_and_ended_whole(name: str) -> None:
    told = keys(name)
    assert told["User"] == ["earlywarning"]
    assert told["UMask"] == ["0077"]
    assert told["KillMode"][0] in {"mixed", "control-group"}
    assert told["MemoryMax"][0].endswith("G")
    for key in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "RestrictSUIDSGID"):
        assert told[key] == ["yes"]
    assert told["ProtectSystem"] == ["strict"]
    assert told["CapabilityBoundingSet"] == [""]


def test_what_the_services_start_exists() -> None:
    module = keys(SERVICES[0])["ExecStart"][0].rpartition(" -m ")[2]
    assert (PROJECT / f"{module.replace('.', '/')}.py").exists()
    for name in SERVICES[1:]:
        command = keys(name)["ExecStart"][0].partition("/bin/earlywarning ")[2]
        assert earlywarning(*command.split(), "--help").returncode == 0
        timer = keys(name.replace(".service", ".timer"))
        assert timer["WantedBy"] == ["timers.target"]
        assert timer["OnCalendar"][0].endswith(" Europe/London")
    assert keys(SERVICES[1])["SuccessExitStatus"] == ["3"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_may_write_is_there_before_its_first_start(name: str) -> None:
    """A unit that names a folder which is not there ends with 226/NAMESPACE and runs nothing."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("no clone: what git would lay out is not known")
    there = {line.partition("/")[0] for line in tracked.stdout.splitlines() if "/" in line}
    made = re.search(r"^production:.*?\n\n", (PROJECT / "Makefile").read_text("utf-8"), re.M | re.S)
    assert made
    there |= set(re.findall(r"mkdir -p -m 700 (\S+)", made[0]))
    for folder in keys(name)["ReadWritePaths"][0].split():
        assert folder.removeprefix(f"{INSTALLED}/") in there


def test_a_backup_has_a_folder_of_its_own_comes_after_the_night_and_before_the_doctor() -> None:
    told = keys("earlywarning-backup.service")
    assert told["ExecStart"][0].endswith(f" /var/lib/{told['StateDirectory'][0]}")
    assert told["StateDirectoryMode"] == ["0700"]
    at = [keys(f"earlywarning-{one}.timer")["OnCalendar"][0] for one in ("backup", "doctor")]
    assert sorted(at) == at, "doctor says whether there is one"
    operations = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    for path in UNITS.glob("*.timer"):
        assert path.name in operations, "an operator enables it by its name"


@needs_systemd
def test_the_service_manager_finds_no_fault(tmp_path: Path) -> None:
    """Of the paths alone nothing can be said here: the program that runs this test stands in."""
    for path in UNITS.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        told = [f"ExecStart={sys.executable}" if x.startswith("ExecStart=") else x for x in lines]
        (tmp_path / path.name).write_text("\n".join(told) + "\n", encoding="utf-8")
    files = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_little_exposed(name: str) -> None:
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager"]
    done = subprocess.run([*words, UNITS / name], capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("systemd-analyze is too old to look at a file")
    assert done.returncode == 0, done.stdout[-300:]


def instructions() -> list[list[str]]:
    """Return the lines of the container file as instruction and the rest."""
    text = (PROJECT / "pipelines" / "Containerfile").read_text(encoding="utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    return [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]


def test_what_the_container_copies_is_there_when_it_is_needed_and_is_enough(tmp_path: Path) -> None:
    """Do what the file says, but for the packages: those of this interpreter stand in."""
    (tmp_path / "data").mkdir()
    needs = {"requirements-run.lock": "-r requirements-run.lock", "src": "--editable ."}
    for name, rest in instructions():
        if name == "RUN":
            for path, words in needs.items():
                assert words not in rest or (tmp_path / path).exists(), f"{path} before {words}"
        if name == "COPY":
            *sources, target = rest.split()
            for source in sources:
                at = tmp_path / target / ("" if target != "./" else Path(source).name)
                copy = shutil.copytree if (PROJECT / source).is_dir() else shutil.copy
                copy(PROJECT / source, at)
    starts = (
        "import pipelines.serve as s, earlywarning.settings as e; from pathlib import Path; "
        "from earlywarning.definitions.loader import load_definitions; "
        "load_definitions(e.reference_folder()); assert e.models_folder().is_dir(); "
        "print(s.__file__, e.__file__, *(one.name for one in s.deployments(s.FILE)))"
    )
    own = {"PYTHONPATH": f"{tmp_path / 'src'}:{tmp_path}", "PREFECT_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", starts], cwd=tmp_path, env=os.environ | own, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    serve, settings, *names = done.stdout.split()
    assert (Path(serve), Path(settings)) == (
        tmp_path / "pipelines" / "serve.py", tmp_path / "src" / "earlywarning" / "settings.py",
    )  # fmt: skip
    assert set(names) == set(CRONS)


def test_the_container_runs_as_nobody_special_and_holds_no_secret() -> None:
    text = (PROJECT / "pipelines" / "Containerfile").read_text(encoding="utf-8")
    words = instructions()
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "HEALTHCHECK",
             "STOPSIGNAL", "CMD"}  # fmt: skip
    assert {one[0] for one in words} <= known
    order = [one[0] for one in words]
    assert order[0] == "FROM"
    assert ":latest" not in text
    assert order.index("USER") < order.index("CMD")
    assert dict(words)["USER"] == "earlywarning"
    assert "--require-hashes" in text
    for name, value in words:
        if name == "COPY":
            for source in value.split()[:-1]:
                assert (PROJECT / source).exists(), source
        if name == "ENV":
            assert not {"password", "secret", "_key"} & set(value.lower().split())
            assert "PASSWORD" not in value
    assert dict(words)["CMD"] == '[".venv/bin/python", "-m", "pipelines.serve"]'
