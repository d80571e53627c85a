"""Sentences about clocks: what opens, closes, pauses and restarts them."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Put, Question
from ola.agreement.prose.sentences.declarations import event_puts, need_puts, yes_no
from ola.agreement.prose.sentences.events import read_events
from ola.agreement.prose.sentences.gaps import Value
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import Promise, settled
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_FIELD, NO_NUMBER, NO_PARTY
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import items, table, value


def clock_name(tokens: Tokens) -> str:
    """Name a clock by its words: `Lead clock 1` is `lead clock 1`, any clock is `clock`."""
    words = [token.low for token in tokens if token.low not in {"a", "an", "the", "every", "each", "open", "our"}]
    name = key_of(" ".join(words)).replace("_", " ")
    return "clock" if name in {"", "clock", "clocks", "timer", "it", "sla clock", "response time", "time"} else name


def _put(name: str, key: str, events: tuple[str, ...], sentence: Sentence) -> tuple[Put, ...]:
    place = sentence.place
    return (*event_puts(events, sentence.known, place), Put(("commitments", name, key), items(events, place)))


def _events_of(read: Read, sentence: Sentence) -> tuple[str, ...]:
    """Turn a condition into the events by which a clock sees it: entering each of the stages, a field's change."""
    known = sentence.known
    found: list[str] = []
    for part in read.parts if read.joint == "any" else (read,):
        stages = _stages_in(part)
        if stages:
            found += stages
        elif part.joint == "all":
            names = [" and ".join(_events_of(each, sentence)) for each in part.parts]
            found.append(" and ".join(name for name in names if name))
        else:
            found.append(part.text.replace("_", " ").replace(" = ", " is "))
    del known
    return tuple(dict.fromkeys(found))


def _stages_in(read: Read) -> list[str]:
    import re

    match = re.fullmatch(r"(?:status|stage|lead_status|lifecycle_stage) (?:= |in \()(.+?)\)?", read.text)
    if match is None:
        return []
    return [each.strip().strip('"') for each in re.findall(r'"[^"]*"|[^,]+', match[1])]


def _by_items(found: Found, sentence: Sentence) -> Outcomes:
    """Read what opens or closes a clock by the numbers of the items below: `if 1 AND (2 OR 3)`."""
    name = clock_name(found["clock"])
    items_by = _items(sentence)
    ways: tuple[tuple[int, ...], ...] = found["references"]
    if any(number not in items_by for way in ways for number in way):
        return None
    opens = bool(sentence.words & {"opens", "starts", "begins"})
    joint = " and " if opens else " with "
    events = tuple(dict.fromkeys(joint.join(items_by[number][0] for number in way) for way in ways))
    figures = tuple(dict.fromkeys(figure for way in ways for number in way for figure in items_by[number][1]))
    puts = _put(name, "starts" if opens else "stops", events, sentence)
    return checked(
        "deadline",
        f"The clock “{name}” {'starts' if opens else 'stops'} at {'; or '.join(events)} ({text_of(found['tokens'])}).",
        puts,
        sentence,
        figures,
    )


def _items(sentence: Sentence) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Read the numbered items below a sentence as events, each with its figures."""
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    for unit in sentence.context.units[sentence.context.at + 1 :]:
        number = unit.label.rstrip(".)")
        if unit.kind != "sentence" or not number.isdecimal() or int(number) != len(found) + 1:
            break
        read = read_condition(unit.words, sentence.known)
        if read is None:
            break
        events = _events_of(read, sentence)
        if len(events) != 1:
            break
        found[int(number)] = (events[0], read.figures)
    return found


BY_ITEMS = Shape(
    "what opens or closes a clock, by the numbers of a list",
    (
        "<clock:clock> (opens|starts|begins) (when|if|on|at) <references>",
        "<clock:clock> (closes|stops|ends) (when|if|on|at) <references>",
    ),
    lambda found, sentence: _by_items(
        Found({**found.values, "tokens": sentence.tokens[slice(*found.spans["references"])]}, found.spans), sentence
    ),
    "The clock starts when 1 AND (2 OR 3)",
    stands_alone=False,
)


def _opens(found: Found, sentence: Sentence) -> Outcomes:
    """Read what opens a clock; how long it may run is said elsewhere, or asked for."""
    if "stop" in found:
        return None
    name = clock_name(found["clock"])
    events = _start(found, sentence)
    if events is None:
        return None
    figures = _figures(found)
    if name != "clock":
        read: Read | None = found.get("condition")
        needs = read.needs if read is not None else ()
        puts = (*need_puts(needs, sentence.place), *_put(name, "starts", events, sentence))
        return checked(
            "deadline", f"The clock “{name}” starts at {' or '.join(events)}.", puts, sentence, figures, yes_no(needs)
        )
    promise = Promise(name, starts=events, stops=(), party=None)
    return settled(promise, sentence.known, sentence.place)


def _start(found: Found, sentence: Sentence) -> tuple[str, ...] | None:
    if "condition" in found:
        read: Read = found["condition"]
        return None if read.unsaid or read.vague else _events_of(read, sentence)
    return read_events(found["words"], sentence.known)


def _figures(found: Found) -> tuple[str, ...]:
    read: Read | None = found.get("condition")
    return read.figures if read is not None else ()


OPENS = Shape(
    "what opens a clock",
    (
        "<clock:clock> (opens|starts|begins|is started|runs) (when|if|as soon as|once|with|at|on) <condition>",
        "<clock:clock> (opens|starts|begins|is started|runs|is counted|is measured|counts) (when|if|as soon as|once|with|at|on|from) <words>",
    ),
    _opens,
    "The clock starts when the lead is assigned.",
)


def _closes(found: Found, sentence: Sentence) -> Outcomes:
    """Read what closes a clock."""
    name = clock_name(found["clock"])
    if "declared" in found:
        values: tuple[Value, ...] = found["declared"]
        events: tuple[str, ...] = tuple(each.text for each in values)
        figures: tuple[str, ...] = ()
        needs: tuple[Need, ...] = ()
    elif "values" in found:
        events, figures, needs = found["values"], (), ()
        if any(not each[:1].isupper() for each in events):
            return None
    else:
        read: Read = found["condition"]
        if read.unsaid or read.vague or any(len(part.text.split("_")) > 5 for part in read.parts or (read,)):  # noqa: PLR2004 (no event)
            return None
        events, figures, needs = _events_of(read, sentence), read.figures, read.needs
    puts = (*need_puts(needs, sentence.place), *_put(name, "stops", events, sentence))
    return checked(
        "deadline", f"The clock “{name}” stops at {' or '.join(events)}.", puts, sentence, figures, yes_no(needs)
    )


CLOSES = Shape(
    "what closes a clock",
    (
        "<clock:clock> (closes|stops|ends|is stopped|is closed) (as soon as|when|once) the status (moves|changes|goes|leaves) [from <from_value:value>] to [any of|one of] <declared>",
        "<clock:clock> (closes|stops|ends|is stopped|is closed) (as soon as|when|once) the status (moves|changes|goes|leaves) [from <from_one:one>] to [any of|one of] <values>",
        "<clock:clock> (closes|stops|ends|is stopped|is closed) (as soon as|when|once|at|with) <condition>",
    ),
    _closes,
    "The clock stops when `Status` is Talking or Resting.",
)


def speaks_of_a_clock(sentence: Sentence | None) -> bool:
    """Say that "it" of the next sentence may be a clock."""
    if sentence is None:
        return False
    low = sentence.words
    return bool(low & {"clock", "timer", "countdown"}) or (
        sentence.tokens[0].low == "it"
        and bool(low & {"pauses", "stops", "starts", "runs", "paused", "stopped"})
        and speaks_of_a_clock(sentence.before)
    )


def _pauses(found: Found, sentence: Sentence) -> Outcomes:
    """Read while what a clock waits."""
    read: Read = found["condition"]
    if read.unsaid or read.vague or ("clock" not in found and not speaks_of_a_clock(sentence.before)):
        return None
    place = sentence.place
    name = clock_name(found["clock"]) if "clock" in found else "clock"
    puts = (
        *need_puts(read.needs, place),
        Put(("commitments", name, "paused_while"), value(read.text, place)),
    )
    return checked(
        "deadline", f"The clock “{name}” waits while {read.text}.", puts, sentence, read.figures, yes_no(read.needs)
    )


WAITS = "(waits|pauses|pause|wait|is paused|are paused|stands still|is stopped|are stopped|is on hold|is suspended|is frozen|freezes|does not run|do not run)"
PAUSES = Shape(
    "while what a clock waits",
    (
        "(while|as long as|whenever) <condition> [,] <clock:clock> (waits|pauses|is paused|stands still|stops) [; it (picks up|goes on|continues|resumes|runs on) <rest:words>]",
        f"<clock:clock> {WAITS} (while|as long as|whenever|when|during the time) <condition>",
        f"it {WAITS} (while|as long as|whenever|when) <condition>",
    ),
    _pauses,
    "The clock pauses while `On Hold` is ticked.",
)


def _restarts(found: Found, sentence: Sentence) -> Outcomes:
    events = read_events(found["words"], sentence.known)
    if events is None:
        return None
    if set(events) & {"change owner", "owner changes", "new owner", "change of owner", "owner change"}:
        events = ("assigned",)
    return checked(
        "deadline", f"{' or '.join(events)} restarts the clock.", _put("clock", "restarts", events, sentence), sentence
    )


RESTARTS = Shape(
    "what restarts a clock",
    (
        "<words:phrase> (restarts|resets) (the|a|every) (clock|timer)",
        "the (clock|timer) (restarts|starts again|starts anew|is reset) (when|on|with|after|at) <words:phrase>",
    ),
    _restarts,
    "A change of owner restarts the clock.",
)


def _cancels(found: Found, sentence: Sentence) -> Outcomes:
    events = read_events(found["words"], sentence.known)
    if events is None:
        return None
    return checked(
        "deadline",
        f"{' or '.join(events)} ends the clock without a result.",
        _put("clock", "cancels", events, sentence),
        sentence,
    )


CANCELS = Shape(
    "what ends a clock without a result",
    (
        "<words:phrase> (closes|ends|stops|cancels) the (clock|timer) without (a result|result|a breach)",
        "<words:phrase> cancels the (clock|timer)",
    ),
    _cancels,
    "A merge ends the clock without a result.",
)


def _new_owner(found: Found, sentence: Sentence) -> Outcomes:
    """Read a change of owner that opens a new clock with a limit of its own."""
    length: Length = found["length"]
    read: Read = found["condition"]
    del read
    promise = Promise(
        "new owner",
        limit=length,
        party="new owner",
        starts=("assigned",),
        stops=("acted on",),
        restarts=("assigned",),
        vague=("act on",),
    )
    return settled(promise, sentence.known, sentence.place)


NEW_OWNER = Shape(
    "what a change of owner does to a clock",
    (
        "(should|if|when) <condition> , the [open] clock closes [for the old owner] and a new one opens : <who:phrase> has <length> to <words>",
        "(should|if|when) <condition> , (a new clock|a new one) (opens|starts) [: <who:phrase> has <length> to <words>]",
    ),
    lambda found, sentence: _new_owner(found, sentence) if "length" in found else None,
    "When the owner changes, a new clock starts: the new owner has 2 hours to call the lead.",
)


def _new_clock(found: Found, sentence: Sentence) -> Outcomes:
    """Read `each time there is a new clock, if Requalified At has changed`."""
    field = found["field"]
    event = f"{field.label} changes".lower()
    place = sentence.place
    puts = (
        Put(("events", event), table({"field": field.key, "changes": True}, place)),
        Put(("histories", field.key), table({"lead": "lead_id", "at": "at", "to": "to"}, place)),
        Put(("commitments", "clock", "starts"), items((event,), place)),
    )
    return checked("deadline", f"Each change of {field.label} opens a new clock.", puts, sentence)


NEW_CLOCK = Shape(
    "what opens a new clock each time",
    (
        "each time there is a new clock , (provided|if|as long as) <field> has (moved|changed)",
        "each change of <field> opens a new clock",
    ),
    _new_clock,
    "Each change of `Requalified At` opens a new clock.",
)


def _answers_for(found: Found, sentence: Sentence) -> Outcomes:
    """Read whose a case is: the owner's at its start, as every clock is counted, so that nothing has to be put down."""
    del found
    return checked("derived", "Every clock is counted under who owns the lead as it starts.", (), sentence)


_OWNS = "whoever owns the (record|lead|contact) (at the moment|when|as) (its|the) clock (opens|starts)"
ANSWERS_FOR = Shape(
    "who answers for a clock",
    (
        f"[the] (person|one|owner|rep|user) (on the hook|responsible|accountable|who is responsible|who answers for it) is {_OWNS}",
        f"[the] (responsible|accountable) (person|one|owner|rep|user) is {_OWNS}",
        f"{_OWNS} (is responsible|is accountable|is on the hook|answers for it) [for it]",
    ),
    _answers_for,
    "The person responsible is whoever owns the lead when its clock starts.",
)


def _keeps_counting(found: Found, sentence: Sentence) -> Outcomes:
    """Ask whether the time of somebody absent counts."""
    ahead = text_of(found["ahead"]) if "ahead" in found else ""
    way = f"{_RUNS_ON} **For people:** {ahead[:1].upper()}{ahead[1:]}." if ahead else _RUNS_ON
    asks = "Do the hours of somebody who is away count as working hours?"
    return Ambiguous("deadline", (Question(NO_CALENDAR.code, asks, (way,)),), (), sentence.place)


_RUNS_ON = "No clock waits while its owner is away."


def _runs_on(found: Found, sentence: Sentence) -> Outcomes:
    """Read that nobody's absence stops a clock: as every clock does that is not said to wait."""
    del found
    return checked("deadline", _RUNS_ON, (), sentence)


RUNS_ON = Shape(
    "that no clock waits for somebody who is away",
    ("no clock (waits|pauses|stops) while (its|the) owner is (away|absent|on leave)",),
    _runs_on,
    _RUNS_ON,
)


KEEPS_COUNTING = Shape(
    "clocks that run on while somebody is away",
    (
        "[<ahead:words> ,] [but] <which:phrase> (keep|keeps|go on|goes on) (running|counting|ticking) [(while|when|even if) <rest:words>]",
        "[<ahead:words> ,] [but] <which:phrase> (run on|runs on) (while|when|even if) <rest:words>",
    ),
    _keeps_counting,
    "Clocks on owned records keep running while the owner is away.",
)


def _refresh(found: Found, sentence: Sentence) -> Outcomes:
    """Ask who refreshes something every night, and in whose night."""
    del found
    asks = (
        Question(NO_PARTY.code, "Who owes this?", ()),
        Question(NO_NUMBER.code, "Until what hour of the day, and in which time zone?", ()),
    )
    return Ambiguous("deadline", asks, (), sentence.place)


REFRESH = Shape(
    "what is refreshed every night",
    (
        "(all of them|they|all reports|the reports|reports|<words:phrase>) (refresh|are refreshed|are updated|is updated|update) (overnight|nightly|every night|every morning|daily)",
    ),
    _refresh,
    "All reports are updated every night.",
)


_PAUSED = frozenset("paused pauses pause stopped stops waits wait hold suspended frozen freezes run".split())


def _goes_on(found: Found, sentence: Sentence) -> Outcomes:
    """Ask what ends a wait, where the sentence before tells while what the clock waits."""
    before = sentence.before
    if before is None or not (before.words & _PAUSED and speaks_of_a_clock(before)):
        return None
    asks = f"“{text_of(found['words'])}”: which event or field of the lead tells that the wait is over?"
    return Ambiguous("deadline", (Question(NO_FIELD.code, asks, ()),), (), sentence.place)


GOES_ON = Shape(
    "when a clock goes on",
    (
        "(it|the clock|the timer|they) (runs on|run on|goes on|resumes|restarts|continues|starts again|picks up) [again] (as soon as|when|once|after) <words>",
    ),
    _goes_on,
    "The clock resumes as soon as the customer answers.",
    stands_alone=False,
)

SHAPES = (
    RUNS_ON,
    ANSWERS_FOR,
    BY_ITEMS,
    NEW_OWNER,
    OPENS,
    CLOSES,
    PAUSES,
    CANCELS,
    RESTARTS,
    NEW_CLOCK,
    KEEPS_COUNTING,
    REFRESH,
)
