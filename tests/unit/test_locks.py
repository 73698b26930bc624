"""What is installed: the same pins twice, without the tests' packages where it runs for others."""

from __future__ import annotations

import ast
import re
import tomllib

from tests.conftest import PROJECT

PIN = re.compile(r"^([\w.-]+)==(\S+)(.*?)(?: \\)?$")


def pins(name: str) -> dict[str, tuple[str, ...]]:
    """Each package with its version and hashes."""
    out: dict[str, list[str]] = {}
    for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
        found = PIN.match(line)
        if found:
            out[found[1]] = [found[2]]
        else:
            out[list(out)[-1]].append(line.strip(" \\"))
    return {package: tuple(told) for package, told in out.items()}


def dev_packages() -> set[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[^\w.-]", one)[0] for one in project["optional-dependencies"]["dev"]}


def test_a_production_install_has_the_same_pins_and_none_of_the_tests_packages() -> None:
    whole, run = pins("requirements.lock"), pins("requirements-run.lock")
    assert len(run) > 100
    assert all(whole[name] == told for name, told in run.items())
    assert all(any(one.startswith("--hash=sha256:") for one in told) for told in run.values())
    assert dev_packages() <= set(whole)
    assert not dev_packages() & set(run)
    assert not {"pytest", "playwright", "hypothesis", "mypy", "ruff"} & set(run)


def test_no_lock_holds_an_address() -> None:
    for name in ("requirements.lock", "requirements-run.lock"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text


def test_nothing_that_runs_imports_a_package_of_the_tests() -> None:
    names = {name.replace("-", "_") for name in dev_packages()} | {"xdist", "importlinter"}
    for folder in ("src", "pipelines", "lab"):
        for path in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not {one.split(".")[0] for one in modules} & names, path
