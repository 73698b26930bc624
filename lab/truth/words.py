"""What is assumed, in words for the card: every number is the one the draws use."""

from __future__ import annotations

from lab.truth import assumed


def assumptions() -> list[str]:
    """Return the assumptions as lines of a Markdown list."""
    first, last = assumed.FIRST_MONTH.year, assumed.UNTIL.year
    slips = 100 * 12 * assumed.SLIP_CHANCE_A_MONTH
    shortest, longest = assumed.SLIP_SPAN_MONTHS
    shallow, deep = (depth / assumed.QUALITY_SPREAD for depth in assumed.SLIP_DEPTH)
    low, high = assumed.RATIO
    said = {
        "A nation": f"{assumed.AUTHORITIES} authorities by month, {first} to {last}. No pandemic, "
        "no reorganisation, no change of framework, no review that helps.",
        "Quality": "hidden; a lasting part, a slow wave, and slips. Each year "
        f"{slips:.1f} in a hundred authorities begin one, which falls by {shallow:.1f} to "
        f"{deep:.1f} standard units over {shortest} to {longest} months and stays until an "
        f"inspection finds it; then it mends over {assumed.REPAIR_MONTHS} months.",
        "Inspections": "of the usual kind, every "
        f"{min(assumed.YEARS_BETWEEN.values())} to {max(assumed.YEARS_BETWEEN.values())} years by "
        "the grade before (the published middle gaps), and no sooner for a slip. Grades are hidden "
        "quality with the inspectors' own spread; reports follow after "
        f"{assumed.REPORT_DAYS[0] // 7} to {assumed.REPORT_DAYS[1] // 7} weeks.",
        "Figures": "every weighted indicator each year, out on the day of the publication gate. "
        f"Each carries between none and {assumed.MOST_CARRIED:g} of quality (a correlation), dealt "
        "out anew in each nation; the rest is place, habit and chance. Set so that figures alone "
        "tell about as weakly as the published record does: that is a design, and no finding.",
        "A register that hears much": f"{assumed.CONCERNS_A_YEAR:g} concern a year about an "
        f"ordinary authority; at the bottom of a slip {low:g} to {high:g} times as many, by flag. "
        "A weak service is talked about more, slip or not. Sources, grades and reviews as the "
        "register has them; letters that name an area for priority action are among the entries. "
        "Nobody has measured how much oftener people speak up: gains rest on this.",
        "A register that hears little": f"{assumed.HEARS_LITTLE:.0%} of those entries, and all "
        "letters.",
        "Rumour": "as many entries, as well graded, about authorities and months drawn by lot; no "
        "letters, which nobody makes up.",
    }  # fmt: skip
    return [f"- {name}: {words}" for name, words in said.items()]
