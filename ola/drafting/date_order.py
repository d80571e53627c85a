"""The order in which a sample writes its dates: taken where some date can be read in one order alone, never else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ola.drafting.evidence import ENOUGH, Evidence
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.spec import DateOrder, Spec
from ola.finding import count

_ZONE = "UTC"
_TIMELY = re.compile(r"date|time|(?:^|_)(?:at|on|created|updated|modified|when)(?:_|$)|stamp")
_LIKELY = (dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


@dataclass(frozen=True, slots=True)
class Order:
    """The order that was found, why, and the columns of dates that nobody can read before it is said."""

    dates: DateOrder
    why: str | None = None
    undecided: frozenset[str] = frozenset()


def order_of(columns: Iterable[Evidence]) -> Order:
    """Find the order of all columns together: a system writes its dates in one way."""
    every = [each for each in columns if each.values and not each.is_nested]
    written = [each for each in every if not reads_dates(each, "iso") and _reads_either(each)]
    if written:
        day_alone = sum(_alone(each, "day first", "month first") for each in written)
        month_alone = sum(_alone(each, "month first", "day first") for each in written)
        if day_alone and not month_alone:
            return Order("day first", f"{count(day_alone, 'date')} can be read in no other way")
        if month_alone and not day_alone:
            return Order("month first", f"{count(month_alone, 'date')} can be read in no other way")
        return Order("iso", undecided=frozenset(each.column for each in written))
    if any(reads_dates(each, "epoch ms") for each in every if not reads_dates(each, "iso")):
        return Order("epoch ms", "dates are counted in milliseconds")
    return Order("iso")


def reads_dates(evidence: Evidence, dates: DateOrder) -> bool:
    """Say whether a column holds dates, with or without times, in this order."""
    if evidence.is_numeric and (dates != "epoch ms" or not _TIMELY.search(evidence.name)):
        return False
    return evidence.share(_reader(dates)) >= ENOUGH


def _reads_either(evidence: Evidence) -> bool:
    """Say whether each value is a date in one of the two orders that differ."""
    if evidence.is_numeric:
        return False
    day, month = _reader("day first"), _reader("month first")
    return evidence.share(lambda raw: day(raw) or month(raw)) >= ENOUGH


def _alone(evidence: Evidence, one: DateOrder, other: DateOrder) -> int:
    """Count the rows whose date only one of two orders can read."""
    read, fails = _reader(one), _reader(other)
    return evidence.rows_where(lambda raw: read(raw) and not fails(raw))


def _reader(dates: DateOrder) -> Callable[[object], bool]:
    """Give a function that says whether a value is a date or an instant; of milliseconds, in our times."""
    as_date = TYPES["date"].reader(Spec("date", dates=dates))
    as_instant = TYPES["datetime"].reader(Spec("datetime", zone=_ZONE, dates=dates))

    def read(raw: object) -> bool:
        instant = as_instant(raw)
        if isinstance(instant, dt.datetime) and dates == "epoch ms":
            return _LIKELY[0] <= instant <= _LIKELY[1]
        return instant is not MALFORMED or as_date(raw) is not MALFORMED

    return read
