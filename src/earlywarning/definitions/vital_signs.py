"""The vital signs that carry the performance pillar, with one weight for all."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared


class VitalSign(Declared):
    """One sign: how far an indicator stands from expected, or how fast it moves, on one side.

    position: from what the indicator declares as expected. neighbours: from its statistical
    neighbours, where the middle of all would tell of poverty. movement: change in a year. `seed`
    says where the study of 2016 names it; `after_the_study` that it was put on the list after a
    study of the years it is tested on had been read.
    """

    indicator: str
    kind: Literal["position", "neighbours", "movement"]
    worse: Literal["high", "low"]
    seed: str
    weight: float = Field(default=1.0, gt=0, le=1)
    after_the_study: bool = False

    @property
    def item(self) -> str:
        """Return its name among features and contributions."""
        return f"{self.indicator}:{self.kind}"

    @property
    def column(self) -> str:
        """Return the column of the comparison table that holds its distance."""
        return "neighbour_z" if self.kind == "neighbours" else f"{self.kind}_z"

    @property
    def direction(self) -> int:
        """Return 1 where high is worse, else -1."""
        return 1 if self.worse == "high" else -1


class VitalSigns(Declared):
    """vital_signs.toml, whole."""

    points: float = Field(gt=0)
    most_units: float = Field(gt=0)
    ordinary_units: float = Field(ge=0)
    sign: tuple[VitalSign, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> VitalSigns:
        items = [one.item for one in self.sign]
        twice = sorted({item for item in items if items.count(item) > 1})
        if twice:
            raise ValueError(f"listed twice: {', '.join(twice)}")
        return self

    def items(self) -> dict[str, VitalSign]:
        """Return the signs by their name."""
        return {one.item: one for one in self.sign}

    def counted(self) -> set[str]:
        """Return the signals that the signs count already, by indicator and kind."""
        kinds = {"neighbours": "position"}
        return {f"{one.indicator}:{kinds.get(one.kind, one.kind)}" for one in self.sign}

    def fixed_before(self) -> dict[str, VitalSign]:
        """Return the signs that were listed before any look at the years they are tested on."""
        return {one.item: one for one in self.sign if not one.after_the_study}
