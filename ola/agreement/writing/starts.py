"""What starts a clock, inside a sentence: events that hold together, or the breach of another commitment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ola.agreement.writing.atoms import Name, as_text, skeleton, text_of
from ola.agreement.writing.lists import split
from ola.tree.value import Node, Scalar
from ola.tree.words import Words

_NAME, _KEY = Name(values=True), Name()


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock: `mql and assigned`, `a breach of first touch`."""

    pattern: str = ""

    def __post_init__(self) -> None:
        """Put the pattern together."""
        name = _NAME.pattern
        object.__setattr__(self, "pattern", f"(?:a breach of {name}|{name}(?: and {name})*)")

    def write(self, node: Node) -> str | None:
        """The events, each by itself."""
        text = text_of(node)
        if text is None or not isinstance(node, Scalar) or not isinstance(node.value, str):
            return _NAME.write(node)
        if (breach := re.fullmatch(r"breach of (\S.*)", text)) is not None:
            return f"a breach of {_KEY.text(breach[1])}"
        parts = text.split(" and ")
        if len(parts) > 1 and all(part == part.strip() and part for part in parts):
            return " and ".join(_KEY.text(part) for part in parts)
        return _NAME.write(node)

    def read(self, words: Words) -> Node | None:
        """The events as one text."""
        shape = skeleton(words)
        if shape.startswith("a breach of "):
            name = _KEY.read(words.cut(len("a breach of "), len(shape)))
            return as_text(words, f"breach of {name.text}") if isinstance(name, Scalar) else None
        if " and " not in shape:
            return _NAME.read(words)
        parts = [_KEY.read(part) for part in split(words, " and ")]
        return as_text(words, " and ".join(part.text for part in parts if isinstance(part, Scalar)))
