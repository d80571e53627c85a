"""Sentences on what must be noted when something holds: `If nobody answers, the try must be noted`."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, NotUnderstood, Put, Question
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.sentences.gaps import NOTED, parted, without_article
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_FIELD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.sentences.verbs import FINITE
from ola.agreement.prose.values import table
from ola.agreement.prose.written import written

_LONGEST_THING = 4
_PLACES = frozenset({"on", "in", "to", "at", "into"})


def _must_be_noted(found: Found, sentence: Sentence) -> Outcomes:
    """Read a rule: where something holds, a yes/no field says that something was noted."""
    read: Read = found["condition"]
    thing = without_article(found["thing"])
    if read.unsaid or read.vague or not _is_thing(thing) or not _states(found, sentence):
        return None
    done = NOTED[text_of(found["order"]).lower()] if "order" in found else text_of(found["done"])
    need = Need(key_of(f"{text_of(thing)} {done}"), "boolean")
    place = sentence.place
    rule = Put(("rules", f"{need.name} when {read.text}"[:70]), table({"when": read.text, "must": need.name}, place))
    says = f"If `{read.text}`, the {text_of(thing)} must be {done}."
    needs = (*read.needs, need)
    outcome = checked("predicate", says, (*need_puts(needs, place), rule), sentence, read.figures, yes_no(needs))
    if "steps" not in found:
        return outcome
    return outcome, NotUnderstood(None, sentence.part(*found.spans["steps"]).place)


MUST_BE_NOTED = Shape(
    "what must be noted when something holds",
    (
        "(if|when|where) <condition> , <thing:phrase> must be <done:noted> [on the (record|lead|contact)]",
        "(if|when|where) <condition> , <order:note> <thing:phrase> on the (record|lead|contact)",
        "<condition> : <order:note> <thing:phrase> on the (record|lead|contact)",
        "<condition> : <steps:words> and <order:note> <thing:phrase> on the (record|lead|contact)",
    ),
    _must_be_noted,
    "If nobody answers, the try must be noted.",
)


def _note(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of an order to note something which field shows it, and offer the rule that it must be noted."""
    read: Read = found["condition"]
    if read.unsaid or read.vague or not read.needs or not _states(found, sentence):
        return None
    asks = "Which field and values tell this?"
    start, end = found.spans["condition"]
    when = _as_written(sentence, start, end)
    verb = sentence.tokens[found.spans["words"][0] - 1].low
    what, *others = list(parted(found["words"]))
    at = next((at for at, token in enumerate(what) if at and token.low in _PLACES), len(what))
    thing = without_article(what[:at])
    rest = [text_of(found["steps"])] if "steps" in found else []
    rest += [text_of(each) for each in others if each]
    people = f" **For people:** {_capital('; '.join(rest))}." if rest else ""
    choices = (f"If {when}, the {text_of(thing)} must be {NOTED[verb]}.{people}",) if _is_thing(thing) else ()
    return Ambiguous("predicate", (Question(NO_FIELD.code, asks, choices),), read.figures, sentence.place)


_NO_THINGS = frozenset({"it", "this", "that", "them", "these", "those", "everything", "so"})
_WHEN = frozenset({"after", "before", "during", "at", "on", "in", "for", "by", "upon", "until", "from", "step", "then"})
_STATING = frozenset({"no", "not", "nobody", "nothing", "is", "are", "was", "were", "has", "have", "had"})


def _is_thing(tokens: Tokens) -> bool:
    return 0 < len(tokens) <= _LONGEST_THING and tokens[0].low not in _NO_THINGS


def _states(found: Found, sentence: Sentence) -> bool:
    """Say that the condition states something, where only a colon sets it off: `Nobody answers:`, not `After the call:`."""
    start, end = found.spans["condition"]
    words = sentence.tokens[start:end]
    if start:
        return True
    return words[0].low not in _WHEN and any(token.low in _STATING or token.low in FINITE for token in words[:5])


def _as_written(sentence: Sentence, start: int, end: int) -> str:
    tokens: Tokens = sentence.tokens[start:end]
    told = written(sentence.unit.words.cut(tokens[0].start, tokens[-1].end), sentence.context.document.source)
    return told if tokens[0].kind != "word" or tokens[0].text[1:] != tokens[0].low[1:] else told[0].lower() + told[1:]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


NOTE = Shape(
    "what to note when something holds",
    (
        "(if|when) <condition> , (tick|mark|flag|note|log|record) <words>",
        "<condition> : (tick|note|log|record) <words>",
        "<condition> : <steps:words> and (tick|note|log|record) <words>",
    ),
    _note,
    "If the budget is gone, note the reason.",
)

SHAPES = (MUST_BE_NOTED, NOTE)
