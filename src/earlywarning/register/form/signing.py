"""Sign in and out: one attempt at a time, each answered after the same while."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from earlywarning.register.accounts.account import Account
from earlywarning.register.accounts.acts import sign_in
from earlywarning.register.form import answers, page
from earlywarning.register.form.fields import fields_of
from earlywarning.register.form.form import Form
from earlywarning.register.form.sessions import LASTS_SECONDS, Session, same

COOKIE = "earlywarning_form"
# Browsers take a cookie of this name over HTTPS only, and from no other machine of the domain.
SECURE_COOKIE = f"__Host-{COOKIE}"
OUT_OF_DATE = "This form is no longer valid. Open the page again and send it anew."
NOT_OPENED = (
    "That account and password open nothing now. After several wrong ones an account waits; the "
    "consortium can open it again."
)


@dataclass(slots=True)
class Signing:
    """Cookies, and the door."""

    form: Form
    secure: bool
    _one_at_a_time: anyio.Lock = field(default_factory=anyio.Lock)

    def session(self, request: Request) -> Session | None:
        """Return the session of a browser, signed in or not."""
        return self.form.sessions.find(request.cookies.get(self._cookie, ""))

    async def show(self, request: Request) -> Response:
        """Ask for account and password, or lead on who is signed in."""
        session = self.session(request)
        if await run_in_threadpool(self.form.visit, session):
            return answers.go("/")
        # What ended with a change of the account is no session any more.
        session = self.session(request) or self.form.sessions.new()
        return self._handed(
            answers.shown(page.render("sign_in.html", csrf=session.csrf, fault="", name="")),
            session,
        )

    async def take(self, request: Request) -> Response:
        """Sign in, with a session that nobody knew before; or say no, after the same while."""
        given = await fields_of(request)
        session = self.session(request)
        if session is None or not same(given.get("csrf", ""), session.csrf):
            return answers.told(403, OUT_OF_DATE)
        until = time.monotonic() + self.form.pause
        account = await self._account(given)
        await anyio.sleep(max(0.0, until - time.monotonic()))
        if account is None:
            name = given.get("account", "")[:40]
            text = page.render("sign_in.html", csrf=session.csrf, fault=NOT_OPENED, name=name)
            return answers.shown(text, 403)
        self.form.sessions.end(session)
        return self._handed(answers.go("/"), self.form.sessions.new(account))

    async def _account(self, given: dict[str, str]) -> Account | None:
        name = given.get("account", "").strip().casefold()
        async with self._one_at_a_time:
            return await run_in_threadpool(
                sign_in, self.form.accounts, name, given.get("password", "")
            )

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        given = await fields_of(request)
        session = self.session(request)
        if session is None or not same(given.get("csrf", ""), session.csrf):
            return answers.told(403, OUT_OF_DATE)
        self.form.sessions.end(session)
        if session.account:
            await run_in_threadpool(self.form.note, session.account, "signed out")
        answer = answers.go("/sign-in")
        answer.delete_cookie(self._cookie, secure=self.secure, httponly=True, samesite="strict")
        return answer

    @property
    def _cookie(self) -> str:
        return SECURE_COOKIE if self.secure else COOKIE

    def _handed(self, answer: Response, session: Session) -> Response:
        answer.set_cookie(
            self._cookie, session.name, max_age=LASTS_SECONDS, httponly=True, samesite="strict",
            secure=self.secure,
        )  # fmt: skip
        return answer
