"""Who is told what, and by which way: the consortium's own file, outside the definitions."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from earlywarning.definitions.model import Declared
from earlywarning.errors import DefinitionError

PASSWORD = "EARLYWARNING_SMTP_PASSWORD"  # noqa: S105 the variable's name
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
Kind = Literal["alert", "standing", "digest", "source", "run"]


class Mail(Declared):
    """The server that takes our mail; the password is in a file or in the environment."""

    sender: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    host: str = Field(min_length=1)
    port: int = Field(gt=0, lt=65536)
    security: Literal["starttls", "ssl", "none"] = "starttls"
    user: str = ""
    password_file: Path | None = None
    timeout_seconds: float = Field(default=30, gt=0)

    @model_validator(mode="after")
    def _never_in_the_open(self) -> Mail:
        if self.security == "none" and (self.user or self.host not in THIS_MACHINE):
            raise ValueError("security: none is for a server on this machine without a user")
        return self

    def password(self) -> str:
        """Return the password.

        Raises:
            DefinitionError: if the file that holds it cannot be read, or others can read it.
        """
        if self.password_file is None:
            return os.environ.get(PASSWORD, "")
        try:
            if self.password_file.stat().st_mode & 0o077:
                raise DefinitionError(f"{self.password_file}: others can read it; chmod 600")
            return self.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise DefinitionError(f"{self.password_file}: cannot be read: {error}") from error


class Reader(Declared):
    """One who is told: a role, of which regions (none: all), of which kinds of news."""

    role: str = Field(min_length=1, max_length=80)
    regions: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = Field(min_length=1)
    mail: tuple[str, ...] = ()
    webhook: str = Field(default="", pattern=r"^(https?://\S+)?$")

    @model_validator(mode="after")
    def _can_be_reached(self) -> Reader:
        if not (self.mail or self.webhook):
            raise ValueError("give mail or webhook")
        return self


class Notify(Declared):
    """notify.toml, whole."""

    mail: Mail | None = None
    reader: tuple[Reader, ...] = ()
    # Where the pages are served for those who are told, if anywhere.
    pages: str = ""
    # Asked after every good night that also fetched: whoever counts these misses a bad one.
    ping: str = Field(default="", pattern=r"^(https?://\S+)?$")
    # What could not be told within so many days is no news any more.
    news_days: int = Field(default=31, ge=1)

    @model_validator(mode="after")
    def _mail_has_a_way(self) -> Notify:
        if self.mail is None and any(one.mail for one in self.reader):
            raise ValueError("mail: a reader wants mail, and no server is given")
        return self


def load_notify(path: Path) -> Notify | None:
    """Read who is told; None where no such file is there.

    Raises:
        DefinitionError: naming the key; never a value, because an address may be a secret.
    """
    if not path.exists():
        return None
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DefinitionError(f"{path}: not readable as TOML: {error}") from error
    try:
        return Notify.model_validate(raw)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise DefinitionError(f"{path}: {faults}") from error
