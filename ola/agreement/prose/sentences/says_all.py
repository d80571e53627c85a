"""Whether a reading holds every number of the words it was made of: none is dropped in silence."""

from __future__ import annotations

import re
from fractions import Fraction

from ola.agreement.prose.phrases.numbers import CARDINALS, shown
from ola.agreement.prose.phrases.shares import share_at
from ola.agreement.prose.phrases.times import time_at
from ola.agreement.prose.reading import Checked, Outcome
from ola.agreement.prose.sentences.sentence import Sentence
from ola.tree.value import to_plain

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Number words that also say something else.
_PAIRS = frozenset({"leads", "records", "contacts", "people", "open"})  # "no two leads" is no number
_LOOSE = frozenset({"one", "zero"})


def says_all(outcome: Outcome, sentence: Sentence) -> bool:
    """Say that every number of the sentence is in what goes into the agreement; what is asked about may leave some out."""
    if not isinstance(outcome, Checked):
        return True
    held = set(
        _NUMBER.findall(" ".join((outcome.says, *outcome.figures, *(str(to_plain(put.node)) for put in outcome.puts))))
    )
    held |= {each.lstrip("0") or "0" for each in held}
    for at, token in enumerate(sentence.tokens):
        if token.kind == "time" or (
            token.number is not None and at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].low in {"am", "pm"}
        ):
            time = time_at(sentence.tokens, at)
            if time is not None and str(time[0]).split(":")[0] not in held and str(time[0].at.hour) not in held:
                return False
        elif token.number is not None:
            if not _spellings(token.number, percent=token.kind == "percent") & held:
                return False
        elif token.low == "two" and at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].low in _PAIRS:
            continue
        elif (
            token.kind == "word"
            and token.low in CARDINALS
            and token.low not in _LOOSE
            and not _spellings(Fraction(CARDINALS[token.low]), percent=False) & held
            and not _is_share_of(sentence, at, held)
        ):
            return False
    return True


def _spellings(number: Fraction, *, percent: bool) -> set[str]:
    found = (
        {shown(number), shown(number * 100), shown(number + 1), shown(number - 1)}
        if not percent
        else {shown(number), shown(number / 100)}
    )
    return found | {f"{float(number):g}"}


def _is_share_of(sentence: Sentence, at: int, held: set[str]) -> bool:
    """Say that a number word is a part of a share that is held as a percentage: `one in five`, `three quarters of`."""
    for start in range(max(0, at - 3), at + 1):
        share = share_at(sentence.tokens, start)
        if share is not None and share[1] > at:
            exact = f"{float(share[0] * 100):.4f}".rstrip("0").rstrip(".")
            return any(number == exact or ("." in exact and number.startswith(exact[:-1])) for number in held)
    return False
