"""Formal steps and support from outside, by kind, and how long their end is watched."""

from __future__ import annotations

from pydantic import Field

from earlywarning.definitions.model import Declared


class InterventionKind(Declared):
    """One kind; its key in the file is its identifier.

    `watched`: its end begins a watch. `demands`: it asks for a response and is none itself.
    """

    name: str
    watched: bool = False
    demands: bool = False


class Interventions(Declared):
    """interventions.toml, whole.

    `heard`: the soft flag that says an end where no row does; `contested`: the one that says that
    leaders do not accept what was found. `helpers`: roles by which a helper that is no authority is
    named.
    """

    watch_months: int = Field(gt=0)
    heard: str
    contested: str
    helpers: tuple[str, ...] = Field(min_length=1)
    kinds: dict[str, InterventionKind] = Field(min_length=1)
