"""Sentences on what a stage needs that the document names nowhere else: `The stage `digest` needs …`."""

from __future__ import annotations

import re

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.reading import Put
from ola.agreement.prose.sentences.declarations import a_stage, event_puts, need_puts, stage_field, yes_no
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import value

_EVENT = re.compile(r"\b(?:number of|first|last) ([a-z]\w*(?: [a-z]\w*)*?)(?= in the last| [<>=!]| older| within|\)|$)")


def _needs(found: Found, sentence: Sentence) -> Outcomes:
    """Read what a stage needs: its condition, and the events that the condition counts."""
    read: Read = found["condition"]
    stage: str = found["one"]
    if read.unsaid or read.vague or not key_of(stage):
        return None
    place, known = sentence.place, sentence.known
    events = tuple(dict.fromkeys(_EVENT.findall(read.text)))
    puts = (
        *a_stage(stage, stage_field(known), place),
        *event_puts(events, known, place),
        *need_puts(read.needs, place),
        Put(("stages", stage, "when"), value(read.text, place)),
    )
    says = f"{stage} needs {read.text}."
    return checked("transition", says, puts, sentence, read.figures, yes_no(read.needs))


def needs_told(stage: Tokens, condition: str) -> str:
    """Write what a stage needs."""
    name = " ".join(token.text for token in stage if token.low not in {"the", "a", "an"})
    return f"The stage `{name}` needs `{condition}`."


STAGE_NEEDS = Shape(
    "what a stage needs that is named nowhere else",
    ("the stage <one> needs <condition>",),
    _needs,
    "The stage `digest` needs `number of attempt >= 3 and number of answer = 0`.",
)

SHAPES = (STAGE_NEEDS,)
