"""What every run needs in its environment.

Imports nothing of Prefect: Prefect reads its environment when it is imported, and never again.
"""

from __future__ import annotations

import os
from pathlib import Path

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
    "PREFECT_HOME": str(PROJECT / ".prefect"),
}


def set_defaults() -> None:
    """Set what the caller has not set."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)


def set_for_demo() -> None:
    """Let nothing of a real installation in: own server, own store, only warnings on screen."""
    set_defaults()
    os.environ.pop("PREFECT_API_URL", None)
    home = PROJECT / ".prefect" / "demo"
    # A server whose folder has no parent folder dies and is started again until time is up.
    home.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(home)
    os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "true"
    os.environ["PREFECT_LOGGING_LEVEL"] = "WARNING"
