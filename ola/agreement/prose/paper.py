"""A whole document read: every unit with what is understood of it, and the tree that comes of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from ola.agreement.prose.canonical.names import with_own_names
from ola.agreement.prose.canonical.reader import in_own_words
from ola.agreement.prose.declared import declared
from ola.agreement.prose.for_people import SAID, cells_for_people, without_them
from ola.agreement.prose.gathering import gather
from ola.agreement.prose.hours import with_calendars
from ola.agreement.prose.proposals import with_proposals
from ola.agreement.prose.readers import READERS
from ola.agreement.prose.reading import (
    Ambiguous,
    Checked,
    Context,
    ForPeople,
    NotUnderstood,
    Outcome,
    Put,
    Reading,
)
from ola.agreement.prose.sentences.moves_settled import moves_settled
from ola.agreement.prose.told import with_told
from ola.agreement.prose.units import units
from ola.finding import Code, Finding
from ola.source import Place, Source
from ola.tree.markdown import Block, Table, read_markdown
from ola.tree.value import Mapping as Written

NOT_UNDERSTOOD = Code(
    "OLA168",
    "warning",
    "A sentence of the document that is not understood",
    """ola could not tell what this sentence or row says, so nothing checks it.

    Leads get some love from an SDR soon.

Write it as a sentence that ola reads (`ola read` shows the nearest one), or say that it is for people: with "For
people:" before the sentence, "(for people)" at the end of the first cell of a row, or a heading "For people" above.""",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What reading a document gives: the readings in the order of the text, the tree, and what is wrong.

    Headings have no reading of their own. `tree` holds what was understood in full, in the shape of a YAML agreement.
    `blocks` are what the document is made of.
    """

    source: Source
    readings: tuple[Reading, ...]
    tree: Written
    findings: tuple[Finding, ...] = field(default=())
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Every outcome in the order of the text."""
        return (outcome for reading in self.readings for outcome in reading.outcomes)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table that has a reading, once, in the order of the text."""
        by_place = {table.place: table for reading in self.readings if (table := reading.unit.table) is not None}
        return tuple(by_place.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses are checked, for people, ambiguous and not understood."""
        counted = Counter(OUTCOMES[type(outcome)] for outcome in self.outcomes)
        return {name: counted[name] for name in OUTCOMES.values()}

    def to_dict(self) -> dict[str, Any]:
        """Give the reading with the keys of `schemas/read.schema.json`."""
        return {
            "format": "ola.read/1",
            "document": self.source.name,
            "counts": self.counts,
            "units": [_as_dict(reading) for reading in self.readings],
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def only(self, outcome: str) -> dict[str, Any]:
        """Give the same with the units alone of which a part is understood in this way: `ambiguous`."""
        whole = self.to_dict()
        kept = [unit for unit in whole["units"] if any(each["outcome"] == outcome for each in unit["outcomes"])]
        return {**whole, "units": kept}

    def to_json(self) -> str:
        """Give the same as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        """Count the clauses."""
        counted = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in self.counts.items())
        return f"{self.source.name}: {counted}"


OUTCOMES: Mapping[type[Outcome], str] = {
    Checked: "checked",
    ForPeople: "for_people",
    Ambiguous: "ambiguous",
    NotUnderstood: "not_understood",
}


def _as_dict(reading: Reading) -> dict[str, Any]:
    unit = reading.unit
    return {
        "kind": unit.kind,
        "title": None if unit.title is None else unit.title.text,
        "text": unit.text,
        "place": unit.place.to_dict(),
        "headings": [each.text for each in unit.headings],
        "outcomes": [_outcome_as_dict(outcome) for outcome in reading.outcomes],
        "taken": [{"word": each.word, "term": each.term} for each in reading.taken],
        "for_people": reading.for_people,
    }


def _outcome_as_dict(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": OUTCOMES[type(outcome)], "place": outcome.place.to_dict()}
    match outcome:
        case Checked(form, says, puts, figures, _, needs):
            paths = [list(put.path) for put in puts]
            return told | {"form": form, "says": says, "figures": list(figures), "needs": list(needs), "paths": paths}
        case ForPeople(about):
            return told | {"about": about}
        case Ambiguous(form, questions, figures):
            asked = [{"code": each.code, "asks": each.asks, "choices": list(each.choices)} for each in questions]
            return told | {"form": form, "questions": asked, "figures": list(figures)}
        case NotUnderstood(nearest):
            return told | {"nearest": nearest}
        case _:
            assert_never(outcome)


def read_paper(source: Source) -> Paper:
    """Read a Markdown document. Never raises for what is written: every sentence and row gets an outcome."""
    context = context_of(source)
    document, every = context.document, range(len(context.units))
    readings = [reading for at in every if (reading := read_unit(replace(context, at=at))) is not None]
    whole = Place(source.name, 1, 1, max(1, len(source.lines)), 1)
    tree, differing = put_together(_puts(readings), whole)
    return Paper(source, tuple(readings), tree, (*document.findings, *differing, *_open(readings)), document.blocks)


def context_of(source: Source) -> Context:
    """Give what readers see of a document: its units, the first as the one to read, and the names it declares."""
    document = read_markdown(source)
    every = tuple(units(document))
    own = in_own_words(document, every)
    context = Context(document, every, 0, with_own_names(declared(every), own) if own else declared(every), own)
    context = with_told(context)
    return replace(context, declared=with_calendars(context))


def read_unit(context: Context) -> Reading | None:
    """Read the unit that stands at `context.at`, with what may be written instead where it is not read in full.

    Nothing for a heading, and for the header of a table that says nothing besides its rows.
    """
    unit = context.units[context.at]
    rest = without_them(unit)
    reading = next((found for reader in READERS if (found := reader(rest, context)) is not None), None)
    if reading is None and unit.kind in {"heading", "table"}:
        return None
    outcomes = reading.outcomes if reading is not None else (NotUnderstood(None, unit.place),)
    aside = tuple(ForPeople(SAID, unit.cells[at].place) for at in cells_for_people(unit))
    if aside and all(isinstance(each, NotUnderstood) for each in outcomes):
        outcomes = (ForPeople(SAID, unit.place),)
        aside = ()
    whole = Reading(unit, (*outcomes, *aside), reading.taken if reading is not None else ())
    return with_proposals(whole, context)


def put_together(puts: Iterable[Put], whole: Place) -> tuple[Written, tuple[Finding, ...]]:
    """Give the tree of an agreement that clauses put together, and what they say differently."""
    tree, differing = gather(puts, whole)
    return moves_settled(tree), differing


def _puts(readings: list[Reading]) -> Iterator[Put]:
    return (
        put
        for reading in readings
        for outcome in reading.outcomes
        if isinstance(outcome, Checked | ForPeople)
        for put in outcome.puts
    )


def _open(readings: list[Reading]) -> Iterator[Finding]:
    """Word what is not understood and what the author has to decide."""
    for reading in readings:
        last = f"If it is only said to people, write: {reading.for_people}" if reading.for_people else None
        for outcome in reading.outcomes:
            match outcome:
                case NotUnderstood(nearest, place):
                    advice = f"Write: {nearest}" if nearest else last
                    message = "This is not understood, so nothing checks it."
                    yield Finding(NOT_UNDERSTOOD.code, "warning", message, party="ops", place=place, advice=advice)
                case Ambiguous(questions=questions, place=place):
                    for question in questions:
                        ways = f"Write one of: {' — '.join(question.choices)}" if question.choices else last
                        yield Finding(question.code, "error", question.asks, party="ops", place=place, advice=ways)
                case _:
                    pass
