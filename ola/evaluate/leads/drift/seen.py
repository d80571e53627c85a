"""What was seen of leads: of each column how it is filled and spelt, whatever the agreement says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.drift.blank_run import BlankRun
from ola.evaluate.leads.drift.constant import OneValue
from ola.evaluate.leads.drift.counting import Counting
from ola.evaluate.leads.drift.odd_date import Days
from ola.evaluate.leads.drift.outside_list import Outside
from ola.evaluate.leads.drift.spelling import CODES, UNREADABLE, Spelling
from ola.evaluate.leads.drift.stretches import Stretches
from ola.evaluate.leads.reasons import pointer
from ola.evaluate.showing import header, shown
from ola.finding import Code, DataPlace, Finding, Level
from ola.plan import Field

Numbers = NDArray[np.int64]
EXAMPLES = 3
_AT_ONCE = 100_000
_HIDDEN = shown(None, personal=True)


@dataclass(slots=True, eq=False)
class Column:
    """One column after all blocks; `own` is the field that the agreement has there, none where it knows no such column.

    What is not known to be impersonal is personal: the values of unknown columns are masked like those of fields that
    say so.
    """

    name: str
    own: Field | None
    counts: Numbers = field(default_factory=lambda: np.zeros(CODES, np.int64))
    stretches: Stretches = field(default_factory=Stretches)
    blanks: BlankRun = field(default_factory=BlankRun)
    value: OneValue = field(default_factory=OneValue)
    outside: Outside | None = None
    days: Days | None = None
    examples: dict[str, None] = field(default_factory=dict)

    @property
    def personal(self) -> bool:
        """Whether its values are masked."""
        return self.own is None or self.own.personal

    @property
    def blank(self) -> int:
        """How many rows have nothing there."""
        return int(self.counts[Spelling.BLANK])

    @property
    def filled(self) -> int:
        """How many rows have something there, readable or not."""
        return int(self.counts.sum()) - self.blank

    @property
    def unreadable(self) -> int:
        """How many rows have something there that is not readable as the field's type."""
        return int(self.counts[UNREADABLE:].sum())

    @property
    def shown_name(self) -> str:
        """Its name, masked where a person's data stands there in place of a header."""
        return header(self.name)

    def late(self, rows: int) -> None:
        """Note that so many rows went by before the first that has the column at all."""
        self.counts[Spelling.BLANK] += rows
        for first in range(1, rows + 1, _AT_ONCE):
            numbers = np.arange(first, min(first + _AT_ONCE, rows + 1))
            nothing = np.zeros(len(numbers), np.uint8)
            self.stretches.add(nothing, numbers)
            self.blanks.add(nothing == Spelling.BLANK, numbers)

    def exemplify(self, value: object) -> None:
        """Keep a value as an example, masked where it has to be; what is masked whole is none."""
        example = shown(value, personal=self.personal)
        if example != _HIDDEN:
            self.examples.setdefault(example)


@dataclass(frozen=True, slots=True, eq=False)
class Required:
    """What a conditional requirement met: of how many leads it holds, and how many of these are blank there."""

    field: str
    text: str
    holds: int
    blank: int

    @property
    def is_never_met(self) -> bool:
        """Whether no lead has the field of those for which it is required; one alone shows nothing."""
        return self.holds == self.blank > 1


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """All that was seen of one input, to be held against the docket of its system and stage.

    `fields` are all fields of the system, each with its column; `required` the requirements that hang on a condition.
    """

    docket: Docket
    counting: Counting
    as_of: dt.datetime
    rows: int
    columns: Mapping[str, Column]
    fields: Mapping[str, str]
    required: Sequence[Required] = ()

    def finding(
        self,
        code: Code,
        column: Column,
        message: str,
        *,
        level: Level | None = None,
        clause: str | None = None,
        row: int | None = None,
        advice: str | None = None,
        count: int = 1,
        examples: tuple[str, ...] = (),
    ) -> Finding:
        """Give a finding about a column: who supplies its field answers for it."""
        own = column.own
        place = DataPlace(self.counting.name) if row is None else self.counting.place(row)
        return Finding(
            code.code,
            level or code.level,
            message,
            clause=clause if own is None else clause or own.clause.id,
            party=None if own is None else own.supplied_by or own.clause.party,
            place=replace(place, field=pointer(column.shown_name)),
            advice=advice,
            count=count,
            examples=examples,
        )

    @property
    def missing(self) -> dict[str, str]:
        """Fields of the system whose column is not there."""
        return {name: column for name, column in self.fields.items() if column not in self.columns}
