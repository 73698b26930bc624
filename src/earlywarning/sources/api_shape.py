"""What a query answer and its metadata must look like, for as much of them as is read."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from earlywarning.errors import SourceError


class Time(BaseModel):
    """The period of a result."""

    code: str
    period: str | int


class Result(BaseModel):
    """One row of an answer, by opaque ids."""

    timePeriod: Time  # noqa: N815 - as the publisher spells it
    geographicLevel: str  # noqa: N815
    locations: dict[str, str]
    filters: dict[str, str]
    values: dict[str, str | int | float | None]


class Page(BaseModel):
    """A page of an answer."""

    paging: dict[str, Any]
    results: list[Result]


class Level(BaseModel):
    """A geographic level."""

    code: str
    label: str = ""


class Option(BaseModel):
    """A place, or a label of a filter."""

    id: str
    label: str = ""
    name: str = ""
    code: str = ""
    oldCode: str = ""  # noqa: N815


class Places(BaseModel):
    """The places of one level."""

    level: Level
    options: list[Option]


class Column(BaseModel):
    """A filter or an indicator under the name of its column."""

    id: str
    column: str
    options: list[Option] = []


class Metadata(BaseModel):
    """The metadata of a data set."""

    filters: list[Column]
    indicators: list[Column]
    geographicLevels: list[Level]  # noqa: N815
    locations: list[Places]


def require(shape: type[BaseModel], content: object, what: str) -> None:
    """Hold what was read against its shape.

    Raises:
        SourceError: naming the first place that does not fit.
    """
    try:
        shape.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise SourceError(f"{what}: {at}: {first['msg']}", rule="json_shape") from error
