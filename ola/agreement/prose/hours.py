"""The calendars a document tells, found before its promises are read: those told in full, and those it only names."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.reading import Ambiguous, Checked, Context, Declared, Outcome
from ola.agreement.prose.row_calendars import read_row_as_calendar
from ola.agreement.prose.sentences import calendars_told
from ola.agreement.prose.sentences.sentence import sentence

_ABOUT_HOURS = re.compile(
    r"\b(?:hours|calendar|open|work|working week)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE
)
_NAMED = re.compile(r"The calendar `([^`]+)`")


def with_calendars(context: Context) -> Declared:
    """Give the names a document declares with its calendars: `calendars` those told in full, `hours` the others."""
    told: list[str] = []
    asked: list[str] = []
    apart = replace(context, found={})  # the tables are read again when all names are known
    for at, unit in enumerate(context.units):
        if unit.table is not None:
            reading = read_row_as_calendar(unit, replace(apart, at=at))
            for outcome in reading.outcomes if reading is not None else ():
                _name(outcome, told, asked)
            continue
        if unit.kind != "sentence" or not _ABOUT_HOURS.search(f"{unit.text} {' '.join(map(str, unit.headings))}"):
            continue
        part = sentence(unit, replace(context, at=at))
        shapes = (shape.read(part) for shape in calendars_told.SHAPES) if part is not None else ()
        outcomes = next((found for found in shapes if found), ())
        if not outcomes and part is not None:
            outcomes = calendars_told.read_hours(part)
        for outcome in outcomes:
            _name(outcome, told, asked)
    return replace(
        context.declared,
        calendars=tuple(dict.fromkeys((*context.declared.calendars, *told))),
        hours=tuple(dict.fromkeys(name for name in asked if name not in told)),
    )


def _name(outcome: Outcome, told: list[str], asked: list[str]) -> None:
    match outcome:
        case Checked(puts=puts):
            told += [
                put.path[1]
                for put in puts
                if put.path[0] == "calendars" and len(put.path) == len(("calendars", "name"))
            ]
        case Ambiguous(questions=questions):
            asked += [name for each in questions for choice in each.choices for name in _NAMED.findall(choice)]
        case _:
            pass
