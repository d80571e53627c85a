"""Words cut into tokens: words, numbers, amounts of money, times of day, quoted and marked names, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ola.tree.words import Words

MOST_TOKENS = 160
MOST_CHARACTERS = 2_000

TokenKind = Literal["word", "number", "money", "percent", "time", "quote", "name", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence: what it is, its text as written, and where it stands in the words.

    `low` is the text in lower case, with straight apostrophes; `number` the value of a number, an amount or a
    percentage; `strong` says that it is set off in bold or italics. A "name" was marked as code, a "quote" stood in
    quotation marks; the text of both is without the marks.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    low: str
    number: Fraction | None = None
    strong: bool = False

    def __str__(self) -> str:
        """Show the text as written."""
        return self.text


Tokens = tuple[Token, ...]

# Each branch begins with another character or is of bounded length, so that cutting takes linear time.
_PIECE = re.compile(
    r"""
    (?P<space> \s+ )
  | (?P<code> `[^`]{1,120}` )
  | (?P<quote> "[^"]{0,200}" | “[^”]{0,200}” | „[^“”]{0,200}[“”] | '[A-Za-z][^']{0,80}'(?![A-Za-z]) )
  | (?P<money> (?: [$€£] \s? | (?:USD|EUR|GBP|CHF|CAD|AUD) \s (?=\d) )
        (?: \d{1,3} (?:,\d{3}){1,4} | \d{1,15} ) (?:\.\d{1,6})? (?: \s? (?:[kKmM]|bn|Mio)(?![A-Za-z]) )? )
  | (?P<date> \d{4}-\d{2}-\d{2} )
  | (?P<time> \d{1,2}:\d{2} (?!\d) | \d{1,2}\.[0-5]\d (?= \s?[aApP]\.?[mM]\b ) )
  | (?P<percent> \d{1,9} (?:\.\d{1,6})? \s? (?: % | percent\b | per\ cent\b ) )
  | (?P<number> (?: \d{1,3} (?:,\d{3}){1,4} | \d{1,15} ) (?:\.\d{1,6})?
        (?P<scale> [kKmM](?![A-Za-z]) )? (?![A-Za-z0-9_]) )
  | (?P<word> [@#]? [^\W_] [\w'’&]* (?: [-/.] (?=[^\W_]) [\w'’&]+ )* )
  | (?P<underscored> _ [\w]* )
  | (?P<sign> <= | >= | != | <> | -> | → | … | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER_AND_UNIT = re.compile(r"(\d{1,6})-?([A-Za-z]{1,8})", re.ASCII)
_UNITS = frozenset("min mins minute minutes h hr hrs hour hours d day days week weeks wk month months am pm x".split())
_SCALES = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "bn": 1_000_000_000}
_SIGNS = {"–": "-", "—": "-", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "→": "->", "’": "'", "‘": "'"}
# Characters that cannot be seen and change how words look: a sentence that holds one is not what it seems.
UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def cut(words: Words | str) -> Tokens:
    """Cut words into tokens; none where they are too many for a sentence, so that nothing is read of them."""
    text = words if isinstance(words, str) else words.text
    if len(text) > MOST_CHARACTERS:
        return ()
    found = tuple(_tokens(text, () if isinstance(words, str) else _marks(words)))
    return found if len(found) <= MOST_TOKENS else ()


def text_of(tokens: Tokens) -> str:
    """Give tokens as words again, single spaces between them, none before a comma or after a bracket."""
    text = ""
    for token in tokens:
        glued = not text or token.low in {",", ";", ":", ".", ")", "]", "?", "!", "%", "…"} or text[-1] in "([$"
        shown = f'"{token.text}"' if token.kind == "quote" else token.text
        text += shown if glued else f" {shown}"
    return text


def _marks(words: Words) -> tuple[tuple[int, int, bool], ...]:
    """Give the stretches that are marked: start, end, and whether as code."""
    return tuple((mark.start, mark.end, mark.kind == "code") for mark in words.marks if mark.kind != "link")


def _tokens(text: str, marks: tuple[tuple[int, int, bool], ...]) -> Iterator[Token]:
    codes = {start: end for start, end, is_code in marks if is_code and end > start}
    strong = [(start, end) for start, end, is_code in marks if not is_code]
    at = 0
    while at < len(text):
        if at in codes:
            inside = text[at : codes[at]]
            yield Token("name", inside.strip(), at, codes[at], inside.strip().lower())
            at = codes[at]
            continue
        found = _PIECE.match(text, at)
        assert found is not None  # noqa: S101 (`sign` takes any character)
        kind, piece, end = found.lastgroup or "", found.group(), found.end()
        later = min((start for start in codes if at < start < end), default=None)
        if later is not None:  # a marked name begins within the piece: `a`/`b`
            found = _PIECE.match(text, at, later)
            assert found is not None  # noqa: S101 (`sign` takes any character)
            kind, piece, end = found.lastgroup or "", found.group(), found.end()
        if kind != "space":
            is_strong = any(start <= at < last for start, last in strong)
            yield from _token(kind, piece, at, end, is_strong=is_strong)
        at = end


def _token(kind: str, piece: str, at: int, end: int, *, is_strong: bool) -> Iterator[Token]:
    low = piece.lower().replace("’", "'")
    match kind:
        case "code":
            yield Token("name", piece[1:-1].strip(), at, end, piece[1:-1].strip().lower())
        case "quote":
            yield Token("quote", piece[1:-1].strip(), at, end, piece[1:-1].strip().lower(), strong=is_strong)
        case "money" | "number" | "percent" | "scale":
            kind_of: TokenKind = "money" if kind == "money" else "percent" if kind == "percent" else "number"
            yield Token(kind_of, piece, at, end, low, number=_number(low), strong=is_strong)
        case "time":
            yield Token("time", piece, at, end, low.replace(".", ":"), strong=is_strong)
        case "date":
            yield Token("word", piece, at, end, low, strong=is_strong)
        case "word" | "underscored":
            glued = _NUMBER_AND_UNIT.fullmatch(low)
            if glued is not None and glued[2] in _UNITS:  # 5-hour, 30min, 9am, 2x
                middle = at + len(glued[1])
                yield Token("number", glued[1], at, middle, glued[1], number=Fraction(glued[1]), strong=is_strong)
                yield Token("word", glued[2], end - len(glued[2]), end, glued[2], strong=is_strong)
            else:
                yield from _halves(piece, low, at, end, is_strong=is_strong)
        case _:
            yield Token("sign", piece, at, end, _SIGNS.get(piece, low), strong=is_strong)


# Number words joined to a unit by a hyphen: two-week, half-hour.
_JOINED = re.compile(r"([a-z]{3,9})-(minute|hour|day|week|month|quarter)s?")


def _halves(piece: str, low: str, at: int, end: int, *, is_strong: bool) -> Iterator[Token]:
    joined = _JOINED.fullmatch(low)
    if joined is None or joined[1] in {"business", "working", "same", "next", "mid", "multi", "per", "work", "end"}:
        yield Token("word", piece, at, end, low, strong=is_strong)
        return
    middle = at + len(joined[1])
    yield Token("word", piece[: len(joined[1])], at, middle, joined[1], strong=is_strong)
    yield Token("word", piece[len(joined[1]) + 1 :], middle + 1, end, low[len(joined[1]) + 1 :], strong=is_strong)


def _number(low: str) -> Fraction:
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", low)
    assert digits is not None  # noqa: S101 (the pattern of a number asks for a digit)
    scale = re.search(r"(k|mio|m|bn)$", low)
    return Fraction(digits.group().replace(",", "")) * (_SCALES[scale[1]] if scale else 1)
