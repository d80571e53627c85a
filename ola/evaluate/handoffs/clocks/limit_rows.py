"""The row of a limit table that a cycle takes: the first that is true of its start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from ola.clock.wall_clock import moment
from ola.evaluate.handoffs.timeline.conditions import Answers
from ola.expr.nodes import Condition
from ola.plan import LimitRow, Restarted, StartsOn

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def row_conditions(rows: Iterable[LimitRow]) -> Iterator[Condition]:
    """Give the conditions of limit rows that a lead answers."""
    for row in rows:
        match row.when:
            case None | StartsOn() | Restarted():
                pass
            case _:
                yield row.when


def row_for(
    rows: Iterable[LimitRow],
    answers: Answers,
    places: Mapping[int, int],
    start: int,
    zone: ZoneInfo,
    *,
    restarted: bool = False,
) -> LimitRow | None:
    """Give the first row that is true; `places` say where the answer to a condition stands, by its identity."""
    for row in rows:
        match row.when:
            case None:
                return row
            case StartsOn(days):
                if _WEEKDAYS[moment(start, zone).weekday()] in days:
                    return row
            case Restarted():
                if restarted:
                    return row
            case _:
                if answers[places[id(row.when)]][0]:
                    return row
    return None
