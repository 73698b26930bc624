"""The form as a web application: which address does what, for whom, and what is said to others."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from earlywarning.errors import EarlyWarningError
from earlywarning.register.form import answers, entries, offers, own, page
from earlywarning.register.form.fields import fields_of
from earlywarning.register.form.form import Form
from earlywarning.register.form.guard import Guard, Home
from earlywarning.register.form.sessions import same
from earlywarning.register.form.signing import OUT_OF_DATE, Signing
from earlywarning.register.form.visit import Visit

Handler = Callable[[Form, Visit, dict[str, str]], Response]
May = Callable[[Visit], bool]
SAID = {404: "There is no such page.", 405: "There is no such page."}
NOT_YOURS = "Your account has no such page."


class Pages:
    """Pages for those who are signed in and may see them."""

    def __init__(self, form: Form, signing: Signing) -> None:
        self.form, self.signing = form, signing

    def shown(self, path: str, may: May, handler: Handler) -> Route:
        """Return a page that is looked at; who is not signed in is led to the door."""

        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request)
            if visit is None:
                return answers.go("/sign-in")
            return await self._handled(handler, may, visit, dict(request.query_params))

        return Route(path, endpoint, methods=["GET"])

    def taken(self, path: str, may: May, handler: Handler) -> Route:
        """Return what a form is sent to, from a page of the same session only."""

        async def endpoint(request: Request) -> Response:
            """Refuse what comes from elsewhere or from nobody; hand on the rest."""
            given = await fields_of(request)
            session = self.signing.session(request)
            if session is None or not same(given.get("csrf", ""), session.csrf):
                return answers.told(403, OUT_OF_DATE)
            visit = await self._visit(request)
            if visit is None:
                return answers.told(403, "Sign in first.")
            return await self._handled(handler, may, visit, given)

        return Route(path, endpoint, methods=["POST"])

    async def _visit(self, request: Request) -> Visit | None:
        visit = await run_in_threadpool(self.form.visit, self.signing.session(request))
        request.state.visit = visit
        return visit

    async def _handled(
        self, handler: Handler, may: May, visit: Visit, given: dict[str, str]
    ) -> Response:
        if not may(visit):
            return answers.told(403, NOT_YOURS)
        return await run_in_threadpool(handler, self.form, visit, given)


def _home(form: Form, visit: Visit, given: dict[str, str]) -> Response:
    """Show the first page of whoever is signed in."""
    if visit.is_own:
        return own.show(form, visit, given)
    if visit.records:
        return entries.show(form, visit, given)
    return offers.show(form, visit, given)


def make_app(form: Form, home: Home) -> ASGIApp:
    """Return the form, guarded."""
    signing = Signing(form, home.secure)
    pages = Pages(form, signing)

    def is_own(visit: Visit) -> bool:
        return visit.is_own

    app = Starlette(
        routes=[
            Route("/style.css", _style),
            Route("/sign-in", signing.show, methods=["GET"]),
            Route("/sign-in", signing.take, methods=["POST"]),
            Route("/sign-out", signing.leave, methods=["POST"]),
            pages.shown("/", lambda v: v.is_own or v.records or v.decides, _home),
            pages.taken("/", lambda v: v.records, entries.take),
            pages.shown("/offers", lambda v: v.decides, offers.show),
            pages.taken("/offers", lambda v: v.decides, offers.take),
            pages.shown("/briefing", is_own, own.briefing),
            pages.taken("/answer", is_own, own.answer),
            pages.taken("/dispute", is_own, own.object_to),
        ],
        exception_handlers={HTTPException: _refused, EarlyWarningError: _cannot},
    )
    return Guard(app, home)


async def _style(_: Request) -> Response:
    return Response(page.style(), media_type="text/css")


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answers.told(error.status_code, SAID.get(error.status_code, error.detail))


async def _cannot(request: Request, error: Exception) -> Response:
    """Say what stands in the way; to an authority no more than that something does."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None or visit.is_own:
        return answers.told(409, "This cannot be shown or done now. Please tell the consortium.")
    return answers.told(409, f"Something stands in the way: {error}")
