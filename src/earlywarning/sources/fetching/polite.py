"""Asks one thing at a time, waits when told to, tries again what may pass, and stops in time."""

from __future__ import annotations

import json
import random
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit, urlunsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential

from earlywarning.definitions.publication import Manners
from earlywarning.sources.fetching.address import leads_inside
from earlywarning.sources.fetching.answered import require_good
from earlywarning.sources.fetching.failures import (
    BusyError,
    CutError,
    FetchError,
    OutOfTimeError,
    UnreachableError,
)
from earlywarning.sources.fetching.line import Line

T = TypeVar("T")
CONNECT_TRIES = 2
REDIRECTS = 10
# A page of links or an answer in JSON is held in memory: a tenth of the largest file is its limit.
PAGE_SHARE = 10


NO_CONNECTION = (httpx.ConnectError, httpx.ConnectTimeout)
TROUBLES = (httpx.HTTPError, httpx.InvalidURL, CutError, BusyError)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need neither."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    draw: Callable[[], float] = random.random


class Polite:
    """One client for a whole fetch; `address` stands in for every publisher's own host."""

    def __init__(
        self,
        manners: Manners,
        clock: Clock | None = None,
        address: str = "",
        detail: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.manners = manners
        self.clock = clock or Clock()
        self._detail = detail
        self._address = address.rstrip("/")
        self._until = self.clock.now() + manners.total_minutes * 60
        self._next = self.clock.now()
        self._down: dict[str, str] = {}
        self._led: set[str] = set()
        self._client = httpx.Client(
            follow_redirects=False,
            verify=_trusted(),
            timeout=manners.timeout_seconds,
            # Each question has a line of its own, which can be cut.
            limits=httpx.Limits(max_keepalive_connections=0),
            # Lengths and ranges are of the bytes that travel, so they must be the file's own.
            headers={"User-Agent": manners.user_agent, "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def at(self, address: str) -> str:
        """Return the address that is really asked: the mirror's, where one was given."""
        if not self._address:
            return address
        parts = urlsplit(address)
        return self._address + urlunsplit(("", "", parts.path, parts.query, ""))

    def check_time(self) -> None:
        """Raise OutOfTimeError once the time for all is over, even in the middle of an answer."""
        if self.clock.now() > self._until:
            raise OutOfTimeError(f"{self.manners.total_minutes:g} minutes for all are over")

    def check_size(self, size: int, address: str) -> None:
        """Raise FetchError once an answer is larger than the largest that is taken."""
        largest = self.manners.largest_megabytes
        if size > largest * 1_000_000:
            raise FetchError(f"refused: {address}: more than {largest:g} MB were sent")

    @contextmanager
    def stream(self, address: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """Ask once and give the answer if it is a good one.

        Raises:
            NotThereError, FetchError: if it is refused for good.
            BusyError, httpx.TransportError: if it may pass; see `persist`.
        """
        self._pace()
        asked = self.at(address)
        with Line(address, self.manners.answer_minutes, self._led).open() as watched:
            for _ in range(REDIRECTS):
                with self._client.stream(
                    "GET", asked, headers=headers, extensions=watched
                ) as response:
                    onward = response.next_request
                    if onward is None:
                        require_good(response, address)
                        yield response
                        return
                self._may_go(address, asked, str(onward.url))
                asked = str(onward.url)
        raise FetchError(f"{address}: more than {REDIRECTS} redirects")

    def _may_go(self, address: str, asked: str, onward: str) -> None:
        """Refuse a redirect away from https, or to a door inside that was not asked for."""
        if urlsplit(asked).scheme == "https" and urlsplit(onward).scheme != "https":
            raise FetchError(f"{address}: leads away from https, to {onward}")
        if urlsplit(onward).netloc != urlsplit(asked).netloc:
            self.require_outside(address, onward)

    def require_outside(self, address: str, onward: str) -> None:
        """Refuse to be led to this machine or its network; a mirror there is asked by name.

        Raises:
            FetchError: naming where it led.
        """
        inside = leads_inside(onward)
        if inside:
            raise FetchError(f"{address}: leads inside, to {onward} ({inside}); not followed")
        with suppress(httpx.InvalidURL):
            self._led.add(httpx.URL(onward).raw_host.decode("ascii"))

    def json(self, address: str) -> dict[str, Any]:
        """Return an answer that is one JSON object.

        Raises:
            FetchError: if it is something else, a web page say.
        """
        content = self.persist(lambda: self._whole(address), address)
        try:
            answer = json.loads(content)
        except ValueError as error:
            shown = content[:40].decode("utf-8", "replace").strip()
            raise FetchError(f"{address}: not JSON but {shown!r}") from error
        if not isinstance(answer, dict):
            raise FetchError(f"{address}: JSON, but no object")
        return answer

    def text(self, address: str) -> str:
        """Return a page as text."""
        content = self.persist(lambda: self._whole(address), address)
        return content.decode("utf-8", "replace")

    def _whole(self, address: str) -> bytes:
        with self.stream(address, {}) as response:
            whole = bytearray()
            for chunk in response.iter_bytes():
                whole += chunk
                self.check_size(len(whole) * PAGE_SHARE, address)
                self.check_time()
            return bytes(whole)

    def persist(self, once: Callable[[], T], address: str) -> T:
        """Do once what asks the publisher, and again, ever later, while that may help.

        Raises:
            UnreachableError: if no connection can be made; the host is then not asked again.
            FetchError: if the tries or the time are used up.
        """
        host = urlsplit(self.at(address)).netloc
        if host in self._down:
            raise UnreachableError(self._down[host])
        tries = Retrying(
            sleep=self.clock.sleep,
            retry=retry_if_exception(_may_pass),
            wait=self._seconds,
            stop=self._enough,
            before_sleep=lambda state: self._before_waiting(state, address),
            reraise=True,
        )
        try:
            return tries(once)
        except NO_CONNECTION as error:
            self._down[host] = f"{host} cannot be reached: {error}"
            raise UnreachableError(self._down[host]) from error
        except TROUBLES as error:
            times = f", {self.manners.tries} times" if _may_pass(error) else ""
            raise FetchError(f"{address}: {_why(error)}{times}") from error

    def _enough(self, state: RetryCallState) -> bool:
        """Tell whether to give up; a host that takes no connection is given up sooner."""
        tries = self.manners.tries
        lost = isinstance(_error(state), NO_CONNECTION)
        return state.attempt_number >= (min(CONNECT_TRIES, tries) if lost else tries)

    def _seconds(self, state: RetryCallState) -> float:
        """Return as many seconds as the server asks, else more each time, with some chance."""
        error = _error(state)
        if isinstance(error, BusyError) and error.wait is not None:
            return error.wait
        first, longest = self.manners.first_wait_seconds, self.manners.longest_wait_seconds
        # A quarter of chance keeps many askers from coming back in one moment.
        chance = 0.75 + 0.25 * self.clock.draw()
        return wait_exponential(multiplier=first, max=longest)(state) * chance

    def _before_waiting(self, state: RetryCallState, address: str) -> None:
        tried = f"try {state.attempt_number} of {self.manners.tries}"
        self._detail(f"  {address}: {_why(_error(state))} ({tried})")
        if self.clock.now() + state.upcoming_sleep > self._until:
            raise OutOfTimeError(f"to wait {state.upcoming_sleep:.0f} s more would take too long")
        if state.idle_for + state.upcoming_sleep > self.manners.answer_minutes * 60:
            raise FetchError(
                f"{address}: asks to wait {state.upcoming_sleep:.0f} s more; others are fetched"
            )

    def _pace(self) -> None:
        self.check_time()
        early = self._next - self.clock.now()
        if early > 0:
            self.clock.sleep(early)
        self._next = self.clock.now() + self.manners.pause_seconds


def _may_pass(error: BaseException | None) -> bool:
    """Tell whether asking again may help.

    It does not with too many redirects, an answer that cannot be decoded, an address that is none.
    """
    passing = isinstance(error, (httpx.TransportError, CutError, BusyError))
    return passing and not isinstance(error, httpx.UnsupportedProtocol)


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _why(error: BaseException | None) -> str:
    return str(error) or type(error).__name__


@cache
def _trusted() -> ssl.SSLContext:
    """Read the list of trusted authorities once; it takes longer than a request."""
    return httpx.create_ssl_context()
