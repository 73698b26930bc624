"""Pages of a build are written once, and again where one of them was touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlywarning.run.pages import WRITTEN, write_reports


@pytest.mark.whole
def test_pages_that_tell_of_this_build_stay_and_touched_ones_are_mended(
    small_warehouse: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    site = tmp_path / "site"

    def times() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in site.rglob("*.html")}

    first = write_reports(small_warehouse, site, said.append)
    before = times()
    assert first[0] == site / "index.html"
    assert not [line for line in said if "nothing new" in line]
    assert write_reports(small_warehouse, site, said.append) == first
    assert "nothing new" in said[-1]
    assert times() == before

    touched, gone = first[3], first[4]
    text = touched.read_text(encoding="utf-8")
    touched.write_text(text.replace("</main>", "another word</main>"), encoding="utf-8")
    gone.unlink()
    assert write_reports(small_warehouse, site, said.append) == first
    assert "nothing new" not in said[-1]
    assert touched.read_text(encoding="utf-8") == text
    assert gone.exists()

    write_reports(small_warehouse, site, said.append, ["901"])
    assert not (site / WRITTEN).exists()
    (site / WRITTEN).write_text("[1]", encoding="utf-8")
    assert write_reports(small_warehouse, site, said.append) == first
    assert "nothing new" not in said[-1]


@pytest.mark.whole
def test_another_file_is_told_anew(small_warehouse: Path, tmp_path: Path) -> None:
    said: list[str] = []
    own = tmp_path / "own.duckdb"
    own.write_bytes(small_warehouse.resolve().read_bytes())
    first = write_reports(own, tmp_path / "site", said.append)
    own.write_bytes(small_warehouse.resolve().read_bytes())
    assert write_reports(own, tmp_path / "site", said.append) == first
    assert "nothing new" not in said[-1]
