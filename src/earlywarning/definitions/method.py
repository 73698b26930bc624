"""Which numbers of the method readers are told, by key, each with what it does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from earlywarning.definitions.model import Declared


class Constant(Declared):
    """One number: `key` is where it is declared, from `policy.` or `vital_signs.` on."""

    part: Literal["score", "band", "figures", "people", "openness", "interval", "alert"]
    key: str = Field(pattern=r"^(policy|vital_signs)\.[a-z_.]+$")
    unit: str
    words: str = Field(min_length=10)

    def value(self, declared: object) -> float:
        """Return the number that stands under the key.

        Raises:
            KeyError: if nothing stands there.
        """
        found = declared
        for name in self.key.split("."):
            found = found[name] if isinstance(found, dict) else getattr(found, name, None)
        if not isinstance(found, int | float):
            raise KeyError(self.key)
        return float(found)


class Method(Declared):
    """method.toml, whole."""

    constant: tuple[Constant, ...] = Field(min_length=1)
