"""A sentence ready to be read: its tokens, the names the document declares, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ola.agreement.prose.for_people import is_for_people
from ola.agreement.prose.phrases.names import Lexicon, lexicon
from ola.agreement.prose.phrases.numbers import CARDINALS
from ola.agreement.prose.phrases.tokens import UNSEEN, Token, Tokens, cut, text_of
from ola.agreement.prose.reading import Context
from ola.agreement.prose.sentences.gaps import Setting, words_of
from ola.agreement.prose.units import HOLDERS, Unit
from ola.source import Place

MOST_WORDS = 90
_ENDS = frozenset({".", "!", ";"})
_COUNTED = re.compile(r"\d{1,2}\.\d{1,2}[.)]?\s+[A-Z\"“]")


def _numbers_once(tokens: Tokens) -> Tokens:
    """Leave out the digits behind a number in words, as contracts write them: `within one (1) business day`."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        said = [token.low for token in tokens[at : at + 3]]
        number = tokens[at + 1].number if len(said) == 3 and said[0] == "(" and said[2] == ")" else None  # noqa: PLR2004 ("(1)")
        if number is not None and kept and CARDINALS.get(kept[-1].low) == number:
            at += 3
            continue
        kept.append(tokens[at])
        at += 1
    return tuple(kept)


def _goes_on_below(tokens: Tokens, unit: Unit) -> bool:
    """Say that the last word only leads on to the next item of a list: `calls every MQL within 2 hours, and`."""
    if unit.lead is None:
        return False
    after = tokens[-2].low if len(tokens) > 1 else ""
    return tokens[-1].low == "," or (tokens[-1].low == "and" and after in {",", ";"})


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a part of one, of a document."""

    unit: Unit
    context: Context
    tokens: Tokens
    setting: Setting

    @property
    def known(self) -> Lexicon:
        """The names the document declares."""
        return self.setting.known

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, in lower case, and a mark where it holds a number."""
        return words_of(self.tokens)

    @property
    def text(self) -> str:
        """Its words."""
        return text_of(self.tokens)

    @property
    def place(self) -> Place:
        """Where it stands."""
        if not self.tokens:
            return self.unit.place
        return self.unit.words.at(self.tokens[0].start, self.tokens[-1].end)

    def part(self, start: int, end: int) -> Sentence:
        """Give a part of it."""
        return replace(self, tokens=self.tokens[start:end])

    @cached_property
    def before(self) -> Sentence | None:
        """The sentence before it in the same paragraph, item or section; what is only said to people stands aside."""
        for at in range(self.context.at - 1, max(-1, self.context.at - 4), -1):
            unit = self.context.units[at]
            if unit.headings == self.unit.headings and is_for_people(unit):
                continue
            if unit.kind == "sentence" and unit.headings == self.unit.headings:
                return sentence(unit, replace(self.context, at=at))
            if unit.kind in {"heading", "table"}:
                return None
        return None

    def following(self) -> Iterator[Unit]:
        """Give the items of the list that this sentence introduces."""
        for unit in self.context.units[self.context.at + 1 :]:
            if unit.kind != "sentence" or unit.lead is None or unit.lead.place != self.unit.words.place:
                return
            yield unit


def sentence(unit: Unit, context: Context) -> Sentence | None:
    """Cut a unit into a sentence; nothing where it is too long to be one, or holds signs that cannot be seen."""
    if UNSEEN.search(unit.words.text):
        return None
    words = unit.words
    # Kept with the words, so that no others come to have their identity.
    _, tokens = context.once(("tokens", id(words)), lambda: (words, _numbers_once(cut(words))))
    if _COUNTED.match(words.text) and len(tokens) > 1:  # "3.1 Marketing shall …"
        tokens = tokens[2:] if tokens[1].low in {".", ")"} else tokens[1:]
    while tokens and ((tokens[-1].kind == "sign" and tokens[-1].low in _ENDS) or _goes_on_below(tokens, unit)):
        tokens = tokens[:-1]
    if not tokens or len(tokens) > MOST_WORDS:
        return None
    return Sentence(unit, context, tokens, Setting(_here(lexicon(context.declared), unit, context)))


def _here(known: Lexicon, unit: Unit, context: Context) -> Lexicon:
    """Give the names of a document with the stage below which a unit stands in a block of code, and who holds it."""
    if unit.kind != "code" or not known.stages:
        return known
    at = next((at for at, each in enumerate(unit.headings) if each.text in context.declared.stages), None)
    if at is None:
        return known
    above = unit.headings[: at + 1]
    holders = (
        each.text
        for each in context.units[max(0, context.at - _BESIDE) : context.at + _BESIDE]
        if each.kind == "code" and each.headings[: at + 1] == above and each.headings[-1].text.lower() in HOLDERS
    )
    return replace(known, here=(above[-1].text,), holders=tuple(holders))


_BESIDE = 20  # entries of the same stage
