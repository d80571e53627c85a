r"""Regular expressions that find every spelling of a text, for engines that cannot fold.

JSON Schema has patterns and nothing else: no lower-casing, no NFC. For the folded text `café` this writes
out `[Cc][Aa][Ff](?:[éÉ]|[eE]\u0301)`, so that a schema and `ola.fieldtypes.text.fold` agree.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ola.fieldtypes.text import fold

# No code point beyond this one has a case, a canonical decomposition or a place as an accent.
_LAST = 0x30000
# A segment with more spellings than this is written as its letter with any accents.
_MOST = 200
# What may follow a complete letter without becoming part of it: none of these is an accent or composes.
_PLAIN = (
    "\\u0000-\\u02ff\\u0370-\\u0482\\u048a-\\u0590\\u1e00-\\u20cf\\u2100-\\u2ce0\\u3041-\\u3098"
    "\\u3400-\\u4dbf\\u4e00-\\ua48c\\uac00-\\ud7a3"
)


@dataclass(frozen=True, slots=True)
class FoldedPattern:
    """Patterns, without anchors, for one folded text.

    `whole` matches exactly the texts that fold to it, and also what a text ends with, unless `is_exact` is
    false; then it matches more. Within a text, a letter may still be changed by an accent that follows:
    `surely` finds the text only where nothing can (it may miss some), `possibly` wherever it might stand
    (it may find too much). `surely` is None for a text that begins with an accent.
    """

    whole: str
    surely: str | None
    possibly: str
    is_exact: bool


@lru_cache(maxsize=4096)
def folded_pattern(text: str) -> FoldedPattern:
    """The patterns for a text; it is folded first."""
    segments = _segments(fold(text))
    if not segments:
        return FoldedPattern("", "", "", is_exact=True)
    written = [_segment(segment) for segment in segments]
    whole = "".join(pattern for pattern, _ in written)
    exact = all(is_exact for _, is_exact in written)
    if segments[0][0] in _joining():
        return FoldedPattern(whole, None, "", exact)
    surely = f"{whole}(?:[{_PLAIN}]|$)" if exact else None
    possibly = "".join(pattern for pattern, _ in written[:-1]) + _letter(segments[-1])
    return FoldedPattern(whole, surely, possibly, exact)


def _segments(folded: str) -> list[str]:
    """The text in pieces that NFC treats apart: a letter and the accents that follow it."""
    pieces: list[str] = []
    joining = _joining()
    for char in folded:
        if pieces and char in joining:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _segment(segment: str) -> tuple[str, bool]:
    """A pattern for every spelling of one piece, and whether it is exact."""
    spellings: set[str] = set()
    for cased in _uncased(segment):
        if unicodedata.normalize("NFC", cased) == cased:
            spellings |= _equivalents(cased)
        if len(spellings) > _MOST:
            return _letter(segment) + _accents(), False
    singles = sorted(s for s in spellings if len(s) == 1)
    longer = sorted(s for s in spellings if len(s) > 1)
    alternatives = ([char_class(singles)] if singles else []) + ["".join(map(_char, s)) for s in longer]
    return (alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"), True


def _uncased(folded: str) -> list[str]:
    """Every text that lower-cases to this one."""
    if not folded:
        return [""]
    found: list[str] = []
    for taken in (1, 2):
        if len(folded) >= taken:
            head = folded[:taken]
            heads = _capitals().get(head, ()) if taken > 1 else (head, *_capitals().get(head, ()))
            found += [h + rest for h in heads for rest in _uncased(folded[taken:])]
        if len(found) > _MOST:
            break
    return found


def _equivalents(composed: str) -> set[str]:
    """Every text whose canonical decomposition is the same."""
    wanted = unicodedata.normalize("NFD", composed)
    found: set[str] = set()

    def extend(text: str, left: tuple[str, ...]) -> None:
        if len(found) > _MOST:
            return
        if not left:
            if unicodedata.normalize("NFD", text) == wanted:
                found.add(text)
            return
        for char in dict.fromkeys(left):
            extend(text + char, _without(left, char))
            for single, parts in _decomposing(char):
                rest: tuple[str, ...] | None = left
                for part in parts:
                    rest = _without(rest, part) if rest is not None and part in rest else None
                if rest is not None:
                    extend(text + single, rest)

    if len(wanted) <= _LONGEST:
        extend("", tuple(wanted))
    else:
        found.update(str(n) for n in range(_MOST + 2))  # too many accents to order: the caller widens
    return found


_LONGEST = 5


def _without(chars: tuple[str, ...], char: str) -> tuple[str, ...]:
    """The characters less one of them."""
    at = chars.index(char)
    return chars[:at] + chars[at + 1 :]


def _letter(segment: str) -> str:
    """A class of every character that may begin a spelling of this piece, with or without accents."""
    first = {unicodedata.normalize("NFD", cased)[0] for cased in _uncased(segment) or [segment]}
    letters = set(first)
    for char in first:
        letters |= {single for single, _ in _decomposing(char)}
    return char_class(sorted(letters))


def _accents() -> str:
    """Any number of characters that can belong to a letter before them."""
    return char_class(sorted(_joining())) + "*"


def _decomposing(first: str) -> list[tuple[str, str]]:
    """The single characters whose canonical decomposition begins with this one, with that decomposition."""
    if "\u1100" <= first <= "\u1112":  # Hangul syllables decompose by arithmetic and are in no table
        start = 0xAC00 + (ord(first) - 0x1100) * 588
        return [(chr(c), unicodedata.normalize("NFD", chr(c))) for c in range(start, start + 588)]
    return _tables()[1].get(first, [])


def _capitals() -> dict[str, list[str]]:
    """For a lower-cased text of one or two characters, the characters that lower-case to it."""
    return _tables()[0]


def _joining() -> frozenset[str]:
    """The characters that can belong to a letter before them: accents, and what composes."""
    return _tables()[2]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]], frozenset[str]]:
    """What `unicodedata` knows, the other way round; 30 ms, once."""
    capitals: dict[str, list[str]] = {}
    decomposing: dict[str, list[tuple[str, str]]] = {}
    joining = {chr(c) for c in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for code in range(_LAST):
        char = chr(code)
        lower = char.lower()
        if lower != char:
            capitals.setdefault(lower, []).append(char)
        decomposition = unicodedata.decomposition(char)
        if decomposition and decomposition[0] != "<":
            parts = unicodedata.normalize("NFD", char)
            decomposing.setdefault(parts[0], []).append((char, parts))
            joining.update(parts[1:])
            joining.update(chr(int(part, 16)) for part in decomposition.split()[1:])
        if unicodedata.combining(char):
            joining.add(char)
    return capitals, decomposing, frozenset(joining)


def char_class(chars: list[str]) -> str:
    """The characters as a class, runs as ranges; one alone as itself."""
    if len(chars) == 1:
        return _char(chars[0])
    codes = sorted(map(ord, chars))
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return (
        "["
        + "".join(_char(chr(a)) + ("-" if b > a + 1 else "") + (_char(chr(b)) if b > a else "") for a, b in runs)
        + "]"
    )


def _char(char: str) -> str:
    """One character, as every engine reads it inside and outside a class."""
    code = ord(char)
    if code < 0x80:  # noqa: PLR2004
        return char if char.isalnum() else f"\\x{code:02x}"
    if code > 0xFFFF or (char.isalpha() and char not in _joining()):  # noqa: PLR2004
        return char
    return f"\\u{code:04x}"
