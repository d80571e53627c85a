"""Sentences that list for which reasons leads are turned down: `The permitted reasons are: no budget, competitor`."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.tokens import Token, Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.field_values import LEAST_VALUES, choices
from ola.agreement.prose.sentences.gaps import Field
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_FIELD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked

# What a reason is given for, by the beginning of the words for it, and what the field is usually called.
_FOR = (
    ("reject", "Rejection Reason"), ("declin", "Rejection Reason"), ("disqualif", "Disqualification Reason"),
    ("recycl", "Recycling Reason"), ("return", "Return Reason"), ("los", "Loss Reason"),
)  # fmt: skip


def _reasons(found: Found, sentence: Sentence) -> Outcomes:
    """Read the reasons into the one field that holds reasons; ask for it where there is none, or more than one."""
    tokens: Tokens = found["list"]
    tokens = tokens[1:] if tokens[:1] and tokens[0].low == ":" else tokens
    values = _values(tokens)
    if len(values) < LEAST_VALUES or sentence.unit.words.text[sentence.tokens[-1].end :].strip(" .;"):
        return None  # a list that goes on is not all of them
    known = {key: name for key, name in sentence.known.fields.items() if "reason" in key}
    purpose = _purpose(sentence)
    fits = {name for key, name in known.items() if purpose is None or key == ("reason",) or _is_for(purpose[0], key)}
    only = sorted(fits)
    if len(only) == 1:
        label = next(each for each in sentence.context.declared.fields if key_of(each) == only[0])
        field = Field(only[0], label, declared=True)
        says = f"{label} is one of {', '.join(values)}."
        return checked("shape", says, (choices(field, values, sentence),), sentence)
    offered = only or [purpose[1] if purpose is not None else "Reason"]
    asks = "Which field holds the reason?"
    listed = ", ".join(f'"{each}"' if " " in each else each for each in values)
    ways = tuple(f"`{name}` is one of {listed}." for name in offered)
    return Ambiguous("shape", (Question(NO_FIELD.code, asks, ways),), (), sentence.place)


def _is_for(purpose: str, key: tuple[str, ...]) -> bool:
    """Say that the name of a field tells what its reasons are for: `rejection_reason`, `reason_for_decline`."""
    alike = ("reject", "declin") if purpose in {"reject", "declin"} else (purpose,)
    return any(word.startswith(alike) for word in key)


def _values(tokens: Tokens) -> tuple[str, ...]:
    """Take a list apart at its semicolons, or else at its commas and its last "and"; nothing where a point is long."""
    signs = {";"} if any(token.low == ";" for token in tokens) else {","}
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.low in signs or (token.low in {"and", "or"} and not parts[-1]):
            parts.append([])
        else:
            parts[-1].append(token)
    last = next((at for at, token in enumerate(parts[-1]) if token.low in {"and", "or"}), None)
    if last is not None:
        parts[-1:] = [parts[-1][:last], parts[-1][last + 1 :]]
    found = tuple(text_of(tuple(part)) for part in parts if part)
    is_list = all(len(part) <= LONGEST_REASON and not any(token.number for token in part) for part in parts)
    return tuple(dict.fromkeys(found)) if is_list else ()


LONGEST_REASON = 6  # words


def _purpose(sentence: Sentence) -> tuple[str, str] | None:
    above = " ".join(heading.text.lower() for heading in sentence.unit.headings[-1:])
    words = [*(token.low for token in sentence.tokens[:16]), *above.split()]
    return next((each for each in _FOR for word in words if word.startswith(each[0])), None)


_SORT = "[permitted|allowed|valid|accepted|acceptable|possible|standard|agreed|only]"
_OF = "[rejection|disqualification|recycling|return|decline]"
REASONS = Shape(
    "the reasons for which leads are turned down",
    (
        f"[the] {_SORT} {_OF} reasons (are|:) <list:points>",
        f"[the] {_SORT} {_OF} reasons for <what:noun> (are|:) <list:points>",
        "<who:phrase> (may|can) only <act:phrase> for one of (the following|these) reasons : <list:points>",
    ),
    _reasons,
    "The permitted reasons are: no budget, no authority, competitor.",
)

SHAPES = (REASONS,)
