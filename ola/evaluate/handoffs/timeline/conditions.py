"""What conditions are of one lead at one instant, by a Python function generated for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from ola.evaluate.leads.hanging import held
from ola.evaluate.needs import Needs, derived_in_order, needs
from ola.expr import nodes
from ola.expr.python import Constants, Leaf, Locals, answers
from ola.expr.truth import Answer
from ola.plan import Plan

Answers = tuple[tuple[bool, bool], ...]
EventLeaf = nodes.EventTime | nodes.EventCount | nodes.CountOf


class Conditions:
    """Some conditions of an agreement, and its segments, asked of a lead's values.

    `fields` are the fields they hang on, in the order in which values are given; `asks` are the leaves that the
    lead's events answer.
    """

    def __init__(self, plan: Plan, conditions: Sequence[nodes.Condition]) -> None:
        rows = [row for segment in plan.segments.values() for _, row in segment.rows]
        self.own: Needs = needs(plan, *conditions)
        self.all: Needs = needs(plan, *conditions, *rows)
        self.fields = self.all.fields
        self.asks = event_leaves(plan, [*conditions, *rows])
        constants = Constants()
        values: dict[Leaf, str] = {nodes.FieldRef(name): f"v{i}" for i, name in enumerate(self.fields)}
        blanks: dict[Leaf, str] = {nodes.FieldRef(name): f"b{i}" for i, name in enumerate(self.fields)}
        values |= {leaf: f"e{i}" for i, leaf in enumerate(self.asks)}
        # Nobody can say whether an event that is not there was forgotten: its time is unknown, not blank.
        blanks |= dict.fromkeys(self.asks, "False")
        values[nodes.Now()] = "now"
        wanted = {("segment", name) for name in plan.segments}
        wanted |= {("term", name) for name in self.all.terms} | {("score", name) for name in self.all.scores}
        terms: dict[str, Answer[str]] = {}
        spelling = Locals(constants, values, blanks, terms)
        lines = [f"    v{i} = v[{i}]; b{i} = b[{i}]" for i in range(len(self.fields))]
        lines += [f"    e{i} = e[{i}]" for i in range(len(self.asks))]
        names: dict[str, str] = {}
        for at, (kind, name) in enumerate(derived_in_order(plan)):
            if (kind, name) not in wanted:
                continue
            if kind == "term":
                both = answers(plan.terms[name].condition, spelling, constants)
                lines += [f"    t{at} = {both.true}", f"    f{at} = {both.false}"]
                terms[name] = Answer(f"t{at}", f"f{at}")
            elif kind == "score":
                score = plan.scores[name]
                points = [
                    f"({constants.name(add)} if {answers(when, spelling, constants).true} else 0)"
                    for when, add in score.points
                ]
                bounds = f"{constants.name(score.min)}, {constants.name(score.max)}"
                lines.append(f"    p{at} = {constants.name(held)}({' + '.join(points) or '0'}, {bounds})")
                values[nodes.ScoreRef(name)] = f"p{at}"
            else:
                segment = plan.segments[name]
                branches = [
                    f"{constants.name(value)} if {answers(when, spelling, constants).true} else"
                    for value, when in segment.rows
                ]
                lines.append(f"    g{at} = {' '.join([*branches, constants.name(segment.otherwise)])}")
                values[nodes.SegmentRef(name)] = names[name] = f"g{at}"
        both_of = [answers(condition, spelling, constants) for condition in conditions]
        found = "".join(f"({both.true}, {both.false}), " for both in both_of)
        segments = ", ".join(f"{constants.name(name)}: {local}" for name, local in names.items())
        lines.append(f"    return ({found}), {{{segments}}}")
        self.source = "\n".join(["def ask(v, b, now, e):", *lines, ""])
        space = dict(constants.pool)
        exec(compile(self.source, "<conditions>", "exec"), space)  # noqa: S102 - names and values are constants
        self.remembered: dict[int, tuple[Answers, Mapping[str, str]]] = {}
        """What was answered, by the kind of the lead's row; only for conditions that hang on the row alone."""
        self._ask: Callable[..., tuple[Answers, dict[str, str]]] = space["ask"]  # type: ignore[assignment]

    def __call__(
        self, values: Sequence[object], blanks: Sequence[bool], now: dt.datetime, events: Sequence[object] = ()
    ) -> tuple[Answers, Mapping[str, str]]:
        """Give, for each condition, whether it is surely true and surely false; and the value of every segment."""
        return self._ask(values, blanks, now, events)


def event_leaves(plan: Plan, conditions: Sequence[nodes.Condition]) -> tuple[EventLeaf, ...]:
    """List the leaves that ask for events, terms, scores and segments opened."""
    found: dict[EventLeaf, None] = {}
    opened = needs(plan, *conditions)
    inner = [plan.terms[name].condition for name in opened.terms]
    inner += [when for name in opened.scores for when, _ in plan.scores[name].points]
    inner += [when for name in opened.segments for _, when in plan.segments[name].rows]
    for condition in [*conditions, *inner]:
        for leaf in nodes.operands(condition):
            if isinstance(leaf, EventLeaf):
                found[leaf] = None
    return tuple(found)
