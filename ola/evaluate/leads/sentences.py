"""What is wrong with one lead, in words: what `Reasons` says of a clause is said once, with gaps for what stands there.

What a demand on a field says is always the same but for the value. What a rule says hangs on which of its parts hold
and which fields are blank: of each such case it is said once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Any

from ola.evaluate.leads.ask_code import AskCode, deciding
from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.code_words import CodeWords
from ola.evaluate.leads.field_reader import REMEMBERED, SHORT
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.needs import needs
from ola.evaluate.showing import Gap, kept_and_shown, parts_of
from ola.expr import nodes
from ola.fieldtypes.spec import TypeName
from ola.finding import DataPlace, Finding, OpenFinding, OpenPlace
from ola.plan import OfType, Predicate, Shape
from ola.source import Place
from ola.verdict import Cells

Now = dt.datetime | None
Say = Callable[[Cells, Now, "str | None", frozenset[str]], Finding]
"""Says what is wrong with a lead: of its cells, the "now", its key, and the columns that stood under `properties`."""

Make = Callable[[Cells, Now], Finding]
"""The same of a lead that has no key, and whose columns stood in it directly."""

Compile = Callable[[str, str, CodeWords], Callable[..., Any]]
_NESTED = "properties"
NOWHERE: frozenset[str] = frozenset()
_CASES = 1024  # so many cases of a rule are remembered
# What stands in such a cell can be looked up. (True and 1 are equal, but not of one class.)
_HASHED: frozenset[type] = frozenset({str, int, bool, type(None)})
_FEW_VALUES: frozenset[TypeName] = frozenset({"boolean", "choice", "country", "integer", "language", "stage"})


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
        self._personal = [self._case.plan.fields[name].personal for name in self._at]
        self._columns = {pointer(column): column for column in self._case.fields.values()}
        self.said: list[Say] = [self._first(number) for number in range(len(self._case.forms))]

    def _first(self, number: int) -> Say:
        """Find the words when they are asked for the first time."""

        def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
            form = self._case.forms[number]
            found = self._of_shape(form) if isinstance(form, Shape) else self._of_predicate(number, form)
            self.said[number] = found
            return found(cells, now, key, nested)

        return say

    # ── what a form says ────────────────────────────────────────────────────────────────────────

    def _of_shape(self, shape: Shape) -> Say:
        """One sentence for all leads, which tells of one cell, or of none."""
        asks = isinstance(shape.demand, OfType) and not self._case.plan.fields[shape.field].personal
        why = self._reasons.asker(shape.field) if asks else None
        make, gaps = self._sentence(self._reasons.of_shape(shape, self._gap(shape.field)), why)
        return self._saying(make, gaps)

    def _of_predicate(self, number: int, form: Predicate) -> Say:
        """One sentence for each case, which the answers that a lead gives tell apart."""
        wanted = needs(self._case.plan, deciding(form))
        if wanted.scores or wanted.segments or wanted.now:
            return self._saying(partial(self._by_itself, number), None)
        code = AskCode(self._case, form)
        leaves = tuple(leaf_key(nodes.FieldRef(name)) for name in code.fields)
        ask = self._compiled("ask", code.source(), code.words)
        cases: dict[tuple[bool, ...], Make] = {}

        def make(cells: Cells, now: Now) -> Finding:
            answers, values = ask(cells, now)
            found = cases.get(answers)
            if found is None:
                is_blank = answers[len(answers) - 2 * len(leaves) :: 2]
                blanks = {leaf for leaf, blank in zip(leaves, is_blank, strict=True) if blank}
                evidence = Evidence(self._probes, dict(zip(leaves, values, strict=True)), blanks)
                found, _ = self._sentence(self._reasons.of_predicate(form, evidence, self._gap), None)
                if len(cases) < _CASES:
                    cases[answers] = found
            return found(cells, now)

        types = {self._case.plan.fields[name].type for name in code.fields}
        again = len(code.fields) == 1 or types <= _FEW_VALUES
        return self._saying(make, tuple(self._at[name] for name in code.fields) if again else None)

    def _by_itself(self, number: int, cells: Cells, now: Now) -> Finding:
        """Words that each lead has for itself, since they tell of scores, segments or the time."""
        reason = self._alone(number, cells, now)
        return reason.finding(DataPlace(field=self._path(reason)))

    def _sentence(self, reason: Reason, why: Callable[[object], str | None] | None) -> tuple[Make, tuple[int, ...]]:
        """Take apart what was said with gaps; give also of which cells it tells.

        `why` looks at the one value of which it tells for a better way out.
        """
        personal = self._personal
        (first, *parts), gaps = parts_of(reason.message)
        rest: tuple[tuple[int, bool, str | None], ...] = tuple(
            (int(gap), personal[int(gap)], part) for gap, part in zip(gaps, parts, strict=True)
        )
        at = None if reason.field is None or reason.value is None else self._at[reason.field]
        if at is not None and all(gap != at for gap, _, _ in rest):
            rest = (*rest, (at, personal[at], None))  # a value that the words do not show
        bare = replace(reason, value=None).finding(DataPlace(field=self._path(reason)))

        def make(cells: Cells, now: Now) -> Finding:  # noqa: ARG001 - the words of other forms tell of it
            message, value, advice = first, None, reason.advice
            for gap, is_personal, part in rest:
                seen, shown = kept_and_shown(cells[gap], personal=is_personal)
                if part is not None:
                    message = f"{message}{shown}{part}"
                if gap == at:
                    value = seen
                    if why is not None:
                        advice = why(cells[gap]) or advice
            return _with(bare, bare.place, message, value, advice)

        if at is None or len(rest) != 1 or len(parts) != 1:
            return make, tuple(gap for gap, _, _ in rest)
        is_own, last = personal[at], parts[0]

        def make_of_one(cells: Cells, now: Now) -> Finding:  # noqa: ARG001 - as above
            raw = cells[at]
            value, there = kept_and_shown(raw, personal=is_own)
            advice = reason.advice if why is None else why(raw) or reason.advice
            return _with(bare, bare.place, f"{first}{there}{last}", value, advice)

        return make_of_one, (at,)

    # ── said of a lead ──────────────────────────────────────────────────────────────────────────

    def _saying(self, make: Make, of: tuple[int, ...] | None) -> Say:
        """Say it of a lead. Where it tells `of` these cells only, what was said of the same is kept, unless personal.

        The odd values of one source are mostly the same few.
        """
        place = self._placed
        personal = any(self._personal[at] for at in of or ())
        if personal and of is not None and len(of) > 1:
            of = None
        match of:
            case ():
                always = make((), None)

                def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:  # noqa: ARG001
                    return always if key is None and not nested else place(always, key, nested)

            case (int(at),):
                known: dict[type, dict[object, Finding]] = {
                    each: {} for each in ([type(None)] if personal else _HASHED)
                }

                def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
                    raw = cells[at]
                    said = known.get(raw.__class__)
                    found = None if said is None else said.get(raw)
                    if found is None:
                        found = make(cells, now)
                        if (
                            said is not None
                            and len(said) < REMEMBERED
                            and (raw.__class__ is not str or len(raw) <= SHORT)
                        ):
                            said[raw] = found
                    return found if key is None and not nested else place(found, key, nested)

            case (_, _, *_):
                told: dict[tuple[object, ...], Finding] = {}
                these = itemgetter(*of)

                def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
                    raws = these(cells)
                    classes = (*map(type, raws),)
                    can_be_kept = _HASHED.issuperset(classes)
                    found = told.get(raws + classes) if can_be_kept else None
                    if found is None:
                        found = make(cells, now)
                        if can_be_kept and len(told) < REMEMBERED:
                            told[raws + classes] = found
                    return found if key is None and not nested else place(found, key, nested)

            case _:

                def say(cells: Cells, now: Now, key: str | None, nested: frozenset[str]) -> Finding:
                    found = make(cells, now)
                    return found if key is None and not nested else place(found, key, nested)

        return say

    def _placed(self, found: Finding, key: str | None, nested: frozenset[str]) -> Finding:
        """Give the finding in a lead that has a key, or some of whose columns stood under `properties`."""
        path = found.place.field if isinstance(found.place, DataPlace) else None
        if path is not None and self._columns[path] in nested:
            path = f"{pointer(_NESTED)}{path}"
        place = OpenPlace()
        place.file = place.row = place.line = None
        place.key = key
        place.field = path
        place.__class__ = DataPlace  # type: ignore[assignment]
        return _with(found, place, found.message, found.value, found.advice)  # type: ignore[arg-type]

    def _path(self, reason: Reason) -> str | None:
        return None if reason.field is None else pointer(self._case.fields[reason.field])

    def _gap(self, name: str) -> Gap:
        return Gap(f"{self._at[name]}")


def _with(model: Finding, place: Place | DataPlace | None, message: str, value: object, advice: str | None) -> Finding:
    """Give a finding like another, in a fifth of the time that `replace` takes."""
    finding = OpenFinding()
    finding.code = model.code
    finding.level = model.level
    finding.message = message
    finding.clause = model.clause
    finding.party = model.party
    finding.place = place
    finding.value = value
    finding.advice = advice
    finding.count = 1
    finding.examples = ()
    finding.fix = None
    finding.__class__ = Finding  # type: ignore[assignment]
    return finding  # type: ignore[return-value]
