"""Rows of a log or history: how many were used, how many left out, why, and an example of each.

Rows in = used + left out, always.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ola.finding import Code, DataPlace, Finding

Reason = Literal[
    "unreadable row",
    "exact duplicate",
    "no event of the agreement",
    "no change",
    "no lead",
    "unreadable time",
    "after as_of",
    "before the state",
]

NO_LEAD = Code(
    "OLA507",
    "warning",
    "An event names no lead",
    """\
The cell that should say which lead an event belongs to is blank, or holds no id. The row is counted and left
out: it can stop no clock.

    lead_id,event,at
    ,call,2026-03-02T10:00:00Z

Tasks logged on an account or a deal are the usual cause; export the lead's id with them.""",
)
UNREADABLE_TIME = Code(
    "OLA508",
    "error",
    "An event's time cannot be read",
    """\
The time of an event is missing, not a time, or names no moment because it has neither an offset nor a zone.
ola guesses no zone: 09:00 in Berlin and 09:00 in New York are six hours apart, longer than most limits.

    lead_id,event,at
    L1,call,2026-03-02 10:00

The row is counted and left out, and what hangs on it is unknown: a clock this event could have started,
stopped or cancelled gets no verdict for that lead (a cycle met without it stays met). Say which zone the
source writes (`zone: America/New_York` on the log), or how it writes dates (`dates: day first`).""",
)
AFTER_AS_OF = Code(
    "OLA509",
    "info",
    "Events lie after the instant of the report",
    """\
The log has events later than `as_of`. They are counted and left out, so that a report made as of an earlier
instant says what could be known then. Where they were not meant to lie in the future, look at the clock or the
zone of the source.""",
)
DUPLICATE = Code(
    "OLA510",
    "info",
    "Rows are repeated exactly",
    """\
Two rows of the file are equal in every cell. They are one event and count once; the others are counted as left
out. Exports that are joined from overlapping days do this. Rows that differ in any cell, an activity's own id for
one, are events of their own.""",
)

_CODES: dict[Reason, tuple[Code, str, str | None]] = {
    "no lead": (NO_LEAD, "{rows} of {name} {name_no} lead", None),
    "unreadable time": (
        UNREADABLE_TIME,
        "{rows} of {name} {has} a time that cannot be read",
        "Give the log a zone, or say how it writes dates.",
    ),
    "after as_of": (AFTER_AS_OF, "{rows} of {name} {lie} after the instant of the report", None),
    "exact duplicate": (DUPLICATE, "{rows} of {name} {repeat} another exactly", None),
}
EXAMPLES = 3


@dataclass(slots=True)
class Tally:
    """What became of the rows of one file."""

    name: str
    file: str
    rows: int = 0
    used: int = 0
    left_out: dict[Reason, int] = field(default_factory=dict)
    examples: dict[Reason, list[str]] = field(default_factory=dict)
    first: dict[Reason, DataPlace] = field(default_factory=dict)
    unreadable: list[Finding] = field(default_factory=list)
    earlier: list[Finding] = field(default_factory=list)
    """What earlier slices found of rows that could not be read, gathered by code."""

    def copy(self) -> Tally:
        """Give a tally of the same numbers, to count on from."""
        return replace(
            self,
            left_out=dict(self.left_out),
            examples={reason: list(texts) for reason, texts in self.examples.items()},
            first=dict(self.first),
            unreadable=list(self.unreadable),
            earlier=list(self.earlier),
        )

    def leave_out(self, reason: Reason, count: int) -> None:
        """Count rows that are left out."""
        if count:
            self.left_out[reason] = self.left_out.get(reason, 0) + count

    def show(self, reason: Reason, place: DataPlace, text: str) -> None:
        """Keep a row as an example, the first ones only."""
        known = self.examples.setdefault(reason, [])
        if len(known) < EXAMPLES:
            self.first.setdefault(reason, place)
            known.append(f"{place}: {text}" if text else str(place))

    def wants(self, reason: Reason) -> int:
        """How many more examples are welcome."""
        return EXAMPLES - len(self.examples.get(reason, ()))

    def take_unreadable(self, findings: Sequence[Finding]) -> None:
        """Count the rows that could not be read, each of which has its finding."""
        self.rows += len(findings)
        self.leave_out("unreadable row", len(findings))
        self.unreadable.extend(findings)

    def findings(self) -> Iterator[Finding]:
        """Say what was left out, one finding a reason."""
        yield from self.unreadable_ones()
        for reason, (code, text, advice) in _CODES.items():
            count = self.left_out.get(reason, 0)
            if not count:
                continue
            one = count == 1
            words = {
                "rows": "1 row" if one else f"{count:,} rows",
                "name": self.name,
                "name_no": "names no" if one else "name no",
                "has": "has" if one else "have",
                "lie": "lies" if one else "lie",
                "repeat": "repeats" if one else "repeat",
            }
            yield Finding(
                code.code,
                code.level,
                f"{text.format(**words)}; left out and counted.",
                place=self.first.get(reason, DataPlace(file=self.file)),
                advice=advice,
                count=count,
                examples=tuple(self.examples.get(reason, ())),
            )

    def unreadable_ones(self) -> Iterator[Finding]:
        """Gather the rows that could not be read: the first of each code, with how many there are."""
        by_code: dict[str, list[Finding]] = {}
        for finding in (*self.earlier, *self.unreadable):
            by_code.setdefault(finding.code, []).append(finding)
        for number, alike in sorted(by_code.items()):
            first = alike[0]
            others = [*first.examples, *(str(each.place) for each in alike[1 : 1 + EXAMPLES])]
            yield Finding(
                number,
                first.level,
                first.message,
                place=first.place,
                advice=first.advice,
                count=sum(each.count for each in alike),
                examples=tuple(others[:EXAMPLES]),
            )

    def to_dict(self) -> dict[str, object]:
        """Give the counts as plain values."""
        return {"rows": self.rows, "used": self.used, "left_out": dict(sorted(self.left_out.items()))}
