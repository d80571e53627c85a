"""How big a company is: `company size of 100+ employees`, `works at a company with 50 or more people in France`."""

from __future__ import annotations

from ola.agreement.prose.phrases.names import ARTICLES, Lexicon, phrase_key
from ola.agreement.prose.phrases.places import where_at
from ola.agreement.prose.phrases.quantities import Bound, bound_at
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.states import STATES, VERBS
from ola.agreement.prose.phrases.tokens import Tokens

_COMPANY = frozenset(
    {
        "company",
        "companies",
        "organisation",
        "organization",
        "business",
        "firm",
        "employer",
        "account",
        "accounts",
        "organisations",
        "organizations",
        "businesses",
        "firms",
    }
)
_PEOPLE = frozenset({"employees", "employee", "people", "staff", "ftes", "fte", "workers", "colleagues", "heads"})
_SIZE = (
    ("company", "size"), ("size", "of", "company"), ("firm", "size"), ("team", "size"), ("employee", "count"),
    ("headcount",),
    ("number", "of", "employees"), ("workforce",), ("size",), ("employees",), ("organisation", "size"),
    ("organization", "size"),
)  # fmt: skip
_IS_AT = frozenset(
    {
        "works",
        "work",
        "working",
        "employed",
        "is",
        "comes",
        "belongs",
        "at",
        "for",
        "by",
        "from",
        "to",
        "of",
        "in",
        "who",
        "that",
        "it",
        "has",
        "have",
        "with",
        "which",
        "its",
        "their",
        "lead",
        "contact",
    }
)
_HAS = frozenset({"with", "has", "have", "having", "of", "employs", "employing", "that", "which"})


def size_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read how big a company is, and where it is if that follows, from a token on."""
    found = _named(tokens, at, known) or _of_company(tokens, at, known)
    if found is None:
        return None
    read, end = found
    if end < len(tokens) and tokens[end].low in {"in", "located", "based", "headquartered", "from"}:
        where = where_at(tokens, end, known)
        if where is None:
            return None
        return joined("all", (read, where[0])), where[1]
    return read, end


def _skip(tokens: Tokens, at: int, words: frozenset[str]) -> int:
    while at < len(tokens) and (tokens[at].low in words or tokens[at].low in ARTICLES):
        at += 1
    return at


def _named(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read `company size: 50-500 employees`, `headcount of at least 50`."""
    at = _skip(tokens, at, frozenset({"has", "have", "with", "is"}))
    low = tuple(token.low for token in tokens[at : at + 3])
    words = next((each for each in _SIZE if low[: len(each)] == each), None)
    if words is None:
        return None
    declared = known.field_at(tokens, at)
    start = at + len(words)
    if declared is not None:
        if known.has_values(declared[0]):
            return None
        start = max(start, declared[1])
    end = start
    while end < len(tokens) and tokens[end].low in {"is", "of", ":", "=", "must", "be", "are"}:
        end += 1
    bound = bound_at(tokens, end)
    if bound is None or not _counts(bound[0]):
        return None
    end = bound[1]
    noun = ""
    if end < len(tokens) and tokens[end].low in _PEOPLE:
        noun, end = "employees", end + 1
    name = declared[0] if declared is not None else noun or phrase_key(tokens[at:start]) or ""
    return (_compared(name, bound[0], is_declared=declared is not None), end) if name else None


def _counts(bound: Bound) -> bool:
    return bound.first.kind == "number" and not bound.about and (bound.said or bound.second is not None)


def _of_company(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read `works at a company with 50 or more employees`, `a company of 20 to 200 people`."""
    start = at
    at = _skip(tokens, at, _IS_AT)
    if at >= len(tokens) or tokens[at].low not in _COMPANY:
        # "50+ employees in the DACH region": the place behind it is another statement
        bound = bound_at(tokens, at)
        if bound is None or not _counts(bound[0]):
            return None
        end = bound[1]
        if (
            end >= len(tokens)
            or tokens[end].low not in _PEOPLE
            or end + 1 >= len(tokens)
            or tokens[end + 1].low not in {"in", "located", "based"}
        ):
            return None
        return _people(tokens, end, bound[0], known)
    at = _skip(tokens, at + 1, _HAS)
    bound = bound_at(tokens, at)
    if bound is None or not _counts(bound[0]) or at == start:
        return None
    end = bound[1]
    if end >= len(tokens):
        return None
    return _people(tokens, end, bound[0], known)


def _people(tokens: Tokens, at: int, bound: Bound, known: Lexicon) -> tuple[Read, int] | None:
    """Read the noun behind a number."""
    declared = known.field_at(tokens, at)
    if declared is not None and not known.has_values(declared[0]):
        return _compared(declared[0], bound, is_declared=True), declared[1]
    noun = tokens[at]
    if noun.kind != "word" or noun.low in VERBS or STATES.match(noun.low) or noun.number is not None:
        return None
    key = phrase_key((noun,))
    return None if key is None else (_compared(key, bound, is_declared=False), at + 1)


def _compared(name: str, bound: Bound, *, is_declared: bool) -> Read:
    needs = (Need(name, "number", is_declared),)
    if bound.second is not None:
        return Read(f"{name} between {bound.first.plain} and {bound.second.plain}", needs, bound.figures)
    return Read(f"{name} {bound.sense} {bound.first.plain}", needs, bound.figures)
