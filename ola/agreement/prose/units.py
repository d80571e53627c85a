"""What of a document is judged by itself: a sentence, a table and each of its rows, an entry of a block of code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from ola.source import Place, Source
from ola.tree.markdown import Block, Document, Fence, Heading, Listing, Paragraph, Quote, Table
from ola.tree.value import Items, Mapping, Node, Run, Scalar
from ola.tree.words import Marked, Words, sentences
from ola.tree.yaml import read_yaml

_COUNTED = re.compile(r"[a-z][.)]\s+\S")

# Keys of a block of YAML that say who holds something.
HOLDERS = frozenset({"owner", "owned by", "party", "team", "responsible"})

UnitKind = Literal["heading", "sentence", "table", "row", "code"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is read and gets an outcome.

    `headings` are the headings above it, the outermost first, each without its number; in a block of YAML the keys and
    names above an entry follow them. `lead` is the sentence that introduces a list or a table, such as "A deal needs:".
    `label` is the sign or number of a list item, on its first sentence; `title` the words in front of a colon that open
    it in bold. A "table" stands for a table as a whole, with its header as `cells`; a "row" has cells; both know the
    table.
    """

    kind: UnitKind
    words: Words
    headings: tuple[Words, ...] = ()
    lead: Words | None = None
    label: str = ""
    title: Words | None = None
    cells: tuple[Words, ...] = ()
    table: Table | None = None

    @property
    def text(self) -> str:
        """The words of the unit."""
        return self.words.text

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.words.place


def units(document: Document) -> Iterator[Unit]:
    """Give every unit of a document in the order of the text."""
    headings: list[tuple[int, Words]] = []
    yield from _units(document.blocks, document.source, headings, None, "")


def _units(
    blocks: tuple[Block, ...], source: Source, headings: list[tuple[int, Words]], lead: Words | None, label: str
) -> Iterator[Unit]:
    """Go through blocks; `headings` grows and shrinks with those met."""
    before = lead
    for block in blocks:
        above = tuple(words for _, words in headings)
        match block:
            case Heading(level, words):
                while headings and headings[-1][0] >= level:
                    headings.pop()
                yield Unit("heading", words, tuple(each for _, each in headings))
                headings.append((level, without_number(words)))
                before = lead
            case Paragraph(words):
                found = sentences(words)
                run_in = _run_in(found) if not label and lead is None else None
                if run_in is not None:
                    while headings and headings[-1][0] == _BELOW_ALL:
                        headings.pop()
                    yield Unit("heading", run_in, tuple(each for _, each in headings))
                    headings.append((_BELOW_ALL, run_in))
                    above, found = tuple(each for _, each in headings), found[1:]
                for at, sentence in enumerate(found):
                    yield _sentence(sentence, above, lead, label if at == 0 else "")
                label = ""
                before = found[-1] if found else lead
            case Listing(items=items):
                for item in items:
                    introduced = before if before is not None else lead
                    yield from _units(item.blocks, source, headings, introduced, item.label)
            case Table():
                yield Unit("table", _joined(block.header), above, before, cells=block.header, table=block)
                for row in block.rows:
                    yield Unit("row", _joined(row.cells), above, before, cells=row.cells, table=block)
            case Quote(blocks=inner):
                yield from _units(inner, source, headings, lead, "")
            case Fence():
                yield from _code(block, source, above, before)
            case _:
                assert_never(block)


def _run_in(found: Sequence[Words]) -> Words | None:
    """Give what a paragraph opens with in bold as a heading of its own: `**Feedback.** Sales accepts …`."""
    words = found[0] if found else None
    text = words.text if words is not None else ""
    if words is None or not any(
        mark.kind == "strong" and (mark.start, mark.end) == (0, len(text)) for mark in words.marks
    ):
        return None
    name = text.removesuffix(".") if len(found) > 1 else text.rstrip(".")
    return words.cut(0, len(name)) if _HEADS.fullmatch(name) else None


# What sections of agreements are called; other words in bold may be a sentence, or say who owes what follows.
_HEADS = re.compile(
    r"(?:[\w-]+ ){0,2}"
    r"(?:feedback|hand-?over|hand-?off|returns?|recycling|targets?|goals|volumes?|quality|reporting|reports?|reaction|"
    r"responses?|follow-?ups?|times?|hours|definitions?|scope|purpose|reviews?|escalations?|exceptions?|exclusions?|"
    r"routing|qualification|criteria|measurement|metrics|kpis|governance|scoring|attempts|reasons|calendar|stages)",
    re.IGNORECASE,
)
_BELOW_ALL = 9  # the level of a heading that is none for Markdown


def without_number(words: Words) -> Words:
    """Give a heading without the number, letter or word that counts it: `2.`, `B.`, `1.3`, `Part 2 -`."""
    text = words.text
    at = 0
    parts = text.split(maxsplit=3)
    if parts and parts[0].lower() in {"part", "section", "chapter", "annex", "appendix", "schedule"} and len(parts) > 1:
        at = text.find(parts[1]) + len(parts[1])
    elif parts and _counts(parts[0]):
        at = text.find(parts[0]) + len(parts[0])
    rest = text[at:]
    cut = words.cut(at + len(rest) - len(rest.lstrip(" .:-–—)")), len(text)) if at else words
    return cut if cut.text else words


def _counts(word: str) -> bool:
    bare = word.rstrip(".:)")
    return bare != word and (bare.replace(".", "").isdigit() or len(bare) == 1 or set(bare.lower()) <= set("ivx"))


def _sentence(words: Words, headings: tuple[Words, ...], lead: Words | None, label: str) -> Unit:
    """Give a sentence's unit, what opens it in bold before a colon taken off as its title."""
    if _COUNTED.match(words.text):  # "b. Schools: …" in a paragraph
        label, words = words.text[:2], words.cut(3, len(words.text))
    unit = Unit("sentence", words, headings, lead, label)
    first = next((mark for mark in words.marks if mark.kind == "strong" and mark.start == 0), None)
    if first is None:
        return unit
    inside, after = words.text[: first.end].rstrip(), words.text[first.end :].lstrip()
    if inside.endswith(":") or after.startswith(":"):
        rest = words.cut(
            first.end + (len(words.text) - first.end - len(after)) + after.startswith(":"), len(words.text)
        )
        if rest.text:
            return replace(unit, words=rest, title=words.cut(0, len(inside.rstrip(":"))))
    return unit


def _joined(cells: tuple[Words, ...]) -> Words:
    """Put the cells of a row together as one text, bars between them."""
    text, runs, marks = "", list[Run](), list[Marked]()
    for at, cell in enumerate(cells):
        text += " | " if at else ""
        offset = len(text)
        runs += [replace(run, offset=run.offset + offset) for run in cell.scalar.runs]
        marks += [Marked(mark.kind, mark.start + offset, mark.end + offset) for mark in cell.marks]
        text += cell.text
    if not cells:
        return Words(Scalar("", "", Place("", 1, 1, 1, 1)))
    first, last = cells[0].place, cells[-1].place
    place = Place(first.file, first.line, first.column, last.end_line, last.end_column)
    return Words(Scalar(text, text, place, runs=tuple(runs)), tuple(marks))


# ── blocks of YAML ──────────────────────────────────────────────────────────────────────────────


def _code(block: Fence, source: Source, headings: tuple[Words, ...], lead: Words | None) -> Iterator[Unit]:
    """Give the entries of a block of YAML, each below the keys it stands under; other code is one unit."""
    tree = None
    if block.info.split(" ")[0] in {"yaml", "yml"}:
        # As many empty lines before it as stand before it in the document, so that its places are the document's.
        tree, _ = read_yaml(Source(source.name, "\n" * (block.first_line - 1) + block.text))
    if tree is None:
        first = block.text.split("\n", 1)[0]
        yield Unit("code", Words(Scalar(first, first, block.place)), headings, lead)
        return
    yield from _entries(tree, headings, lead)


def _entries(node: Node, above: tuple[Words, ...], lead: Words | None) -> Iterator[Unit]:
    match node:
        case Scalar():
            yield Unit("code", Words(node), above, lead)
        case Items(items=items):
            if items and all(isinstance(item, Scalar) for item in items):
                yield Unit(
                    "code",
                    _list(node),
                    above,
                    lead,
                    cells=tuple(Words(item) for item in items if isinstance(item, Scalar)),
                )
                return
            for item in items:
                name = item.get("name") if isinstance(item, Mapping) else None
                under = (*above, Words(name)) if isinstance(name, Scalar) else above
                yield from _entries(item, under, lead)
        case Mapping():
            for entry in node.entries:
                yield from _entries(entry.value, (*above, Words(entry.key)), lead)
        case _:
            assert_never(node)


def _list(node: Items) -> Words:
    text = ", ".join(item.text for item in node.items if isinstance(item, Scalar))
    return Words(Scalar(text, text, node.place, runs=()))
