"""Blocks of YAML in a document: what the entries below a stage say of it."""

from __future__ import annotations

import re

from ola.agreement.prose.facts import Facts, as_points, filled_in, one_fact, read_facts
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Put, Question, Reading
from ola.agreement.prose.units import HOLDERS, Unit
from ola.agreement.prose.values import items, quoted, table, value

_MEANS = frozenset({"definition", "meaning", "description", "means"})
_TAKES = frozenset({"criteria", "entry criteria", "exit criteria", "condition", "conditions", "when"})
_NEEDS = frozenset({"must have", "required", "required fields", "requires", "mandatory", "fields"})
_ONE = re.compile(r"\s*[;,]\s*")
_IN_TURN = re.compile(r"\s*[;,]\s*(?:then\s+)?|\s+then\s+")
_IF = re.compile(r"^(?P<field>.+?)\s+(?:if|when|where)\s+(?P<when>.+)$", re.IGNORECASE)
_SAYS = re.compile(r"^(?P<field>[\w ]+?)\s+(?:is|=|equals)\s+(?P<value>'[^']*'|\"[^\"]*\"|\w+)$", re.IGNORECASE)


def read_code(unit: Unit, context: Context) -> Reading | None:
    """Read an entry of a block of YAML by the key it stands under; sentences are left to those who read them."""
    if unit.kind != "code" or not unit.headings:
        return None
    keys = [each.text.replace("_", " ").lower() for each in unit.headings]
    stage = _stage(unit, context)
    outcomes: tuple[Outcome, ...] = ()
    if "reason" in keys[-1] and unit.cells:
        outcomes = _reasons(unit, stage)
    elif stage is not None:
        if keys[-1] == "name":
            outcomes = (_said(unit, f"{stage} is a stage.", (Put(("stages", stage), table({}, unit.place)),)),)
        elif keys[-1] in HOLDERS:
            outcomes = _held(unit, stage)
        elif keys[-1] in _MEANS:
            facts = read_facts(unit.words, context) if any(map(str.isdigit, unit.text)) else one_fact(unit.words)
            outcomes = () if facts is None or facts.is_unsaid else (_meaning(unit, stage, facts),)
        elif keys[-1] in _TAKES or (len(keys) > 1 and keys[-2] in _TAKES):
            outcomes = _criteria(unit, stage, context)
        elif keys[-1] in _NEEDS:
            outcomes = _needs(unit, stage)
    return Reading(unit, outcomes) if outcomes else None


def _stage(unit: Unit, context: Context) -> str | None:
    """Give the stage an entry stands below."""
    if unit.headings[-1].text == "name" and unit.text in context.declared.stages:
        return unit.text
    return next((each.text for each in reversed(unit.headings) if each.text in context.declared.stages), None)


def _said(unit: Unit, says: str, puts: tuple[Put, ...], needs: tuple[str, ...] = ()) -> Checked:
    return Checked("predicate", says, puts, (), unit.place, needs)


def _held(unit: Unit, stage: str) -> tuple[Outcome, ...]:
    """Read who holds a stage; of two in turn the first is offered."""
    several = _IN_TURN.split(unit.text)
    if len(several) > 1:
        return (NotUnderstood(several[0], unit.place),)
    puts = (
        Put(("parties", key_of(unit.text)), table({"team": unit.words}, unit.place)),
        Put(("stages", stage, "party"), value(key_of(unit.text), unit.place)),
    )
    return (_said(unit, f"{stage} is held by {unit.text}.", puts),)


def _meaning(unit: Unit, stage: str, facts: Facts) -> Checked:
    puts = (*facts.puts(), Put(("stages", stage), table({"when": facts.condition}, unit.place)))
    says = f"{stage}: {facts.words.text}."
    return Checked("predicate", says, puts, facts.figures, unit.place, facts.names)


def _criteria(unit: Unit, stage: str, context: Context) -> tuple[Outcome, ...]:
    facts = read_facts(unit.words, context)
    ways = as_points(unit.words, context, context.document.source) if facts is None or facts.is_unsaid else None
    if facts is None:
        return (NotUnderstood(ways[0], unit.place),) if ways else ()
    if facts.is_unsaid:
        asks = f"Does {stage} need all of these points, or is any of them enough?"
        return (Ambiguous("predicate", (Question("OLA177", asks, ways or ()),), facts.figures, unit.place),)
    return (_meaning(unit, stage, facts),)


def _reasons(unit: Unit, stage: str | None) -> tuple[Outcome, ...]:
    named = unit.headings[-1]
    field, place = key_of(named.text), unit.place
    label = named.text.replace("_", " ").removesuffix("s").capitalize()
    put = Put(("fields", field), table({"type": "choice", "label": label, "choices": items(unit.cells, place)}, place))
    says = f"{label}{f' at {stage}' if stage else ''} is one of {', '.join(each.text for each in unit.cells)}."
    return (Checked("shape", says, (put,), (), place),)


def _needs(unit: Unit, stage: str) -> tuple[Outcome, ...]:
    """Read the fields a stage must have: "Notes; Lost To if Lost Because is 'Price'"."""
    puts: list[Put] = []
    always: list[str] = []
    said: list[str] = []
    start = 0
    for joint in (*_ONE.finditer(unit.text), None):
        part_start, part_end = start, joint.start() if joint else len(unit.text)
        part = unit.words.cut(part_start, part_end)
        start = joint.end() if joint else start
        conditional = _IF.match(part.text)
        if conditional is None:
            always.append(part.text)
            puts += filled_in(part)
            puts.append(Put(("fields", key_of(part.text), "required"), table({"at": stage}, part.place)))
            continue
        when = _SAYS.match(conditional["when"])
        if when is None:
            asks = f"Which field and value is “{conditional['when']}”?"
            told = f"{conditional['field']} if {key_of(conditional['when'])} is yes"
            ways = (unit.text[:part_start] + told + unit.text[part_end:],)
            return (Ambiguous("shape", (Question("OLA180", asks, ways),), (), part.place),)
        condition = f"{key_of(when['field'])} = {quoted(when['value'].strip(chr(39) + chr(34)))}"
        puts += filled_in(part.cut(0, conditional.end("field")))
        puts += filled_in(part.cut(conditional.start("when"), conditional.start("when") + len(when["field"])))
        puts.append(Put(("fields", key_of(conditional["field"]), "required"), table({"when": condition}, part.place)))
        said.append(f"{conditional['field']} is required when {condition}")
    if always:
        said.insert(0, f"At {stage} these are required: {', '.join(always)}")
    return (Checked("shape", f"{'; '.join(said)}.", tuple(puts), (), unit.place),)
