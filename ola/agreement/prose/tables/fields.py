"""Tables of fields: what each holds, its values, its name in a system, when it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ola.agreement.prose.facts import filled_in, read_facts
from ola.agreement.prose.naming import key_of, term_name
from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.read import Need
from ola.agreement.prose.reading import Checked, Context, NotUnderstood, Outcome, Put
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.tables.columns import Columns, is_empty
from ola.agreement.prose.tables.stage_field import stage_field
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.tables.worked_out import counted_event, read_count
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import Plain, items, quoted, table
from ola.agreement.prose.written import row_with, written
from ola.fieldtypes.spec import TypeName
from ola.tree.words import Words

# What a description says of the type, by the words it begins with or holds; the first that fits.
_TYPES: tuple[tuple[TypeName, re.Pattern[str]], ...] = (
    ("owner", re.compile(r"^(?:the )?(?:user|owner|rep|person responsible)\b", re.IGNORECASE)),
    ("datetime", re.compile(r"^(?:the )?(?:date and time|time ?stamp|moment|instant)\b", re.IGNORECASE)),
    ("date", re.compile(r"^(?:the )?(?:date|day)\b", re.IGNORECASE)),
    ("duration", re.compile(r"\bHH:MM\b")),
    (
        "integer",
        re.compile(r"^(?:seconds|minutes|hours|days|number of|count of)\b|, in (?:seconds|minutes)\b", re.IGNORECASE),
    ),
    (
        "boolean",
        re.compile(r"^(?:yes/no|yes or no|true/false|true or false|tick(?:ed)? (?:if|when)|checkbox)\b", re.IGNORECASE),
    ),
    ("money", re.compile(r"^(?:the )?(?:amount|price|revenue|deal value)\b", re.IGNORECASE)),
    ("email", re.compile(r"^(?:the )?(?:business |work )?e-?mail(?: address)?\b", re.IGNORECASE)),
    ("phone", re.compile(r"^(?:the )?(?:phone|telephone|mobile)(?: number)?\b", re.IGNORECASE)),
    ("url", re.compile(r"^(?:the )?(?:link|url|web ?site|web address)\b", re.IGNORECASE)),
)
_NAMED: dict[str, TypeName] = {
    "text": "text",
    "string": "text",
    "single-line text": "text",
    "multi-line text": "text",
    "integer": "integer",
    "whole number": "integer",
    "number": "number",
    "decimal": "number",
    "currency": "money",
    "money": "money",
    "date": "date",
    "datetime": "datetime",
    "date/time": "datetime",
    "date and time": "datetime",
    "checkbox": "boolean",
    "boolean": "boolean",
    "yes/no": "boolean",
    "email": "email",
    "e-mail": "email",
    "phone": "phone",
    "url": "url",
    "country": "country",
    "language": "language",
    "id": "id",
    "user": "owner",
    "owner": "owner",
    "duration": "duration",
}
_SAID = re.compile(
    rf"^(?P<type>{'|'.join(map(re.escape, sorted(_NAMED, key=len, reverse=True)))})\s*:\s", re.IGNORECASE
)
_EMPTY_WHILE = re.compile(r"(?:empty|blank)\s+(?:as long as|while|until|when|if)\s+", re.IGNORECASE)
_COUNTS = re.compile(r"^(?:how often|how many times|counts?\b)", re.IGNORECASE)
_YES = re.compile(r"^(?:yes|y|true|x|✓|✔|required|mandatory|always)$", re.IGNORECASE)


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.roles[:1] == ("field",) and columns.has_any("column", "type", "values", "required", "means")


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    named, means = columns.cell(unit, "field"), columns.cell(unit, "means")
    if named is None or not key_of(named.text):
        return ()
    key, place = key_of(named.text), unit.place
    listed = _values(columns.cell(unit, "values") or means) or _listed_type(columns.cell(unit, "type"))
    said = _SAID.match(means.text) if means is not None else None
    counted = read_count(unit, named, means) if means is not None else None
    if counted is not None:
        return (counted,)
    kind = _NAMED[said["type"].lower()] if said is not None else _type(columns.cell(unit, "type"), means, listed)
    counts = said is None and means is not None and _COUNTS.match(means.text) is not None
    if kind is None or counts:
        # A number that is worked out is not filled in, unless the row says that it is.
        return () if means is None else (_with_type(unit, means, columns, context, counts=counts),)
    demands: dict[str, Plain | None] = {"type": kind, "label": named.text}
    if listed:
        demands["choices"] = items(listed, place)
    needed = _needed(columns.cell(unit, "required"), context)
    if needed is None:
        return (NotUnderstood(None, place),)  # when it is needed is said in words that nobody can make out
    if needed.demand is not None:
        demands["required"] = needed.demand if isinstance(needed.demand, str) else table(needed.demand, place)
    puts, needs = (
        [*need_puts(needed.needs, place), Put(("fields", key), table(demands, place))],
        [*yes_no(needed.needs)],
    )
    emptied = _EMPTY_WHILE.search(means.text) if means is not None else None
    if means is not None and emptied is not None:
        facts = read_facts(means.cut(emptied.end(), len(means.text)), context)
        if facts is not None:
            puts += [*facts.puts(), Put(("fields", key, "blank"), table({"when": facts.condition}, place))]
            needs += facts.names
    column = columns.cell(unit, "column")
    says = f"{named.text} ({kind})" + (f" is one of {', '.join(each.text for each in listed)}" if listed else "")
    says += f"; it is required {needed.told}" if needed.told else ""
    says += f"; it is the column {column.text}" if column is not None else ""
    says += f"; it is empty while {emptied.string[emptied.end() :]}" if emptied is not None else ""
    return (Checked("shape", f"{says}.", tuple(puts), (), place, tuple(needs)),)


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
_LIST = re.compile(
    r"^(?:pick ?list|drop-?down|choice|select|enum|list|one of)\s*[:(]\s*(?P<values>[^()]+)\)?$", re.IGNORECASE
)


def _listed_type(cell: Words | None) -> tuple[Words, ...]:
    """Give the values that a type lists: `Picklist: NL, BE, LU`."""
    found = _LIST.match(cell.text) if cell is not None else None
    if cell is None or found is None:
        return ()
    start = found.start("values")
    parts = re.finditer(r"[^,;/|]+", found["values"])
    return tuple(
        cell.cut(start + part.start() + len(part.group()) - len(part.group().lstrip()), start + part.end())
        for part in parts
        if part.group().strip()
    )


def _with_type(unit: Unit, means: Words, columns: Columns, context: Context, *, counts: bool) -> NotUnderstood:
    """Offer a row that says what its field holds: `whole number: how often …`."""
    at, source = columns.at(unit, "means") or 0, context.document.source
    event = counted_event(means) if counts else None
    kind = f"whole number, the number of `{event}`" if event is not None else "whole number" if counts else "text"
    told = f"{kind}: {written(means, source)}"
    return NotUnderstood(row_with(unit, source, {at: told}), unit.place)


def _type(said: Words | None, means: Words | None, listed: tuple[Words, ...]) -> TypeName | None:
    if said is not None:
        return _NAMED.get(said.text.lower()) or ("choice" if listed else None)
    if listed:
        return "choice"
    if means is None:
        return None
    return next((kind for kind, pattern in _TYPES if pattern.search(means.text)), None)


def _values(words: Words | None) -> tuple[Words, ...]:
    """Give values set off one by one (`Inside` or `Outside`), or a list of them by commas."""
    if words is None or is_empty(words):
        return ()
    spans = [mark for mark in words.marks if mark.kind in {"code", "strong"}]
    if len(spans) > 1:
        between = (words.text[one.end : other.start].strip().lower() for one, other in pairwise(spans))
        if all(part in {",", "or", "and", ", or", ", and", "/", "|"} for part in between):
            return tuple(words.cut(mark.start, mark.end) for mark in spans)
    return ()


FIELDS = TableReader("fields", _takes, _row)


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


CLASSIFICATION = TableReader("fields that say yes when something is true", _takes_yes, _yes_row)


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
        return ()
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


def _either(needed: Words, named: tuple[Words, ...]) -> Iterator[Words]:
    """Give the fields of which one is enough: those with "or" between them."""
    marks = [mark for mark in needed.marks if mark.kind == "code"]
    for at, field in enumerate(named):
        before = needed.text[marks[at - 1].end : marks[at].start] if at else ""
        after = needed.text[marks[at].end : marks[at + 1].start] if at + 1 < len(marks) else ""
        if _OR.match(before) or _OR.match(after):
            yield field


REQUIRED = TableReader("what has to be filled in at each stage", _takes_required, _required_row)
