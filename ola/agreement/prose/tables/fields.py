"""Tables of fields: what each holds, its values, its name in a system, when it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.prose.columns import Columns, is_empty
from ola.agreement.prose.facts import filled_in, read_facts
from ola.agreement.prose.naming import key_of, term_name
from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.read import Need
from ola.agreement.prose.reading import Checked, Context, ForPeople, NotUnderstood, Outcome, Put
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.tables.allowed import Allowed
from ola.agreement.prose.tables.holds import holds_in, said_kind
from ola.agreement.prose.tables.picklists import told_apart, values_of
from ola.agreement.prose.tables.stage_field import stage_field
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.tables.worked_out import counted_event, read_count
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import Plain, items, quoted, table
from ola.agreement.prose.written import row_with, written
from ola.tree.words import Words

_EMPTY_WHILE = re.compile(r"(?:empty|blank)\s+(?:as long as|while|until|when|if)\s+", re.IGNORECASE)
_COUNTS = re.compile(r"^(?:how often|how many times|counts?\b)", re.IGNORECASE)
_YES = re.compile(r"^(?:yes|y|true|x|✓|✔|required|mandatory|always)$", re.IGNORECASE)


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    told = columns.has_any("column", "type", "values", "required", "means") or bool(_stage_columns(unit))
    return columns.roles[:1] == ("field",) and told


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    named, means = columns.cell(unit, "field"), columns.cell(unit, "means")
    if named is None or not key_of(named.text):
        return ()
    key, place = key_of(named.text), unit.place
    counted = read_count(unit, named, means) if means is not None else None
    if counted is not None:
        return (counted,)
    counts = means is not None and _COUNTS.match(means.text) is not None
    is_bare = not columns.has_any("column", "type", "values", "means") and bool(_stage_columns(unit))
    holds = holds_in(unit.cells, columns) if not is_bare else Allowed("text")
    if holds is None or (counts and said_kind(means) is None):
        # A number that is worked out is not filled in, unless the row says that it is.
        if means is None:
            return _told_apart(unit, columns, context)
        return (_with_type(unit, means, columns, context, counts=counts),)
    demands: dict[str, Plain | None] = {"type": holds.type, "label": named.text, **holds.demands}
    if holds.listed:
        demands["choices"] = items(holds.listed, place)
    needed = _needed(columns.cell(unit, "required"), context)
    if needed is None:
        return (NotUnderstood(None, place),)  # when it is needed is said in words that nobody can make out
    if needed.demand is not None:
        demands["required"] = needed.demand if isinstance(needed.demand, str) else table(needed.demand, place)
    stages = _needed_at(unit, context)
    if stages is None or (stages and needed.demand is not None):
        return (NotUnderstood(None, place),)
    if stages:
        demands["required"] = table({"at": items(stages, place) if len(stages) > 1 else stages[0]}, place)
        needed = _Needed(None, f"at {' and '.join(stages)}")
    puts, needs = [*need_puts(needed.needs, place)], [*yes_no(needed.needs)]
    if is_bare:  # what it holds is told elsewhere, or not at all
        puts += filled_in(named)
        demands = {name: told for name, told in demands.items() if name == "required"}
    puts += [Put(("fields", key), table(demands, place))] if demands else []
    emptied = _EMPTY_WHILE.search(means.text) if means is not None else None
    if means is not None and emptied is not None:
        facts = read_facts(means.cut(emptied.end(), len(means.text)), context)
        if facts is not None:
            puts += [*facts.puts(), Put(("fields", key, "blank"), table({"when": facts.condition}, place))]
            needs += facts.names
    column = columns.cell(unit, "column")
    says = f"{named.text} ({holds.type})"
    says += f" is one of {', '.join(each.text for each in holds.listed)}" if holds.listed else ""
    says += f"; {holds.told}" if holds.told else ""
    says += f"; it is required {needed.told}" if needed.told else ""
    says += f"; it is the column {column.text}" if column is not None else ""
    says += f"; it is empty while {emptied.string[emptied.end() :]}" if emptied is not None else ""
    outcome = Checked("shape", f"{says}.", tuple(puts), (), place, tuple(needs))
    return (outcome, *_described(means, emptied, holds, is_typed=columns.cell(unit, "type") is not None))


_AT_STAGE = re.compile(
    r"^(?:required|needed|mandatory|must be filled)(?: in)?\??\s+(?:for|at|by)\s+(?:an? )?", re.IGNORECASE
)


def _stage_columns(unit: Unit) -> dict[int, str]:
    """Give the columns that say whether a field is needed at a stage, each with the stage: `Required for MQL`."""
    header = unit.table.header if unit.table is not None else ()
    return {
        at: _AT_STAGE.sub("", cell.text).strip(" ?*") for at, cell in enumerate(header) if _AT_STAGE.match(cell.text)
    }


def _needed_at(unit: Unit, context: Context) -> tuple[str, ...] | None:
    """Give the stages at which columns of their own say that a field is needed; nothing where one is not made out."""
    known, stages = lexicon(context.declared), list[str]()
    for at, name in _stage_columns(unit).items():
        cell = unit.cells[at] if at < len(unit.cells) else None
        if cell is None or is_empty(cell) or _NO.match(cell.text):
            continue
        stage = known.stages.get(tuple(name.lower().split()))
        if stage is None or not _YES.match(cell.text):
            return None
        stages.append(stage)
    return tuple(stages)


def _described(
    means: Words | None, emptied: re.Match[str] | None, holds: Allowed, *, is_typed: bool
) -> tuple[Outcome, ...]:
    """Say that a description is for people, unless it demands something of the field that nothing reads."""
    if means is None:
        return ()
    rest = means.text[: emptied.start()] if emptied is not None else means.text
    if _DEMANDS.search(rest):
        return (NotUnderstood(None, means.place),)
    return (ForPeople("what a field holds", means.place),) if is_typed and not holds.listed else ()


_DEMANDS = re.compile(
    r"\b(?:must|required|mandatory|at least|at most|max(?:imum)?|min(?:imum)?|never|unique|cannot|can't|may not|should"
    r"|unless|only|no (?:more|less|fewer) than|above|below|more than|less than|greater|immutable|read-only"
    r"|overwrit\w+)\b"
    r"|[<>≥≤]",
    re.IGNORECASE,
)


def _told_apart(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Offer a list of values that is open, or that nobody can take apart, as a closed one of values in code."""
    at = columns.at(unit, "values")
    told = told_apart(unit.cells[at]) if at is not None else None
    if at is None or told is None:
        return ()
    way = row_with(unit, context.document.source, {at: told})
    return (NotUnderstood(way, unit.place),)


@dataclass(frozen=True, slots=True)
class _Needed:
    """When a field is needed, as agreements say it and in words; nothing where it may stay empty."""

    demand: str | dict[str, Plain | None] | None = None
    told: str = ""
    needs: tuple[Need, ...] = ()


def _needed(cell: Words | None, context: Context) -> _Needed | None:
    """Read a cell that says when a field is needed: `yes`, `optional`, `MQL`, `if it asked for a demo`."""
    if cell is None or is_empty(cell) or _NO.match(cell.text):
        return _Needed()
    if _YES.match(cell.text):
        return _Needed("always", "always")
    known = lexicon(context.declared)
    stage = known.stages.get(tuple(re.sub(r"^(?:at|for|from)\s+", "", cell.text.lower()).split()))
    if stage is not None and not cell.text.lower().startswith("from"):
        return _Needed({"at": stage}, f"at {stage}")
    opened = re.match(r"(?:only )?(?:yes, )?(?:if|when|where|for)\s+", cell.text, re.IGNORECASE)
    read = read_condition(cell.cut(opened.end(), len(cell.text)), known) if opened is not None else None
    if read is None or read.unsaid or read.vague:
        return None
    return _Needed({"when": read.text}, f"when {read.text}", read.needs)


_NO = re.compile(
    r"^(?:no|n|false|optional|nice to have|not required|(?:if|when|where) (?:available|known|possible)|✗|✘)$",
    re.IGNORECASE,
)


def _with_type(unit: Unit, means: Words, columns: Columns, context: Context, *, counts: bool) -> NotUnderstood:
    """Offer a row that says what its field holds: `whole number: how often …`."""
    at, source = columns.at(unit, "means") or 0, context.document.source
    event = counted_event(means) if counts else None
    kind = f"whole number, the number of `{event}`" if event is not None else "whole number" if counts else "text"
    told = f"{kind}: {written(means, source)}"
    return NotUnderstood(row_with(unit, source, {at: told}), unit.place)


FIELDS = TableReader(
    "fields",
    _takes,
    _row,
    uses=frozenset({"field", "column", "type", "values", "required", "means"}),
    aside={"party": "who sees to a field"},
    also=lambda unit, *_: _stage_columns(unit),
)


# ── fields that say yes when something is true ──────────────────────────────────────────────────


def _takes_yes(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.roles[:2] == ("field", "when")


def _yes_row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    named, when = columns.cell(unit, "field"), columns.cell(unit, "when")
    facts = read_facts(when, context) if when is not None else None
    if named is None or when is None or facts is None or not key_of(named.text):
        return ()
    term = term_name(f"{named.text} holds")  # the field itself has its own name
    puts = (*facts.puts(), Put(("terms", term), table({"when": facts.condition}, when.place)))
    return (
        Checked("derived", f"{named.text} is true when {when.text}.", puts, facts.figures, unit.place, facts.names),
    )


CLASSIFICATION = TableReader(
    "fields that say yes when something is true", _takes_yes, _yes_row, uses=frozenset({"field", "when"})
)


# ── what has to be filled in at each stage ──────────────────────────────────────────────────────

_AS_ABOVE = re.compile(
    r"^(?:as above|all of the above|everything above|the above)\b[\s,]*(?:plus|and)?\s*", re.IGNORECASE
)
_OR = re.compile(r"^\s*(?:,\s*)?or\s*$", re.IGNORECASE)


def _takes_required(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.has("required") and columns.roles[:1] in {("stage",), ("status",)}


def _required_row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    stage, needed = columns.cell(unit, "stage", "status"), columns.cell(unit, "required")
    if stage is None or needed is None:
        return ()
    header = unit.table.header[0].text.lower() if unit.table is not None else ""
    onwards = header.startswith("from") or _AS_ABOVE.match(needed.text) is not None
    named = tuple(needed.cut(mark.start, mark.end) for mark in needed.marks if mark.kind == "code")
    if not named:
        return _plain_fields(unit, stage, needed, onwards=onwards)
    either = tuple(_either(needed, named))
    puts: list[Put] = []
    for field in named:
        if field in either:
            continue
        puts += filled_in(field)
        demand = table({"from" if onwards else "at": stage.text}, field.place)
        puts.append(Put(("fields", key_of(field.text), "required"), demand))
    if either:
        names = [key_of(each.text) for each in either]
        puts += [put for each in either for put in filled_in(each)]
        must = f"any of ({', '.join(f'{name} is known' for name in names)})"
        rule = table({"when": f"{stage_field(context)} = {quoted(stage.text)}", "must": must}, unit.place)
        puts.append(Put(("rules", f"{' or '.join(names)} at {stage.text}"), rule))
    listed = ", ".join(field.text for field in named if field not in either)
    says = f"{'From' if onwards else 'At'} {stage.text}{' on' if onwards else ''} these are required: {listed}"
    says += f"{', and ' if listed else ''}{' or '.join(each.text for each in either)}" if either else ""
    return (Checked("shape", f"{says}.", tuple(puts), (), unit.place),)


def _plain_fields(unit: Unit, stage: Words, needed: Words, *, onwards: bool) -> tuple[Outcome, ...]:
    """Read a plain list of fields, of which each is a name: `Email, Job title`, or one alone."""
    above = _AS_ABOVE.match(needed.text)
    rest = needed.cut(above.end(), len(needed.text)) if above is not None else needed
    named = values_of(rest) or ((rest,) if _A_FIELD.fullmatch(rest.text) else ())
    if not named or not all(_A_FIELD.fullmatch(each.text) for each in named) or " or " in rest.text:
        return ()
    puts: list[Put] = []
    for field in named:
        puts += filled_in(field)
        demand = table({"from" if onwards else "at": stage.text}, field.place)
        puts.append(Put(("fields", key_of(field.text), "required"), demand))
    listed = ", ".join(field.text for field in named)
    says = f"{'From' if onwards else 'At'} {stage.text}{' on' if onwards else ''} these are required: {listed}."
    return (Checked("shape", says, tuple(puts), (), unit.place),)


# A name begins with a capital and goes on in small words, none of which says more than a name.
_A_FIELD = re.compile(
    r"[A-Z][\w'&-]*"
    r"(?: (?!(?:and|or|is|are|must|above|below|known|filled|not|if|when|with|all|any|at|per)\b)[\w'&-]+){0,3}"
)


def _either(needed: Words, named: tuple[Words, ...]) -> Iterator[Words]:
    """Give the fields of which one is enough: those with "or" between them."""
    marks = [mark for mark in needed.marks if mark.kind == "code"]
    for at, field in enumerate(named):
        before = needed.text[marks[at - 1].end : marks[at].start] if at else ""
        after = needed.text[marks[at].end : marks[at + 1].start] if at + 1 < len(marks) else ""
        if _OR.match(before) or _OR.match(after):
            yield field


REQUIRED = TableReader(
    "what has to be filled in at each stage",
    _takes_required,
    _required_row,
    uses=frozenset({"stage", "status", "required"}),
)
