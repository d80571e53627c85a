"""What is wrong with one lead, in words: what `Reasons` says of a clause is said once, with gaps for what stands there.

What a demand on a field says is always the same but for the value. What a rule says hangs on which of its parts hold
and which fields are blank: of each such case it is said once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ola.evaluate.leads.ask_code import AskCode, deciding
from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.code_words import CodeWords
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.needs import needs
from ola.evaluate.showing import Gap, kept_and_shown, parts_of
from ola.expr import nodes
from ola.finding import DataPlace, Finding, Level, finding_of_lead
from ola.plan import OfType, Predicate, Shape
from ola.verdict import Cells

Now = dt.datetime | None
Compile = Callable[[str, str, CodeWords], Callable[..., Any]]
_NESTED = "properties"
_CASES = 1024  # so many cases of a rule are remembered


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead as its findings speak of it: its cells, the "now", its key, and the columns under `properties`."""

    cells: Cells
    now: Now
    key: str | None
    nested: frozenset[str]

    def path(self, column: str | None) -> str | None:
        """Point at a column as it came."""
        if column is None:
            return None
        return pointer(_NESTED, column) if column in self.nested else pointer(column)


class Saying(Protocol):
    """What one clause says of leads that break it."""

    def finding(self, lead: Lead) -> Finding:
        """Say it of a lead."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same words for every lead, but for what stands in the gaps.

    Gaps are cells, by their number and whether they are personal; `valued` is the one whose value the finding carries.
    `why` looks at that value for a better way out than `advice`.
    """

    code: str
    level: Level
    clause: str
    party: str | None
    parts: tuple[str, ...]
    gaps: tuple[tuple[int, bool], ...]
    valued: tuple[int, bool] | None
    column: str | None
    path: str | None
    advice: str | None
    why: Callable[[object], str | None] | None

    def finding(self, lead: Lead) -> Finding:
        """Fill the gaps."""
        advice, value, there = self.advice, None, ""
        if self.valued is not None:
            at, is_personal = self.valued
            raw = lead.cells[at]
            value, there = kept_and_shown(raw, personal=is_personal)
            if self.why is not None:
                advice = self.why(raw) or advice
        message = self.parts[0]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            shown = there if gap == self.valued else kept_and_shown(lead.cells[gap[0]], personal=gap[1])[1]
            message = f"{message}{shown}{part}"
        path = lead.path(self.column) if lead.nested else self.path
        return finding_of_lead(self.code, self.level, message, self.clause, self.party, lead.key, path, value, advice)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence for each case, which the answers of `ask` tell apart; `say` makes it."""

    ask: Callable[[Cells, Now], tuple[tuple[bool, ...], tuple[object, ...]]]
    say: Callable[[tuple[bool, ...], tuple[object, ...]], Sentence]
    _cases: dict[tuple[bool, ...], Sentence] = field(default_factory=dict)

    def finding(self, lead: Lead) -> Finding:
        """Find the case and say it."""
        answers, values = self.ask(lead.cells, lead.now)
        said = self._cases.get(answers)
        if said is None:
            if len(self._cases) >= _CASES:
                self._cases.clear()
            said = self._cases[answers] = self.say(answers, values)
        return said.finding(lead)


@dataclass(frozen=True, slots=True)
class Alone:
    """Words that each lead has for itself: they tell of scores, segments and the time."""

    reason: Callable[[Cells, Now], Reason]
    column: Callable[[str], str]

    def finding(self, lead: Lead) -> Finding:
        """Work them out."""
        why = self.reason(lead.cells, lead.now)
        path = lead.path(None if why.field is None else self.column(why.field))
        return why.finding(DataPlace(key=lead.key, field=path))


class Sentences:
    """What every clause of a docket says, as far as somebody asked; used by many threads."""

    def __init__(
        self, reasons: Reasons, probes: Probes, compiled: Compile, alone: Callable[[int, Cells, Now], Reason]
    ) -> None:
        """Begin with nothing said. `compiled` makes functions of generated code, `alone` the reason of one lead."""
        self._reasons, self._probes, self._compiled, self._alone = reasons, probes, compiled, alone
        self._case = reasons.docket
        self._at = {name: at for at, name in enumerate(self._case.fields)}
        self._said: dict[int, Saying] = {}

    def of(self, number: int) -> Saying:
        """Give what the form of this number says."""
        found = self._said.get(number)
        if found is None:
            form = self._case.forms[number]
            found = self._of_shape(form) if isinstance(form, Shape) else self._of_predicate(number, form)
            self._said[number] = found
        return found

    def _of_shape(self, shape: Shape) -> Sentence:
        why = None
        if isinstance(shape.demand, OfType) and not self._case.plan.fields[shape.field].personal:
            why = lambda raw: self._reasons.why(shape.field, raw)  # noqa: E731
        return self._sentence(self._reasons.of_shape(shape, self._gap(shape.field)), why)

    def _of_predicate(self, number: int, form: Predicate) -> Saying:
        wanted = needs(self._case.plan, deciding(form))
        if wanted.scores or wanted.segments or wanted.now:
            return Alone(lambda cells, now: self._alone(number, cells, now), self._case.fields.__getitem__)
        code = AskCode(self._case, form)
        leaves = tuple(leaf_key(nodes.FieldRef(name)) for name in code.fields)

        def say(answers: tuple[bool, ...], values: tuple[object, ...]) -> Sentence:
            is_blank = answers[-2 * len(leaves) :: 2]
            blanks = {leaf for leaf, blank in zip(leaves, is_blank, strict=True) if blank}
            evidence = Evidence(self._probes, dict(zip(leaves, values, strict=True)), blanks)
            return self._sentence(self._reasons.of_predicate(form, evidence, self._gap), None)

        return Rule(self._compiled("ask", code.source(), code.words), say)

    def _sentence(self, reason: Reason, why: Callable[[object], str | None] | None) -> Sentence:
        """Take a reason apart that was given for gaps."""
        plan = self._case.plan
        personal = tuple(plan.fields[name].personal for name in self._at)
        parts, gaps = parts_of(reason.message)
        column = None if reason.field is None else self._case.fields[reason.field]
        at = None if reason.field is None or reason.value is None else self._at[reason.field]
        return Sentence(
            reason.code.code,
            reason.clause.level,
            reason.clause.id,
            reason.clause.party,
            parts,
            tuple((int(gap), personal[int(gap)]) for gap in gaps),
            None if at is None else (at, personal[at]),
            column,
            None if column is None else pointer(column),
            reason.advice,
            why,
        )

    def _gap(self, name: str) -> Gap:
        return Gap(f"{self._at[name]}")
