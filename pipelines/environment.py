"""What every run needs in its environment.

Imports nothing of Prefect: Prefect reads its environment when it is imported, and never again.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from earlywarning.settings import logs_json

PROJECT = Path(__file__).resolve().parents[1]
SERVER = "http://127.0.0.1:4200/api"
LEASES = "prefect.server.concurrency.lease_storage.filesystem"

# Offline and quiet; leases on disk, because a lease held in memory is lost with the server and its
# slot is then never freed; patience, because a first start takes up to 15 of the default 20 s.
DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": LEASES,
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "http://127.0.0.1:4200",
    "PREFECT_HOME": str(PROJECT / ".prefect"),
    "PREFECT_API_URL": SERVER,
}


# Asked by the server and sent by every client: whoever may start runs may run any command here.
SERVER_ASKS, CLIENT_SENDS = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
OWN_HOSTS = {"127.0.0.1", "localhost", "::1"}
FEWEST = 40
JSON_LINES = "earlywarning.run.log.JsonLines"


def set_defaults() -> None:
    """Set what the caller has not set; close the server to other accounts and to foreign pages."""
    # As the command line does: what a flow writes is for this account alone.
    os.umask(0o077)
    for name, value in DEFAULTS.items():
        if not os.environ.get(name):
            os.environ[name] = value
    if logs_json():
        os.environ.setdefault("PREFECT_LOGGING_FORMATTERS_JSON_CLASS", JSON_LINES)
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER", "json")
        os.environ.setdefault("PREFECT_LOGGING_COLORS", "false")
    home = Path(os.environ["PREFECT_HOME"]).expanduser()
    # Prefect lays out its pages at its start, else among its code, where a service may not write.
    os.environ.setdefault("PREFECT_SERVER_UI_STATIC_DIRECTORY", str(home / "ui"))
    os.environ.setdefault(SERVER_ASKS, password_in(home))
    # A server elsewhere has a password of its own; it is never told ours. The address stands in the
    # environment, or Prefect would take another from a file and be given this one's password.
    if urlsplit(os.environ["PREFECT_API_URL"]).hostname in OWN_HOSTS:
        os.environ.setdefault(CLIENT_SENDS, os.environ[SERVER_ASKS])


def password_in(home: Path) -> str:
    """Return the server's password, made at first use in a folder that only this account reads.

    Raises:
        PermissionError: if another account could have put it there, or can read it.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = home / "private"
    private.mkdir(mode=0o700, exist_ok=True)
    private.chmod(0o700)
    kept, made = private / "server-password", private / f"{os.getpid()}"
    if not kept.exists():
        text = f"earlywarning:{secrets.token_urlsafe(32)}"
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)
        # Linked when whole: of two that start at once, both read the first one's.
        with suppress(FileExistsError):
            kept.hardlink_to(made)
        made.unlink()
    told = kept.lstat()
    password = kept.read_text(encoding="utf-8").strip()
    ours = told.st_uid == os.getuid() and not told.st_mode & 0o077 and stat.S_ISREG(told.st_mode)
    if not (ours and password.startswith("earlywarning:") and len(password) > FEWEST):
        raise PermissionError(f"{kept}: not a password that only this account knows; remove it")
    return password


def set_for_demo() -> None:
    """Let nothing of a real installation in: own server, own store, only warnings on screen."""
    for name in ("PREFECT_API_URL", SERVER_ASKS, CLIENT_SENDS):
        os.environ.pop(name, None)
    os.environ["PREFECT_HOME"] = str(PROJECT / ".prefect" / "demo")
    set_defaults()
    # Without an address the flow starts a server of its own, which is told the password already.
    del os.environ["PREFECT_API_URL"]
    os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "true"
    os.environ["PREFECT_LOGGING_LEVEL"] = "WARNING"
    # Nobody is to be told of an invented nation by the file of a real one.
    os.environ["EARLYWARNING_NOTIFY"] = str(PROJECT / "data" / "demo" / "notify.toml")
