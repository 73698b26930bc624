"""Which addresses a publisher may lead to: no door of this machine or of the network around it."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


def leads_inside(address: str) -> str:
    """Return the address of this machine or its network that a host stands for, else nothing.

    A name is asked for all its addresses, and one inside is enough. A name that is not known here
    leads nowhere, unless by a proxy, whose business it then is.
    """
    host = urlsplit(address).hostname or ""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return ""
    return next((one for one in sorted(found) if not _is_public(one)), "")


def _is_public(word: str) -> bool:
    one = ipaddress.ip_address(word.split("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    return one.is_global and not one.is_multicast and (inner is None or inner.is_global)
