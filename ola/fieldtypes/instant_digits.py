"""Written instants of one form, read all at once by the places at which their digits stand.

A column is nearly always written in one form. That of its first text says where the digits stand in all texts
that have their other characters in the same places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Form:
    """Where the parts of a written instant stand, each from one place to another; null where there is none.

    `alike` is the pattern of texts of the same form, `length` how long they are. `offset` is whether they say one;
    `sign`, `hours` and `minutes` are where, unless it is that of UTC.
    """

    alike: str
    length: int
    hour: tuple[int, int]
    minute: tuple[int, int]
    second: tuple[int, int] | None
    fraction: tuple[int, int] | None
    offset: bool
    sign: int | None
    hours: tuple[int, int] | None
    minutes: tuple[int, int] | None

    def microseconds(self, texts: pl.Series) -> NDArray[np.int64]:
        """Give the microseconds since 1970 that texts of this form say, in UTC where they say an offset."""
        import numpy as np

        # One long text, cut into rows of one length, is a table of characters.
        characters = np.frombuffer(str(texts.str.join("").item()).encode(), dtype=np.uint8)
        table = characters.reshape(-1, self.length).T

        def number(place: tuple[int, int] | None) -> Any:
            if place is None:
                return 0
            found = np.zeros(table.shape[1], dtype=np.int64)
            for digits in table[slice(*place)]:
                found *= 10
                found += digits - ord("0")
            return found

        months = (number((0, 4)) - 1970) * 12 + (number((5, 7)) - 1)
        days = months.view("M8[M]").astype("M8[D]").view(np.int64) + (number((8, 10)) - 1)
        minutes = (days * 24 + number(self.hour)) * 60 + number(self.minute)
        if self.sign is not None:
            offset = number(self.hours) * 60 + number(self.minutes)
            minutes += np.where(table[self.sign] == ord("-"), offset, -offset)
        found: NDArray[np.int64] = (minutes * 60 + number(self.second)) * 1_000_000
        if self.fraction is not None:
            # Finer fractions than microseconds are cut off.
            low, high = self.fraction[0], min(self.fraction[1], self.fraction[0] + 6)
            found += number((low, high)) * 10 ** (6 - (high - low))
        return found


def form_of(text: str, parts: re.Pattern[str]) -> Form | None:
    """Take a text that is an instant apart; nothing where it does not begin with year, month and day.

    `parts` has the groups: day, hour, minute, second, fraction, AM or PM, UTC, sign, hours and minutes of the offset.
    """
    found = parts.match(text)
    if found is None or _ISO_DAY.fullmatch(found[1]) is None or found[6]:
        return None

    def place(group: int) -> tuple[int, int] | None:
        return None if found[group] is None else found.span(group)

    sign = None if found[8] is None else found.start(8)
    alike = "".join(
        "[0-9]" if each.isdigit() else "[+-]" if at == sign else re.escape(each) for at, each in enumerate(text)
    )
    return Form(
        alike=f"^{alike}$",
        length=len(text),
        hour=found.span(2),
        minute=found.span(3),
        second=place(4),
        fraction=place(5),
        offset=found[7] is not None or sign is not None,
        sign=sign,
        hours=place(9),
        minutes=place(10),
    )
