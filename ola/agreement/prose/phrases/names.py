"""The names a document declares, found in sentences whatever their spelling: `Lead Status`, `lead_status`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.tokens import Token, Tokens
from ola.agreement.prose.reading import Declared
from ola.expr.names import GRAMMAR_WORDS

ARTICLES = frozenset(
    {"a", "an", "the", "its", "their", "his", "her", "our", "your", "this", "that", "these", "those", "some", "any"}
)
LONGEST_NAME = 10
Key = tuple[str, ...]
Named = TypeVar("Named")


@dataclass(frozen=True)
class Lexicon:
    """Every declared name by its plain words: fields, and values with the fields that have them."""

    fields: dict[Key, str] = field(default_factory=dict)
    values: dict[Key, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    people: dict[Key, str] = field(default_factory=dict)
    calendars: dict[Key, str] = field(default_factory=dict)
    events: dict[Key, str] = field(default_factory=dict)
    terms: dict[Key, str] = field(default_factory=dict)
    stages: dict[Key, str] = field(default_factory=dict)
    made: frozenset[str] = frozenset()
    hours: tuple[str, ...] = ()
    here: tuple[str, ...] = ()  # the stage below which a sentence stands: what it says counts from there
    holders: tuple[str, ...] = ()  # and who holds it
    longest: int = 1

    def field_at(self, tokens: Tokens, at: int) -> tuple[str, int] | None:
        """Find the declared field whose name begins at a token, the longest one, and where it ends."""
        found = _at(self.fields, tokens, at, self.longest)
        if found is not None and found[1] < len(tokens) and tokens[found[1]].low in {"number", "address"}:
            return found[0], found[1] + 1  # a phone number is what `Phone` holds
        return found

    def declares(self, key: str) -> bool:
        """Say that a field of that key is declared."""
        return key in self.fields.values()

    def values_at(self, tokens: Tokens, at: int) -> tuple[tuple[tuple[str, str], ...], int] | None:
        """Find the declared value that begins at a token: the fields it may be of, each with the value as declared."""
        found = _at(self.values, tokens, at, self.longest)
        if found is None or _is_plain_word(tokens, at, found[1]):
            return None
        return found

    def any_values_at(self, tokens: Tokens, at: int) -> tuple[tuple[tuple[str, str], ...], int] | None:
        """Find the declared value that begins at a token, even written as a common word: `lost` of `a lost deal`."""
        return _at(self.values, tokens, at, self.longest)

    def value_of(self, name: str, tokens: Tokens, at: int) -> tuple[str, int] | None:
        """Find a declared value of one field at a token."""
        found = _at(self.values, tokens, at, self.longest)
        if found is None:
            return None
        value = next((value for key, value in found[0] if key == name), None)
        return None if value is None else (value, found[1])

    def has_values(self, name: str) -> bool:
        """Say whether the values of a field are declared."""
        return any(key == name for several in self.values.values() for key, _ in several)

    def calendar_at(self, tokens: Tokens, at: int) -> tuple[str, int] | None:
        """Find the declared calendar whose name begins at a token."""
        return _at(self.calendars, tokens, at, self.longest)

    def person_at(self, tokens: Tokens, at: int) -> tuple[str, int] | None:
        """Find the declared party or role whose name begins at a token."""
        return _at(self.people, tokens, at, self.longest)


def _at(names: dict[Key, Named], tokens: Tokens, at: int, longest: int) -> tuple[Named, int] | None:
    for end in range(min(len(tokens), at + longest), at, -1):
        if tokens[end - 1].kind == "sign":
            continue
        found = names.get(_key(tokens[at:end]))
        if found is not None:
            return found, end
    return None


def _key(tokens: Tokens) -> Key:
    if len(tokens) == 1 and tokens[0].kind == "word" and tokens[0].low.isalnum():
        return (tokens[0].low,)
    return tuple(word for token in tokens for word in _WORD.findall(token.low))


def _is_plain_word(tokens: Tokens, at: int, end: int) -> bool:
    """Say that a value stands there as a common word: `working`, in small letters and unmarked."""
    return all(token.kind == "word" and token.text == token.low and not token.strong for token in tokens[at:end])


@lru_cache(maxsize=64)
def lexicon(declared: Declared) -> Lexicon:
    """Gather the names of a document by their plain words."""
    fields = {_words(name): key_of(name) for name in declared.fields} | dict(_without_brackets(declared.fields))
    values: dict[Key, tuple[tuple[str, str], ...]] = {}
    lists = [*declared.choices, *declared.segments]
    made: set[str] = set()
    for name, named in (("stage", declared.stages), ("status", declared.statuses)):
        if named and not any(set(named) <= set(of) for _, of in lists):
            lists.append((name, named))
            made.add(name)
    for name, of in lists:
        fields.setdefault(_words(name), key_of(name))
        for value in of:
            key = _words(value)
            values[key] = (*values.get(key, ()), (key_of(name), value))
    for name in (*declared.scores, *(name for name, _ in declared.segments)):
        fields.setdefault(_words(name), key_of(name))
    if len(declared.scores) == 1:
        fields.setdefault(("points",), key_of(declared.scores[0]))  # "100 points" are of the one score there is
    people = {words: name for name in (*declared.parties, *declared.roles) for words in _and_plural(name)}
    calendars = {_words(name): name for name in declared.calendars}
    events = {_words(name): name for name in declared.events}
    terms = {_words(name): name for name in declared.terms}
    every = (*fields, *values, *people, *calendars, *events, *terms)
    return Lexicon(
        {key: name for key, name in fields.items() if key},
        {key: several for key, several in values.items() if key},
        {key: name for key, name in people.items() if key},
        {key: name for key, name in calendars.items() if key},
        {key: name for key, name in events.items() if key},
        {key: name for key, name in terms.items() if key},
        {_words(name): name for name in declared.stages if _words(name)},
        frozenset(made - {key_of(name) for name in declared.fields}),
        hours=declared.hours,
        longest=min(LONGEST_NAME, max((len(key) for key in every), default=1)),
    )


def _without_brackets(names: tuple[str, ...]) -> Iterator[tuple[Key, str]]:
    """Give fields by what stands before a bracket, `Wait (minutes)` as `Wait`, where no other field is called so."""
    bare = {name: _words(name.split("(")[0]) for name in names if "(" in name}
    taken = [*bare.values(), *(_words(name) for name in names if name not in bare)]
    return ((words, key_of(name)) for name, words in bare.items() if words and taken.count(words) == 1)


_WORD = re.compile(r"[^\W_]+")


def _words(name: str) -> Key:
    """Give the words of a name in small letters, without an article in front."""
    words = tuple(_WORD.findall(name.lower()))
    return words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words


def _and_plural(name: str) -> Iterator[Key]:
    words = _words(name)
    yield words
    if words:
        yield (*words[:-1], f"{words[-1]}s")


NO_LEXICON = Lexicon()


# Words that join, deny, bound or time what stands beside them: a phrase that holds one is a clause, and no name.
_JOINS = frozenset(
    """but except excluding unless than only otherwise instead until whereas twice thrice respectively either
    neither nor whether starting""".split()
)


def is_a_clause(tokens: Tokens) -> bool:
    """Say that a phrase holds words of structure, so that a name made of it would hide what they say."""
    if tokens and tokens[0].low in {"never", "if"}:
        return True
    if any(token.kind == "name" and _COMPARES & set(token.text) for token in tokens):
        return True
    return any(token.kind == "word" and token.low in _JOINS for token in tokens) or any(
        token.kind == "word" and token.low in _MONTHS and token.text[:1].isupper() for token in tokens
    )


_COMPARES = frozenset("<>=!")
_MONTHS = frozenset("january february march april may june july august september october november december".split())


def phrase_key(tokens: Tokens) -> str | None:
    """Spell a phrase as the name of a field, articles and signs left out.

    Nothing where it has no words or too many, or is more than a name.
    """
    if is_a_clause(tokens):
        return None
    words = [
        _bare(token)
        for at, token in enumerate(tokens)
        if token.kind != "sign" and not (token.low in ARTICLES and (at == 0 or token.text != token.text.upper()))
    ]
    if not words or len(words) > LONGEST_NAME:
        return None
    key = key_of(" ".join(words))
    if not key or not any(char.isalpha() for char in key):
        return None
    return f"is_{key}" if key in GRAMMAR_WORDS else key


def _bare(token: Token) -> str:
    return token.text.removesuffix("'s").removesuffix("’s")
