"""A Markdown document as headings, paragraphs, lists and tables, each word with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ola.finding import Code, Finding, count
from ola.source import Place, Source
from ola.tree.value import Run, Scalar
from ola.tree.words import Marked, MarkKind, Words

LONGEST_TEXT = 10_000_000
MOST_BLOCKS = 200_000
DEEPEST = 40

NOT_SEEN = Code(
    "OLA165",
    "warning",
    "A part of a document that is not read",
    """Text that is struck out, blocks of HTML and pictures are not read as part of the agreement: what was struck out
is no longer agreed, and HTML and pictures are not words.

    Leads are called within ~~30~~ 20 minutes.

Here 20 minutes are read. Delete what is no longer agreed, and write as words, lists and tables what is.""",
)
DOCUMENT_TOO_LARGE = Code(
    "OLA166",
    "error",
    "The document is too large or too deep to be an agreement",
    f"""ola stops at {LONGEST_TEXT:,} characters, {MOST_BLOCKS:,} headings, paragraphs, items of lists and rows, and
lists or quotes {DEEPEST} levels deep. What stands before that is read.

Split the document, or check that it is the right file.""",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words between two empty lines."""

    words: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; `label` is its sign or number as written: `-`, `3.`."""

    label: str
    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not."""

    ordered: bool
    items: tuple[Item, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with as many cells as the header has."""

    cells: tuple[Words, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what the header says, and the rows below it."""

    header: tuple[Words, ...]
    rows: tuple[Row, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code; `info` says of which language, `first_line` is the line of its first word."""

    info: str
    text: str
    first_line: int
    place: Place


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks set off as a quotation."""

    blocks: tuple[Block, ...]
    place: Place


Block = Heading | Paragraph | Listing | Table | Fence | Quote


@dataclass(frozen=True, slots=True)
class Document:
    """What `read_markdown` gives: the blocks in order, the front matter's text if there is one, and findings."""

    source: Source
    blocks: tuple[Block, ...]
    front: str | None = None
    findings: tuple[Finding, ...] = ()


_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r")


def read_markdown(source: Source) -> Document:
    """Read a text as CommonMark with tables and struck-out text.

    Never raises; what is not read is told in the findings.
    """
    text = _LINE_END.sub("\n", source.text)
    reader = _Reader(source)
    if len(text) > LONGEST_TEXT:
        text = text[: text.rfind("\n", 0, LONGEST_TEXT) + 1]
        reader.too_large(f"the document has more than {LONGEST_TEXT:,} characters", text.count("\n") or 1)
    front = _FRONT.match(text)
    if front is not None:
        # The lines stay, emptied, so that places below them hold.
        text = "\n" * front.group().count("\n") + text[front.end() :]
    tokens = _parser().parse(text)
    blocks = reader.blocks(iter(tokens), 0)
    return Document(source, blocks, None if front is None else front.group(1), tuple(reader.findings))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST * 3}).enable(["table", "strikethrough"])
    # Joined, a text would no longer say which of its characters were written as an escape.
    return parser.disable("text_join")


class _Reader:
    """Turns the parser's tokens into blocks; counts them, and notes what is not read."""

    def __init__(self, source: Source) -> None:
        self.source, self.findings, self._left = source, list[Finding](), MOST_BLOCKS
        self._is_full = False

    def too_large(self, what: str, line: int) -> None:
        if not self._is_full:
            self._is_full = True
            place = Place(self.source.name, line, 1, line, 2)
            message = f"Here {what}; the rest is not read."
            self.findings.append(
                Finding(
                    DOCUMENT_TOO_LARGE.code, "error", message, party="ops", place=place, advice="Split the document."
                )
            )

    def _not_seen(self, what: str, place: Place) -> None:
        self.findings.append(Finding(NOT_SEEN.code, NOT_SEEN.level, what, party="ops", place=place))

    def blocks(self, tokens: Iterator[Token], depth: int) -> tuple[Block, ...]:
        """Take blocks up to the token that closes what they stand in, or to the end."""
        found: list[Block] = []
        for token in tokens:
            if token.type.endswith("_close"):
                break
            block = self._block(token, tokens, depth)
            if block is None or not self._room_for(token, depth):
                continue
            found.append(block)
        return tuple(found)

    def _room_for(self, token: Token, depth: int) -> bool:
        self._left -= 1
        if self._left < 0:
            self.too_large(f"more than {count(MOST_BLOCKS, 'part')} stand before", _line(token))
        elif depth > DEEPEST:
            self.too_large(f"a list or quotation is more than {DEEPEST} levels deep", _line(token))
        return self._left >= 0 and depth <= DEEPEST

    def _block(self, token: Token, tokens: Iterator[Token], depth: int) -> Block | None:
        match token.type:
            case "heading_open":
                words = self._inline(tokens)
                return Heading(int(token.tag[1:]), words)
            case "paragraph_open":
                words = self._inline(tokens)
                return Paragraph(words) if words.text else None
            case "bullet_list_open" | "ordered_list_open":
                items = tuple(self._items(tokens, depth))
                return Listing(token.type.startswith("ordered"), items, self._place(token))
            case "blockquote_open":
                return Quote(self.blocks(tokens, depth + 1), self._place(token))
            case "table_open":
                return self._table(token, tokens)
            case "fence" | "code_block":
                first = _line(token) + (token.type == "fence")
                return Fence(token.info.strip().lower(), token.content, first, self._place(token))
            case "html_block":
                if not token.content.lstrip().startswith("<!--"):
                    self._not_seen("A block of HTML is not read as part of the agreement.", self._place(token))
                return None
            case _:
                return None

    def _items(self, tokens: Iterator[Token], depth: int) -> Iterator[Item]:
        for token in tokens:
            if token.type != "list_item_open":
                return
            label = f"{token.info}{token.markup}" if token.info else token.markup
            item = Item(label, self.blocks(tokens, depth + 1), self._place(token))
            if self._room_for(token, depth):
                yield item

    def _table(self, opened: Token, tokens: Iterator[Token]) -> Table:
        header: tuple[Words, ...] = ()
        rows: list[Row] = []
        cells: list[Words] = []
        spans: list[tuple[int, int]] = []
        for token in tokens:
            match token.type:
                case "table_close":
                    break
                case "tr_open":
                    cells = []
                    spans = cell_spans(self._source_line(_line(token)))
                case "inline":
                    span = spans[len(cells)] if len(cells) < len(spans) else None
                    cells.append(
                        _words(self.source.name, token, _cell_places(token, self._source_line(_line(token)), span))
                    )
                case "tr_close":
                    place = cells[0].place if cells else self._place(opened)
                    if cells:
                        place = Place(
                            place.file, place.line, place.column, cells[-1].place.end_line, cells[-1].place.end_column
                        )
                    if not header:
                        header = tuple(cells)
                    elif any(cell.text for cell in cells) and self._room_for(opened, 0):
                        rows.append(Row(tuple(cells), place))
                case _:
                    pass
        return Table(header, tuple(rows), self._place(opened))

    def _inline(self, tokens: Iterator[Token]) -> Words:
        """Take the words of a heading or paragraph, and the token that closes it."""
        token = next(tokens)
        next(tokens)
        words = _words(self.source.name, token, _line_places(token, self._source_line))
        for child in token.children or []:
            if child.type in {"s_open", "image"} or (child.type == "html_inline" and not _is_break(child)):
                what = {"s_open": "Text that is struck out", "image": "A picture"}.get(
                    child.type, f"HTML ({child.content})"
                )
                self._not_seen(f"{what} is not read as part of the agreement.", words.place)
        return words

    def _source_line(self, line: int) -> str:
        return self.source.lines[line - 1] if 1 <= line <= len(self.source.lines) else ""

    def _place(self, token: Token) -> Place:
        first, past = token.map or [0, 1]
        last = max(first + 1, past)
        while last > first + 1 and not self._source_line(last).strip():
            last -= 1
        line = self._source_line(first + 1)
        column = len(line) - len(line.lstrip()) + 1
        return Place(self.source.name, first + 1, column, last, len(self._source_line(last)) + 1)


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def _is_break(token: Token) -> bool:
    return re.fullmatch(r"<br\s*/?>", token.content, re.IGNORECASE) is not None


Spot = tuple[int, int]  # line and column, both from 1


def _line_places(token: Token, source_line: object) -> list[Spot]:
    """Give the place of each code point of the raw words of a paragraph or heading."""
    line_of = source_line if callable(source_line) else str
    first, spots = _line(token), list[Spot]()
    for at, content in enumerate(token.content.split("\n")):
        written = line_of(first + at)
        bare = written.rstrip()
        start = len(bare) - len(content) if bare.endswith(content) else written.find(content)
        start = max(0, start)
        spots.extend((first + at, start + offset + 1) for offset in range(len(content) + 1))
    return spots


def cell_spans(line: str) -> list[tuple[int, int]]:
    """Give where the cells of a table's row stand, as GitHub's tables cut them: at bars that no backslash precedes."""
    bars = [at for at, sign in enumerate(line) if sign == "|" and (at == 0 or line[at - 1] != "\\")]
    edges = [-1, *bars, len(line)]
    spans = [(first + 1, last) for first, last in pairwise(edges)]
    if spans and not line[slice(*spans[0])].strip():
        spans = spans[1:]
    if spans and not line[slice(*spans[-1])].strip():
        spans = spans[:-1]
    return spans


def _cell_places(token: Token, line: str, span: tuple[int, int] | None) -> list[Spot]:
    """Give the place of each code point of a cell's raw words, which hold a bar for a backslash and a bar."""
    number = _line(token)
    if span is None:
        return [(number, len(line) + 1)] * (len(token.content) + 1)
    at = span[0] + len(line[slice(*span)]) - len(line[slice(*span)].lstrip())
    spots: list[Spot] = []
    for sign in token.content:
        if sign == "|" and line[at : at + 2] == "\\|":
            at += 1
        spots.append((number, min(at, len(line)) + 1))
        at += 1
    return [*spots, (number, min(at, len(line)) + 1)]


def _words(file: str, token: Token, spots: list[Spot]) -> Words:
    """Put together what a person reads of a token's words, and where each code point of it stands."""
    raw, at = token.content, 0
    text: list[str] = []
    places: list[Spot] = []
    marks: list[Marked] = []
    opened: list[tuple[MarkKind, int]] = []
    struck = 0

    def add(shown: str, start: int, *, step: int) -> None:
        if struck:
            return
        text.append(shown)
        places.extend(spots[min(start + step * offset, len(spots) - 1)] for offset in range(len(shown)))

    def length() -> int:
        return len(places)

    for child in token.children or []:
        match child.type:
            case "text" | "code_inline":
                found = raw.find(child.content, at)
                start = found if found >= 0 else at
                if child.type == "code_inline" and not struck and child.content:
                    marks.append(Marked("code", length(), length() + len(child.content)))
                add(child.content, start, step=1)
                at = start + len(child.content)
            case "text_special":
                found = raw.find(child.markup, at)
                start = found if found >= 0 else at
                add(child.content, start + len(child.markup) - len(child.content), step=1)
                at = start + len(child.markup)
            case "softbreak" | "hardbreak":
                start = max(at, raw.find("\n", at))
                add(" ", start, step=0)
                at = start + 1
            case "html_inline":
                start = max(at, raw.find(child.content, at))
                if _is_break(child):
                    add(" ", start, step=0)
                at = start + len(child.content)
            case "image":
                at = max(at, raw.find("](", at))
            case "strong_open" | "em_open" | "link_open":
                kinds: dict[str, MarkKind] = {"strong_open": "strong", "em_open": "emphasis", "link_open": "link"}
                opened.append((kinds[child.type], length()))
            case "strong_close" | "em_close" | "link_close":
                kind, begun = opened.pop()
                if begun < length():
                    marks.append(Marked(kind, begun, length()))
                if child.type == "link_close":
                    at = max(at, raw.find(")", at))
            case "s_open":
                struck += 1
            case "s_close":
                struck -= 1
            case _:
                pass
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    joined = "".join(text)
    first = places[0] if places else spots[0] if spots else (_line(token), 1)
    last = places[-1] if places else first
    place = Place(file, first[0], first[1], last[0], last[1] + (1 if places else 0))
    whole = Words(Scalar(joined, joined, place, runs=tuple(_as_runs(places))), tuple(marks))
    return whole.cut(0, len(joined)) if joined else whole


def _as_runs(places: list[Spot]) -> Iterator[Run]:
    """Gather the places of single code points into stretches that stand in one piece."""
    start = 0
    for at in range(1, len(places) + 1):
        line, column = places[at - 1]
        if at == len(places) or places[at] != (line, column + 1):
            yield Run(start, at - start, places[start][0], places[start][1])
            start = at
