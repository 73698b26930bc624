"""Which addresses a publisher may lead to: no door of this machine or of the network around it."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

# Compatible, translated, and behind a gateway: their last 32 bits are an address of the older kind.
CARRIERS = tuple(ipaddress.IPv6Network(one) for one in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96"))


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
    return next((one for one in sorted(found) if not is_public(one)), "")


def is_public(word: str) -> bool:
    """Tell whether an address lies outside, also where an older one is written in a newer."""
    one = ipaddress.ip_address(word.split("%")[0])
    outside = one.is_global and not one.is_multicast
    if not isinstance(one, ipaddress.IPv6Address):
        return outside
    inner = _inner(one)
    return outside and not one.is_site_local and (inner is None or inner.is_global)


def _inner(one: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(one in network for network in CARRIERS):
        return ipaddress.IPv4Address(one.packed[-4:])
    return one.ipv4_mapped or one.sixtofour
