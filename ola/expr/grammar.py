"""The parser that lark makes of `grammar.lark`, from a table made beforehand: making it anew takes twenty times longer.

The table holds for one grammar and one lark; beside any other, the parser is made from the grammar, and is the same.
`python -m ola.expr.grammar` writes the table after a change of either.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ola.expr.tokens import Token

if TYPE_CHECKING:
    from lark import Lark
    from lark.lexer import Lexer

GRAMMAR = Path(__file__).with_name("grammar.lark")
TABLE = Path(__file__).with_name("grammar.table.json")


@cache
def grammar() -> Lark:
    """Give the parser of conditions: it takes a list of our tokens, and what it gives knows its place in that list."""
    text = GRAMMAR.read_text(encoding="utf-8")
    try:
        table = read_table(TABLE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        table = {}
    return from_table(table) if table.get("made_of") == made_of(text) else from_grammar(text)


def from_grammar(text: str) -> Lark:
    """Let lark read the grammar and work out its states."""
    from lark import Lark

    return Lark(text, parser="lalr", lexer=_given(), maybe_placeholders=False)


def from_table(table: dict[str, Any]) -> Lark:
    """Give lark the states it worked out before, and the cutting of the text, which no table holds."""
    from lark import Lark

    data = table["data"]
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = _given()
    loaded: Lark = Lark.load({"data": data, "memo": table["memo"]})
    return loaded


def read_table(written: str) -> dict[str, Any]:
    """Read a table, and give the keys that count states and rules their numbers back: JSON made texts of them."""

    def numbered(part: dict[str, Any]) -> dict[str | int, Any]:
        return {int(key) if key.isdigit() else key: value for key, value in part.items()}

    table: dict[str, Any] = json.loads(written, object_hook=numbered)
    return table


def table_of(text: str) -> str:
    """Write what lark makes of a grammar as JSON."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = from_grammar(text).memo_serialize([TerminalDef, Rule])
    del data["options"]["lexer"], data["parser"]["lexer_conf"]["lexer_type"]
    return json.dumps({"made_of": made_of(text), "data": data, "memo": memo}, separators=(",", ":")) + "\n"


def made_of(text: str) -> list[str]:
    """Say what a table of this grammar is made of: the lark that is installed, and the grammar."""
    from lark import __version__

    return [f"lark {__version__}", f"grammar {hashlib.sha256(text.encode()).hexdigest()}"]


def _given() -> type[Lexer]:
    from lark import Token as LarkToken
    from lark.lexer import Lexer

    class Given(Lexer):
        """Hands our tokens on; each knows its place in the list by `start_pos`."""

        def __init__(self, lexer_conf: object) -> None:
            del lexer_conf

        def lex(self, cut: Sequence[Token]) -> Iterator[LarkToken]:  # type: ignore[override]
            for index, token in enumerate(cut):
                yield LarkToken(token.type, token.text, start_pos=index)

    return Given


if __name__ == "__main__":
    TABLE.write_text(table_of(GRAMMAR.read_text(encoding="utf-8")), encoding="utf-8")
