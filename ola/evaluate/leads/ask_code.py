"""The Python that asks which parts of a rule or stage hold of one lead: their answers decide the words."""

from __future__ import annotations

from collections.abc import Iterator

from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.record_code import RecordCode, identifiers
from ola.evaluate.needs import needs
from ola.expr import nodes
from ola.expr.python import answers
from ola.plan import Plan, Predicate


class AskCode(RecordCode):
    """Writes `ask(cells, now)`, which gives the answers and the values of the fields asked for.

    `fields` are these, by the docket's order. The answers are, of each part of the condition, whether it is true and
    whether it is false; and of each field whether it is blank, then whether it has no value.
    """

    def __init__(self, case: Docket, form: Predicate) -> None:
        """Find what the form asks for."""
        super().__init__(case)
        self._condition = deciding(form)
        wanted = needs(self.plan, self._condition).fields
        self.fields = tuple(name for name in self.at if name in wanted)

    def source(self) -> str:
        """Write the function."""
        asked: list[str] = []
        for part in dict.fromkeys(_leaves(self.plan, self._condition)):
            answer = answers(part, self.spelling, self.words)
            asked += [f"not ({answer.true})", f"not ({answer.false})"]
        for name in self.fields:
            asked += [self._is_blank(name), f"{self.value[name]} is None"]
        mentioned = identifiers(asked) | {self.value[name] for name in self.fields}
        lines = [*(f"{self.raw[name]} = cells[{self.at[name]}]" for name in self.fields), "bad = ()"]
        for name in self.fields:
            lines += self._field(name, (), mentioned, is_bad_asked=True)
        found = (f"({''.join(f'{each}, ' for each in some)})" for some in (asked, map(self.value.get, self.fields)))
        return self._function("ask(cells, now)", [*lines, f"return {', '.join(found)}"])


def deciding(form: Predicate) -> nodes.Condition:
    """Give the condition that a form's reason speaks of: what bars the stage, or what must hold."""
    return form.when if form.role == "bar" and form.when is not None else form.must


def _leaves(plan: Plan, condition: nodes.Condition) -> Iterator[nodes.Condition]:
    """Yield the parts of a condition that have none themselves, each once; terms are opened."""
    seen: set[str] = set()
    left = [condition]
    while left:
        match left.pop():
            case nodes.And(items) | nodes.Or(items) | nodes.AtLeast(_, items):
                left += items
            case nodes.Not(item) | nodes.IsTrue(item):
                left.append(item)
            case nodes.TermRef(name):
                if name not in seen:
                    seen.add(name)
                    left.append(plan.terms[name].condition)
            case nodes.Always():
                pass
            case part:
                yield part
