"""The clocks that still run, for the one who looks every ten minutes what to hurry for: soonest first.

Whoever lays them out has seen nothing but `open` in the JSON of `ola measure`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

Json = Mapping[str, Any]

COLUMNS = ("due_at", "remaining_s", "at_risk", "clause", "lead", "cycle", "owner", "started_at")
_HEADS = ("due", "left", "", "commitment", "lead", "owner", "last step")


def table(clocks: Sequence[Json], zone: ZoneInfo, limitless: Collection[str], limit: int) -> str:
    """Lay the first clocks out with their dues in a zone; the commitments of `limitless` have no due at all."""
    if not clocks:
        return "No clock is open."
    rows = [_HEADS, *(_row(clock, zone, limitless) for clock in clocks[:limit])]
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    padded = [_padded(column) for column in columns]
    lines = ["  ".join(row) for row in zip(*padded, strict=True)]
    left_out = len(clocks) - limit
    if left_out > 0:
        lines.append(f"… and {left_out:,} more")
    return "\n".join(line.rstrip() for line in lines)


def as_csv(clocks: Sequence[Json]) -> str:
    """Write every clock as a row of CSV, instants in UTC and times in seconds."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for clock in clocks:
        writer.writerow([_cell(clock[name]) for name in COLUMNS])
    return written.getvalue()


def _padded(column: tuple[str, ...]) -> list[str]:
    """Give the cells one width; times left stand to the right."""
    width = max(map(len, column))
    return [cell.rjust(width) if column[0] == "left" else cell.ljust(width) for cell in column]


def _row(clock: Json, zone: ZoneInfo, limitless: Collection[str]) -> tuple[str, ...]:
    due, left = clock["due_at"], clock["remaining_s"]
    if due is None:
        when = "no limit" if clock["clause"] in limitless else "paused"
    else:
        # The offset tells the hour that a clock change shows twice.
        at = dt.datetime.fromisoformat(due).astimezone(zone)
        when = f"{at:%Y-%m-%d %H:%M} {at.tzname()}"
    numbered = "" if clock["cycle"] == 1 else f", cycle {clock['cycle']}"
    return (
        when,
        "" if left is None else _length(left),
        "at risk" if clock["at_risk"] else "",
        clock["clause"].removeprefix("commitments."),
        f"{clock['lead']}{numbered}",
        clock["owner"] or "",
        _last_step(clock),
    )


def _last_step(clock: Json) -> str:
    """Name the latest step of the agreement that is due to be taken by now."""
    taken = [step for step in clock.get("steps", ()) if step["taken"]]
    last = max(taken, key=lambda step: step["at"], default=None)
    return "" if last is None else f"{last['step']}: {last['action']}"


def _length(seconds: float) -> str:
    """Write a time as hours and minutes, rounded down: what is shown is left for sure."""
    minutes = int(seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _cell(value: object) -> object:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else "" if value is None else value
