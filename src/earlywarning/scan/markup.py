"""Rules about pages: nothing from outside becomes markup or loads by itself; alt and lang."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from earlywarning.scan.model import Content, Element, Hit, Knowledge, excerpt
from earlywarning.scan.reading import is_data

PAGES = ("html", "htm", "svg")
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.I)
LOADS = ("src", "srcset", "data", "poster", "background", "action", "formaction")
LOADING_LINKS = (
    "stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch",
    "manifest",
)  # fmt: skip
DRAWN = ("image", "use", "feimage")
STYLE_LOADS = re.compile(
    r"(?:url\(\s*['\"]?|@import\s+['\"]?)\s*((?:[a-z][a-z0-9+.-]*:)?//[^'\")\s;]+)", re.I
)
SCRIPT_LOADS = re.compile(r"\b(?:https?|wss?)://(?!www\.w3\.org/)[^\s'\"`]+", re.I)
PROGRAM = re.compile(r"^\s*(?:javascript|vbscript|data\s*:\s*text/html)", re.I)
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data")
# In a drawing that is opened as XML an entity can stand for elements, a style sheet can load.
XML_ACTS = re.compile(r"<!ENTITY|<\?xml-stylesheet", re.I)
INERT = ("application/json", "application/ld+json")
FRAMES = ("iframe", "frame", "frameset", "object", "embed", "base", "applet")


def active(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find scripts that are not the pages' own, attributes that act, and frames."""
    if content.kind not in PAGES:
        return
    for one in content.elements:
        said = _acts(content, one, known)
        if said:
            yield Hit(content.path, one.where, "active_content", said[:120])
    for found in XML_ACTS.finditer(content.raw):
        line = content.raw.count("\n", 0, found.start()) + 1
        said = excerpt(content.raw, *found.span())
        yield Hit(content.path, f"line {line}", "active_content", said)


def _acts(content: Content, one: Element, known: Knowledge) -> str:
    if one.tag == "script" and not _is_own(content, one, known):
        return f"script {one.attributes.get('src') or one.text.strip()[:60]!r}"
    if one.tag in FRAMES:
        return f"element {one.tag}"
    for name, value in one.attributes.items():
        if name.startswith("on"):
            return f"{one.tag} with {name}"
        if name in ADDRESSES and PROGRAM.match(value):
            return f"{one.tag} with {name}={value!r}"
    return ""


def _is_own(content: Content, one: Element, known: Knowledge) -> bool:
    """Tell whether a script is one of the pages' own, by its hash, or mere data."""
    if one.attributes.get("type") in INERT:
        return True
    text, source = one.text, one.attributes.get("src")
    if source:
        if OUTSIDE.match(source) or text.strip():
            return False
        try:
            text = (content.path.parent / source.split("?")[0]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
    return sha256(text) in known.scripts or is_data(text)


def sha256(text: str) -> str:
    """Return the hash by which a script is known."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def loading(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find outside addresses that load without anybody asking."""
    del known
    if content.kind in PAGES:
        for one in content.elements:
            for address in _loaded(one):
                yield Hit(content.path, one.where, "outside_address", f"{one.tag}: {address}")
    if content.kind == "css":
        yield from _in_text(content, STYLE_LOADS)
    if content.kind == "js":
        yield from _in_text(content, SCRIPT_LOADS)


def _loaded(one: Element) -> Iterator[str]:
    if not any("//" in value for value in one.attributes.values()) and "//" not in one.text:
        return
    for name in LOADS:
        value = one.attributes.get(name, "")
        if any(OUTSIDE.match(part) for part in value.split(",")):
            yield value
    rel = one.attributes.get("rel", "").lower().split()
    for name in ("href", "xlink:href"):
        value = one.attributes.get(name, "")
        drawn = one.tag in DRAWN or (one.tag == "link" and set(rel) & set(LOADING_LINKS))
        if drawn and OUTSIDE.match(value):
            yield value
    for text in (one.attributes.get("style", ""), one.text if one.tag == "style" else ""):
        yield from STYLE_LOADS.findall(text)


def _in_text(content: Content, pattern: re.Pattern[str]) -> Iterator[Hit]:
    for found in pattern.finditer(content.raw):
        line = content.raw.count("\n", 0, found.start()) + 1
        said = excerpt(content.raw, *found.span())
        yield Hit(content.path, f"line {line}", "outside_address", said)


def unescaped(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find text of the database that holds markup and stands in a page as it is."""
    if content.kind not in PAGES:
        return
    for text in known.markup:
        at = content.raw.find(text)
        if at >= 0:
            line = content.raw.count("\n", 0, at) + 1
            yield Hit(content.path, f"line {line}", "unescaped", excerpt(text))


def described(content: Content, known: Knowledge) -> Iterator[Hit]:
    """Find a page without its language, and pictures without a text alternative."""
    del known
    if content.kind not in PAGES:
        return
    for one in content.elements:
        if one.tag == "html" and not one.attributes.get("lang"):
            yield Hit(content.path, one.where, "missing_lang", "html without lang")
        if one.tag in ("img", "area") and "alt" not in one.attributes:
            yield Hit(content.path, one.where, "missing_alt", f"{one.tag} without alt")
    yield from _drawings(content)


def _drawings(content: Content) -> Iterator[Hit]:
    """Find drawings in a page; one in a file of its own is described where it is shown."""
    if content.kind == "svg":
        return
    for number, one in enumerate(content.elements):
        if one.tag != "svg" or one.is_told or one.attributes.get("aria-hidden") == "true":
            continue
        named = {"aria-label", "aria-labelledby"} & {k for k, v in one.attributes.items() if v}
        titled = any(e.tag in ("title", "desc") for e in content.elements[number + 1 : number + 4])
        if not named and not titled:
            yield Hit(content.path, one.where, "missing_alt", "svg without title or label")


RULES = (active, loading, unescaped, described)
