"""Rows of a table that may take the same lead, with no word on which comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.columns import columns
from ola.agreement.prose.paper import Paper
from ola.agreement.prose.phrases.numbers import number_at
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.tables.segments import REST, condition_text
from ola.agreement.prose.units import Unit
from ola.finding import Code, Finding, spoken_list
from ola.lint.papers.clause import found

NO_ORDER_OF_ROWS = Code(
    "OLA276",
    "warning",
    "Rows that may take one lead, without an order",
    """Two rows of a table that sends leads somewhere can both be true of a lead, and the document does not say that the
first row that fits wins.

    | Rule | Condition | Goes to |
    |---|---|---|
    | Mid | headcount BETWEEN 75 AND 750 | mid-market |
    | Named | account on the named list | the AE of that account |

Write "the first row that is true counts" above the table, or let the conditions exclude one another.""",
)
_ORDERED = re.compile(
    r"\b(?:first (?:row|rule|match)\b|in this order|top to bottom|from the top|in order of precedence)", re.IGNORECASE
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find pairs of rows of a routing table that do not exclude one another."""
    tables: dict[int, list[Unit]] = {}
    for reading in paper.readings:
        unit = reading.unit
        if unit.kind == "row" and unit.table is not None and columns(unit.table).has("goes to", "when"):
            tables.setdefault(unit.table.place.line, []).append(unit)
    for rows in tables.values():
        lead = rows[0].lead
        if lead is not None and _ORDERED.search(lead.text):
            continue
        for at, row in enumerate(rows):
            if REST.search(_condition(row)):
                continue
            others = [f"“{_name(other)}” (line {other.place.line})" for other in rows[:at] if _may_meet(other, row)]
            if others:
                told = spoken_list(others)
                message = f"“{_name(row)}” may be true of a lead together with {told}, and nothing says which wins."
                advice = 'Write "the first row that is true counts" above the table.'
                yield found(NO_ORDER_OF_ROWS, row.place, message, advice)


def _name(row: Unit) -> str:
    return row.cells[0].text


_SPAN = re.compile(r"(?P<field>\w+) (?P<sign>>=|<=|<|>|=|between|in) (?P<rest>.+)")


def _may_meet(one: Unit, other: Unit) -> bool:
    """Say whether both rows can be true: unless they ask one field for parts that do not touch."""
    spans, others = _spans(one), _spans(other)
    return all(_touch(spans[field], others[field]) for field in spans.keys() & others.keys())


def _condition(row: Unit) -> str:
    cell = columns(row.table).cell(row, "when") if row.table is not None else None
    return cell.text if cell is not None else ""


def _spans(row: Unit) -> dict[str, tuple[float, float]]:
    """Give what a row's condition leaves of each number it compares."""
    if row.table is None:
        return {}
    cell = columns(row.table).cell(row, "when")
    said = condition_text(cell) if cell is not None else None
    found_spans: dict[str, tuple[float, float]] = {}
    for atom in re.split(r"\s+and\s+(?!\d)", said[0]) if said is not None else ():
        match = _SPAN.fullmatch(atom.strip())
        numbers = (
            [float(each[0]) for part in re.findall(r"[\d.,]+", match["rest"]) if (each := number_at(cut(part), 0))]
            if match
            else []
        )
        if match is None or not numbers:
            continue
        found_spans[match["field"]] = {
            ">=": (numbers[0], float("inf")),
            ">": (numbers[0] + 1e-9, float("inf")),
            "<=": (float("-inf"), numbers[0]),
            "<": (float("-inf"), numbers[0] - 1e-9),
            "between": (numbers[0], numbers[-1]),
        }.get(match["sign"], (numbers[0], numbers[0]))
    return found_spans


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
