"""What a commitment may name: events, segments, calendars, fields and other commitments."""

from __future__ import annotations

from dataclasses import dataclass

from ola.plan import (
    Event,
    Field,
    Segment,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a commitment may name."""

    events: dict[str, Event]
    segments: dict[str, Segment]
    calendars: tuple[str, ...]
    fields: dict[str, Field]
    commitments: tuple[str, ...]
    on_calendar: frozenset[str] = frozenset()
    """The commitments that run on a calendar."""
