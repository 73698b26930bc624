"""Somebody at a page of the form who has a keyboard and nothing else, and axe beside them."""

from __future__ import annotations

from typing import Any

from tests.support.serving import SECRET

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320


def serious(page: Any) -> list[Any]:
    """Return what axe holds to be serious; it is put in past the policy that forbids scripts."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["passes"], "axe looked at nothing"
    return [
        (one["id"], one["nodes"][0]["html"][:120])
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def scrolls_sideways(page: Any) -> bool:
    """Tell whether a page is wider than a small phone; it is given its own size back."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return wide > NARROW


def tab_to(page: Any, name: str) -> None:
    """Press Tab until a field or button has the focus, and see that it shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.id, document.activeElement.textContent]").count(
            name
        ):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{name} does not show that it has the focus"
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def typed(page: Any, **fields: str) -> None:
    for name, word in fields.items():
        tab_to(page, name)
        page.keyboard.type(word)


def sign_in(page: Any, account: str) -> None:
    page.goto("/")
    assert page.url.endswith("/sign-in")
    typed(page, account=account, password=SECRET)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
