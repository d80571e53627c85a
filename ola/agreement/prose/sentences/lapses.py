"""Sentences on what follows when something was not done in time: reassignment, escalation, recycling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ola.agreement.prose.phrases.lengths import Length, length_at
from ola.agreement.prose.phrases.names import ARTICLES
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Outcome, Question
from ola.agreement.prose.sentences.clock_rules import with_clock
from ola.agreement.prose.sentences.commitments import name_of, read_commitment
from ola.agreement.prose.sentences.core import LEADS, Leads, is_party, party_name, plain, read_core, read_leads
from ola.agreement.prose.sentences.events import read_events
from ola.agreement.prose.sentences.gaps import FOLLOWS, Value
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import Promise, settled, told
from ola.agreement.prose.sentences.questions import (
    HALF_A_MOVE,
    NO_FIELD,
    NO_NUMBER,
    NO_PARTY,
    NO_START,
    NO_STOP,
)
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.sentences.stage_needs import needs_told
from ola.agreement.prose.sentences.tries import tried
from ola.agreement.prose.sentences.verbs import BASES, FINITE, PARTICIPLE_OF, PARTICIPLES, PARTICLES, VAGUE

# Words that say that something was not done.
_FAILS = frozenset({"fails", "fail", "failed", "neglects", "omits"})
_SHORT_NOT = frozenset(
    "hasn't haven't isn't wasn't aren't weren't doesn't don't didn't won't hasnt isnt doesnt cannot can't".split()
)
_NOT = (
    frozenset("not nobody no without never untouched still stays stay remain remains sits sit".split())
    | _FAILS
    | _SHORT_NOT
)
_GOES = frozenset("go goes gone went are is be been has have stay stays become becomes remain remains".split())
_BY = frozenset({"within", "after", "for", "in"})
_SKIPPED = (
    frozenset(
        """has have had been is are was were be nobody not its their yet still the a an any no one somebody on to it them does
        do did up-to-now""".split()
    )
    | _SHORT_NOT
)
_OPENS = frozenset({"if", "when", "should", "whenever", "once", "where", "wherever"})
_HELPING = frozenset("has have had is are was were does do did been be that which who will".split())


def read_lapse(sentence: Sentence) -> Outcome | None:
    """Read `leads not touched within 48 hours go back to the queue` and its kin, however they are turned."""
    tokens = plain(sentence.tokens)
    for start, length, end in _lengths(tokens):
        before, after = tokens[:start], tokens[end:]
        outcome = _lapse(before, length, after, sentence)
        if outcome is not None:
            return outcome
    return None


def _lengths(tokens: Tokens) -> Iterator[tuple[int, Length, int]]:
    """Give each length of time behind a word such as "within"."""
    for at, token in enumerate(tokens):
        if token.low in _BY and token.kind == "word":
            start = at + 1
            while start < len(tokens) and tokens[start].low in {"more", "than", "the"}:
                start += 1
            found = length_at(tokens, start)
            if found is not None:
                yield at, found[0], found[1]


def _lapse(before: Tokens, length: Length, after: Tokens, sentence: Sentence) -> Outcome | None:
    opened = before[:1] and before[0].low in _OPENS
    if opened:
        before = before[1:]
    elif any(token.low in {"if", "when"} for token in before):
        return None
    since, after = _since(after, sentence)
    if since is None:
        return None
    if after and after[0].low in {",", "->", "=>", ":", "-"}:
        after = after[1:]
    elif opened:
        return None
    if after and after[0].low == "then":
        after = after[1:]
    if (
        not before
        or not after
        or not _is_consequence(after)
        or {"score", "points"} & {token.low for token in (*before, *after)}
    ):
        return None
    at = next(
        (
            index
            for index, token in enumerate(before)
            if token.low in _NOT
            or (token.low in _QUIET and index and before[index - 1].low in _GOES)
            or (token.low.startswith("un") and token.low[2:] in PARTICIPLES)
        ),
        None,
    )
    if at is None:
        return None
    event, vague = _undone(before, at, sentence)
    if event is None:
        return None
    leads = read_leads(_subject(before[:at]), sentence.known) or _done_to(before[at + 1 :], sentence)
    starts: tuple[str, ...] = ()
    scope = None
    if leads is not None:
        scope = leads.scope if not since else leads.condition(sentence.known)
        starts = (leads.stage,) if leads.stage is not None else ()
        claimed = [
            token.low for token in _subject(before[:at]) if token.low in {"claimed", "assigned", "routed", "accepted"}
        ]
        if claimed and not starts and not since:
            starts, scope = (claimed[0],), None
    party = _who(before, at, sentence)
    stops = tuple(part for each in event.split(" or ") if (part := each.strip()))
    promise = Promise(
        name_of(sentence), limit=length, party=party, starts=since or starts, stops=stops, scope=scope,
        vague=(vague,) if vague else (), likely_stops=_told_before(sentence) if vague else (), likely=("activity",) if event == "activity" else (),
    )  # fmt: skip
    return _followed(promise, length, after, sentence)


_SINCE = frozenset({"of", "from", "after", "since", "following"})
_TURNS = frozenset("is are goes go gets get returns return moves move must will may shall can".split())


def _since(after: Tokens, sentence: Sentence) -> tuple[tuple[str, ...] | None, Tokens]:
    """Take from what stands behind a limit from when it counts: `of assignment, …`; nothing where that is not read."""
    if not after or after[0].low not in _SINCE:
        return (), after
    ends = (
        at for at, token in enumerate(after) if at and (token.low in {",", "->", ":", "then"} or token.low in _TURNS)
    )
    end = next(ends, len(after))
    return read_events(after[1:end], sentence.known), after[end:]


def _told_before(sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """Give what the sentence before promises: what is not done in time is probably that."""
    before = sentence.before
    if before is None:
        return ()
    outcomes = HAS_TIME.read(before) or read_commitment(before)
    told = [each.about.act for each in outcomes if isinstance(each, Ambiguous | Checked) and each.about is not None]
    return tuple(act for act in told[:1] if act)


def _followed(promise: Promise, length: Length, after: Tokens, sentence: Sentence) -> Outcome:
    """Give a promise with what follows its lapse; what follows later still is a promise of its own."""
    first, later = _steps(after)
    promise = with_clock(replace(promise, breach=_consequence(first)), sentence.unit, sentence.context)
    if not later:
        return settled(promise, sentence.known, sentence.place)

    def tells(way: Promise, since: Length | None = None) -> str:
        ways = [way]
        for step, then in later:
            limit = replace(way.limit, amount=step.amount, unit=step.unit) if isinstance(way.limit, Length) else step
            if since is not None:
                limit = _sum(since, limit)
            ways.append(replace(way, limit=limit, breach=_consequence(then)))
        return " ".join(told(each) for each in ways)

    outcome = settled(promise, sentence.known, sentence.place, tells)
    choices = (
        next((each.choices[:1] for each in outcome.questions if each.choices), ())
        if isinstance(outcome, Ambiguous)
        else ()
    )
    asks = f"“after {later[0][0]}”: counted from the same start, or from the end of the {length}?"
    question = Question(NO_START.code, asks, choices or (tells(promise), tells(promise, length)))
    figures = (*promise.every_figure, *(str(step) for step, _ in later))
    asked = outcome.questions if isinstance(outcome, Ambiguous) else ()
    about = outcome.about if isinstance(outcome, Ambiguous | Checked) else None
    return Ambiguous("deadline", (*asked, question), tuple(dict.fromkeys(figures)), sentence.place, about)


def _sum(one: Length, other: Length) -> Length:
    minutes = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
    if one.unit == other.unit or one.unit not in minutes or other.unit not in minutes or other.business:
        return replace(other, amount=one.amount + other.amount)
    whole = one.amount * minutes[one.unit] + other.amount * minutes[other.unit]
    return replace(other, unit="minute", amount=whole) if whole % 60 else replace(other, unit="hour", amount=whole / 60)


def _steps(after: Tokens) -> tuple[Tokens, list[tuple[Length, Tokens]]]:
    """Part what follows at once from what follows later: `the manager is told; after 48 hours, the lead is reassigned`."""
    starts: list[tuple[int, Length, int]] = []
    for at, token in enumerate(after):
        if token.low != "after" or not at or after[at - 1].low not in {";", ",", "and", "."}:
            continue
        start = at + 1 + (after[at + 1 : at + 2] != () and after[at + 1].low in {"another", "further", "more"})
        found = length_at(after, start)
        if found is not None:
            starts.append((at, found[0], found[1]))
    if not starts:
        return after, []
    ends = [*(at for at, _, _ in starts[1:]), len(after)]
    return _bare(after[: starts[0][0]]), [
        (length, _bare(after[end:stop])) for (_, length, end), stop in zip(starts, ends, strict=True)
    ]


def _bare(tokens: Tokens) -> Tokens:
    while tokens and tokens[0].low in {",", ";", "and", ":", "->", "."}:
        tokens = tokens[1:]
    while tokens and tokens[-1].low in {",", ";", "and", ":", "."}:
        tokens = tokens[:-1]
    return tokens


_WITHOUT_SUBJECT = {"are": "is", "is": "is", "go": "goes", "goes": "goes", "get": "gets", "gets": "gets", "return": "returns",
                    "returns": "returns", "move": "moves", "moves": "moves"}  # fmt: skip


def _consequence(tokens: Tokens) -> str:
    """Write what follows as a clause of its own: `are returned to Marketing` is what becomes of the lead."""
    if not tokens:
        return ""
    text = text_of(tokens)
    if tokens[0].low in {"may", "must", "will", "shall", "can"}:
        return f"the lead {text}"
    verb = _WITHOUT_SUBJECT.get(tokens[0].low)
    if verb is not None:
        return f"the lead {' '.join((verb, text_of(tokens[1:])))}".strip()
    return f"the lead is {text}" if tokens[0].low in PARTICIPLES else text


_ARTICLED = ARTICLES | {"any", "each", "every", "all"}


def _done_to(tokens: Tokens, sentence: Sentence) -> Leads | None:
    """Read the leads that something was not done to: `accept or reject an MQL`."""
    for at in range(1, len(tokens)):
        leads = read_leads(tokens[at:], sentence.known) if tokens[at].low in _ARTICLED else None
        if leads is not None and leads != Leads():
            return leads
    return None


def _subject(tokens: Tokens) -> Tokens:
    """Leave out what leads over from the leads to what was not done: `that its owner has`."""
    for at, token in enumerate(tokens):
        if at and token.low in {"that", "which", "who", "nobody", "is", "are", "has", "have", "stays", "stay"}:
            return tokens[
                : at - (tokens[at - 1].low in {"on", "to", "for", "with"})
            ]  # "an MQL on which nothing is logged"
    return tokens


def _undone(before: Tokens, at: int, sentence: Sentence) -> tuple[str | None, str | None]:
    """Name what was not done, and the word for it where it leaves open what counts."""
    if before[at].low in _QUIET:
        return ("response" if before[at].low == "unresponsive" else "activity"), None
    if before[at].low.startswith("un") and before[at].low[2:] in PARTICIPLES:
        word = before[at].low[2:]
        return word, word if PARTICIPLES[word] in VAGUE else None
    rest = tuple(token for token in before[at + 1 :] if token.low not in _SKIPPED or token.low == "on")
    undone = next(
        (token.low[2:] for token in rest if token.low.startswith("un") and token.low[2:] in PARTICIPLES), None
    )
    if undone is not None:
        return undone, undone if PARTICIPLES[undone] in VAGUE else None
    value = sentence.known.values_at(before, at + 1) if at + 1 < len(before) else None
    if value is not None and value[1] == len(before):
        return f"left {value[0][0][1]}", None
    if before[at].low in {"without", "no"} or (before[at].low == "nobody" and not rest):
        words = [token.low for token in rest if token.low not in ARTICLES]
        if len(words) == 2 and words[1] in {"made", "taken", "recorded", "logged", "had", "shown"}:  # noqa: PLR2004 (a noun and its verb)
            words = words[:1]
            if words[0] in {"action", "contact"}:
                return words[0], words[0]
        return (
            (" ".join(words), None)
            if 0 < len(words) <= 4 and not any(token.number is not None for token in rest)  # noqa: PLR2004 (a noun)
            else (None, None)
        )
    base = before[at + 1 :] if before[at].low in _FAILS | _SHORT_NOT or before[at - 1 : at] else ()
    base = base[1:] if base and base[0].low == "to" else base
    if base and base[0].low in PARTICIPLE_OF and base[0].low not in PARTICIPLES and _is_helped(before, at, sentence):
        return _to_do(base, sentence)
    done = next((index for index, token in enumerate(rest) if token.low in PARTICIPLES), None)
    if done is None or any(token.number is not None for token in rest):
        return None, None
    words = [token.low for token in rest[done:] if token.low not in ARTICLES]
    if len(words) > 1 and read_leads(rest[done + 1 :], sentence.known) is not None:
        words = words[:1]
    if not 0 < len(words) <= 5:  # noqa: PLR2004 (longer is more than an event)
        return None, None
    vague = " ".join(words) if PARTICIPLES[words[0]] in VAGUE else None
    return " ".join(words), vague


_QUIET = frozenset("dark quiet silent cold inactive idle stale dormant unresponsive".split())


def _is_helped(before: Tokens, at: int, sentence: Sentence) -> bool:
    """Say that a verb in its base form tells what was not done: `does not respond`, `fails to call`."""
    if sentence.tokens[0].low == "should":
        return True
    return before[at].low in _FAILS | _SHORT_NOT or before[at - 1].low in {"does", "do", "did", "will", "could"}


def _to_do(tokens: Tokens, sentence: Sentence) -> tuple[str | None, str | None]:
    """Name what `respond`, `follow up on the lead`, `accept or reject it` would have been."""
    names: list[str] = []
    at = 0
    while at < len(tokens) and tokens[at].low in PARTICIPLE_OF:
        base = tokens[at].low
        end = at + 1
        while end < len(tokens) and tokens[end].low in PARTICLES:
            end += 1
        names.append(" ".join([PARTICIPLE_OF[base], *(token.low for token in tokens[at + 1 : end])]))
        at = end
        if at < len(tokens) and tokens[at].low in {"or", "nor"}:
            at += 1
            continue
        break
    rest = tokens[at:]
    if rest and rest[0].low in {"on", "to", "with"}:
        rest = rest[1:]
    if not names or (rest and read_leads(rest, sentence.known) is None):
        return None, None
    vague = names[0] if len(names) == 1 and tokens[0].low in VAGUE else None
    return " or ".join(names), vague


def _who(before: Tokens, at: int, sentence: Sentence) -> str | None:
    """Find who has not done it: `its owner has not called`, `Sales does not respond`."""
    end = at
    while end and before[end - 1].low in _HELPING:
        end -= 1
    subject = before[:end]
    if subject and not any(token.low in {"that", "which"} for token in subject) and is_party(subject, sentence.known):
        return party_name(subject, sentence.known)
    for index in range(at):
        found = sentence.known.person_at(before, index)
        if found is not None and index and before[index - 1].low in {"its", "the", "their", "that", "which"}:
            return found[0]
    return None


def _is_consequence(tokens: Tokens) -> bool:
    """Say that the words tell what follows: a verb that moves, tells or takes."""
    return any(
        token.low in PARTICIPLES or token.low in FOLLOWS or (token.low in FINITE and (at or token.low in BASES))
        for at, token in enumerate(tokens)
    )


# ── turns of the same that have a pattern of their own ──────────────────────────────────────────


def _after_without(found: Found, sentence: Sentence) -> Outcomes:
    """Read `After 21 days without a reply the lead returns to the pool`."""
    event = read_events(found["event"], sentence.known)
    if event is None or {"score", "points"} & sentence.words:
        return None
    promise = Promise(name_of(sentence), limit=found["length"], stops=event, breach=text_of(found["words"]))
    return settled(promise, sentence.known, sentence.place)


AFTER_WITHOUT = Shape(
    "what follows a time without something",
    (
        "after <length> without [a|an|any] <event:noun> [,] <words:then>",
        "<length> without [a|an|any] <event:noun> : <words:then>",
    ),
    _after_without,
    "After 21 days without a reply the lead goes back to the pool.",
)


def _older(found: Found, sentence: Sentence) -> Outcomes:
    """Read `anything older than a week goes to the pool`, `if a lead is older than a week and Open, …`."""
    length: Length = found["length"]
    leads = read_leads(found["leads"], sentence.known)
    if leads is None and found["leads"][-1].low not in LEADS:
        return None
    stops: tuple[str, ...] = ()
    if "value" in found:
        value: Value = found["value"]
        stops = (f"left {value.text}",)
    starts = (leads.stage,) if leads is not None and leads.stage is not None else ()
    promise = Promise(
        name_of(sentence), limit=length, party=_person(found), starts=starts, stops=stops, breach=_consequence(found["then"]),
        scope=leads.scope if leads is not None else None,
    )  # fmt: skip
    return settled(promise, sentence.known, sentence.place)


def _person(found: Found) -> str | None:
    tokens: Tokens = found["then"]
    return (
        tokens[0].text
        if tokens and tokens[0].text[:1].isupper() and len(tokens) > 1 and tokens[1].low in FINITE
        else None
    )


OLDER = Shape(
    "what becomes of leads that are too old",
    (
        "(anything|everything) older than <length> <then:then>",
        "(if|when) <leads:phrase> is older than <length> and [still] <value> , <then:words>",
        "<leads:phrase> older than <length> [and [still] <value>] <then:then>",
    ),
    lambda found, sentence: _older(found, sentence) if "leads" in found else _anything(found, sentence),
    "If a lead is older than a week and Unworked, Sales calls it.",
)


def _anything(found: Found, sentence: Sentence) -> Outcomes:
    promise = Promise(name_of(sentence), limit=found["length"], stops=("closed",), breach=text_of(found["then"]))
    asked = settled(promise, sentence.known, sentence.place)
    extra = Question(NO_STOP.code, f"“{text_of(found['then'])}”: is somebody told, or does the owner change?", ())
    return replace(asked, questions=(*asked.questions, extra)) if isinstance(asked, Ambiguous) else asked


def _not_stay(found: Found, sentence: Sentence) -> Outcomes:
    """Read `No lead stays Open longer than ten days`."""
    value: Value = found["value"]
    others = tuple(each for each in sentence.context.declared.stages if each != value.text)
    promise = Promise(
        name_of(sentence), limit=found["length"], starts=(value.text,), stops=others or (f"left {value.text}",)
    )
    return settled(promise, sentence.known, sentence.place)


NOT_STAY = Shape(
    "how long a lead may stay in a stage",
    (
        "(a|the|every|each) (record|lead|contact|deal) (does not|may not|must not|should not|cannot) (stay|remain|sit) [in] [status|stage] <value> [for] (more|longer) than <length>",
        "no (record|lead|contact|deal) (may|must|should|can) (stay|remain|sit|be) [in] [status|stage] <value> [for] (more|longer) than <length>",
        "no (record|lead|contact|deal) (stays|remains|sits|is) [in] [status|stage] <value> [for] (more|longer) than <length>",
        "leads (do not|may not|must not|should not|cannot) (stay|remain|sit) [in] [status|stage] <value> [for] (more|longer) than <length>",
        "(a|every|each) <value> (lead|record|contact) leaves <stage:value> within <length>",
    ),
    _not_stay,
    "A lead may not stay Claimed longer than ten days.",
)


def _give_up(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Reps give up on an Open lead after 20 days`."""
    value: Value = found["value"]
    promise = Promise(
        name_of(sentence), limit=found["length"], party=party_name(found["who"], sentence.known), starts=(value.text,), stops=(f"left {value.text}",),
    )  # fmt: skip
    return settled(promise, sentence.known, sentence.place)


GIVE_UP = Shape(
    "when leads are given up",
    (
        "<who:phrase> (give|gives) up on (a|an|every) <value> after <length>",
        "<who:phrase> (give|gives) up on (a|an|every) <value> (record|lead|contact) after <length>",
    ),
    _give_up,
    "SDRs give up on a Claimed lead after 20 days.",
)


def _at_least_every(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Open deals get a call at least every 2 weeks`."""
    leads = read_leads(found["leads"], sentence.known)
    event = read_events(found["event"], sentence.known)
    if leads is None or event is None:
        return None
    starts = (*((leads.stage,) if leads.stage is not None else ()), *event)
    promise = Promise(
        name_of(sentence), limit=found["length"], starts=starts, stops=event, restarts=(), scope=leads.scope
    )
    return settled(promise, sentence.known, sentence.place)


AT_LEAST_EVERY = Shape(
    "what happens at least so often",
    (
        "<leads:phrase> (show|shows|have|has|get|gets|see|need|needs) (a|an|one) <event:noun> at least every <length>",
        "<leads:phrase> (show|shows|have|has|get|gets|see|need|needs) (a|an|one) <event:noun> every <length>",
    ),
    _at_least_every,
    "Talking leads get a call at least every 2 weeks.",
)


def _no_answer(found: Found, sentence: Sentence) -> Outcomes:
    """Read `counts as accepted unless rejected in time`: silence has a meaning."""
    events = read_events(found["event"], sentence.known)
    silent = read_events(found["silence"], sentence.known)
    leads = read_leads(found["leads"], sentence.known)
    if events is None or silent is None or leads is None:
        return None
    promise = Promise(
        name_of(sentence), limit=found["length"], stops=(*silent, *events), silence=silent[0], scope=leads.scope,
        starts=(leads.stage,) if leads.stage is not None else (),
    )  # fmt: skip
    return settled(promise, sentence.known, sentence.place)


SILENCE = Shape(
    "what no answer counts as",
    (
        "(a|an|every|each) <leads:phrase> that is not <event:noun> within <length> (counts|is taken|is treated|is regarded) as <silence:noun>",
        "(if|when) <leads:phrase> is not <event:noun> within <length> , it (counts|is taken|is treated) as <silence:noun>",
        "[a|an|every|each|any] <leads:phrase> (that|which) (is|has|was|are|have) not [been] <event:phrase> (within|after|in) <length> (is|are|shall be|will be) (deemed|considered|automatically|regarded as|treated as) <silence:noun>",
        "[a|an|every|each|any] <leads:phrase> not <event:phrase> (within|after|in) <length> (is|are|shall be|will be) (deemed|considered|automatically|regarded as|treated as|counts as|count as) <silence:noun>",
        "(if|when) <leads:phrase> (is|has|are|have) not [been] <event:phrase> (within|after|in) <length> , (it|they) (is|are|shall be|will be) (deemed|considered|automatically|regarded as|treated as) <silence:noun>",
    ),
    _no_answer,
    "A lead that is not rejected within 24 hours counts as accepted.",
)


def _has_time(found: Found, sentence: Sentence) -> Outcomes:
    """Read `SDRs have 72 hours to accept or return a lead`."""
    words: Tokens = found["words"]
    starts: tuple[str, ...] = ()
    if "event" in found and not (starts := read_events(found["event"], sentence.known) or ()):
        return None
    core = read_core((*found["who"], *words), sentence.known)
    if core is not None and core.party is not None and core.at_least is None:
        promise = Promise(
            name_of(sentence), limit=found["length"], party=core.party, stops=core.events if core.vague is None else (),
            vague=(core.vague,) if core.vague is not None else (), scope=core.scope,
            starts=starts or ((core.stage,) if core.stage else ()),
        )  # fmt: skip
        return _timed(promise, found, sentence)
    events: list[str] = []
    at = 0
    while at < len(words):
        base = words[at].low
        if base not in PARTICIPLE_OF:
            break
        events.append(PARTICIPLE_OF[base])
        at += 1
        if at < len(words) and words[at].low == "or":
            at += 1
            continue
        break
    rest = words[at:]
    leads = read_leads(rest, sentence.known) if rest else None
    if not events or (rest and leads is None):
        return None
    vague = tuple(event for event in events if PARTICIPLES.get(event) in VAGUE)
    promise = Promise(
        name_of(sentence), limit=found["length"], party=party_name(found["who"], sentence.known), stops=tuple(events), vague=vague,
        scope=leads.scope if leads else None, starts=starts or ((leads.stage,) if leads and leads.stage else ()),
    )  # fmt: skip
    return _timed(promise, found, sentence)


def _timed(promise: Promise, found: Found, sentence: Sentence) -> Outcome:
    promise = replace(promise, breach=_consequence(found["then"]) if "then" in found else None)
    return settled(with_clock(promise, sentence.unit, sentence.context), sentence.known, sentence.place)


HAS_TIME = Shape(
    "how much time somebody has",
    (
        "<who:phrase> (have|has|get|gets) <length> to <words:phrase>",
        "(once|when|after|as soon as) <event:words> , <who:phrase> (have|has|get|gets) <length> to <words:phrase>",
        "<who:phrase> (have|has|get|gets) <length> to <words:phrase> (;|,) (if not|otherwise|or else|if they do not|if it does not) [<verb:verb>] [,] <then:words>",
    ),
    _has_time,
    "SDRs have 72 hours to accept or return a lead.",
)


def _on_its_date(found: Found, sentence: Sentence) -> Outcomes:
    """Ask who brings leads back on a date of theirs: `A lead in Nurture returns on its Review Date`."""
    figures = (str(int(found["times"])),) if "times" in found else ()
    value: Value = found["value"]
    people = tuple(dict.fromkeys((*sentence.context.declared.parties, *sentence.context.declared.roles)))[:2] or (
        "Sales",
    )
    choices = tuple(
        told(
            Promise(
                "",
                limit=Length(Fraction(1), "day"),
                calendar="always",
                party=each,
                starts=(f"{found['field'].label} reached",),
                stops=(f"left {value.text}",),
            )
        )
        for each in people
    )
    return Ambiguous("deadline", (Question(NO_PARTY.code, "Who owes this?", choices),), figures, sentence.place)


ON_ITS_DATE = Shape(
    "leads that come back on a date of theirs",
    (
        "(a|an|every|each) (contact|lead|record) in <value> (comes back|returns|is brought back|is due) on its <field> [, at most <times>]",
    ),
    _on_its_date,
    "A lead in Resting returns on its `Review Date`.",
)


def _nth_without(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of what follows so many attempts: how soon, and what brings a lead back."""
    number: int = found["nth"]
    ways: tuple[str, ...] = ()
    tried_by, silent = tried(found["what"]), read_events(found["event"], sentence.known)
    if tried_by is not None and silent is not None and len(silent) == 1:
        told_by = needs_told(found["to"], f"number of {tried_by} >= {number} and number of {silent[0]} = 0")
        back = f" **For people:** It may come back {text_of(found['when'])}." if "when" in found else ""
        ways = (f"{told_by}{back}",)
    asks = [Question(NO_NUMBER.code, f"At once after the {text_of(found['what'])}, or how long after it?", ways)]
    if "when" in found:
        asks.append(Question(NO_FIELD.code, f"“{text_of(found['when'])}”: which field or event tells this?", ways))
    return Ambiguous("transition", tuple(asks), (str(number),), sentence.place)


NTH_WITHOUT = Shape(
    "what follows so many attempts",
    (
        "after the <nth:nth> <what:phrase> without (a|an|any) <event:noun> (the|a) (lead|record|contact) (goes|moves|is moved|is sent) to <to:phrase> [and may (come back|return) <when:words>]",
        "after the <nth:nth> <what:phrase> without (a|an|any) <event:noun> (the|a) (lead|record|contact) (goes|moves|is moved|is sent) to <to:phrase> [, and may (come back|return) <when:words>]",
    ),
    _nth_without,
    "After the fifth call without a reply the lead moves to nurture.",
)


def _no_reach(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of attempts after which a lead is let go: who owes them, from when, and what counts as one."""
    bound: Bound = found["bound"]
    noun = tried(found["noun"])
    if (
        noun is None
        or bound.first.kind != "number"
        or bound.first.value.denominator != 1
        or bound.sense not in {"=", ">="}
    ):
        return None
    promise = Promise(
        name_of(sentence),
        limit=found.get("length"),
        party=party_name(found["who"], sentence.known) if "who" in found else None,
        at_least=int(bound.first.value),
        of=(noun,),
        breach=text_of(found["then"]),
    )
    return settled(replace(promise, breach=None), sentence.known, sentence.place)


NO_REACH = Shape(
    "what follows attempts that reach nobody",
    (
        "(if|when) <who:phrase> (cannot|can not|does not|do not|did not|is unable to) (reach|connect with|contact) <leads:phrase> after <bound> <noun:phrase> [(in|within|over) <length>] , <then:words>",
        "(if|when) <leads:phrase> (cannot be|is not|was not) (reached|contacted) after <bound> <noun:phrase> [(in|within|over) <length>] , <then:words>",
    ),
    _no_reach,
    "If the SDR cannot reach the lead after 6 calls in 10 days, it is recycled.",
)


def _parked(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of leads that are put somewhere for a time: what becomes of them then."""
    if read_leads(found["leads"], sentence.known) is None and found["leads"][0].low not in LEADS:
        return None
    length: Length = found["length"]
    asks = [
        Question(HALF_A_MOVE.code, f"Where do these leads go after the {length}, and may they leave before?", ()),
        Question(NO_PARTY.code, "Who owes this?", ()),
    ]
    return Ambiguous("transition", tuple(asks), (str(length),), sentence.place)


PARKED = Shape(
    "where leads are put for some time",
    (
        "<leads:phrase> (are|is) (recycled|moved|sent|put|placed|parked|returned|assigned) [back] [to|in|into|on] <where:phrase> for [at least] <length>",
        "<leads:phrase> (go|goes|stay|stays|remain|remains) [back] (to|in|into|on) <where:phrase> for [at least] <length>",
    ),
    _parked,
    "Leads that are too small are recycled to nurture for 90 days.",
)


def _silent(found: Found, sentence: Sentence) -> Outcomes:
    """Ask within how long nobody must be silent: `When Sales does not react, the lead counts as accepted`."""
    silent = read_events(found["silence"], sentence.known)
    if silent is None or ("who" in found and not is_party(found["who"], sentence.known)):
        return None
    stops = next((tuple(dict.fromkeys((*silent, *act))) for act in _told_before(sentence)), (*silent, "rejected"))
    party = party_name(found["who"], sentence.known) if "who" in found else None
    promise = Promise(name_of(sentence), party=party, stops=stops, silence=silent[0])
    return settled(promise, sentence.known, sentence.place)


SILENT = Shape(
    "what silence without a limit counts as",
    (
        "(if|when|where) <who:phrase> (does not|do not|did not|doesn't|don't|fails to) (react|respond|answer|reply|act) [in time|by then|within this time|within that time] , (the lead|it|the record|the mql|this) (counts as|is deemed|is considered|is treated as|is taken as) <silence:noun>",
        "(anything|everything|leads|records|mqls|what is) [that is|that are] not (accepted|rejected|returned|answered|accepted or rejected) (by then|in time|within this time|within that time) (counts as|count as|is deemed|are deemed|is considered|are considered|is treated as|are treated as) <silence:noun>",
    ),
    _silent,
    "When Sales does not react, the lead counts as accepted.",
)

SHAPES = (
    SILENT,
    PARKED,
    ON_ITS_DATE,
    NTH_WITHOUT,
    NO_REACH,
    SILENCE,
    NOT_STAY,
    GIVE_UP,
    AT_LEAST_EVERY,
    OLDER,
    AFTER_WITHOUT,
    HAS_TIME,
)
