"""Read data/reference; an error names the file and every faulty key at once."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from earlywarning.definitions.gate import Gate
from earlywarning.definitions.glossary import Glossary
from earlywarning.definitions.in_year import InYear, ReturnRules
from earlywarning.definitions.indicator import Indicator
from earlywarning.definitions.intervention import Interventions
from earlywarning.definitions.journey import Journey
from earlywarning.definitions.method import Method
from earlywarning.definitions.pathway import Pathway
from earlywarning.definitions.pattern import Pattern
from earlywarning.definitions.policy import Policy
from earlywarning.definitions.publication import Sources
from earlywarning.definitions.quality import Correction, Corrections, Limit, Limits
from earlywarning.definitions.review_type import Enablers, ReviewType
from earlywarning.definitions.soft_flag import SoftFlag
from earlywarning.definitions.table import PublishedTable
from earlywarning.definitions.toolkit import Approach
from earlywarning.definitions.vital_signs import VitalSigns
from earlywarning.errors import DefinitionError

D = TypeVar("D", bound=BaseModel)
ALONE = (
    "policy.toml", "statistics.toml", "sources.toml", "quality.toml", "corrections.toml",
    "in_year.toml",
    "pathway.toml", "journey.toml", "publication_gate.toml", "vital_signs.toml", "enablers.toml",
    "glossary.toml", "method.toml", "interventions.toml",
)  # fmt: skip
# Series of topics that are kept whole are named by the publisher's own short names.
KEPT_WHOLE = "lait."


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything declared, and one hash over all of it."""

    tables: dict[str, PublishedTable]
    indicators: dict[str, Indicator]
    soft_flags: dict[str, SoftFlag]
    review_types: dict[str, ReviewType]
    toolkit: dict[str, Approach]
    enablers: Enablers
    interventions: Interventions
    patterns: dict[str, Pattern]
    pathway: Pathway
    journey: Journey
    policy: Policy
    sources: Sources
    in_year: InYear
    return_rules: ReturnRules
    limits: dict[str, Limit]
    corrections: tuple[Correction, ...]
    gate: Gate
    vital_signs: VitalSigns
    glossary: Glossary
    method: Method
    bank_holidays: frozenset[dt.date]
    folder: Path
    sha256: str

    def weighted(self) -> dict[str, Indicator]:
        """Return the indicators that carry weight: all but context."""
        return {name: one for name, one in self.indicators.items() if not one.context}


def read_record(path: Path, model: type[D], key: str | None) -> D:
    """Read one TOML file into a model; `key` is the field that the file name gives."""
    raw = _toml(path)
    return _valid(str(path), raw if key is None else {key: path.stem, **raw}, model)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}: not readable as TOML: {error}") from error


def _valid(where: str, raw: dict[str, Any], model: type[D]) -> D:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'file'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise DefinitionError(f"{where}: {faults}") from error


def _policy(folder: Path) -> Policy:
    """Read what the consortium answers for and the constants of the methods as one."""
    ours, theirs = folder / "policy.toml", folder / "statistics.toml"
    raw = _both(_toml(ours), _toml(theirs), f"{ours} and {theirs.name}")
    return _valid(f"{ours} with {theirs.name}", raw, Policy)


def _both(one: dict[str, Any], other: dict[str, Any], where: str) -> dict[str, Any]:
    out = dict(one)
    for name, value in other.items():
        if name not in out:
            out[name] = value
        elif isinstance(value, dict) and isinstance(out[name], dict):
            out[name] = _both(out[name], value, f"{where}: {name}")
        else:
            raise DefinitionError(f"{where}: {name} stands in both")
    return out


def _folder(folder: Path, model: type[D], key: str) -> dict[str, D]:
    return {path.stem: read_record(path, model, key) for path in sorted(folder.glob("*.toml"))}


def _days(path: Path) -> frozenset[dt.date]:
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(dt.date.fromisoformat(row["day"]) for row in csv.DictReader(file))


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".toml", ".csv"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load_definitions(folder: Path) -> Definitions:
    """Load every definition below a reference folder."""
    for name in ALONE:
        if not (folder / name).exists():
            raise DefinitionError(f"{folder}: no {name} here; is this a reference folder?")
    definitions = Definitions(
        tables=_folder(folder / "tables", PublishedTable, "table"),
        indicators=_folder(folder / "indicators", Indicator, "indicator"),
        soft_flags=_folder(folder / "soft_flags", SoftFlag, "flag"),
        review_types=_folder(folder / "review_types", ReviewType, "review_type"),
        toolkit=_folder(folder / "toolkit", Approach, "approach"),
        enablers=read_record(folder / "enablers.toml", Enablers, None),
        interventions=read_record(folder / "interventions.toml", Interventions, None),
        patterns=_folder(folder / "patterns", Pattern, "pattern"),
        pathway=read_record(folder / "pathway.toml", Pathway, None),
        journey=read_record(folder / "journey.toml", Journey, None),
        policy=_policy(folder),
        sources=read_record(folder / "sources.toml", Sources, None),
        in_year=read_record(folder / "in_year.toml", InYear, None),
        return_rules=read_record(folder / "in_year_rules.toml", ReturnRules, None),
        limits=read_record(folder / "quality.toml", Limits, None).root,
        corrections=read_record(folder / "corrections.toml", Corrections, None).correction,
        gate=read_record(folder / "publication_gate.toml", Gate, None),
        vital_signs=read_record(folder / "vital_signs.toml", VitalSigns, None),
        glossary=read_record(folder / "glossary.toml", Glossary, None),
        method=read_record(folder / "method.toml", Method, None),
        bank_holidays=_days(folder / "bank_holidays.csv"),
        folder=folder,
        sha256=_hash(folder),
    )
    _series_exist(definitions)
    _fed_tables_exist(definitions)
    _watched_exist(definitions)
    _signs_exist(definitions)
    _gated_series_exist(definitions)
    _vital_signs_exist(definitions)
    _offers_exist(definitions)
    _flags_exist(definitions)
    _constants_exist(definitions)
    return definitions


def _offers_exist(definitions: Definitions) -> None:
    """What review types, approaches and the ladder name must be declared."""
    for folder, declared in (
        ("review_types", definitions.review_types),
        ("toolkit", definitions.toolkit),
    ):
        for name, one in declared.items():
            known: tuple[tuple[str, tuple[str, ...], Collection[str]], ...] = (
                ("pattern", one.patterns, definitions.patterns),
                ("enabler", one.enablers, definitions.enablers.enablers),
                ("soft flag", getattr(one, "flags", ()), definitions.soft_flags),
            )
            for kind, wanted, there in known:
                for word in sorted(set(wanted) - set(there)):
                    raise DefinitionError(f"{folder}/{name}.toml: no {kind} {word!r}")
    for word in ("whole_service", "regional_triad"):
        if word not in definitions.review_types:
            raise DefinitionError(f"review_types: {word}.toml is needed: others fall back on it")


def _flags_exist(definitions: Definitions) -> None:
    interventions = definitions.interventions
    for where, flag in (
        ("policy.toml: decisions.credit_flag", definitions.policy.decisions.credit_flag),
        ("interventions.toml: heard", interventions.heard),
        ("interventions.toml: contested", interventions.contested),
    ):
        if flag not in definitions.soft_flags:
            raise DefinitionError(f"{where}: no such soft flag")


def _constants_exist(definitions: Definitions) -> None:
    for one in definitions.method.constant:
        try:
            one.value(definitions)
        except KeyError as error:
            raise DefinitionError(f"method.toml: no number stands under {error}") from error


def _watched_exist(definitions: Definitions) -> None:
    for name in sorted(set(definitions.policy.watch.measures) - set(definitions.in_year.measures)):
        raise DefinitionError(
            f"statistics.toml: watch.measures: in_year.toml declares no measure {name!r}"
        )


def _gated_series_exist(definitions: Definitions) -> None:
    known = {name for table in definitions.tables.values() for name in table.declared_series()}
    for series in sorted(set(definitions.gate.days()) - known):
        if not series.startswith(KEPT_WHOLE):
            raise DefinitionError(f"publication_gate.toml: no table declares {series!r}")


def _vital_signs_exist(definitions: Definitions) -> None:
    weighted = definitions.weighted()
    sides = {"high_is_worse": "high", "low_is_worse": "low"}
    for sign in definitions.vital_signs.sign:
        if sign.indicator not in weighted:
            raise DefinitionError(
                f"vital_signs.toml: no indicator that carries weight {sign.indicator!r}"
            )
        side = sides.get(weighted[sign.indicator].polarity, sign.worse)
        if side != sign.worse:
            raise DefinitionError(f"vital_signs.toml: {sign.item}: {side} is its worse side")


def _fed_tables_exist(definitions: Definitions) -> None:
    for source, publication in definitions.sources.publications.items():
        for table in sorted(publication.tables()):
            if table not in definitions.tables or definitions.tables[table].source != source:
                raise DefinitionError(f"sources.toml: {source}: {table!r} is no table of it")


def _series_exist(definitions: Definitions) -> None:
    known = {name for table in definitions.tables.values() for name in table.declared_series()}
    for indicator in definitions.indicators.values():
        wanted = {indicator.numerator, indicator.denominator, *indicator.published}
        wanted |= {indicator.history, indicator.out_of}
        for series in sorted(wanted - known - {None}, key=str):
            if str(series).startswith(KEPT_WHOLE) and series == indicator.history:
                continue
            raise DefinitionError(
                f"indicators/{indicator.indicator}.toml: no table declares the series {series!r}"
            )
    for name, step in definitions.pathway.steps.items():
        for series in sorted({step.begin, step.to} - known):
            raise DefinitionError(f"pathway.toml: {name}: no table declares the series {series!r}")


def _signs_exist(definitions: Definitions) -> None:
    weighted = definitions.weighted()
    for pattern in definitions.patterns.values():
        for sign in pattern.sign:
            where = f"patterns/{pattern.pattern}.toml: {sign.sign}"
            for kind, wanted, known in (
                ("indicator that carries weight", sign.indicators, weighted),
                ("step of the pathway", sign.steps, definitions.pathway.steps),
                ("soft flag", sign.flags, definitions.soft_flags),
            ):
                for name in sorted(set(wanted) - set(known)):
                    raise DefinitionError(f"{where}: no {kind} {name!r}")
            for name in sign.indicators if sign.side in ("worse", "better") else ():
                if weighted[name].polarity == "either_way":
                    raise DefinitionError(f"{where}: {name} has no worse side; say high or low")
