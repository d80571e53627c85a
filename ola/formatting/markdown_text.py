"""A document put in one order and style: what is understood as ola writes it, everything else as it stood.

Sentences for people, what is not understood or ambiguous, comments and headings of their own stay word for word, below
the section or clause in which they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ola.agreement.prose.canonical.reader import in_own_words
from ola.agreement.prose.canonical.stretches import HOLIDAY, SIGNATURE, SUBHEADINGS, WORD, section_of, subject_of
from ola.agreement.prose.paper import Paper, put_together, read_paper
from ola.agreement.prose.reading import Checked, ForPeople, NotUnderstood, Outcome, Put, Reading
from ola.agreement.prose.units import units
from ola.agreement.writing.atoms import skeleton
from ola.agreement.writing.document import SECTIONS, write_document
from ola.agreement.writing.holidays import HEADER as HOLIDAYS
from ola.agreement.writing.rows import header_key
from ola.agreement.writing.sections import Unphrased, titled
from ola.agreement.writing.signatures import HEADER as SIGNATURES
from ola.source import Place, Source
from ola.tree.markdown import Block, Document, Fence, Heading, Item, Listing, Paragraph, Quote, Table, read_markdown
from ola.tree.value import to_plain
from ola.tree.words import Words

Anchor = tuple[str, str]  # a section and a clause of it, or a section alone


def formatted_document(source: Source) -> str:
    """Give the document in canonical order and style. Never raises for what is written.

    Reading it gives the agreement that was read before, and formatting it again changes nothing. Where that cannot be
    had, because what is not understood hangs on how the rest is written, the text is given back as it is.
    """
    paper = read_paper(source)
    try:
        text = _formatted(source, paper)
        again = Source(source.name, text)
        reading = read_paper(again)
        is_same = to_plain(reading.tree) == to_plain(paper.tree) and _formatted(again, reading) == text
    except Unphrased:
        # A value of a wrong shape; lint tells of it.
        return source.text
    return text if is_same else source.text


def _formatted(source: Source, paper: Paper) -> str:
    document = read_markdown(source)
    keeper = _Keeper(document, paper)
    tree, _ = put_together(keeper.puts(), Place(source.name, 1, 1, 1, 1))
    text = write_document(tree, tuple(_years(document.blocks)))
    lines = _with_kept(text, list(keeper.kept()), keeper.signed())
    front = [] if document.front is None else ["---", *document.front.rstrip("\n").split("\n"), "---", ""]
    return "\n".join((*front, *lines)).rstrip() + "\n"


def _years(blocks: Iterable[Block]) -> list[int]:
    """Give the years whose holidays the document spells out."""
    header = tuple(map(header_key, HOLIDAYS))
    days = (
        row.cells[0].text
        for block in blocks
        if isinstance(block, Table) and tuple(header_key(cell.text) for cell in block.header) == header
        for row in block.rows
    )
    return sorted({int(found[0]) for day in days if (found := re.search(r"\d{4}(?=-)", day))})


# ── where things stand ──────────────────────────────────────────────────────────────────────────


@dataclass
class _Where:
    """Where one is in a document: the section and clause that ola knows, and the headings it does not, by level."""

    section: str = ""
    name: str = ""
    headings: dict[int, str] = field(default_factory=dict)

    def pass_heading(self, heading: Heading, line: str) -> None:
        self.headings = {level: text for level, text in self.headings.items() if level < heading.level}
        subject, section = subject_of(heading.words), section_of(heading.words)
        if subject is not None:
            self.name, self.headings = f"{subject[0]} {subject[1].text}".lower(), {}
        elif section in SUBHEADINGS:
            self.name, self.headings = section, {}
        elif section:
            self.section, self.name, self.headings = section, "", {}
        elif heading.level > 1:
            self.headings[heading.level] = line

    @property
    def anchor(self) -> Anchor:
        return self.section, self.name


def _clause_name(item: Item) -> str:
    """Give the name of the clause that an item is, if it is one."""
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        return ""
    strong = next((mark for mark in first.words.marks if mark.kind == "strong" and mark.start == 0), None)
    if strong is None:
        return ""
    name = first.words.cut(0, strong.end)
    if not skeleton(name).endswith("."):
        return name.text.lower()
    return titled(name.cut(0, len(name.text) - 1)).text.lower()


# ── what is kept ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Kept:
    """Lines that are kept, where they belong, the headings above them; `goes_on` where they end a clause."""

    anchor: Anchor
    lines: tuple[str, ...]
    headings: tuple[str, ...] = ()
    goes_on: bool = False


class _Keeper:
    """Goes through a document and keeps what its agreement does not hold."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document, self.lines = document, document.source.lines
        self.readings = [each for each in paper.readings if each.unit.kind != "table"]
        self.where = _Where()
        every = tuple(units(document))
        self.own = {every[at].place for at in in_own_words(document, every)}

    def puts(self) -> Iterator[Put]:
        """Give what the document puts into the agreement, where no word of it has to be kept."""
        for reading in self.readings:
            if self._is_own(reading) or not self._open(reading):
                for outcome in reading.outcomes:
                    if isinstance(outcome, Checked | ForPeople):
                        yield from outcome.puts

    def _is_own(self, reading: Reading) -> bool:
        """Say whether a unit stands in ola's own words, but for words beside them."""
        return reading.unit.place in self.own

    def kept(self) -> Iterator[_Kept]:
        past = 0
        if self.document.front is not None:
            past = self.document.front.count("\n") + 2
        for block in self.document.blocks:
            first, last = self._extent(block)
            yield from self._unread(past, first - 1)
            past = last
            yield from self._block(block)
        yield from self._unread(past, len(self.lines))

    def signed(self) -> dict[str, str]:
        """Give the rows of signatures that somebody filled in, by the party."""
        rows: dict[str, str] = {}
        header = tuple(map(header_key, SIGNATURES))
        for block in self.document.blocks:
            if isinstance(block, Table) and tuple(header_key(cell.text) for cell in block.header) == header:
                rows |= {row.cells[0].text: _row([self._cell(cell) for cell in row.cells]) for row in block.rows}
        return rows

    def _cell(self, words: Words) -> str:
        place = words.place
        return self._raw(Place(place.file, place.line, self._opening(place), place.end_line, place.end_column))

    def _extent(self, block: Block) -> tuple[int, int]:
        """Give the first and the last line of a block."""
        match block:
            case Heading(_, words):
                last = words.place.end_line
                is_underlined = last < len(self.lines) and re.fullmatch(r" {0,3}(=+|-+)\s*", self.lines[last])
                return words.place.line, last + bool(is_underlined)
            case Paragraph(words):
                return words.place.line, words.place.end_line
            case Table() | Listing() | Fence() | Quote():
                return block.place.line, block.place.end_line

    def _unread(self, start: int, end: int) -> Iterator[_Kept]:
        """Keep lines that are no block: comments, HTML, what links are to."""
        lines = [line.rstrip() for line in self.lines[start:end]]
        while lines and not lines[0]:
            lines.pop(0)
        while lines and not lines[-1]:
            lines.pop()
        if lines and not all(re.fullmatch(r"\s*([-*_]\s*){3,}|", line) for line in lines):
            yield self._keep(lines)

    def _keep(self, lines: Iterable[str], *, goes_on: bool = False) -> _Kept:
        headings = tuple(self.where.headings[level] for level in sorted(self.where.headings))
        return _Kept(self.where.anchor, tuple(lines), headings, goes_on)

    def _block(self, block: Block) -> Iterator[_Kept]:
        first, last = self._extent(block)
        match block:
            case Heading(level, words):
                self.where.pass_heading(block, f"{'#' * level} {self._raw(words.place)}")
            case Paragraph(words):
                yield from self._paragraph(words)
            case Listing(items=items):
                yield from self._list(items)
            case Table():
                rows = [row.place.line for row in block.rows if self._is_kept(row.place)]
                if rows:
                    yield self._keep([*self.lines[first - 1 : first + 1], *(self.lines[row - 1] for row in rows)])
                yield from self._comments(first, last)
            case Fence() | Quote():
                if any(self._open(reading) for reading in self._in(first, last)):
                    yield self._keep(self.lines[first - 1 : last])

    def _paragraph(self, words: Words) -> Iterator[_Kept]:
        parts = self._open_parts(words.place)
        if parts:
            yield self._keep([" ".join(parts)])
        yield from self._comments(words.place.line, words.place.end_line)

    def _list(self, items: Sequence[Item]) -> Iterator[_Kept]:
        loose: list[str] = []
        name = self.where.name
        for item in items:
            first, last = item.place.line, item.place.end_line
            readings = self._in(first, last)
            clause = _clause_name(item) if any(self._is_own(reading) for reading in readings) else ""
            if clause:
                self.where.name = clause
                head = item.blocks[0]
                parts = self._open_parts(head.words.place) if isinstance(head, Paragraph) else []
                if parts:
                    yield self._keep([" ".join(parts)], goes_on=True)
                yield from (found for inner in item.blocks[1:] for found in self._block(inner))
                self.where.name = name
            elif any(self._open(reading) for reading in readings) or not readings:
                loose += self._as_item(item)
            yield from self._comments(first, last)
        if loose:
            yield self._keep(loose)

    def _as_item(self, item: Item) -> Iterator[str]:
        """Give an item's lines at the left edge, as a list of dashes unless it is counted."""
        first, last = item.place.line, item.place.end_line
        lines = [line.rstrip() for line in self.lines[first - 1 : last]]
        while lines and not lines[-1]:
            lines.pop()
        edge = len(lines[0]) - len(lines[0].lstrip())
        mark = re.match(r"\s*(?:[-+*]|\d{1,9}[.)])", lines[0])
        head = lines[0].lstrip()
        if mark is not None and mark[0].strip() in {"*", "+"}:
            head = f"-{head[1:]}"
        yield head
        yield from (line[edge:] if not line[:edge].strip() else line for line in lines[1:])

    # ── readings ────────────────────────────────────────────────────────────────────────────────

    def _in(self, first: int, last: int) -> list[Reading]:
        return [each for each in self.readings if each.unit.kind != "heading" and first <= each.unit.place.line <= last]

    def _is_kept(self, row: Place) -> bool:
        return any(self._open(reading) for reading in self._in(row.line, row.line))

    def _open(self, reading: Reading) -> bool:
        return not all(_is_held(outcome) for outcome in reading.outcomes)

    def _open_parts(self, place: Place) -> list[str]:
        """Give the sentences of a paragraph that are kept, as they are written."""
        parts: list[str] = []
        for reading in self._in(place.line, place.end_line):
            if not self._open(reading) or not _begins_in(reading.unit.place, place):
                continue
            loose = [outcome.place for outcome in reading.outcomes if isinstance(outcome, NotUnderstood)]
            is_mixed = any(_is_held(outcome) for outcome in reading.outcomes) and self._is_own(reading)
            unit = reading.unit
            start = unit.title.place if unit.title is not None else unit.place
            whole = Place(start.file, start.line, self._opening(start), unit.place.end_line, unit.place.end_column)
            parts += [self._raw(each) for each in (loose if is_mixed else (whole,))]
        return parts

    def _opening(self, place: Place) -> int:
        """Give the column of the signs that set off the first words."""
        before = self.lines[place.line - 1][: place.column - 1]
        return place.column - (len(before) - len(before.rstrip("*_`[“(\\")))

    def _raw(self, place: Place) -> str:
        """Give what is written at a place, on one line, with the signs that close what it opens."""
        lines = [*self.lines[place.line - 1 : place.end_line]]
        after = re.match(r"[*_`]*", lines[-1][place.end_column - 1 :])
        lines[-1] = lines[-1][: place.end_column - 1 + (after.end() if after else 0)]
        lines[0] = lines[0][place.column - 1 :]
        return " ".join(line.strip() for line in lines if line.strip())

    def _comments(self, first: int, last: int) -> Iterator[_Kept]:
        """Keep the comments inside a block."""
        for found in re.finditer(r"<!--.*?-->", "\n".join(self.lines[first - 1 : last]), re.DOTALL):
            yield self._keep(found[0].split("\n"))


def _is_held(outcome: Outcome) -> bool:
    """Say whether the agreement holds what was understood, or it is made anew with the document."""
    match outcome:
        case Checked():
            return True
        case ForPeople(about, _, puts):
            return bool(puts) or about in {WORD, HOLIDAY, SIGNATURE}
        case _:
            return False


def _begins_in(inner: Place, outer: Place) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) <= (outer.end_line, outer.end_column)


# ── the two put together ────────────────────────────────────────────────────────────────────────


@dataclass
class _Layout:
    """Where the sections and clauses of a canonical document stand: their first and last lines."""

    first: dict[Anchor, int] = field(default_factory=dict)
    last: dict[Anchor, int] = field(default_factory=dict)
    indent: dict[Anchor, int] = field(default_factory=dict)

    def put(self, anchor: Anchor, first: int, last: int) -> None:
        self.first.setdefault(anchor, first)
        self.last[anchor] = last

    def of(self, anchor: Anchor) -> tuple[Anchor, tuple[str, ...]]:
        """Give the nearest anchor that stands in the document, and the heading that is missing there."""
        section, _ = anchor
        if anchor in self.last:
            return anchor, ()
        if (section, "") in self.last:
            return (section, ""), ()
        before = [each for each in _ORDER[: _ORDER.index(section)] if (each, "") in self.last]
        return self._end_of(before[-1] if before else ""), (f"## {SECTIONS[section].heading}",)

    def _end_of(self, section: str) -> Anchor:
        return max((anchor for anchor in self.last if anchor[0] == section), key=self.last.__getitem__)


_ORDER = ("", "words", *SECTIONS, "left open", "signatures")


def _layout(text: str) -> _Layout:
    layout, where = _Layout(), _Where()
    lines = text.split("\n")
    for block in read_markdown(Source("canonical.md", text)).blocks:
        match block:
            case Heading(_, words):
                where.pass_heading(block, "")
                layout.put(where.anchor, words.place.line, words.place.line)
            case Paragraph(words):
                layout.put(where.anchor, words.place.line, words.place.end_line)
            case Listing(items=items):
                for item in items:
                    anchor = where.section, _clause_name(item)
                    end = next(line for line in range(item.place.end_line, 0, -1) if lines[line - 1].strip())
                    layout.put(where.anchor, item.place.line, end)
                    if anchor[1]:
                        layout.put(anchor, item.place.line, end)
                        layout.indent[anchor] = len(item.label) + 1
            case _:
                layout.put(where.anchor, block.place.line, block.place.end_line)
    return layout


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _with_kept(text: str, kept: Sequence[_Kept], signed: Mapping[str, str]) -> list[str]:
    """Put what is kept into the canonical text: at the end of its clause, of its section, or of the head."""
    lines = text.rstrip("\n").split("\n")
    layout = _layout(text)
    after: dict[int, list[str]] = {}
    shown: dict[int, tuple[str, ...]] = {}
    for each in kept:
        anchor, missing = layout.of(each.anchor)
        if each.goes_on and anchor == each.anchor:
            lines[layout.first[anchor] - 1] += f" {' '.join(each.lines)}"
            continue
        line, indent = layout.last[anchor], " " * layout.indent.get(anchor, 0)
        there, headings = after.setdefault(line, []), (*missing, *each.headings)
        for heading in headings:
            if heading not in shown.get(line, ()):
                there += ["", heading]
        shown[line] = headings
        there += ["", *(f"{indent}{part}" if part else part for part in each.lines)]
    for at in range(layout.first.get(("signatures", ""), len(lines)), len(lines)):
        lines[at] = signed.get(lines[at].strip("| ").split(" | ")[0], lines[at])
    made: list[str] = []
    for number, written in enumerate(lines, 1):
        made.append(written)
        made += after.get(number, ())
        if number in after and number < len(lines) and lines[number].strip():
            made.append("")
    return made
