"""The field's words: what each means, and the identifier that code and tables use for it."""

from __future__ import annotations

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared


class Word(Declared):
    """One word; `builders` marks those that only people who read code or tables meet."""

    word: str = Field(min_length=2)
    code: str
    meaning: str = Field(min_length=10)
    builders: bool = False


class Glossary(Declared):
    """glossary.toml, whole."""

    word: tuple[Word, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Glossary:
        words = [one.word.lower() for one in self.word]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ValueError(f"explained twice: {', '.join(twice)}")
        return self
