"""Conditions inside sentences and cells: in the language of conditions, as code unless they are plain words.

A condition nested under `all`, `any`, `none` or `at_least` is `all of (…, …)`, each part by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ola.agreement.structure import NESTED
from ola.agreement.writing.atoms import (
    CODE,
    NUMBER,
    RESERVED,
    as_text,
    as_value,
    inside,
    is_bare,
    number_text,
    skeleton,
    word_pattern,
)
from ola.tree.markdown_text import code, one_line
from ola.tree.value import Entry, Items, Mapping, Node, Scalar
from ola.tree.words import Words

_COUNT = rf"at least {NUMBER}"
_OF = re.compile(rf"(?:(all|any|none)|at least ({NUMBER})) of \(")


@dataclass(frozen=True)
class Condition:
    """A condition; `code` where even plain words stand as code, in a column of them."""

    code: bool = False
    reserved: frozenset[str] = RESERVED

    @cached_property
    def pattern(self) -> str:
        """Code, plain words, or a list of conditions in parentheses."""
        listed = rf"(?:all|any|none|{_COUNT}) of \(.*\)"
        return f"(?:{CODE}+|{listed}|{word_pattern(self.reserved)})"

    def write(self, node: Node) -> str | None:
        """The sentence, or its parts."""
        match node:
            case Scalar(value=str(), text=text):
                line = one_line(text)
                return line if not self.code and is_bare(line, self.reserved) else code(line)
            case Mapping(entries=(Entry(key=key, value=value),)) if key.text in NESTED:
                return self._nested(key.text, value)
            case _:
                return None

    def _nested(self, word: str, value: Node) -> str | None:
        said = f"{word} of"
        if isinstance(value, Mapping):
            n, listed = value.get("n"), value.get("of")
            count = number_text(n) if isinstance(n, Scalar) else None
            if count is None or listed is None:
                return None
            said, value = f"at least {count} of", listed
        if not isinstance(value, Items):
            return None
        parts = [self.write(item) for item in value.items]
        texts = [part for part in parts if part is not None]
        return f"{said} ({', '.join(texts)})" if texts and len(texts) == len(parts) else None

    def read(self, words: Words) -> Node | None:
        """The condition as text, or nested as it was."""
        shape = skeleton(words)
        opened = _OF.match(shape)
        if opened is None or not shape.endswith(")"):
            whole = inside(words)
            return as_text(whole or words) if whole is not None or CODE not in shape else None
        parts = [self.read(part) for part in _parts(words, opened.end(), shape)]
        items = tuple(part for part in parts if part is not None)
        if not items or len(items) < len(parts):
            return None
        listed = Items(items, words.place)
        key = as_text(words.cut(0, opened.end() - 1), opened[1] or "at_least")
        if opened[1] is not None:
            return Mapping((Entry(key, listed),), words.place)
        n = as_value(words.cut(*opened.span(2)))
        wanted = Mapping((Entry(as_text(words, "n"), n), Entry(as_text(words, "of"), listed)), words.place)
        return Mapping((Entry(key, wanted),), words.place)


def _parts(words: Words, start: int, shape: str) -> list[Words]:
    """Cut what stands in the outer parentheses at its commas."""
    depth, found, at = 0, list[Words](), start
    for place in range(start, len(shape) - 1):
        sign = shape[place]
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append(words.cut(at, place))
            at = place + 1
    return [*found, words.cut(at, len(shape) - 1)]
