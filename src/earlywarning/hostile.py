"""What text from outside may not do to a page, a screen or a spreadsheet; tables keep it whole."""

from __future__ import annotations

import unicodedata

# No page needs more of one text; a name of a megabyte would be the page.
LONGEST = 4000
SHORTENED = " \N{HORIZONTAL ELLIPSIS} (cut: longer than a page can hold)"
# Control and format characters, lone surrogates: right-to-left marks are among them.
UNSEEN = ("Cc", "Cf", "Cs")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def seen(text: str) -> str:
    """Return a text without characters that control a screen or turn the writing direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in UNSEEN)


def tame(value: object) -> object:
    """Return a value as a page may print it: seen characters only, and not too many.

    Everything a template prints passes here, and is escaped afterwards; markup is left alone.
    """
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return seen(value if len(value) <= LONGEST else value[:LONGEST] + SHORTENED)


def harmless(cell: object) -> object:
    """Return a cell as a CSV file may hold it: text that begins like a formula gets an apostrophe.

    Numbers are left as they are, and so is text that is one, or a publisher's lone mark "-".
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA) or _is_harmless(cell):
        return cell
    return f"'{cell}"


def _is_harmless(text: str) -> bool:
    if text == "-":
        return True
    try:
        float(text)
    except ValueError:
        return False
    return text.strip() == text
