"""The phrasing that ola reads which is nearest to a sentence it does not: the same words, less those that stand in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.numbers import CARDINALS
from ola.agreement.prose.phrases.tokens import Token, Tokens
from ola.agreement.prose.reading import Ambiguous, Checked, Outcome
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.definitions import LONGEST_TERM, name_of_item
from ola.agreement.prose.sentences.gaps import Value
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.verbs import FINITE, PARTICIPLES

Reads = Callable[[str, Sentence], tuple[Outcome, ...]]
MOST_TRIED = 4
_LEAST_KEPT = 0.4
_LEAST_POINTS = 3
_JOINTS = frozenset({"and", "but"})
_BECOMES = frozenset({"is", "becomes", "goes", "means", "turns"})


def nearest(sentence: Sentence, reads: Reads) -> str | None:
    """Give a sentence of the same words that is read in full, or one that is offered where it is only asked about.

    Tried are a few that leave out a part and no number; what is left out behind or ahead of a comma is said to people.
    Nothing where none of them is read.
    """
    points = _points(sentence, reads)
    if points is not None or not _is_worth_it(sentence):
        return points
    for text, rest in islice(_variants(sentence), MOST_TRIED):
        told = _read_as(reads(text, sentence), text)
        if told is not None:
            return f"{told} **For people:** {rest}" if rest else told
    return None


def _read_as(outcomes: tuple[Outcome, ...], text: str) -> str | None:
    if outcomes and all(isinstance(outcome, Checked) for outcome in outcomes):
        return text
    match outcomes:
        case (Ambiguous(questions=questions),):
            return next((each.choices[0] for each in questions if each.choices), None)
        case _:
            return None


def _points(sentence: Sentence, reads: Reads) -> str | None:
    """Write a list of conditions point by point, those that cannot be read as names of yes/no fields.

    `score in the top band and plan = Grow`, an item of such a list, and `Ready: the budget is set; a need is named`.
    """
    name, parts = name_of_item(sentence), _parted(sentence.tokens, "and")
    if name is None:
        colon = next((at for at, token in enumerate(sentence.tokens) if token.low == ":" and token.kind == "sign"), 0)
        parts = _parted(sentence.tokens[colon + 1 :], ";")
        if not 0 < colon <= LONGEST_TERM or len(parts) < _LEAST_POINTS:
            return None
        name = as_written(sentence, sentence.tokens[:colon]).rstrip(".")
    told = [_point(part, sentence) for part in parts]
    text = f"`{name}` means all of: {'; '.join(told)}." if len(told) > 1 else f"`{name}` means {told[0]}."
    outcomes = reads(text, sentence)
    return text if outcomes and all(isinstance(outcome, Checked) for outcome in outcomes) else None


def _parted(tokens: Tokens, joint: str) -> tuple[Tokens, ...]:
    parts, start = list[Tokens](), 0
    for at, token in enumerate(tokens):
        if token.low == joint and token.kind in {"word", "sign"}:
            parts.append(tokens[start:at])
            start = at + 1
    return tuple(part for part in (*parts, tokens[start:]) if part)


def _point(tokens: Tokens, sentence: Sentence) -> str:
    text = as_written(sentence, tokens).rstrip(".")
    text = text if tokens[0].kind != "word" or tokens[0].text[:1].isupper() else f"{text[0].lower()}{text[1:]}"
    read = condition(tokens, sentence.known)
    return text if read is not None and not read.unsaid and not read.vague else f"`{text.replace('`', '')}`"


def _is_worth_it(sentence: Sentence) -> bool:
    """Say that a sentence holds a number or a stage: what data could show."""
    return any(token.number is not None or token.kind == "time" for token in sentence.tokens) or bool(_stages(sentence))


def _stages(sentence: Sentence) -> tuple[tuple[Value, int, int], ...]:
    """Give the stages and statuses a sentence names, each with where it stands."""
    found, at, tokens, known = [], 0, sentence.tokens, sentence.known
    while at < len(tokens):
        here = known.values_at(tokens, at)
        field = next((each for each in here[0] if each[0] in sentence.setting.stage_fields), None) if here else None
        if here is not None and field is not None:
            found.append((Value(*field), at, here[1]))
            at = here[1]
        else:
            at += 1
    return tuple(found)


def _variants(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Give shorter sentences, each with what it leaves out."""
    tokens, stages = sentence.tokens, _stages(sentence)
    yield from ((text, "") for text in _set(sentence, stages))
    for kept, rest in _shorter(tokens):
        if _numbers(kept) == _numbers(tokens) and len(kept) >= _LEAST_KEPT * len(tokens):
            yield as_written(sentence, kept), as_written(sentence, rest) if rest else ""


def _set(sentence: Sentence, stages: tuple[tuple[Value, int, int], ...]) -> Iterator[str]:
    """Say `With no reply it goes to Resting` as `If there is no reply, set Resting`."""
    tokens = sentence.tokens
    verb = next((at for at, token in enumerate(tokens) if token.low in _BECOMES), None)
    if len(stages) == 0 or verb is None or tokens[0].low not in {"with", "when", "if", "once"}:
        return
    value, start, _ = stages[0]
    subject = next((at for at in range(verb) if tokens[at].low in LEADS | {"it", "they"}), verb)
    if start > verb and subject > 1:
        when = as_written(sentence, tokens[1:subject]).strip(" .,")
        when = when if tokens[1].text[:1].isupper() else f"{when[:1].lower()}{when[1:]}"
        yield f"If {'the lead has ' if tokens[0].low == 'with' else ''}{when}, set {value.text}."


def _shorter(tokens: Tokens) -> Iterator[tuple[Tokens, Tokens]]:
    """Leave out a part: what is said of the subject beside, what stands behind a comma, what stands ahead of one."""
    verbs = [
        at
        for at, token in enumerate(tokens)
        if token.low in FINITE.keys() | PARTICIPLES.keys() and token.low not in LEADS
    ]
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.low in _JOINTS and verbs and verbs[0] < at and at + 1 < len(tokens):
            yield (*tokens[: _subject_end(tokens, verbs[0])], *tokens[at + 1 :]), ()
    for at, token in enumerate(tokens):
        if token.kind == "sign" and token.low in {",", ":", ";"}:
            yield tokens[:at], tokens[at + 1 :]
            yield tokens[at + 1 :], tokens[:at]


def _subject_end(tokens: Tokens, verb: int) -> int:
    """Give where the noun of a subject ends: before `from the demo form` in `Ready records from the demo form come`."""
    return next((at for at in range(verb) if at and tokens[at].low in {"from", "of", "with", "in", "that"}), verb)


def _numbers(tokens: Tokens) -> list[str]:
    return [token.low for token in tokens if token.number is not None or token.kind == "time" or token.low in CARDINALS]


def as_written(sentence: Sentence, tokens: Tokens) -> str:
    """Write tokens of a sentence as they stand in it, names as code, with a capital and a full stop."""
    text, last = "", None
    for token in tokens:
        apart = last is not None and sentence.unit.text[last.end : token.start].isspace()
        text += f"{' ' if apart or _is_cut(last, token) else ''}{_shown(token)}"
        last = token
    text = text.strip().rstrip(".,;:")
    return f"{text[:1].upper()}{text[1:]}."


def _is_cut(last: Token | None, token: Token) -> bool:
    return last is not None and last.end != token.start and token.kind != "sign"


def _shown(token: Token) -> str:
    match token.kind:
        case "name":
            return f"`{token.text}`"
        case "quote":
            return f'"{token.text}"'
        case _:
            return token.text
