"""When the figures of a period first came out, for years whose own releases are not held."""

from __future__ import annotations

from pydantic import Field, RootModel, model_validator

from earlywarning.definitions.model import Declared


class GateGroup(Declared):
    """Series that came out together, so many days after the last day of their period."""

    days: int = Field(ge=0)
    reason: str
    series: tuple[str, ...]


class Gate(RootModel[dict[str, GateGroup]]):
    """publication_gate.toml, whole."""

    @model_validator(mode="after")
    def _each_once(self) -> Gate:
        listed = [name for group in self.root.values() for name in group.series]
        twice = sorted({name for name in listed if listed.count(name) > 1})
        if twice:
            raise ValueError(f"listed in two groups: {', '.join(twice)}")
        return self

    def days(self) -> dict[str, int]:
        """Return the days after the end of a period, by series."""
        return {name: group.days for group in self.root.values() for name in group.series}
