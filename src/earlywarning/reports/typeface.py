"""The typeface of pages and charts, taken along: a bare machine has none, and none is fetched."""

from __future__ import annotations

import base64
import json
import shutil
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

FACES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf")
# What a chart is written with: Latin and Welsh letters, dashes and quotes, an arrow, a minus.
LETTERS = [*range(32, 127), *range(160, 256), *range(0x174, 0x178), *range(0x2010, 0x2027), 0x2194,
           0x2212]  # fmt: skip


def font_folder() -> Path:
    """Return the folder of the installed typeface."""
    found = find_spec("font_source_sans_pro")
    assert found is not None  # a declared dependency
    assert found.origin is not None
    return Path(found.origin).parent / "files"


@cache
def advances(*, bold: bool = False) -> dict[int, float]:
    """Return how wide each character of a face is, as a share of its size, by code point."""
    from fontTools.ttLib import TTFont

    with TTFont(font_folder() / FACES[bold], lazy=True) as face:
        wide, size = face["hmtx"].metrics, face["head"].unitsPerEm
        return {point: wide[name][0] / size for point, name in face.getBestCmap().items()}


def copy_typeface(folder: Path) -> None:
    """Copy the two faces and their licence into a folder of the site."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*FACES, "LICENSE.txt"):
        shutil.copyfile(font_folder() / name, folder / name)


def typeface_data() -> str:
    """Return a script that holds the letters of charts, for a picture that leaves the site."""
    weights = zip(("normal", "bold"), FACES, strict=True)
    held = {weight: base64.b64encode(_letters(face)).decode() for weight, face in weights}
    return f"var TYPEFACE = {json.dumps(held)};\n"


def _letters(face: str) -> bytes:
    """Return a face with the letters of charts alone: a tenth of the whole."""
    from fontTools.subset import Options, Subsetter, load_font

    options = Options(layout_features=[], hinting=False, desubroutinize=True)
    font, subsetter, out = load_font(font_folder() / face, options), Subsetter(options), BytesIO()
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font.recalcTimestamp = False
    font.save(out)
    return out.getvalue()
