"""Words of the field that a lead member may not know, each explained where it is used."""

from __future__ import annotations

import re

TERMS = {
    "95% interval": (r"\b95% interval\b", "the range that holds the true figure 19 times in 20"),
    "Regional triad": (
        r"\bregional triad\b",
        "three authorities of a region that test one another's account of themselves",
    ),
    "Agency social worker": (r"\bagency\b", "hired through an agency, not employed by the council"),
    "Caseload": (r"\bcaseloads?\b", "the cases that one social worker holds"),
    "Conference": (
        r"\bconferences?\b",
        "a child protection conference, where family and professionals decide whether a child "
        "needs a protection plan",
    ),
    "Front door": (r"\bfront door\b", "where requests for help come in and are first decided on"),
    "Looked after": (r"\blooked[- ]after\b|\bchildren in care\b", "in the care of the authority"),
    "Peer review": (r"\bpeer review\b", "a visit by people of other authorities, to help"),
    "Protection plan": (
        r"\bprotection plans?\b",
        "what is done to keep a child safe who is being harmed or may be",
    ),
    "Re-referral": (r"\bre-referrals?\b", "another request for help within twelve months"),
    "Section 47 enquiry": (
        r"\bsection 47\b",
        "a check on whether a child is being harmed or may be",
    ),
    "Similar authorities": (
        r"\bsimilar authorities\b|\bneighbours\b",
        "the ten that the Department for Education's model finds most alike; the middle is the "
        "value with as many above it as below",
    ),
    "Suppressed": (r"\bsuppressed\b", "not published, so that no child can be recognised"),
    "Threshold": (r"\bthresholds?\b", "how serious a matter has to be before the service acts"),
    "Turnover": (r"\bturnover\b", "the share of social workers who left within a year"),
}


def explained(text: str) -> tuple[tuple[str, str], ...]:
    """Return the terms that a text uses, each with what it means, by letter."""
    low = text.lower()
    found = [(term, meant) for term, (pattern, meant) in TERMS.items() if re.search(pattern, low)]
    return tuple((term, f"{meant[:1].upper()}{meant[1:]}.") for term, meant in sorted(found))
