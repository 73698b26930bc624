"""The typeface of pages and charts, taken along: a bare machine has none, and none is fetched."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

FACES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf")


def font_folder() -> Path:
    """Return the folder of the installed typeface."""
    found = find_spec("font_source_sans_pro")
    assert found is not None  # a declared dependency
    assert found.origin is not None
    return Path(found.origin).parent / "files"


def copy_typeface(folder: Path) -> None:
    """Copy the two faces and their licence into a folder of the site."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*FACES, "LICENSE.txt"):
        shutil.copyfile(font_folder() / name, folder / name)
