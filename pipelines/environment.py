"""What every run needs in its environment.

Imports nothing of Prefect: Prefect reads its environment when it is imported, and never again.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

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
}


# Asked by the server and sent by every client: whoever may start runs may run any command here.
SERVER_ASKS, CLIENT_SENDS = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
OWN_HOSTS = {"", "127.0.0.1", "localhost", "::1"}


def set_defaults() -> None:
    """Set what the caller has not set; close the server to other accounts and to foreign pages."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    password = password_in(Path(os.environ["PREFECT_HOME"]))
    os.environ.setdefault(SERVER_ASKS, password)
    # A server elsewhere has a password of its own; it is never told ours.
    if urlsplit(os.environ.get("PREFECT_API_URL", "")).hostname in {None, *OWN_HOSTS}:
        os.environ.setdefault(CLIENT_SENDS, os.environ[SERVER_ASKS])


def password_in(home: Path) -> str:
    """Return the server's password, made at first use in a folder that only this account reads."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    kept, made = home / "server-password", home / f".password-{os.getpid()}"
    if not kept.exists():
        made.touch(mode=0o600)
        made.write_text(f"earlywarning:{secrets.token_urlsafe(32)}", encoding="utf-8")
        # Linked when whole: of two that start at once, both read the first one's.
        with suppress(FileExistsError):
            kept.hardlink_to(made)
        made.unlink()
    return kept.read_text(encoding="utf-8")


def set_for_demo() -> None:
    """Let nothing of a real installation in: own server, own store, only warnings on screen."""
    for name in ("PREFECT_API_URL", SERVER_ASKS, CLIENT_SENDS):
        os.environ.pop(name, None)
    os.environ["PREFECT_HOME"] = str(PROJECT / ".prefect" / "demo")
    set_defaults()
    os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "true"
    os.environ["PREFECT_LOGGING_LEVEL"] = "WARNING"
