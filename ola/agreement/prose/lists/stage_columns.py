"""Tables with a column for each stage: what is looked at, and what it must be to come there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.prose.columns import is_empty
from ola.agreement.prose.lists.criteria import read_cells
from ola.agreement.prose.lists.lead_in import stages_in
from ola.agreement.prose.lists.listed import CRITERION
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import Lexicon, lexicon
from ola.agreement.prose.phrases.read import Read, joined
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Put, Question, Reading
from ola.agreement.prose.sentences.declarations import a_stage, need_puts, stage_field, yes_no
from ola.agreement.prose.sentences.questions import ALL_OR_ANY
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import value
from ola.agreement.prose.written import row_with, written
from ola.tree.markdown import Row, Table
from ola.tree.words import Words

_HOW = re.compile(r"\s*\((?P<how>all|any) needed\)$", re.IGNORECASE)
_NOTHING = re.compile(
    r"^(?:not (?:required|needed|necessary)|no requirement|optional|any|none|nice to have|not yet(?: required)?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Point:
    """A cell that asks for something: where it stands, of which stage, and what it asks; nothing if nobody knows."""

    at: int
    stage: str
    read: Read | None


def read_stage_columns(unit: Unit, context: Context) -> Reading | None:
    """Read the header or a row of a table of criteria with a column for each stage."""
    if unit.table is None or unit.kind not in {"table", "row"}:
        return None
    stages = _stages(unit.table, lexicon(context.declared))
    if not stages:
        return None
    return Reading(
        unit, _whole(unit, unit.table, stages, context) if unit.kind == "table" else _row(unit, stages, context)
    )


def _stages(of: Table, known: Lexicon) -> tuple[str, ...]:
    """Give the stages that head all columns but the first; nothing where the table is another one."""
    first, *others = (cell.text.strip(" :*") for cell in of.header)
    if len(others) < len(("one", "other")) or not CRITERION.fullmatch(_HOW.sub("", first)):
        return ()
    found: list[str] = []
    for head in others:
        tokens = cut(head)
        named = [each for each in stages_in(tokens, known) if each[1:] == (0, len(tokens))]
        if not named or named[0][0] in found:
            return ()
        found.append(named[0][0])
    return tuple(found)


def _points(cells: tuple[Words, ...], stages: tuple[str, ...], known: Lexicon) -> Iterator[_Point]:
    for at, (stage, cell) in enumerate(zip(stages, cells[1:], strict=False), 1):
        if not is_empty(cell) and not _NOTHING.match(cell.text):
            yield _Point(at, stage, read_cells(cut(cells[0]), cut(cell), known))


def _row(unit: Unit, stages: tuple[str, ...], context: Context) -> tuple[Outcome, ...]:
    """Read what a row asks for at each stage; the header takes it into the agreement."""
    found = tuple(_points(unit.cells, stages, lexicon(context.declared)))
    source = context.document.source
    bare = {
        each.at: f"`{key_of(f'{unit.cells[0].text} {unit.cells[each.at].text}').replace('_', ' ')}`"
        for each in found
        if each.read is None
    }
    read = [(each.stage, each.read) for each in found if each.read is not None]
    left = tuple(NotUnderstood(row_with(unit, source, bare), unit.cells[at].place) for at in bare)
    if found and not read:
        return (NotUnderstood(row_with(unit, source, bare), unit.place),)
    told = "; ".join(f"{stage}: {each.text}" for stage, each in read) or f"{unit.cells[0].text} is not asked for"
    needs = tuple(need for _, each in read for need in each.needs)
    figures = tuple(figure for _, each in read for figure in each.figures)
    puts = tuple(need_puts(dict.fromkeys(needs), unit.place))
    return (Checked("predicate", f"{told}.", puts, figures, unit.place, yes_no(needs)), *left)


def _whole(unit: Unit, of: Table, stages: tuple[str, ...], context: Context) -> tuple[Outcome, ...]:
    """Read the rows of each stage as one condition; ask where the header leaves open whether all are needed."""
    how = _HOW.search(unit.cells[0].text)
    if how is None:
        head = written(unit.cells[0], context.document.source)
        ways = tuple(row_with(unit, context.document.source, {0: f"{head} ({way} needed)"}) for way in ("all", "any"))
        asks = f"Does {stages[0]} need all of what its column says, or is any of it enough?"
        return (Ambiguous("predicate", (Question(ALL_OR_ANY.code, asks, ways),), (), unit.place),)
    known = lexicon(context.declared)
    puts, told = list[Put](), list[str]()
    for stage in stages:
        points = [point for row in _rows(of) for point in _points(row.cells, stages, known) if point.stage == stage]
        reads = [point.read for point in points if point.read is not None]
        if not reads or (len(reads) < len(points) and how["how"].lower() == "any"):
            continue  # what is left out would be enough by itself
        read = joined("any" if how["how"].lower() == "any" else "all", reads)
        puts += a_stage(stage, stage_field(known), unit.place)
        puts.append(Put(("stages", stage, "when"), value(read.text, unit.place)))
        told.append(f"{stage} means that {read.text}")
    return (Checked("predicate", f"{'; '.join(told)}.", tuple(puts), (), unit.place),) if told else ()


def _rows(of: Table) -> tuple[Row, ...]:
    return tuple(row for row in of.rows if len(row.cells) > 1 and not is_empty(row.cells[0]))
