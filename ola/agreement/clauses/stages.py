"""Rules across fields, stages and the moves between them."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.clauses.fields import SAID_TWICE
from ola.agreement.clauses.header import ATTRIBUTES, NAME
from ola.agreement.scope import Scope, clause_id, entries, flag, held, many, number, sentence, words
from ola.agreement.structure import Amount, ConditionText, Either, Flag, Key, Keys, ListOf, Table, Text, one_or_many
from ola.expr.nodes import Always, And, Condition, IsTrue, Not
from ola.finding import Code, Fix, Level
from ola.plan import Clause, Field, Predicate, Present, Shape, Stage, Transition
from ola.source import Place
from ola.tree.value import Entry, Items, Node, Scalar
from ola.tree.value import Mapping as Written

RULES = Table(
    Keys(
        {
            "when": Key(ConditionText(), "The rule binds when this is true.", example="source = event"),
            "must": Key(ConditionText(), "What must hold then.", required=True, example="phone is known"),
            "party": Key(NAME, "The party that answers for it.", example="marketing"),
            **ATTRIBUTES,
        },
        "what must hold",
    ),
    "a table of rules",
)
STAGES = Table(
    Keys(
        {
            "party": Key(NAME, "The party that holds leads of this stage.", example="marketing"),
            "when": Key(ConditionText(), "What is true of a lead that reached it.", example="score >= 60 and consent"),
            "unless": Key(ConditionText(), "What bars a lead from it.", example="bad fit"),
            "end": Key(Flag(), "True where a lead's way may end.", example=True),
            "requires": Key(one_or_many(NAME), "Fields that must be filled in at this stage.", example=["phone"]),
            **ATTRIBUTES,
        },
        "party, when, unless, end, requires",
        may_be_empty=True,
    ),
    "a table of stages",
)
_MOVE = Text("a move such as mql -> accepted | recycled", "->")
MOVES = ListOf(
    Either(
        (
            Keys(
                {
                    "move": Key(_MOVE, "From which stage to which.", required=True, example="mql -> recycled"),
                    "by": Key(one_or_many(NAME), "The parties that may make it.", example="sales"),
                    "carries": Key(one_or_many(NAME), "Fields it must carry.", example=["recycle_reason"]),
                    "at_most": Key(Amount(whole=True, least=1), "How often a lead may make it.", example=2),
                    **ATTRIBUTES,
                },
                "a move",
                telltale="move",
            ),
            _MOVE,
        )
    )
)
HANDOFF = _MOVE

UNREADABLE_MOVE = Code(
    "OLA154",
    "error",
    "A move between stages that cannot be read",
    """A move is `from -> to`, with several targets parted by `|`. The `handoff` is one move, and one that is
allowed.

    moves:
      - mql -> accepted | recycled
    handoff: mql -> qualified

The handoff here is not among the moves; write `handoff: mql -> accepted`, or allow the move.""",
)


def lower_rules(table: Node | None, scope: Scope) -> Iterator[Predicate]:
    """Lower each rule to a predicate."""
    for entry in entries(table):
        must, when = held(entry.value, "must"), held(entry.value, "when")
        clause = scope.clause(("rules", entry.name), entry, text=sentence(must))
        party = scope.known(held(entry.value, "party"), scope.parties, "party", clause.id)
        clause = Clause(clause.id, clause.level, party or "ops", clause.place, clause.says, clause.text)
        scope.claim_id(clause)
        duty = scope.condition(must, clause.id)
        guard = scope.condition(when, clause.id)
        if duty is not None and (when is None or guard is not None):
            yield Predicate(clause, "rule", duty, when=guard)


def lower_stages(table: Node | None, scope: Scope) -> tuple[dict[str, Stage], list[Predicate]]:
    """Lower the stages to what is true of leads that reached them, and to the predicates of their gates."""
    stages: dict[str, Stage] = {}
    gates: list[Predicate] = []
    for entry in entries(table):
        clause = scope.clause(("stages", entry.name), entry)
        party = scope.known(held(entry.value, "party"), scope.parties, "party", clause.id)
        clause = Clause(clause.id, clause.level, party or "ops", clause.place, clause.says)
        scope.claim_id(clause)
        at = frozenset({entry.name})
        reached: Condition | None = None
        when, unless = held(entry.value, "when"), held(entry.value, "unless")
        condition = scope.condition(when, f"{clause.id}.when")
        bar = scope.condition(unless, f"{clause.id}.unless")
        if condition is not None and when is not None:
            gate = Clause(f"{clause.id}.when", clause.level, clause.party, when.place, clause.says, sentence(when))
            gates.append(Predicate(gate, "stage", condition, at, stage=entry.name))
            reached = condition
        if bar is not None and unless is not None:
            gate = Clause(
                f"{clause.id}.unless", clause.level, clause.party, unless.place, clause.says, sentence(unless)
            )
            gates.append(Predicate(gate, "bar", Always(value=False), at, when=bar, stage=entry.name))
            if reached is not None:
                reached = And((reached, Not(IsTrue(bar))))
        stages[entry.name] = Stage(entry.name, clause, party, flag(entry.value, "end"), reached)
    return stages, gates


def lower_requires(
    table: Node | None, scope: Scope, fields: dict[str, Field], shapes: tuple[Shape, ...]
) -> Iterator[Shape]:
    """Lower each stage's `requires` to the same clause the field's own `required` would be."""
    said = {
        (shape.field, stage): shape.clause
        for shape in shapes
        if isinstance(shape.demand, Present) and shape.when is None
        for stage in (shape.at or names_of(table))
    }
    for entry in entries(table):
        for item in many(held(entry.value, "requires")):
            name = scope.known(item, fields, "field", f"stages.{entry.name}")
            if name is None:
                continue
            field = fields[name]
            clause = Clause(
                f"{field.clause.id}.required",
                field.clause.level,
                field.clause.party or "ops",
                item.place,
                field.clause.says,
            )
            first = said.get((name, entry.name))
            if first is not None:
                line = f" on line {first.place.line}" if first.place else ""
                what = f"{name} is required at {entry.name} already{line}."
                fix = _not_again(entry, item, name, scope)
                scope.report(SAID_TWICE, what, item.place, clause.id, "Keep one of the two.", fix=fix)
                continue
            said[name, entry.name] = clause
            yield Shape(clause, name, Present(), frozenset({entry.name}))


def _not_again(stage: Entry, item: Node, name: str, scope: Scope) -> Fix | None:
    """Give the fix that leaves out what a stage requires once more: the item, or the whole key."""
    says = f"{name} is left out of what {stage.name} requires"
    listed = held(stage.value, "requires")
    if isinstance(listed, Items) and len(listed) > 1:
        return scope.taken_out(listed, listed.items.index(item), says)
    table = stage.value
    at = next((place for place, each in enumerate(entries(table)) if each.name == "requires"), None)
    return scope.taken_out(table, at, says)


def names_of(table: Node | None) -> tuple[str, ...]:
    """List the names a table defines."""
    return tuple(entry.name for entry in entries(table))


def lower_moves(
    node: Node | None, scope: Scope, stages: dict[str, Stage], fields: dict[str, Field]
) -> Iterator[Transition]:
    """Lower each move to one transition for each of its targets."""
    seen: set[tuple[str, str]] = set()
    for item in many(node):
        table = item if isinstance(item, Written) else None
        written = held(item, "move") if table is not None else item
        if not isinstance(written, Scalar):
            continue
        by = scope.known_list(held(table, "by"), scope.parties, "party", "moves")
        carries = scope.known_list(held(table, "carries"), fields, "field", "moves")
        at_most = number(table, "at_most")
        pairs = tuple(_pairs(written, scope, stages, "moves"))
        for before, after in pairs:
            if (before, after) in seen:
                what = f"The move {before} -> {after} is listed twice."
                scope.report(UNREADABLE_MOVE, what, written.place, "moves", "Keep one of them.")
                continue
            seen.add((before, after))
            kept = words(table, "id")
            own = kept if kept and len(pairs) == 1 else clause_id(kept or clause_id("moves", before), after)
            party = by[0] if len(by) == 1 else stages[before].party
            level: Level = "warning" if words(table, "level") == "warning" else "error"
            clause = Clause(own, level, party, written.place, words(table, "says"), f"{before} -> {after}")
            yield Transition(clause, before, after, by, carries, None if at_most is None else int(at_most))


def lower_handoff(
    node: Node | None, scope: Scope, stages: dict[str, Stage], moves: tuple[Transition, ...]
) -> tuple[str, str] | None:
    """Lower the handoff to the stage it leaves and the stage it reaches."""
    if not isinstance(node, Scalar):
        return None
    pairs = list(_pairs(node, scope, stages, "handoff"))
    if len(pairs) > 1:
        what = "The handoff is one move, from one stage to one."
        scope.report(UNREADABLE_MOVE, what, node.place, "handoff", "Write it as mql -> accepted.")
        return None
    if not pairs:
        return None
    if moves and pairs[0] not in {(move.before, move.after) for move in moves}:
        what = f"The handoff {node.text} is not among the moves."
        scope.report(
            UNREADABLE_MOVE, what, node.place, "handoff", "Allow the move, or hand over by one that is allowed."
        )
    return pairs[0]


def _pairs(written: Scalar, scope: Scope, stages: dict[str, Stage], clause: str) -> Iterator[tuple[str, str]]:
    before_text, _, after_text = written.text.partition("->")
    before = _stage(written, before_text, 0, scope, stages, clause)
    offset = len(before_text) + 2
    for part in after_text.split("|"):
        after = _stage(written, part, offset, scope, stages, clause)
        offset += len(part) + 1
        if before is not None and after is not None:
            yield before, after


def _stage(written: Scalar, part: str, offset: int, scope: Scope, stages: dict[str, Stage], clause: str) -> str | None:
    name = part.strip()
    start = offset + len(part) - len(part.lstrip())
    place: Place = written.at(start, start + max(1, len(name)))
    if not name:
        scope.report(
            UNREADABLE_MOVE, f"A stage is missing in {written.text}.", place, clause, "Write it as mql -> accepted."
        )
        return None
    return scope.known_name(name, place, stages, "stage", clause)
