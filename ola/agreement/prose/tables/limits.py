"""Tables with a time for each row: who does what, and within how long."""

from __future__ import annotations

import re

from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.quantities import quantities
from ola.agreement.prose.reading import Ambiguous, Context, Outcome, Question
from ola.agreement.prose.tables.columns import Columns
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.tree.words import Words

_AT_ONCE = re.compile(
    r"\b(?:at once|immediately|instantly|(?:right|straight) away|real[- ]?time|asap|as soon as possible)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\bday\s+(\d+)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:of|after|from|since|following)\b", re.IGNORECASE)


def lengths(words: Words) -> tuple[Length, ...]:
    """Give every length of time in words, in order."""
    return tuple(each.length for each in quantities(words) if each.length is not None)


def limit_outcome(
    unit: Unit, limit: Words, columns: Columns, context: Context, *, several: bool
) -> tuple[Outcome, ...]:
    """Read the time of a row, which says nothing of when its clock starts; `several` groups may take one lead."""
    del columns, context
    times = lengths(limit)
    questions: list[Question] = []
    if not times:
        if _AT_ONCE.search(limit.text):
            questions.append(Question("OLA173", f"How long is “{limit.text}”?", ()))
        elif _DAY.search(limit.text):
            questions.append(Question("OLA170", f"Is “{limit.text}” counted in business days or in days?", ()))
        else:
            return ()
    else:
        if len(times) > 1:
            questions.append(Question("OLA179", f"Which of {' and '.join(map(str, times))} is the limit?", ()))
        if any(not time.business and not time.absolute for time in times):
            asks = f"Is “{times[0]}” time on the wall, or business time, and on whose calendar?"
            questions.append(Question("OLA170", asks, ()))
        elif any(time.business and time.unit == "day" for time in times):
            asks = f"When on its last day do the “{times[0]}” end: at the hour of the start, at opening or at close?"
            questions.append(Question("OLA175", asks, ()))
        if not _SINCE.search(limit.text):
            questions.append(Question("OLA171", f"From what moment does “{limit.text}” count?", ()))
        if several:
            asks = "May a lead be in two of these groups, and which limit wins then?"
            questions.append(Question("OLA181", asks, ()))
    figures = tuple(str(time) for time in times) or tuple(_DAY.findall(limit.text))
    return (Ambiguous("deadline", tuple(questions), figures, unit.place),) if questions else ()


# ── what is done when, and by whom ──────────────────────────────────────────────────────────────


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    return columns.has("action") and columns.has_any("limit", "day") and _has_times(unit, columns)


def _has_times(unit: Unit, columns: Columns) -> bool:
    """Say whether the column of times holds times: "When" heads other things too."""
    at = next(at for at, role in enumerate(columns.roles) if role in {"limit", "day"})
    cells = [row.cells[at] for row in unit.table.rows if at < len(row.cells)] if unit.table else []
    told = [cell for cell in cells if lengths(cell) or _AT_ONCE.search(cell.text) or _DAY.search(cell.text)]
    return len(told) * 2 > len(cells)


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    limit = columns.cell(unit, "limit", "day")
    return () if limit is None else limit_outcome(unit, limit, columns, context, several=False)


LIMITS = TableReader("what is done when, and by whom", _takes, _row)
