"""Free text: how long it may be, which characters it may hold, and whom it must not name."""

from __future__ import annotations

import re
import unicodedata

# Joiners that some scripts cannot be written without.
JOINERS = {"\u200c", "\u200d"}
SHOWN = {"\n", "\t"}
E_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")
PHONE = re.compile(r"(?<![\w-])(?:\+\d{1,3}|\(?0)(?:[\s().-]{0,2}\d){9,11}(?!\d)")
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Cllr|Rev)\b\.?\s+[A-Z]\w*")
# Seen at every word, so that "The" before a name does not hide it.
PAIR = re.compile(
    r"\b(?=([A-Z][a-z]+(?:['\u2019-][A-Z]?[a-z]+)*)[ \t]+([A-Z][\w'\u2019-]*[a-z])\b)"
)
# Words that stand in names of organisations, offices and days, and at the start of a sentence.
_WORDS = """
    The A An In On At By For From With Since After Before During About And But No Not All Some Two
    This That These Those Their They Our We It Its He She Who Which When Where What
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Spring Summer Autumn Winter Christmas Easter
    Ofsted Police Health Council County City Borough District School Schools Academy College
    University Trust Hospital Court Courts Service Services Board Partnership Safeguarding Children
    Childrens Children's Child Young People Family Families Hub Hubs Early Help Front Door Social
    Work Worker Workers Team Teams Director Assistant Head Principal Chief Executive Lead Member
    Cabinet Committee Scrutiny Officer Officers Independent Reviewing Chair Department Education
    Government Home Office National Local Authority Authorities Regional Region North South East
    West Care Leavers Looked Protection Conference Plan Plans Panel Union Unison Inspection Report
    Letter Notice Improvement Review Peer Self Evaluation Annex Act Act's Section Level Band Year
"""
ORDINARY = frozenset(_WORDS.split())


def faults_of(text: str, longest: int) -> list[str]:
    """Return why a text cannot be taken, each with what to do; none when it can.

    A text is stored as it was given. What could hide or turn other words is refused, not mended.
    """
    out = []
    if not text.strip():
        out.append("is empty")
    if len(text) > longest:
        out.append(f"has {len(text):,} characters; the limit is {longest:,}, so shorten it")
        return out
    bad = sorted({c for c in text if _hidden(c)})
    if bad:
        named = ", ".join(_named(c) for c in bad[:3])
        out.append(f"holds characters that cannot be seen or that turn the text ({named})")
    if "@" in text and E_MAIL.search(text):
        out.append("holds an e-mail address; take it out")
    if PHONE.search(text):
        out.append("holds what looks like a phone number; take it out")
    return out


def _hidden(character: str) -> bool:
    if character in SHOWN or character in JOINERS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _named(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X}, {name}"


def shown(text: str) -> str:
    """Return a text for a terminal: what cannot be seen or turns it stands there as its code.

    Entry refuses such characters; another program that writes to the ledger may not.
    """
    return "".join(f"\\u{ord(c):04x}" if _hidden(c) else c for c in text)


def persons_in(text: str, known: frozenset[str]) -> list[str]:
    """Return what looks like the name of a person. A weak rule, for a warning and no more.

    It sees titles and pairs of capitalised words of which none is known. It misses single names,
    names in small letters, names of other forms, and people known by what is told of them.

    Args:
        text: the free text.
        known: words of authorities, places and organisations, as they are written.
    """
    found = [match.group() for match in TITLE.finditer(text)]
    harmless = known | ORDINARY
    pairs = (match.groups() for match in PAIR.finditer(text))
    found += [" ".join(pair) for pair in pairs if not harmless.intersection(pair)]
    return list(dict.fromkeys(found))


def plain_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: such a one gets a quote before it."""
    text = "" if value is None else str(value)
    text = "".join(" " if _hidden(c) or c in SHOWN else c for c in text)
    return f"'{text}" if text.lstrip()[:1] in tuple("=+-@") and text.strip() else text
