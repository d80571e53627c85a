"""Who owes what a section tells: `marketing_owes`, or a heading "What Sales owes"."""

from __future__ import annotations

import re

from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.units import Unit

_OWES = re.compile(r"(?:what\s+)?(\w+?)[_ ](?:owes?|promises?|commits?|delivers?)\b")
_NOBODY = frozenset({"we", "each", "both", "side"})


def owed_by_heading(sentence: Sentence) -> str | None:
    """Give who owes it by the headings above it, the nearest first."""
    for heading in reversed(sentence.unit.headings):
        match = _OWES.match(heading.text.lower())
        if match and match[1] not in _NOBODY:
            return match[1].capitalize()
    return None


def sides(sentence: Sentence) -> tuple[str, ...]:
    """Give the sides that agree: the parties declared, or those that headings say owe something."""
    declared = sentence.context.declared.parties
    if len(declared) == 2:  # noqa: PLR2004 (both)
        return declared
    units = sentence.context.units
    return sentence.context.once("who owes", lambda: _owing(units))


def _owing(units: tuple[Unit, ...]) -> tuple[str, ...]:
    owing = (_OWES.match(heading.text.lower()) for unit in units for heading in unit.headings)
    return tuple(dict.fromkeys(match[1].capitalize() for match in owing if match and match[1] not in _NOBODY))
