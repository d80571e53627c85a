"""An author's edits of the samples: a sentence, row or entry gives way to what ola proposed to write instead."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from unidiff.patch import PatchSet

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import ForPeople, Reading
from ola.agreement.prose.written import stretch
from ola.source import Source
from tests.readings.measuring import clauses, columns

PATCH = "edits.patch"
Kind = Literal["checked", "for people"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A unit that gives way, what stands in its place, and whether that is checked or for people."""

    reading: Reading
    text: str
    kind: Kind


@cache
def paper_of(folder: Path) -> Paper:
    """Read a sample as it was found."""
    return read_paper(Source("paper.md", (folder / "paper.md").read_text(encoding="utf-8")))


def edited(folder: Path) -> str:
    """Give the text of a sample with its author's edits; raises ValueError for a patch that is of another text."""
    lines = list(paper_of(folder).source.lines)
    for hunk in PatchSet((folder / PATCH).read_text(encoding="utf-8"))[0]:
        start = hunk.source_start - 1
        before = [line.value.rstrip("\n") for line in hunk.source_lines()]
        if lines[start : start + len(before)] != before:
            msg = f"{folder.name}: line {hunk.source_start} is not what the patch says."
            raise ValueError(msg)
        after = [line.value.rstrip("\n") for line in hunk.target_lines()]
        if len(after) != len(before):
            msg = f"{folder.name}: line {hunk.source_start} does not stay one line."
            raise ValueError(msg)
        lines[start : start + len(before)] = after
    return "\n".join(lines)


def edits(folder: Path) -> tuple[Edit, ...]:
    """Give the edits of a sample, in order; raises ValueError for one that ola did not propose."""
    paper, after = paper_of(folder), edited(folder).split("\n")
    found: list[Edit] = []
    by_line = groupby((each for each in paper.readings if each.is_open), key=lambda each: each.unit.place.line)
    open_units = {line: tuple(several) for line, several in by_line}
    for number, (old, new) in enumerate(zip(paper.source.lines, after, strict=True), 1):
        if old == new:
            continue
        ways = _ways(old, new, open_units.get(number, ()), paper.source)
        if ways is None:
            msg = f"{folder.name}:{number}: nobody proposed “{new}”."
            raise ValueError(msg)
        found += ways
    return tuple(found)


def _ways(old: str, new: str, units: tuple[Reading, ...], source: Source, at: int = 0) -> list[Edit] | None:
    """Find which of the units of a line give way to which of their proposals; nothing where the line is another."""
    if not units:
        return [] if new == old[at:] else None
    first, rest = units[0], units[1:]
    place = stretch(first.unit, source)
    before = old[at : place.column - 1]
    if not new.startswith(before):
        return None
    new = new[len(before) :]
    for text, kind in ((None, None), *proposals(first)):
        told = text if text is not None else old[place.column - 1 : place.end_column - 1]
        if not new.startswith(told):
            continue
        others = _ways(old, new[len(told) :], rest, source, place.end_column - 1)
        if others is not None:
            return others if text is None or kind is None else [Edit(first, text, kind), *others]
    return None


def proposals(reading: Reading) -> Iterator[tuple[str, Kind]]:
    """Give everything that may be written instead of a unit."""
    yield from ((choice, "checked") for choice in reading.choices)
    if reading.for_people is not None:
        yield reading.for_people, "for people"


def patch(folder: Path, after: str) -> str:
    """Give the patch that makes one text of a sample of another."""
    before = paper_of(folder).source.text
    told = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), "a/paper.md", "b/paper.md", n=0
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in told)


def table(folders: list[Path]) -> str:
    """Count the edits of each sample as a Markdown table, and what its author's text reads as."""
    rows = [
        "| document | units | open | mended: checked | for people | left | then checked | for people | open |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    sums: Counter[str] = Counter()
    for folder in folders:
        paper, made = paper_of(folder), Counter(edit.kind for edit in edits(folder))
        mended = read_paper(Source("paper.md", edited(folder)))
        opened = sum(reading.is_open for reading in paper.readings)
        after = Counter(
            "open"
            if reading.is_open
            else "for people"
            if all(isinstance(outcome, ForPeople) for outcome in reading.outcomes)
            else "checked"
            for reading in mended.readings
        )
        numbers = {
            "units": len(paper.readings),
            "opened": opened,
            "made checked": made["checked"],
            "made for people": made["for people"],
            "left": opened - made.total(),
            "then checked": after["checked"],
            "then for people": after["for people"],
            "then open": after["open"],
        }
        sums.update(numbers)
        rows.append(f"| {folder.name} | {' | '.join(str(number) for number in numbers.values())} |")
    rows.append(f"| all | {' | '.join(str(number) for number in sums.values())} |")
    return "\n".join(rows)


def _is_checkable(reading: Reading, folder: Path) -> bool:
    """Say that a careful reader finds a clause in a unit that data can check."""
    place = reading.unit.place
    lines = paper_of(folder).source.lines
    for clause in clauses(folder):
        if not clause.checkable or not clause.line <= place.line <= clause.last:
            continue
        start, end = columns(clause, lines[clause.line - 1])
        if place.line != clause.line or (place.column < end and place.end_column > start):
            return True
    return False


def remade(folder: Path) -> str:
    """Give a sample with its edits made anew after a change of what ola proposes: for each, what is nearest now."""
    paper, after = paper_of(folder), edited(folder).split("\n")
    lines = list(paper.source.lines)
    for reading in sorted((each for each in paper.readings if each.is_open), key=_last_first):
        place = stretch(reading.unit, paper.source)
        before, old = lines[place.line - 1], paper.source.lines[place.line - 1]
        if after[place.line - 1] == old:
            continue
        offered = tuple(proposals(reading))
        if _is_checkable(reading, folder):  # what data can check is not left to people where a way is offered
            offered = tuple(each for each in offered if each[1] == "checked") or offered
        text = max((told for told, _ in offered), key=lambda told: _likeness(told, after[place.line - 1]))
        lines[place.line - 1] = before[: place.column - 1] + text + before[place.end_column - 1 :]
    return "\n".join(lines)


def _last_first(reading: Reading) -> tuple[int, int]:
    return -reading.unit.place.line, -reading.unit.place.column


def _likeness(told: str, line: str) -> float:
    """Say how much of a text stands in a line, from 0 to 1."""
    blocks = difflib.SequenceMatcher(None, told, line, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(1, len(told))
