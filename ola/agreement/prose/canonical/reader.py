"""The first reader: what of a unit stands in ola's own words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ola.agreement.prose.canonical.stretches import Stretch, stretches
from ola.agreement.prose.reading import Checked, Context, ForPeople, NotUnderstood, Outcome, Reading
from ola.agreement.prose.units import Unit
from ola.source import Place
from ola.tree.markdown import Document

Spot = tuple[int, int]


def in_own_words(document: Document, units: Sequence[Unit]) -> Mapping[int, tuple[Stretch, ...]]:
    """Give, by the number of a unit, the stretches in it; one that goes on in the next stands there without puts."""
    starts = [_start(unit.place) for unit in units]
    found: dict[int, tuple[Stretch, ...]] = {}
    for stretch in stretches(document):
        begin, end = _start(stretch.place), _end(stretch.place)
        first = max(0, bisect_right(starts, begin) - 1)
        touched = [
            at for at in range(first, bisect_right(starts, (end[0], end[1] - 1))) if _end(units[at].place) > begin
        ]
        for order, at in enumerate(touched):
            puts = stretch.puts if order == 0 else ()
            found[at] = (*found.get(at, ()), replace(stretch, puts=puts))
    return found


def read_own_words(unit: Unit, context: Context) -> Reading | None:
    """Read what of a unit stands in ola's own words; the rest of it is not understood."""
    own = context.own.get(context.at)
    if own is None or unit.kind == "table":
        return None
    rest = () if unit.kind != "sentence" else tuple(_rest(unit, own))
    return Reading(unit, (*(_outcome(stretch) for stretch in own), *rest))


def _outcome(stretch: Stretch) -> Outcome:
    if stretch.about:
        return ForPeople(stretch.about, stretch.place, stretch.puts)
    return Checked(stretch.form, stretch.says, stretch.puts, (), stretch.place)


def _rest(unit: Unit, own: Sequence[Stretch]) -> Iterator[NotUnderstood]:
    """Give what of a sentence lies in none of the stretches, where it is more than signs."""
    spans = [(_start(each.place), _end(each.place)) for each in own]
    if spans[0][0] <= _start(unit.place) and spans[-1][1] >= _end(unit.place) and len(spans) == 1:
        return
    begun: int | None = None
    for at, sign in enumerate(f"{unit.text} "):
        spot = _start(unit.words.at(at, at + 1))
        is_open = at < len(unit.text) and not any(start <= spot < end for start, end in spans)
        if is_open and begun is None:
            begun = at
        elif not is_open and begun is not None and not sign.isspace():
            yield from _told(unit, begun, at)
            begun = None
    if begun is not None:
        yield from _told(unit, begun, len(unit.text))


def _told(unit: Unit, start: int, end: int) -> Iterator[NotUnderstood]:
    words = unit.words.cut(start, end)
    if any(sign.isalnum() for sign in words.text) and not words.is_marked(0, len(words.text), "strong"):
        yield NotUnderstood(None, words.place)


def _start(place: Place) -> Spot:
    return place.line, place.column


def _end(place: Place) -> Spot:
    return place.end_line, place.end_column
