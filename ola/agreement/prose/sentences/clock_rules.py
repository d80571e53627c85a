"""Rules for every clock of a section: `The clock starts when the lead is assigned` and `It stops with the first call`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon, phrase_key
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Context, Question
from ola.agreement.prose.sentences.clocks import GOES_ON, PAUSES, WAITS, clock_name, speaks_of_a_clock
from ola.agreement.prose.sentences.core import LEADS, is_party
from ola.agreement.prose.sentences.declarations import event_puts, need_puts, yes_no
from ola.agreement.prose.sentences.events import read_events
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import Promise, listed
from ola.agreement.prose.sentences.questions import NO_STOP
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.sentence import sentence as of_unit
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.sentences.tries import tried
from ola.agreement.prose.sentences.verbs import PARTICIPLES
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted

_LIMIT = re.compile(
    r"\bwithin\b|\b(?:next|same) (?:business|working)? ?day\b|\b\d+ ?(?:m|min|h|hours?|minutes?|days?|weeks?|(?:business|working) \w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClockRule:
    """What holds for every clock of a section that does not say otherwise; each empty where nothing is said."""

    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    paused_while: Read | None = None


NO_RULE = ClockRule()
_CLOCK = "<clock:clock>"
_WHEN = "(when|if|as soon as|once|with|at|on|upon|from the moment|from)"
_COUNTS = "(is counted|are counted|is measured|are measured|counts|count|runs|run|is calculated)"
_STARTS = "(starts|start|begins|begin|is started|starts running|starts to run|starts counting|is triggered)"
_STOPS = "(stops|stop|ends|end|is stopped|are stopped|is fulfilled|is met)"


def _rule(found: Found, sentence: Sentence) -> ClockRule | None:
    """Give the rule a sentence tells for clocks in general; nothing where it names one of several, or no event."""
    if "clock" in found:
        if clock_name(found["clock"]) != "clock":
            return None
    elif not speaks_of_a_clock(sentence.before):
        return None
    starts = _event(found["start"], sentence) if "start" in found else ()
    stops = _event(found["stop"], sentence) if "stop" in found else ()
    return None if starts is None or stops is None else ClockRule(starts, stops)


def _event(tokens: Tokens, sentence: Sentence) -> tuple[str, ...] | None:
    """Read `the lead is assigned to an SDR in Salesforce` as `assigned`, `the first logged call or email` as the two."""
    known = sentence.known
    if any(token.kind in {"time", "number"} for token in tokens):
        return None  # "stops at 18:00" is no event
    tokens = _without_where(tokens, known)
    parts: list[list[object]] = [[]]
    for token in tokens:
        if token.low in {"or", ","}:
            parts.append([])
        elif token.low not in ARTICLES | {"first", "logged", "recorded", "documented", "successful"}:
            parts[-1].append(token)
    named = [tried(tuple(part)) for part in parts if part]  # type: ignore[arg-type] # tokens all
    if named and all(named):
        return tuple(each for each in named if each is not None)
    return read_events(tokens, known)


def _without_where(tokens: Tokens, known: Lexicon) -> Tokens:
    """Leave out in which system something happens, and to whom a lead is assigned."""
    at = next(
        (at for at, token in enumerate(tokens) if at and token.low in {"in", "into"} and _is_name(tokens[at + 1 :])),
        len(tokens),
    )
    tokens = tokens[:at]
    to = next(
        (at for at, token in enumerate(tokens) if token.low == "to" and at and tokens[at - 1].low in PARTICIPLES), None
    )
    if to is not None and is_party(tokens[to + 1 :], known) and any(token.low in LEADS for token in tokens[:to]):
        return tokens[:to]
    return tokens


def _is_name(tokens: Tokens) -> bool:
    bare = [token for token in tokens if token.low not in ARTICLES]
    return 0 < len(bare) <= 2 and all(token.text[:1].isupper() for token in bare)  # noqa: PLR2004 (a name)


def _read(found: Found, sentence: Sentence) -> Outcomes:
    """Read a rule for all clocks of a section; it is taken into each promise there that leaves it open."""
    rule = _rule(found, sentence)
    if rule is None or not any(_binds(sentence.unit, unit, sentence.context) for unit in sentence.context.units):
        return None
    told = [f"counts from {listed(rule.starts)}"] if rule.starts else []
    told += [f"is fulfilled by {listed(rule.stops)}"] if rule.stops else []
    says = f"A promise of this section that does not say it itself {' and '.join(told)}."
    return checked(
        "deadline", says, tuple(event_puts((*rule.starts, *rule.stops), sentence.known, sentence.place)), sentence
    )


RULE = Shape(
    "what opens and closes every clock of a section",
    (
        f"{_CLOCK} {_STARTS} {_WHEN} <start:phrase> [,] and [it] {_STOPS} {_WHEN} <stop:phrase>",
        f"{_CLOCK} {_COUNTS} from <start:phrase> (to|until|till) <stop:phrase>",
        f"{_CLOCK} {_STARTS} {_WHEN} <start:phrase>",
        f"{_CLOCK} {_COUNTS} (from|from the moment) <start:phrase>",
        f"it {_STARTS} {_WHEN} <start:phrase>",
        f"{_CLOCK} {_STOPS} {_WHEN} <stop:phrase>",
        f"it {_STOPS} {_WHEN} <stop:phrase>",
    ),
    _read,
    "The clock starts when the lead is assigned.",
    stands_alone=False,
)


_IN_STATUS = re.compile(r"(?:lead_)?(?:is_)?in_(?:the_)?(status|stage)_(\w+)")


def _state(read: Read) -> Read:
    """Read `lead_is_in_status_waiting` as the value of a field: `status = Waiting`."""
    match = _IN_STATUS.fullmatch(read.text)
    if match is None:
        return read
    told = match[2].replace("_", " ")
    return Read(f"{match[1]} = {quoted(told[:1].upper() + told[1:])}", (Need(match[1], "text"),))


def _paused(found: Found, sentence: Sentence) -> Outcomes:
    """Read while what all clocks of a section wait."""
    read = _waited_for(found)
    general = "clock" not in found or clock_name(found["clock"]) == "clock"
    if (
        read is None
        or not general
        or read.unsaid
        or read.vague
        or ("clock" not in found and not speaks_of_a_clock(sentence.before))
    ):
        return None
    if not any(_binds(sentence.unit, unit, sentence.context) for unit in sentence.context.units):
        return None
    says = f"Every promise of this section waits while {read.text}."
    puts = tuple(need_puts(read.needs, sentence.place))
    return checked("deadline", says, puts, sentence, read.figures, yes_no(read.needs))


def _waited_for(found: Found) -> Read | None:
    """Read while what a clock waits; words that are no condition of fields are a yes/no field: `we wait for the customer`."""
    if "condition" in found:
        return _state(found["condition"])
    words: Tokens = found["wait"]
    key = phrase_key(words) if len(words) <= 8 and all(token.kind == "word" for token in words) else None  # noqa: PLR2004 (a clause)
    return None if key is None else Read(key, (Need(key, "boolean"),))


PAUSED = replace(
    PAUSES,
    name="while what every clock of a section waits",
    patterns=(
        *PAUSES.patterns,
        f"{_CLOCK} {WAITS} (while|as long as|whenever|when) <wait:words>",
        f"it {WAITS} (while|as long as|whenever|when) <wait:words>",
    ),
    reads=_paused,
    stands_alone=False,
)


def _no_count(found: Found, sentence: Sentence) -> Outcomes:
    """Ask what does not stop a clock: `Automated emails don't count`, said behind what does."""
    rules = sentence.context.once("rules for clocks", lambda: tuple(_rules(sentence.context)))
    stops = [stop for unit, rule in rules if unit.headings == sentence.unit.headings for stop in rule.stops]
    if not stops or not speaks_of_a_clock(sentence.before):
        return None
    what = text_of(found["what"])
    asks = f"“{what}”: how are they told from what does count?"
    choices = tuple(f"{what} do not count as {listed((stop,))}." for stop in stops)
    return Ambiguous("deadline", (Question(NO_STOP.code, asks, choices),), (), sentence.place)


NO_COUNT = Shape(
    "what does not stop a clock",
    ("<what:phrase> (do not|does not|don't|doesn't|do n't) (count|stop the clock|stop it)",),
    _no_count,
    "Automated emails don't count.",
    stands_alone=False,
)

SHAPES = (GOES_ON, RULE, PAUSED, NO_COUNT)


def _binds(rule: Unit, unit: Unit, context: Context) -> bool:
    """Say whether a rule told in one unit holds for another: of its section or below, or of all where it has no limits."""
    if unit.kind not in {"sentence", "row"} or unit is rule or not _LIMIT.search(unit.text):
        return False
    if unit.headings[: len(rule.headings)] == rule.headings:
        return True
    return not any(
        each.headings[: len(rule.headings)] == rule.headings
        and _LIMIT.search(each.text)
        and each.kind in {"sentence", "row"}
        for each in context.units
    )


def clock_rule(unit: Unit, context: Context) -> ClockRule:
    """Give the rule for clocks that holds for a promise: what several sentences tell of it, unless two differ."""
    found = [
        rule
        for where, rule in context.once("rules for clocks", lambda: tuple(_rules(context)))
        if _binds(where, unit, context)
    ]
    starts = tuple(dict.fromkeys(rule.starts for rule in found if rule.starts))
    stops = tuple(dict.fromkeys(rule.stops for rule in found if rule.stops))
    waits = tuple(dict.fromkeys(rule.paused_while.text for rule in found if rule.paused_while is not None))
    return ClockRule(
        starts[0] if len(starts) == 1 else (), stops[0] if len(stops) == 1 else (),
        next((rule.paused_while for rule in found if rule.paused_while is not None), None) if len(waits) == 1 else None,
    )  # fmt: skip


def _rules(context: Context) -> Iterator[tuple[Unit, ClockRule]]:
    """Give every rule for clocks in general that a document tells, with where it stands."""
    for at, unit in enumerate(context.units):
        if unit.kind != "sentence" or not re.search(
            r"\b(?:clock|timer|it|response time|sla|time)\b", unit.text, re.IGNORECASE
        ):
            continue
        one = of_unit(unit, replace(context, at=at))
        if one is None:
            continue
        for made in RULE.made:
            found = made.match(one.tokens, one.words, one.setting)
            rule = _rule(found, one) if found is not None else None
            if rule is not None:
                yield unit, rule
                break
        for made in PAUSED.made:
            found = made.match(one.tokens, one.words, one.setting)
            if found is not None and _paused(found, one) is not None:
                yield unit, ClockRule(paused_while=_waited_for(found))
                break


# What these answer may be another thing than the work on a lead that a clock is for.
_ANSWERS = frozenset({"responded", "answered", "replied", "acted", "reacted"})


def with_clock(promise: Promise, unit: Unit, context: Context) -> Promise:
    """Give a promise what the rules for clocks of its section tell and it does not."""
    rule = clock_rule(unit, context)
    if rule == NO_RULE:
        return promise
    starts = promise.starts or (() if promise.likely else rule.starts)
    needs_stop = (bool(promise.vague) and promise.vague[0].split()[0] not in _ANSWERS) or not (
        promise.stops or promise.of
    )
    can_wait = promise.limit is None or isinstance(promise.limit, Length)  # an end of a day cannot
    return replace(
        promise,
        starts=starts,
        stops=rule.stops if needs_stop and rule.stops else promise.stops,
        vague=() if needs_stop and rule.stops else promise.vague,
        paused_while=promise.paused_while or (rule.paused_while if can_wait else None),
    )
