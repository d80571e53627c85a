"""The values that a cell of a table lists: `Demo, Trade show`, `Hot / Warm / Cold`, one a line, or set off as code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ola.agreement.prose.columns import is_empty
from ola.tree.words import Words

LEAST_VALUES = 2
_LONGEST_VALUE = 6  # words; what is longer is a sentence
# What says that a list is not told in full, or is no list at all.
_OPEN = re.compile(
    r"\b(?:etc|e\.g|i\.e|such as|for example|for instance|and so on|and more|among others|or similar|or others?"
    r"|tbd|tba|tbc|see|list below|listed|below|above|to be|depend(?:s|ing)|if|unless|only|default|must|should|like"
    r"|including|any of|all of|one of)\b|…|\.\.\.",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"[:=()\[\]{}!?]|[<>](?! ?\d)")
_ANOTHER_SIGN = re.compile(r"[;|,]| / ")  # within a value: two signs part the list, and nobody can tell which
_BULLET = re.compile(r"^(?:[-–•*·]\s+)+")
_OR = re.compile(r"\s+or\s+")
_LAST = re.compile(r"^(?:or|and)\s+", re.IGNORECASE)
_BETWEEN_MARKS = frozenset({",", "or", "and", ", or", ", and", "/", "|", ";", ""})
_BREAK = 3  # columns between two stretches of one cell: "<br>" stands there
# What parts values, the strongest first: where one of them stands, those after it part nothing.
_SIGNS = (re.compile(r";"), re.compile(r"\|"), re.compile(r",(?!\d{3}\b)"), re.compile(r"(?<!\band)/(?!or\b)"))


def values_of(words: Words | None) -> tuple[Words, ...]:
    """Give the values that a cell lists in full; nothing where the list is open, or nobody can tell them apart."""
    if words is None or is_empty(words):
        return ()
    marked = set_off(words)
    if marked:
        return marked
    found = _parted(words)
    return found if _is_closed(words, found) else ()


def set_off(words: Words) -> tuple[Words, ...]:
    """Give values that are set off one by one, as code or in bold, with nothing but signs between them."""
    spans = [mark for mark in words.marks if mark.kind in {"code", "strong"}]
    if len(spans) < LEAST_VALUES:
        return ()
    between = [words.text[one.end : other.start].strip().lower() for one, other in pairwise(spans)]
    return tuple(words.cut(mark.start, mark.end) for mark in spans) if set(between) <= _BETWEEN_MARKS else ()


def told_apart(words: Words) -> str | None:
    """Write the values of a cell one by one as code, for a list that is open or that "and" may part or not."""
    bare = words.cut(0, _end_of_list(words))
    parts = [each for part in _parted(bare) for each in _at_and(part)]
    names = [part.text.replace("`", "") for part in parts]
    if len(names) < LEAST_VALUES or any(_OPEN.search(name) or _UNFIT.search(name) for name in names):
        return None
    if any(len(name.split()) > _LONGEST_VALUE for name in names) or len({*map(str.lower, names)}) < len(names):
        return None
    return ", ".join(f"`{name}`" for name in names)


def _end_of_list(words: Words) -> int:
    found = re.search(
        r",?\s*(?:\betc\b\.?|…|\.\.\.|\band (?:so on|more)\b|\bor similar\b)\s*$", words.text, re.IGNORECASE
    )
    return found.start() if found is not None else len(words.text)


def _at_and(part: Words) -> Iterator[Words]:
    found = re.search(r"\s+and\s+", part.text)
    if found is None:
        yield part
        return
    yield part.cut(0, found.start())
    yield part.cut(found.end(), len(part.text))


def _is_closed(words: Words, found: tuple[Words, ...]) -> bool:
    """Say that all values are there: several short ones, each once, and no word that leaves the list open."""
    if len(found) < LEAST_VALUES or _OPEN.search(words.text) or _UNFIT.search(words.text):
        return False
    if any(len(each.text.split()) > _LONGEST_VALUE for each in found):
        return False
    if any(_ANOTHER_SIGN.search(each.text) for each in found):
        return False
    if re.search(r"\band\b(?!/)", found[-1].text):
        return False  # "A, B and C": two values at the end, or one that is called so
    return len({each.text.lower() for each in found}) == len(found)


def _parted(words: Words) -> tuple[Words, ...]:
    """Take a list apart at its lines, or at the strongest sign in it."""
    breaks = tuple(_breaks(words))
    if breaks:
        cuts = [(at, at) for at in breaks]
    else:
        cuts = next((found for sign in _SIGNS if (found := [m.span() for m in sign.finditer(words.text)])), [])
    parts, start = list[Words](), 0
    for first, last in (*cuts, (len(words.text), len(words.text))):
        part = words.cut(start, first)
        parts.append(_bare(part))
        start = last
    parts = [part for part in parts if part.text]
    if not parts or breaks or any(";" in part.text for part in parts):
        return tuple(parts)
    *before, last_part = parts
    joined = _OR.search(last_part.text)
    if joined is None or _LAST.match(last_part.text):
        return tuple(parts)
    if not before and last_part.text.count(" or ") > 1:
        return tuple(_bare(part) for part in last_part.parted(_OR))
    return (*before, last_part.cut(0, joined.start()), last_part.cut(joined.end(), len(last_part.text)))


def _bare(part: Words) -> Words:
    """Take off what is no part of a value: a dash or an "or" before it, a full stop behind it, quotes around it."""
    for sign in (_BULLET, _LAST):
        found = sign.match(part.text)
        part = part.cut(found.end(), len(part.text)) if found is not None else part
    if part.text.endswith(".") and part.text.count(".") == 1:
        part = part.cut(0, len(part.text) - 1)
    if len(part.text) > LEAST_VALUES and part.text[0] in "\"'“‘" and part.text[-1] in "\"'”’":
        part = part.cut(1, len(part.text) - 1)
    return part


def _breaks(words: Words) -> Iterator[int]:
    """Give where a line of a cell ends: a space for which more than a space is written."""
    for one, other in pairwise(words.scalar.runs):
        at = other.offset
        gap = other.column - (one.column + one.length)
        is_marked = any(mark.start == at or mark.end == at - 1 for mark in words.marks)
        if one.line == other.line and gap >= _BREAK and words.text[at - 1 : at].isspace() and not is_marked:
            yield at
