"""A name, value or few words inside a sentence: bare where nothing can be mistaken, else in quotes or as code."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from ola.source import Place
from ola.tree.core_schema import plain_value
from ola.tree.markdown_text import code, one_line, prose
from ola.tree.value import Node, Scalar
from ola.tree.words import Words

# The words that join names in sentences and tell where one ends. A name that holds one of them stands as code.
RESERVED = frozenset(
    (  # noqa: SIM905 (words to read, without forty pairs of quotes)
        "after alone among and answers any as at before by channel channels character characters counted counts each "
        "for from has holds in is it must of on once or otherwise over owes restarts that the then time times to until "
        "when where while with within"
    ).split()
)
NOWHERE = Place("", 1, 1, 1, 1)
CODE, QUOTE = "\ue000", "\ue001"  # stand for each character of code or of a quotation in a skeleton
_WORD = r"\w+(?:[-.'’/:&+]\w+)*%?"
NUMBER = r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_BARE = re.compile(rf"(?!_){_WORD}(?: (?!_){_WORD})*(?<!_)")
_QUOTED = re.compile("“[^“”]*”")


def skeleton(words: Words) -> str:
    """Give the words with code and quotations blanked out, each character at its place."""
    signs = list(re.sub(f"[{CODE}{QUOTE}]", "\ufffd", words.text))
    for mark in words.marks:
        if mark.kind == "code":
            signs[mark.start : mark.end] = CODE * (mark.end - mark.start)
    found = "".join(signs)
    return _QUOTED.sub(lambda quoted: QUOTE * len(quoted[0]), found)


def is_bare(text: str, reserved: frozenset[str] = RESERVED) -> bool:
    """Say whether a text may stand in a sentence as it is: plain words of which no sentence is made."""
    return _BARE.fullmatch(text) is not None and not any(_is_reserved(word, reserved) for word in text.split(" "))


def _is_reserved(word: str, reserved: frozenset[str]) -> bool:
    return word.lower().rstrip(".") in reserved


def word_pattern(reserved: frozenset[str] = RESERVED) -> str:
    """Give the pattern of a bare text in a skeleton."""
    word = rf"(?!(?:{'|'.join(sorted(reserved))})\b(?![-.'’/:&+]\w))(?!_){_WORD}" if reserved else _WORD
    return rf"{word}(?: {word})*"


class Kind(Protocol):
    """How one value stands in words, both ways."""

    @property
    def pattern(self) -> str:
        """What it looks like in a skeleton, as a regular expression without groups that capture."""

    def write(self, node: Node) -> str | None:
        """Give the value as Markdown, or nothing where this kind has no words for it."""

    def read(self, words: Words) -> Node | None:
        """Give the value that words matched by the pattern say, or nothing where they say none."""


def inside(words: Words) -> Words | None:
    """Give what stands between quotes or in code, if that is all there is."""
    text = words.text
    if words.is_marked(0, len(text), "code"):
        return words
    return words.cut(1, len(text) - 1) if _QUOTED.fullmatch(text) else None


def as_text(words: Words, text: str | None = None) -> Scalar:
    """Give words as text, or the text that they stand for."""
    if text is None or text == words.text:
        return words.scalar
    return Scalar(text, text, words.place, "folded")


def as_value(words: Words) -> Scalar:
    """Give words as YAML reads a plain scalar: `60` is a number, `true` a truth, the rest text."""
    return replace(words.scalar, value=plain_value(words.text))


@dataclass(frozen=True, slots=True)
class Name:
    """A name or value. `values` where numbers and truths are themselves and not text; `free` where it stands alone."""

    values: bool = False
    free: bool = False

    @property
    def pattern(self) -> str:
        """Code, or bare words."""
        return f"(?:{CODE}+|{word_pattern(self.reserved)}{f'|{NUMBER}' if self.values else ''})"

    @property
    def reserved(self) -> frozenset[str]:
        """The words that it cannot hold bare."""
        return frozenset() if self.free else RESERVED

    def write(self, node: Node) -> str | None:
        """Text bare or as code; a number or truth bare."""
        if not isinstance(node, Scalar):
            return None
        if not isinstance(node.value, str):
            return number_text(node) if self.values else None
        return self.text(node.text)

    def text(self, text: str) -> str:
        """Text bare where it reads back as itself."""
        text = one_line(text)
        safe = is_bare(text, self.reserved) and not (self.values and not isinstance(plain_value(text), str))
        return text if safe else code(text)

    def read(self, words: Words) -> Node | None:
        """Code is text; bare words are text, or what YAML reads."""
        return as_value(words) if self.values and inside(words) is None else as_text(inside(words) or words)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, never text."""

    pattern: str = rf"(?:{CODE}+|{NUMBER})"

    def write(self, node: Node) -> str | None:
        """The number as it is spelt."""
        return number_text(node) if isinstance(node, Scalar) else None

    def read(self, words: Words) -> Node | None:
        """The number."""
        value = as_value(words)
        return value if isinstance(value.value, int | float) and not isinstance(value.value, bool) else None


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts: `1 channel`, `2 channels`."""

    one: str

    @property
    def pattern(self) -> str:
        """The number and the word."""
        return rf"{Number().pattern} {self.one}s?"

    def write(self, node: Node) -> str | None:
        """The number, and the word as many as it says."""
        number = Number().write(node)
        return None if number is None else f"{number} {self.one}{'' if number == '1' else 's'}"

    def read(self, words: Words) -> Node | None:
        """The number."""
        return Number().read(words.cut(0, words.text.rindex(" ")))


def number_text(scalar: Scalar) -> str | None:
    """Spell a number or a truth so that it stands in a sentence; nothing for text."""
    value = scalar.value
    if isinstance(value, bool):
        return scalar.text
    if value is None or isinstance(value, str):
        return None
    return scalar.text if re.fullmatch(r"-?\d+(?:\.\d+)?", scalar.text) else repr(value)


@dataclass(frozen=True, slots=True)
class Said:
    """A few words for people inside a sentence: bare, in quotes, or as code where they hold quotes themselves."""

    pattern: str = rf"(?:{CODE}+|{QUOTE}+|{_WORD}(?: {_WORD})*)"

    def write(self, node: Node) -> str | None:
        """Bare where they are plain words."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return None
        text = one_line(node.text)
        if is_bare(text, frozenset()):
            return text
        return code(text) if "“" in text or "”" in text else f"“{prose(text)}”"

    def read(self, words: Words) -> Node | None:
        """What stands in the quotes, or the words."""
        return as_text(inside(words) or words)


@dataclass(frozen=True, slots=True)
class Prose:
    """Words for people that fill a cell or a paragraph."""

    pattern: str = r".*"

    def write(self, node: Node) -> str | None:
        """As they are."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return None
        text = one_line(node.text)
        return code(text) if text in {"—", "–", "-"} else prose(text)

    def read(self, words: Words) -> Node | None:
        """As they are."""
        return as_text(words)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words of the language, each with what a sentence says for it."""

    words: tuple[tuple[str, str], ...]

    @property
    def pattern(self) -> str:
        """Any of them."""
        return f"(?:{'|'.join(re.escape(said) for _, said in self.words)})"

    def write(self, node: Node) -> str | None:
        """What is said for the word."""
        return dict(self.words).get(node.text) if isinstance(node, Scalar) else None

    def read(self, words: Words) -> Node | None:
        """The word that this is said for."""
        found = next((word for word, said in self.words if said == words.text), None)
        return None if found is None else as_text(words, found)


def text_of(node: Node) -> str | None:
    """Give the text of a scalar on one line, nothing for what is none."""
    return one_line(node.text) if isinstance(node, Scalar) else None


@dataclass(frozen=True, slots=True)
class Written:
    """A text of one pattern, bare where it fits, else as code; it is text unless `values` says that numbers are."""

    fits: str
    values: bool = False

    @property
    def pattern(self) -> str:
        """What fits, or code."""
        values = f"|{NUMBER}|[Tt]rue|TRUE|[Ff]alse|FALSE" if self.values else ""
        return f"(?:{CODE}+|{self.fits}{values})"

    def write(self, node: Node) -> str | None:
        """The text as it is, where it fits."""
        text = text_of(node)
        if text is None or not isinstance(node, Scalar):
            return None
        if not isinstance(node.value, str):
            return Name(values=True).write(node) if self.values else None
        bare = re.fullmatch(self.fits, text) is not None and not (self.values and re.fullmatch(r"[\d.]+", text))
        return text if bare else code(text)

    def read(self, words: Words) -> Node | None:
        """The text, or the number."""
        return Name(values=self.values).read(words)


DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DATE = Written(DATE_PATTERN)
TIME_OF_DAY = Written(r"\d{1,2}:\d\d")
