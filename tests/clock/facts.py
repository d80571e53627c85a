"""The facts of tests/vectors/clock, and the calendars they are about."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ola.clock import Calendar
from ola.clock.hours import Window

FOLDER = Path(__file__).parents[1] / "vectors/clock"


def read(name: str) -> list[dict[str, Any]]:
    """Read a file of facts, one a line."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def calendar_of(fact: dict[str, Any]) -> Calendar:
    """Make the fact's calendar."""
    return _calendar(json.dumps(fact["calendar"], sort_keys=True))


def array(*instants: dt.datetime) -> npt.NDArray[np.datetime64]:
    """Write aware instants as an array in UTC."""
    return np.array([instant.astimezone(dt.UTC).replace(tzinfo=None) for instant in instants], dtype="M8[us]")


@cache
def _calendar(written: str) -> Calendar:
    said = json.loads(written)
    overrides: dict[str | dt.date, object] = dict(said.get("overrides", {}))
    plain = Calendar(said["tz"], said["hours"], said["holidays"], overrides)
    for day, breaks in said.get("breaks", {}).items():
        windows = [(each.opens, each.closes) for each in plain.windows_on(dt.date.fromisoformat(day))]
        for start, end in (tuple(map(_seconds, each)) for each in breaks):
            parts = [part for low, high in windows for part in ((low, min(high, start)), (max(low, end), high))]
            windows = [(low, high) for low, high in parts if low < high]
        overrides[day] = [Window(low, high) for low, high in windows]
    return Calendar(said["tz"], said["hours"], said["holidays"], overrides)


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60
