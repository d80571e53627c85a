"""The lives of a lead's clocks, told as a person would."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from ola.evaluate.figures import exact_length
from ola.verdict import ClockLife

FORMAT = "ola.explain/1"
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the clocks of one lead have the verdicts they have; printed, it is told in order of time."""

    lead: str
    clocks: tuple[ClockLife, ...]

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values."""
        return {"format": FORMAT, "lead": self.lead, "clocks": [life.to_dict() for life in self.clocks]}

    def to_json(self) -> str:
        """Give what `ola measure --explain LEAD --format json` prints."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Tell the lives of the clocks, one after the other."""
        parts = ["\n".join(_told(life)) for life in self.clocks]
        return "\n\n".join(parts) if parts else f"No clock ever ran for {self.lead}."


def _told(life: ClockLife) -> Iterator[str]:
    verdict = life.verdict
    yield f"{life.name}, lead {verdict.lead}, cycle {verdict.cycle}: {verdict.verdict}"
    limit = "" if life.limit is None else f" within {life.limit}"
    chosen = "" if life.chosen_by is None else f" ({life.chosen_by})"
    place = f", {life.place}" if life.place else ""
    yield f"{_INDENT}{life.owed_by or 'somebody'} owes it{limit}{chosen}{place}"
    if life.calendars:
        yield f"{_INDENT}on the calendar{'s' if len(life.calendars) > 1 else ''} {', then '.join(life.calendars)}"
    lines = [(each.at, 0, f"{_moment(each.at)}  {each.what}") for each in life.happened]
    for ran in life.ran:
        what = "paused" if ran.paused else "counted"
        span = f"{_moment(ran.start)} to {_end(ran.start, ran.end)}"
        lines.append((ran.start, 1, f"    {span}  {what} {exact_length(ran.length)}"))
    lines.sort(key=lambda each: (each[0], each[1]))
    yield from (f"{_INDENT}{line}" for _, _, line in lines)
    used = "" if verdict.worked is None else f", {exact_length(verdict.worked)} used"
    yield f"{_INDENT}{verdict.verdict}: {verdict.reason or 'no reason given'}{used}"


def _moment(at: dt.datetime) -> str:
    return f"{at:%a %Y-%m-%d} {_time(at)} {at.tzname()}"


def _end(start: dt.datetime, end: dt.datetime) -> str:
    return _time(end) if start.date() == end.date() else f"{end:%a %Y-%m-%d} {_time(end)}"


def _time(at: dt.datetime) -> str:
    return at.time().isoformat("minutes" if not (at.second or at.microsecond) else "auto")
