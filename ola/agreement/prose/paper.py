"""A whole document read: every unit with what is understood of it, and the tree that comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ola.agreement.prose.declared import declared
from ola.agreement.prose.gathering import gather
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
from ola.agreement.prose.units import units
from ola.finding import Code, Finding
from ola.source import Place, Source
from ola.tree.markdown import read_markdown
from ola.tree.value import Mapping

NOT_UNDERSTOOD = Code(
    "OLA168",
    "warning",
    "A sentence of the document that is not understood",
    """ola could not tell what this sentence or row says, so nothing checks it.

    Leads get some love from an SDR soon.

Write it as a sentence that ola reads (`ola read` shows the nearest one), or put it below a heading "For people".""",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What reading a document gives: the readings in the order of the text, the tree, and what is wrong.

    Headings have no reading of their own. `tree` holds what was understood in full, in the shape of a YAML agreement.
    """

    source: Source
    readings: tuple[Reading, ...]
    tree: Mapping
    findings: tuple[Finding, ...] = field(default=())

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Every outcome in the order of the text."""
        return (outcome for reading in self.readings for outcome in reading.outcomes)

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses are checked, for people, ambiguous and not understood."""
        names = {Checked: "checked", ForPeople: "for_people", Ambiguous: "ambiguous", NotUnderstood: "not_understood"}
        counted = Counter(names[type(outcome)] for outcome in self.outcomes)
        return {name: counted[name] for name in names.values()}


def read_paper(source: Source) -> Paper:
    """Read a Markdown document. Never raises for what is written: every sentence and row gets an outcome."""
    document = read_markdown(source)
    every = tuple(units(document))
    context = Context(document, every, 0, declared(every))
    readings: list[Reading] = []
    for at, unit in enumerate(every):
        here = replace(context, at=at)
        reading = next((found for reader in READERS if (found := reader(unit, here)) is not None), None)
        if reading is None and unit.kind not in {"heading", "table"}:
            reading = Reading(unit, (NotUnderstood(None, unit.place),))
        if reading is not None:
            readings.append(reading)
    whole = Place(source.name, 1, 1, max(1, len(source.lines)), 1)
    tree, differing = gather(_puts(readings), whole)
    return Paper(source, tuple(readings), tree, (*document.findings, *differing, *_open(readings)))


def _puts(readings: list[Reading]) -> Iterator[Put]:
    return (
        put
        for reading in readings
        for outcome in reading.outcomes
        if isinstance(outcome, Checked)
        for put in outcome.puts
    )


def _open(readings: list[Reading]) -> Iterator[Finding]:
    """Word what is not understood and what the author has to decide."""
    for outcome in (outcome for reading in readings for outcome in reading.outcomes):
        match outcome:
            case NotUnderstood(nearest, place):
                advice = (
                    f"Write: {nearest}" if nearest else "Say it in a sentence that ola reads, or tell it to people."
                )
                message = "This is not understood, so nothing checks it."
                yield Finding(NOT_UNDERSTOOD.code, "warning", message, party="ops", place=place, advice=advice)
            case Ambiguous(questions=questions, place=place):
                for question in questions:
                    ways = f"Write one of: {' — '.join(question.choices)}" if question.choices else None
                    yield Finding(question.code, "error", question.asks, party="ops", place=place, advice=ways)
            case _:
                pass
