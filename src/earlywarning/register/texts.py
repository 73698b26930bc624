"""Free text: how long it may be, which characters it may hold, and whom it must not name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Joiners that some scripts cannot be written without.
JOINERS = {"\u200c", "\u200d"}
SHOWN = {"\n", "\t"}
E_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\W\d_]{2,}")
# Every repetition is bounded: who writes the text must not be able to make this slow.
SPELT_E_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?[(\[]?\bat\b[)\]]? ?[\w-]{1,40}"
    r"(?: ?[(\[]?(?:\.|\bdot\b)[)\]]? ?[\w-]{1,40}){0,3}"
    r" ?[(\[]?(?:\.|\bdot\b)[)\]]? ?(?:uk|com|org|net)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w-])(?:\+\d{1,3}|\(?0)(?:[\s()./\u2010-\u2015-]{0,2}\d){9,11}(?!\d)")
TEN_DIGITS = re.compile(r"(?<![\d.,-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\d-]|[.,]\d)")
NATIONAL_INSURANCE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}[ -]?[A-D]\b", re.IGNORECASE
)
# Letters of every script that has two sizes; the others tell no name by how it is written.
_LETTERS = [chr(n) for n in range(0x41, 0x2000) if chr(n).isalpha()]
_UPPER = "".join(c for c in _LETTERS if c.isupper() or c.istitle())
_LOWER = "".join(c for c in _LETTERS if c.islower())
_CAPITAL = rf"[{_UPPER}][\w'\u2019-]*[{_LOWER}]"
_PARTICLES = "van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|binti|al|el|ap|y|e"
TITLE = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Rev)\b\.?\s+"
    rf"[{_UPPER}]\w*"
)
# Seen at every word, so that "The" before a name does not hide it.
PAIR = re.compile(
    rf"\b(?=([{_UPPER}][{_LOWER}]+(?:['\u2019-][{_UPPER}]?[{_LOWER}]+)*)"
    rf"((?:[ \t]+(?:{_PARTICLES}))*)[ \t]+({_CAPITAL})\b)"
)
INITIALS = re.compile(
    rf"(?<!\w)((?:[{_UPPER}]\.[ \t]?){{1,3}}|(?:(?![AI])[{_UPPER}][ \t]){{1,2}})"
    rf"[ \t]*({_CAPITAL})\b"
)
AFTER_INITIALS = re.compile(rf"\b({_CAPITAL}),?[ \t]+((?:[{_UPPER}]\.[ \t]?){{1,3}})")
ALONE = re.compile(rf"(?<![\w.])(?:[{_UPPER}]\.){{2,3}}(?!\w)")
NO_INITIALS = {"U.K.", "N.B.", "P.S.", "U.S.", "E.U."}
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
    Grade Stage Part Table Figure Item Key Tier
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
    return out + [f"holds {what}; take it out" for what in _numbers_of_persons(text)]


def _numbers_of_persons(text: str) -> Iterator[str]:
    """Yield what leads straight to one person, in digits and letters of any width."""
    plain = unicodedata.normalize("NFKC", text)
    if ("@" in plain and E_MAIL.search(plain)) or SPELT_E_MAIL.search(" ".join(plain.split())):
        yield "an e-mail address"
    if PHONE.search(plain):
        yield "what looks like a phone number"
    if any(_is_nhs_number(found.group()) for found in TEN_DIGITS.finditer(plain)):
        yield "what looks like an NHS number"
    if NATIONAL_INSURANCE.search(plain):
        yield "what looks like a National Insurance number"


def _is_nhs_number(word: str) -> bool:
    """Tell by the last digit: it checks the nine before, weighted 10 to 2, modulo 11."""
    digits = [int(c) for c in word if c.isdecimal()]
    check = 11 - sum(d * (10 - at) for at, d in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == digits[9]


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

    It sees titles, pairs of capitalised words of which none is known, in any script that has
    capitals, and initials. It misses single names, names in small letters or in scripts without
    capitals, and people known by what is told of them.

    Args:
        text: the free text.
        known: words of authorities, places and organisations, as they are written.
    """
    text = unicodedata.normalize("NFC", text)
    harmless = known | ORDINARY
    found = [match.group() for match in TITLE.finditer(text)]
    for match in PAIR.finditer(text):
        first, between, last = match.groups()
        if not harmless.intersection((first, last)):
            found.append(f"{first}{between} {last}")
    for pattern, at in ((INITIALS, 2), (AFTER_INITIALS, 1)):
        found += [m.group().strip() for m in pattern.finditer(text) if m[at] not in harmless]
    found += [m.group() for m in ALONE.finditer(text) if m.group() not in NO_INITIALS]
    return list(dict.fromkeys(found))


def plain_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: such a one gets a quote before it."""
    text = "" if value is None else str(value)
    text = "".join(" " if _hidden(c) or c in SHOWN else c for c in text)
    return f"'{text}" if text.lstrip()[:1] in tuple("=+-@") and text.strip() else text
