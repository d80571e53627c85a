"""Rows whose cells together say what one sentence says: who, what, by when, in how many cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ola.agreement.prose.columns import columns, heads, is_empty
from ola.agreement.prose.reading import (
    Ambiguous,
    Checked,
    Context,
    ForPeople,
    NotUnderstood,
    Outcome,
    Reading,
)
from ola.agreement.prose.sentences import read_as
from ola.agreement.prose.sentences.says_all import says_all
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import row_with, written
from ola.tree.value import Scalar
from ola.tree.words import Words

_WHAT = re.compile(
    r"(?:what|commitments?|obligations?|responsibilit(?:y|ies)|tasks?|actions?|promises?|deliverables?|activit(?:y|ies)"
    r"|dut(?:y|ies)|service|what we (?:do|owe|promise)|expectations?)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:who|owner|party|team|role|responsible|owed by|done by|by|by whom|accountable|responsible (?:party|team)|side)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:by when|when|deadline|due|within|sla|timing|time ?line|time ?frame|time limit|limit|response time"
    r"|turnaround(?: time)?|frequency|how often)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?:target|goal|service level|compliance(?: target)?|threshold)", re.IGNORECASE)
# What somebody does begins with one of these; "First call" names an event, and promises it in another form.
_DOES = frozenset({
    "accept", "acknowledge", "act", "answer", "assign", "attempt", "attend", "book", "call", "close",
    "complete", "confirm", "contact", "create", "deliver", "disposition", "enrich", "enter", "escalate",
    "fill", "follow", "forward", "generate", "give", "hand", "hold", "inform", "keep", "log", "maintain",
    "make", "meet", "notify", "nurture", "pass", "provide", "qualify", "reach", "record", "recycle", "reject",
    "reply", "report", "respond", "return", "review", "route", "schedule", "score", "send", "share", "source",
    "supply", "train", "try", "update", "work",
})  # fmt: skip
_PERCENT = re.compile(r"^(?:at least |≥ ?|>= ?)?\d{1,3}(?:\.\d+)? ?%$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence made of cells, what it begins with, and the cell in which the rest of one that is offered goes."""

    text: str
    opening: str
    at: int
    emptied: tuple[int, ...]
    place_of: int | None  # the cell it stands in, or the whole row


def read_row_as_sentence(unit: Unit, context: Context) -> Reading | None:
    """Read a row by the sentences its cells make; nothing where the table is of another kind."""
    if unit.kind != "row" or unit.table is None:
        return None
    told = context.once(("row sentences", unit.table.place), lambda: _kind_of(unit))
    found = tuple(told(unit, context)) if told is not None else ()
    if not found:
        return None
    outcomes = tuple(outcome for each in found for outcome in _read(each, unit, context))
    if all(isinstance(each, NotUnderstood) for each in outcomes):
        return None
    notes = (
        ForPeople("a note", cell.place)
        for cell, role in zip(unit.cells, columns(unit.table).roles, strict=False)
        if role == "note" and not is_empty(cell)
    )
    return Reading(unit, (*outcomes, *notes))


def _read(told: _Told, unit: Unit, context: Context) -> tuple[Outcome, ...]:
    """Read one sentence; what is offered instead stands in the cell it came from, the cells it takes in are emptied."""
    place = unit.place if told.place_of is None else unit.cells[told.place_of].place
    words = Words(Scalar(told.text, told.text, place))
    whole = sentence(replace(unit, words=words, lead=None, title=None), context)
    outcomes = read_as(told.text, whole) if whole is not None else ()
    kinds = (Checked, Ambiguous, ForPeople)
    if whole is None or not outcomes or not all(isinstance(each, kinds) and says_all(each, whole) for each in outcomes):
        return (NotUnderstood(None, place),)
    return tuple(replace(_offered(each, told, unit, context), place=place) for each in outcomes)


def _offered(outcome: Outcome, told: _Told, unit: Unit, context: Context) -> Outcome:
    if not isinstance(outcome, Ambiguous):
        return outcome

    def row(choice: str) -> str | None:
        if not choice.startswith(told.opening):
            return None
        changes: Mapping[int, str] = {
            **dict.fromkeys(told.emptied, ""),
            told.at: choice[len(told.opening) :].rstrip("."),
        }
        return row_with(unit, context.document.source, changes)

    return outcome.offering(row)


Tells = Callable[[Unit, Context], Iterator[_Told]]


def _kind_of(unit: Unit) -> Tells | None:
    header = heads(unit.table.header) if unit.table else []
    if len(header) > 1 and all(_OPENS.fullmatch(head) for head in header):
        return lambda row, context: _by_column(row, header, context)
    who, what, when, share = (
        next((at for at, head in enumerate(header) if known.fullmatch(head)), None)
        for known in (_WHO, _WHAT, _WHEN, _SHARE)
    )
    if who is None or what is None or who == what:
        return None
    asides = (
        {at for at, role in enumerate(columns(unit.table).roles) if role in {"note", "number"}} if unit.table else set()
    )
    if set(range(len(header))) - {who, what, when, share} - asides:
        return None
    return lambda row, context: _by_row(row, who, what, when, share, context)


# ── a column for each side: `Marketing will`, `Sales commits to` ────────────────────────────────

_OPENS = re.compile(r"(?P<who>[A-Z][\w&/ -]*?) (?P<verb>will|shall|must|agrees to|commits to)", re.IGNORECASE)


def _by_column(unit: Unit, header: list[str], context: Context) -> Iterator[_Told]:
    for at, (head, cell) in enumerate(zip(header, unit.cells, strict=False)):
        found = _OPENS.fullmatch(head)
        if found is not None and not is_empty(cell):
            opening = f"{found['who']} must "
            yield _Told(f"{opening}{_small(written(cell, context.document.source))}", opening, at, (), at)


# ── a column for each part: who, what, by when ──────────────────────────────────────────────────


def _by_row(unit: Unit, who: int, what: int, when: int | None, share: int | None, context: Context) -> Iterator[_Told]:
    cells, source = unit.cells, context.document.source
    does, party = cells[what], cells[who].text
    if is_empty(does) or not re.fullmatch(r"[A-Z][\w&/ -]*", party) or does.text.split()[0].lower() not in _DOES:
        return
    text, emptied = f"{party} must {_small(written(does, source))}", list[int]()
    if when is not None and not is_empty(cells[when]):
        limit = _small(written(cells[when], source))
        text += (
            f" {limit}" if re.match(r"(?:within|by|every|each|on|at|in|before|after)\b", limit) else f" within {limit}"
        )
        emptied.append(when)
    if share is not None and not is_empty(cells[share]):
        if not _PERCENT.match(cells[share].text):
            return
        text += f" in {_small(cells[share].text)} of cases"
        emptied.append(share)
    yield _Told(text, f"{party} must ", what, tuple(emptied), None)


def _small(text: str) -> str:
    """Begin with a small letter, unless the word is a name in capitals."""
    return text if text[:2].isupper() or not text[:1].isalpha() else f"{text[:1].lower()}{text[1:]}"
