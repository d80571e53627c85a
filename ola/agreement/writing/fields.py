"""The fields: what a lead holds, what is demanded of it, and where each system keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from typing import get_args

from ola.agreement.writing.atoms import Choice, Counted, Name, Prose, Written, skeleton
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Either, Form, Forms, Sub, key_of, table_of
from ola.agreement.writing.limits import LENGTH_TEXT
from ola.agreement.writing.lists import Several
from ola.agreement.writing.rows import (
    ATTRIBUTE_COLUMNS,
    Column,
    Holds,
    OpenColumns,
    Phrases,
    Row,
    RowRead,
    Rows,
)
from ola.agreement.writing.sections import Path, Put, entries_of, is_empty, require_said, text_node, under
from ola.fieldtypes.spec import TypeName
from ola.tree.value import Entry, Items, Mapping, Node, Scalar
from ola.tree.words import Words

_VALUE = Name(values=True)
_NAMES = Several(_VALUE, "and")

# ── what a field holds ──────────────────────────────────────────────────────────────────────────

_HOLDS = Forms(
    {"type": Choice(tuple((name, name) for name in get_args(TypeName))), "currency": Written(r"[A-Z]{3}")},
    (
        Form("{type} in {currency}"),
        Form("{type}"),
        Form("in {currency}"),
        Form("several at once", {"many": True}),
        Form("one at a time", {"many": False}),
        Form("the key of a lead", {"key": True}),
        Form("not the key", {"key": False}),
        Form("personal", {"personal": True}),
        Form("not personal", {"personal": False}),
    ),
)

# ── what is demanded of it ──────────────────────────────────────────────────────────────────────

_WHEN_REQUIRED = Forms(
    {"at": Several(_VALUE, "or"), "from": _VALUE, "when": Condition()},
    (
        Form("filled in at {at}[, from {from} on][, when {when}]"),
        Form("filled in from {from} on[, when {when}]"),
        Form("filled in when {when}"),
    ),
)
_UNIQUE = Forms(
    {"by": _NAMES, "within": LENGTH_TEXT},
    (Form("unique together with {by}[ within {within}]"), Form("unique within {within}")),
)
_BLANK = Forms({"when": Condition()}, (Form("blank when {when}"),))
_ALWAYS = Choice((("always", "always filled in"),))
DEMANDS = Forms(
    {
        "required": Either((_ALWAYS, Sub(_WHEN_REQUIRED, "filled in at all times"))),
        "unique": Sub(_UNIQUE, "unique by itself"),
        "blank": Sub(_BLANK),
        "min": _VALUE,
        "max": _VALUE,
        "min_length": Counted("character"),
        "max_length": Counted("character"),
        "pattern": Name(),
        "not": Several(_VALUE, "or"),
        "blanks": Several(_VALUE, "or"),
    },
    (
        Form("{required}"),
        Form("unique", {"unique": True}),
        Form("not unique", {"unique": False}),
        Form("{unique}"),
        Form("{blank}"),
        Form("never changed once filled in", {"changes": "never"}),
        Form("at least {min_length}"),
        Form("at most {max_length}"),
        Form("at least {min}"),
        Form("at most {max}"),
        Form("of the pattern {pattern}"),
        Form("never {not}"),
        Form("blank where it says {blanks}"),
    ),
)
_DEMAND = Phrases(DEMANDS)

FIELDS = Rows(
    "Field",
    (
        Column("Holds", Phrases(_HOLDS, ", "), ("type",)),
        Column("Is", _DEMAND, ("demands", "rules")),
        Column("Supplied by", Holds("supplied_by", Name(values=True, free=True)), ("filled in by",)),
        Column("Label", Holds("label", Prose())),
        *ATTRIBUTE_COLUMNS,
    ),
)

# ── demands with words or a level of their own ──────────────────────────────────────────────────

_OWN = ("required", "unique", "blank")
_COUNT = re.compile(r"(\d+)\. ")


@dataclass(frozen=True)
class Demand:
    """A cell with one demand; one of several times at which a field is required has a number before it."""

    keys: tuple[str, ...] = ("item", *_OWN)

    def write(self, row: Mapped[str, Node]) -> tuple[str, frozenset[str]]:
        """The demand after its number."""
        number = row.get("item")
        own = {key: row[key] for key in _OWN if key in row}
        texts, left = DEMANDS.write(own)
        before = f"{number.text}\\. " if isinstance(number, Scalar) else ""
        return before + "; ".join(texts), frozenset({"item", *own} - left.keys())

    def read(self, words: Words) -> tuple[Entry, ...] | None:
        """The demand, and its number."""
        number = _COUNT.match(skeleton(words))
        found = DEMANDS.read(words.cut(number.end() if number else 0, len(words.text)))
        if found is None:
            return None
        return (
            *((Entry(key_of("item", words.place), words.cut(*number.span(1)).scalar),) if number else ()),
            *found[1],
        )


OWN_DEMANDS = Rows("Field", (Column("Must be", Demand()), *ATTRIBUTE_COLUMNS[:2]))

# ── choices, and where the systems keep fields and how they spell values ────────────────────────


@dataclass(frozen=True)
class Kept:
    """A system's name of a field, and whether the system spells its values in its own way."""

    @property
    def pattern(self) -> str:
        """A name, perhaps with what follows it."""
        return rf"{_VALUE.pattern}(?: with values of its own)?"

    def write(self, node: Node) -> str | None:
        """The name."""
        if isinstance(node, Scalar):
            return _VALUE.write(node)
        field = table_of(node).get("field")
        name = None if field is None else _VALUE.write(field)
        return None if name is None else f"{name}{_OWN_VALUES}"

    def read(self, words: Words) -> Node | None:
        """The name alone, or in a table."""
        shape = skeleton(words)
        if not shape.endswith(_OWN_VALUES):
            return _VALUE.read(words)
        name = _VALUE.read(words.cut(0, len(shape) - len(_OWN_VALUES)))
        return None if name is None else Mapping((Entry(key_of("field", words.place), name),), words.place)


_OWN_VALUES = " with values of its own"
KEPT = Rows("Field", (), open=OpenColumns("In", Kept()))
_SPELT = OpenColumns("In", Name(values=True, free=True))
CHOICES = Rows(
    "Choice",
    (Column("Label", Holds("label", Name(values=True, free=True)), ("meaning",)),),
    (),
    Name(values=True, free=True),
    _SPELT,
)
SPELT = Rows("Value", (), (), Name(free=True), _SPELT)


@dataclass(frozen=True)
class Fields:
    """The table of fields, and below it those of choices, of further demands, and of the systems."""

    key: str = "fields"
    heading: str = "Fields"
    also: tuple[str, ...] = ("data fields", "lead fields", "the fields", "data")

    def write(self, node: Node) -> Iterator[str]:
        """All of them."""
        given = [(entry.name, table_of(entry.value)) for entry in entries_of(node)]
        yield from FIELDS.write(self._row(name, table) for name, table in given)
        own = [row for name, table in given for row in own_demands(name, table)]
        if own:
            yield from ("### Further demands", "", *OWN_DEMANDS.write(own))
        for name, table in given:
            yield from self._choices(name, table)
        kept = [
            Row(text_node(name), {}, {entry.name: entry.value for entry in entries_of(table["in"])})
            for name, table in given
            if "in" in table and not is_empty(table["in"])
        ]
        if kept:
            yield from ("### Where the systems keep them", "", *KEPT.write(kept))

    def _row(self, name: str, table: dict[str, Node]) -> Row:
        own = {key for row in own_demands(name, table) for key in row.holds}
        row = Row(
            text_node(name),
            {key: value for key, value in table.items() if key not in {"choices", "in"} | (own & {*_OWN})},
        )
        require_said({key: row.holds[key] for key in FIELDS.unsaid(row)}, (self.key, name))
        return row

    def _choices(self, name: str, table: dict[str, Node]) -> Iterator[str]:
        choices, spelt = choice_rows(table)
        if choices:
            yield from (f"### Choices of {Name(free=True).text(name)}", "", *CHOICES.write(choices))
        if spelt:
            yield from (f"### Values of {Name(free=True).text(name)}", "", *SPELT.write(spelt))

    def phrase(self, path: Path, node: Node) -> str:
        """One field, one demand, its choices, or where a system keeps it."""
        name, table = path[1], table_of(under(path[2:], node))
        said = [FIELDS.phrase(self._row(name, table))] if table.keys() - {"choices", "in", *_OWN} or not table else []
        own = own_demands(name, table)
        demands = {key: value for key, value in table.items() if key in _OWN} if said == [] and not own else {}
        texts, _ = DEMANDS.write(demands)
        named = Name().text(name)
        said += [f"{named} is {text}" for text in texts]
        said += [OWN_DEMANDS.phrase(row) for row in own]
        choices, spelt = choice_rows(table)
        if choices:
            said.append(f"{named} is one of {', '.join(_VALUE.write(row.name) or '' for row in choices if row.name)}")
        elif spelt:
            said += [SPELT.phrase(row) for row in spelt]
        if "in" in table and not choices and not spelt:
            said.append(
                KEPT.phrase(Row(text_node(name), {}, {each.name: each.value for each in entries_of(table["in"])}))
            )
        return "; ".join(said)


def own_demands(name: str, table: dict[str, Node]) -> list[Row]:
    """Give the demands on a field that have a row of their own: several of one kind, or with words or a level."""
    rows: list[Row] = []
    for key in _OWN:
        node = table.get(key)
        if isinstance(node, Items):
            for at, item in enumerate(node.items, 1):
                rows.append(_own_row(name, key, item, {"item": text_node(str(at))}))
        elif isinstance(node, Mapping) and (node.get("says") is not None or node.get("level") is not None):
            rows.append(_own_row(name, key, node, {}))
    return rows


def _own_row(name: str, key: str, node: Node, more: dict[str, Node]) -> Row:
    table = table_of(node)
    attributes: dict[str, Node] = {each: table.pop(each) for each in ("says", "level") if each in table}
    entries = tuple(Entry(text_node(each), value) for each, value in table.items())
    return Row(text_node(name), {**more, key: Mapping(entries, node.place), **attributes})


def choice_rows(table: dict[str, Node]) -> tuple[list[Row], list[Row]]:
    """Give the choices of a field as rows, and the values that systems spell beside them."""
    spelt: dict[str, dict[str, Node]] = {}
    for system in entries_of(table.get("in", text_node(""))):
        for entry in entries_of(table_of(system.value).get("values", text_node(""))):
            spelt.setdefault(entry.name, {})[system.name] = entry.value
    rows: list[Row] = []
    match table.get("choices"):
        case Items(items=items):
            rows = [Row(item, {}, spelt.pop(item.text, {})) for item in items if isinstance(item, Scalar)]
        case Mapping(entries=entries):
            rows = [Row(text_node(each.name), {"label": each.value}, spelt.pop(each.name, {})) for each in entries]
        case _:
            pass
    return rows, [Row(text_node(name), {}, values) for name, values in spelt.items()]


def field_puts(row: RowRead) -> Iterator[Put]:
    """What a row of the table of fields puts into the tree."""
    if row.name is not None:
        yield ("fields",), Mapping((Entry(row.name, row.table),), row.place)


def own_demand_puts(row: RowRead) -> Iterator[Put]:
    """What a row of further demands puts into the tree."""
    if row.name is None:
        return
    holds = {entry.name: entry for entry in row.entries}
    is_item = "item" in holds
    for key in _OWN:
        if key in holds:
            attributes = tuple(holds[each] for each in ("says", "level") if each in holds)
            table = holds[key].value
            inner = table.entries if isinstance(table, Mapping) else ()
            yield (
                ("fields", row.name.text, key, *(("+",) if is_item else ())),
                Mapping((*inner, *attributes), row.place),
            )


def choice_puts(field: str, row: RowRead, *, closed: bool) -> Iterator[Put]:
    """What a row of choices (`closed`) or of values puts into the tree."""
    if row.name is None:
        return
    label = next((entry.value for entry in row.entries if entry.name == "label"), None)
    if closed and label is None:
        yield ("fields", field, "choices", "+"), row.name
    elif closed and label is not None:
        yield ("fields", field, "choices"), Mapping((Entry(row.name, label),), row.place)
    for entry in row.opened:
        value = Mapping((Entry(row.name, entry.value),), row.place)
        yield ("fields", field, "in", entry.name, "values"), value


def kept_puts(row: RowRead) -> Iterator[Put]:
    """What a row of the systems' names puts into the tree."""
    if row.name is not None:
        table = Mapping((Entry(key_of("in", row.place), Mapping(row.opened, row.place)),), row.place)
        yield ("fields",), Mapping((Entry(row.name, table),), row.place)


SECTION = Fields()
