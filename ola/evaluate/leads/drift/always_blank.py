"""Fields that arrive blank: always, or in every lead of which they are required."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ola.finding import Code, Finding, Level, count
from ola.plan import CLAIMED, Present, Shape

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Seen

ALWAYS_BLANK = Code(
    "OLA322",
    "warning",
    "A field arrives blank",
    """\
The column is there, and no lead has anything in it; or no lead has anything of those for which the agreement
requires it. One lead that lacks a value is a slip; all of them are an export without the field's permission, an
integration that writes elsewhere, or a form that never asks.

    phone: {required: {when: source = event}}     and 212 leads from events, all without a phone

It is a warning where the field is required, else worth knowing.""",
)

_ADVICE = "See whether the export may read it, and whether anything fills it in."


def always_blank(seen: Seen) -> Iterator[Finding]:
    """Tell of each field that no lead has, and of each that no lead has of which it is required."""
    required = {
        shape.field: shape
        for shape in seen.docket.forms
        if isinstance(shape, Shape) and isinstance(shape.demand, Present) and shape.when is None
    }
    told = set()
    if seen.rows > 1:
        for column in seen.columns.values():
            own = column.own
            if own is None or column.filled:
                continue
            told.add(own.name)
            at = f" at {seen.docket.at}" if _staged(seen, own.name) else ""
            wanted = f", and it is required{at}" if own.name in required else ""
            what = f"{own.name} is blank in all {count(seen.rows, 'lead')}{wanted}."
            level: Level = "warning" if own.name in required else "info"
            yield seen.finding(ALWAYS_BLANK, column, what, level=level, advice=_ADVICE)
    for each in seen.required:
        there = seen.columns.get(seen.fields[each.field])
        if there is not None and each.is_never_met and each.field not in {*told, *required}:
            what = f"{each.field} is blank in all {count(each.holds, 'lead')} for which it is required{each.text}."
            yield seen.finding(ALWAYS_BLANK, there, what, advice=_ADVICE, count=each.holds)


def _staged(seen: Seen, name: str) -> bool:
    """Whether it is the stage that requires the field."""
    return seen.docket.at != CLAIMED and any(
        shape.field == name and isinstance(shape.demand, Present) and shape.at is not None
        for shape in seen.docket.plan.shapes
    )
