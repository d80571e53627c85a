"""Every condition of an agreement, with the clause it belongs to and the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ola.agreement.agreement import Agreement
from ola.agreement.scope import entries, held, many, sentence
from ola.expr.nodes import Condition
from ola.plan import Clause, Deadline, FromLog, Goal, Measure, Plan, Repeats, Restarted, StartsOn
from ola.source import Place
from ola.tree.value import Entry, Mapping, Node, Scalar

Role = Literal[
    "term",  # a named condition
    "points",  # a row of a score
    "row",  # a row of a segment, or of a table of limits
    "guard",  # when a demand, a rule, a commitment or an exception acts
    "duty",  # what a rule demands
    "stage",  # what is true of a lead at a stage
    "bar",  # what keeps a lead from a stage
    "event",  # which rows of a log count
    "share",  # what a share is of
]


@dataclass(frozen=True, slots=True)
class Site:
    """A condition where it is written; `text` is how."""

    clause: Clause
    condition: Condition
    role: Role
    place: Place
    text: str


def sites(agreement: Agreement) -> Iterator[Site]:
    """Give every condition that could be read, in the order of the sections."""
    yield from _of_fields(agreement)
    yield from _of_definitions(agreement)
    yield from _of_stages(agreement)
    yield from _of_events(agreement)
    yield from _of_commitments(agreement)


def _site(clause: Clause, condition: Condition | None, role: Role, node: Node | None) -> Iterator[Site]:
    if condition is not None and node is not None:
        yield Site(clause, condition, role, node.place, sentence(node) or "")


def commitments(plan: Plan) -> tuple[Deadline | Goal, ...]:
    """Give every clock and every number that is promised."""
    return (*plan.deadlines, *plan.goals)


def section(agreement: Agreement, name: str) -> dict[str, Entry]:
    """Give the entries of a section by their names."""
    return {entry.name: entry for entry in entries(agreement.tree.get(name))}


def _of_fields(agreement: Agreement) -> Iterator[Site]:
    written = section(agreement, "fields")
    for name in agreement.plan.fields:
        guarded = [shape for shape in agreement.plan.shapes if shape.field == name and shape.when is not None]
        nodes = [
            when
            for key in ("required", "blank")
            for each in many(held(written[name].value, key))
            if (when := held(each, "when")) is not None
        ]
        if len(nodes) == len(guarded):
            for shape, node in zip(guarded, nodes, strict=True):
                yield from _site(shape.clause, shape.when, "guard", node)


def _of_definitions(agreement: Agreement) -> Iterator[Site]:
    plan = agreement.plan
    terms, scores, segments = (section(agreement, name) for name in ("terms", "scores", "segments"))
    for term in plan.terms.values():
        body = terms[term.name].value
        yield from _site(term.clause, term.condition, "term", held(body, "when") or body)
    for score in plan.scores.values():
        rows = many(held(scores[score.name].value, "points"))
        if len(rows) == len(score.points):
            for (condition, _), row in zip(score.points, rows, strict=True):
                yield from _site(score.clause, condition, "points", held(row, "when"))
    for segment in plan.segments.values():
        table = segments[segment.name].value
        rows_written = held(table, "rows")
        written = entries(rows_written if isinstance(rows_written, Mapping) else table)
        asking = [row.value for row in written if not _is_otherwise(row)]
        if len(asking) == len(segment.rows):
            for (_, condition), node in zip(segment.rows, asking, strict=True):
                yield from _site(segment.clause, condition, "row", node)


def _is_otherwise(row: Entry) -> bool:
    return isinstance(row.value, Scalar) and row.value.text.strip() == "otherwise"


def _of_stages(agreement: Agreement) -> Iterator[Site]:
    rules, stages = section(agreement, "rules"), section(agreement, "stages")
    for predicate in agreement.plan.predicates:
        match predicate.role:
            case "rule":
                table = next((rule.value for rule in rules.values() if rule.key.place == predicate.clause.place), None)
                yield from _site(predicate.clause, predicate.when, "guard", held(table, "when"))
                yield from _site(predicate.clause, predicate.must, "duty", held(table, "must"))
            case "stage":
                yield from _site(
                    predicate.clause, predicate.must, "stage", held(stages[predicate.stage or ""].value, "when")
                )
            case "bar":
                yield from _site(
                    predicate.clause, predicate.when, "bar", held(stages[predicate.stage or ""].value, "unless")
                )


def _of_events(agreement: Agreement) -> Iterator[Site]:
    written = section(agreement, "events")
    for event in agreement.plan.events.values():
        if isinstance(event.seen, FromLog):
            yield from _site(event.clause, event.seen.where, "event", held(written[event.name].value, "where"))
            yield from _site(event.clause, event.seen.unless, "event", held(written[event.name].value, "unless"))


def _of_commitments(agreement: Agreement) -> Iterator[Site]:
    plan = agreement.plan
    written, exceptions = section(agreement, "commitments"), section(agreement, "exceptions")
    for deadline in plan.deadlines:
        table = written[deadline.name].value
        yield from _site(deadline.clause, deadline.binds, "guard", held(table, "for"))
        yield from _site(deadline.clause, deadline.spares, "guard", held(table, "unless"))
        yield from _site(deadline.clause, deadline.paused_while, "guard", held(table, "paused_while"))
        for row in deadline.within:
            if row.when is not None and row.place is not None and not isinstance(row.when, StartsOn | Restarted):
                yield Site(deadline.clause, row.when, "row", row.place, row.said)
    clocks = {deadline.name for deadline in plan.deadlines}
    for goal in {goal.name: goal for goal in plan.goals if goal.name not in clocks}.values():
        table = written[goal.name].value
        yield from _site(goal.clause, goal.binds, "guard", held(table, "for"))
        yield from _site(goal.clause, goal.spares, "guard", held(table, "unless"))
        if isinstance(goal.measure, Measure) and not isinstance(goal.measure.what, str | Repeats):
            yield from _site(goal.clause, goal.measure.what, "share", held(table, "share"))
    for exemption in plan.exemptions:
        yield from _site(exemption.clause, exemption.when, "guard", held(exceptions[exemption.name].value, "when"))
