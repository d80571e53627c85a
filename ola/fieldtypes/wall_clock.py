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
    from collections.abc import Callable

    import numpy as np
    import polars as pl

# Between these years the changes of a zone are kept in a table; the few other times are asked for one by one.
_FROM, _TO = 1880, 2100
# No zone has changed its clock and changed it back within this time; Freetown once did in four days.
_STEP = 2 * 86_400
_SECOND = dt.timedelta(seconds=1)
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
    offset = _offset_in(zone)

    def shift(values: pl.Series) -> pl.Series:
        shown = values.fill_null(0).to_numpy()
        seconds = np.floor_divide(shown, 1_000_000)
        in_force = offsets[np.clip(np.searchsorted(breaks, seconds, side="right") - 1, 0, None)]
        outside = (seconds < breaks[0]) | (seconds >= breaks[-1])
        if outside.any():
            few, where = np.unique(seconds[outside], return_inverse=True)
            in_force[outside] = np.array([offset(int(second)) for second in few], dtype=np.int64)[where]
        instants = pl.Series(values.name, shown - in_force * 1_000_000, dtype=pl.Int64)
        null = pl.Series([None], dtype=pl.Int64)
        return instants.zip_with(values.is_not_null(), null) if values.has_nulls() else instants

    return wall.map_batches(shift, return_dtype=pl.Int64(), is_elementwise=True)


@lru_cache(maxsize=64)
def _offsets(name: str) -> tuple[np.ndarray, np.ndarray]:
    """From which second on the wall which offset, in seconds, is in force."""
    import numpy as np

    offset = _offset_in(name)
    start = (dt.datetime(_FROM, 1, 1) - _EPOCH) // _SECOND  # noqa: DTZ001
    end = (dt.datetime(_TO, 1, 1) - _EPOCH) // _SECOND  # noqa: DTZ001
    breaks, offsets = [start], [offset(start)]
    for low in range(start, end, _STEP):
        known, high = low, min(low + _STEP, end)
        after = offset(high)
        while after != offsets[-1]:  # one change or more lie between; halve the way to the first
            changed = high
            while changed - known > 1:
                middle = (known + changed) // 2
                if offset(middle) == offsets[-1]:
                    known = middle
                else:
                    changed = middle
            breaks.append(changed)
            offsets.append(offset(changed))
            known = changed
    # The end itself opens no period; it only says where the table ends.
    breaks.append(end)
    offsets.append(offset(end))
    return np.array(breaks, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _offset_in(name: str) -> Callable[[int], int]:
    """A function from a second on the wall to the zone's offset then, in seconds."""
    zone = zone_of(name)

    def offset(second: int) -> int:
        offset = (_EPOCH + dt.timedelta(seconds=second)).replace(tzinfo=zone).utcoffset()
        return 0 if offset is None else offset // _SECOND

    return offset
