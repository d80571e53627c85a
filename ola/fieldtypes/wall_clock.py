"""From what a clock on the wall shows in a zone to the instant.

A time that a clock change skips is read as if the clock had not been changed yet, which moves it forward
by the gap; of a time that comes twice the first is meant. Columns take their offsets from the same zone
data as Python's `zoneinfo`, since the one within Polars may be of another release and ends in 2100.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from ola.errors import WrongCall

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

_DAY = 86_400
# Within these years every change of a zone is looked for; before there was only local mean time, and
# later the rules repeat with the Gregorian calendar, every 400 years.
_FROM, _TO = 1800, 2500
_CENTURIES = 146_097 * _DAY
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock shows no zone


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that IANA name; raises WrongCall when there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{name!r} is not a zone; write an IANA name such as America/New_York"
        raise WrongCall(message) from error


def instant_columns(wall: pl.Expr, zone: str) -> pl.Expr:
    """Microseconds since 1970 in UTC, from those that the wall clock shows."""
    import numpy as np
    import polars as pl

    breaks, offsets = _offsets(zone)

    def shift(values: pl.Series) -> pl.Series:
        shown = values.fill_null(0).to_numpy()
        seconds = np.floor_divide(shown, 1_000_000)
        last = int(breaks[-1])
        beyond = np.maximum(0, -((last - seconds) // _CENTURIES))
        at = np.searchsorted(breaks, seconds - beyond * _CENTURIES, side="right") - 1
        instants = pl.Series(values.name, shown - offsets[at] * 1_000_000, dtype=pl.Int64)
        return (
            instants.zip_with(values.is_not_null(), pl.Series([None], dtype=pl.Int64))
            if values.has_nulls()
            else instants
        )

    return wall.map_batches(shift, return_dtype=pl.Int64(), is_elementwise=True)


@lru_cache(maxsize=64)
def _offsets(name: str) -> tuple[np.ndarray, np.ndarray]:
    """From which second on the wall which offset, in seconds, is in force."""
    import numpy as np

    zone = zone_of(name)
    fixed = dt.timedelta(seconds=1)

    def offset(second: int) -> int:
        return (_EPOCH + dt.timedelta(seconds=second)).replace(tzinfo=zone).utcoffset() // fixed  # type: ignore[operator]

    start = (dt.datetime(_FROM, 1, 1) - _EPOCH) // fixed  # noqa: DTZ001
    regular = (dt.datetime(_TO - 400, 1, 1) - _EPOCH) // fixed  # noqa: DTZ001
    end = regular + _CENTURIES
    breaks, offsets = [-(2**62)], [offset(start)]
    for low in (*range(start, regular, _DAY), *range(regular, end, 7 * _DAY)):
        high = min(low + (_DAY if low < regular else 7 * _DAY), end)
        after = offset(high)
        if after == offsets[-1]:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == offsets[-1]:
                low = middle  # noqa: PLW2901
            else:
                high = middle
        breaks.append(high)
        offsets.append(offset(high))
    # The end itself opens no period; it only says where the rules begin to repeat.
    breaks.append(end)
    offsets.append(offset(end))
    return np.array(breaks, dtype=np.int64), np.array(offsets, dtype=np.int64)
