"""Values of the agreement's tree made of what was read, each at the place of the words it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ola.source import Place
from ola.tree.value import Entry, Items, Node, Scalar
from ola.tree.value import Mapping as Written
from ola.tree.words import Words

Plain = str | int | float | bool | Words | Node


def value(plain: Plain, place: Place) -> Node:
    """Give a text, number or flag as a value at a place; words keep their own."""
    match plain:
        case Words():
            return plain.scalar
        case Scalar() | Items() | Written():
            return plain
        case bool():
            return Scalar(plain, "true" if plain else "false", place)
        case _:
            return Scalar(plain, str(plain), place)


def items(several: Iterable[Plain], place: Place) -> Items:
    """Give a list."""
    return Items(tuple(value(each, place) for each in several), place)


def table(entries: Mapping[str, Plain | None], place: Place) -> Written:
    """Give a table of names and values; what is nothing is left out."""
    return Written(
        tuple(
            Entry(Scalar(name, name, place), value(each, place)) for name, each in entries.items() if each is not None
        ),
        place,
    )


def quoted(text: str) -> str:
    """Give a value as a condition writes it: in quotes, unless it is one plain word."""
    if text.isalnum() and text.isascii() and not text[0].isdigit():
        from ola.expr.names import GRAMMAR_WORDS

        if text.lower() not in GRAMMAR_WORDS:
            return text
    return f"'{text}'" if '"' in text else f'"{text}"'


def one_of(texts: Iterable[str]) -> str:
    """Give several values as a condition lists them: `(US, "United Kingdom")`."""
    return f"({', '.join(quoted(text) for text in texts)})"
