"""What a lead has of a kind: `job title is Director, VP or C-level`, `industry: software, retail`, `graded A or B`."""

from __future__ import annotations

import re

from ola.agreement.prose.phrases.names import ARTICLES, Lexicon, phrase_key
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.states import NOT_IN_A_NAME, STATES, VERBS
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.values import one_of, quoted

# Nouns for what is one of several values.
_KINDS = frozenset(
    """title titles role function industry sector vertical source channel type segment tier grade persona seniority
    level
    department plan language rating class category position fit score band campaign currency interest""".split()
)
_LETTERED = frozenset({"grade", "tier", "rating", "class", "band", "segment", "fit", "score", "level", "priority"})
_GRADED = {"graded": "grade", "rated": "rating", "scored": "score", "tiered": "tier"}
_TEXTS = frozenset({"title", "titles", "role", "function", "position"})
_HOLDS = frozenset({"contains", "contain", "includes", "include", "containing", "including", "mentions"})
_OPENERS = frozenset({"has", "have", "with", "whose", "is", "are", "who", "that", "which", "it"})
_IS = frozenset({"is", "are", "of", ":", "=", "equals"})
_ORDERED = frozenset(
    {
        "above",
        "higher",
        "up",
        "better",
        "more",
        "senior",
        "below",
        "lower",
        "upwards",
        "other",
        "others",
        "similar",
        "equivalent",
        "etc",
    }
)
_CODE = re.compile(r"[A-F][1-9]?|[1-9]")


def attribute_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read which values a lead's attribute may have, from a token on."""
    graded = _graded_at(tokens, at)
    if graded is not None:
        return graded
    while at < len(tokens) and (tokens[at].low in _OPENERS or (tokens[at].low in ARTICLES and tokens[at].text != "A")):
        at += 1
    end = _name_end(tokens, at)
    if end is None:
        return None
    key = phrase_key(tokens[at:end])
    if key is None or known.has_values(key):
        return None
    kind, at = tokens[end - 1].low, end
    if at < len(tokens) and tokens[at].low in _HOLDS and kind in _TEXTS:
        return _holding(tokens, at + 1, key, known)
    is_not, is_listed, has_colon = False, False, False
    start = at
    while at < len(tokens) and tokens[at].low in _IS | {"not", "must", "be", "either", "!=", "one", "any"}:
        low = tokens[at].low
        if low in {"one", "any"}:
            if at + 1 >= len(tokens) or tokens[at + 1].low != "of":
                return None
            is_listed = True
        is_not = is_not or low in {"not", "!="}
        has_colon = has_colon or low in {":", "="}
        at += 1
    values, at, closes = _values(tokens, at)
    if not values or any(set(value.lower().split()) & _ORDERED for value in values):
        return None
    are_codes = all(_CODE.fullmatch(value) for value in values)
    if at - start == 0 or (start == end and not are_codes and not tokens[start : start + 1]):
        return None
    has_copula = tokens[start].low in _IS | {"must", "not", "either", "!=", "one", "any"}
    if are_codes and kind in _LETTERED:
        if kind == "score" and any(value.isdecimal() for value in values):
            return None
        return _of(key, values, is_not=is_not, known=known), at
    if not has_copula or kind in {"score", "fit", "interest", "level"}:
        return None
    if len(values) == 1:
        is_name = has_colon or values[0][:1].isupper()
        return (_of(key, values, is_not=is_not, known=known), at) if is_name else None
    if not (closes or is_listed or (has_colon and at == len(tokens))):
        return None
    return _of(key, values, is_not=is_not, known=known), at


def _graded_at(tokens: Tokens, at: int) -> tuple[Read, int] | None:
    while at < len(tokens) and tokens[at].low in _OPENERS:
        at += 1
    if at >= len(tokens) or tokens[at].low not in _GRADED:
        return None
    name = _GRADED[tokens[at].low]
    values, end, _ = _values(tokens, at + 1 + (at + 1 < len(tokens) and tokens[at + 1].low == "as"))
    if not values or any(_CODE.fullmatch(value) is None for value in values):
        return None
    return _of(name, values, is_not=False), end


def _name_end(tokens: Tokens, at: int) -> int | None:
    """Give where the name of an attribute ends: up to four words, the last of them one of the usual nouns."""
    for end in range(min(len(tokens), at + 4), at, -1):
        words = tokens[at:end]
        if words[-1].low not in _KINDS or words[-1].kind != "word":
            continue
        if any(
            token.kind != "word" or token.low in VERBS | NOT_IN_A_NAME | _IS | {"no", "and", "or"} for token in words
        ):
            continue
        return end
    return None


def _values(tokens: Tokens, at: int) -> tuple[tuple[str, ...], int, bool]:
    """Read values one after the other; says whether "or" stands before the last."""
    found: list[str] = []
    end, closes, has_article = at, False, False
    while at < len(tokens):
        if tokens[at].low in {"a", "an", "the"} and tokens[at].text != "A":
            if found and not has_article:
                break
            has_article, at = True, at + 1
        stop = at
        while stop < len(tokens) and tokens[stop].low not in {",", ";", "/", "or", "nor", "and", "&", "(", ")", "."}:
            stop += 1
        part = tokens[at:stop]
        if not _is_value(part):
            break
        found.append(part[0].text if len(part) == 1 else text_of(part))
        end = at = stop
        joint = False
        if at < len(tokens) and tokens[at].low in {",", "/"}:
            joint, at = True, at + 1
        if at < len(tokens) and tokens[at].low in {"or", "nor"}:
            joint, closes, at = True, True, at + 1
        elif joint and tokens[at - 1].low == "/":
            closes = True
        if not joint:
            break
    return tuple(dict.fromkeys(found)), end, closes


def _is_value(tokens: Tokens) -> bool:
    if not 0 < len(tokens) <= 4:  # noqa: PLR2004 (longer is no value)
        return False
    if len(tokens) == 1 and tokens[0].kind in {"quote", "name"}:
        return True
    if len(tokens) == 1 and tokens[0].kind == "number":
        return _CODE.fullmatch(tokens[0].text) is not None
    if any(token.kind != "word" for token in tokens):
        return False
    if any(token.low in VERBS or token.low in NOT_IN_A_NAME - {"of"} for token in tokens):
        return False
    return tokens[0].low not in {
        "known",
        "unknown",
        "given",
        "set",
        "filled",
        "empty",
        "blank",
        "clear",
        "relevant",
        "right",
        "of",
        "no",
    } and not (STATES.match(tokens[-1].low) and not tokens[0].text[:1].isupper())


def _holding(tokens: Tokens, at: int, key: str, known: Lexicon) -> tuple[Read, int] | None:
    """Read `job title includes Manager, Director or Head`: any of them."""
    values, end, closes = _values(tokens, at)
    if not values or (len(values) > 1 and not closes and end != len(tokens)):
        return None
    listed = quoted(values[0]) if len(values) == 1 else f"any of {one_of(values)}"
    return Read(f"{key} contains {listed}", _needs(key, known)), end


def _of(key: str, values: tuple[str, ...], *, is_not: bool, known: Lexicon | None = None) -> Read:
    figures = tuple(value for value in values if value.isdecimal())
    if len(values) == 1:
        return Read(f"{key} {'!=' if is_not else '='} {quoted(values[0])}", _needs(key, known), figures)
    return Read(f"{key} {'not ' if is_not else ''}in {one_of(values)}", _needs(key, known), figures)


def _needs(key: str, known: Lexicon | None) -> tuple[Need, ...]:
    return () if known is not None and known.declares(key) else (Need(key, "text"),)
