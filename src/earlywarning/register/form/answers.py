"""Answers of the form: a page, a sentence, or another address."""

from __future__ import annotations

from starlette.responses import HTMLResponse, RedirectResponse, Response

from earlywarning.register.form import page


def shown(text: str, status: int = 200) -> Response:
    """Return a page."""
    return HTMLResponse(text, status)


def told(status: int, words: str) -> Response:
    """Return a page with one sentence."""
    return HTMLResponse(page.render("told.html", words=words), status)


def go(where: str) -> Response:
    """Return another address, to be asked for anew: a form is not sent twice by going back."""
    return RedirectResponse(where, 303)
