"""Phrases of plain English: lengths of time, shares, bounds, hours and conditions, each in ola's one spelling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.lengths import read_length
from ola.agreement.prose.phrases.limits import limit_at
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.numbers import read_number, shown
from ola.agreement.prose.phrases.periods import read_period
from ola.agreement.prose.phrases.quantities import Bound, read_bound
from ola.agreement.prose.phrases.shares import read_share, share_limit, share_text
from ola.agreement.prose.phrases.times import read_time, read_windows
from ola.agreement.prose.phrases.tokens import MOST_TOKENS, cut
from ola.agreement.prose.reading import Declared

VECTORS = yaml.safe_load((Path(__file__).parents[2] / "vectors/phrases.yaml").read_text(encoding="utf-8"))
DECLARED = Declared(
    fields=("Score", "Employees", "Country", "Phone", "Email", "Title"),
    choices=(("Status", ("Ready", "Claimed", "Resting")), ("Tier", ("A", "B", "C"))),
)


def _text(found: object) -> str | None:
    return None if found is None else str(found)


def _bound(found: Bound | None) -> str | None:
    if found is None:
        return None
    about = "about " if found.about else ""
    return f"{about}{found.sense} {' and '.join(found.figures)}"


def _limit(phrase: str) -> str | None:
    tokens = cut(phrase)
    found = limit_at(tokens, 0)
    return str(found[0]) if found is not None and found[1] == len(tokens) else None


def _condition(phrase: str) -> dict[str, Any] | str | None:
    read = read_condition(phrase, lexicon(DECLARED))
    if read is None:
        return None
    told: dict[str, Any] = {"reads": read.text}
    needs = {need.name: need.type for need in read.needs if not need.declared}
    more = {"needs": needs, "figures": list(read.figures), "vague": list(read.vague), "unsaid": read.unsaid}
    told |= {key: value for key, value in more.items() if value}
    return read.text if len(told) == 1 else told


READERS: dict[str, Callable[[str], Any]] = {
    "lengths": lambda phrase: _text(read_length(phrase)),
    "shares": lambda phrase: None if (share := read_share(phrase)) is None else share_text(share),
    "bounds": lambda phrase: _bound(read_bound(phrase)),
    "numbers": lambda phrase: None if (number := read_number(phrase)) is None else shown(number),
    "periods": read_period,
    "times": lambda phrase: _text(read_time(phrase)),
    "windows": lambda phrase: (
        None if (week := read_windows(phrase)) is None else {day: "-".join(hours) for day, hours in week.items()}
    ),
    "limits": _limit,
    "conditions": _condition,
}
EVERY = [(kind, phrase, told) for kind, phrases in VECTORS.items() for phrase, told in phrases.items()]


@pytest.mark.parametrize(("kind", "phrase", "told"), EVERY, ids=[f"{kind}: {phrase}" for kind, phrase, _ in EVERY])
def test_a_phrase_is_read_as_its_vector_says(kind: str, phrase: str, told: object) -> None:
    """In ola's one spelling; nothing where it is no such phrase."""
    assert READERS[kind](phrase) == told


def test_every_kind_of_phrase_has_vectors() -> None:
    """A kind without vectors would be read by luck."""
    assert set(VECTORS) == set(READERS)


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    "phrase", ["", ".", "(", "at least", "within", "one", "half a", "mon to", "5 to", "x " * 20_000]
)
def test_what_is_cut_off_or_endless_is_nothing(kind: str, phrase: str) -> None:
    """A reader gives nothing, and never fails."""
    found = READERS[kind](phrase)
    assert found is None or phrase == "one"


def test_too_many_words_have_no_tokens() -> None:
    """What is longer than any sentence is not cut at all."""
    assert len(cut("word " * MOST_TOKENS)) == MOST_TOKENS
    assert cut("word " * (MOST_TOKENS + 1)) == ()


def test_a_share_that_is_no_whole_percentage_meets_its_own_limit() -> None:
    """A sixth is at least 16.666666 %, and at most 16.666667 %."""
    from fractions import Fraction

    assert share_limit(Fraction(1, 6), least=True) == "16.666666%"
    assert share_limit(Fraction(1, 6), least=False) == "16.666667%"
    assert share_limit(Fraction(1, 4), least=True) == "25%"
