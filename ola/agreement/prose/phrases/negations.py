"""What a lead is not: `is not a student, competitor or job seeker`, `no students, no agencies`, `neither A nor B`."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon, phrase_key
from ola.agreement.prose.phrases.read import Need, Read, joined, negated
from ola.agreement.prose.phrases.states import STATES, VERBS
from ola.agreement.prose.phrases.tokens import Tokens

_LEAST = 2  # things that make a list
_JOINTS = frozenset({"or", "nor", "and", "&"})
_OPENERS = frozenset(
    {"is", "are", "be", "must", "may", "should", "who", "that", "which", "it", "has", "have", "with", "there"}
)
_NO_THING = frozenset(
    "in from at by of to with for more less than least within under over above below known given".split()
)


def none_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read a list of things of which a lead is none, from a token on; one thing by itself is read by others."""
    while at < len(tokens) and tokens[at].low in _OPENERS:
        at += 1
    if at >= len(tokens) or tokens[at].low not in {"not", "no", "neither", "nor", "never", "excluding", "except"}:
        return None
    opening = tokens[at].low
    at += 1
    if at < len(tokens) and tokens[at].low == "be":
        at += 1
    things, at, closes = _things(tokens, at, opening)
    if len(things) < _LEAST or not closes:
        return None
    reads: list[Read] = []
    for thing in things:
        read = _thing(thing, known)
        if read is None:
            return None
        reads.append(read)
    return negated(joined("any", reads)), at


def _things(tokens: Tokens, at: int, opening: str) -> tuple[list[Tokens], int, bool]:
    """Take nouns apart up to where a statement of its own begins; says whether "or" or another "no" closes them."""
    things: list[Tokens] = []
    closes = False
    while True:
        end = at
        while end < len(tokens) and tokens[end].low not in _JOINTS | {",", ";", ".", ")", "(", "/"}:
            end += 1
        if not _is_thing(tokens[at:end]):
            break
        things.append(tokens[at:end])
        last = end
        after = end + 1 if end < len(tokens) and tokens[end].low in {",", "/"} else end
        joint = tokens[after].low if after < len(tokens) and tokens[after].low in _JOINTS else ""
        after += bool(joint)
        if after == end or after >= len(tokens):
            return things, last, closes
        if tokens[after].low in {"no", "not", opening}:
            closes, after = True, after + 1
        elif joint in {"or", "nor"} or (joint == "and" and opening in {"no", "excluding", "except"}):
            closes = True
        elif joint:
            break  # "is not a student and a decision maker" says the one and not the other
        at = after
    if not things:
        return [], at, closes
    end = next((index for index in range(len(tokens)) if tokens[index] is things[-1][-1]), at) + 1
    return things, end, closes


def _is_thing(tokens: Tokens) -> bool:
    bare = tokens[1:] if tokens and tokens[0].low in ARTICLES else tokens
    return (
        0 < len(bare) <= 4  # noqa: PLR2004 (longer is no noun)
        and all(token.kind in {"word", "name"} for token in bare)
        and not any(token.low in VERBS | _NO_THING for token in bare)
        and not STATES.match(bare[-1].low)
    )


def _thing(tokens: Tokens, known: Lexicon) -> Read | None:
    bare = tokens[1:] if tokens[0].low in ARTICLES else tokens
    term = known.terms.get(tuple(token.low for token in bare))
    if term is not None:
        return Read(term)
    if known.field_at(bare, 0) is not None or known.values_at(bare, 0) is not None:
        return None
    key = phrase_key(bare)
    if key is None:
        return None
    key = key_of(_single(key)) or key
    return Read(key, (Need(key, "boolean"),))


def _single(key: str) -> str:
    """Give one of several: `students` is `student`, `agencies` is `agency`."""
    if key.endswith("ies") and len(key) > 4:  # noqa: PLR2004 ("ties")
        return f"{key[:-3]}y"
    return key.removesuffix("s") if key.endswith("s") and not key.endswith(("ss", "us", "is", "sales")) else key
