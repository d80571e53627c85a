"""What is wrong with one lead, in words: what `Reasons` says of a clause is said once, with gaps for what stands there.

What a demand on a field says is always the same but for the value. What a rule says hangs on which of its parts hold
and which fields are blank: of each such case it is said once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from ola.evaluate.leads.ask_code import AskCode, deciding
from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.code_words import CodeWords
from ola.evaluate.leads.field_reader import REMEMBERED, SHORT
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.needs import needs
from ola.evaluate.showing import Gap, kept_and_shown, parts_of
from ola.expr import nodes
from ola.finding import DataPlace, Finding, OpenFinding, OpenPlace
from ola.plan import OfType, Predicate, Shape
from ola.verdict import Cells

Now = dt.datetime | None
Say = Callable[[Cells, Now, "str | None", frozenset[str]], Finding]
"""Says what is wrong with a lead: of its cells, the "now", its key, and the columns that stood under `properties`."""

Words = tuple[str, object, "str | None"]
"""A message, the value that the finding carries, and a way out."""

Compile = Callable[[str, str, CodeWords], Callable[..., Any]]
_NESTED = "properties"
NOWHERE: frozenset[str] = frozenset()
_CASES = 1024  # so many cases of a rule are remembered


class Sentences:
    """What the clauses of a docket say: `said`, by the numbers of its forms.

    Each is made when it is first asked for; many threads may use them.
    """

    def __init__(
        self, reasons: Reasons, probes: Probes, compiled: Compile, alone: Callable[[int, Cells, Now], Reason]
    ) -> None:
        """Begin with nothing said. `compiled` makes functions of generated code, `alone` the reason of one lead."""
        self._reasons, self._probes, self._compiled, self._alone = reasons, probes, compiled, alone
        self._case = reasons.docket
        self._at = {name: at for at, name in enumerate(self._case.fields)}
        self.said: list[Say] = [self._first(number) for number in range(len(self._case.forms))]

    def _first(self, number: int) -> Say:
        """Find the words when they are asked for the first time."""

        def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
            form = self._case.forms[number]
            found = self._of_shape(form) if isinstance(form, Shape) else self._of_predicate(number, form)
            self.said[number] = found
            return found(cells, now, key, nested)

        return say

    def _of_shape(self, shape: Shape) -> Say:
        """One sentence for all leads."""
        asks = isinstance(shape.demand, OfType) and not self._case.plan.fields[shape.field].personal
        why = self._reasons.asker(shape.field) if asks else None
        return self._sentence(self._reasons.of_shape(shape, self._gap(shape.field)), why)

    def _of_predicate(self, number: int, form: Predicate) -> Say:
        """One sentence for each case, which the answers that a lead gives tell apart."""
        wanted = needs(self._case.plan, deciding(form))
        if wanted.scores or wanted.segments or wanted.now:
            return partial(self._by_itself, number)
        code = AskCode(self._case, form)
        leaves = tuple(leaf_key(nodes.FieldRef(name)) for name in code.fields)
        ask = self._compiled("ask", code.source(), code.words)
        cases: dict[tuple[bool, ...], Say] = {}

        def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
            answers, values = ask(cells, now)
            found = cases.get(answers)
            if found is None:
                is_blank = answers[len(answers) - 2 * len(leaves) :: 2]
                blanks = {leaf for leaf, blank in zip(leaves, is_blank, strict=True) if blank}
                evidence = Evidence(self._probes, dict(zip(leaves, values, strict=True)), blanks)
                found = self._sentence(self._reasons.of_predicate(form, evidence, self._gap), None)
                if len(cases) < _CASES:
                    cases[answers] = found
            return found(cells, now, key, nested)

        return say

    def _by_itself(self, number: int, cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
        """Words that each lead has for itself, since they tell of scores, segments or the time."""
        reason = self._alone(number, cells, now)
        column = None if reason.field is None else self._case.fields[reason.field]
        return reason.finding(DataPlace(key=key, field=_path(column, nested)))

    def _sentence(self, reason: Reason, why: Callable[[object], str | None] | None) -> Say:
        """Say what was said with gaps; `why` looks at the one value of which it tells for a better way out."""
        personal = [self._case.plan.fields[name].personal for name in self._at]
        code, clause, party = reason.code.code, reason.clause.id, reason.clause.party
        level, default = reason.clause.level, reason.advice
        (first, *parts), gaps = parts_of(reason.message)
        rest: tuple[tuple[int, bool, str | None], ...] = tuple(
            (int(gap), personal[int(gap)], part) for gap, part in zip(gaps, parts, strict=True)
        )
        column = None if reason.field is None else self._case.fields[reason.field]
        nameless = DataPlace(field=_path(column, NOWHERE))  # where leads have no keys, the place is always the same
        at = None if reason.field is None or reason.value is None else self._at[reason.field]
        if at is not None and all(gap != at for gap, _, _ in rest):
            rest = (*rest, (at, personal[at], None))  # a value that the words do not show

        def words(cells: Cells) -> Words:
            message, value, advice = first, None, default
            for gap, is_personal, part in rest:
                seen, shown = kept_and_shown(cells[gap], personal=is_personal)
                if part is not None:
                    message = f"{message}{shown}{part}"
                if gap == at:
                    value = seen
                    if why is not None:
                        advice = why(cells[gap]) or default
            return message, value, advice

        # What one short text or whole number makes of the words is kept: the odd values of a source come again.
        one = rest[0][0] if len(rest) == 1 else None
        known: dict[type, dict[object, Words]] = {str: {}, int: {}}
        same = None if rest else words(())

        def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:  # noqa: ARG001
            said = same
            if one is not None and (kept := known.get((raw := cells[one]).__class__)) is not None:
                said = kept.get(raw)
                if said is None:
                    said = words(cells)
                    if len(kept) < REMEMBERED and (raw.__class__ is int or len(raw) <= SHORT):
                        kept[raw] = said
            message, value, advice = said or words(cells)
            finding = OpenFinding()
            finding.code = code
            finding.level = level
            finding.message = message
            finding.clause = clause
            finding.party = party
            finding.place = nameless if key is None and not nested else _place(key, _path(column, nested))
            finding.value = value
            finding.advice = advice
            finding.count = 1
            finding.examples = ()
            finding.fix = None
            finding.__class__ = Finding  # type: ignore[assignment]
            return finding  # type: ignore[return-value]

        return say

    def _gap(self, name: str) -> Gap:
        return Gap(f"{self._at[name]}")


def _place(key: str | None, field: str | None) -> DataPlace:
    place = OpenPlace()
    place.file = place.row = place.line = None
    place.key = key
    place.field = field
    place.__class__ = DataPlace  # type: ignore[assignment]
    return place  # type: ignore[return-value]


def _path(column: str | None, nested: frozenset[str]) -> str | None:
    """Point at a column as it came."""
    if column is None:
        return None
    return pointer(_NESTED, column) if column in nested else pointer(column)
