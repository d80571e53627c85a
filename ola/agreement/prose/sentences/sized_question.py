"""Questions that tell a range in brackets: `Is it a lab of our size (15 to 400 people)?`."""

from __future__ import annotations

from ola.agreement.prose.phrases.names import ARTICLES, phrase_key
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.questions import NO_ONE_LIMIT
from ola.agreement.prose.sentences.sentence import Sentence


def read_sized_question(sentence: Sentence) -> Ambiguous | None:
    """Ask of a range in brackets whether its ends are in it; the question itself is for people."""
    tokens = sentence.tokens
    opened = next((at for at, token in enumerate(tokens) if token.low == "("), 0)
    if not opened or [token.low for token in tokens[-2:]] != [")", "?"]:
        return None
    found = bound_at(tokens, opened + 1)
    what = phrase_key(tokens[found[1] : -2]) if found is not None else None
    name = tokens[opened - 1].low
    if found is None or what is None or name in ARTICLES:
        return None
    bound = found[0]
    if bound.first.kind != "number" or bound.second is None:
        return None
    low, high = bound.first.plain, bound.second.plain
    said = f"**For people:** {sentence.text}"
    ways = tuple(
        f"`{name} asked for` means `{condition}`. {said}"
        for condition in (f"{what} between {low} and {high}", f"{what} > {low} and {what} < {high}")
    )
    asks = f"Are {low} and {high} {' '.join(what.split('_'))} in it?"
    return Ambiguous("predicate", (Question(NO_ONE_LIMIT.code, asks, ways),), bound.figures, sentence.place)
