"""The public holidays of a calendar, spelled out for the people who keep to it: computed, and so not read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ola.agreement.scope import many
from ola.clock.public_holidays import named_holidays
from ola.errors import WrongCall
from ola.tree.markdown_text import prose, table
from ola.tree.value import Mapping, Node, Scalar

HEADER = ("Closed on", "Public holiday")


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
