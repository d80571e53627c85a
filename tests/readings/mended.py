"""What became of each clause of a careful reading once its author had taken what ola proposes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Checked, Outcome
from ola.agreement.prose.written import stretch
from ola.source import Source
from tests.readings.edits import edited, edits, paper_of
from tests.readings.figures import figures, reading_figures
from tests.readings.measuring import Clause, Result, clauses, codes_of, columns, held, outcomes_between

Fate = Literal["checked as read", "otherwise", "for people", "open"]
HOURS_OPEN = "OLA170"
NO_NUMBER = "OLA173"
AT_ONCE = "0 minutes"
FATES: dict[Fate, Result] = {
    "checked as read": "read",
    "otherwise": "wrong",
    "for people": "for people",
    "open": "not understood",
}


@dataclass(frozen=True, slots=True)
class Mended:
    """A clause that data can check, and what the mended document makes of it.

    It is `checked as read` where the form is that of the reading and its figures are all there; `otherwise` where the
    form is another, or a figure is missing.
    """

    clause: Clause
    fate: Fate
    why: str = ""


def mended(folder: Path) -> tuple[Mended, ...]:
    """Hold every clause that a careful reader says data can check against the document with its author's edits."""
    before, after = paper_of(folder), read_paper(Source("paper.md", edited(folder)))
    found: list[Mended] = []
    for clause in clauses(folder):
        if not clause.checkable:
            continue
        span = _span_after(_with_what_follows(clause, folder), folder)
        lines = before.source.lines[clause.line - 1 : clause.last]
        # What an author decides about a clause that leaves something open may bring a figure with it.
        if clause.ambiguities:
            lines += after.source.lines[clause.line - 1 : clause.last]
        outcomes, reading = list(outcomes_between(after, clause, *span)), clause.reading
        if HOURS_OPEN in codes_of(clause):  # whether hours of work or of the clock was for the author to say
            outcomes = [_on_the_clock(outcome) for outcome in outcomes]
            reading = json.loads(json.dumps(clause.reading).replace("business ", ""))
        if NO_NUMBER in codes_of(clause):  # the reader's 0 stands for a number that the words do not have
            reading = {key: each for key, each in reading.items() if each != AT_ONCE}
        end = held(replace(clause, reading=reading), outcomes, "\n".join(lines))
        fate: Fate = next((fate for fate, result in FATES.items() if result == end.result), "open")
        found.append(Mended(clause, fate, end.why))
    return tuple(found)


def _with_what_follows(clause: Clause, folder: Path) -> Clause:
    """Give a clause with the words behind it on its line where its reading has a figure that stands only there.

    They must be no other clause's: `Every Monday Ops lists such records. The list should have fewer than 25 rows.`
    """
    line = paper_of(folder).source.lines[clause.line - 1]
    end = columns(clause, line)[1]
    after = [columns(each, line)[0] for each in clauses(folder) if each.line == clause.line and each.id != clause.id]
    rest = line[end - 1 : min((start for start in after if start >= end), default=len(line) + 1) - 1]
    wanted = {figure.amount for figure in reading_figures(dict(clause.reading))}
    missing = wanted - {figure.amount for figure in figures(clause.text)}
    if clause.text not in line or not missing & {figure.amount for figure in figures(rest)}:
        return clause
    return replace(clause, text=clause.text + rest)


def _on_the_clock(outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Checked):
        return outcome
    return replace(outcome, figures=tuple(figure.replace("business ", "") for figure in outcome.figures))


def _span_after(clause: Clause, folder: Path) -> tuple[int, int]:
    """Give from which column to which a clause stands once the units of its line have given way to other words."""
    source = paper_of(folder).source
    start, end = columns(clause, source.lines[clause.line - 1])
    new_start, new_end = start, end
    for edit in edits(folder):
        place = stretch(edit.reading.unit, source)
        grown = len(edit.text) - (place.end_column - place.column)
        if place.line != clause.line or place.column >= end:
            continue
        new_end += grown
        if place.end_column <= start:
            new_start += grown
        else:
            new_start -= max(0, start - place.column)
            new_end += max(0, place.end_column - end)
    return new_start, new_end


def table(folders: list[Path]) -> str:
    """Count the clauses of each sample by what became of them, as a Markdown table."""
    rows = [
        f"| document | plain clauses | {' | '.join(FATES)} | open clauses | {' | '.join(FATES)} |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    sums: Counter[tuple[bool, Fate]] = Counter()
    for folder in folders:
        counted = Counter((not each.clause.ambiguities, each.fate) for each in mended(folder))
        sums += counted
        rows.append(f"| {folder.name} | {_cells(counted)} |")
    rows.append(f"| all | {_cells(sums)} |")
    taken, every = sums[True, "checked as read"] + sums[False, "checked as read"], sum(sums.values())
    told = f"machine-checkable clauses checked with the form and the figures of the reading: {taken} of {every}"
    return "\n".join((*rows, "", f"{told}, {100 * taken / max(1, every):.0f} %."))


def _cells(counted: Counter[tuple[bool, Fate]]) -> str:
    numbers = (
        number
        for plain in (True, False)
        for number in (
            sum(count for (kind, _), count in counted.items() if kind == plain),
            *(counted[plain, fate] for fate in FATES),
        )
    )
    return " | ".join(str(number) for number in numbers)
