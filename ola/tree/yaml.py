"""YAML 1.2 with the place of every key and value: the first way to write an agreement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml
from yaml.error import MarkedYAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from ola.finding import Code, Edit, Finding, Fix
from ola.source import Place, Source
from ola.tree.core_schema import plain_value
from ola.tree.removal import without
from ola.tree.value import Entry, Items, Mapping, Node, Run, Scalar, Style, to_plain
from ola.tree.yaml_trouble import NOT_YAML, trouble

LONGEST_TEXT = 2_000_000
MOST_NODES = 50_000
MOST_ALIASES = 100
DEEPEST = 40

SAID_TWICE = Code(
    "OLA102",
    "error",
    "A name stands twice",
    """One table holds the same name twice. Many readers keep the last one in silence; ola keeps the first and
says so, because nobody can tell which of the two was signed.

    fields:
      email: {type: email, required: always}
      email: {type: text}

Remove one of them, or give it the name it was meant to have.""",
)
NOT_TAKEN = Code(
    "OLA103",
    "error",
    "A part of YAML that agreements do not use",
    """Tags (`!!str 5`, `!include file`) and merge keys (`<<: *base`) make a text mean something that does not
stand in it. An agreement is read and signed by people, so ola takes neither.

    calendars:
      amer: {<<: *base, zone: America/New_York}

Write the values where they belong. Text that starts with an exclamation mark stands in quotes.""",
)
TOO_MUCH = Code(
    "OLA104",
    "error",
    "The text is too large or too deep to be an agreement",
    f"""A few lines of YAML can stand for millions of values (an alias used in an alias used in an alias …).
ola stops at {MOST_NODES:,} values, aliases counted in full, {MOST_ALIASES} uses of aliases, {DEEPEST} levels
and {LONGEST_TEXT:,} characters.

Write the values out, or split the agreement; long lists of owners may stand in a file of their own.""",
)
MANY_DOCUMENTS = Code(
    "OLA105",
    "error",
    "More than one document in a file",
    """A line `---` starts a second YAML document. One file holds one agreement, so only the first is read.

Remove the line, or give the second agreement its own file.""",
)
EMPTY = Code(
    "OLA106",
    "error",
    "Nothing stands in the file",
    """The file is empty, or holds only comments. An agreement starts with `ola: 1`.

`ola init` writes one to start from.""",
)
UNPRINTABLE = Code(
    "OLA107",
    "error",
    "A character that cannot be seen",
    """Control characters, half characters and Unicode's own line and paragraph separators cannot be seen in
an editor and are not taken. They come with text copied from other programs.

Delete the character and write a space or a line break instead.""",
)
QUOTE_THIS = Code(
    "OLA108",
    "error",
    "A condition cut at its commas",
    """Between `{` and `}` or `[` and `]` a comma starts the next entry, also inside parentheses:

    rules: {dach: {when: country in (DE, AT, CH), must: phone is known}}

is read as `when: country in (DE`, then `AT`, then `CH)`. Put the condition in quotes, or each entry on a
line of its own:

    rules: {dach: {when: "country in (DE, AT, CH)", must: phone is known}}
    rules:
      dach:
        when: country in (DE, AT, CH)
        must: phone is known""",
)
NOT_A_NAME = Code(
    "OLA109",
    "error",
    "A name is missing, or is a list or table",
    """What stands before the colon is the name of what follows. It is a word or a few, not a list, not a table,
and not nothing.

    stages: {[lead, mql]: {party: marketing}}

Write each name with its own value.""",
)


def read_yaml(source: Source) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read a text as YAML 1.2: the tree, or nothing where there is none, and what is wrong with the text.

    Never raises. A mistake of syntax ends the reading and leaves no tree; everything else is reported
    in one pass and leaves a tree without the part that was wrong.
    """
    composer = _Composer(source)
    tree = composer.read()
    return tree, tuple(sorted(composer.findings, key=_line_and_column))


def _line_and_column(finding: Finding) -> tuple[int, int]:
    """Order findings as they stand in the text."""
    return (finding.place.line, finding.place.column) if isinstance(finding.place, Place) else (0, 0)


# What YAML takes for text, less the three separators of Unicode that PyYAML takes for line breaks.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ANCHOR = re.compile(r"&\S+(?:\s+(?:#[^\r\n]*)?)*")
_STYLES: dict[str | None, Style] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}
_ESCAPES: dict[Style, re.Pattern[str]] = {
    "single": re.compile("''"),
    "double": re.compile(r"\\(?:x.{2}|u.{4}|U.{8}|.|$)"),
}


class _Events(Reader, Scanner, Parser):
    """PyYAML's events without its composer and resolver, which recurse and read YAML 1.1."""

    def __init__(self, text: str) -> None:
        """Start at the first character."""
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def __iter__(self) -> Iterator[yaml.Event]:
        """Give the events one by one."""
        while self.check_event():
            yield self.get_event()  # type: ignore[no-untyped-call]  # the stubs say less than the library does


class _Stop(Exception):
    """The reading ends here; the finding is already written down."""


@dataclass(slots=True)
class _Open:
    """A list or table whose end has not been read yet."""

    event: yaml.SequenceStartEvent | yaml.MappingStartEvent
    start: int
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an anchor names, with how many values and levels it brings along."""

    node: Node
    size: int
    height: int


class _Composer:
    """Makes the tree from events, with a stack of its own instead of recursion."""

    def __init__(self, source: Source) -> None:
        """Look at the text before PyYAML does."""
        self.source = source
        self.findings: list[Finding] = []
        self.text = source.text.removeprefix("\ufeff")
        self.line_starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.documents = 0
        self.nodes = 0
        self.aliases = 0
        self.root: Node | None = None

    # ── places ──

    def place(self, start: int, end: int) -> Place:
        """Give the place of a stretch of the text, in code points from 0."""
        line = bisect_right(self.line_starts, start)
        end_line = bisect_right(self.line_starts, end)
        column, end_column = start - self.line_starts[line - 1] + 1, end - self.line_starts[end_line - 1] + 1
        return Place(self.source.name, line, column, end_line, end_column)

    def find(self, code: Code, message: str, place: Place, advice: str | None = None, fix: Fix | None = None) -> None:
        """Write a finding down."""
        self.findings.append(Finding(code.code, code.level, message, place=place, advice=advice, fix=fix))

    # ── reading ──

    def read(self) -> Node | None:
        """Read the one document of the text."""
        if len(self.text) > LONGEST_TEXT:
            message = f"The text has {len(self.text):,} characters; an agreement has at most {LONGEST_TEXT:,}."
            self.find(TOO_MUCH, message, self.place(0, 0), "Check that this is the right file.")
            return None
        self.see_the_unprintable()
        events = _Events(self.text)
        try:
            for event in events:
                self.take(event)
        except _Stop:  # the finding says why
            return self.root
        except MarkedYAMLError as error:
            said = trouble(error, self.text)
            self.find(NOT_YAML, said.message, self.place(said.start, min(said.end, len(self.text))), said.advice)
            return None
        except (ValueError, OverflowError):  # an escape such as "\UFFFFFFFF", a directive with an endless number
            here = min(events.index, len(self.text))
            self.find(NOT_YAML, "YAML cannot read this number or escape.", self.place(here, here), "Leave it out.")
            return None
        if self.documents == 0:
            self.find(EMPTY, "Nothing stands in this file.", self.place(0, 0), 'Start with "ola: 1", or run: ola init')
        return self.root

    def see_the_unprintable(self) -> None:
        """Report characters nobody can see, and put spaces in their place so that the rest can be read."""
        found = list(_UNPRINTABLE.finditer(self.text))
        for first in found[:10]:
            place = self.place(first.start(), first.end())
            message = f"The character U+{ord(first.group()):04X} stands here; it cannot be seen and is not taken."
            self.find(UNPRINTABLE, message, place, "Delete it.")
        if len(found) > 10:  # noqa: PLR2004 - ten are enough to see that the file is not text
            rest = len(found) - 10
            message = f"{rest:,} more characters that cannot be seen follow."
            self.find(
                UNPRINTABLE, message, self.place(found[10].start(), found[10].end()), "Check the file's encoding."
            )
        if found:
            self.text = _UNPRINTABLE.sub(" ", self.text)

    def take(self, event: yaml.Event) -> None:
        """Go one event further."""
        match event:
            case yaml.DocumentStartEvent() if self.documents == 0:
                self.documents = 1
            case yaml.DocumentStartEvent():
                start = _start(event)
                message = "A second document starts here; a file holds one agreement."
                place = self.place(start, min(start + 3, len(self.text)))
                self.find(MANY_DOCUMENTS, message, place, 'Remove the line "---", or give it its own file.')
                raise _Stop
            case yaml.ScalarEvent():
                self.take_scalar(event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self.open(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.close(_end(event))
            case yaml.AliasEvent():
                self.take_alias(event)
            case _:
                pass

    def start_of(self, event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent) -> int:
        """Give where the value itself starts, after its anchor; report a tag."""
        start = _start(event)
        if event.tag is not None:
            end = _end(event) if isinstance(event, yaml.ScalarEvent) else start + 1
            place = self.place(start, end)
            written = str(event.tag).removeprefix("tag:yaml.org,2002:")
            message = f"A tag stands here ({written}); agreements do not use tags."
            self.find(NOT_TAKEN, message, place, "Remove it, or put text that starts with ! in quotes.")
        elif event.anchor is not None:
            found = _ANCHOR.match(self.text, start)
            start = min(found.end(), _end(event)) if found and isinstance(event, yaml.ScalarEvent) else start
        return start

    def count(self, size: int, depth: int, place: Place) -> None:
        """Stop where the tree grows beyond any agreement."""
        self.nodes += size
        if self.nodes > MOST_NODES:
            message = f"The text stands for more than {MOST_NODES:,} values, aliases counted in full."
            self.find(TOO_MUCH, message, place, "Write the values out, or split the agreement.")
        elif depth > DEEPEST:
            message = f"Lists and tables stand more than {DEEPEST} levels deep here."
            self.find(TOO_MUCH, message, place, "Check the brackets and the indentation.")
        else:
            return
        self.root = None
        raise _Stop

    def take_scalar(self, event: yaml.ScalarEvent) -> None:
        """Read one value."""
        start, end = self.start_of(event), _end(event)
        style = _STYLES[event.style]
        if style in ("literal", "folded"):
            end = start + len(self.text[start:end].rstrip())
        place = self.place(start, end)
        text = self.without_surrogates(event.value, place)
        value = plain_value(text) if style == "plain" else text
        quotes = 0 if style == "plain" else 1
        whole = self.text[start + quotes : end - quotes] == text and place.line == place.end_line
        runs = () if whole else self.runs(text, start, end, style)
        self.count(1, len(self.stack) + 1, place)
        if not self.stack and not text and style == "plain":
            self.find(EMPTY, "Nothing stands in this document.", place, 'Start with "ola: 1", or run: ola init')
            return
        self.add(Scalar(value, text, place, style, runs), event.anchor, 1, 1)

    def without_surrogates(self, text: str, place: Place) -> str:
        """Report half characters written as escapes, which no file can hold."""
        if not any("\ud800" <= character <= "\udfff" for character in text):
            return text
        self.find(UNPRINTABLE, "An escape here gives half a character.", place, "Write the character itself.")
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)

    def runs(self, text: str, start: int, end: int, style: Style) -> tuple[Run, ...]:
        """Find the stretches of a folded, escaped or block text that stand word for word in the source."""
        runs: list[Run] = []
        offset, index = 0, start
        lines = self.text[start:end].splitlines(keepends=True)
        if style in ("literal", "folded"):  # the first line holds the sign that opens the block
            index += len(lines[0]) if lines else 0
            lines = lines[1:]
        elif style != "plain" and lines:
            lines[0], index = lines[0][1:], index + 1
            lines[-1] = lines[-1][:-1]
        for line in lines:
            for piece, at in _pieces(line.rstrip(), style):
                found = text.find(piece, offset)
                if found >= 0:
                    place = self.place(index + at, index + at)
                    runs.append(Run(found, len(piece), place.line, place.column))
                    offset = found + len(piece)
            index += len(line)
        return tuple(runs)

    def take_alias(self, event: yaml.AliasEvent) -> None:
        """Put what the anchor names in the alias's place, and count all of it."""
        place = self.place(_start(event), _end(event))
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            message = f"More than {MOST_ALIASES} aliases are used in this text."
            self.find(TOO_MUCH, message, place, "Write the values out.")
            self.root = None
            raise _Stop
        name = event.anchor or ""
        named = self.anchors.get(name)
        if named is None:
            if name in self.anchors:
                message = f"*{name} stands inside what &{name} names, so it would never end."
            else:
                message = f"*{name} names nothing: no &{name} stands before it."
            self.find(NOT_YAML, message, place, "Write the value out, or put text that starts with * in quotes.")
            self.add(Scalar(None, "", place), None, 1, 1)
            return
        self.count(named.size, len(self.stack) + named.height, place)
        self.add(named.node, None, named.size, named.height)

    # ── lists and tables ──

    def open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        """Start a list or table."""
        start = self.start_of(event)
        self.count(1, len(self.stack) + 1, self.place(start, start + 1))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(event, start, event.anchor))

    def close(self, end: int) -> None:
        """End the innermost list or table and hand it to the one around it."""
        done = self.stack.pop()
        if not done.event.flow_style:
            last = done.children[-1].place if done.children else self.place(done.start, done.start)
            place = replace(self.place(done.start, done.start), end_line=last.end_line, end_column=last.end_column)
        else:
            place = self.place(done.start, end)
        node: Node
        if isinstance(done.event, yaml.SequenceStartEvent):
            items = self.join_cut_items(done.children) if done.event.flow_style else done.children
            node = Items(tuple(items), place)
        else:
            node = Mapping(self.entries(done), place)
        self.add(node, done.anchor, done.size, done.height)

    def add(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        """Hand a finished value to what it stands in."""
        if anchor is not None:
            self.anchors[anchor] = _Anchored(node, size, height)
        if not self.stack:
            self.root = node
            return
        around = self.stack[-1]
        around.children.append(node)
        around.size += size
        around.height = max(around.height, height + 1)

    def entries(self, table: _Open) -> tuple[Entry, ...]:
        """Pair names with values; report names that are none, that stand twice or that a comma cut off."""
        entries: dict[str, Entry] = {}
        pairs = list(zip(table.children[::2], table.children[1::2], strict=True))
        if table.event.flow_style:
            pairs = self.join_cut_pairs(pairs)
        for key, value in pairs:
            if not isinstance(key, Scalar):
                self.find(
                    NOT_A_NAME, "A list or table stands where a name was wanted.", key.place, "Write a word or a few."
                )
            elif not key.text.strip():
                self.find(NOT_A_NAME, "No name stands before this colon.", key.place, "Write a name before it.")
            elif key.text == "<<" and key.style == "plain":
                message = 'A merge key "<<" stands here; agreements do not use them.'
                self.find(NOT_TAKEN, message, key.place, "Write the values out.")
            elif key.text in entries:
                first = entries[key.text].key.place.line
                lines = f"line {first}" if first != key.place.line else f"line {first}, before"
                message = f'"{key.text}" stands here, in line {key.place.line}, a second time; the first is in {lines}.'
                same = to_plain(entries[key.text].value) == to_plain(value)
                self.find(
                    SAID_TWICE,
                    message,
                    key.place,
                    "Remove one of them, or rename it.",
                    self.second_out(table, key, value) if same else None,
                )
            else:
                entries[key.text] = Entry(key, value)
                if key.style == "plain" and balance(key.text) != 0:
                    message = f'The name "{key.text}" has a parenthesis without its partner.'
                    self.find(
                        QUOTE_THIS, message, key.place, "If it is part of a condition, quote the whole condition."
                    )
        return tuple(entries.values())

    def second_out(self, table: _Open, key: Scalar, value: Node) -> Fix | None:
        """Give the fix that leaves out a name that stands twice with the same value."""
        around = Mapping((Entry(key, value),) * 2, self.place(table.start, table.start))
        edit = without(Source(self.source.name, self.text), around, 1)
        return None if edit is None else Fix(f"the second {key.text} is left out", (edit,))

    def join_cut_pairs(self, pairs: list[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
        """Mend `{when: country in (US, CA)}`, which YAML cuts into `when: country in (US` and `CA)`."""
        mended: list[tuple[Node, Node]] = []
        at = 0
        while at < len(pairs):
            key, value = pairs[at]
            at += 1
            whole: Node = value
            if _is_open(value):
                texts = [value, *(key for key, _ in pairs[at:])]
                alone = [True, *(_is_empty(value) for _, value in pairs[at:])]
                taken = _until_closed(texts, alone)
                if taken:
                    whole = self.quote_this(value.place, texts[taken].place)
                    at += taken
            mended.append((key, whole))
        return mended

    def join_cut_items(self, items: list[Node]) -> list[Node]:
        """Mend `[country in (US, CA)]`, which YAML cuts in two."""
        mended: list[Node] = []
        at = 0
        while at < len(items):
            taken = _until_closed(items[at:], [True] * (len(items) - at)) if _is_open(items[at]) else 0
            mended.append(self.quote_this(items[at].place, items[at + taken].place) if taken else items[at])
            at += taken + 1
        return mended

    def quote_this(self, first: Place, last: Place) -> Scalar:
        """Report a condition that was cut at its commas, and give it in one piece."""
        place = replace(first, end_line=last.end_line, end_column=last.end_column)
        start = self.line_starts[place.line - 1] + place.column - 1
        end = self.line_starts[place.end_line - 1] + place.end_column - 1
        text = " ".join(self.text[start:end].split())
        quoted = f'"{text}"' if '"' not in text and "\\" not in text else f"""'{text.replace("'", "''")}'"""
        self.find(
            QUOTE_THIS,
            f"Between brackets, a comma starts the next entry, so this is cut in pieces: {text}",
            place,
            f"Quote this: {quoted}",
            Fix(f"{text} stands in quotes", (Edit(place, self.text[start:end], quoted),)),
        )
        runs = (
            ()
            if place.line == place.end_line and self.text[start:end] == text
            else self.runs(text, start, end, "plain")
        )
        return Scalar(text, text, place, "plain", runs)


def _start(event: yaml.Event) -> int:
    """Give where an event starts, in code points; PyYAML's own parser always knows."""
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    """Give where an event ends."""
    return event.end_mark.index if event.end_mark else 0


def _pieces(line: str, style: Style) -> Iterator[tuple[str, int]]:
    """Give the stretches of a line between its escapes, with where each starts in the line."""
    at = len(line) - len(line.lstrip())
    escape = _ESCAPES.get(style)
    for found in escape.finditer(line, at) if escape else ():
        if found.start() > at:
            yield line[at : found.start()], at
        at = found.end()
    if at < len(line):
        yield line[at:], at


def balance(text: str) -> int:
    """Count the parentheses that are open at the end, or closed without one being open (negative)."""
    balance = 0
    for character in text:
        balance += {"(": 1, ")": -1}.get(character, 0)
        if balance < 0:
            return balance
    return balance


def _is_open(node: Node) -> bool:
    """Say whether a plain text ends inside parentheses."""
    return isinstance(node, Scalar) and node.style == "plain" and balance(node.text) > 0


def _is_empty(node: Node) -> bool:
    """Say whether nothing stands where a value could."""
    return isinstance(node, Scalar) and node.style == "plain" and not node.text


def _until_closed(nodes: list[Node], alone: list[bool]) -> int:
    """Count how many of the nodes after the first belong to it, because they close its parentheses; or none."""
    text = ""
    for taken, (node, is_alone) in enumerate(zip(nodes, alone, strict=True)):
        if not isinstance(node, Scalar) or not is_alone:
            return 0
        text += f"{node.text} "
        if taken and balance(text) == 0:
            return taken
    return 0
