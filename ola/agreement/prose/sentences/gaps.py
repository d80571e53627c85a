"""Gaps of patterns: what may stand in them, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import condition, one_value, value_list
from ola.agreement.prose.phrases.dates import date_at
from ola.agreement.prose.phrases.lengths import ONE_DAY, UNITS, length_at
from ola.agreement.prose.phrases.limits import limit_at
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon, phrase_key
from ola.agreement.prose.phrases.numbers import CARDINALS, TIMES, number_at, ordinal_at, times_at
from ola.agreement.prose.phrases.own import is_own
from ola.agreement.prose.phrases.periods import OPENS_PERIOD, period_at
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.phrases.shares import PARTS_OF_A_WHOLE, share_at
from ola.agreement.prose.phrases.times import time_at, week_at, weekdays_at, window_at
from ola.agreement.prose.phrases.tokens import Token, Tokens, text_of
from ola.agreement.prose.sentences.verbs import BASES, FINITE, PARTICIPLES

LONGEST_GAP = 40
Once = TypeVar("Once")
One = TypeVar("One")
_BREAKS = frozenset({";", "?", "!", "…"})


@dataclass(frozen=True)
class Setting:
    """What gaps are read with: the names the document declares; and what was read in the sentence already.

    Many patterns ask for the same at the same word. The tokens are kept beside what was read of them, so that none
    other can come to stand where they did.
    """

    known: Lexicon
    seen: dict[tuple[int, int, int, object], tuple[Tokens, Any]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def once(self, tokens: Tokens, at: int, end: int, how: object, read: Callable[[], Once]) -> Once:
        """Read something of some tokens once, however often it is asked for."""
        key = (id(tokens), at, end, how)
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = (tokens, read())
        told: Once = found[1]
        return told

    @cached_property
    def stage_fields(self) -> tuple[str, ...]:
        """The fields whose values are stages or statuses, that of the stages first."""
        keys = {key for several in self.known.values.values() for key, _ in several}
        return tuple(key for key in ("stage", "status", "lead_status", "lifecycle_stage", "lead_stage") if key in keys)


At = Callable[[Tokens, int], "tuple[Any, int] | None"]
Reads = Callable[[Tokens, Setting], Any]


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap by its name; `at` reads what begins at a word, or `reads` what stands between two."""

    name: str
    at: At | None = None
    reads: Reads | None = None
    breaks: frozenset[str] = _BREAKS
    most: int = LONGEST_GAP
    knows: Callable[[Tokens, int, Setting], tuple[Any, int] | None] | None = None
    opens: frozenset[str] | None = None
    """The words with one of which it begins, where that can be said."""
    counts: bool = False
    """Whether a number or a unit stands in it."""

    def named(self, name: str) -> Gap:
        """Give the gap under another name."""
        return replace(self, name=name)

    def ends(self, tokens: Tokens, at: int, setting: Setting) -> Iterable[int]:
        """Give where it may end, the nearest first."""
        if self.at is not None or self.knows is not None:
            found = self._found(tokens, at, setting)
            return () if found is None else (found[1],)
        return self._stops(tokens, at)

    def _stops(self, tokens: Tokens, at: int) -> Iterator[int]:
        for end in range(at + 1, min(len(tokens), at + self.most) + 1):
            last = tokens[end - 1]
            if last.kind == "sign" and last.low in self.breaks:
                return
            yield end

    def read(self, tokens: Tokens, at: int, end: int, setting: Setting) -> Any:
        """Read what stands there; nothing where it is none of the kind."""
        if self.reads is not None:
            reads = self.reads
            return setting.once(tokens, at, end, reads, lambda: reads(tokens[at:end], setting))
        found = self._found(tokens, at, setting)
        return None if found is None else found[0]

    def _found(self, tokens: Tokens, at: int, setting: Setting) -> tuple[Any, int] | None:
        if self.knows is not None:
            knows = self.knows
            return setting.once(tokens, at, -1, knows, lambda: knows(tokens, at, setting))
        if self.at is None:
            return None
        reads = self.at
        return setting.once(tokens, at, -1, reads, lambda: reads(tokens, at))


@dataclass(frozen=True, slots=True)
class Field:
    """A field: how the agreement spells it, how the sentence does, and whether the document declares it."""

    key: str
    label: str
    declared: bool


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field: a stage, a status, a reason."""

    field: str
    text: str


A_NUMBER = "\n0"  # no word: what stands among those of a sentence that holds a number or a unit
_NUMBERS = frozenset(
    (*UNITS, *ONE_DAY, *CARDINALS, *TIMES, *PARTS_OF_A_WHOLE, "hundred", "thousand", "all", "none", "x")
)


def words_of(tokens: Tokens) -> frozenset[str]:
    """Give words in small letters, and `A_NUMBER` where a number, a share or a unit of time may stand among them."""
    low = frozenset(token.low for token in tokens)
    return low | {A_NUMBER} if any(map(_may_count, tokens)) else low


def _may_count(token: Token) -> bool:
    low = token.low
    return (
        token.number is not None
        or token.kind == "time"
        or low in _NUMBERS
        or low.rstrip("'s") in _NUMBERS
        or "-" in low
    )


def _field(tokens: Tokens, setting: Setting) -> Field | None:
    tokens = without_article(tokens)
    if not tokens or len(tokens) > 6:  # noqa: PLR2004 (longer is no name)
        return None
    declared = setting.known.field_at(tokens, 0)
    if declared is not None and declared[1] == len(tokens):
        return Field(declared[0], text_of(tokens), declared=True)
    if len(tokens) == 1 and tokens[0].kind == "name" and is_own(tokens[0].text):
        return None  # a condition is no name
    if len(tokens) == 1 and tokens[0].kind in {"name", "quote"} and key_of(tokens[0].text):
        return Field(key_of(tokens[0].text), tokens[0].text, declared=False)
    if (is_set_off(tokens) or text_of(tokens).lower() in _EVERYWHERE) and key_of(text_of(tokens)):
        return Field(key_of(text_of(tokens)), text_of(tokens), declared=False)
    return None


# Fields that every system has: where a field is asked for, these words are one.
_EVERYWHERE = frozenset(
    """email|e-mail|email address|phone|phone number|mobile number|country|company|company name|company size|website|
    industry|first name|last name|full name|job title|lead source|score|lead score|budget|region|state|city|zip code|
    postal code|consent|campaign|annual revenue|number of employees|owner|lead owner""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)


def _loose_field(tokens: Tokens, setting: Setting) -> Field | None:
    """Read a field that is set off, declared, or named in up to four plain words."""
    found = _field(tokens, setting)
    if found is not None:
        return found
    tokens = without_article(tokens)
    if not 0 < len(tokens) <= 4 or any(token.kind != "word" or token.low in _NO_NAME for token in tokens):  # noqa: PLR2004 (a name)
        return None
    key = phrase_key(tokens)
    return None if key is None else Field(key, text_of(tokens), declared=False)


_NO_NAME = frozenset(
    """is are was be been has have must may can will should not no it this that which who they we you there here and or of
    in on at by for to from with within after before if when every each all any both none nothing nobody everything
    everybody one only never always then than as so out up""".split()
)


def without_article(tokens: Tokens) -> Tokens:
    """Leave out an article in front."""
    return tokens[1:] if len(tokens) > 1 and tokens[0].text.lower() in ARTICLES and tokens[0].kind == "word" else tokens


def is_set_off(tokens: Tokens) -> bool:
    """Say that all of a name is in bold, or each of its words begins with a capital and it is no start of a sentence."""
    if not tokens or any(token.kind not in {"word", "name"} for token in tokens):
        return False
    if all(token.strong for token in tokens):
        return len(tokens) <= 4  # noqa: PLR2004 (a longer one is a sentence in bold)
    return len(tokens) > 1 and all(token.text[:1].isupper() for token in tokens)


def _fields(tokens: Tokens, setting: Setting) -> tuple[Field, ...] | None:
    """Read a list of fields that are all meant: `Name`, `Kind` and `Owner`."""
    return None if _are_choices(tokens) else _list_of(tokens, setting, _field)


def _loose_fields(tokens: Tokens, setting: Setting) -> tuple[Field, ...] | None:
    return None if _are_choices(tokens) else _list_of(tokens, setting, _loose_field)


def _are_choices(tokens: Tokens) -> bool:
    """Say that one of a list will do: `a phone number or an email address`."""
    return any(token.kind == "word" and token.low in {"or", "and/or", "either"} for token in without_brackets(tokens))


def _list_of(tokens: Tokens, setting: Setting, one: Callable[[Tokens, Setting], One | None]) -> tuple[One, ...] | None:
    found: list[One] = []
    for part in parted(tokens):
        if not part:
            return None
        read = one(part, setting)
        if read is None:
            return None
        found.append(read)
    return tuple(found) if found else None


def parted(tokens: Tokens) -> Iterator[Tokens]:
    """Take a list apart at its commas and its last "and" or "or"; what is in brackets explains and is left out."""
    depth = 0
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "sign" and token.low in "([":
            depth += 1
        elif token.kind == "sign" and token.low in ")]":
            depth -= 1
        elif depth == 0 and (
            (token.low in {",", ";"} and token.kind == "sign")
            or (token.low in {"and", "or", "&"} and token.kind in {"word", "sign"})
        ):
            if kept:
                yield tuple(kept)
            kept = []
        elif depth == 0:
            kept.append(token)
    yield tuple(kept)


def _value(tokens: Tokens, setting: Setting) -> Value | None:
    """Read a declared value: a status, a stage, a reason."""
    tokens = without_article(tokens)
    start = 0
    while start < len(tokens) - 1 and tokens[start].low in {"status", "stage"}:
        start += 1
    found = setting.known.values_at(tokens, start)
    if found is None and tokens[-1].low in _RECORDS and len(tokens) > start + 1:
        found = setting.known.any_values_at(tokens, start)
    if found is None:
        return None
    end = found[1]
    if end < len(tokens) and tokens[end].low in _RECORDS | {"status", "stage", "one"}:
        end += 1
    if end != len(tokens):
        return None
    several = found[0]
    field, text = next((each for each in several if each[0] in setting.stage_fields), several[0])
    return Value(field, text)


_RECORDS = frozenset({"record", "records", "lead", "leads", "deal", "deals", "contact", "contacts", "opportunity"})


def _declared_values(tokens: Tokens, setting: Setting) -> tuple[Value, ...] | None:
    found: tuple[Value, ...] | None = _list_of(tokens, setting, _value)
    if found is None or len({value.field for value in found}) != 1:
        return None
    return found


def _free_values(tokens: Tokens, setting: Setting) -> tuple[str, ...] | None:
    """Read a list of values in any words; brackets behind it explain."""
    tokens = without_brackets(tokens)
    while tokens and tokens[-1].kind == "sign" and tokens[-1].low in {".", ":", ";"}:
        tokens = tokens[:-1]
    return value_list(tokens, setting.known) or None


def without_brackets(tokens: Tokens) -> Tokens:
    """Leave out a bracket at the end that holds no number."""
    if tokens and tokens[-1].low == ")" and tokens[-1].kind == "sign":
        start = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].low == "("), None)
        if start is not None and not any(token.number is not None for token in tokens[start:]):
            return tokens[:start]
    return tokens


def _free_value(tokens: Tokens, setting: Setting) -> str | None:
    found = one_value(tokens, 0, setting.known)
    return found[0] if found is not None and found[1] == len(tokens) else None


def _words(tokens: Tokens, setting: Setting) -> Tokens | None:
    del setting
    return tokens if any(token.kind != "sign" for token in tokens) else None


def _condition(tokens: Tokens, setting: Setting) -> Any:
    return condition(tokens, setting.known)


def _person(tokens: Tokens, at: int, setting: Setting) -> tuple[str, int] | None:
    if at < len(tokens) and tokens[at].low in {"the", "a", "an", "each", "every", "all", "our"}:
        at += 1
    return setting.known.person_at(tokens, at)


def _calendar(tokens: Tokens, at: int, setting: Setting) -> tuple[str, int] | None:
    if at < len(tokens) and tokens[at].low in {"the", "a"}:
        at += 1
    return setting.known.calendar_at(tokens, at)


def _count(tokens: Tokens, at: int) -> tuple[int, int] | None:
    found = number_at(tokens, at)
    return None if found is None or found[0].denominator != 1 else (int(found[0]), found[1])


def _back(tokens: Tokens, at: int) -> tuple[bool, int] | None:
    return (True, at + 1) if at < len(tokens) and tokens[at].low in _BACK else None


_BACK = frozenset({"back", "backwards", "backward"})
_ALL_OR_ANY = frozenset({"all", "any", "each", "every", "either"})


def _all_or_any(tokens: Tokens, at: int) -> tuple[str, int] | None:
    if at < len(tokens) and tokens[at].low in _ALL_OR_ANY:
        return ("any" if tokens[at].low in {"any", "either"} else "all"), at + 1
    return None


_OUT = tuple(
    words.split()
    for words in (
        "not clocked", "excluded", "disqualified", "not counted", "ignored", "left out", "not routed", "not scored", "rejected",
        "not eligible", "not measured", "exempt", "suppressed", "unqualified", "out of scope", "not contacted",
    )
)  # fmt: skip


def _out(tokens: Tokens, at: int) -> tuple[Tokens, int] | None:
    low = [token.low for token in tokens[at : at + 3]]
    found = next((words for words in _OUT if low[: len(words)] == words), None)
    return None if found is None else (tokens[at : at + len(found)], at + len(found))


_REFERS = frozenset(
    {"and", "or", "(", ")", ",", "any", "one", "all", "of", "to", "together", "with", "on", "both", "-"}
)


def _references(tokens: Tokens, setting: Setting) -> tuple[tuple[int, ...], ...] | None:
    """Read numbers of list items and how they are joined: `1 AND (2 OR 3)`, `any one of 1 to 4, or on 5 together with 6`.

    Gives the ways in which it can come true, each the numbers that must hold together.
    """
    del setting
    numbers = [token for token in tokens if token.kind == "number"]
    if not numbers or any(token.kind != "number" and token.low not in _REFERS for token in tokens):
        return None
    ways = _ways(list(tokens))
    return ways or None


def _ways(tokens: list[Token]) -> tuple[tuple[int, ...], ...]:
    """Give the ways of references: "or" and commas between them, "and" and "together with" within."""
    parts, depth, start = list[list[Token]](), 0, 0
    for at, token in enumerate(tokens):
        depth += (token.low == "(") - (token.low == ")")
        if depth == 0 and token.low in {"or", ","}:
            parts.append(tokens[start:at])
            start = at + 1
    parts.append(tokens[start:])
    parts = [part for part in parts if any(token.kind == "number" for token in part)]
    if len(parts) > 1:
        return tuple(way for part in parts for way in _ways(part))
    return _together(parts[0]) if parts else ()


def _together(tokens: list[Token]) -> tuple[tuple[int, ...], ...]:
    low = [token.low for token in tokens]
    whole = [int(token.number) for token in tokens if token.number is not None]
    if "to" in low or "-" in low:
        if len(whole) != 2 or "and" in low or not 0 < whole[1] - whole[0] < 50:  # noqa: PLR2004 (from, to)
            return ()
        return tuple((number,) for number in range(whole[0], whole[1] + 1))
    parts, depth, start = list[list[Token]](), 0, 0
    for at, token in enumerate(tokens):
        depth += (token.low == "(") - (token.low == ")")
        if depth == 0 and (token.low == "and" or (token.low == "with" and at and tokens[at - 1].low == "together")):
            parts.append(tokens[start:at])
            start = at + 1
    parts.append(tokens[start:])
    parts = [part for part in parts if any(token.kind == "number" for token in part)]
    if len(parts) == 1:
        inner = [token for token in parts[0] if token.low not in {"any", "one", "of", "on", "both"}]
        if inner and inner[0].low == "(" and inner[-1].low == ")":
            return _ways(inner[1:-1])
        return tuple((number,) for number in whole) if len(whole) == 1 else ()
    ways: tuple[tuple[int, ...], ...] = ((),)
    for part in parts:
        ways = tuple((*way, *more) for way in ways for more in _ways(part))
    return ways


def _does(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read what somebody does, in one verb: `takes`, `must deliver`, `will generate`; gives its base."""
    start = at
    if at < len(tokens) and tokens[at].low in _MODALS:
        start += 1
    if start >= len(tokens) or tokens[start].low not in FINITE or tokens[start].kind != "word":
        return None
    if (at != start and tokens[start].low not in BASES) or (at == start and not at):
        return None
    return FINITE[tokens[start].low], start + 1


_MODALS = frozenset({"must", "will", "shall", "should", "may", "can"})
_STATES = frozenset({"known", "given", "set", "present"})


# What one does on a record, and the word for its being done.
NOTED = {"tick": "ticked", "mark": "marked", "flag": "flagged", "note": "noted", "log": "logged", "record": "recorded"}
_NOTED = frozenset(NOTED.values())
_NOTE = frozenset({"note", "log", "record"})


def _noted(tokens: Tokens, at: int) -> tuple[Tokens, int] | None:
    return (tokens[at : at + 1], at + 1) if at < len(tokens) and tokens[at].low in _NOTED else None


def _note(tokens: Tokens, at: int) -> tuple[Tokens, int] | None:
    return (tokens[at : at + 1], at + 1) if at < len(tokens) and tokens[at].low in _NOTE else None


def _verb(tokens: Tokens, at: int) -> tuple[Tokens, int] | None:
    is_done = at < len(tokens) and (
        tokens[at].low in PARTICIPLES or tokens[at].low in _STATES or tokens[at].low.endswith("ed")
    )
    return (tokens[at : at + 1], at + 1) if is_done else None


def _rate(tokens: Tokens, at: int) -> tuple[str, int] | None:
    if at < len(tokens) and "-to-" in tokens[at].low:
        return tokens[at].low, at + 1
    if (
        at + 2 < len(tokens)
        and tokens[at + 1].low in {"to", "->"}
        and tokens[at].text.isupper()
        and tokens[at + 2].text.isupper()
    ):
        return f"{tokens[at].low}-to-{tokens[at + 2].low}", at + 3
    return None


def _month(tokens: Tokens, at: int) -> tuple[Tokens, int] | None:
    return (tokens[at : at + 1], at + 1) if at < len(tokens) and tokens[at].low in _MONTHS else None


_MONTHS = frozenset({"month's", "week's", "quarter's"})


def _placeholder(tokens: Tokens, at: int) -> tuple[str, int] | None:
    low = [token.low for token in tokens[at : at + 4]]
    if low[:1] == ["["] and low[2:3] == ["]"]:
        return tokens[at + 1].text, at + 3 + (low[3:4] == ["%"])
    return None


# Verbs of what follows something: leads go back, change hands, are counted.
FOLLOWS = frozenset("are count counts get gets go goes is lose loses move moves return returns take takes".split())
_THEN = FOLLOWS | {"it", "the", "they"}


def _then(tokens: Tokens, setting: Setting) -> Tokens | None:
    """Read what follows something: words that begin with what happens, or with who does it."""
    del setting
    return tokens if tokens and (tokens[0].low in _THEN or any(token.low in _THEN for token in tokens[1:6])) else None


def _tells(tokens: Tokens, setting: Setting) -> Tokens | None:
    """Read that somebody is told, or something is done by itself."""
    del setting
    low = {token.low for token in tokens}
    return (
        tokens
        if low & {"told", "notified", "warned", "alerted", "informed", "escalated", "reassigned"}
        and not low & {"not", "if", "when", "without"}
        else None
    )


def _noun(tokens: Tokens, setting: Setting) -> Tokens | None:
    """Read a short noun without a verb."""
    del setting
    bad = any(
        token.kind == "sign"
        or token.number is not None
        or token.low in {"is", "are", "has", "have", "the", "goes", "go", "and"}
        for token in tokens
    )
    return tokens if 0 < len(tokens) <= 4 and not bad else None  # noqa: PLR2004 (a noun)


def _clock(tokens: Tokens, setting: Setting) -> Tokens | None:
    """Read what names a clock: `The clock`, `Lead clock 1`, `alarms`."""
    del setting
    low = [token.low for token in tokens]
    if not 0 < len(tokens) <= 5 or set(low) & {"is", "are", "was", "has", "have", "not", "no"}:  # noqa: PLR2004 (a name)
        return None
    return (
        tokens
        if set(low) & {"clock", "clocks", "timer", "timers", "sla", "alarms", "reminders", "response time", "time"}
        else None
    )


def _quote(tokens: Tokens, at: int) -> tuple[str, int] | None:
    return (tokens[at].text, at + 1) if at < len(tokens) and tokens[at].kind == "quote" else None


def _lead(tokens: Tokens, at: int) -> tuple[Tokens, int] | None:
    start = at + (at < len(tokens) and tokens[at].low in {"the", "a", "it"})
    return (
        (tokens[at : start + 1], start + 1)
        if start < len(tokens) and tokens[start].low in {"lead", "record", "leads", "records", "contact"}
        else None
    )


_PHRASE_BREAKS = frozenset({";", "?", "!", "…", ",", ":"})

# Every kind of gap by its name.
GAPS: dict[str, Gap] = {
    "field": Gap("field", reads=_field, most=7),
    "name": Gap("name", reads=_loose_field, most=7),
    "fields": Gap("fields", reads=_fields),
    "names": Gap("names", reads=_loose_fields),
    "value": Gap("value", reads=_value, most=7),
    "declared": Gap("declared", reads=_declared_values),
    "values": Gap("values", reads=_free_values, most=160, breaks=frozenset({"?", "!", ";"})),
    "one": Gap("one", reads=_free_value, most=8),
    "condition": Gap("condition", reads=_condition, breaks=frozenset({"?", "!"})),
    "words": Gap("words", reads=_words),
    "phrase": Gap("phrase", reads=_words, breaks=_PHRASE_BREAKS, most=16),
    "person": Gap("person", knows=_person),
    "calendar": Gap("calendar", knows=_calendar),
    "points": Gap("points", reads=_words, breaks=frozenset({"?", "!"}), most=160),
    "all_or_any": Gap("all_or_any", at=_all_or_any, opens=_ALL_OR_ANY),
    "out": Gap("out", at=_out, opens=frozenset(words[0] for words in _OUT)),
    "verb": Gap("verb", at=_verb),
    "note": Gap("note", at=_note, opens=_NOTE),
    "noted": Gap("noted", at=_noted, opens=_NOTED),
    "does": Gap("does", at=_does, opens=_MODALS | FINITE.keys()),
    "rate": Gap("rate", at=_rate),
    "month": Gap("month", at=_month, opens=_MONTHS),
    "placeholder": Gap("placeholder", at=_placeholder, opens=frozenset({"["})),
    "then": Gap("then", reads=_then, breaks=frozenset({"?", "!"})),
    "tells": Gap("tells", reads=_tells, breaks=frozenset({"?", "!", ";"})),
    "noun": Gap("noun", reads=_noun, most=5),
    "references": Gap("references", reads=_references, breaks=frozenset({"?", "!"})),
    "clock": Gap("clock", reads=_clock, most=5, breaks=_PHRASE_BREAKS),
    "quote": Gap("quote", at=_quote),
    "lead": Gap("lead", at=_lead),
    "back": Gap("back", at=_back, opens=_BACK),
    "length": Gap("length", at=length_at, counts=True),
    "limit": Gap("limit", at=limit_at),
    "bound": Gap("bound", at=bound_at, counts=True),
    "share": Gap("share", at=share_at, counts=True),
    "period": Gap("period", at=period_at, opens=OPENS_PERIOD),
    "number": Gap("number", at=number_at, counts=True),
    "nth": Gap("nth", at=ordinal_at),
    "count": Gap("count", at=_count, counts=True),
    "times": Gap("times", at=times_at, counts=True),
    "time": Gap("time", at=time_at),
    "date": Gap("date", at=date_at),
    "window": Gap("window", at=window_at),
    "week": Gap("week", at=week_at),
    "weekdays": Gap("weekdays", at=weekdays_at),
}
