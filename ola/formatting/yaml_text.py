"""A YAML agreement in one order and style.

Sections and keys stand in the order of the language (`ola.agreement.document`), each clause's sentence first; names
that the author chose keep theirs. A list or table stands on one line, between brackets, if it fits, holds no comment,
and nothing in it needs quotes for the brackets alone; otherwise each of its entries has a line, two spaces further in.
The sections whose entries are clauses always have a line for each. Blank lines are kept, one at a time.

Comments stay with what they belong to (`ola.formatting.comments`). YAML is written here, and not by a library for
round trips: those hang comments on what stands before them, which is not where they belong when keys change places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ola.agreement.clauses.commitments import BOUND, STEPS
from ola.agreement.clauses.limits import LIMIT
from ola.agreement.document import DOCUMENT
from ola.agreement.structure import Either, Keys, ListOf, Structure, Table
from ola.errors import InvalidAgreement, WrongCall
from ola.formatting.comments import BLANK, Comments, Hook, read_comments
from ola.formatting.scalars import BLOCKS, in_lines, one_line, stands_in_a_block, wants_quotes_in_flow
from ola.formatting.spelling import bound, limit, step
from ola.source import Source
from ola.tree.value import Items, Mapping, Node, Scalar, to_plain
from ola.tree.yaml import read_yaml

WIDTH = 100
STEP = 2


def formatted_yaml(source: Source) -> str:
    """Give a YAML agreement in one order and style; raises InvalidAgreement for a text that cannot be read."""
    text = source.text.removeprefix("\ufeff")
    source = Source(source.name, text)
    root, findings = read_yaml(source)
    if findings or not isinstance(root, Mapping):
        first = findings[0].message if findings else "An agreement is a table of keys, such as ola: 1."
        message = f"{source.name} cannot be formatted: {first}"
        raise InvalidAgreement(message, findings, source)
    comments = read_comments(source, root)
    whole = _arranged(root, DOCUMENT, comments, depth=0)
    assert isinstance(whole, Group)  # noqa: S101 (a table was asked for)
    lines = [*comments.top, *_sections(whole), *comments.end]
    ending = "\r\n" if "\r\n" in text else "\n"
    result = "".join(f"{line}{ending}" for line in lines)
    again, wrong = read_yaml(Source(source.name, result))
    if wrong or again is None or to_plain(again) != _said(whole):
        message = f"{source.name} cannot be formatted without changing what it says; it is left as it is."
        raise WrongCall(message)
    return result


# ── what is written: values, lists and tables in order, each with its comments ──────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """One value, and the text that it is written as."""

    scalar: Scalar
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a table, or an item of a list, which has no key."""

    key: Line | None
    value: Laid
    hook: Hook


@dataclass(frozen=True, slots=True)
class Group:
    """A list or table; `in_lines` where each entry has a line, however short."""

    rows: tuple[Row, ...]
    is_table: bool
    in_lines: bool = field(default=False)

    @property
    def is_bare(self) -> bool:
        """Whether no comment stands in it."""
        return all(row.hook.is_bare and (isinstance(row.value, Line) or row.value.is_bare) for row in self.rows)


Laid = Line | Group


def _arranged(node: Node, structure: Structure | None, comments: Comments, depth: int) -> Laid:
    """Put the keys of a node in order, and its limits and bounds in their spelling."""
    structure = _option(structure, node)
    match node:
        case Scalar():
            return Line(node, _spelt(node, structure))
        case Items(items=items):
            inner = structure.item if isinstance(structure, ListOf) else None
            rows = tuple(Row(None, _arranged(item, inner, comments, depth + 1), comments.of(item)) for item in items)
            return Group(rows, is_table=False, in_lines=depth == 1 and isinstance(structure, ListOf))
        case Mapping(entries=entries):
            rows = tuple(
                Row(
                    _key(entry.key, structure),
                    _arranged(entry.value, _held(structure, entry.name), comments, depth + 1),
                    comments.of(entry),
                )
                for entry in sorted(entries, key=lambda entry: _rank(structure, entry.name))
            )
            return Group(rows, is_table=True, in_lines=depth == 0 or (depth == 1 and isinstance(structure, Table)))


def _option(structure: Structure | None, node: Node) -> Structure | None:
    """Give what is meant among several things that may be written."""
    while isinstance(structure, Either):
        structure = next((each for each in structure.options if each.takes(node)), None)
    return structure


def _held(structure: Structure | None, name: str) -> Structure | None:
    match structure:
        case Keys(keys=keys):
            return keys[name].holds if name in keys else None
        case Table(value=value):
            return value
        case _:
            return None


def _rank(structure: Structure | None, name: str) -> int:
    """Give the place of a key: its sentence first, then as the language lists them, then what it does not know."""
    if not isinstance(structure, Keys):
        return 0
    if name == "says":
        return -1
    order = list(structure.keys)
    return order.index(name) if name in order else len(order)


def _key(key: Scalar, structure: Structure | None) -> Line:
    return Line(key, step(key.text) if structure is STEPS else key.text)


def _spelt(node: Scalar, structure: Structure | None) -> str:
    if not isinstance(node.value, str):
        return node.text
    if structure is LIMIT:
        return limit(node.text)
    return bound(node.text) if structure is BOUND else node.text


def _said(laid: Laid) -> object:
    """Give what is written as plain values, to hold what comes of it against."""
    match laid:
        case Line(scalar, text):
            return text if isinstance(scalar.value, str) else scalar.value
        case Group(rows, is_table=True):
            return {row.key.text: _said(row.value) for row in rows if row.key is not None}
        case Group(rows):
            return [_said(row.value) for row in rows]


# ── on lines ────────────────────────────────────────────────────────────────────────────────────


def _sections(root: Group) -> Iterator[str]:
    """Give the lines of the agreement: a blank one before each section that has several."""
    for at, row in enumerate(root.rows):
        above, lines = _above(row.hook.above, 0, first=at == 0), _entry(row, 0)
        if at and len(lines) > 1 and above[:1] != [BLANK]:
            yield BLANK
        yield from (*above, *lines)


def _rows(group: Group, indent: int) -> Iterator[str]:
    for at, row in enumerate(group.rows):
        yield from _above(row.hook.above, indent, first=at == 0)
        yield from _entry(row, indent) if group.is_table else _item(row, indent)


def _above(lines: Sequence[str], indent: int, *, first: bool) -> list[str]:
    """Give the comments above an entry; no blank line stands at the top of a list or table."""
    kept = list(lines)
    while first and kept[:1] == [BLANK]:
        kept = kept[1:]
    return [f"{' ' * indent}{line}" if line else BLANK for line in kept]


def _entry(row: Row, indent: int) -> list[str]:
    """Give an entry and the comments below it."""
    assert row.key is not None  # noqa: S101 (an entry has one)
    key = one_line(row.key.scalar, row.key.text, flow=False) or '""'
    start = f"{' ' * indent}{key}:"
    lines = _valued(start, row.value, row.hook, indent)
    if lines is None:
        assert isinstance(row.value, Group)  # noqa: S101 (a value has its lines)
        lines = [_beside(start, row.hook), *_rows(row.value, indent + STEP)]
    return [*lines, *_above(row.hook.below, indent, first=False)]


def _item(row: Row, indent: int) -> list[str]:
    """Give an item and the comments around it; a comment behind its dash stands above it."""
    start = f"{' ' * indent}-"
    lines = _valued(start, row.value, row.hook, indent)
    if lines is None:
        assert isinstance(row.value, Group)  # noqa: S101 (a value has its lines)
        inner = list(_rows(row.value, indent + STEP))
        at = next(place for place, line in enumerate(inner) if line and not line.lstrip().startswith("#"))
        hoisted = [f"{' ' * indent}{line.lstrip()}" for line in inner[:at] if line]
        beside = [f"{' ' * indent}{line}" for line in row.hook.beside]
        lines = [*beside, *hoisted, f"{start} {inner[at][indent + STEP :]}", *inner[at + 1 :]]
    return [*lines, *_above(row.hook.below, indent, first=False)]


def _valued(start: str, value: Laid, hook: Hook, indent: int) -> list[str] | None:
    """Give what stands behind a key or dash, where it is one value or fits on the line."""
    room = WIDTH - len(start) - 1
    if isinstance(value, Group):
        flow = _in_brackets(value)
        return None if flow is None or (len(flow) > room and value.rows) else [_beside(f"{start} {flow}", hook)]
    lines = in_lines(value.scalar, value.text, indent + STEP, room, WIDTH)
    if lines is None:
        written = one_line(value.scalar, value.text, flow=False)
        return [_beside(f"{start} {written}".rstrip(), hook)]
    first, more = f"{start} {lines[0]}", lines[1:]
    # Behind the sign of a block a comment may stand, behind its lines it would be text.
    return [_beside(first, hook), *more] if lines[0] in BLOCKS else [first, *more[:-1], _beside(more[-1], hook)]


def _beside(line: str, hook: Hook) -> str:
    return "  ".join([line, *hook.beside])


def _in_brackets(laid: Laid) -> str | None:
    """Write a list or table on one line; nothing where it has lines of its own or a comment in it."""
    if isinstance(laid, Line):
        own_lines = isinstance(laid.scalar.value, str) and stands_in_a_block(laid.text)
        if own_lines or wants_quotes_in_flow(laid.scalar, laid.text):
            return None
        return one_line(laid.scalar, laid.text, flow=True)
    if (laid.in_lines and laid.rows) or not laid.is_bare:
        return None
    parts = list(_parts(laid.rows))
    if any(part is None for part in parts):
        return None
    inner = ", ".join(part for part in parts if part is not None)
    return f"{{{inner}}}" if laid.is_table else f"[{inner}]"


def _parts(rows: Iterable[Row]) -> Iterator[str | None]:
    for row in rows:
        value = _in_brackets(row.value)
        key = None if row.key is None else _in_brackets(row.key)
        if value is None or (row.key is not None and key is None):
            yield None
        else:
            yield value if row.key is None else f"{key}: {value}"
