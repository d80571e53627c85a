"""Values outside a closed list, counted: choices, countries and languages nobody agreed on, and stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from ola.evaluate.showing import kept, shown
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns, blank_reader
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import trim
from ola.finding import Code, Finding, count

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Column, Seen

OUTSIDE_LIST = Code(
    "OLA319",
    "warning",
    "Values stand outside a field's list",
    """\
The field takes a closed list of values, and leads have others. They are counted by how they are written, the most
frequent first; each of these leads has its own finding in `ola check`.

    source: {type: choice, choices: {web: Website, event: Trade show}}
    412 leads have another value: “Web form” (380), “webform” (22), “?” (10)

A value that comes often is mostly one that somebody added to the picklist of a system and to no agreement: take it
into `choices`, map it to one of them under `in` (`values:`), or name it under `blanks` if it means that nothing is
known. A value that comes once is mostly a slip.""",
)
UNKNOWN_STAGE = Code(
    "OLA321",
    "warning",
    "Leads claim a stage that the agreement does not have",
    """\
The field of the stage holds words that are none of the agreement's stages, nor what the system calls them. Whoever
changed the stages in the system did not change the agreement: no promise covers leads in such a stage, and `ola
measure` cannot tell what they went through.

    stages: {lead: {…}, mql: {…}, accepted: {…}}
    96 leads claim “Nurture”

Add the stage with its moves, or say under the field's `in` (`values:`) which stage the word stands for.""",
)

CLOSED = frozenset({"choice", "stage", "country", "language", "boolean"})
LISTED = 5
_EXAMPLES = 20
_MOST = 10_000
_FEW = 10_000  # so many are counted at once; to ask Polars would mean to wait until it is done with other blocks


@dataclass(slots=True, eq=False)
class Outside:
    """The values that were not on the list, by how they are written; `is_whole` while none had to be let go of."""

    spec: Spec
    times: Counter[str] = field(default_factory=Counter)
    is_whole: bool = True

    def add(self, values: pl.Series | Sequence[object]) -> None:
        """Take in the values of some rows; each way of writing is read once, and kept where it is not on the list."""
        if isinstance(values, pl.Series) and values.dtype == pl.String and len(values) <= _FEW:
            values = values.to_list()
        if isinstance(values, pl.Series) and not values.dtype.is_nested():
            found = self._of_column(values)
        elif {each.__class__ for each in values} <= {str, type(None)}:
            found = self._of_tally(Counter(values).items())
        else:
            found = self._of_tally((each, 1) for each in values)
        self.times.update(self._parts(found) if self.spec.many else found)
        if len(self.times) > _MOST:
            self.times = Counter(dict(self.times.most_common(_MOST // 2)))
            self.is_whole = False

    def _of_column(self, values: pl.Series) -> Counter[str]:
        tally = values.alias("value").value_counts()
        raw, dtype = pl.col("value"), values.dtype
        blank = blank_columns(self.spec, raw, dtype)
        misfit = ~blank & TYPES[self.spec.type].columns(self.spec, raw, dtype).is_null()
        found: Counter[str] = Counter()
        for value, times in tally.lazy().filter(misfit).collect().iter_rows():
            found[_written(value)] += times
        return found

    def _of_tally(self, tally: Iterable[tuple[object, int]]) -> Counter[str]:
        is_blank, read = blank_reader(self.spec), TYPES[self.spec.type].reader(self.spec)
        known: dict[tuple[type, str], bool] = {}
        found: Counter[str] = Counter()
        for value, times in tally:
            written = _written(value)
            key = (value.__class__, written)
            if key not in known:
                known[key] = not is_blank(value) and read(value) is MALFORMED
            if known[key]:
                found[written] += times
        return found

    def _parts(self, found: Counter[str]) -> Counter[str]:
        one = replace(self.spec, many=False)
        is_blank, read = blank_reader(one), TYPES[one.type].reader(one)
        parts: Counter[str] = Counter()
        for whole, times in found.items():
            for part in dict.fromkeys(map(trim, whole.split(";"))):
                if not is_blank(part) and read(part) is MALFORMED:
                    parts[part] += times
        return parts

    def listed(self, *, personal: bool) -> list[tuple[str, int]]:
        """Give the values as they may be shown, the most frequent first, with how often they stand there."""
        told: Counter[str] = Counter()
        for value, times in self.times.items():
            told[str(kept(value, personal=personal))] += times
        return sorted(told.items(), key=lambda each: (-each[1], each[0]))


def outside_lists(seen: Seen) -> Iterator[Finding]:
    """Tell of each field with a closed list what else stands there."""
    for column in seen.columns.values():
        own, outside = column.own, column.outside
        if own is None or outside is None or not outside.times:
            continue
        leads = count(column.unreadable, "lead")
        most = [(shown(value), times) for value, times in outside.listed(personal=own.personal)]
        named = ", ".join(f"{value} ({times:,})" for value, times in most[:LISTED])
        more = f" and {count(len(most) - LISTED, 'other')}" if len(most) > LISTED else ""
        have = "has" if column.unreadable == 1 else "have"
        if own.type == "stage":
            code, said = UNKNOWN_STAGE, f"{leads} {'claims' if column.unreadable == 1 else 'claim'} a stage that the "
            said += f"agreement does not have: {named}{more}."
            advice = "Add the stage and its moves, or say under the field's `in` which stage the word stands for."
        else:
            code, said = OUTSIDE_LIST, f"{leads} {have} a value outside the list of {own.name}: {named}{more}."
            advice = "Take it into the list, map it under the field's `in`, or correct it where it comes from."
        yield seen.finding(
            code,
            column,
            said,
            clause=f"{own.clause.id}.{'choices' if own.choices else 'type'}",
            advice=_near(column, outside) or advice,
            count=column.unreadable,
            examples=tuple(f"{value} ({times:,})" for value, times in most[:_EXAMPLES]),
        )


def _near(column: Column, outside: Outside) -> str | None:
    """Say what the most frequent value may stand for."""
    if column.personal:
        return None
    value = min(outside.times, key=lambda each: (-outside.times[each], each))
    why = TYPES[outside.spec.type].why(outside.spec, value)
    return f"{shown(value)}: {why}" if why is not None and why.startswith("Did you mean") else None


def _written(value: object) -> str:
    """Write a value that is no text, so that it can be counted."""
    match value:
        case str():
            return trim(value)
        case list() | tuple():
            return ";".join(_written(each) for each in value)
        case _:
            return shown(value)
