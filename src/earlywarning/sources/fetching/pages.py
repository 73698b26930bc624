"""Where a file lies that has no fixed address: behind the newest fitting link of a page."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from earlywarning.definitions.publication import PlainFile
from earlywarning.sources.fetching.failures import NotThereError
from earlywarning.sources.fetching.polite import Polite


def links_of(page: str) -> list[str]:
    """Return the links of a page in their order."""
    from justhtml import JustHTML

    found = JustHTML(page, sanitize=False).query("a[href]")
    return [str(link.attrs["href"]) for link in found if link.attrs and link.attrs["href"]]


def newest(links: list[str], pattern: str) -> str | None:
    """Return the fitting link with the latest year in it; the first of several of one year."""
    fitting = [link for link in links if re.search(pattern, link)]
    return max(fitting, key=_year, default=None)


def _year(link: str) -> int:
    years = [int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", link)]
    return max(years, default=0)


def address_of(polite: Polite, file: PlainFile) -> str:
    """Return the address of a file, found by following its links.

    Raises:
        NotThereError: naming the page on which no link fits: it was laid out anew.
    """
    address = file.address
    for pattern in file.links:
        link = newest(links_of(polite.text(address)), pattern)
        if link is None:
            raise NotThereError(f"{address}: no link fits {pattern!r}; was the page laid out anew?")
        before, address = address, urljoin(address, link)
        if urlsplit(polite.at(address)).netloc != urlsplit(polite.at(before)).netloc:
            polite.require_outside(before, address)
    return address
