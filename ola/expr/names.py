"""The names a condition may use: collected before any is parsed, matched longest first, ignoring case."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ola.expr.duration import UNIT
from ola.expr.mistakes import UNFIT_NAME
from ola.fieldtypes.spec import Spec

__all__ = [
    "GRAMMAR_WORDS",
    "PHRASES",
    "UNFIT_NAME",
    "Named",
    "Names",
    "Scope",
    "closest",
    "name_fault",
    "name_key",
    "only_near",
]

Scope = Literal["lead", "clock", "goal", "exception", "log"]
What = Literal["field", "term", "score", "segment", "column", "event"]

# Phrases of the grammar, and the terminal each is. Longer phrases are tried first.
PHRASES: Mapping[tuple[str, ...], str] = {
    ("and",): "_AND",
    ("or",): "_OR",
    ("not",): "_NOT",
    ("all", "of"): "_ALL_OF",
    ("any", "of"): "_ANY_OF",
    ("none", "of"): "_NONE_OF",
    ("at", "least"): "_AT_LEAST",
    ("of",): "_OF",
    ("is", "known"): "_IS_KNOWN",
    ("is", "blank"): "_IS_BLANK",
    ("is", "at", "least"): "COMPARE",
    ("is", "at", "most"): "COMPARE",
    ("is", "more", "than"): "COMPARE",
    ("is", "less", "than"): "COMPARE",
    ("is", "not"): "COMPARE",
    ("is",): "COMPARE",
    ("in", "the", "last"): "_IN_THE_LAST",
    ("in",): "_IN",
    ("between",): "_BETWEEN",
    ("contains",): "TEXT_PLACE",
    ("starts", "with"): "TEXT_PLACE",
    ("ends", "with"): "TEXT_PLACE",
    ("matches",): "_MATCHES",
    ("within",): "_WITHIN",
    ("before",): "BEFORE_OR_AFTER",
    ("after",): "BEFORE_OR_AFTER",
    ("older", "than"): "_OLDER_THAN",
    ("first",): "WHICH",
    ("last",): "WHICH",
    ("number", "of"): "_NUMBER_OF",
    ("count", "of"): "_COUNT_OF",
    ("now",): "NOW",
}
GRAMMAR_WORDS = frozenset(word for phrase in PHRASES for word in phrase) | {"true", "false", "otherwise"}
_DURATION = re.compile(rf"[0-9.]+\s+(?:business\s+)?{UNIT.pattern}", re.IGNORECASE)
_SIGNS = "=<>!≥≤≠,()[]{}\"“”'/"


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the agreement spells it, and what it is the name of.

    `explicit` marks `lead.FIELD`, which is never read as a value.
    """

    what: What
    name: str
    explicit: bool = False


@dataclass(frozen=True)
class Names:
    """Every name a condition may use, and where the condition stands.

    `fields` and `columns` say how their values are read; `segments` lists each segment's values;
    `stages` are events too. `zone` is the agreement's. In the scope `log` the names on the left are the
    log's columns (text unless `columns` types them) and lead fields are `lead.FIELD`. Only `goal` and
    `exception` may ask for `count of`.
    """

    fields: Mapping[str, Spec] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    segments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    columns: Mapping[str, Spec] = field(default_factory=dict)
    zone: str = "UTC"
    scope: Scope = "lead"

    @cached_property
    def index(self) -> Mapping[tuple[str, ...], Named]:
        """Give each name by its words in lower case."""
        found: dict[tuple[str, ...], Named] = {}
        for name in self.fields:
            found[name_key(f"lead.{name}")] = Named("field", name, explicit=True)
        if self.scope == "log":
            return found | {name_key(name): Named("column", name) for name in self.columns}
        found |= {name_key(name): Named("segment", name) for name in self.segments}
        found |= {name_key(name): Named("score", name) for name in self.scores}
        found |= {name_key(name): Named("term", name) for name in self.terms}
        return found | {name_key(name): Named("field", name) for name in self.fields}

    @cached_property
    def event_index(self) -> Mapping[tuple[str, ...], Named]:
        """Give each event by its words in lower case."""
        return {name_key(name): Named("event", name) for name in (*self.stages, *self.events)}

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max((len(key) for key in (*self.index, *self.event_index)), default=1)

    @cached_property
    def spelt(self) -> tuple[str, ...]:
        """List the names one may write, for "did you mean"."""
        if self.scope == "log":
            return (*self.columns, *(f"lead.{name}" for name in self.fields))
        return (*self.fields, *self.terms, *self.scores, *self.segments)


def name_key(name: str) -> tuple[str, ...]:
    """Give what two spellings of one name share: the words in lower case."""
    return tuple(word.lower() for word in name.split())


def name_fault(name: str) -> str | None:
    """Say why a field, term, score or segment cannot have this name, or nothing where it can."""
    if not name.strip():
        return "A name needs at least one letter."
    if found := next((char for char in name if char in _SIGNS), None):
        return f'The name "{name}" holds "{found}", which conditions read as a sign.'
    if found := next((word for word in name.split() if word.lower() in GRAMMAR_WORDS), None):
        return f'The name "{name}" holds "{found}", a word of the grammar of conditions.'
    if found := next((word for word in name.split() if word in {"+", "-"}), None):
        return f'The name "{name}" holds a "{found}" that stands alone, which conditions read as a sign.'
    if name[0].isdigit() and not any(char.isalpha() for char in name):
        return f'The name "{name}" is a number.'
    if _DURATION.fullmatch(name):
        return f'The name "{name}" is spelt like a duration.'
    if name.lower().startswith("lead."):
        return f'The name "{name}" is how conditions say the field {name[5:]}.'
    return None


def only_near(word: str, options: Iterable[str]) -> str | None:
    """Give the option that a word is but for a slip of the pen, or two in a long word; nothing where several may be.

    A slip is a letter left out, put in, changed, or exchanged with the next one (Damerau's four).
    """
    given = word.lower()
    allowed = 2 if len(given) > LONG_WORD else 1
    near = {option for option in options if _slips(given, option.lower(), allowed) <= allowed}
    return near.pop() if len(near) == 1 and len(given) >= SHORT_WORD else None


SHORT_WORD, LONG_WORD = 3, 8


def _slips(one: str, other: str, most: int) -> int:
    """Count the slips between two words, as far as that matters."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, beside in enumerate(other, 1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != beside))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == beside:
                best = min(best, earlier[place - 2] + 1)
            row.append(best)
    return row[-1]


def closest(word: str, options: Iterable[str]) -> str | None:
    """Give the option most like a misspelt word, or nothing where none is near."""
    spelt = {option.lower(): option for option in options}
    near = difflib.get_close_matches(word.lower()[:200], spelt, n=1, cutoff=0.6)
    return spelt[near[0]] if near else None
