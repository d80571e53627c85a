"""The names a document declares, gathered before its sentences are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ola.agreement.prose.columns import columns, is_empty
from ola.agreement.prose.naming import plain, score_name
from ola.agreement.prose.reading import Declared
from ola.agreement.prose.tables.holds import listed_in
from ola.agreement.prose.tables.reasons import lists_values, value_name
from ola.agreement.prose.units import HOLDERS, Unit
from ola.tree.markdown import Table
from ola.tree.words import Words

# "Account Managers (AMs)": a name in full, and how it is called from there on.
_SHORT = re.compile(r"\b((?:[A-Z][\w&/-]*\s+){1,5}[A-Z]?[\w&/-]*?)\s*\(([A-Z][A-Za-z]{1,7})\)")
_ONE_OF = re.compile(r"\b(?:is|takes|may be|must be|holds?)\s+(?:one|any) of\b", re.IGNORECASE)
_MEANS = re.compile(r"^(?:(?:an?|the)\s+)?(.+?)\s+(?:means|is when|is defined as)\b", re.IGNORECASE)


def declared(units: tuple[Unit, ...]) -> Declared:
    """Gather the names that tables, lists and definitions declare, each once, as first spelt."""
    tables = [unit for unit in units if unit.kind == "table" and unit.table is not None]
    stages = tuple(_first_cells(tables, "stage")) + tuple(_named_in_code(units, "stages"))
    statuses = tuple(_first_cells(tables, "status"))
    return Declared(
        fields=_once((*_first_cells(tables, "field"), *_first_headers(tables, "stage", "status"), *_listed(units))),
        choices=tuple(_choices(tables)),
        stages=_once(stages or statuses),
        statuses=_once(statuses),
        segments=tuple(_segments(tables)),
        scores=_once(score_name(unit.headings[-1].text) for unit in tables if _gives_points(unit) and unit.headings),
        terms=_once(_defined(units)),
        parties=_once((*_parties(tables), *_parties_in_code(units))),
        roles=_once(_roles(units)),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        if plain(name):
            found.setdefault(plain(name), name.strip())
    return tuple(found.values())


def _gives_points(unit: Unit) -> bool:
    """Say that a table tells what gives points, and not which number of them makes a grade."""
    roles = columns(unit.table).roles if unit.table is not None else ()
    return "points" in roles and roles[0] not in {"segment", "points"}


def _first_cells(tables: list[Unit], role: str) -> Iterator[str]:
    """Give the first cells of tables whose first column has this role and that say what each is."""
    for unit in tables:
        if unit.table is not None and _declares(unit.table, role):
            yield from (row.cells[0].text for row in unit.table.rows if not is_empty(row.cells[0]))


def _declares(table: Table, *roles: str) -> bool:
    known = columns(table)
    return known.roles[0] in roles and known.has_any(
        "means", "when", "party", "column", "type", "values", "countries", "limit"
    )


def _first_headers(tables: list[Unit], *roles: str) -> Iterator[str]:
    """Give the headers of stage and status columns: the field they are the values of."""
    for unit in tables:
        if unit.table is not None and _declares(unit.table, *roles):
            yield unit.cells[0].text


def _choices(tables: list[Unit]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for unit in tables:
        if unit.table is not None and _declares(unit.table, "stage", "status"):
            yield unit.cells[0].text, tuple(row.cells[0].text for row in unit.table.rows if not is_empty(row.cells[0]))
    for unit in tables:
        if unit.table is not None and _declares(unit.table, "field") and not _gives_points(unit):
            yield from _field_choices(unit.table)
        elif unit.table is not None and lists_values(unit):
            yield value_name(unit), tuple(row.cells[0].text for row in unit.table.rows)


def _field_choices(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the fields of a table that lists the values of each, with those values."""
    known = columns(table)
    for row in table.rows:
        listed = listed_in(row.cells, known)
        if listed:
            yield row.cells[0].text, tuple(each.text for each in listed)


def _segments(tables: list[Unit]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for unit in tables:
        if unit.table is not None and _declares(unit.table, "segment"):
            yield unit.cells[0].text, tuple(row.cells[0].text for row in unit.table.rows if not is_empty(row.cells[0]))


def _listed(units: tuple[Unit, ...]) -> Iterator[str]:
    """Give the fields a sentence lists values of: "`Origin` is one of Website, Event"."""
    for unit in units:
        said = _ONE_OF.search(unit.text) if unit.kind == "sentence" else None
        for mark in unit.words.marks:
            if said is not None and mark.kind == "code" and mark.end <= said.start():
                yield unit.text[mark.start : mark.end]


def _defined(units: tuple[Unit, ...]) -> Iterator[str]:
    for unit in units:
        said = _MEANS.match(unit.text) if unit.kind == "sentence" else None
        if said is not None and len(said[1].split()) <= _LONGEST_NAME:
            yield said[1]


_LONGEST_NAME = 4


def _named_in_code(units: tuple[Unit, ...], section: str) -> Iterator[str]:
    """Give the names below a key of a block of YAML: `stages: [{name: MQL}]`."""
    for unit in units:
        keys = [_text(each) for each in unit.headings]
        if unit.kind == "code" and keys and keys[-1] == "name" and section in keys:
            yield unit.text


def _text(words: Words) -> str:
    return words.text.lower()


def _parties(tables: list[Unit]) -> Iterator[str]:
    """Give who holds stages or owes something, by the columns and keys for it: names, no descriptions or queues."""
    for unit in tables:
        if unit.table is None or "party" not in columns(unit.table).roles:
            continue
        at = columns(unit.table).roles.index("party")
        for row in unit.table.rows:
            cell = row.cells[at] if at < len(row.cells) else None
            if cell is not None and _PARTY.fullmatch(cell.text) and not cell.marked("code"):
                yield cell.text


_PARTY = re.compile(r"[A-Z][\w&/ -]{1,40}")


def _parties_in_code(units: tuple[Unit, ...]) -> Iterator[str]:
    for unit in units:
        names_a_holder = bool(unit.headings) and _text(unit.headings[-1]).replace("_", " ") in HOLDERS
        if unit.kind == "code" and names_a_holder and _PARTY.fullmatch(unit.text):
            yield unit.text


def _roles(units: tuple[Unit, ...]) -> Iterator[str]:
    """Give the roles that are named in full with their short name after them."""
    for unit in units:
        for match in _SHORT.finditer(unit.text):
            name, short = match[1].strip(), match[2].strip()
            if name.split()[0].lower() in _ARTICLES or sum(map(str.isupper, short)) < _CAPITALS:
                continue  # "A lead (HR)" is no role, nor is "Elapsed (Min)"
            if name[0].lower() != short[0].lower():
                continue  # "Inbound playbook (RevOps)" is a title and whose it is
            both = name.endswith("s") and short.endswith("s")
            yield name.removesuffix("s") if both else name
            yield short.removesuffix("s") if both else short


_ARTICLES = frozenset({"a", "an", "the"})
_CAPITALS = 2  # at least so many make a short name
