"""Promises in time: who does what, within how long, from when, for which leads, how often kept, and else what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.given import parsed
from ola.agreement.prose.phrases.lengths import Length, length_at
from ola.agreement.prose.phrases.limits import Limit, OnDay, limit_at
from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.periods import period_at
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.shares import share_at
from ola.agreement.prose.phrases.times import week_at
from ola.agreement.prose.phrases.tokens import Tokens, cut, text_of
from ola.agreement.prose.reading import Ambiguous, NotUnderstood, Outcome
from ola.agreement.prose.sentences.clock_rules import clock_rule, with_clock
from ola.agreement.prose.sentences.core import Core, Leads, is_party, party_name, plain, read_core, read_leads
from ola.agreement.prose.sentences.declarations import field_of_stage
from ola.agreement.prose.sentences.events import BECOMING, read_events
from ola.agreement.prose.sentences.labels import NO_LEADS, leads_of_label, split_label
from ola.agreement.prose.sentences.owing import owed_by_heading, with_subject
from ola.agreement.prose.sentences.promise import Promise, settled
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.sentence import sentence as of_unit
from ola.agreement.prose.sentences.verbs import BASES, FINITE, PARTICIPLE_OF, PARTICIPLES, PARTICLES, VAGUE
from ola.agreement.prose.values import quoted

if TYPE_CHECKING:
    from lark import Tree

GRAMMAR = Path(__file__).with_name("commitments.lark")
LONGEST_NAME = 70
# Promises as they are read, each with what the ones before it do not tell.
EXAMPLES = (
    "Sales must reach `first touch` within 4 business hours on the calendar `office hours`, counted from `assigned`.",
    "Sales makes a first touch on every MQL within 4 business hours of assignment, for 95% of leads per month; otherwise the lead is reassigned.",
    "Each SAL must be called within 30 minutes after it becomes SAL, around the clock, owed by SDR.",
    "At least 90% of MQLs must be accepted or rejected within 1 business hour of assignment per quarter, owed by Sales.",
    "Within 2 hours of assignment, Sales calls every lead, around the clock, unless the lead has no phone.",
    "For leads where `score >= 80`, Sales calls within 5 minutes of assignment, around the clock.",
    "When a contract is signed, the AE books the kick-off within 3 days, around the clock.",
    "SDRs make at least 6 attempts within 14 days of assignment, around the clock.",
    "Marketing delivers event lists by the end of the next business day.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a promise: which, its tokens, and what was read of it."""

    type: str
    tokens: Tokens = ()
    value: Any = None


def read_commitment(sentence: Sentence) -> tuple[Outcome, ...]:
    """Read a promise in time; nothing where it holds no limit, or a part that cannot be made out.

    Words behind the promise that are not read do no harm where it is asked about all the same; they are told as not
    understood. A promise that would be taken into the agreement must be read to its last word.
    """
    words = plain(sentence.tokens)
    labelled = split_label(sentence)
    if labelled is not None:
        words = (*words, *_with_within(labelled[1]))
    if _tells_a_lapse(sentence.tokens, sentence.known) or not any(
        _limit_at(words, at, sentence.known) for at in range(len(words))
    ):
        return ()
    promise = promised(sentence)
    if promise is not None:
        return (settled(promise, sentence.known, sentence.place),)
    end = _before_tail(sentence)
    if end is None:
        return ()
    first, tail = sentence.part(0, end), sentence.part(end + 1, len(sentence.tokens))
    promise = promised(first)
    if promise is None:
        return ()
    outcome = settled(promise, sentence.known, first.place)
    return (outcome, NotUnderstood(None, tail.place)) if isinstance(outcome, Ambiguous) else ()


def read_several(sentence: Sentence) -> tuple[Outcome, ...]:
    """Read one act with a limit for each sort of leads: `Sales calls hot leads within 1 hour and warm ones within 1 day`."""
    known = sentence.known
    found: list[tuple[Promise, Sentence]] = []
    for part in _at_joints(sentence):
        if not found:
            promise = promised(part)
            if promise is None or not promise.stops or promise.at_least is not None:
                return ()
            found.append((promise, part))
            continue
        parts = tuple(each for each in _cut(plain(part.tokens), known) if each.type != "_COMMA")
        cores = [each.tokens for each in parts if each.type == "CORE"]
        for_others = _for_others(parts)
        if not cores and for_others is not None:
            limit, others = for_others
            first = found[0][0]
            scope = others if first.scope is None else joined("all", (first.scope, others))
            found.append((replace(first, limit=limit, scope=scope, calendar=None, hours=None), part))
            continue
        leads = read_leads(cores[0], known) if len(cores) == 1 and parts[0].type == "CORE" else None
        if leads is None or leads.scope is None or sum(each.type == "LIMIT" for each in parts) != 1:
            return ()
        promise = promised(part)
        if promise is None or promise.stops:
            return ()
        first = found[0][0]
        found.append(
            (replace(promise, stops=first.stops, vague=first.vague, party=promise.party or first.party,
                     starts=promise.starts or first.starts, likely=promise.likely or first.likely), part)
        )  # fmt: skip
    return tuple(settled(promise, known, part.place) for promise, part in found) if len(found) > 1 else ()


def _for_others(parts: tuple[Part, ...]) -> tuple[Limit, Read] | None:
    """Read a limit of its own for some leads of an act told before: `…; within 15 minutes for demo requests`."""
    by = {part.type: part for part in parts}
    if by.keys() != {"LIMIT", "SCOPE"} or len(parts) != len(by) or not isinstance(by["SCOPE"].value, Leads):
        return None
    leads: Leads = by["SCOPE"].value
    limit = by["LIMIT"].value
    return (
        None if leads.scope is None or leads.stage or leads.since or isinstance(limit, tuple) else (limit, leads.scope)
    )


def _at_joints(sentence: Sentence) -> Iterator[Sentence]:
    """Part a sentence at commas, semicolons and "and" behind which a limit of its own stands."""
    tokens, start, known = sentence.tokens, 0, sentence.known
    for at, token in enumerate(tokens):
        if token.low not in {",", ";", "and", "while", "but"} or at < start + 2:
            continue
        after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].low in {"and", "but", "while"})
        if any(_limit_at(tokens, index, known) for index in range(start, at)) and any(
            _limit_at(tokens, index, known) for index in range(after, len(tokens))
        ):
            yield sentence.part(start, at)
            start = after
    yield sentence.part(start, len(tokens))


def _before_tail(sentence: Sentence) -> int | None:
    """Find the comma or "and" behind the limit from which on nothing tells a time."""
    tokens = sentence.tokens
    parts = tuple(_cut(plain(tokens), sentence.known))
    if sum(part.type == "LIMIT" for part in parts) != 1:
        return None
    limit = next(part for part in parts if part.type == "LIMIT")
    if not limit.tokens:
        return None
    start = next((at for at, token in enumerate(tokens) if token.start >= limit.tokens[-1].start), None)
    if start is None:
        return None
    for at in range(start + 1, len(tokens) - 2):
        is_joint = tokens[at].low == "," or (tokens[at].low == "and" and tokens[at].kind == "word")
        if is_joint and not any(token.number is not None for token in tokens[at:]):
            return at
    return None


def promised(sentence: Sentence) -> Promise | None:
    """Read what a sentence promises, whether it says all or not."""
    if _tells_a_lapse(sentence.tokens, sentence.known):
        return None
    assured = _assured(sentence)
    if assured is not None:
        return assured
    labelled = split_label(sentence)
    if labelled is not None:
        return _of_label(*labelled, sentence)
    degree, tokens = _of_leads(plain(sentence.tokens), sentence.known)
    but, tokens = _but_for(tokens, sentence.known)
    event, tokens = _event_ahead(tokens, sentence.known)
    parts = (*degree, *but, *event, *_cut(tokens, sentence.known))
    if not any(part.type == "LIMIT" for part in parts) or sum(part.type == "CORE" for part in parts) != 1:
        return None
    tree = parsed(GRAMMAR, parts)
    return None if tree is None else _promise(tree, sentence)


def _assured(sentence: Sentence) -> Promise | None:
    """Read `Sales promises that each lead is called within 2 hours`: what is promised, and who makes sure of it."""
    tokens = sentence.tokens
    that = next((at for at, token in enumerate(tokens[:8]) if token.low == "that" and at > 1), None)
    verb = next((at for at in range(1, that or 0) if tokens[at].low in _ASSURES), None)
    if that is None or verb is None:
        return None
    subject = tokens[: verb - (tokens[verb - 1].low in {"must", "will", "shall", "has", "to"})]
    promise = promised(sentence.part(that + 1, len(tokens))) if is_party(subject, sentence.known) else None
    return None if promise is None else replace(promise, party=promise.party or party_name(subject, sentence.known))


_ASSURES = frozenset(
    "promises promise guarantees guarantee ensures ensure makes make sees see agrees agree commits".split()
)


def _tells_a_lapse(tokens: Tokens, known: Lexicon) -> bool:
    """Say that a clause ahead tells what was not done in time: `If nobody calls within 2 hours, …` promises nothing new."""
    low = [token.low for token in tokens]
    if low[:1] == [] or low[0] not in {"if", "when", "should", "where", "whenever", "once"} or "," not in low:
        return False
    clause = tokens[: low.index(",")]
    if not any(token.low in _UNDONE for token in clause):
        return False
    return any(
        _limit_at(clause, at, known) is not None
        or (token.low in {"for", "after"} and length_at(clause, at + 1) is not None)
        for at, token in enumerate(clause)
    )


_UNDONE = frozenset(
    """not no nobody never fails fail failed hasn't haven't isn't wasn't aren't doesn't don't didn't without untouched unanswered
    unworked cannot can't""".split()
)


def _of_label(label: Tokens, rest: Tokens, sentence: Sentence) -> Promise | None:
    """Read what a label promises to the leads it names: `Hot leads: first call within 5 minutes`, `Tier 1: 4 hours`."""
    known = sentence.known
    leads = leads_of_label(label, known)
    if leads is None:
        return None
    parts = (*_degree_of(rest, known), *_cut(_with_within(rest), known))
    kinds = [part.type for part in parts]
    if kinds.count("LIMIT") != 1 or kinds.count("CORE") > 1:
        return None
    core: Core | None = Core(None, ())
    if "CORE" not in kinds:
        if kinds[0] != "LIMIT":
            return None
        parts = (Part("CORE", label), Part("_COMMA"), *parts)
    else:
        core = _core_of(next(part.tokens for part in parts if part.type == "CORE"), known)
    if core is None or parsed(GRAMMAR, parts) is None:
        return None
    scopes = [each for each in (leads.scope, core.scope) if each is not None]
    scope = None if not scopes else scopes[0] if len(scopes) == 1 else joined("all", scopes)
    core = replace(core, scope=scope, stage=leads.stage or core.stage, since=leads.since or core.since)
    by: dict[str, list[Part]] = {}
    for part in parts:
        by.setdefault(part.type, []).append(part)
    if any(len(found) > 1 for kind, found in by.items() if kind not in {"SCOPE", "UNLESS", "_COMMA"}):
        return None
    promise = _filled(core, by, sentence)
    return promise if promise is None else replace(promise, likely_stops=_beside(sentence))


def _core_of(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read what is done behind a label, which may be one verb: `respond`, `call back`."""
    base = tokens[0].low
    if base in BASES and all(token.low in PARTICLES for token in tokens[1:]):
        name = " ".join([PARTICIPLE_OF[base], *(token.low for token in tokens[1:])])
        return Core(None, (name,), vague=name if base in VAGUE else None)
    return read_core(tokens, known)


def _degree_of(tokens: Tokens, known: Lexicon) -> tuple[Part, ...]:
    return _of_leads(tokens, known)[0]


def _with_within(tokens: Tokens) -> Tokens:
    """Read a bare length behind a label as a limit: `Tier 1: 4 hours`, `max. 30 minutes`, `same day`."""
    at = 0
    while at < len(tokens) and tokens[at].low in {"max", "maximum", ".", "<", "<=", "under", "up", "to"}:
        at += 1
    if at < len(tokens) and length_at(tokens, at) is not None:
        return (
            replace(tokens[at], kind="word", text="within", low="within", number=None, end=tokens[at].start),
            *tokens[at:],
        )
    return tokens


def _beside(sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """Give what fulfils the promises of the other items of the same list, to be offered first."""
    unit, context = sentence.unit, sentence.context

    def found() -> tuple[tuple[str, ...], ...]:
        events: list[tuple[str, ...]] = []
        for at, each in enumerate(context.units):
            if each.kind != "sentence" or each.headings != unit.headings or each.lead != unit.lead:
                continue
            one = of_unit(each, replace(context, at=at))
            split = split_label(one) if one is not None else None
            if one is None or split is None:
                continue
            cores = [part.tokens for part in _cut(split[1], one.known) if part.type == "CORE"]
            core = _core_of(cores[0], one.known) if len(cores) == 1 else None
            events += [core.events] if core is not None and core.vague is None else []
        return tuple(dict.fromkeys(events))

    return context.once(("what a list promises", unit.headings, unit.lead), found)


# ── cutting a promise into its parts ────────────────────────────────────────────────────────────

_STARTS = frozenset({"of", "after", "from", "since", "following", "once", "upon", "on"})
_TURNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "START": (("counted", "from"), ("starting", "from"), ("starting", "with"), ("measured", "from"), ("from", "the", "moment")),
    "STOPS": (("it", "is", "fulfilled", "by"), ("fulfilled", "by"), ("ended", "by")),
    "RESTARTS": (("restarted", "by"),),
    "CANCELS": (("cancelled", "by"), ("canceled", "by")),
    "BEFORE": (("before",),),
    "PAUSED": (("paused", "while"), ("waiting", "while")),
    "OWED": (("owed", "by"),),
    "SILENCE": (("silence", "counting", "as"), ("silence", "counts", "as")),
    "SCOPE": (("for", "leads", "where"), ("for", "all", "leads", "where"), ("where",), ("if",), ("provided",)),
    "UNLESS": (("unless",), ("except", "if"), ("except", "when"), ("except",), ("excluding",), ("apart", "from"), ("with", "the", "exception", "of")),
    "BREACH": (("otherwise",), ("or", "else"), ("else",), ("if", "not", ","), ("or", "it", "is"), ("or", "they", "are")),
}  # fmt: skip


def _cut(tokens: Tokens, known: Lexicon) -> Iterator[Part]:
    """Cut tokens into the parts of a promise; what opens no part is its core."""
    at, core_from = 0, 0
    last = ""
    while at < len(tokens):
        part = _part_at(tokens, at, last, known)
        if part is None:
            at += 1
            continue
        found, end = part
        if core_from < at:
            yield from _core(tokens[core_from:at])
        yield found
        last = found.type
        at = core_from = end
    if core_from < len(tokens):
        yield from _core(tokens[core_from:])


def _core(tokens: Tokens) -> Iterator[Part]:
    """Give words that open no part; commas around them stand by themselves."""
    while tokens and tokens[0].low in {",", ";", ":"}:
        yield Part("_COMMA")
        tokens = tokens[1:]
    end = len(tokens)
    while end and tokens[end - 1].low in {",", ";", ":"}:
        end -= 1
    if end:
        yield Part("CORE", tokens[:end])
    for _ in tokens[end:]:
        yield Part("_COMMA")


def _part_at(tokens: Tokens, at: int, last: str, known: Lexicon) -> tuple[Part, int] | None:
    token = tokens[at]
    if token.kind not in {"word", "sign", "percent", "number"}:
        return None
    for read in (_late_at, _week_at, _calendar_at, _turn_at, _limit_at, _degree_at):
        found = read(tokens, at, known)
        if found is not None:
            return found
    if last and token.low == "for" and (leads := _leads_at(tokens, at + 1, known)) is not None:
        return Part("SCOPE", tokens[at + 1 : leads[1]], leads[0]), leads[1]
    if last == "LIMIT" and token.low in {"it", "they"}:
        end = _stop(tokens, at, known, is_start=True)
        return Part("START", tokens[at:end]), end
    if last in {"LIMIT", "CALENDAR"} and token.low in _STARTS:
        end = _stop(tokens, at + 1, known, is_start=True)
        if end > at + 1:
            return Part("START", tokens[at + 1 : end]), end
    if token.low in {"per", "each", "every"} and (period := period_at(tokens, at)) is not None and last:
        return Part("PERIOD", tokens[at : period[1]], period[0]), period[1]
    return None


# The same by their first word, in the order above.
_TURNS_BY_WORD: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _kind, _turns in _TURNS.items():
    for _turn in _turns:
        _TURNS_BY_WORD.setdefault(_turn[0], []).append((_kind, _turn))


def _turn_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Part, int] | None:
    """Read a part that a turn of phrase opens, up to the next comma, semicolon or part."""
    turns = _TURNS_BY_WORD.get(tokens[at].low)
    if turns is None:
        return None
    low = tuple(token.low for token in tokens[at : at + 4])
    for kind, turn in turns:
        if low[: len(turn)] != turn:
            continue
        start = at + len(turn)
        if kind == "BREACH":
            return (Part(kind, tokens[start:]), len(tokens)) if at and start < len(tokens) else None
        if kind == "BEFORE" and (start >= len(tokens) or tokens[start].kind not in {"name", "word"}):
            return None
        if kind == "UNLESS" and turn != ("unless",) and any(token.low in _DAYS_OFF for token in tokens[start:]):
            return None  # "excluding weekends" says when the clock stands still, not for whom
        end = _stop(tokens, start, known)
        return (Part(kind, tokens[start:end]), end) if end > start else None
    return None


_DAYS_OFF = frozenset("weekends weekend saturdays sundays holidays holiday saturday sunday nights".split())


def _stop(tokens: Tokens, at: int, known: Lexicon, *, is_start: bool = False) -> int:
    """Give where a part ends: before a comma or semicolon that no list goes on behind, or where the next part begins."""
    start = at
    if (
        is_start
        and tokens[at : at + 1]
        and tokens[at].low in {"it", "they"}
        and not any(token.low in BECOMING for token in tokens[at + 1 : at + 3])
    ):
        end = at + 2
        while end < len(tokens) and tokens[end - 1].low in {"was", "is", "has", "were", "are", "been", "have"}:
            end += 1
        return min(end, len(tokens))
    while at < len(tokens):
        if tokens[at].low == ";" or (tokens[at].low == "," and not _in_list(tokens, at)):
            return at
        if at > start and (
            _limit_at(tokens, at, known) is not None
            or _late_at(tokens, at, known) is not None
            or _calendar_at(tokens, at, known) is not None
            or _week_at(tokens, at, known) is not None
            or (
                tokens[at].low
                in {"unless", "otherwise", "before", "except", "excluding", "apart", "counted", "owed", "paused"}
                and _turn_at(tokens, at, known) is not None
            )
            or (_degree_at(tokens, at, known) is not None)
            or (tokens[at].low == "for" and _leads_at(tokens, at + 1, known) is not None)
            or (tokens[at].low in {"per", "each", "every"} and period_at(tokens, at) is not None)
        ):
            return at
        at += 1
    return at


def _in_list(tokens: Tokens, at: int) -> bool:
    """Say that a comma parts marked names of a list: `a`, `b` or `c`."""
    return 0 < at < len(tokens) - 1 and tokens[at - 1].kind == "name" and tokens[at + 1].kind == "name"


def _limit_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Part, int] | None:
    del known
    low = tokens[at].low
    if (
        low
        in {
            "in",
            "on",
            "at",
            "by",
            "before",
            "no",
            "within",
            "inside",
            "latest",
            "not",
            "the",
            "same-day",
            "next",
            "due",
            "same",
            "until",
        }
        or low in _HASTE
    ):
        if low == "due":
            found = length_at(tokens, at + 1)
            return None if found is None else (Part("LIMIT", tokens[at : found[1]], found[0]), found[1])
        if (
            low == "within"
            and (bound := bound_at(tokens, at + 1)) is not None
            and bound[0].second is not None
            and bound[0].first.length is not None
        ):
            return Part("LIMIT", tokens[at : bound[1]], (bound[0].first.length, bound[0].second.length)), bound[1]
        limit = limit_at(tokens, at)
        if limit is None:
            return None
        if low in {"the", "same", "next"} and not isinstance(limit[0], OnDay):
            return None
        end = limit[1]
        if [token.low for token in tokens[end : end + 3]] == ["at", "the", "latest"]:
            end += 3
        return Part("LIMIT", tokens[at:end], limit[0]), end
    if tokens[at].kind == "number" or low in {"one", "two", "three", "a", "an", "half"}:
        # "2 days after the visit at the latest"
        length = length_at(tokens, at)
        if length is None or length[1] >= len(tokens) or tokens[length[1]].low != "after":
            return None
        rest = [token.low for token in tokens[length[1] :]]
        if rest[-3:] == ["at", "the", "latest"]:
            return Part("LIMIT", tokens[at : length[1]], length[0]), length[1]
    if low == "at" or [token.low for token in tokens[at : at + 3]] == ["at", "the", "latest"]:
        return None
    return None


_HASTE = frozenset(
    {"immediately", "instantly", "promptly", "asap", "right", "straight", "without", "as", "quickly", "timely", "soon"}
)


def _calendar_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Part, int] | None:
    if tokens[at].low not in {"around", "day", "24/7", "on", "while", "during"}:
        return None
    low = [token.low for token in tokens[at : at + 4]]
    if low[:3] == ["around", "the", "clock"] or low[:3] == ["day", "and", "night"]:
        return Part("CALENDAR", tokens[at : at + 3], "always"), at + 3
    if low[:1] == ["24/7"]:
        return Part("CALENDAR", tokens[at : at + 1], "always"), at + 1
    if low[:3] == ["on", "the", "calendar"] and at + 3 < len(tokens):
        named = known.calendar_at(tokens, at + 3)
        if named is None and tokens[at + 3].kind == "name":
            named = tokens[at + 3].text, at + 4  # told nowhere yet
        return None if named is None else (Part("CALENDAR", tokens[at : named[1]], named[0]), named[1])
    for opening in (
        ["while", "we", "are", "open"],
        ["during", "opening", "hours"],
        ["during", "business", "hours"],
        ["during", "working", "hours"],
    ):
        if low[: len(opening)] == opening:
            return Part("CALENDAR", tokens[at : at + len(opening)], "open"), at + len(opening)
    return None


def _week_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Part, int] | None:
    """Read hours that stand behind a limit itself: `within 5 minutes, Monday through Friday, 8am-6pm ET`."""
    del known
    start = at + (tokens[at].low in {"from", "on", "between", "("})
    end = _without_weekends(tokens, start)
    if end is not None:
        return Part("HOURS", tokens[at:end]), end
    found = week_at(tokens, start)
    if found is None:
        return None
    end = found[1]
    while end < len(tokens) and (tokens[end].text.isupper() or tokens[end].low in {"time", "local", ")"}):
        end += 1
    return Part("HOURS", tokens[at:end], found[0]), end


def _without_weekends(tokens: Tokens, at: int) -> int | None:
    """Give where `excluding weekends`, `(not counting weekends)` ends: the clock stands still on them."""
    low = [token.low for token in tokens[at : at + 3]]
    opened = (
        1
        if low[:1] in (["excluding"], ["without"], ["except"])
        else 2
        if low[:2] in (["not", "counting"], ["except", "on"], ["not", "including"])
        else 0
    )
    if not opened or low[opened : opened + 1] not in (["weekends"], ["weekend"]):
        return None
    end = at + opened + 1
    return end + (tokens[end : end + 1] != () and tokens[end].low == ")")


def _late_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Part, int] | None:
    """Read the conventions of business days: where a start outside hours counts from, and when the last day ends."""
    del known
    if tokens[at].low not in {"a", "due"}:
        return None
    low = [token.low for token in tokens[at : at + 11]]
    for words, value in (
        ("a start outside hours counting from the next opening", "next opening"),
        ("a start outside hours counting from its own date", "same date"),
    ):
        turn = words.split()
        if low[: len(turn)] == turn:
            return Part("LATE", (), value), at + len(turn)
    for words, value in (
        ("due at the same time of day", "same time"),
        ("due at opening", "opening"),
        ("due at close", "close"),
    ):
        turn = words.split()
        if low[: len(turn)] == turn:
            return Part("DUE", (), value), at + len(turn)
    return None


def _degree_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Part, int] | None:
    """Read `for 95% of leads per month`, `in 90% of cases`, `for at least 95 % of MQLs`."""
    if tokens[at].low not in {"for", "in"}:
        return None
    start = at + 1
    if [token.low for token in tokens[start : start + 2]] == ["at", "least"]:
        start += 2
    share = (
        share_at(tokens, start)
        if start < len(tokens)
        and (tokens[start].kind == "percent" or tokens[start].low == "half" or tokens[start].kind == "number")
        else None
    )
    if share is None or share[1] >= len(tokens) or tokens[share[1]].low != "of":
        return None
    end = share[1] + 1
    while end < len(tokens) and tokens[end].low in _ALL_OF_THEM:
        end += 1
    leads = _leads_at(tokens, end, known)
    end = end if leads is None else leads[1]
    period = period_at(tokens, end)
    value = (share[0], period[0] if period else None, None if leads is None else leads[0])
    end = period[1] if period else end
    return Part("DEGREE", tokens[at:end], value), end


_ALL_OF_THEM = frozenset({"all", "the", "them", "these", "leads", "cases", "records", "contacts", "requests"})


def _leads_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Leads, int] | None:
    """Read the leads of which a share is meant, where a noun of theirs says more than that: `of hot leads`, `of MQLs`."""
    for end in range(min(len(tokens), at + _MOST_OF_A_NOUN), at, -1):
        leads = read_leads(tokens[at:end], known)
        if leads is not None:
            return leads, end
    return None


_MOST_OF_A_NOUN = 6  # words


def _of_leads(tokens: Tokens, known: Lexicon) -> tuple[tuple[Part, ...], Tokens]:
    """Take a share of leads out of what is promised of them: `at least 95% of MQLs are called`, `calls 95% of MQLs`."""
    for at, token in enumerate(tokens):
        if token.kind not in {"percent", "word"}:
            continue
        start = at - 2 if [each.low for each in tokens[max(0, at - 2) : at]] == ["at", "least"] else at
        if start and tokens[start - 1].low in {"for", "in"}:
            continue
        share = share_at(tokens, at)
        if share is None or share[1] + 1 >= len(tokens) or tokens[share[1]].low != "of":
            continue
        end = share[1] + 1
        while end < len(tokens) and tokens[end].low in {"all", "the", "our"}:
            end += 1
        if start == at and at and tokens[at - 1].low in _BOUNDS:
            return (), tokens
        if read_leads(tokens[end : end + 1], known) is None and read_leads(tokens[end : end + 2], known) is None:
            return (), tokens
        rest = (*tokens[:start], *tokens[end:])
        # All of them are what a promise is for anyway.
        return () if share[0] == 1 else (Part("DEGREE", tokens[start:end], (share[0], None, None)),), rest
    return (), tokens


def _but_for(tokens: Tokens, known: Lexicon) -> tuple[tuple[Part, ...], Tokens]:
    """Take those for whom a promise is not made from behind its leads: `All leads except partner leads are called …`."""
    for at in range(1, len(tokens)):
        turn = _turn_at(tokens, at, known)
        if turn is None or turn[0].type != "UNLESS" or read_leads(tokens[:at], known) is None:
            continue
        start = turn[0].tokens[0].start
        after = [index for index in range(at + 1, len(tokens)) if tokens[index].low in _VERBS]
        for end in after:
            words = tuple(token for token in tokens[at:end] if token.start >= start)
            bare = words[1:] if words and words[0].low == "for" else words
            if read_leads(bare, known) is not None:
                return (Part("UNLESS", bare),), (*tokens[:at], *tokens[end:])
        return (), tokens
    return (), tokens


_VERBS = frozenset("is are must will shall should get gets have has need needs".split())
_BOUNDS = frozenset({"than", "most", "to", "about", "under", "below", "above", "over"})


def _event_ahead(tokens: Tokens, known: Lexicon) -> tuple[tuple[Part, ...], Tokens]:
    """Take what a promise counts from off its front: `When a deal is won, …`, `Once accepted, …`."""
    low = [token.low for token in tokens]
    opened = 3 if low[:3] == ["as", "soon", "as"] else 1 if low[:1] in (["when"], ["once"], ["after"], ["if"]) else 0
    if not opened or "," not in low:
        return (), tokens
    comma = low.index(",")
    clause = tokens[opened:comma]
    done = _done_by_somebody(clause, known)
    if done is not None and not any(part.type == "START" for part in _cut(tokens[comma + 1 :], known)):
        return (*_stage_of(clause, known), Part("START", done)), tokens[comma + 1 :]
    if low[0] == "if" or any(part.type != "CORE" for part in _cut(clause, known)) or read_events(clause, known) is None:
        return (), tokens
    if any(part.type == "START" for part in _cut(tokens[comma + 1 :], known)):
        return ((Part("SCOPE", clause),) if low[0] == "when" else ()), tokens[comma + 1 :] if low[
            0
        ] == "when" else tokens
    return (Part("START", clause),), tokens[comma + 1 :]


def _done_by_somebody(tokens: Tokens, known: Lexicon) -> Tokens | None:
    """Read `Sales rejects a lead`, `the SDR accepts the MQL` as what happened to the lead: `rejected`, `accepted`."""
    at = next((at for at, token in enumerate(tokens) if at and token.low in FINITE and token.kind == "word"), None)
    if at is None or not is_party(tokens[:at], known) or read_leads(tokens[at + 1 :], known) is None:
        return None
    leads = read_leads(tokens[at + 1 :], known)
    if leads is None or leads.scope is not None or leads.since is not None:
        return None
    done = PARTICIPLE_OF[FINITE[tokens[at].low]]
    return (replace(tokens[at], text=done, low=done),)


def _stage_of(clause: Tokens, known: Lexicon) -> tuple[Part, ...]:
    """Bind a promise to the stage of the leads its opening clause speaks of: `Once the AE accepts an SQL, …`."""
    for at in range(1, len(clause)):
        leads = read_leads(clause[at:], known)
        if leads is not None and leads.stage is not None:
            text = f"{field_of_stage(leads.stage, known)} = {quoted(leads.stage)}"
            return (Part("SCOPE", (replace(clause[at], kind="name", text=text, low=text.lower()),)),)
    return ()


# ── what the parts make together ────────────────────────────────────────────────────────────────


def _promise(tree: Tree[Any], sentence: Sentence) -> Promise | None:
    known = sentence.known
    parts = [token.value for token in tree.scan_values(lambda _: True)]
    by: dict[str, list[Part]] = {}
    for part in parts:
        by.setdefault(part.type, []).append(part)
    if any(len(found) > 1 for kind, found in by.items() if kind not in {"SCOPE", "UNLESS"}):
        return None
    tokens = by["CORE"][0].tokens
    colon = next((at for at, token in enumerate(tokens) if token.low == ":" and token.kind == "sign"), None)
    ahead: Read | None = None
    if colon is not None:
        if any(token.low in NO_LEADS for token in tokens[:colon]):
            return None
        ahead = condition(tokens[:colon], known) if not _is_label(tokens[:colon]) else None
        if ahead is None and not _is_label(tokens[:colon]):
            return None
        tokens = tokens[colon + 1 :]
    core = read_core(tokens, known)
    if core is None:
        return None
    if ahead is not None:
        core = replace(core, scope=ahead if core.scope is None else joined("all", (ahead, core.scope)))
    return _filled(core, by, sentence)


def _filled(core: Core, by: dict[str, list[Part]], sentence: Sentence) -> Promise | None:
    known = sentence.known
    limit, most = _limit_of(by["LIMIT"][0].value)
    share, per, among = by["DEGREE"][0].value if "DEGREE" in by else (None, None, None)
    named = [part.value for part in by.get("SCOPE", []) if isinstance(part.value, Leads)]
    for leads in (*((among,) if among is not None else ()), *named):
        scopes = [each for each in (core.scope, leads.scope) if each is not None]
        scope_of_both = None if not scopes else scopes[0] if len(scopes) == 1 else joined("all", scopes)
        core = replace(core, scope=scope_of_both, stage=core.stage or leads.stage, since=core.since or leads.since)
    scope = _scope(core, by, known)
    if scope is _FAILED:
        return None
    unclear: str | None = None
    if isinstance(scope, Read) and any(need.name in _OTHERS for need in scope.needs):
        scope, unclear = _of_others(scope, core, sentence)
    starts: tuple[str, ...] | None = ()
    if "START" in by:
        starts = read_events(_without_latest(by["START"][0].tokens), known, core.thing)
    elif core.since is not None:
        starts = (core.since,)
    elif _is_of_leads(core) and (rule := clock_rule(sentence.unit, sentence.context)).starts:
        starts = rule.starts
        scope = _at_stage(scope, core, known)
    elif core.stage is not None and not _is_done(core):
        starts = (core.stage,)
    events = {
        kind: read_events(by[kind][0].tokens, known)
        for kind in ("STOPS", "RESTARTS", "CANCELS", "BEFORE")
        if kind in by
    }
    waits: Read | None = None
    if "PAUSED" in by:
        words = by["PAUSED"][0].tokens
        waits = condition(words, known)
        if waits is None or waits.unsaid or waits.vague:
            return None
    if starts is None or any(value is None for value in events.values()):
        return None
    stops = events.get("STOPS") or core.events
    vague = () if core.vague is None or "STOPS" in events or _is_defined(core, known) else (core.vague,)
    period = by["PERIOD"][0].value if "PERIOD" in by else None
    calendar = by["CALENDAR"][0].value if "CALENDAR" in by else None
    hours = text_of(by["HOURS"][0].tokens).strip("() ") if "HOURS" in by else None
    if calendar == "open" or hours is not None:
        if not isinstance(limit, Length) or limit.unit not in {"minute", "hour", "day"}:
            return None
        stands = hours is not None and "weekend" in hours
        calendar, limit = None, replace(limit, business=True, absolute=stands and limit.unit != "day")
    elif isinstance(limit, Length) and limit.absolute and not limit.business:
        calendar = "always"
    party = party_name(by["OWED"][0].tokens, known) if "OWED" in by else core.party or owed_by_heading(sentence)
    tries = core.at_least is not None
    breach = text_of(by["BREACH"][0].tokens) if "BREACH" in by else None
    silence = read_events(by["SILENCE"][0].tokens, known) if "SILENCE" in by else None
    promise = Promise(
        name=name_of(sentence),
        limit=limit,
        most=most,
        party=party,
        starts=starts,
        stops=() if tries else stops,
        of=core.events if tries else (),
        at_least=core.at_least,
        channels=core.channels,
        restarts=events.get("RESTARTS") or (),
        cancels=events.get("CANCELS") or (),
        before=events.get("BEFORE") or (),
        scope=scope if isinstance(scope, Read) else None,
        paused_while=waits,
        calendar=calendar,
        after_hours=by["LATE"][0].value if "LATE" in by else None,
        due_at=by["DUE"][0].value if "DUE" in by else None,
        target=None if share is None else (share, per or period),
        silence=silence[0] if silence else None,
        breach=breach,
        vague=vague,
        likely=core.likely or _done_already(core),
        likely_stops=(("answer",),) if vague and core.since in {"rejected", "returned", "declined"} else (),
        hours=hours,
        of_others=unclear,
        wished=core.wished if core.wished not in {"should", "ought"} else None,
    )
    return with_clock(promise, sentence.unit, sentence.context) if _is_of_leads(core) else promise


def _is_of_leads(core: Core) -> bool:
    """Say that a promise is about working leads, so that the rules for its section's clocks are meant for it."""
    return not core.likely and core.since is None and (not core.thing or core.thing.startswith("first "))


def _at_stage(scope: Read | object | None, core: Core, known: Lexicon) -> Read | object | None:
    if core.stage is None:
        return scope
    field = known.fields.get(("stage",)) or field_of_stage(core.stage, known)
    at_stage = Read(f"{field} = {quoted(core.stage)}", (Need(field, "stage"),))
    return joined("all", (scope, at_stage)) if isinstance(scope, Read) else at_stage


def _is_label(tokens: Tokens) -> bool:
    """Say that words before a colon only name what follows: `House rule: …`."""
    return bool(tokens) and tokens[-1].low in _LABELS and len(tokens) <= 3  # noqa: PLR2004 (a label)


_LABELS = frozenset({"rule", "note", "promise", "goal", "target", "sla", "ola", "line", "important", "deadline"})


def _is_done(core: Core) -> bool:
    """Say that something happened to the leads since they came to their stage, which the promise may count from."""
    return core.scope is not None and any(need.name in PARTICIPLES for need in core.scope.needs)


_OTHERS = frozenset(
    {"other", "others", "all_others", "all_other", "remaining", "rest", "everything_else", "everyone_else"}
)


_REST = frozenset({"other", "others", "else", "rest", "remaining"})


def _of_others(scope: Read, core: Core, sentence: Sentence) -> tuple[Read, str | None]:
    """Say which leads are the others: those that no promise before it in the same section is for.

    A promise for all leads of the stage itself names none of which these are the others.
    """
    whole = None if core.stage is None else _at_stage(None, core, sentence.known)
    before = tuple(each for each in _scopes_before(sentence) if not isinstance(whole, Read) or each.text != whole.text)
    at_stage = f" and {whole.text}" if isinstance(whole, Read) else ""
    is_of_stage = bool(at_stage) and scope.text.endswith(at_stage)
    if scope.text.removesuffix(at_stage) not in _OTHERS or not before:
        return scope, scope.text.removesuffix(at_stage).replace("_", " ")
    taken = before[0] if len(before) == 1 else joined("any", before)
    others = Read(f"not {taken.inner()}", taken.needs, taken.figures)
    return joined("all", (others, whole)) if is_of_stage and isinstance(whole, Read) else others, None


def _scopes_before(sentence: Sentence) -> tuple[Read, ...]:
    """Give the leads that the promises ahead of a sentence in its section are for, or beside it in its list, each once."""
    context, unit = sentence.context, sentence.unit
    found: dict[str, Read] = {}
    for at, each in enumerate(context.units):
        is_beside = each.title is not None and unit.title is not None and each.lead == unit.lead
        if each.kind != "sentence" or each.headings != unit.headings or (at >= context.at and not is_beside):
            continue
        one = of_unit(each, replace(context, at=at))
        one = one and (with_subject(one) or one)
        named = {*(token.low for token in cut(each.title.text if each.title else "")), *(one.words if one else ())}
        if named & _REST:
            continue  # others themselves
        for part in _parts_of(one) if one is not None else ():
            promise = promised(part)
            if promise is None and any(_length_in(part.tokens, index) for index in range(len(part.tokens))):
                return ()  # other than which, nobody can say while this one is not read
            if promise is not None and promise.scope is not None and promise.of_others is None:
                found.setdefault(promise.scope.text, promise.scope)
    return tuple(found.values())


def _length_in(tokens: Tokens, at: int) -> bool:
    return length_at(tokens, at) is not None or limit_at(tokens, at) is not None


def _parts_of(sentence: Sentence) -> Iterator[Sentence]:
    """Give a sentence part by part, where semicolons part it."""
    start = 0
    for at, token in enumerate(sentence.tokens):
        if token.low == ";" and token.kind == "sign" and at > start:
            yield sentence.part(start, at)
            start = at + 1
    if start < len(sentence.tokens):
        yield sentence.part(start, len(sentence.tokens))


def _done_already(core: Core) -> tuple[str, ...]:
    """Give what happened to the leads of a promise, from which it probably counts: `each rejected lead`."""
    needs = core.scope.needs if core.scope is not None else ()
    return tuple(need.name for need in needs if need.name in PARTICIPLES)


_FAILED = object()


def _limit_of(value: Any) -> tuple[Limit, Limit | None]:
    return value if isinstance(value, tuple) else (value, None)


def _without_latest(tokens: Tokens) -> Tokens:
    return tokens[:-3] if [token.low for token in tokens[-3:]] == ["at", "the", "latest"] else tokens


def _is_defined(core: Core, known: Lexicon) -> bool:
    """Say that the document says itself what counts: by an event of that name, or a sentence "X means …"."""
    return any(
        tuple(event.lower().split()) in known.events or tuple(event.lower().split()) in known.terms
        for event in core.events
    )


def _scope(core: Core, by: dict[str, list[Part]], known: Lexicon) -> Read | object | None:
    found = [core.scope] if core.scope is not None else []
    for part in by.get("SCOPE", []):
        if isinstance(part.value, Leads):
            continue  # read with who does what
        read = condition(part.tokens, known)
        if read is None:
            return _FAILED
        found.append(read)
    for part in by.get("UNLESS", []):
        words = part.tokens[1:] if part.tokens[0].low == "for" else part.tokens
        leads = read_leads(words, known)
        read = leads.condition(known) if leads is not None else condition(words, known)
        if read is None:
            return _FAILED
        found.append(replace(read, text=f"not {read.inner()}", joint="atom", parts=()))
    if any(each.unsaid or each.vague for each in found):
        return _FAILED
    if core.stage is not None and ("START" in by or core.since is not None):
        field = known.fields.get(("stage",)) or field_of_stage(core.stage, known)
        found.append(Read(f"{field} = {quoted(core.stage)}", (Need(field, "stage"),)))
    return None if not found else found[0] if len(found) == 1 else joined("all", found)


def name_of(sentence: Sentence) -> str:
    """Name a promise: by the words in bold that open its sentence, its key in a block of code, or its first words."""
    unit = sentence.unit
    if unit.title is not None and 0 < len(unit.title.text) <= LONGEST_NAME:
        return _plain_name(unit.title.text)
    text = text_of(
        tuple(token for token in sentence.tokens if token.kind in {"word", "name", "number", "percent", "quote"})
    )
    name = _plain_name(text)
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rsplit(" ", 1)[0]
    return name


def _plain_name(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() or sign in " -_" else " " for sign in text).lower().split())
