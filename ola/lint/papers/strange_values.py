"""A value named among the stages or statuses that no list has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.columns import columns
from ola.agreement.prose.naming import plain
from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

STRANGE_VALUE = Code(
    "OLA279",
    "warning",
    "A stage that no list has",
    """A sentence names several stages in one breath, and one of them is in no list of stages. It may have another name,
or be a value of another field.

    | Status | Meaning |
    |---|---|
    | Resting | not now |
    | Closed Out | will not buy |
    | Off Topic | no sales matter |

    A sub-reason is mandatory on Resting, Closed Out, Off Topic and Wrong Data.

Name a stage that is listed, or add it to the list.""",
)
_LIST = re.compile(
    r"(?:[A-Z][\w-]*(?: [A-Z][\w-]*)*)(?:, [A-Z][\w-]*(?: [A-Z][\w-]*)*)*,? (?:and|or) [A-Z][\w-]*(?: [A-Z][\w-]*)*"
)
_BETWEEN = re.compile(r",? (?:and|or) |, ")
_MOST_STRANGERS = 1


def check(paper: Paper) -> Iterator[Finding]:
    """Find lists of stages with one stranger among them."""
    tables = [table for table in paper.tables if columns(table).roles[:1] in {("stage",), ("status",)}]
    every = {plain(row.cells[0].text) for table in tables for row in table.rows}
    for unit in (reading.unit for reading in paper.readings if reading.unit.kind == "sentence"):
        for match in _LIST.finditer(unit.text):
            names = _BETWEEN.split(match.group())
            strangers = [name for name in names if plain(name) not in every]
            if len(names) > 2 and len(strangers) == _MOST_STRANGERS and len(names) - len(strangers) > 1:  # noqa: PLR2004 (two others at least)
                where = f"the list on line {tables[0].place.line} does not have it"
                message = f"{strangers[0]} stands among stages here, and {where}."
                at = match.start() + match.group().find(strangers[0])
                place = unit.words.at(at, at + len(strangers[0]))
                yield found(STRANGE_VALUE, place, message, "Name a stage that is listed, or add it to the list.")
