"""Conditions of plain English: `a score of 40 or more, a known industry, and not a supplier`, in ola's own language.

A statement about a declared field becomes a comparison. One that names no field becomes a yes/no field that the
agreement must supply, or a number where it counts something; each is listed under `needs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ola.agreement.prose.phrases.given import parsed
from ola.agreement.prose.phrases.lengths import UNITS, Length, length_at
from ola.agreement.prose.phrases.names import ARTICLES, NO_LEXICON, Lexicon, is_a_clause, phrase_key
from ola.agreement.prose.phrases.numbers import number_at, shown, times_at
from ola.agreement.prose.phrases.own import is_own
from ola.agreement.prose.phrases.periods import period_at
from ola.agreement.prose.phrases.quantities import AFTER, Bound, bound_at
from ola.agreement.prose.phrases.read import Joint, Need, Read, counted, joined, joined_if_all, negated, unsaid
from ola.agreement.prose.phrases.spoken import spoken_at
from ola.agreement.prose.phrases.states import COPULAS, NOT_IN_A_NAME, STATES, VERBS, is_noun, is_verbal
from ola.agreement.prose.phrases.tokens import Token, Tokens, cut
from ola.agreement.prose.values import quoted
from ola.tree.words import Words

if TYPE_CHECKING:
    from lark import Token as LarkToken
    from lark import Tree

GRAMMAR = Path(__file__).with_name("conditions.lark")
# ── what a condition hangs together with ────────────────────────────────────────────────────────


def read_condition(words: Words | str, known: Lexicon = NO_LEXICON) -> Read | None:
    """Read a condition; nothing where any of the words cannot be made out. Never raises."""
    return condition(cut(words), known)


def condition(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read tokens as one condition, from end to end."""
    tokens = _trimmed(tokens)
    headed = _head(tokens)
    if headed is not None:
        return _headed(*headed, known)
    chunks = tuple(_chunks(tokens, known))
    if not chunks:
        return None
    chunks = _merged(_handed_on(_spread(chunks, known), known), known)
    tree = parsed(GRAMMAR, chunks)
    if tree is None:
        return None
    formal = any(token.text in {"AND", "OR"} for token in tokens)
    return _read(tree.children[0], formal=formal)


# Words that say of a list, before it, how much of it is needed.
_HEADS: dict[tuple[str, ...], Joint] = {
    ("all", "of"): "all", ("each", "of"): "all", ("every", "one", "of"): "all", ("any", "of"): "any",
    ("any", "one", "of"): "any", ("one", "of"): "any", ("at", "least", "one", "of"): "any", ("none", "of"): "none",
}  # fmt: skip


def _head(tokens: Tokens) -> tuple[Joint, int, Tokens] | None:
    """Read what stands before a list that no colon sets off: `all of`, `none of`, `at least 2 of`; and the list."""
    low = tuple(token.low for token in tokens[:6])
    at, joint, number = 0, None, 0
    for words, joint_of in _HEADS.items():
        if low[: len(words)] == words:
            at, joint = len(words), joint_of
    if joint is None:
        start = 2 if low[:2] == ("at", "least") else 1 if low[:1] == ("any",) else 0
        found = number_at(tokens, start)
        if found is None or found[0].denominator != 1 or low[found[1] : found[1] + 1] != ("of",):
            return None
        number, at, joint = int(found[0]), found[1] + 1, "counted"
    rest = tokens[at:]
    if not rest or rest[0].low in ARTICLES | {"these", "those", "them", "us", ":", "(", "["} or number_at(rest, 0):
        return None
    return (joint, number, rest) if any(token.low in {",", ";", "and", "or"} for token in rest) else None


def _headed(joint: Joint, number: int, tokens: Tokens, known: Lexicon) -> Read | None:
    """Read a list of which so much is needed; nothing where its own last "or" says something else."""
    inner = condition(tokens, known)
    if inner is None or len(inner.parts) < 2 or inner.joint not in {"all", "any", "unsaid"}:  # noqa: PLR2004 (a list)
        return None
    match joint:
        case "all":
            return None if inner.joint == "any" else joined("all", inner.parts)
        case "any":
            return joined("any", inner.parts)
        case "none":
            return negated(joined("any", inner.parts))
        case _:
            read = counted(number, inner.parts)
            return None if read is None else replace(read, figures=(str(number), *read.figures))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A terminal of the grammar: a connective, a bracket, or the tokens of one statement."""

    type: str
    tokens: Tokens = ()
    read: Read | None = None
    count: int = 0


def _read(node: Tree[Any] | LarkToken, *, formal: bool) -> Read | None:
    from lark import Token as LarkToken

    if isinstance(node, LarkToken):
        chunk: _Chunk = node.value
        return chunk.read
    match node.data:
        case "list":
            return _list(node.children, formal=formal)
        case "all" | "any":
            parts = [_read(child, formal=formal) for child in node.children]
            return joined_if_all("all" if node.data == "all" else "any", parts, formal=formal)
        case "group":
            inner = _read(node.children[0], formal=formal)
            return None if inner is None else replace(inner, text=f"({inner.text})", joint="atom")
        case "none":
            inner = _read(node.children[0], formal=formal)
            return None if inner is None else negated(inner)
        case "counted":
            opening: Any = node.children[0]
            inner = _read(node.children[1], formal=formal)
            return None if inner is None else counted(opening.value.count, inner.parts or (inner,))
        case _:
            return None


_MARKS = frozenset({"and_comma", "or_comma", "semi"})


def _list(children: list[Any], *, formal: bool) -> Read | None:
    from lark import Tree

    marks = [child.data for child in children if isinstance(child, Tree) and child.data in _MARKS]
    joints, has_semicolons = {mark for mark in marks if mark != "semi"}, "semi" in marks
    parts = [
        _read(child, formal=formal) for child in children if not (isinstance(child, Tree) and child.data in _MARKS)
    ]
    if any(part is None for part in parts) or len(joints) > 1:
        return None
    found = [part for part in parts if part is not None]
    if len(found) == 1:
        return found[0]
    if joints:
        return joined_if_all("all" if "and_comma" in joints else "any", found, formal=True)
    last = found[-1]
    if last.joint in {"all", "any"} and len(last.parts) > 1 and not last.text.startswith("("):
        if any(part.joint in {"all", "any"} and part.joint != last.joint for part in found[:-1]):
            return None
        return joined_if_all(last.joint, [*found[:-1], *last.parts], formal=True)
    if any(part.figures for part in found) and not has_semicolons:
        return joined_if_all("all", found, formal=True)  # bounds one after the other add up
    return unsaid(found)


# ── cutting a condition into statements and what joins them ─────────────────────────────────────

_JOINTS = {"and": "_AND", "or": "_OR", "&": "_AND", "plus": "_AND"}
_OPENERS = frozenset(
    {"if", "when", "where", "that", "both", "either", "who", "which", "only", "whose", "once", "as", "provided"}
)
_CLOSERS = frozenset({".", ";", "!", ":"})


def _trimmed(tokens: Tokens) -> Tokens:
    start, end = 0, len(tokens)
    while end > start and tokens[end - 1].low in _CLOSERS:
        end -= 1
    while start < end and tokens[start].low in {"both", "either"}:
        if start + 1 < end and tokens[start + 1].low in COPULAS | {"have", "has"}:
            return ()  # "both are dead": which both is said elsewhere
        start += 1
    return tokens[start:end]


def _chunks(tokens: Tokens, known: Lexicon) -> Iterator[_Chunk]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if token.low in {",", ";"}:
            joint = _JOINTS.get(after)
            yield _Chunk(("_SEMI" if token.low == ";" else "_COMMA") if joint is None else f"{joint}_COMMA")
            at += 1 if joint is None else 2
        elif (token.low in _JOINTS and token.kind == "word") or token.low == "&":
            yield _Chunk(_JOINTS[token.low])
            at += 1
            if at < len(tokens) and tokens[at].low in {"when", "if", "that"}:
                at += 1
        elif (token.low == "(" and _closing(tokens, at) == len(tokens) - 1) or (
            token.low == "(" and _is_group(tokens, at)
        ):
            yield _Chunk("_LPAR")
            at += 1
        elif token.low == ")":
            yield _Chunk("_RPAR")
            at += 1
        elif (spoken := spoken_at(tokens, at, known)) is not None:
            yield _Chunk("ATOM", tokens[at : spoken[1]], spoken[0])
            at = spoken[1]
        elif (opened := _counted_at(tokens, at)) is not None:
            number, at = opened
            yield _Chunk("COUNTED", count=number)
            yield _Chunk("_LPAR")
            inner = tokens[at:]
            yield from _chunks(inner, known)
            yield _Chunk("_RPAR")
            return
        elif token.kind == "word" and token.low == "not" and after != "" and known.values_at(tokens, at) is None:
            yield _Chunk("_NOT")
            at += 1
        else:
            found, at = _statement(tokens, at, known)
            yield found


def _is_group(tokens: Tokens, at: int) -> bool:
    """Say that a bracket opens a group: something that joins stands in it, and it does not explain a word before it."""
    end = _closing(tokens, at)
    inside = tokens[at + 1 : end] if end is not None else ()
    before = tokens[at - 1].low if at else ""
    return any(token.low in {"and", "or"} for token in inside) and before in {"", "and", "or", "not", ",", "("}


def _closing(tokens: Tokens, at: int) -> int | None:
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].low in {"(", "["}) - (tokens[index].low in {")", "]"})
        if depth == 0:
            return index
    return None


def _counted_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Read `at least 3 of:`, `two of these three:`, `any two of`, `3 of (`: how many, and where the list begins."""
    start = at
    if [token.low for token in tokens[at : at + 2]] == ["at", "least"]:
        at += 2
    elif at < len(tokens) and tokens[at].low == "any":
        at += 1
    found = number_at(tokens, at)
    if found is None or found[1] >= len(tokens) or tokens[found[1]].low != "of":
        return None
    number, at = found[0], found[1] + 1
    while at < len(tokens) and tokens[at].low in {
        "the",
        "these",
        "those",
        "following",
        "points",
        "criteria",
        "conditions",
    }:
        at += 1
    of = number_at(tokens, at)
    if of is not None:
        at = of[1]
        while at < len(tokens) and tokens[at].low in {
            "points",
            "criteria",
            "conditions",
            "questions",
            "must",
            "be",
            "true",
            "are",
            "hold",
        }:
            at += 1
    if at < len(tokens) and tokens[at].low == ":" and number.denominator == 1 and start < at:
        return int(number), at + 1
    return None


# ── one statement ───────────────────────────────────────────────────────────────────────────────

_FILLED = frozenset({"known", "filled", "given", "present", "set", "complete", "completed", "available", "provided"})
_EMPTY = frozenset({"empty", "blank", "missing", "unknown"})
_TRUE = frozenset({"ticked", "checked", "true", "on"})
_FALSE = frozenset({"unticked", "unchecked", "cleared", "false", "off"})
_BOUNDARY = frozenset({"and", "or", ",", ";", ")", "&"})


def _statement(tokens: Tokens, at: int, known: Lexicon) -> tuple[_Chunk, int]:
    """Cut one statement that begins at a token: a comparison as far as it goes, else words up to what joins them."""
    end = _run_end(tokens, at)
    for stop in _stops(tokens, at, end, known):
        found = comparison(tokens[at:stop], known)
        if found is not None:
            return _Chunk("ATOM", tokens[at:stop], found), stop
    run = tokens[at:end]
    return _Chunk("ATOM", run, _plain_statement(run, known)), end


def _stops(tokens: Tokens, at: int, end: int, known: Lexicon) -> Iterator[int]:
    """Give where a comparison may end: after the list of values that goes on behind the run, or with the run."""
    low = [token.low for token in tokens[at:end]]
    loose = any(low[index : index + len(words)] == words for words in _LISTS for index in range(len(low)))
    loose = loose or (bool(low) and low[-1].startswith("@"))
    further, stops = end, [end]
    while further < len(tokens) and tokens[further].low in {",", "and", "or"} and len(stops) < 40:  # noqa: PLR2004 (a long list)
        start = further + 1
        if tokens[further].low == "," and start < len(tokens) and tokens[start].low in {"and", "or"}:
            start += 1
        further = _run_end(tokens, start)
        if not _is_value(tokens[start:further], known, loose=loose):
            break
        stops.append(further)
    yield from reversed(stops)


# Words that open a list of values.
_LISTS = (["one", "of"], ["any", "of"], ["either"], ["among"], ["one", "of", "the", "following"])


def _is_value(tokens: Tokens, known: Lexicon, *, loose: bool) -> bool:
    """Say that nothing but a value stands there: declared, set off, with a capital, or short words in a list."""
    if not 0 < len(tokens) <= 6:  # noqa: PLR2004 (longer is no value)
        return False
    if tokens[0].low in {"the", "a", "an"}:
        tokens = tokens[1:]
    if len(tokens) == 1 and tokens[0].kind in {"quote", "name"}:
        return True
    found = known.values_at(tokens, 0)
    if found is not None and found[1] == len(tokens):
        return True
    if any(token.kind in {"sign", "number", "money", "percent"} and token.low not in {"-", "+"} for token in tokens):
        return False
    if any(token.low in VERBS for token in tokens):
        return False
    return loose or (bool(tokens) and tokens[0].text[:1].isupper())


def _run_end(tokens: Tokens, at: int) -> int:
    depth = 0
    for index in range(at, len(tokens)):
        low = tokens[index].low
        depth += (low in {"(", "["}) - (low in {")", "]"})
        if depth < 0 or (depth == 0 and tokens[index].kind in {"word", "sign"} and low in _BOUNDARY):
            if low == "and" and _is_between(tokens, at, index):
                continue
            if low in {"and", "or"} and _goes_with_number(tokens, index):
                continue
            return index
    return len(tokens)


def _goes_with_number(tokens: Tokens, index: int) -> bool:
    """Say that this "or" belongs to a number before it: `60 or more`, and not `60 and more than 5`."""
    low = tuple(token.low for token in tokens[index : index + 3])
    return low[:2] in AFTER and low[2:] != ("than",)


def _is_between(tokens: Tokens, at: int, index: int) -> bool:
    """Say that this "and" belongs to a "between" before it."""
    low = [token.low for token in tokens[at:index]]
    return "between" in low and "and" not in low[low.index("between") :] and index - at - low.index("between") <= 4  # noqa: PLR2004 (a number and its unit)


def comparison(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read one comparison: a field or a counted thing, and what it is held against."""
    missing = _has_no(tokens, known)
    if missing is not None:
        return missing
    tokens = _without_openers(tokens)
    if not tokens:
        return None
    if len(tokens) == 1 and tokens[0].kind == "name" and (own := _in_own_words(tokens[0].text, known)) is not None:
        return own
    return (
        _value_alone(tokens, known)
        or _known_thing(tokens, known)
        or _field_first(tokens, known)
        or _counted_thing(tokens, known)
        or _so_many_done(tokens, known)
        or _lasting(tokens, known)
    )


def _in_own_words(text: str, known: Lexicon) -> Read | None:
    """Read code that is a condition in ola's own language, with the fields it needs where they can be told."""
    terms = tuple(known.terms.values())
    if not is_own(text, terms):
        return None
    plain = condition(cut(text), known)
    needs = plain.needs if plain is not None else ()
    figures = tuple(re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text))
    return Read(text, needs, figures, "own" if re.search(r"\b(?:and|or)\b", text) else "atom")


def _without_openers(tokens: Tokens) -> Tokens:
    start = 0
    while start < len(tokens) and (
        tokens[start].low in _OPENERS
        or tokens[start].low in {"it", "they", "there", "has", "have", "with", "had", "been"}
    ):
        start += 1
    if start < len(tokens) and tokens[start].low in ARTICLES and start + 1 < len(tokens):
        start += 1
    if start + 2 < len(tokens) and tokens[start].low in _RECORDS and tokens[start + 1].low in {"has", "have"}:
        start += 2
    if (
        tokens[start : start + 1]
        and tokens[start].low in _COMPANIES
        and (bound := bound_at(tokens, start + 1)) is not None
        and bound[0].said
    ):
        start += 1
    return tokens[start:]


_RECORDS = frozenset(
    {"lead", "record", "contact", "company", "account", "person", "deal", "leads", "records", "contacts"}
)
# "companies above 200 people" are companies with more than that.
_COMPANIES = frozenset(
    {"accounts", "account", "companies", "company", "leads", "lead", "records", "chains", "teams", "firms"}
)


def _value_alone(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read a declared value by itself, such as `Unworked` or `in status Ready`."""
    start = 0
    while start < len(tokens) and tokens[start].low in {"is", "are", "still", "in", "already", "status", "stage"}:
        start += 1
    found = known.values_at(tokens, start)
    if found is None or found[1] != len(tokens) or len({key for key, _ in found[0]}) != 1:
        return None
    ((field, value), *_) = found[0]
    return Read(f"{field} = {quoted(value)}")


def _has_no(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read `the lead has no phone` as a field that is blank."""
    at = next((index for index, token in enumerate(tokens) if token.low in {"has", "have"}), None)
    if at is None or at > 2 or at + 2 >= len(tokens) or tokens[at + 1].low != "no" or len(tokens) > at + 5:  # noqa: PLR2004 (a name)
        return None
    thing = tokens[at + 2 :]
    declared = known.field_at(thing, 0)
    if declared is not None and declared[1] == len(thing):
        return Read(f"{declared[0]} is blank")
    key = phrase_key(thing)
    if key is None or is_verbal(thing) or any(token.number is not None for token in thing):
        return None
    return Read(f"{key} is blank", (Need(key, "text"),))


def _known_thing(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read `a known country`, `no owner`: whether a declared field, or a short name, is filled in."""
    if len(tokens) < 2 or len(tokens) > 4 or tokens[0].low not in {"known", "unknown", "missing", "no"}:  # noqa: PLR2004 (a name)
        return None
    declared = known.field_at(tokens, 1)
    if declared is not None and declared[1] == len(tokens):
        return Read(f"{declared[0]} is {'known' if tokens[0].low == 'known' else 'blank'}")
    key = phrase_key(tokens[1:])
    if (
        tokens[0].low == "no"
        or key is None
        or is_verbal(tokens[1:])
        or any(token.number is not None for token in tokens)
    ):
        return None
    return Read(f"{key} is {'known' if tokens[0].low == 'known' else 'blank'}", (Need(key, "text"),))


def _field_first(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read a field and what it is: declared, marked as code, or the words before a comparison."""
    declared = known.field_at(tokens, 0)
    if declared is not None and declared[1] < len(tokens):
        return _predicate(declared[0], tokens, declared[1], known, declared=True)
    if tokens[0].kind == "name" and len(tokens) > 1:
        key = phrase_key(tokens[:1])
        return None if key is None else _predicate(key, tokens, 1, known, declared=False)
    for at in range(1, min(len(tokens), 7)):
        if tokens[at - 1].kind == "number" or tokens[at - 1].low in _BOUNDARY:
            return None
        if tokens[at].low in VERBS and tokens[at].low not in COPULAS:
            return None
        if tokens[at].kind in {"quote", "number", "percent", "money", "time"} or tokens[at].low in {"of", "the"}:
            if tokens[at].low == "of" and (found := _predicate_of(tokens, at, known)) is not None:
                return found
            if tokens[at].kind in {"money", "number", "percent"} and (found := _bare_bound(tokens, at)) is not None:
                return found
            continue
        key = phrase_key(tokens[:at])
        found = None if key is None or is_verbal(tokens[:at]) else _predicate(key, tokens, at, known, declared=False)
        if found is not None:
            return found
    return None


def _bare_bound(tokens: Tokens, at: int) -> Read | None:
    """Read `ad budget $2,000-$9,000`, `first order $700 or more`: words, then a bound that says its sense."""
    bound = bound_at(tokens, at)
    key = phrase_key(tokens[:at])
    if bound is None or not _is_end(tokens, bound[1]) or not bound[0].said or key is None or is_verbal(tokens[:at]):
        return None
    return _compared(key, bound[0], declared=False)


def _is_end(tokens: Tokens, at: int) -> bool:
    """Say that nothing follows but the period an amount is of: `$10K-$40K a year`."""
    return at == len(tokens) or ((period := period_at(tokens, at)) is not None and period[1] == len(tokens))


def _predicate_of(tokens: Tokens, at: int, known: Lexicon) -> Read | None:
    """Read `a budget of 700 or more`, `a minimum score of 65`."""
    bound = bound_at(tokens, at + 1)
    if bound is not None and not bound[0].said and tokens[0].low in {"minimum", "maximum"} and at > 1:
        bound = replace(bound[0], sense=">=" if tokens[0].low == "minimum" else "<=", said=True), bound[1]
        tokens, at = tokens[1:], at - 1
        bound = bound[0], bound[1] - 1
    key = phrase_key(tokens[:at])
    if bound is None or bound[1] != len(tokens) or key is None or not bound[0].said or bound[0].first.kind == "length":
        return None
    return _compared(key, bound[0], declared=known.field_at(tokens, 0) is not None)


_DOES_NOT = (("does", "not"), ("do", "not"), ("doesn't",), ("don't",), ("may", "not"), ("must", "not"))
_BARE = frozenset({"contain", "start", "end"})


def _predicate(name: str, tokens: Tokens, at: int, known: Lexicon, *, declared: bool) -> Read | None:
    """Read what is said of a field: tokens from `at` to the end."""
    negative, copula, start = False, False, at
    does_not = next(
        (words for words in _DOES_NOT if tuple(each.low for each in tokens[at : at + len(words)]) == words), ()
    )
    if does_not and tokens[at + len(does_not) : at + len(does_not) + 1] and tokens[at + len(does_not)].low in _BARE:
        negative, at = True, at + len(does_not)
    while at < len(tokens) and (
        tokens[at].low in COPULAS or tokens[at].low in {"to", "still", "set", "currently", "either"}
    ):
        if tokens[at].low == "set" and not (at + 1 < len(tokens) and tokens[at + 1].low == "to"):
            break
        copula, at = True, at + 1
    if at < len(tokens) and tokens[at].low in {"!=", "not", "isn't", "never", "no", "other"}:
        if (
            tokens[at].low == "no"
            and at + 1 < len(tokens)
            and tokens[at + 1].low in {"more", "less", "fewer", "higher", "longer"}
        ):
            pass
        elif tokens[at].low == "other":
            if [token.low for token in tokens[at : at + 2]] != ["other", "than"]:
                return None
            negative, copula, at = True, True, at + 2
        else:
            negative, copula, at = True, True, at + 1
    rest = tokens[at:]
    if not rest:
        return None
    low = [token.low for token in rest]
    needs = () if declared else (Need(name, "text"),)
    if (
        (copula or (declared and start == at))
        and (low[0] in _FILLED or low[0] in _EMPTY)
        and (len(low) == 1 or low[1:] in (["in"], ["out"], ["on", "record"], ["on", "file"]))
    ):
        filled = (low[0] in _FILLED) != negative
        return Read(f"{name} is {'known' if filled else 'blank'}", needs)
    if copula and len(low) == 1 and low[0] in _TRUE | _FALSE:
        yes = (low[0] in _TRUE) != negative
        needs = () if declared else (Need(name, "boolean"),)
        return Read(name if yes else f"not {name}", needs)
    bound = bound_at(rest, 0) or (bound_at(rest, 1) if low[0] in {"of", "from", "with"} else None)
    if bound is not None and bound[1] == len(rest) and (bound[0].said or bound[0].about or copula):
        found = _compared(name, bound[0], declared=declared)
        return found if found is None or not negative else negated(found)
    if not (
        copula
        or low[0] in {"in", "contains", "contain", "starts", "ends", "start", "end"}
        or (declared and start == at)
    ):
        return None
    if low[0] == "in" and not declared and not copula and STATES.match(tokens[max(0, at - 1)].low):
        return None  # "located in our territory" tells where, and no field
    if low[0] == "in" and not (
        rest[0].text == "IN" or low[1:2] in (["["], ["("]) or _is_value(rest[1:], known, loose=False)
    ):
        return None
    before = tokens[start:at]
    return _against_values(name, rest, known, declared=declared, negative=negative, copula=copula, before=before)


def _against_values(
    name: str, rest: Tokens, known: Lexicon, *, declared: bool, negative: bool, copula: bool, before: Tokens = ()
) -> Read | None:
    """Read values that a field is or contains: `one of A, B or C`, `in [A, B]`, `Ready`, `contains "VP"`."""
    low = [token.low for token in rest]
    needs = () if declared else (Need(name, "text"),)
    no = "not " if negative else ""
    if low[0] in {"contains", "contain"}:
        values = value_list(rest[1:], known, name)
        if not values:
            return None
        listed = quoted(values[0]) if len(values) == 1 else f"any of ({', '.join(map(quoted, values))})"
        return Read(f"{name} {no}contains {listed}", needs)
    if low[:2] in (["starts", "with"], ["ends", "with"], ["start", "with"], ["end", "with"]):
        values = value_list(rest[2:], known, name)
        if not values:
            return None
        listed = quoted(values[0]) if len(values) == 1 else f"any of ({', '.join(map(quoted, values))})"
        return Read(f"{name} {no}{low[0].removesuffix('s')}s with {listed}", needs)
    at, several = 0, False
    for words in (["one", "of"], ["any", "of"], ["in"], ["one", "of", "the", "following"], ["among"], ["either"]):
        if low[: len(words)] == words:
            at, several = len(words), True
    if at < len(low) and low[at] == ":":
        at += 1
    if not several and not copula and not declared:
        return None
    is_said = any(token.low in {"=", "!="} for token in (before or ()))
    if (
        not several
        and not is_said
        and not _is_value(rest[at:], known, loose=False)
        and len(value_list(rest[at:], known, name, loose=False)) == 0
    ):
        parts = _value_parts(rest[at:])
        if not declared or len(parts) < 2 or any(not _is_value(part, known, loose=False) for part in parts):  # noqa: PLR2004 (a list)
            return None  # "budget is approved" is a statement, "plan is Grow" a value
        several = True
    values = value_list(rest[at:], known, name, loose=several or not declared or not known.has_values(name))
    if not values:
        return None
    if len(values) == 1 and not several:
        return Read(f"{name} {'!=' if negative else '='} {quoted(values[0])}", needs)
    return Read(f"{name} {no}in ({', '.join(map(quoted, values))})", needs)


def _compared(name: str, bound: Bound, *, declared: bool) -> Read | None:
    quantity = bound.first
    if quantity.length is not None:
        return _compared_length(name, bound, declared=declared)
    needs = (Need(name, "number", declared),)
    vague = ("about",) if bound.about else ()
    if bound.second is not None:
        return Read(f"{name} between {quantity.plain} and {bound.second.plain}", needs, bound.figures, vague=vague)
    return Read(f"{name} {bound.sense} {quantity.plain}", needs, bound.figures, vague=vague)


def _compared_length(name: str, bound: Bound, *, declared: bool) -> Read | None:
    """Compare a time: as a number of its units, since months have no fixed length in conditions."""
    length = bound.first.length
    if length is None or declared or length.business:
        return None
    unit = f"{length.unit}s"
    counted_name = name if name.endswith(unit) else f"{name}_{unit}"
    vague = ("about",) if bound.about else ()
    if bound.second is not None:
        text = f"{counted_name} between {bound.first.plain} and {bound.second.plain}"
    else:
        text = f"{counted_name} {bound.sense} {bound.first.plain}"
    return Read(text, (Need(counted_name, "number"),), bound.figures, vague=vague)


def _ends_with(tokens: Tokens, words: tuple[str, ...]) -> bool:
    return tuple(token.low for token in tokens[-len(words) :]) == words


LONGEST_THING = 7  # words; what is counted is a noun


def _counted_thing(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read a number of something: `more than 7 trucks`, `2+ webinars`, `5 or more tickets in the last 30 days`."""
    bound = bound_at(tokens, 0)
    how_often = times_at(tokens, 0)
    if bound is None or bound[0].first.kind not in {"number", "share"} or (how_often is not None and not bound[0].said):
        return _often(tokens, known)
    found, at = bound
    rest = tokens[at:]
    total: tuple[str, ...] = ()
    if len(rest) > 1 and rest[0].low == "of" and not (rest[1].low in ARTICLES or number_at(rest, 1)):
        return None  # "2 of budget known, need known" counts no budgets
    while rest and rest[0].low in {"of", "the", "its", "their"}:
        rest = rest[1:]
    if len(rest) < len(tokens[at:]) and (of := number_at(rest, 0)) is not None:
        rest, total = rest[of[1] :], (shown(of[0]),)
    if rest and rest[0].low in {"times", "x"}:
        return _often(tokens, known)
    thing, window = _window(rest)
    after = next((words for words in AFTER if len(words) > 1 and _ends_with(thing, words)), None)
    if after is not None and not found.said:
        thing, found = thing[: -len(after)], replace(found, sense=AFTER[after], said=True)
    if (
        not thing
        or any(token.kind in {"number", "percent", "money"} for token in thing)
        or len(thing) > LONGEST_THING
        or is_verbal(thing[1:])
        or thing[0].low in COPULAS | NOT_IN_A_NAME | {"has", "have", "had"}
    ):
        return None
    declared = known.field_at(thing, 0)
    if declared is not None and declared[1] == len(thing) and window is None:
        return _compared(declared[0], found if found.said else replace(found, sense=">="), declared=True)
    key = phrase_key((*thing, *window[0]) if window else thing)
    if key is None or (not found.said and found.first.value != int(found.first.value)):
        return None
    if not found.said:
        found = replace(found, sense=">=")
    read = _compared(key, found, declared=False)
    if read is not None and total:
        read = replace(read, figures=(*read.figures, *total))
    if read is None or window is None:
        return read
    return replace(read, figures=(*read.figures, str(window[1])))


def _so_many_done(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read what was done with how many: `downloaded at least two papers`, `attended 2+ webinars in the last month`."""
    if not tokens or tokens[0].kind != "word" or not STATES.match(tokens[0].low):
        return None
    bound = bound_at(tokens, 1)
    if bound is None or bound[0].first.kind != "number" or bound[0].about:
        return None
    thing, window = _window(tokens[bound[1] :])
    if not is_noun(thing):
        return None
    del known
    key = phrase_key((*thing, tokens[0], *window[0]) if window else (*thing, tokens[0]))
    if key is None:
        return None
    read = _compared(key, bound[0] if bound[0].said else replace(bound[0], sense=">="), declared=False)
    return read if read is None or window is None else replace(read, figures=(*read.figures, str(window[1])))


def _often(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read how often something was done: `opened the guide twice within 5 days`, `logged in 6+ times`."""
    del known
    for at in range(len(tokens)):
        start = at
        bound = bound_at(tokens, at)
        often = times_at(tokens, at)
        sense = ">="
        if (
            bound is not None
            and bound[1] < len(tokens)
            and tokens[bound[1]].low in {"times", "x"}
            and bound[0].first.kind == "number"
        ):
            number, end, sense = bound[0].first.value, bound[1] + 1, ">=" if bound[0].sense == "=" else bound[0].sense
        elif often is not None:
            number, end = often
            if [token.low for token in tokens[at - 2 : at]] == ["at", "least"]:
                start = at - 2
            elif [token.low for token in tokens[at - 2 : at]] == ["at", "most"]:
                start, sense = at - 2, "<="
        else:
            continue
        thing = tokens[:start]
        rest, window = _window(tokens[end:])
        if rest or not thing or sense == "between":
            return None
        key = phrase_key((*thing, *window[0]) if window else thing)
        if key is None or any(token.kind in {"number", "percent", "money"} for token in thing):
            return None
        name = f"times_{key}"
        figures = (shown(number), *((str(window[1]),) if window else ()))
        return Read(f"{name} {sense} {shown(number)}", (Need(name, "number"),), figures)
    return None


def _window(tokens: Tokens) -> tuple[Tokens, tuple[Tokens, Length] | None]:
    """Take a window of time off the end: `in the last 30 days`, `within 5 days`, `in 3 days`."""
    for at, token in enumerate(tokens):
        if token.low not in {"in", "within", "over", "during"}:
            continue
        start = at + 1
        while start < len(tokens) and tokens[start].low in {"the", "last", "past", "previous"}:
            start += 1
        found = length_at(tokens, start)
        if found is not None and found[1] == len(tokens):
            return tokens[:at], (tokens[at:], found[0])
    return tokens, None


# Verbs of what lies ahead: `the contract ends within three weeks`, and not `was called within two hours`.
_COMING = frozenset(
    {"ends", "end", "ending", "expires", "expire", "renews", "renew", "starts", "begins", "closes", "due", "renewal"}
)


def _lasting(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read how long something lasted or will: `with us for 2 years or longer`, `contract ends within three weeks`."""
    del known
    for at, token in enumerate(tokens):
        if token.low not in {"for", "within", "in", "since"} or at == 0 or token.kind != "word":
            continue
        start = at + 1
        if (
            start < len(tokens)
            and tokens[start].low == "the"
            and [each.low for each in tokens[start : start + 2]] == ["the", "next"]
        ):
            start += 2
        bound = bound_at(tokens, start)
        if bound is None or bound[0].first.length is None or bound[1] != len(tokens) or bound[0].first.length.business:
            continue
        key = phrase_key(tokens[:at])
        if key is None or any(each.kind in {"number", "percent", "money"} for each in tokens[:at]):
            return None
        found = bound[0]
        if token.low in {"within", "in"}:
            if (found.said and not found.about) or not any(each.low in _COMING for each in tokens[:at]):
                return None
            name, found = f"time_until_{key}", replace(found, sense="=" if found.about else "<=")
            if token.low == "in" and not found.about:
                return None
        else:
            name, found = f"time_{key}", found if found.said else replace(found, sense=">=")
        return _compared_length(name, found, declared=False)
    return None


def _plain_statement(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read words that name no field as a yes/no field; a number in them would be lost, so they are not read."""
    negative = False
    tokens = _without_explanation(_without_openers(tokens))
    if len(tokens) > 1 and tokens[1].low == "of" and tokens[0].low in _OF_A_LIST:
        return None
    if any(token.low in {"every", "each"} for token in tokens):
        return None  # what is said of all is no fact of one
    if tokens and tokens[0].low in {"is", "are"}:
        tokens = tokens[1:]
    if tokens and tokens[0].low in {"no", "not"}:
        negative, tokens = True, tokens[1:]
    if tokens and tokens[0].low in ARTICLES:
        tokens = tokens[1:]
    tokens, window = (
        _window(tokens) if {"last", "past", "previous", "within"} & {token.low for token in tokens} else (tokens, None)
    )
    figures = [
        token for token in tokens if token.kind in {"number", "money", "percent", "time"} or number_at((token,), 0)
    ]
    if not tokens or [token for token in figures if token.low != "one"]:
        return None
    declared = known.field_at(tokens, 0)
    if declared is not None and declared[1] == len(tokens):
        if window is not None:
            return None  # from when to when such a field is meant is said nowhere
        return Read(f"{declared[0]} is {'blank' if negative else 'known'}")
    if declared is not None and tokens[declared[1]].low in {
        "in",
        "on",
        "at",
        "of",
        "within",
        "under",
        "above",
        "below",
    }:
        return None  # what is said of a field in other words is no fact of its own
    if declared is not None and known.has_values(declared[0]) and tokens[declared[1]].low in COPULAS:
        return None  # a value that the field does not have
    if tokens[-1].low in _NEVER_LAST:
        return None
    for names in (known.terms,):
        term = names.get(tuple(token.low for token in tokens))
        if term is not None and window is not None:
            return None
        if term is not None:
            return Read(f"not {term}" if negative else term)
    if any(token.low in {"?", ":", "->", "…", "band", "bracket"} for token in tokens) or _is_speech(tokens):
        return None
    key = phrase_key((*tokens, *window[0]) if window else tokens)
    if key is None:
        return None
    lasts = (str(window[1]),) if window else ()
    return Read(f"not {key}" if negative else key, (Need(key, "boolean"),), lasts)


# Words behind which something is missing.
_NEVER_LAST = frozenset(
    """not does do never is are no has have who that to of a an the with for by at least most within from than
    before after until""".split()
)
_OF_A_LIST = frozenset(
    {"all", "any", "none", "each", "one", "some", "most", "neither", "either", "both", "few", "many"}
)
_MODAL = frozenset({"must", "should", "will", "shall", "because", "please", "therefore", "otherwise", "would", "could"})


def _is_speech(tokens: Tokens) -> bool:
    """Say that the words tell people something rather than state a fact of a lead."""
    if any(token.low in _MODAL for token in tokens):
        return True
    first, second = tokens[0].low, tokens[1].low if len(tokens) > 1 else ""
    return first in {"we", "you", "i", "let", "this", "that", "there", "here"} and second not in {"have", "know", "had"}


def _without_explanation(tokens: Tokens) -> Tokens:
    """Leave out what stands in brackets and only explains."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at) if tokens[at].low == "(" and kept else None
        if end is not None and only_explains(tokens[at + 1 : end]):
            at = end + 1
            continue
        kept.append(tokens[at])
        at += 1
    return tuple(kept)


_RESTRICTS = frozenset("excluding except excluded only unless without weekends weekend holidays other".split())


def only_explains(tokens: Tokens) -> bool:
    """Say that words in brackets hold neither a number nor a time nor an exception, so that they may be left out."""
    return not any(
        token.low in _RESTRICTS
        or token.number is not None
        or token.kind == "time"
        or token.low in UNITS
        or number_at(tokens, at) is not None
        for at, token in enumerate(tokens)
        if token.low != "one"
    )


# ── values ──────────────────────────────────────────────────────────────────────────────────────


def value_list(tokens: Tokens, known: Lexicon, name: str = "", *, loose: bool = True) -> tuple[str, ...]:
    """Read a list of values: `A, B or C`, `A; B`, `[A, B]`, `A/B`; nothing where something else stands among them.

    Where commas part the values, "or" and "and" part only the last two: `School or non-profit` may be one value.
    """
    if tokens and tokens[0].low in {"(", "["} and _closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    parts = _value_parts(tokens)
    values: list[str] = []
    for part in parts:
        value = one_value(part, 0, known, name, loose=loose)
        if value is None or value[1] != len(part):
            return ()
        values.append(value[0])
    return tuple(dict.fromkeys(values))


def _value_parts(tokens: Tokens) -> list[Tokens]:
    """Take a list of values apart."""
    marks = [at for at, token in enumerate(tokens) if token.kind == "sign" and token.low in {",", ";", "/"}]
    parts: list[Tokens] = []
    start = 0
    for at in marks:
        parts.append(tokens[start:at])
        start = at + 1
    last = tokens[start:]
    if parts and last[:1] and last[0].low in {"and", "or"} and last[0].kind == "word":
        parts.append(last[1:])
        return parts
    joints = [at for at, token in enumerate(last) if at and token.kind == "word" and token.low in {"or", "and"}]
    if len({last[at].low for at in joints}) > 1:
        return [()]  # "C or D and E": nobody can tell the values
    if marks:
        joints = joints[-1:]
    start = 0
    for at in joints:
        parts.append(last[start:at])
        start = at + 1
    parts.append(last[start:])
    return parts


def one_value(tokens: Tokens, at: int, known: Lexicon, name: str = "", *, loose: bool = True) -> tuple[str, int] | None:
    """Read one value at a token: declared, quoted, marked, or (`loose`) words up to what parts them."""
    if at + 1 < len(tokens) and tokens[at].text in {"the", "a", "an"}:
        at += 1
    if at < len(tokens) and tokens[at].text in _PREPOSITIONS:
        return None
    declared = known.value_of(name, tokens, at) if name else None
    if declared is not None and declared[1] == len(tokens):
        return declared
    if name and known.has_values(name) and not loose:
        return None
    if at >= len(tokens) or _WORDS_OF_BOUNDS & {token.low for token in tokens}:
        return None
    if tokens[at].kind in {"quote", "name"}:
        return tokens[at].text, at + 1
    if not loose or _JOINTS_OF_CLAUSES & {token.low for token in tokens[at + 1 :]} or is_a_clause(tokens[at:]):
        return None
    end = at
    while end < len(tokens):
        if tokens[end].kind == "sign" and tokens[end].low in {",", ";"}:
            return None
        if tokens[end].low in {"(", ")", "[", "]", ":", "?", "!", "=", "<", ">"} or tokens[end].low in VERBS:
            return None
        end += 1
    if end == at or end - at > 6:  # noqa: PLR2004 (longer is no value)
        return None
    return " ".join(token.text for token in tokens[at:end]), end


_PREPOSITIONS = frozenset({"for", "in", "at", "on", "of", "to", "from", "by", "with", "within"})
_JOINTS_OF_CLAUSES = frozenset({"after", "before", "when", "because", "since", "once"})
_WORDS_OF_BOUNDS = frozenset({"more", "less", "above", "below", "least", "most", "fewer", "than"})


# ── a predicate that stands once for several subjects ───────────────────────────────────────────


def _is_verb(tokens: Tokens, at: int) -> bool:
    """Say that a verb stands there, and no adjective such as `booked` of `a booked visit`."""
    low = tokens[at].low
    is_adjective = tokens[at - 1].low in ARTICLES and at + 1 < len(tokens) and tokens[at + 1].low not in NOT_IN_A_NAME
    return low in VERBS or (bool(STATES.match(low)) and not is_adjective)


def _spread(chunks: tuple[_Chunk, ...], known: Lexicon) -> tuple[_Chunk, ...]:
    """Give subjects that stand before the last one the predicate of the last: `the phone or the mail is dead`."""
    atoms = [at for at, chunk in enumerate(chunks) if chunk.type == "ATOM"]
    if len(atoms) < 2:  # noqa: PLR2004 (one statement has its own predicate)
        return chunks
    last = chunks[atoms[-1]].tokens
    verb = next((at for at in range(1, len(last)) if _is_verb(last, at)), None)
    if verb is None or verb > 5 or chunks[atoms[-1]].read is None:  # noqa: PLR2004 (longer is no subject)
        return chunks
    are_many = last[verb].low in {"are", "were", "have"} or verb == len(last) - 1
    if last[verb].low not in COPULAS and any(STATES.match(t.low) for at in atoms[:-1] for t in chunks[at].tokens):
        return chunks  # "a confirmed budget and a meeting held with an AE" are two things
    if any(not (_is_subject(chunks[at].tokens) or (are_many and is_noun(chunks[at].tokens))) for at in atoms[:-1]):
        return chunks
    if any(chunk.type not in {"ATOM", "_AND", "_OR", "_COMMA", "_AND_COMMA", "_OR_COMMA"} for chunk in chunks):
        return chunks
    predicate = last[verb:]
    found = list(chunks)
    for at in atoms[:-1]:
        tokens = (*chunks[at].tokens, *predicate)
        found[at] = _Chunk("ATOM", tokens, comparison(tokens, known) or _plain_statement(tokens, known))
    return tuple(found)


def _handed_on(chunks: tuple[_Chunk, ...], known: Lexicon) -> tuple[_Chunk, ...]:
    """Give bare nouns the verb of the statement before them: `works in software, retail or finance`.

    With "and" only behind verbs that take several things at once: `the AE confirms budget, need and timeline`.
    """
    found = list(chunks)
    for at, chunk in enumerate(chunks):
        if chunk.type != "ATOM" or chunk.read is None or [need.type for need in chunk.read.needs] != ["boolean"]:
            continue
        head = _verb_of(_without_openers(chunk.tokens))
        others, joint = _bare_behind(chunks, at)
        if (
            not head
            or not others
            or joint is None
            or (joint == "and" and not any(_CONFIRMS.match(t.low) for t in head))
        ):
            continue
        for other in others:
            tokens = (*head, *chunks[other].tokens)
            found[other] = _Chunk("ATOM", tokens, comparison(tokens, known) or _plain_statement(tokens, known))
    return tuple(found)


_CONFIRMS = re.compile(
    r"^(?:confirm|verif|establish|identif|validat|document|qualif|provid|giv|shar|know|discuss|agree)"
)


def _verb_of(tokens: Tokens) -> Tokens:
    """Give what of a statement stands before its last noun: `works in` of `works in software`."""
    last = next(
        (
            at
            for at in range(len(tokens) - 2, -1, -1)
            if tokens[at].low in VERBS | NOT_IN_A_NAME | ARTICLES
            or STATES.match(tokens[at].low)
            or (at and _CONFIRMS.match(tokens[at].low))
        ),
        None,
    )
    if last is None or not any(
        token.low in VERBS or STATES.match(token.low) or _CONFIRMS.match(token.low) or token.low.endswith("s")
        for token in tokens[: last + 1]
    ):
        return ()
    return tokens[: last + 1]


def _bare_behind(chunks: tuple[_Chunk, ...], at: int) -> tuple[list[int], str | None]:
    """Give the bare nouns behind a statement as far as they go on, and whether "or" or "and" closes them."""
    others: list[int] = []
    for index in range(at + 1, len(chunks) - 1, 2):
        mark, other = chunks[index], chunks[index + 1]
        if mark.type not in {"_COMMA", "_OR", "_AND", "_OR_COMMA", "_AND_COMMA"} or other.type != "ATOM":
            break
        bare = other.tokens[1:] if other.tokens and other.tokens[0].low in ARTICLES else other.tokens
        if not (is_noun(bare) or (len(bare) == 1 and bare[0].low in _FILLED | _EMPTY)) or (
            other.read is not None and any(need.type != "boolean" for need in other.read.needs)
        ):
            break
        if other.tokens[0].low in {"has", "have", "with", "is", "are"} or other.read is None or not other.read.needs:
            break
        others.append(index + 1)
        if mark.type != "_COMMA":
            return others, "or" if mark.type.startswith("_OR") else "and"
    return [], None


def _merged(chunks: tuple[_Chunk, ...], known: Lexicon) -> tuple[_Chunk, ...]:
    """Join a second object to the statement it belongs to: `asked for a quote or a sample`."""
    found: list[_Chunk] = []
    for chunk in chunks:
        before = found[-2] if len(found) > 1 and found[-1].type in {"_AND", "_OR"} else None
        if (
            before is not None
            and chunk.type == before.type == "ATOM"
            and _is_subject(chunk.tokens)
            and chunk.tokens[0].low in {"a", "an"}
            and before.read is not None
            and any(need.type == "boolean" for need in before.read.needs)
            and bool(before.tokens)
            and before.tokens[0].low not in ARTICLES | {"has", "have"}
            and any(token.low in VERBS or STATES.match(token.low) for token in before.tokens)
        ):
            joint = Token(
                "word", "or" if found[-1].type == "_OR" else "and", 0, 0, "or" if found[-1].type == "_OR" else "and"
            )
            tokens = (*before.tokens, joint, *chunk.tokens)
            found[-2:] = [_Chunk("ATOM", tokens, _plain_statement(tokens, known))]
            continue
        found.append(chunk)
    return tuple(found)


def _is_subject(tokens: Tokens) -> bool:
    return (
        0 < len(tokens) <= 5  # noqa: PLR2004 (longer is no subject)
        and not any(token.low in VERBS or token.number is not None for token in tokens)
        and not STATES.match(tokens[-1].low)
        and (tokens[0].low in ARTICLES or tokens[0].kind == "name")
    )
