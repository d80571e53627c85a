"""A lark grammar over parts that were cut beforehand: it tells how they hang together, and lexes nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from lark import Lark, Tree


class Part(Protocol):
    """A part by its type, a terminal of the grammar."""

    @property
    def type(self) -> str:
        """The terminal it is."""


def parsed(grammar: Path, parts: Iterable[Part]) -> Tree[Any] | None:
    """Parse parts by the grammar of a file; nothing where they do not hang together so. A leaf's value is its part."""
    from lark.exceptions import UnexpectedInput

    try:
        return _parser(grammar).parse(parts)
    except UnexpectedInput:
        return None


@cache
def _parser(grammar: Path) -> Lark:
    from lark import Lark, Token
    from lark.lexer import Lexer

    class Given(Lexer):
        """Hands the parts on."""

        def __init__(self, lexer_conf: object) -> None:
            del lexer_conf

        def lex(self, parts: Iterable[Part]) -> Iterator[Token]:  # type: ignore[override] # parts, not text
            for part in parts:
                yield Token(part.type, part)

    return Lark(grammar.read_text(encoding="utf-8"), parser="lalr", lexer=Given, maybe_placeholders=False)
