"""A tried approach from the study: where it was tried, what was seen, what it needs."""

from __future__ import annotations

from pydantic import Field, model_validator

from earlywarning.definitions.model import Declared

SOURCE = (
    "Action research into improvement in local children's services, 2016; pages counted in the "
    "text as held, without title and contents"
)
CAVEAT = (
    "Nothing here is a quick fix: the best design fails where it is poorly led, or where a service "
    "does not make it its own (page 34)."
)


class ToolkitFigure(Declared):
    """A figure as the study prints it, with its page; numbers are data and can be wrong."""

    what: str
    before: float | None = None
    after: float | None = None
    unit: str
    page: int = Field(ge=1)
    also_on_page: int | None = None
    printed_elsewhere: str = ""

    @model_validator(mode="after")
    def _is_possible(self) -> ToolkitFigure:
        if self.before is None and self.after is None:
            raise ValueError("figure: give before, after or both")
        shares = [v for v in (self.before, self.after) if v is not None and self.unit == "percent"]
        if any(not 0 <= value <= 100 for value in shares):
            raise ValueError("figure: no share lies outside 0 to 100; was it misprinted?")
        return self

    def told(self) -> str:
        """Return the figure in words, with its page."""
        values = [f"{v:g}" for v in (self.before, self.after) if v is not None]
        also = f" and {self.also_on_page}" if self.also_on_page else ""
        odd = f"; printed elsewhere as {self.printed_elsewhere}" if self.printed_elsewhere else ""
        page = f"page{'s' if also else ''} {self.page}{also}"
        return f"{self.what}: {' to '.join(values)} {self.unit} ({page}{odd})"


class Approach(Declared):
    """One tried approach; the file name is its identifier."""

    approach: str
    name: str
    where: str
    what: str
    patterns: tuple[str, ...]
    enablers: tuple[str, ...] = Field(min_length=1)
    needs: tuple[str, ...] = Field(min_length=1)
    caveat: str
    figure: tuple[ToolkitFigure, ...] = ()
    pages: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _says_where(self) -> Approach:
        if not (self.figure or self.pages):
            raise ValueError("say where in the study it stands: figures with pages, or pages")
        return self
