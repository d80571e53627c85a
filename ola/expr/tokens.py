"""A condition cut into tokens: known names first, the longest one, then phrases of the grammar, then values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ola.expr.duration import ISO, UNIT, read_duration
from ola.expr.names import PHRASES, Named, Names

# Quoted text (the quote doubled stands for itself), signs, and words: whatever lies between.
_CUT = re.compile(
    r"""
    (?P<space> \s+ )
  | (?P<string> "(?:[^"]|"")*" | '(?:[^']|'')*' | [“”][^“”]*[“”] )
  | (?P<compare> <= | >= | != | == | <> | => | =< | = | < | > | ≤ | ≥ | ≠ )
  | (?P<lpar> \( ) | (?P<rpar> \) ) | (?P<comma> , )
  | (?P<word> (?: [^\s"“”'(),=<>!≤≥≠] | !(?!=) ) (?: [^\s"“”(),=<>!≤≥≠] | !(?!=) )* )
  | (?P<odd> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_PATTERN = re.compile(r"\s*/((?:[^/\\]|\\.)*)/", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST_PHRASE = max(len(phrase) for phrase in PHRASES)
_TWINS = {"is": "=", "is not": "!=", "is at least": ">=", "is at most": "<=", "is more than": ">", "is less than": "<"}
# Signs of other languages, and the one meant here.
FOREIGN: Mapping[str, str] = {"==": "=", "<>": "!=", "=>": ">=", "=<": "<=", "≤": "<=", "≥": ">=", "≠": "!="}
_WORDS = frozenset({"WORD", "NAME"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a condition: which terminal it is, its text, and where it stands in the condition.

    `text` of a quoted value is without the quotes, of a comparison the sign, of anything else as
    written. `spaced` marks words that only stand beside each other and are no known name. `fault` says
    what is wrong with a piece that could be made out all the same.
    """

    type: str
    text: str
    start: int
    end: int
    named: Named | None = None
    duration: dt.timedelta | None = None
    spaced: bool = False
    fault: str | None = None


def tokens(text: str, names: Names) -> list[Token]:
    """Cut a condition into tokens; never fails: what fits nothing is of type `ODD`."""
    return _beside(list(_read(list(_pieces(text)), text, names)), text)


# ── first cut: quotes, signs, words ─────────────────────────────────────────────────────────────


def _pieces(text: str) -> Iterator[Token]:
    position, after_matches = 0, False
    while position < len(text):
        if after_matches and (pattern := _PATTERN.match(text, position)):
            start = pattern.end() - len(pattern[0].lstrip())
            yield Token("PATTERN", pattern[1], start, pattern.end())
            position, after_matches = pattern.end(), False
            continue
        found = _CUT.match(text, position)
        assert found is not None  # noqa: S101 — `odd` takes any code point
        what, piece, position = found.lastgroup or "", found[0], found.end()
        if what == "space":
            continue
        after_matches = what == "word" and piece.lower() == "matches"
        yield Token(what, piece, found.start(), found.end())


# ── second cut: names, phrases, values ──────────────────────────────────────────────────────────


def _read(pieces: list[Token], text: str, names: Names) -> Iterator[Token]:
    words = [piece.text.lower() if piece.type == "word" else "" for piece in pieces]
    index, event_next = 0, False
    while index < len(pieces):
        piece = pieces[index]
        token, used = _token(pieces, words, index, names, event_next=event_next)
        if used > 1:
            token = replace(token, start=piece.start, end=pieces[index + used - 1].end)
            if token.type != "COMPARE":
                token = replace(token, text=text[token.start : token.end])
        event_next = token.type in ("WHICH", "_NUMBER_OF", "_COUNT_OF")
        yield token
        index += used


def _token(pieces: list[Token], words: list[str], index: int, names: Names, *, event_next: bool) -> tuple[Token, int]:
    piece = pieces[index]
    match piece.type:
        case "word":
            if event_next:
                return _event(piece, words, index, names)
            return _word(pieces, words, index, names)
        case "string":
            quote, inner = piece.text[0], piece.text[1:-1]
            return replace(piece, type="STRING", text=inner.replace(quote * 2, quote)), 1
        case "compare":
            meant = FOREIGN.get(piece.text)
            fault = None if meant is None else f'Write "{meant}" for "{piece.text}".'
            return replace(piece, type="COMPARE", text=meant or piece.text, fault=fault), 1
        case "lpar" | "rpar" | "comma":
            return replace(piece, type=f"_{piece.type.upper()}"), 1
        case "odd":
            return replace(piece, type="ODD"), 1
        case _:
            return piece, 1


def _word(pieces: list[Token], words: list[str], index: int, names: Names) -> tuple[Token, int]:
    piece = pieces[index]
    for length in range(min(names.longest, len(words) - index), 0, -1):
        if named := names.index.get(tuple(words[index : index + length])):
            return replace(piece, type="NAME", named=named), length
    if phrase := _phrase(words, index):
        terminal = PHRASES[phrase]
        text = _TWINS[" ".join(phrase)] if terminal == "COMPARE" else piece.text
        return replace(piece, type=terminal, text=text), len(phrase)
    if _NUMBER.fullmatch(piece.text):
        token, used = _number(piece, words, index)
        if token.type == "NUMBER" and index + 1 < len(pieces) and _CURRENCY.fullmatch(pieces[index + 1].text):
            return replace(piece, type="MONEY"), 2
        return token, used
    if _CURRENCY.fullmatch(piece.text) and _NUMBER.fullmatch(_at(words, index + 1)):
        return replace(piece, type="MONEY"), 2
    if ISO.fullmatch(piece.text):
        return _duration(piece, piece.text), 1
    if piece.text in ("+", "-"):
        return replace(piece, type="SIGN"), 1
    return replace(piece, type="WORD"), 1


def _number(piece: Token, words: list[str], index: int) -> tuple[Token, int]:
    used, parts = 0, []
    while _NUMBER.fullmatch(_at(words, index + used)):
        business = _at(words, index + used + 1) == "business"
        unit = _at(words, index + used + 1 + business)
        if not UNIT.fullmatch(unit):
            break
        parts.append(f"{words[index + used]} {'business ' if business else ''}{unit}")
        used += 2 + business
    if parts:
        return _duration(piece, " ".join(parts)), used
    return replace(piece, type="NUMBER"), 1


def _duration(piece: Token, text: str) -> Token:
    read = read_duration(text)
    if isinstance(read, str):
        return replace(piece, type="DURATION", duration=dt.timedelta(days=1), fault=read)
    return replace(piece, type="DURATION", duration=read)


def _event(piece: Token, words: list[str], index: int, names: Names) -> tuple[Token, int]:
    for length in range(min(names.longest, len(words) - index), 0, -1):
        if named := names.event_index.get(tuple(words[index : index + length])):
            return replace(piece, type="EVENT", named=named), length
    length = 1
    while _at(words, index + length) and _phrase(words, index + length) is None:
        length += 1
    return replace(piece, type="EVENT"), length


def _phrase(words: list[str], index: int) -> tuple[str, ...] | None:
    for length in range(_LONGEST_PHRASE, 0, -1):
        phrase = tuple(words[index : index + length])
        if phrase in PHRASES and len(phrase) == length:
            return phrase
    return None


def _at(words: list[str], index: int) -> str:
    return words[index] if index < len(words) else ""


# ── third: words that only stand beside each other ──────────────────────────────────────────────


def _beside(found: list[Token], text: str) -> list[Token]:
    """Join words that stand side by side and are no name: a log's column, or something to be said about."""
    joined: list[Token] = []
    index = 0
    while index < len(found):
        end = index
        while end < len(found) and found[end].type in _WORDS:
            end += 1
        run = found[index:end]
        if run and run[0].named is not None and run[0].named.what == "segment" and len(run) > 1:
            joined.append(run.pop(0))
            index += 1
        if len(run) > 1 and any(token.type == "WORD" for token in run):
            first, last = run[0], run[-1]
            spaced = text[first.start : last.end]
            joined.append(Token("WORD", spaced, first.start, last.end, spaced=True))
            index = end
        elif run:
            joined.extend(run)
            index = end
        else:
            joined.append(found[index])
            index += 1
    return joined
