"""Tables of who is told when a limit is overdue: each row is a clock of its own, as long as the limit and its share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.numbers import times_at
from ola.agreement.prose.phrases.shares import share_at, share_text
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Context, Outcome, Question
from ola.agreement.prose.sentences.commitments import promised, read_commitment
from ola.agreement.prose.sentences.lapses import read_lapse
from ola.agreement.prose.sentences.promise import MOST_CHOICES, Promise, settled
from ola.agreement.prose.sentences.questions import NO_ORDER, NO_START
from ola.agreement.prose.sentences.sentence import Sentence, sentence
from ola.agreement.prose.tables.limits import limit_told, promise_since
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import row_with, written
from ola.tree.value import Scalar
from ola.tree.words import Words

_OVERDUE = re.compile(r"^(?:overdue|late)\b", re.IGNORECASE)
_OF_IT = re.compile(r"^(?:of )?(?:the|its|this) (?:limit|time|sla|deadline)$", re.IGNORECASE)
_FAR = 4  # units above the table in which the limit may stand


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    return columns.roles == ("overdue", "told") and _OVERDUE.match(unit.cells[0].text) is not None


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read a row that tells its time in full, or ask of which limit the share is, and from when."""
    time, told = columns.cell(unit, "overdue"), columns.cell(unit, "told")
    if time is None or told is None:
        return ()
    row = Promise(name=f"overdue, to be told to {told.text}", breach=f"{told.text} is told")
    colon = time.text.find(": ")
    share = _share(time.cut(0, colon) if colon > 0 else time)
    if share is None:
        return ()
    if colon > 0:
        figures = (share_text(share),) if share < 1 else ()
        since = promise_since(time.cut(colon + 2, len(time.text)), row, unit, context)
        clock = replace(since, breach=row.breach, figures=figures) if since is not None else None
        return () if clock is None else (settled(clock, lexicon(context.declared), unit.place),)
    source = context.document.source
    said = written(time, source)
    ways = tuple(
        row_with(unit, source, {0: f"{said}: {limit_told(way, row)}"}) for way in _clocks(unit, share, context)
    )
    by = f"Overdue by {time.text}: at {share_text(1 + share)} of the limit, or at {share_text(share)} of it?"
    asks = (Question(NO_START.code, by, ways[:2]), Question(NO_ORDER.code, "Of which limit?", ways[:MOST_CHOICES]))
    return (Ambiguous("deadline", asks, (share_text(share),), unit.place),)


def _share(time: Words) -> Fraction | None:
    """Read `half the limit`, `the limit`, `twice the limit`, `50% of the limit`."""
    tokens = cut(time)
    found = share_at(tokens, 0) or times_at(tokens, 0)
    share, at = found if found is not None else (Fraction(1), 0)
    rest = " ".join(token.low for token in tokens[at:])
    return Fraction(share) if _OF_IT.match(rest) else None


def _clocks(unit: Unit, share: Fraction, context: Context) -> Iterator[Promise]:
    """Give the promise of the sentence above as a clock with this share of its limit, or this share more."""
    above = context.once(("overdue", unit.table and unit.table.place), lambda: tuple(_promises_above(unit, context)))
    for promise in above:
        for part in dict.fromkeys((1 + share, share)):
            limit = promise.limit
            if isinstance(limit, Length) and (not limit.business or limit.unit in {"minute", "hour"}):
                yield replace(promise, limit=_times(limit, part), breach=None)


def _times(limit: Length, part: Fraction) -> Length:
    """Give a length times a number, in minutes where it is no whole number of its unit."""
    amount = limit.amount * part
    if amount.denominator == 1 or limit.unit != "hour":
        return replace(limit, amount=amount)
    return replace(limit, amount=amount * 60, unit="minute")


def _promises_above(unit: Unit, context: Context) -> Iterator[Promise]:
    """Give what the nearest sentence above that promises something may mean, as ola would write it."""
    for at in range(context.at - 1, -1, -1):
        above = context.units[at]
        if above.headings != unit.headings:
            return
        if above.kind != "sentence" or (unit.table is not None and unit.table.place.line - above.place.line > _FAR):
            continue
        whole = sentence(above, replace(context, at=at))
        found = tuple(_told(whole)) if whole is not None else ()
        if found:
            yield from found
            return


def _told(whole: Sentence) -> Iterator[Promise]:
    outcomes = (read_lapse(whole), *read_commitment(whole))
    for outcome in outcomes:
        if not isinstance(outcome, Ambiguous):
            continue
        for text in dict.fromkeys(choice for question in outcome.questions for choice in question.choices):
            words = Words(Scalar(text, text, whole.place))
            said = sentence(replace(whole.unit, words=words, title=None), whole.context)
            promise = promised(said) if said is not None else None
            if promise is not None:
                yield promise
        return
    plain = promised(whole)
    if plain is not None and plain.starts and plain.stops and plain.party is not None:
        yield plain


OVERDUE = TableReader("who is told when a limit is overdue", _takes, _row)
