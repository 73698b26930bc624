"""The one base of everything declared: frozen, and strict about words it does not know."""

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """A frozen record read from a TOML file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
