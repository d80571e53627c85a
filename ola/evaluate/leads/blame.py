"""What decided a condition of one lead: the fields, scores and segments but for which it would be otherwise.

It goes only into the parts that made the whole true, false or unknown, and names what stands in their
leaves. Each part is run by the same generated Python as everywhere, compiled when first asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

from ola.expr import nodes
from ola.expr.python import Constants, Leaf, answers
from ola.expr.truth import Answer, Truth
from ola.fieldtypes.text import fold
from ola.plan import Plan

Named = nodes.FieldRef | nodes.ScoreRef | nodes.SegmentRef
_Term = Callable[[str], Answer[bool]]
_Probe = Callable[[Mapping[str, Any], Collection[str], _Term], tuple[object, object]]
_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def leaf_key(leaf: Leaf) -> str:
    """Give the key of a leaf in a table of values: text is hashed at once, a node is taken apart for it."""
    match leaf:
        case nodes.FieldRef(name):
            return f"field {name}"
        case nodes.ScoreRef(name):
            return f"score {name}"
        case nodes.SegmentRef(name):
            return f"segment {name}"
        case nodes.Now():
            return "now"
        case _:
            return str(leaf)


@dataclass(slots=True)
class Probes:
    """The conditions of a plan and their parts, compiled when first asked; shared by all leads and threads."""

    plan: Plan
    # By identity: hashing a condition walks all of it. The condition is kept, so that its id stays its own.
    _compiled: dict[int, tuple[nodes.Condition, _Probe]] = field(default_factory=dict)

    def of(self, condition: nodes.Condition) -> _Probe:
        """Give a function from a lead's values to the condition's two answers."""
        found = self._compiled.get(id(condition))
        if found is not None:
            return found[1]
        constants = Constants()
        answer = answers(condition, _Table(constants), constants)
        code = f"lambda value, blanks, term: ({answer.true}, {answer.false})"
        probe: _Probe = eval(code, constants.pool)  # noqa: S307 - names are constants
        self._compiled[id(condition)] = (condition, probe)
        return probe


@dataclass(slots=True)
class Evidence:
    """One lead's values by `leaf_key` (None where blank or malformed), which are blank, and what follows."""

    probes: Probes
    values: Mapping[str, Any]
    blanks: Collection[str]
    _terms: dict[str, Answer[bool]] = field(default_factory=dict)

    def truth(self, condition: nodes.Condition) -> Truth:
        """Say whether a condition is true, false or unknown of the lead."""
        true, false = self.probes.of(condition)(self.values, self.blanks, self._term)
        return Truth.TRUE if true else Truth.FALSE if false else Truth.UNKNOWN

    def blame(self, condition: nodes.Condition, outcome: Truth) -> tuple[Named, ...]:
        """Name what made the condition what it is (its `outcome`); of an unknown one, what is blank or malformed."""
        found: dict[Named, None] = {}
        seen: set[tuple[int, Truth]] = set()

        def go(item: nodes.Condition, outcome: Truth) -> None:
            if (id(item), outcome) in seen:
                return
            seen.add((id(item), outcome))
            match item:
                case nodes.And(items) | nodes.Or(items) | nodes.AtLeast(_, items):
                    for part in items:
                        if self.truth(part) is outcome:
                            go(part, outcome)
                case nodes.Not(part):
                    go(part, _OPPOSITE[outcome])
                case nodes.IsTrue(part):
                    go(part, self.truth(part))
                case nodes.TermRef(name):
                    go(self.probes.plan.terms[name].condition, outcome)
                case nodes.Always():
                    pass
                case _:
                    for operand in nodes.operands(item):
                        self._name(operand, outcome, found)

        go(condition, outcome)
        return tuple(found)

    def _name(self, operand: nodes.Operand, outcome: Truth, found: dict[Named, None]) -> None:
        match operand:
            case nodes.FieldRef() | nodes.ScoreRef() | nodes.SegmentRef():
                if outcome is not Truth.UNKNOWN or self.values[leaf_key(operand)] is None:
                    found[operand] = None
            case (
                nodes.Literal()
                | nodes.ColumnRef()
                | nodes.Now()
                | nodes.EventTime()
                | nodes.EventCount()
                | nodes.CountOf()
                | nodes.Shifted()
                | nodes.DayOf()
            ):
                pass
            case _:
                assert_never(operand)

    def _term(self, name: str) -> Answer[bool]:
        found = self._terms.get(name)
        if found is None:
            condition = self.probes.plan.terms[name].condition
            true, false = self.probes.of(condition)(self.values, self.blanks, self._term)
            found = self._terms[name] = Answer(bool(true), bool(false))
        return found


@dataclass(frozen=True, slots=True)
class _Table:
    """The spelling of a probe: leaves are looked up in a table."""

    constants: Constants

    def value(self, leaf: Leaf, /) -> str:
        return f"value[{self.constants.name(leaf_key(leaf))}]"

    def folded(self, leaf: Leaf, /) -> str:
        return f"{self.constants.name(fold)}({self.value(leaf)})"

    def blank(self, leaf: Leaf, /) -> str:
        return f"({self.constants.name(leaf_key(leaf))} in blanks)"

    def may_be_none(self, leaf: Leaf, /) -> bool:
        return not isinstance(leaf, nodes.ScoreRef | nodes.SegmentRef | nodes.Now)

    def term(self, name: str, /) -> Answer[str]:
        call = f"term({self.constants.name(name)})"
        return Answer(f"{call}.true", f"{call}.false")
