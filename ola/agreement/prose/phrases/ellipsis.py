"""What later members of a list leave out: `located in the US, Canada or the UK`, `not a student or a competitor`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ola.agreement.prose.phrases.countries import country_code
from ola.agreement.prose.phrases.names import ARTICLES, phrase_key
from ola.agreement.prose.phrases.tokens import Tokens, text_of

_PLACES = frozenset({"located", "based", "headquartered", "resident", "living", "operating", "registered", "situated"})
_BEING = frozenset(
    {"is", "are", "be", "being", "lead", "leads", "contact", "company", "companies", "comes", "come", "coming"}
)
_PREPOSITIONS = frozenset({"in", "from", "for", "at", "with", "on", "about", "by"})
_SAID_BEFORE = frozenset({"it", "they", "this", "that", "he", "she", "who", "which"})
LONGEST_MEMBER = 3  # words, its article aside


@dataclass(frozen=True, slots=True)
class Shared:
    """The first member of a list whose words before `at` are said once for all of them."""

    first: Tokens
    at: int

    def whole(self, member: Tokens) -> Tokens:
        """Give a later member with the words it leaves out."""
        return (*self.first[: self.at], *member)


def countries_of(members: Sequence[Tokens]) -> tuple[str, ...] | None:
    """Give the letters of the countries that members name, `in the US` before the first; nothing where one is none."""
    first = members[0]
    start = next((at for at, token in enumerate(first) if token.low not in _PLACES | _BEING), len(first))
    if start >= len(first) or first[start].low not in {"in", "from"}:
        return None
    codes = [_country(member) for member in (first[start + 1 :], *members[1:])]
    return None if None in codes else tuple(code for code in codes if code is not None)


def _country(tokens: Tokens) -> str | None:
    bare = tokens[1:] if tokens and tokens[0].low == "the" else tokens
    if not bare or not bare[0].text[:1].isupper():
        return None
    return country_code(text_of(bare)) or country_code(text_of(tokens))


def shared(first: Tokens, verbs: Callable[[Tokens, int], bool]) -> Shared | None:
    """Find the words of a first member that later ones leave out: up to its preposition, or its verb."""
    prepositions = [at for at, token in enumerate(first) if token.low in _PREPOSITIONS and 0 < at < len(first) - 1]
    if prepositions:
        return Shared(first, prepositions[-1] + 1)
    verb = next((at for at in range(len(first) - 1) if verbs(first, at)), None)
    if verb is None:
        return None
    return Shared(first, verb + 1)


def is_member(tokens: Tokens) -> bool:
    """Say that a few words name a thing and state nothing of it, so that they may lean on a member before them."""
    bare = tokens[1:] if tokens and tokens[0].low in ARTICLES else tokens
    return 0 < len(bare) <= LONGEST_MEMBER and all(
        token.kind in {"word", "quote", "name"} and token.low not in _PREPOSITIONS | {"no", "not"} for token in bare
    )


def value_of(tokens: Tokens) -> str:
    """Give a member as a value."""
    bare = tokens[1:] if len(tokens) > 1 and tokens[0].low in ARTICLES else tokens
    return " ".join(token.text for token in bare)


def field_of(tokens: Tokens) -> tuple[str, Tokens] | None:
    """Read `lead source is webinar` as a field and its value; nothing where the words before are no name."""
    at = next((at for at, token in enumerate(tokens) if token.low in {"is", "are", "="}), None)
    if at is None or not 0 < at <= LONGEST_MEMBER or not is_member(tokens[at + 1 :]):
        return None
    name = tokens[:at]
    if name[0].low in {"it", "they", "this", "that", "he", "she", "who", "which"} or (
        len(name) == 1 and name[0].low in _BEING
    ):
        return None
    key = phrase_key(name) if all(token.kind in {"word", "name"} for token in name) else None
    return None if key is None else (key, tokens[at + 1 :])
