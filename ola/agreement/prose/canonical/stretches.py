"""A document in ola's own words: every row and sentence of it that one of the forms reads, and what it says.

The forms are those of `ola/agreement/writing`. A table is known by its header and a clause by its sentences, wherever
they stand; headings tell what a calendar's or score's sentences are about. What no form reads is left to others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ola.agreement.prose.reading import APPEND, Form, Put
from ola.agreement.prose.units import without_number
from ola.agreement.writing import (
    fields,
    glossary,
    handoff,
    head,
    holidays,
    owners,
    scores,
    segments,
    signatures,
)
from ola.agreement.writing.atoms import Name, skeleton
from ola.agreement.writing.document import NOTHING_AGREED, SECTIONS
from ola.agreement.writing.forms import key_of
from ola.agreement.writing.lists import split
from ola.agreement.writing.rows import Row as Written
from ola.agreement.writing.rows import RowRead, Rows, header_key, over
from ola.agreement.writing.sections import ClauseSection, HeadedSection, TableSection, titled
from ola.source import Place
from ola.tree.markdown import Block, Document, Heading, Item, Listing, Paragraph, Quote, Row, Table
from ola.tree.value import Entry, Mapping, Node, Scalar
from ola.tree.words import Words

FORMS: dict[str, Form] = {
    "fields": "shape",
    "stages": "predicate",
    "rules": "predicate",
    "moves": "transition",
    "handoff": "transition",
    "terms": "derived",
    "scores": "derived",
    "segments": "derived",
    "calendars": "calendar",
    "commitments": "deadline",
    "exceptions": "deadline",
}
# What a document holds for people and is made anew with it.
WORD, HOLIDAY, SIGNATURE = "a word of the field", "a public holiday, worked out from the calendar", "a signature"
_GOALS = frozenset(("count", "share", "percentile", "sum"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A row or sentence that a form reads, and what it says; one that is for people has words on what it is `about`."""

    says: str
    place: Place
    puts: tuple[Put, ...] = ()
    form: Form = "declaration"
    about: str = ""


def stretches(document: Document) -> tuple[Stretch, ...]:
    """Give every stretch of a document that is in ola's own words, in the order of the text."""
    return tuple(_Reader().blocks(document.blocks))


@dataclass
class _Reader:
    """Goes through the blocks of a document and remembers the headings above."""

    section: str = ""
    subject: tuple[str, Scalar] | None = None
    below: str = ""
    is_titled: bool = False

    def blocks(self, blocks: Sequence[Block]) -> Iterator[Stretch]:
        for at, block in enumerate(blocks):
            match block:
                case Heading(level, words):
                    yield from self._heading(level, words, blocks[at + 1 : at + 2])
                case Table():
                    yield from self._table(block)
                case Listing(items=items):
                    yield from self._list(items, blocks[at + 1 : at + 2])
                case Paragraph(words):
                    yield from self._paragraph(words)
                case Quote() if not (at and isinstance(blocks[at - 1], Listing)):
                    yield from self._signed(block)
                case _:
                    pass

    # ── headings ────────────────────────────────────────────────────────────────────────────────

    def _heading(self, level: int, words: Words, after: Sequence[Block]) -> Iterator[Stretch]:
        self.subject, self.below = subject_of(words), ""
        if self.subject is not None:
            return
        self.section = section_of(words)
        if level == 1 and not self.is_titled and _is_head(after):
            self.is_titled = True
            if not _is_untitled(words):
                yield Stretch(words.text, words.place, (Put(("title",), words.scalar),))

    # ── tables ──────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: Table) -> Iterator[Stretch]:
        header = tuple(header_key(cell.text) for cell in table.header)
        if header == tuple(header_key(each) for each in head.HEADER):
            yield from (found for row in table.rows for found in _head_line(row))
            return
        people = _FOR_PEOPLE.get(header)
        if people is not None:
            yield from (found for row in table.rows if (found := people(row)) is not None)
            return
        for kind in self._kinds():
            if kind.rows.fits(table.header):
                yield from (found for row in table.rows for found in kind.read(table, row))
                return

    def _kinds(self) -> Iterator[_Kind]:
        """Give the tables that may stand here, those of the subject in the heading first."""
        if self.subject is not None:
            yield from _of_subject(*self.subject, self.below)
        yield from _KINDS

    # ── clauses ─────────────────────────────────────────────────────────────────────────────────

    def _list(self, items: Sequence[Item], after: Sequence[Block]) -> Iterator[Stretch]:
        """Read the items; what is quoted right after a list belongs to its last item, as Word has it."""
        before = self.subject
        for item in items:
            self.subject = None
            yield from self._item(item)
        yield from (found for block in after if isinstance(block, Quote) for found in self._signed(block))
        self.subject = before

    def _item(self, item: Item) -> Iterator[Stretch]:
        first, *rest = item.blocks or (None,)
        if not isinstance(first, Paragraph):
            yield from self.blocks(item.blocks)
            return
        if self.section == "for_people" and not rest:
            put = Put(("for_people", APPEND), first.words.scalar)
            yield Stretch("", first.words.place, (put,), about="what people agreed")
            return
        yield from self._paragraph(first.words)
        for block in rest:
            yield from self._signed(block) if isinstance(block, Quote) else self.blocks((block,))

    def _paragraph(self, words: Words) -> Iterator[Stretch]:
        strong = next((mark for mark in words.marks if mark.kind == "strong" and mark.start == 0), None)
        if strong is not None:
            yield from self._clause(words, strong.end)
        elif self.subject is not None and isinstance(section := SECTIONS.get(self.subject[0]), HeadedSection):
            yield from self._about(section, self.subject[1], words)
        else:
            yield from _alone(words)

    def _clause(self, words: Words, end: int) -> Iterator[Stretch]:
        name, rest = words.cut(0, end), words.cut(end, len(words.text))
        is_title = skeleton(name).endswith(".")
        name = name.cut(0, len(name.text) - is_title)
        sections = [section for section in _CLAUSES if section.defines != is_title]
        sections.sort(key=lambda section: section.key != self.section)
        for section in sections:
            found = [(each, section.forms.read(each)) for each in _sentences(rest)]
            is_here = section.key == self.section and any(read is not None for _, read in found)
            if is_here or (found and found[0][1] is not None):
                key = titled(name) if is_title else name.scalar
                self.subject = (section.key, key)
                yield from _clause_stretches(section, key, found)
                return

    def _about(self, section: HeadedSection, name: Scalar, words: Words) -> Iterator[Stretch]:
        """Read sentences about the clause in the heading."""
        for each in _sentences(words):
            found = section.forms.read(each)
            if found is None:
                continue
            # What only says how the table below is read is nothing that the agreement holds.
            entries = tuple(entry for entry in found[1] if entry.name not in segments.WAYS)
            self.below = next((entry.name for entry in found[1] if entry.name in segments.WAYS), self.below)
            says = f"The {section.subject} {name.text}: {each.text}"
            yield Stretch(says, each.place, (_clause_put(section.key, name, entries),), _form(section.key, ()))

    def _signed(self, quote: Quote) -> Iterator[Stretch]:
        """Read the sentence that people signed, set off below a clause."""
        if self.subject is None or len(quote.blocks) != 1 or not isinstance(first := quote.blocks[0], Paragraph):
            return
        section, name = self.subject
        if section in {"choices", "values"}:
            return
        entry = Entry(key_of("says", first.words.place), first.words.scalar)
        says = f"{name.text} in words: {first.words.text}"
        yield Stretch(says, first.words.place, (_clause_put(section, name, (entry,)),), _form(section, ()))


def _sentences(words: Words) -> Iterator[Words]:
    """Cut a paragraph at its full stops; those in code and quotes end nothing."""
    at, shape = 0, skeleton(words)
    for stop in re.finditer(r"\.(?=\s|$)", shape):
        yield words.cut(at, stop.end())
        at = stop.end()
    if shape[at:].strip():
        yield words.cut(at, len(shape))


def _form(section: str, entries: Iterable[Entry]) -> Form:
    if section == "commitments" and any(entry.name in _GOALS for entry in entries):
        return "goal"
    return FORMS.get(section, "declaration")


def _clause_put(section: str, name: Scalar, entries: tuple[Entry, ...]) -> Put:
    place = entries[0].value.place if entries else name.place
    return Put((section,), Mapping((Entry(name, Mapping(entries, place)),), name.place))


def _clause_stretches(
    section: ClauseSection, name: Scalar, sentences: Sequence[tuple[Words, tuple[object, tuple[Entry, ...]] | None]]
) -> Iterator[Stretch]:
    """Give the sentences of a clause that are read; its name belongs to the first, or stands by itself."""
    if sentences[0][1] is None:
        yield Stretch(name.text, name.place, (_clause_put(section.key, name, ()),), _form(section.key, ()))
    for at, (words, found) in enumerate(sentences):
        if found is None:
            continue
        entries = found[1]
        place = over(name.place, words.place) if at == 0 else words.place
        alone = next((entry.value for entry in entries if entry.name == section.alone), None)
        put = (
            _clause_put(section.key, name, entries)
            if alone is None
            else Put((section.key,), Mapping((Entry(name, alone),), name.place))
        )
        says = f"{name.text} {words.text}" if section.defines else f"{name.text}: {words.text}"
        yield Stretch(says, place, (put,), _form(section.key, entries))


def _alone(words: Words) -> Iterator[Stretch]:
    """Read sentences that say by themselves what they are about."""
    for each in _sentences(words):
        if (found := handoff.FORMS.read(each)) is not None:
            yield Stretch(each.text, each.place, (Put(("handoff",), found[1][0].value),), "transition")
        elif (found := owners.FILE.read(each)) is not None:
            yield Stretch(each.text, each.place, (Put(("owners",), Mapping(found[1], each.place)),))
        elif each.text.startswith(f"{NOTHING_AGREED} ") and each.text.endswith("."):
            path = [
                Name(free=True).read(part) for part in split(each.cut(len(NOTHING_AGREED), len(each.text) - 1), ", ")
            ]
            names = tuple(name.text for name in path if isinstance(name, Scalar))
            yield Stretch(each.text, each.place, (Put(names, Mapping((), each.place)),))


# ── headings ────────────────────────────────────────────────────────────────────────────────────

SUBHEADINGS = frozenset(("further demands", "where the systems keep them"))
_SECTION_OF = {
    **{
        header_key(heading): section.key
        for section in SECTIONS.values()
        for heading in (section.heading, *section.also)
    },
    **{heading: heading for heading in ("words", "signatures", "left open", *SUBHEADINGS)},
}
_SUBJECT = re.compile(
    r"(?:(?:the )?(?P<kind>calendar|score|segment)|(?P<list>choices|values) of) (?P<name>.+)", re.IGNORECASE
)


def section_of(words: Words) -> str:
    """Give the section that a heading opens, or nothing."""
    return _SECTION_OF.get(header_key(without_number(words).text), "")


def subject_of(words: Words) -> tuple[str, Scalar] | None:
    """Give what a heading is about: a calendar, score or segment, or the choices or values of a field, by name."""
    bare = without_number(words)
    found = _SUBJECT.fullmatch(bare.text)
    if found is None:
        return None
    name = bare.cut(*found.span("name")).scalar
    return (f"{found['kind'].lower()}s" if found["kind"] else found["list"].lower()), name


def _is_head(blocks: Sequence[Block]) -> bool:
    first = next(iter(blocks), None)
    return isinstance(first, Table) and header_key(first.header[0].text) == header_key(head.HEADER[0])


def _is_untitled(words: Words) -> bool:
    name = len(head.UNTITLED) + 1
    return words.text == head.UNTITLED or (
        words.text.startswith(f"{head.UNTITLED} ") and words.is_marked(name, len(words.text), "code")
    )


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


def _head_line(row: Row) -> Iterator[Stretch]:
    label, value = row.cells[:2]
    line = next(
        (line for line in head.LINES if header_key(label.text) in map(header_key, (line.label, *line.also))), None
    )
    if line is None or not re.fullmatch(line.kind.pattern, skeleton(value)):
        return
    node = line.kind.read(value)
    if node is not None:
        yield Stretch(f"{line.label}: {value.text}", row.place, (Put(line.path, node),))


def _people(about: str) -> Callable[[Row], Stretch | None]:
    return lambda row: Stretch("", row.place, about=about)


def _glossary_row(row: Row) -> Stretch | None:
    word, meaning = (cell.text for cell in row.cells[:2])
    known = glossary.WORDS.get(word) == meaning
    return Stretch("", row.place, about=WORD) if known else None


_FOR_PEOPLE: dict[tuple[str, ...], Callable[[Row], Stretch | None]] = {
    tuple(map(header_key, glossary.HEADER)): _glossary_row,
    tuple(map(header_key, holidays.HEADER)): _people(HOLIDAY),
    tuple(map(header_key, signatures.HEADER)): _people(SIGNATURE),
}


@dataclass(frozen=True)
class _Kind:
    """A table of the document, and what a row of it puts into the tree."""

    rows: Rows
    section: str
    puts: Callable[[RowRead], Iterable[tuple[tuple[str, ...], Node]]]
    subject: str = ""

    def read(self, table: Table, row: Row) -> Iterator[Stretch]:
        found = self.rows.read(table.header, row.cells)
        puts = () if found is None else tuple(Put(path, node) for path, node in self.puts(found))
        if puts:
            yield Stretch(self._says(found), row.place, puts, FORMS.get(self.section, "declaration"))

    def _says(self, found: RowRead | None) -> str:
        if found is None:
            return ""
        tables = ({entry.name: entry.value for entry in entries} for entries in (found.entries, found.opened))
        said = self.rows.phrase(Written(found.name, *tables))
        return f"The {self.subject}: {said}" if self.subject else said


_KINDS = (
    *(
        _Kind(section.rows, section.key, section.puts)
        for section in SECTIONS.values()
        if isinstance(section, TableSection)
    ),
    _Kind(fields.FIELDS, "fields", fields.field_puts),
    _Kind(fields.OWN_DEMANDS, "fields", fields.own_demand_puts),
    _Kind(fields.KEPT, "fields", fields.kept_puts),
)
_CLAUSES = tuple(section for section in SECTIONS.values() if isinstance(section, ClauseSection))


def _of_subject(kind: str, name: Scalar, below: str) -> Iterator[_Kind]:
    match kind:
        case "choices":
            yield _Kind(
                fields.CHOICES,
                "fields",
                lambda row: fields.choice_puts(name.text, row, closed=True),
                f"choices of {name.text}",
            )
        case "values":
            yield _Kind(
                fields.SPELT,
                "fields",
                lambda row: fields.choice_puts(name.text, row, closed=False),
                f"values of {name.text}",
            )
        case "scores":
            yield _Kind(
                scores.POINTS,
                "scores",
                lambda row: [(("scores", name.text, "points", APPEND), row.table)],
                f"score {name.text}",
            )
        case "segments":
            yield _Kind(
                segments.VALUES, "segments", lambda row: segments.value_puts(name, row, below), f"segment {name.text}"
            )
        case _:
            pass
