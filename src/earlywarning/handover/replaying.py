"""What a replay of history would have said, in lines for a person."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from earlywarning.definitions import AlertPolicy


def replayed(days: list[dt.date], alerts: pd.DataFrame, policy: AlertPolicy) -> list[str]:
    """Return one line per month on which figures came out, then the messages, then the digests."""
    budget = policy.messages_per_region_and_month
    lines = [
        f"{'month':8} {'looks':>5} {'messages':>8} {'most in a region':>16} "
        f"{'held by cool-down':>17} {'held by budget':>14} {'over':>5}"
    ]
    when = pd.to_datetime(alerts["looked_on"])
    months = when.dt.strftime("%Y-%m")
    # The front-door watch speaks on the day of a return, on which no figures need come out.
    for month in sorted({f"{day:%Y-%m}" for day in days} | set(months)):
        rows = alerts[months == month]
        sent = rows[rows["channel"] == "message"]
        most = int(sent["region"].value_counts().max()) if len(sent) else 0
        held = rows["held_back_by"].value_counts()
        looks = sum(f"{day:%Y-%m}" == month for day in days)
        lines.append(
            f"{month:8} {looks:5} {len(sent):8} {most:16} {held.get('cool_down', 0):17} "
            f"{held.get('budget', 0):14} {(rows['change'] == 'over').sum():5}"
        )
    lines.append(f"budget: {budget} messages per region and month")
    return lines + _messages(alerts) + _digests(alerts, when)


def _messages(alerts: pd.DataFrame) -> list[str]:
    sent = alerts[alerts["channel"] == "message"]
    sent = sent.sort_values(["looked_on", "region", "message"])
    rows = zip(sent["looked_on"], sent["region"], sent["message"], strict=True)
    return ["", "Messages", *(f"{day}  {region}: {words}" for day, region, words in rows)]


def _digests(alerts: pd.DataFrame, when: pd.Series) -> list[str]:
    digest = alerts[alerts["channel"] == "digest"].assign(
        quarter=when.dt.to_period("Q").astype(str)
    )
    lines = ["", "Digests"]
    for (quarter, region), rows in digest.groupby(["quarter", "region"]):
        raised = rows[rows["change"] != "over"]
        lines.append(f"{quarter}  {region}: {len(raised)} raised, {len(rows) - len(raised)} over")
        lines += [f"    {words}" for words in sorted(rows["message"])]
    return lines
