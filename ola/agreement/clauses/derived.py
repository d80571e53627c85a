"""Values made from fields: terms, scores and segments."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.clauses.fields import DOES_NOT_FIT
from ola.agreement.clauses.header import ATTRIBUTES
from ola.agreement.scope import Scope, entries, held, many, number, sentence
from ola.agreement.structure import Amount, ConditionText, Either, Key, Keys, ListOf, Table
from ola.expr.nodes import Condition, ScoreRef, SegmentRef, operands, terms
from ola.finding import Code
from ola.plan import Clause, Score, Segment, Term
from ola.source import Place
from ola.tree.value import Entry, Node, Scalar
from ola.tree.value import Mapping as Written

OTHERWISE = "otherwise"
_ROWS = Table(ConditionText(), "a table of values, each with its condition")

TERMS = Table(
    Either(
        (
            Keys(
                {"when": Key(ConditionText(), "What the term means.", required=True), **ATTRIBUTES},
                "a condition",
                telltale="when",
            ),
            ConditionText(),
        )
    ),
    "a table of named conditions",
)
SCORES = Table(
    Keys(
        {
            "min": Key(Amount(), "The least the score can be.", example=0),
            "max": Key(Amount(), "The most the score can be.", example=100),
            "points": Key(
                ListOf(
                    Keys(
                        {
                            "when": Key(ConditionText(), "When the points are given.", required=True),
                            "add": Key(Amount(), "How many; fewer than none takes away.", required=True, example=10),
                            "says": ATTRIBUTES["says"],
                        },
                        "when and add",
                    )
                ),
                "The rows that give points.",
                required=True,
                example=[{"when": "source = event", "add": 10}],
            ),
            **ATTRIBUTES,
        },
        "points",
    ),
    "a table of scores",
)
SEGMENTS = Table(
    Either(
        (
            Keys(
                {"rows": Key(_ROWS, "The values, in order.", required=True), **ATTRIBUTES},
                "rows",
                telltale="rows",
                telltale_is="table",
            ),
            _ROWS,
        )
    ),
    "a table of segments",
)

NO_OTHERWISE = Code(
    "OLA148",
    "error",
    "A table that leaves leads without a row",
    """A segment or a table of limits takes the first row that is true, so the last row is `otherwise`: it takes the
leads that no other row took, such as those with a blank field. Rows after it could never win.

    segments:
      region:
        amer: country in (US, CA)
        emea: country in (DE, FR)

Add a last row `rest: otherwise`, or make `otherwise` the condition of the last value.""",
)
CIRCLE = Code(
    "OLA155",
    "error",
    "A definition that goes in a circle",
    """A term, score or segment is defined by itself, directly or by way of others, so it has no value.

    terms:
      good: better and score > 10
      better: good or source = event

Take one of them out of the other's condition.""",
)


def lower_terms(table: Node | None, scope: Scope) -> dict[str, Term]:
    """Lower the named conditions."""
    found: dict[str, Term] = {}
    for entry in entries(table):
        when = entry.value.get("when") if isinstance(entry.value, Written) else None
        body = when or entry.value
        clause = scope.clause(("terms", entry.name), entry, text=sentence(body))
        scope.claim_id(clause)
        condition = scope.condition(body, clause.id)
        if condition is not None:
            found[entry.name] = Term(clause, entry.name, condition)
    return found


def lower_scores(table: Node | None, scope: Scope) -> dict[str, Score]:
    """Lower the scores to their rows of points."""
    found: dict[str, Score] = {}
    for entry in entries(table):
        clause = scope.clause(("scores", entry.name), entry)
        scope.claim_id(clause)
        points: list[tuple[Condition, float]] = []
        for row in many(entry.value.get("points") if isinstance(entry.value, Written) else None):
            condition = scope.condition(row.get("when") if isinstance(row, Written) else None, clause.id)
            add = number(row, "add")
            if condition is not None and add is not None:
                points.append((condition, add))
        low, high = number(entry.value, "min"), number(entry.value, "max")
        most = held(entry.value, "max")
        if most is not None and low is not None and high is not None and low > high:
            what = f"No number is held within {low:g} and {high:g}."
            scope.report(DOES_NOT_FIT, what, most.place, clause.id, "Exchange min and max, or leave one out.")
        found[entry.name] = Score(clause, entry.name, tuple(points), low, high)
    return found


def segment_values(entry: Entry) -> tuple[str, ...]:
    """List the values a segment can take, before its conditions are read."""
    return tuple(row.name for row in entries(_rows(entry.value)))


def lower_segments(table: Node | None, scope: Scope) -> dict[str, Segment]:
    """Lower the segments to ordered rows with a fallback."""
    found: dict[str, Segment] = {}
    for entry in entries(table):
        clause = scope.clause(("segments", entry.name), entry)
        scope.claim_id(clause)
        rows: list[tuple[str, Condition]] = []
        otherwise: str | None = None
        for row in entries(_rows(entry.value)):
            if otherwise is not None:
                what = f"{row.name} stands after otherwise, which takes every lead that is left."
                scope.report(NO_OTHERWISE, what, row.key.place, clause.id, "Move otherwise to the end.")
            elif isinstance(row.value, Scalar) and row.value.text.strip() == OTHERWISE:
                otherwise = row.name
            else:
                condition = scope.condition(row.value, clause.id)
                if condition is not None:
                    rows.append((row.name, condition))
        if otherwise is None:
            what = f"The segment {entry.name} has no row that takes the leads no other took."
            scope.report(NO_OTHERWISE, what, entry.key.place, clause.id, "Add a last row with otherwise.")
            scope.faulty.add(clause.id)
            continue
        found[entry.name] = Segment(clause, entry.name, tuple(rows), otherwise)
    return found


def report_circles(
    found_terms: dict[str, Term], scores: dict[str, Score], segments: dict[str, Segment], scope: Scope
) -> None:
    """Report definitions that hang on themselves; what does is taken out, so that nothing runs for ever."""
    hangs_on: dict[str, set[str]] = {}
    clauses: dict[str, Clause] = {}
    for term in found_terms.values():
        hangs_on[term.name] = set(_names([term.condition]))
        clauses[term.name] = term.clause
    for score in scores.values():
        hangs_on[score.name] = set(_names([condition for condition, _ in score.points]))
        clauses[score.name] = score.clause
    for segment in segments.values():
        hangs_on[segment.name] = set(_names([condition for _, condition in segment.rows]))
        clauses[segment.name] = segment.clause
    for name in list(hangs_on):
        path = _circle(name, hangs_on)
        if not path:
            continue
        place = clauses[name].place or Place("", 1, 1, 1, 1)
        what = f"{' hangs on '.join(path)}: {name} is defined by itself."
        scope.report(CIRCLE, what, place, clauses[name].id, "Take one of them out of the other's condition.")
        found_terms.pop(name, None)
        scores.pop(name, None)
        segments.pop(name, None)
        hangs_on.pop(name)


def _names(conditions: list[Condition]) -> Iterator[str]:
    for condition in conditions:
        yield from terms(condition)
        for operand in operands(condition):
            if isinstance(operand, ScoreRef | SegmentRef):
                yield operand.name


def _circle(name: str, hangs_on: dict[str, set[str]]) -> list[str]:
    """Find a way from a name back to itself, or nothing."""
    ways = [[name]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for step in sorted(hangs_on.get(way[-1], ())):
            if step == name:
                return [*way, name]
            if step not in seen:
                seen.add(step)
                ways.append([*way, step])
    return []


def _rows(node: Node) -> Node:
    rows = node.get("rows") if isinstance(node, Written) else None
    return rows if isinstance(rows, Written) else node
