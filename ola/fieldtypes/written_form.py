"""Written days and instants of one form, read all at once by the places at which their digits stand.

A column is nearly always written in one form. That of one of its first texts says where the digits stand in all
texts that have their other characters in the same places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from ola.fieldtypes.spec import DateOrder

    Ticks = NDArray[np.int64]
    Mask = NDArray[np.bool_]

# What a written instant is taken apart by.
PARTS = (
    r"^([0-9./-]+)(?:[Tt]|,? )([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(?: ?([AaPp])[Mm])?(?: ?(?:([Zz]|[Uu][Tt][Cc])|([+-])([0-9]{2}):?([0-9]{2})?))?$"
)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_SLASHED: dict[DateOrder, re.Pattern[str]] = {
    "day first": re.compile(r"(?P<day>[0-9]{1,2})(?P<by>[/.-])(?P<month>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})"),
    "month first": re.compile(r"(?P<month>[0-9]{1,2})(?P<by>[/.-])(?P<day>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})"),
}
_LAST_YEAR = 9999
_AT_ONCE = 1 << 14  # texts whose characters stay in the processor's cache
# So many forms are looked for in a column, each among so many of the first texts that have none yet.
_FORMS = 4
_EXAMPLES = 16

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Form:
    """Where the parts of a written day or instant stand, each from one place to another; null where there is none.

    `example` is a text of the form. `offset` is whether texts say one; `sign`, `hours` and `minutes` are where, unless
    it is that of UTC.
    """

    example: bytes
    year: Span
    month: Span
    day: Span
    hour: Span | None = None
    minute: Span | None = None
    second: Span | None = None
    fraction: Span | None = None
    offset: bool = False
    sign: int | None = None
    hours: Span | None = None
    minutes: Span | None = None

    def read(self, texts: pl.Series) -> tuple[Ticks, Mask]:
        """Give the microseconds since 1970, and which texts have the form; 0 of others.

        They are in UTC where texts say an offset, else as the clock on the wall shows them. All texts have as many
        bytes as the example. Those that have the form are in the calendar and on the clock.
        """
        import numpy as np

        found, fits = np.empty(len(texts), dtype=np.int64), np.empty(len(texts), dtype=bool)
        for low in range(0, len(texts), _AT_ONCE):
            part = slice(low, low + _AT_ONCE)
            # One long text, cut into rows of one length, is a table of characters: here a row for each place.
            characters = str(texts.slice(low, _AT_ONCE).str.join("").item()).encode()
            table = np.frombuffer(characters, dtype=np.uint8).reshape(-1, len(self.example)).T.copy()
            found[part], fits[part] = self._read(table)
        return found, fits

    def _read(self, table: NDArray[np.uint8]) -> tuple[Ticks, Mask]:
        import numpy as np

        fits = np.ones(table.shape[1], dtype=bool)
        for at, own in enumerate(self.example):
            if at == self.sign:
                fits &= (table[at] == ord("+")) | (table[at] == ord("-"))
            elif not chr(own).isdigit():
                fits &= table[at] == own
            else:
                table[at] -= ord("0")
                fits &= table[at] <= 9  # noqa: PLR2004 - unsigned, so that what stands before 0 lies beyond

        def number(place: Span, most: int | None = None) -> NDArray[np.int32]:
            """The number at a place; texts in which it is more than `most` do not fit."""
            found = table[place[0]].astype(np.int32)
            for digits in table[place[0] + 1 : place[1]]:
                found *= 10
                found += digits
            if most is not None:
                np.logical_and(fits, found <= most, out=fits)
            return found  # type: ignore[no-any-return]  # NumPy does not say so of `astype`

        year, month, day = number(self.year), number(self.month, 12), number(self.day)
        months = np.clip(year * 12 + month - 13, 0, _LAST_YEAR * 12 - 1)
        starts, ends = _month_starts()[months], _month_starts()[months + 1]
        fits &= (year > 0) & (month > 0) & (day > 0) & (day <= ends - starts)
        found: Ticks = (starts + (day - 1)) * 86_400_000_000
        if self.hour is not None and self.minute is not None:
            minutes = number(self.hour, 23) * 60 + number(self.minute, 59)
            if self.sign is not None:
                offset = np.zeros_like(day) if self.hours is None else number(self.hours, 23) * 60
                if self.minutes is not None:
                    offset += number(self.minutes, 59)
                minutes += np.where(table[self.sign] == ord("-"), offset, -offset)
            found += minutes.astype(np.int64) * 60_000_000
        if self.second is not None:
            found += number(self.second, 59).astype(np.int64) * 1_000_000
        if self.fraction is not None:
            # Finer fractions than microseconds are cut off.
            low, high = self.fraction[0], min(self.fraction[1], self.fraction[0] + 6)
            found += number((low, high)) * 10 ** (6 - (high - low))
        return np.where(fits, found, 0), fits


def read_forms(texts: pl.Series, find: Callable[[str], Form | None]) -> tuple[Ticks, Mask, Mask]:
    """Read texts form by form: give the microseconds as they are written, which texts were read, which say an offset.

    `find` gives the form of a text, nothing where it is not readable or has none; then the next one is asked.
    """
    import numpy as np
    import polars as pl

    found = np.zeros(len(texts), dtype=np.int64)
    is_read, has_offset = np.zeros(len(texts), dtype=bool), np.zeros(len(texts), dtype=bool)
    rows, left = texts.is_not_null().arg_true().to_numpy(), texts.drop_nulls()
    for _ in range(_FORMS):
        form = next((form for text in left.head(_EXAMPLES) if (form := find(text)) is not None), None)
        if form is None:
            break
        alike = left.str.len_bytes() == len(form.example)
        where, those = (rows, left) if alike.all() else (rows[alike.to_numpy()], left.filter(alike))
        found[where], fits = form.read(those)
        is_read[where], has_offset[where] = fits, form.offset
        if len(where) == len(rows) and fits.all():
            break
        rest = ~is_read[rows]
        rows, left = rows[rest], left.filter(pl.Series(rest))
    return found, is_read, has_offset


def form_of_day(text: str, order: DateOrder) -> Form | None:
    """Give the form of a text that is a written date, in the order declared or with its year first."""
    found = _ISO.fullmatch(text) or (_SLASHED[order].fullmatch(text) if order in _SLASHED else None)
    if found is None:
        return None
    return Form(text.encode(), year=found.span("year"), month=found.span("month"), day=found.span("day"))


def form_of_instant(text: str, order: DateOrder) -> Form | None:
    """Give the form of a text that is a written instant; nothing where its hours count to twelve."""
    found = re.match(PARTS, text)
    day = None if found is None or found[6] else form_of_day(found[1], order)
    if found is None or day is None:
        return None

    def place(group: int) -> Span | None:
        return None if found[group] is None else found.span(group)

    sign = None if found[8] is None else found.start(8)
    return Form(
        text.encode(),
        day.year,
        day.month,
        day.day,
        hour=place(2),
        minute=place(3),
        second=place(4),
        fraction=place(5),
        offset=found[7] is not None or sign is not None,
        sign=sign,
        hours=place(9),
        minutes=place(10),
    )


@lru_cache(maxsize=1)
def _month_starts() -> NDArray[np.int64]:
    """The first day of each month from January of the year 1 to the one after 9999, in days since 1970."""
    import numpy as np

    starts: Ticks = np.arange("0001-01", "10000-02", dtype="M8[M]").astype("M8[D]").view(np.int64)
    return starts
