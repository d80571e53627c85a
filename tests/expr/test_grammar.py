"""The table of the parser is of this grammar, and says what the grammar says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark
from lark import Token as LarkToken

from ola.expr import grammar

TEXT = grammar.GRAMMAR.read_text(encoding="utf-8")
BUILT = grammar.from_grammar(TEXT)
END = "$END"


def from_table(written: str) -> Lark:
    """Give the parser of a table."""
    return grammar.from_table(grammar.read_table(written))


@pytest.fixture
def no_parser_yet() -> Iterator[None]:
    """Let the parser be made anew, and leave none behind that a test has made."""
    grammar.grammar.cache_clear()
    yield
    grammar.grammar.cache_clear()


def test_the_table_is_of_this_grammar() -> None:
    """A grammar that was changed has a table that was made anew."""
    _, of_grammar = json.loads(grammar.TABLE.read_bytes())["made_of"]
    assert of_grammar == grammar.made_of(TEXT)[1], "Make the table anew: python -m ola.expr.grammar"


@pytest.mark.parametrize("table", [grammar.TABLE.read_text("utf-8"), grammar.table_of(TEXT)], ids=["kept", "new"])
@given(choices=st.lists(st.integers(0, 100), max_size=40))
def test_the_table_reads_what_the_grammar_reads(table: str, choices: list[int]) -> None:
    """After any tokens both want the same ones next, and what both take to its end is the same tree."""
    walks: list[Any] = [each.parse_interactive() for each in (BUILT, from_table(table))]
    for place, choice in enumerate(choices):
        built, loaded = (sorted(walk.accepts()) for walk in walks)
        assert built == loaded
        wanted = [each for each in built if each != END]
        if not wanted:
            break
        for walk in walks:
            walk.feed_token(LarkToken(wanted[choice % len(wanted)], str(place), start_pos=place))
    ends = [walk.feed_eof() if END in walk.accepts() else sorted(walk.accepts()) for walk in walks]
    assert ends[0] == ends[1]


@pytest.mark.usefixtures("no_parser_yet")
@pytest.mark.parametrize("kept", [None, {"made_of": ["lark 0.1", grammar.made_of(TEXT)[1]]}, {"made_of": ["?", "?"]}])
def test_a_table_of_something_else_is_passed_over(
    kept: dict[str, object] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside another lark or another grammar, and without a table, the parser is made from the grammar."""
    monkeypatch.setattr(grammar, "TABLE", tmp_path / "table.json")
    if kept is not None:
        grammar.TABLE.write_text(json.dumps(kept), encoding="utf-8")
    assert grammar.grammar().source_path == BUILT.source_path


@pytest.mark.usefixtures("no_parser_yet")
def test_a_table_of_this_lark_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grammar is not read anew where its table stands beside it."""
    monkeypatch.setattr(grammar, "TABLE", tmp_path / "table.json")
    grammar.TABLE.write_text(grammar.table_of(TEXT), encoding="utf-8")
    assert grammar.grammar().source_path != BUILT.source_path
