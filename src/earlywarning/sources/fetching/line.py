"""One question on its way: cut when its answer takes too long, and never asked of a door inside.

A name is looked up once when it is judged and again when it is called, and may by then stand for
another address: so the address that took the call is judged too, before anything is sent.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from earlywarning.sources.fetching.address import is_public
from earlywarning.sources.fetching.failures import CutError, FetchError


class Line:
    """The connections that one question needs, redirects included.

    Args:
        address: what is asked, for messages.
        minutes: how long the whole answer may take; a byte now and then is no progress.
        led: hosts that somebody else named, which must not stand for an address inside.
    """

    def __init__(self, address: str, minutes: float, led: Collection[str]) -> None:
        self._address, self._minutes, self._led = address, minutes, led
        self._host = ""
        self._called: list[socket.socket] = []
        self._is_cut = False

    @contextmanager
    def open(self) -> Iterator[dict[str, Any]]:
        """Give the extensions of a request that is watched while the block lasts.

        Raises:
            FetchError: if it took too long, also where its end looked like the answer's own.
        """
        clock = threading.Timer(self._minutes * 60, self._cut)
        clock.daemon = True
        clock.start()
        try:
            yield {"trace": self._see}
        except (httpx.HTTPError, CutError) as error:
            self._require_whole(error)
            raise
        finally:
            clock.cancel()
            for one in self._called:
                one.close()
        self._require_whole(None)

    def _require_whole(self, error: Exception | None) -> None:
        if self._is_cut:
            raise FetchError(
                f"{self._address}: no whole answer within {self._minutes:g} minutes; hung up"
            ) from error

    def _cut(self) -> None:
        self._is_cut = True
        for one in self._called:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _see(self, event: str, told: dict[str, Any]) -> None:
        """Take note of a connection as it is made; behind a proxy the host is the proxy's."""
        if event == "connection.connect_tcp.started":
            self._host = told["host"]
        if event == "connection.connect_tcp.complete":
            line: socket.socket = told["return_value"].get_extra_info("socket")
            # A copy: TLS takes the first one away, and shutting either ends both.
            self._called.append(line.dup())
            there = str(line.getpeername()[0])
            if self._host in self._led and not is_public(there):
                line.close()
                raise FetchError(
                    f"{self._address}: leads inside, to {self._host} ({there}); not asked"
                )
