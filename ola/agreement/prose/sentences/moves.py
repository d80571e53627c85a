"""Sentences on the ways between stages: which may follow which, what is final, what comes back, and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.numbers import ordinal_at
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, NotUnderstood, Put, Question
from ola.agreement.prose.sentences.core import plain, read_leads
from ola.agreement.prose.sentences.declarations import a_field, a_party, field_of_stage, need_puts, yes_no
from ola.agreement.prose.sentences.field_values import read_listed
from ola.agreement.prose.sentences.gaps import Field, Value
from ola.agreement.prose.sentences.moves_settled import WAYS
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import HALF_A_MOVE, NO_FIELD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.sentence import sentence as cut_sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, items, quoted, table, value

_LEAD = "(record|records|lead|leads|contact|contacts|person|people|deal|deals|opportunity|opportunities|somebody|nothing|it|they)"

_YES = True


def _told(name: str, what: str, node: Plain, sentence: Sentence) -> Put:
    """Put what is said of the moves from or to one stage; `moves_settled` makes the list of moves of it."""
    return Put((WAYS, name, what), value(node, sentence.place))


def _only(found: Found, sentence: Sentence) -> Outcomes:
    before: Value = found["value"]
    after: tuple[Value, ...] = found["declared"]
    if any(each.field != before.field for each in after):
        return None
    names = [each.text for each in after]
    says = f"{before.text} -> {' | '.join(names)}, and nothing else follows {before.text}."
    return checked("transition", says, (_told("only", before.text, items(names, sentence.place), sentence),), sentence)


ONLY = Shape(
    "what may follow a stage",
    (
        "<value> (may|can|must) only be followed by <declared>",
        f"(from|out of) <value> [a|the] {_LEAD} (may|can|must) only (go|move|pass|change) to <declared>",
        "<value> (may|can) only (go|move|pass|change|become|turn) [to|into] <declared>",
        "<value> is followed by <declared> (only|and nothing else)",
    ),
    _only,
    "Ready may only be followed by Claimed or Resting.",
)


def _never_to(found: Found, sentence: Sentence) -> Outcomes:
    after: Value = found["value"]
    return checked(
        "transition", f"No move leads to {after.text}.", (_told("never to", after.text, _YES, sentence),), sentence
    )


NEVER_TO = Shape(
    "a stage that nothing returns to",
    (
        "(nothing|nobody|no lead|no record|no contact) (returns|goes back|comes back|moves back|may return|may go back|can return|ever returns|is ever set back) (to|into) <value>",
        "nothing (returns|goes|comes|moves) [back] to <value>",
        "(a|no) [lead|record|contact] (never|may never) (returns|goes back|comes back|go back|return) to <value>",
    ),
    _never_to,
    "Nothing returns to Raw.",
)


def _not_back(found: Found, sentence: Sentence) -> Outcomes:
    after: Value = found["value"]
    if not sentence.context.declared.stages and not sentence.context.declared.statuses:
        return None
    put = _told("not back to", after.text, _YES, sentence)
    outcome = checked("transition", f"No move leads back to {after.text}.", (put,), sentence)
    return outcome, *_unread(found, sentence, "words")


NOT_BACK = Shape(
    "a stage that leads do not go back to",
    (
        f"{_LEAD} (do not|does not|never|may not|cannot|must not) (go|come|move|fall|return) [back] to <value> [either] [, except (through|by|in|for|after) <words>]",
        f"{_LEAD} (do not|does not|never|may not|cannot|must not) (go|come|move|fall|return) [back] to <value> [either] [except (through|by|in|for|after) <words>]",
    ),
    _not_back,
    "Records do not go back to Raw.",
)


def _unread(found: Found, sentence: Sentence, *names: str) -> Iterator[NotUnderstood]:
    """Tell what stands in a gap beside what is checked, and is not."""
    for name in names:
        if name in found:
            start, end = found.spans[name]
            yield NotUnderstood(None, sentence.part(start, end).place)


def _final(found: Found, sentence: Sentence) -> Outcomes:
    stage: Value = found["value"]
    puts = [_told("final", stage.text, _YES, sentence)]
    if stage.text in sentence.context.declared.stages:
        puts.append(Put(("stages", stage.text, "end"), value(_YES, sentence.place)))
    return checked("transition", f"{stage.text} is final: no move leads out of it.", tuple(puts), sentence)


FINAL = Shape(
    "a stage that is final",
    (
        "<value> is [always] (final|terminal|the end|an end|an end state|a final status|a final stage|the last stage|for good)",
        "(nothing|no record|no lead) (leaves|comes back from|returns from|comes out of) <value>",
        "<value> (ends|closes) (the|a) (process|way|record|lead)",
    ),
    _final,
    "Disqualified is final.",
)


def _again(found: Found, sentence: Sentence) -> Outcomes:
    before, after = found["first"], found["value"]
    if before.field != after.field:
        return None
    puts = [_told("also", f"{before.text} -> {after.text}", table({}, sentence.place), sentence)]
    says = f"{before.text} -> {after.text} is allowed"
    if "field" in found:
        field: Field = found["field"]
        puts[0] = _told(
            "also", f"{before.text} -> {after.text}", table({"carries": field.key}, sentence.place), sentence
        )
        puts.append(a_field(field.key, field.label, sentence.place))
        says += f", and carries {field.label}"
    if "fixed" in found:
        fixed: Field = found["fixed"]
        puts.append(a_field(fixed.key, fixed.label, sentence.place))
        puts.append(Put(("fields", fixed.key, "changes"), value("never", sentence.place)))
        says += f"; {fixed.label} never changes"
    return checked("transition", f"{says}.", tuple(puts), sentence)


AGAIN = Shape(
    "a way from one stage to another",
    (
        f"from <first:value> [a|the] {_LEAD} (can|may) (become|return to|go back to|move to|go to|turn) <value> [again] [, with a new <field>] [; <fixed:field> never changes]",
        "(a|an|the) <first:value> (may|can) (fall back|go back|return|move|move back|go|drop back) to <value>",
        "<first:value> (may|can) (become|return to|go back to|move to|turn) <value> [again]",
    ),
    _again,
    "From Resting a lead may return to Ready.",
)


def _set(found: Found, sentence: Sentence) -> Outcomes:
    """Read what is set when something holds: `if the budget is gone, set Resting with reason Timing`."""
    stage: Value = found["value"]
    read: Read | None = found.get("condition")
    if read is None and "leads" in found:
        read = _as_condition(found["leads"], sentence)
    if read is None or read.unsaid or read.vague:
        return None
    place = sentence.place
    must = [f"{stage.field} = {quoted(stage.text)}"]
    puts = [*need_puts(read.needs, place)]
    beside = ""
    if "field" in found:
        field: Field = found["field"]
        beside = f" with `{field.label}` {found['one']}" if "one" in found else f" and clear `{field.label}`"
        must.append(f"{field.key} = {quoted(found['one'])}" if "one" in found else f"{field.key} is blank")
        puts.append(a_field(field.key, field.label, place))
    name = f"{stage.text.lower()} when {read.text}"[:70]
    puts.append(Put(("rules", name), table({"when": read.text, "must": " and ".join(must)}, place)))
    says = f"If `{read.text}`, set {stage.text}{beside}."
    outcome = checked("transition", says, tuple(puts), sentence, read.figures, yes_no(read.needs))
    return outcome, *_unread(found, sentence, "steps", "rest")


def _as_condition(tokens: Tokens, sentence: Sentence) -> Read | None:
    """Read leads told by what they did: `Visitors who look for a job`."""
    leads = read_leads(tokens, sentence.known)
    if leads is not None:
        return leads.condition(sentence.known)
    for at, token in enumerate(tokens):
        if token.low in {"who", "that", "which", "whose"}:
            return condition(tokens[at + 1 :], sentence.known)
    return condition(tokens, sentence.known)


def _put_order(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of an order to set a value which leads it is for: `Set Lead Status to Approached`."""
    stage: Value = found["value"]
    asks = f"Of which leads, and when, is {stage.text} set?"
    when = _said_before(sentence) or f"the lead is {stage.text.lower()}"
    choice = f"If {when}, set {stage.text}."
    return Ambiguous("transition", (Question(NO_FIELD.code, asks, (choice,)),), (), sentence.place)


def _said_before(sentence: Sentence) -> str | None:
    """Give the condition that the sentence before begins with: `Student or supplier: send the standard mail`."""
    before = sentence.before
    colon = next((at for at, token in enumerate(before.tokens) if token.low == ":"), 0) if before is not None else 0
    if before is None or not colon:
        return None
    read = condition(before.tokens[:colon], before.known)
    if read is None or read.unsaid or read.vague or not read.needs:
        return None
    first, *others = before.tokens[:colon]
    is_word = first.kind == "word" and first.text[1:] == first.low[1:]
    return text_of((replace(first, text=first.low) if is_word else first, *others))


PUT_ORDER = Shape(
    "an order to set a value",
    (
        "[log it and] (put|set|change) <stagefield:phrase> (on|to) <value>",
        "[log it and] (put|set|move) it (on|to) <value>",
    ),
    _put_order,
    "Set `Lead Status` to Approached.",
)


def _both(found: Found, sentence: Sentence) -> Outcomes:
    """Read `if both are missing, set …`: both that the sentence before joins by "or"."""
    before = sentence.before
    if before is None:
        return None
    end = next((at for at, token in enumerate(before.tokens) if token.low == ","), 0)
    read = condition(before.tokens[1:end], before.known) if before.tokens[0].low in {"if", "when"} else None
    if read is None or read.joint != "any" or len(read.parts) != 2 or not _ends_in(before.tokens[:end], found["state"]):  # noqa: PLR2004 (both)
        return None
    return _set(Found({**found.values, "condition": joined("all", read.parts)}, found.spans), sentence)


def _ends_in(tokens: Tokens, state: Tokens) -> bool:
    return [token.low for token in tokens[-len(state) :]] == [token.low for token in state]


BOTH = Shape(
    "what is set when both of two things hold",
    (
        "(if|when) both are <state:noun> , (set|put|choose|pick) [the] [status|stage] [to] <value> with <field:name> <one>",
        "(if|when) both are <state:noun> , (set|put|choose|pick) [the] [status|stage] [to] <value>",
    ),
    _both,
    "If both are missing, set Resting with `Reason` Incomplete.",
    stands_alone=False,
)


_PUT = "(set|put|move it to|choose|pick|use|change it to)"
SET = Shape(
    "what is set when something holds",
    (
        f"(if|when) <condition> , {_PUT} [the] [status|stage] [to] <value>",
        f"(if|when) <condition> , {_PUT} [the] [status|stage] [to] <value> with <field:name> <one>",
        f"(if|when) <condition> , {_PUT} [the] [status|stage] [to] <value> and clear [the] <field:name>",
        "(if|when) <condition> , (set|put) <stagefield:phrase> (to|on) <value>",
        "<condition> : (set|put) <stagefield:phrase> (to|on) <value>",
        "<leads:words> (gets|get) <field> = <one> and [the] [status|stage] <value> [, and <rest:words>]",
        "<leads:words> (is|are) (set|moved|sent|put|changed) (to|into) <value> [instead] [with <field:name> <one>]",
        "<condition> : <steps:words> and (set|put) <stagefield:phrase> (to|on) <value>",
    ),
    _set,
    "If the budget is gone, set Resting with `Reason` Timing.",
)


def _means(found: Found, sentence: Sentence) -> Outcomes:
    """Read `a cancelled contract means Closed`."""
    stage: Value = found["value"]
    read = _nth(found["words"]) or condition(found["words"], sentence.known)
    if read is None or read.unsaid:
        return None
    place = sentence.place
    puts = (
        *need_puts(read.needs, place),
        Put(
            ("rules", f"{stage.text} after {read.text}".lower()[:70]),
            table({"when": read.text, "must": f"{stage.field} = {quoted(stage.text)}"}, place),
        ),
    )
    says = f"If `{read.text}`, set {stage.text}."
    outcome = checked("transition", says, puts, sentence, read.figures, yes_no(read.needs))
    return outcome, *_unread(found, sentence, "before")


def _nth(tokens: Tokens) -> Read | None:
    """Read `second no-show` as so many of them."""
    which = ordinal_at(tokens, 0)
    name = phrase_key(tokens[1:])
    if which is None or name is None or any(token.number is not None for token in tokens[1:]):
        return None
    need = Need(f"number_{name}s", "number")
    return Read(f"{need.name} >= {which[0]}", (need,), (str(which[0]),))


MEANS = Shape(
    "what leads to a stage",
    (
        "<before:words> ; (a|the|every) <words:phrase> means <value>",
        "(a|the|every|each) <words:phrase> means <value>",
        "(a|the|every|each) <words:phrase> (leads|brings the lead) to <value>",
    ),
    _means,
    "A cancelled contract means Resting.",
)

_TIMES = re.compile(r"^(rest|recycl|return|com|repeat|park|nurtur)")


def _so_often(found: Found, sentence: Sentence) -> Outcomes:
    """Read how often a lead may come to a stage: `A lead may be recycled twice`."""
    verb = text_of(found["verb"]).lower()
    number, _ = _how_often(found)
    stage = next((value for value in _stages(sentence) if key_of(value)[:4] == verb.split()[-1][:4]), None)
    if number is None:
        return None
    if stage is None:
        if not _TIMES.match(verb.split()[-1]):
            return None
        asks = f"“{verb}”: which stage or field of the lead tells this?"
        return Ambiguous("transition", (Question(NO_FIELD.code, asks, ()),), (str(number),), sentence.place)
    puts = (_told("at most", stage, number, sentence),)
    return checked("transition", f"A lead comes to {stage} at most {number} times.", puts, sentence, (str(number),))


def _how_often(found: Found) -> tuple[int | None, None]:
    times = found.get("times")
    return (int(times), None) if times is not None and times.denominator == 1 else (None, None)


def _stages(sentence: Sentence) -> Iterator[str]:
    """Give every stage and status that is declared."""
    listed = (
        name
        for several in sentence.known.values.values()
        for key, name in several
        if key in sentence.setting.stage_fields
    )
    yield from dict.fromkeys((*sentence.context.declared.stages, *listed))


SO_OFTEN = Shape(
    "how often a lead may come to a stage",
    (
        f"(a|the|each|every) {_LEAD} (can|may) [be] <verb:phrase> [at most|up to|no more than|a maximum of] <times>",
        f"(a|the|each|every) {_LEAD} (can|may) only [be] <verb:phrase> <times>",
        f"{_LEAD} (can|may) [be] <verb:phrase> [at most|up to|no more than|a maximum of|max] <times>",
        f"[a|the|each|every] {_LEAD} (is|are) <verb:phrase> (at most|up to|no more than|a maximum of|max) <times>",
        f"[a|the|each|every|no] {_LEAD} (must|may|can|cannot|should) [not] be <verb:phrase> more than <times>",
        "<verb:phrase> (at most|up to|no more than|a maximum of|max) <times>",
    ),
    _so_often,
    "A lead may rest twice.",
)


def _order(found: Found, sentence: Sentence) -> Outcomes:
    """Read `No stage is skipped`: forward is told, backward may not be."""
    stages = tuple(sentence.context.declared.stages)
    if len(stages) < 3 and "backwards" not in found:  # noqa: PLR2004 (two stages have one order)
        return None
    ends = [stage for stage in stages if key_of(stage) in _OUTSIDE]
    if ends:
        if "aside" in found:
            return _order_and_aside(found, stages, sentence)
        asks = f"From which stages is {ends[0]} reached?"
        before = [stage for stage in stages if stage not in ends][-2:]
        choices = tuple(
            f"Stages are passed one after the other; {ends[0]} is reached from {origin}."
            for origin in ("any of them", *before)
        )
        return Ambiguous("transition", (Question(HALF_A_MOVE.code, asks, choices),), (), sentence.place)
    if "backwards" not in found and not _goes_on(sentence):
        asks = "May a lead go back to an earlier stage, and how far?"
        choices = ("Stages are passed in order; nothing goes backwards.",)
        return Ambiguous("transition", (Question(HALF_A_MOVE.code, asks, choices),), (), sentence.place)
    puts = (Put((WAYS, "in order"), items(stages, sentence.place)),)
    return checked("transition", f"Stages follow one another in order: {', '.join(stages)}.", puts, sentence)


def _order_and_aside(found: Found, stages: tuple[str, ...], sentence: Sentence) -> Outcomes:
    """Read stages in order and one beside the way: `…; Lost is reached from any of them`."""
    aside: Value = found["aside"]
    way = tuple(stage for stage in stages if key_of(stage) not in _OUTSIDE)
    origins = (found["origin"].text,) if "origin" in found else way
    place = sentence.place
    puts = (
        Put(("ways", "in order"), items(way, place)),
        *(Put(("ways", "also", f"{origin} -> {aside.text}"), table({}, place)) for origin in origins),
    )
    says = f"Stages follow one another in order: {', '.join(way)}; {aside.text} is reached from {', '.join(origins)}."
    return checked("transition", says, puts, sentence)


# Stages that stand beside the way, not at its end.
_OUTSIDE = frozenset(
    "lost closed_lost disqualified rejected unqualified recycled recycle nurture junk bad_data unresponsive".split()
)


def _goes_on(sentence: Sentence) -> bool:
    """Say that the next sentence tells what goes backwards."""
    for unit in sentence.context.units[sentence.context.at + 1 : sentence.context.at + 2]:
        return re.search(r"nothing (?:else )?goes backwards?", unit.text, re.IGNORECASE) is not None
    return False


ORDER = Shape(
    "stages that follow one another in order",
    (
        "(stages|the stages|statuses) are passed (one after the other|in order|one by one|in this order) [; nothing [else] (goes|moves|may go) <backwards:back>]",
        "(stages|the stages|statuses) are passed (one after the other|in order|one by one|in this order) ; <aside:value> is reached from (any of them|<origin:value>)",
        f"[all|every] {_LEAD} (go|goes|pass|passes|move|moves|run|runs) through the stages in [this] order [and none is skipped] [; <rest:words>]",
        f"{_LEAD} (should|must|may) not skip (a|any) (stage|status)",
        "no (stage|status) (is|may be) skipped",
        "(stages|leads|records) only move forward [, except when <rest:words>]",
    ),
    _order,
    "Stages are passed in order; nothing goes backwards.",
)


def _nothing_back(found: Found, sentence: Sentence) -> Outcomes:
    """Read `nothing else goes backwards`: only forward, and what is allowed besides."""
    del found
    put = Put((WAYS, "nothing else goes back"), value(_YES, sentence.place))
    return checked("transition", "No other move leads to an earlier stage.", (put,), sentence)


NOTHING_BACK = Shape(
    "that nothing goes back",
    (
        "nothing [else] (goes|moves|may go|falls) <back:back>",
        "no [other] (lead|record|stage) (goes|moves|may go) <back:back>",
    ),
    _nothing_back,
    "Nothing else goes backwards.",
)


def _by(found: Found, sentence: Sentence) -> Outcomes:
    """Read who alone may set a value."""
    name = text_of(found["who"]) if "who" in found else found["person"]
    party = key_of(name)
    place = sentence.place
    if "value" in found:
        stage: Value = found["value"]
        field, text = stage.field, stage.text
    else:
        field, text = "", found["name_of"].label
        field = _field_with(text, sentence) or ""
    if not field or not party:
        return None
    puts = (
        a_party(name, place),
        Put((WAYS, "by", text), value(party, place)),
    )
    return checked("transition", f"Only {name} may set {field} to {text}.", puts, sentence)


def _field_with(text: str, sentence: Sentence) -> str | None:
    """Give the field that a sentence of the same section lists this value of."""
    for at, unit in enumerate(sentence.context.units):
        if unit.kind != "sentence" or unit is sentence.unit or text not in unit.text or ":" not in unit.text:
            continue
        other = cut_sentence(unit, replace(sentence.context, at=at))
        for outcome in read_listed(other) if other is not None else ():
            puts = outcome.puts if isinstance(outcome, Checked) else ()
            path = next((put.path for put in puts if put.path[0] == "fields"), None)
            if path is not None:
                return path[1]
    return None


BY = Shape(
    "who alone may set a value",
    (
        "<value> (may|can) only be (picked|set|used|chosen|given|selected) by <person>",
        "<value> (may|can) only be (picked|set|used|chosen|given|selected) by <who:phrase>",
        "<name_of:field> (may|can) only be (picked|set|used|chosen|given|selected) by <who:phrase>",
        "only <person> (may|can) (set|use|pick|choose|give|move leads to) <value>",
    ),
    _by,
    "Disqualified may only be set by Sales.",
)


def _by_system(found: Found, sentence: Sentence) -> Outcomes:
    stage: Value = found["value"]
    puts = (
        a_party("Systems", sentence.place),
        Put((WAYS, "by", stage.text), value("systems", sentence.place)),
    )
    return checked("transition", f"Only a system may set {stage.field} to {stage.text}.", puts, sentence)


BY_SYSTEM = Shape(
    "a stage that is set by a system",
    (
        "<value> is set (automatically|by the system|by <how:phrase>) [itself] [; do not (pick|set|choose) it by hand]",
        "<value> is set by the <how:phrase> itself ; (do not|never) (pick|set|choose) it by hand",
        "(do not|never) (set|pick|choose) <value> by hand",
    ),
    lambda found, sentence: _by_system(found, sentence) if _is_system(found) else None,
    "Handed Over is set automatically.",
)


def _is_system(found: Found) -> bool:
    """Say that no person sets it: nobody is named, or a thing "itself"."""
    how = text_of(found["how"]).lower() if "how" in found else ""
    return not re.search(r"\b(?:sdr|ae|rep|manager|sales|marketing|team|owner|lead)\b", how)


def _needs(found: Found, sentence: Sentence) -> Outcomes:
    """Read what a move to a stage needs: `Proposal needs at least one visit or one test order`."""
    stage: Value = found["value"]
    tokens = plain(found["words"])
    if [token.low for token in tokens[-3:]] == ["on", "the", "record"]:
        tokens = tokens[:-3]
    if any(token.kind == "name" for token in tokens):
        return None
    read = _at_least_each(tokens, sentence)
    if read is None or read.unsaid or read.vague:
        return None
    place = sentence.place
    puts = [*need_puts(read.needs, place)]
    if stage.text in sentence.context.declared.stages:
        puts.append(Put(("stages", stage.text, "when"), value(read.text, place)))
    else:
        puts.append(
            Put(
                ("rules", f"{stage.text} needs".lower()),
                table({"when": f"{stage.field} = {quoted(stage.text)}", "must": read.text}, place),
            )
        )
    return checked(
        "transition", f"{stage.text} needs {read.text}.", tuple(puts), sentence, read.figures, yes_no(read.needs)
    )


def _at_least_each(tokens: Tokens, sentence: Sentence) -> Read | None:
    """Read `at least one visit or one test order`: the bound of the first holds for all."""
    low = [token.low for token in tokens]
    if low[:2] == ["at", "least"] and ("or" in low or "and" in low):
        at = low.index("or") if "or" in low else low.index("and")
        if at + 1 < len(tokens) and low[at + 1] in {"one", "two", "three", "a"}:
            tokens = (*tokens[: at + 1], *tokens[:2], *tokens[at + 1 :])
    return condition(tokens, sentence.known)


NEEDS = Shape(
    "what a stage needs",
    (
        "<value> (needs|requires|takes|presupposes) <words>",
        "(to reach|to enter|before) <value> , (a lead|it|there) (needs|must have|must be) <words>",
    ),
    _needs,
    "Talking needs at least one visit or one test order.",
)


def _promote(found: Found, sentence: Sentence) -> Outcomes:
    """Read when leads are moved to the stage a verb names: `We promote when …`."""
    verb = text_of(found["verb"]).lower()
    stage = next((each for each in _stages(sentence) if key_of(each)[:5] == verb[:5] and len(verb) > 4), None)  # noqa: PLR2004 (enough to tell)
    read = condition(found["words"], sentence.known)
    if stage is None or read is None or read.unsaid:
        return None
    field = field_of_stage(stage, sentence.known)
    place = sentence.place
    rule = table({"when": f"{field} = {quoted(stage)}", "must": read.text}, place)
    puts = (*need_puts(read.needs, place), Put(("rules", f"{stage} needs".lower()), rule))
    return checked("transition", f"{stage} needs {read.text}.", puts, sentence, read.figures, yes_no(read.needs))


PROMOTE = Shape(
    "when leads are moved to a stage that the verb names",
    ("(we|sales|marketing|reps|sdrs) [only] <verb:phrase> [a lead|leads] [only] (when|if|once) <words>",),
    _promote,
    "We promote when a budget exists and a date is set.",
)


def _sets_before(found: Found, sentence: Sentence) -> Outcomes:
    """Read who sets a stage before something: `The owner sets Claimed before any letter is sent`."""
    stage: Value = found["value"]
    what = text_of(found["words"])
    asks = f"{stage.text} is set before “{what}”: what holds where it was not?"
    choices = (f"{stage.text} may only be set by {text_of(found['who'])}.",)
    return Ambiguous("transition", (Question(HALF_A_MOVE.code, asks, choices),), (), sentence.place)


SETS_BEFORE = Shape(
    "a stage that is set before something happens",
    ("(a|an|the) <who:phrase> sets <value> before <words>", "<who:phrase> sets <value> before <words>"),
    _sets_before,
    "The owner sets Claimed before any letter is sent.",
)


SHAPES = (
    ONLY,
    NEVER_TO,
    NOT_BACK,
    FINAL,
    AGAIN,
    MEANS,
    SO_OFTEN,
    ORDER,
    NOTHING_BACK,
    BY_SYSTEM,
    BY,
    NEEDS,
    PROMOTE,
    SETS_BEFORE,
    BOTH,
    SET,
    PUT_ORDER,
)
