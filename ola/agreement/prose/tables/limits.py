"""Tables with a time for each row: who does what, and within how long."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import Read
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.limits import Limit, limit_at
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.quantities import quantities
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Context, Outcome, Question
from ola.agreement.prose.sentences.core import event_name
from ola.agreement.prose.sentences.promise import Promise, settled
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_ORDER
from ola.agreement.prose.tables.columns import Columns
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted
from ola.tree.words import Words

_DAY = re.compile(r"\bday\s+(\d+)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:of|after|from|since|following)\b", re.IGNORECASE)
_WITHIN = re.compile(r"\s*(?:within|in|time|limit)$", re.IGNORECASE)


def lengths(words: Words) -> tuple[Length, ...]:
    """Give every length of time in words, in order."""
    return tuple(each.length for each in quantities(words) if each.length is not None)


def limit_outcome(
    unit: Unit, limit: Words, columns: Columns, context: Context, *, several: bool
) -> tuple[Outcome, ...]:
    """Read the time of a row as a promise, with all that the row leaves open; `several` groups may take one lead."""
    if _SINCE.search(limit.text):
        return ()
    if _DAY.search(limit.text):
        asks = f"Is “{limit.text}” counted in business days or in days?"
        question = Question(NO_CALENDAR.code, asks, ())
        return (Ambiguous("deadline", (question,), tuple(_DAY.findall(limit.text)), unit.place),)
    found = _limits(limit)
    if not found:
        return ()
    known = lexicon(context.declared)
    promise = Promise(
        name=promise_name(unit, columns),
        limit=found[0],
        most=found[1] if len(found) > 1 else None,
        party=_party(columns.cell(unit, "party")),
        stops=_stops(unit, columns),
        scope=_scope(unit, columns),
    )
    outcome = settled(promise, known, unit.place)
    if several and isinstance(outcome, Ambiguous):
        asks = "May a lead be in two of these groups, and which limit wins then?"
        outcome = replace(outcome, questions=(*outcome.questions, Question(NO_ORDER.code, asks, ())))
    return (outcome,)


def _limits(words: Words) -> tuple[Limit, ...]:
    """Give the limit of a cell, and a second one where it tells two; nothing where it tells none."""
    times = lengths(words)
    if times:
        return times
    tokens = cut(words)
    found = limit_at(tokens, 0)
    return (found[0],) if found is not None and found[1] == len(tokens) else ()


def promise_name(unit: Unit, columns: Columns) -> str:
    """Name the promise by what is done, or by whom it is for and what its column promises."""
    action = columns.cell(unit, "action")
    if action is not None:
        return " ".join(action.text.split()[:_LONGEST_NAME])
    named = columns.cell(unit, "segment", "rule", "when")
    return f"{_promised(unit, columns)} {named.text if named else ''}".strip()


def _promised(unit: Unit, columns: Columns) -> str:
    """Give what the header over the times promises: "First contact within" is a first contact."""
    at = next(at for at, role in enumerate(columns.roles) if role in {"limit", "day"})
    header = unit.table.header[at].text if unit.table is not None else ""
    return _WITHIN.sub("", header).lower()


def _stops(unit: Unit, columns: Columns) -> tuple[str, ...]:
    action = columns.cell(unit, "action")
    if columns.has("goes to"):
        return ("routed",)
    if action is None:
        promised = _promised(unit, columns)
        return (promised,) if promised else ()
    # "first attempt: call, then mail" is a first attempt
    named = event_name(cut(action.text.split(":")[0]))
    return (named,) if named is not None else ()


def _party(cell: Words | None) -> str | None:
    return cell.text if cell is not None and re.fullmatch(r"[A-Z][\w&/ -]*", cell.text) else None


def _scope(unit: Unit, columns: Columns) -> Read | None:
    """Bind a row of a table of groups to its group."""
    named = columns.cell(unit, "segment")
    if named is None or unit.table is None:
        return None
    return Read(f"{key_of(unit.table.header[0].text)} = {quoted(named.text)}")


_LONGEST_NAME = 6


# ── what is done when, and by whom ──────────────────────────────────────────────────────────────


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    return columns.has("action") and columns.has_any("limit", "day") and _has_times(unit, columns)


def _has_times(unit: Unit, columns: Columns) -> bool:
    """Say whether the column of times holds times: "When" heads other things too."""
    at = next(at for at, role in enumerate(columns.roles) if role in {"limit", "day"})
    cells = [row.cells[at] for row in unit.table.rows if at < len(row.cells)] if unit.table else []
    told = [cell for cell in cells if _limits(cell) or _DAY.search(cell.text)]
    return len(told) * 2 > len(cells)


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    limit = columns.cell(unit, "limit", "day")
    return () if limit is None else limit_outcome(unit, limit, columns, context, several=False)


LIMITS = TableReader("what is done when, and by whom", _takes, _row)
