"""Lists of points: `Visited the pricing page: +20`, `+5 for a download`, `Unsubscribed: −50`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ola.agreement.prose.lists.criteria import read_point
from ola.agreement.prose.lists.listed import Item, Listed
from ola.agreement.prose.naming import key_of, score_name
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import APPEND, Ambiguous, NotUnderstood, Outcome, Put, Question
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.sentences.questions import ALL_OR_ANY, NO_NUMBER
from ola.agreement.prose.sentences.shape import checked
from ola.agreement.prose.values import table

_ABOUT = re.compile(r"\b(?:points?|scores?|scoring|pts)\b", re.IGNORECASE)
_JOINS = frozenset({":", "=", "-", "->", "(", "|", ","})
_POINTS = frozenset({"points", "point", "pts", "pt"})
_AGAIN = frozenset({"each", "every", "per"})
_LEAST = 2  # items that make a list


@dataclass(frozen=True, slots=True)
class Points:
    """What of a lead gives points, and how many.

    `is_signed` says that a sign or the word stands beside the number, `is_dashed` that a dash stands there which may
    part or take away: `A download – 10`.
    """

    signal: Tokens
    points: int
    is_signed: bool
    is_dashed: bool = False


def points_in(item: Item) -> Points | None:
    """Read how many points an item gives, at its end or its beginning."""
    return _at_end(item) or _at_start((*item.title, *item.tokens))


def _number(tokens: Tokens, at: int) -> tuple[int, int, bool] | None:
    """Read a number of points with its sign from a token on."""
    sign, is_signed = 1, False
    if at < len(tokens) and tokens[at].low in {"+", "-"} and tokens[at].kind == "sign":
        sign, is_signed, at = (-1 if tokens[at].low == "-" else 1), True, at + 1
    value = tokens[at].number if at < len(tokens) and tokens[at].kind == "number" else None
    if value is None or value.denominator != 1:
        return None
    number = int(value) * sign
    at += 1
    if at < len(tokens) and tokens[at].low in _POINTS:
        is_signed, at = True, at + 1
    return number, at, is_signed


def _at_end(item: Item) -> Points | None:
    tokens = item.tokens
    if item.title:
        whole = _number(tokens, 0)
        return Points(item.title, whole[0], whole[2]) if whole is not None and whole[1] == len(tokens) else None
    end = len(tokens) - (tokens[-1].low == ")")
    for at in range(1, end):
        found = _number(tokens, at)
        if found is None or found[1] != end:
            continue
        before = tokens[at - 1]
        if (
            tokens[at].low == "-"
            and tokens[at].text != "−"
            and item.unit.text[tokens[at].end : tokens[at].end + 1].isspace()
        ):
            is_parted = before.kind == "sign" and before.low in _JOINS
            return Points(tokens[: at - is_parted], abs(found[0]), is_signed=True, is_dashed=True)
        if before.low not in _JOINS or before.kind != "sign":
            if not found[2] or tokens[at].kind == "number":
                continue
            return Points(tokens[:at], found[0], is_signed=True)
        if (
            before.low == "-"
            and tokens[at].kind == "number"
            and at > 1
            and tokens[at - 2].low in _JOINS
            and tokens[at - 2].kind == "sign"
        ):
            continue  # the sign of the number, read one step before
        signal = tokens[: at - 1]
        while signal and signal[-1].kind == "sign" and signal[-1].low in _JOINS:
            signal = signal[:-1]
        if (
            before.low == "-"
            and not found[2]
            and tokens[at - 1].start
            and item.unit.text[tokens[at - 1].end : tokens[at].start] == ""
        ):
            return Points(signal, -found[0], is_signed=True)
        return Points(signal, found[0], found[2]) if signal else None
    return None


def _at_start(tokens: Tokens) -> Points | None:
    found = _number(tokens, 0)
    if found is None or not found[2]:
        return None
    at = found[1]
    while at < len(tokens) and tokens[at].low in {":", "for", "if", "-", "=", "when", "a", "an", "the"}:
        at += 1
    return Points(tokens[at:], found[0], is_signed=True) if at < len(tokens) else None


def points_of(listed: Listed) -> str | None:
    """Name the score that a list of points belongs to; nothing where the list is none."""
    found = [points_in(item) for item in listed.items]
    read = [each for each in found if each is not None]
    lead = listed.lead
    headings = (*lead.unit.headings, lead.unit.words) if lead.unit.kind == "heading" else lead.unit.headings
    says_so = bool(_ABOUT.search(lead.unit.text)) or bool(headings and _ABOUT.search(headings[-1].text))
    if len(read) < _LEAST or len(read) * 2 < len(found):
        return None
    if not says_so and not all(each.is_signed for each in read):
        return None
    return score_of(listed)


def score_of(listed: Listed) -> str:
    """Name a score by the nearest heading that speaks of points or scores."""
    unit = listed.lead.unit
    headings = (*unit.headings, unit.words) if unit.kind == "heading" else unit.headings
    for heading in reversed(headings):
        if _ABOUT.search(heading.text):
            name = score_name(heading.text)
            return name if key_of(name).endswith("score") and len(name.split()) <= 4 else "Score"  # noqa: PLR2004 (a name)
    return "Score"


def read_scored(item: Item, score: str) -> Outcome:
    """Read one item of a list of points."""
    place, found = item.unit.place, points_in(item)
    if found is None:
        return NotUnderstood(None, place)
    if found.is_dashed:
        asks = f"Does this give {found.points} points or take them away?"
        ways = tuple(_line(text_of(found.signal), number) for number in (found.points, -found.points))
        return Ambiguous("derived", (Question(NO_NUMBER.code, asks, ways),), (str(found.points),), place)
    again = next((token.low for token in found.signal if token.low in _AGAIN), None)
    if again is not None:
        asks = f"“{again}”: are the points given once, or how often at most?"
        once = text_of(tuple(token for token in found.signal if token.low not in _AGAIN))
        return Ambiguous(
            "derived", (Question(NO_NUMBER.code, asks, (_line(once, found.points),)),), (str(found.points),), place
        )
    read = read_point(replace(item, title=(), sentence=replace(item.sentence, tokens=found.signal)))
    if read is None or read.vague:
        told = f"`{key_of(text_of(found.signal)).replace('_', ' ')}`"
        return NotUnderstood(_line(told, found.points), place)
    if read.unsaid:
        asks = "Are these points given when all of this holds, or any of it?"
        listed = ", ".join(part.text for part in read.parts)
        ways = tuple(_line(f"{how} of {listed}", found.points) for how in ("all", "any"))
        return Ambiguous("derived", (Question(ALL_OR_ANY.code, asks, ways),), (str(found.points),), place)
    row = table({"when": read.text, "add": found.points}, place)
    puts = (*need_puts(read.needs, place), Put(("scores", key_of(score), "points", APPEND), row))
    figures = (str(found.points), *read.figures)
    says = f"Where {read.text}, the {key_of(score).replace('_', ' ')} gets {found.points:+d}."
    return checked("derived", says, puts, item.sentence, figures, yes_no(read.needs))


def _line(signal: str, points: int) -> str:
    return f"{signal}: {points:+d} points"


def read_points_lead(listed: Listed, score: str) -> Outcome | None:
    """Read the sentence above a list of points, which says only that points are given."""
    lead = listed.lead
    if any(token.number is not None for token in lead.tokens) or lead.unit.kind == "heading":
        return None
    return checked("derived", f"The {key_of(score).replace('_', ' ')} gets the points listed below.", (), lead)
