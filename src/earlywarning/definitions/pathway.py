"""The way of a child through the service, as flows between published counts."""

from __future__ import annotations

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared


class Step(Declared):
    """One flow: of `begin`, so many reach `to`.

    `part` says that what reaches `to` is mostly counted in `begin` too, so that the share is set
    in a funnel of proportions; else it is a ratio of two counts. `at_most` says that more in `to`
    than in `begin` cannot be true, or is a matter of recording (`if_more` says which).
    `found_elsewhere`: a rule on the incoming file tells that already. `ask`: what a reviewer asks.
    """

    name: str
    begin: str
    to: str
    part: bool
    at_most: bool = False
    if_more: str = ""
    found_elsewhere: bool = True
    minimum: int = Field(ge=1)
    note: str
    ask: str

    @model_validator(mode="after")
    def _says_why(self) -> Step:
        if self.at_most and not self.if_more:
            raise ValueError("if_more: say what it means when more come out than go in")
        return self


class Pathway(Declared):
    """pathway.toml, whole; steps in the order of the way."""

    steps: dict[str, Step]

    def series(self) -> list[str]:
        """Return every series that a step counts, by name."""
        return sorted({one for step in self.steps.values() for one in (step.begin, step.to)})
