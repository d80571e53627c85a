"""What an agreement is made of, said once: the reader prunes by it, and the published JSON Schema is drawn from it.

A structure answers two questions. `prune` keeps of a node what fits and reports the rest, so that
one slip never hides the next; what stands behind it may then take the structure for granted.
`schema` says the same as JSON Schema, for editors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, assert_never

from ola.expr.names import closest, only_near
from ola.finding import Code, Edit, Fix, spoken_list
from ola.source import Place
from ola.tree.value import Entry, Items, Node, Scalar, kind_of
from ola.tree.value import Mapping as Written

Path = tuple[str, ...]
Json = dict[str, object]

UNKNOWN_KEY = Code(
    "OLA130",
    "error",
    "A key that does not belong here",
    """The language has no such key at this place, so nothing would check what it says. Most often it is a
slip of the pen, and the message names the nearest key there is.

    fields:
      email: {type: email, requird: always}

Write `required`, or move the sentence to `for_people`, where it is shown and signed but not checked.""",
)
MISSING_KEY = Code(
    "OLA131",
    "error",
    "A key that must be there is missing",
    """Some keys have no sensible default: a field without a `type`, a commitment that nobody owes.

    commitments:
      routing: {starts: created, stops: assigned, within: 15 minutes}

Add the key the message names, here `owed_by: marketing`.""",
)
WRONG_SHAPE = Code(
    "OLA132",
    "error",
    "Something else is written than what belongs here",
    """A list stands where one name is wanted, text where a number is, or a table where a sentence is.

    fields:
      employees: {type: integer, min: one}

The message says what was wanted; the language reference shows each key with an example.""",
)
NOT_ALLOWED = Code(
    "OLA133",
    "error",
    "A word that is not one of those allowed here",
    """Some keys take one of a few words, and the word written is none of them.

    status: sined

The message lists the words, the nearest one first.""",
)


def listed(words: Iterable[str], most: int = 12) -> str:
    """Join words for a sentence, the last with "or"; a long list is cut short."""
    every = list(words)
    if len(every) > most:
        return f"{', '.join(every[:most])} … ({len(every)} in all)"
    return spoken_list(every, "or") or "nothing"


class Report(Protocol):
    """Notes a fault of structure: code, message, place, path, a way out, and the fix where one alone is right."""

    def __call__(
        self, code: Code, message: str, place: Place, path: Path, advice: str | None, fix: Fix | None = None, /
    ) -> None:
        """Note it."""


class Structure(Protocol):
    """One thing that may be written."""

    @property
    def wants(self) -> str:
        """What is wanted, for a message: `a name`, `a list of conditions`."""

    def takes(self, node: Node) -> bool:
        """Say whether this is what the author meant to write, by its outermost form alone."""

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep what fits, report the rest; nothing when nothing fits."""

    def schema(self) -> Json:
        """Say the same as JSON Schema."""


def _refuse(wants: str, node: Node, path: Path, report: Report) -> None:
    seen, advice = kind_of(node), None
    match node:
        case Items(items=()):
            seen, advice = "an empty list", "Fill it in, or leave the key out."
        case Scalar(value=None):
            advice = "Fill it in, or leave the key out."
        case Scalar(text=text) if not text.strip():
            seen, advice = "empty text", "Fill it in, or leave the key out."
        case Scalar(text=text):
            seen = f"{seen} ({text})"
        case _:
            pass
    name = path[-1] if path else "The file"
    report(WRONG_SHAPE, f"{name} wants {wants}; here stands {_short(seen)}.", node.place, path, advice)


def instead(scalar: Scalar, word: str | None, start: int = 0, end: int | None = None) -> Fix | None:
    """Give the fix that writes another word in the place of a scalar, or of a stretch of its text."""
    if word is None:
        return None
    last = len(scalar.text) if end is None else end
    was = scalar.text[start:last]
    return Fix(f"{was} is now {word}", (Edit(scalar.at(start, last), was, word),))


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


@dataclass(frozen=True, slots=True)
class Text:
    """Text that stands on its own; `numbers` also takes what YAML reads as a number or true/false, as written."""

    wants: str = "text"
    pattern: str | None = None
    numbers: bool = False
    examples: tuple[object, ...] = ()

    def takes(self, node: Node) -> bool:
        """Any scalar is meant to be text."""
        return isinstance(node, Scalar)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep text that is not empty and, where there is a pattern, matches it from end to end."""
        if isinstance(node, Scalar) and node.value is not None:
            words = isinstance(node.value, str)
            if words and re.search(r"\S", node.text) and (self.pattern is None or re.search(self.pattern, node.text)):
                return node
            if not words and self.numbers:
                return node
        _refuse(self.wants, node, path, report)
        return None

    def schema(self) -> Json:
        """A string, or a scalar."""
        said: Json = {"type": ["string", "number", "boolean"] if self.numbers else "string"}
        said["pattern"] = self.pattern if self.pattern is not None else r"\S"
        if self.examples:
            said["examples"] = list(self.examples)
        return said


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def wants(self) -> str:
        """The words."""
        return listed(self.words)

    def takes(self, node: Node) -> bool:
        """Any text is meant to be a word."""
        return isinstance(node, Scalar)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep one of the words, spelt as here."""
        if not isinstance(node, Scalar) or node.value is None:
            _refuse(self.wants, node, path, report)
            return None
        if isinstance(node.value, str) and node.text in self.words:
            return node
        meant = self.words[0] if len(self.words) == 1 else closest(node.text, self.words)
        advice = f"Write {meant}." if len(self.words) == 1 else f'Did you mean "{meant}"?' if meant else None
        what = f"{path[-1]} is {self.wants}; here stands {_short(node.text)}."
        right = self.words[0] if len(self.words) == 1 else only_near(node.text, self.words)
        report(NOT_ALLOWED, what, node.place, path, advice, instead(node, right))
        return None

    def schema(self) -> Json:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Exactly:
    """One number and no other."""

    value: int

    @property
    def wants(self) -> str:
        """The number."""
        return f"the number {self.value}"

    def takes(self, node: Node) -> bool:
        """Any scalar."""
        return isinstance(node, Scalar)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep the number."""
        if isinstance(node, Scalar) and node.value == self.value and not isinstance(node.value, bool):
            return node
        _refuse(self.wants, node, path, report)
        return None

    def schema(self) -> Json:
        """A constant."""
        return {"const": self.value}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    wants: str = "true or false"

    def takes(self, node: Node) -> bool:
        """Only true and false are meant as a flag."""
        return isinstance(node, Scalar) and isinstance(node.value, bool)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep true or false, unquoted."""
        if self.takes(node):
            return node
        _refuse(self.wants, node, path, report)
        return None

    def schema(self) -> Json:
        """A Boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, whole where asked for, and not below a least one."""

    whole: bool = False
    least: int | None = None

    @property
    def wants(self) -> str:
        """What number is wanted."""
        kind = "a whole number" if self.whole else "a number"
        return kind if self.least is None else f"{kind} of at least {self.least}"

    def takes(self, node: Node) -> bool:
        """A scalar that YAML reads as a number."""
        return isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep a finite number that fits."""
        if isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            number = node.value
            finite = abs(number) != float("inf") and number == number  # noqa: PLR0124 (NaN)
            whole = not self.whole or (finite and number == int(number))
            if finite and whole and (self.least is None or number >= self.least):
                return node
        _refuse(self.wants, node, path, report)
        return None

    def schema(self) -> Json:
        """A number."""
        said: Json = {"type": "integer" if self.whole else "number"}
        if self.least is not None:
            said["minimum"] = self.least
        return said


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one thing, with at least one of it."""

    item: Structure

    @property
    def wants(self) -> str:
        """A list of what."""
        return f"a list, each {self.item.wants}"

    def takes(self, node: Node) -> bool:
        """Any list."""
        return isinstance(node, Items)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep the items that fit."""
        if not isinstance(node, Items) or not node.items:
            _refuse(self.wants, node, path, report)
            return None
        kept = (self.item.prune(item, path, report) for item in node.items)
        return Items(tuple(item for item in kept if item is not None), node.place)

    def schema(self) -> Json:
        """An array."""
        return {"type": "array", "items": self.item.schema(), "minItems": 1}


@dataclass(frozen=True, slots=True)
class Either:
    """One of several things, told apart by their outermost form."""

    options: tuple[Structure, ...]

    @property
    def wants(self) -> str:
        """All that may be written."""
        return " or ".join(option.wants for option in self.options)

    def takes(self, node: Node) -> bool:
        """Any of the options."""
        return any(option.takes(node) for option in self.options)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep by the first option that takes the node."""
        for option in self.options:
            if option.takes(node):
                return option.prune(node, path, report)
        _refuse(self.wants, node, path, report)
        return None

    def schema(self) -> Json:
        """Any of the options."""
        return {"anyOf": [option.schema() for option in self.options]}


def one_or_many(item: Structure) -> Either:
    """Take one thing, or a list of it: keys that take one name take a list."""
    return Either((ListOf(item), item))


@dataclass(frozen=True, slots=True)
class Table:
    """Names chosen by the author, each with one thing; `keys` is a pattern the names must match."""

    value: Structure
    says: str = "a table of names"
    keys: str | None = None
    keys_want: str = ""

    @property
    def wants(self) -> str:
        """What the table holds."""
        return self.says

    def takes(self, node: Node) -> bool:
        """Any mapping."""
        return isinstance(node, Written)

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep the entries that fit."""
        if not isinstance(node, Written):
            _refuse(self.wants, node, path, report)
            return None
        kept: list[Entry] = []
        for entry in node.entries:
            if not re.search(self.keys or r"\S", entry.name):
                what = f"{entry.name or 'an empty name'} cannot stand here; wanted is {self.keys_want or 'a name'}."
                report(WRONG_SHAPE, what, entry.key.place, path, None)
                continue
            value = self.value.prune(entry.value, (*path, entry.name), report)
            if value is not None:
                kept.append(Entry(entry.key, value))
        return Written(tuple(kept), node.place)

    def schema(self) -> Json:
        """An object with free names."""
        return {
            "type": "object",
            "propertyNames": {"pattern": self.keys or r"\S"},
            "additionalProperties": self.value.schema(),
        }


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the language: what it holds, what it means, an example for editors."""

    holds: Structure
    says: str
    required: bool = False
    example: object = None


@dataclass(frozen=True, slots=True)
class Keys:
    """A table with the keys of the language; no others may stand in it.

    `telltale` is the key by which this form is recognised among others; `may_be_empty` lets the table be
    left out altogether, as in `lead:` under stages.
    """

    keys: Mapping[str, Key]
    says: str = "a table of keys"
    telltale: str | None = None
    telltale_is: Literal["text", "table", "any"] = "any"
    may_be_empty: bool = False
    _required: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note which keys are required."""
        object.__setattr__(self, "_required", tuple(name for name, key in self.keys.items() if key.required))

    @property
    def wants(self) -> str:
        """What is wanted."""
        return self.says

    def takes(self, node: Node) -> bool:
        """A mapping (or nothing, where that is allowed) that shows the telltale key, if there is one."""
        if isinstance(node, Scalar):
            return node.value is None and self.may_be_empty
        if not isinstance(node, Written):
            return False
        if self.telltale is None:
            return True
        shown = node.get(self.telltale)
        if self.telltale_is == "text":
            return isinstance(shown, Scalar)
        if self.telltale_is == "table":
            return isinstance(shown, Written)
        return shown is not None

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep the keys that fit; nothing when a required one is missing or does not fit."""
        if isinstance(node, Scalar) and self.takes(node):
            return Written((), node.place)
        if not isinstance(node, Written):
            _refuse(self.wants, node, path, report)
            return None
        kept: list[Entry] = []
        meant: set[str | None] = set()
        for entry in node.entries:
            key = self.keys.get(entry.name)
            if key is None:
                meant.add(self._unknown(entry, node, path, report))
                continue
            value = key.holds.prune(entry.value, (*path, entry.name), report)
            if value is not None:
                kept.append(Entry(entry.key, value))
        whole = True
        for name in self._required:
            if name not in node:
                whole = False
                if name in meant:
                    continue
                what = f"{path[-1] if path else 'The agreement'} has no {name}."
                start = Place(
                    node.place.file, node.place.line, node.place.column, node.place.line, node.place.column + 1
                )
                example = self.keys[name].example
                shown = f" Add {name}: {example}." if isinstance(example, str | int) else ""
                report(MISSING_KEY, what, start, path, f"{self.keys[name].says}{shown}")
            elif not any(entry.name == name for entry in kept):
                whole = False
        return Written(tuple(kept), node.place) if whole else None

    def _unknown(self, entry: Entry, node: Written, path: Path, report: Report) -> str | None:
        """Report a key there is not; give the one that was probably meant."""
        meant = closest(entry.name, self.keys)
        where = path[-1] if path else "An agreement"
        if meant:
            advice = f'Did you mean "{meant}"?'
        elif "(" in entry.name or ")" in entry.name:
            advice = "A parenthesis or comma cut a sentence in two; quote this."
        else:
            advice = f"Keys here: {listed(self.keys, 20)}."
        right = only_near(entry.name, self.keys)
        fix = instead(entry.key, right) if right is not None and right not in node else None
        report(UNKNOWN_KEY, f"{where} has no key {entry.name}.", entry.key.place, path, advice, fix)
        return meant

    def schema(self) -> Json:
        """An object with these properties and no others."""
        properties: dict[str, object] = {}
        for name, key in self.keys.items():
            said = key.holds.schema()
            said = {"description": key.says, **said}
            if key.example is not None:
                said["examples"] = [key.example]
            properties[name] = said
        whole: Json = {
            "type": ["object", "null"] if self.may_be_empty else "object",
            "properties": properties,
            "additionalProperties": False,
        }
        needed = [*self._required, *([self.telltale] if self.telltale and self.telltale not in self._required else [])]
        if needed:
            whole["required"] = needed
        return whole


@dataclass(frozen=True, slots=True)
class ConditionText:
    """A condition as a sentence, or nested under `all`, `any`, `none` or `at_least`; true and false stand alone."""

    wants: str = "a condition"

    def takes(self, node: Node) -> bool:
        """A scalar, or a mapping with one of the four words."""
        return isinstance(node, Scalar) or (
            isinstance(node, Written) and any(entry.name in NESTED for entry in node.entries)
        )

    def prune(self, node: Node, path: Path, report: Report) -> Node | None:
        """Keep sentences; in nested conditions keep the whole only when every part fits."""
        match node:
            case Scalar():
                return _CONDITION_SENTENCE.prune(node, path, report)
            case Items():
                _refuse(self.wants, node, path, report)
                return None
            case Written():
                kept = _NESTED_KEYS.prune(node, path, report)
                if kept is None or len(node) != 1 or not isinstance(kept, Written) or len(kept) != 1:
                    if len(node) != 1:
                        _refuse("one of all, any, none, at_least", node, path, report)
                    return None
                return kept
            case _:
                assert_never(node)

    def schema(self) -> Json:
        """A reference: conditions nest."""
        return {"$ref": "#/$defs/condition"}


NESTED = ("all", "any", "none", "at_least")
_CONDITION_SENTENCE = Text("a condition", numbers=False, examples=("score >= 60 and consent",))
_CONDITIONS = ListOf(ConditionText())
_NESTED_KEYS = Keys(
    {
        "all": Key(_CONDITIONS, "Every one of these holds."),
        "any": Key(_CONDITIONS, "At least one of these holds."),
        "none": Key(_CONDITIONS, "None of these holds."),
        "at_least": Key(
            Keys(
                {
                    "n": Key(Amount(whole=True, least=1), "How many must hold.", required=True, example=3),
                    "of": Key(_CONDITIONS, "Of these.", required=True),
                },
                "n and of",
            ),
            "So many of these hold.",
        ),
    },
    "one of all, any, none, at_least",
)


def condition_schema() -> Json:
    """Say what a condition is, for `$defs/condition`."""
    nested = _NESTED_KEYS.schema()
    nested |= {"type": "object", "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [_CONDITION_SENTENCE.schema(), nested]}
