"""The measured model as a file: plain numbers and what they were made from; nothing in it runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from earlywarning.definitions.loader import Definitions
from earlywarning.errors import DefinitionError

FOLDER = "vital_signs"
FILE = "model.json"
RECORD = "results.csv"
# What of an indicator changes what its figure says.
FORMULA = (
    "polarity", "period", "numerator", "denominator", "denominator_years_before", "per",
    "published", "history", "prefer", "comparison", "minimum_denominator",
    "out_of", "amount",
)  # fmt: skip


def model_of(definitions: Definitions) -> dict[str, Any]:
    """Return the model that the definitions declare: terms, weights, scale and their inputs."""
    signs, policy = definitions.vital_signs, definitions.policy.performance
    return {
        "model": FOLDER,
        "form": "sum over the terms of points x weight x units of the level, the worse side up, "
        "the better one at its share, less what a term adds of which nothing is known",
        "points": signs.points,
        "most_units": signs.most_units,
        "reassurance_share": policy.reassurance_share,
        "terms": [
            {"item": one.item, "worse": one.worse, "weight": one.weight,
             "inputs": _fingerprint(definitions, one.indicator)}
            for one in signs.sign
        ],
    }  # fmt: skip


def write_model(folder: Path, definitions: Definitions, made: dict[str, Any]) -> Path:
    """Write the model with what it was made from; return the file."""
    target = folder / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(model_of(definitions) | {"made": made}, indent=1)
    target.write_text(text + "\n", encoding="utf-8")
    return target


def model_hash(folder: Path) -> str:
    """Return one hash over the measured model and its record; another record makes another run."""
    digest = hashlib.sha256()
    for path in (folder / FOLDER / FILE, folder / FOLDER / RECORD):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def check_model(folder: Path, definitions: Definitions) -> None:
    """Refuse a model that was measured with other definitions than those in use.

    Raises:
        DefinitionError: if it is missing, unreadable, or differs; the message says in what.
    """
    path = folder / FOLDER / FILE
    remedy = "measure it again: earlywarning backtest"
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DefinitionError(f"{path}: no measured model here; {remedy}") from error
    except ValueError as error:
        raise DefinitionError(f"{path}: not readable: {error}") from error
    declared = model_of(definitions)
    apart = _differences(held if isinstance(held, dict) else {}, declared)
    if apart:
        raise DefinitionError(f"{path}: made for other definitions ({'; '.join(apart)}); {remedy}")


def _differences(held: dict[str, Any], declared: dict[str, Any]) -> list[str]:
    plain = [name for name in declared if name != "terms" and held.get(name) != declared[name]]
    old = {term.get("item"): term for term in held.get("terms", [])}
    new = {term["item"]: term for term in declared["terms"]}
    told = [f"{name} differs" for name in plain]
    told += [f"{item} is no longer a vital sign" for item in sorted(set(old) - set(new), key=str)]
    told += [f"{item} was not measured" for item in sorted(set(new) - set(old))]
    told += [f"{item} is made otherwise" for item in new if item in old and old[item] != new[item]]
    return told


def _fingerprint(definitions: Definitions, name: str) -> str:
    declared = definitions.indicators[name].model_dump(mode="json", include=set(FORMULA))
    return hashlib.sha256(json.dumps(declared, sort_keys=True).encode()).hexdigest()[:16]
