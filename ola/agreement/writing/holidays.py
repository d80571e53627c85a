"""The public holidays of a calendar, spelled out for the people who keep to it: computed, and so not read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ola.agreement.clauses.header import Header
from ola.agreement.scope import many
from ola.clock.public_holidays import named_holidays
from ola.errors import WrongCall
from ola.tree.markdown_text import prose, table
from ola.tree.value import Mapping, Node, Scalar

HEADER = ("Closed on", "Public holiday")


MOST_YEARS = 3


def years_in_force(header: Header, now: dt.datetime) -> tuple[int, ...]:
    """Give the years in which an agreement is in force, three at most; without an end, the year of `now`.

    One that begins later is spelled out for its first year.
    """
    since, until = header.since, header.until
    if since is not None and until is not None:
        last = (until - dt.timedelta(days=1)).year
        return tuple(range(since.year, max(since.year, last) + 1))[:MOST_YEARS]
    return (max(now.year, since.year if since is not None else now.year),)


def write_holidays(calendar: Node, years: Iterable[int]) -> Iterator[str]:
    """Give a row for each public holiday of a calendar in these years; no rows where it keeps none."""
    days: dict[dt.date, str] = {}
    overridden = calendar.get("overrides") if isinstance(calendar, Mapping) else None
    for item in many(calendar.get("holidays") if isinstance(calendar, Mapping) else None):
        if not isinstance(item, Scalar) or item.text[:1].isdigit():
            continue
        for year in years:
            try:
                days |= named_holidays(item.text, year)
            except WrongCall:
                return
    own = {entry.name for entry in overridden.entries} if isinstance(overridden, Mapping) else set()
    rows = ((f"{day:%A} {day}", prose(name)) for day, name in sorted(days.items()) if day.isoformat() not in own)
    yield from table(HEADER, rows)
