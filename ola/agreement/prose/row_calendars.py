"""Tables of working hours: a row for each office, or a row for each day of the week."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ola.agreement.prose.columns import heads, is_empty
from ola.agreement.prose.phrases.times import DAYS
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences import read_as
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import row_with, written
from ola.finding import spoken_list
from ola.tree.value import Scalar
from ola.tree.words import Words

_NAME = re.compile(r"(?:calendar|region|team|office|location|country|site|market|name|desk)", re.IGNORECASE)
_DAYS = re.compile(r"(?:days?|working days|business days|weekdays)", re.IGNORECASE)
_HOURS = re.compile(
    r"(?:(?:working|business|office|opening|support|coverage|local)? ?hours|open(?:ing times?)?|coverage|working time)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:time ?zone|tz|zone)", re.IGNORECASE)
_HOLIDAYS = re.compile(r"(?:(?:public |bank )?holidays?(?: calendar| observed)?|closed on)", re.IGNORECASE)
_WITHOUT = re.compile(r"^(?:no|none|without|closed|observes?|except|excluding)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"^The calendar `[^`]+` is open (?P<week>.+?), (?P<zone>[A-Z][\w+-]*(?:/[\w+/-]+)?), (?P<holidays>[^,]+)\.$"
)


def read_row_as_calendar(unit: Unit, context: Context) -> Reading | None:
    """Read a row, or the header of a table of days; nothing where the table is of another kind."""
    if unit.table is None or unit.kind not in {"table", "row"}:
        return None
    header = heads(unit.table.header)
    if len(header) == len(("day", "opens", "closes")) and _of_days(header):
        outcome = _week(unit, context)
        return None if outcome is None else Reading(unit, (outcome,))
    if unit.kind == "table" or not _NAME.fullmatch(header[0]):
        return None
    at: dict[str, int] = {}
    for number, head in enumerate(header[1:], 1):
        kind = next((name for name, known in _KINDS if known.fullmatch(head)), None)
        if kind is None or kind in at:
            return None
        at[kind] = number
    if "hours" not in at or is_empty(unit.cells[0]):
        return None
    return Reading(unit, (_office(unit, at, context),))


_KINDS = (("days", _DAYS), ("hours", _HOURS), ("zone", _ZONE), ("holidays", _HOLIDAYS))


def _office(unit: Unit, at: dict[str, int], context: Context) -> Outcome:
    """Read the hours of an office as the sentence that its cells make."""
    source = context.document.source
    told = {
        kind: written(unit.cells[number], source) for kind, number in at.items() if not is_empty(unit.cells[number])
    }
    if "holidays" in told and not _WITHOUT.match(told["holidays"]):
        told["holidays"] = f"without {told['holidays']}"
    if told.get("holidays", "").lower() in {"none", "no"}:
        told["holidays"] = "no holidays"
    week = " ".join(told[kind] for kind in ("days", "hours") if kind in told)
    text = ", ".join(
        (f"The calendar `{unit.cells[0].text}` is open {week}", *(told[k] for k in ("zone", "holidays") if k in told))
    )

    def row(choice: str) -> str | None:
        found = _TOLD.match(choice)
        if found is None:
            return None
        changes = {at["days"]: ""} if "days" in at else {}
        parts, put = ("week", "zone", "holidays"), at["hours"]
        for kind, cell in zip(parts, (at["hours"], at.get("zone"), at.get("holidays")), strict=True):
            put = put if cell is None else cell
            before = changes.get(put, "")
            changes[put] = f"{before}, {found[kind]}" if before else found[kind]
        return row_with(unit, source, changes)

    return _read(f"{text}.", unit, context, row)


def _of_days(header: list[str]) -> bool:
    day, opens, closes = (head.lower() for head in header)
    return (
        day in {"day", "weekday", "days"}
        and opens in {"opens", "open", "from", "start", "opening", "opens at", "start time"}
        and closes in {"closes", "close", "to", "until", "end", "closing", "closes at", "end time"}
    )


def _week(unit: Unit, context: Context) -> Outcome | None:
    """Read the days of a week as one calendar; the first header may hold zone and holidays in brackets."""
    if unit.table is None:
        return None
    days = [row.cells for row in unit.table.rows]
    told = [f"{day.text} {opens.text} to {closes.text}" for day, opens, closes in days if _is_open(opens)]
    named = all(any(day.text.lower().startswith(each[:3]) for each in DAYS) for day, *_ in days)
    if not named or not told:
        return None
    if not all(_TIME.fullmatch(cell.text) or not _is_open(cell) for _, *times in days for cell in times):
        return NotUnderstood(None, unit.place) if unit.kind == "row" else None
    heading = unit.headings[-1].text if unit.headings else ""
    name = heading.lower() if heading.lower().endswith("hours") else "business hours"
    first = unit.table.header[0]
    within = re.search(r"\((?P<rest>.*)\)", first.text)
    besides = f", {within['rest']}" if within is not None else ""
    text = f"The calendar `{name}` is open {spoken_list(told)}{besides}."

    def row(choice: str) -> str | None:
        found = _TOLD.match(choice)
        if found is None:
            return None
        bare = re.sub(r"\s*\(.*?\)", "", first.text)
        return row_with(unit, context.document.source, {0: f"{bare} ({found['zone']}, {found['holidays']})"})

    outcome = context.once(("week", unit.table.place), lambda: _read(text, unit, context, row))
    if unit.kind == "table" or isinstance(outcome, NotUnderstood):
        return outcome if unit.kind == "table" else NotUnderstood(None, unit.place)
    opens = unit.cells[1]
    hours = f"{opens.text} to {unit.cells[2].text}" if _is_open(opens) else "closed"
    return Checked("calendar", f"{unit.cells[0].text}: {hours}.", (), (), unit.place)


_TIME = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?| ?h| noon)?", re.IGNORECASE)


def _is_open(cell: Words) -> bool:
    return not is_empty(cell) and cell.text.lower() not in {"closed", "off", "none", "not open"}


def _read(text: str, unit: Unit, context: Context, row: Callable[[str], str | None]) -> Outcome:
    """Read a sentence as a calendar; what is offered is written as the row or header it comes from."""
    whole = sentence(replace(unit, words=Words(Scalar(text, text, unit.place)), lead=None, title=None), context)
    outcomes = read_as(text, whole) if whole is not None else ()
    outcome = outcomes[0] if len(outcomes) == 1 else None
    match outcome:
        case Checked(form="calendar"):
            return replace(outcome, place=unit.place)
        case Ambiguous(form="calendar"):
            return replace(outcome.offering(row), place=unit.place)
        case _:
            return NotUnderstood(None, unit.place)
