"""A form's server in a thread of its own, stopped whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from earlywarning.register.form.server import FormServer


@contextmanager
def running(server: FormServer) -> Iterator[FormServer]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
