"""Numbers of a period inside sentences: bounds, shares, and the share of cycles that must be met."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ola.agreement.writing.atoms import CODE, NUMBER, Written, as_text, as_value, inside, number_text, skeleton, text_of
from ola.agreement.writing.limits import LENGTH
from ola.tree.markdown_text import code
from ola.tree.value import Node, Scalar
from ola.tree.words import Words

_PERIOD = r"(?:per|a|every) (?:week|month|quarter|rolling \d+ days)"
_AMOUNT = rf"(?:\d+(?:\.\d+)?%?|{LENGTH})"

# A number of a period: `178 per month`, `95% a quarter`, `1 business hour per rolling 30 days`.
BOUND = Written(rf"(?:\d+|{_AMOUNT} {_PERIOD})", values=True)
PERCENT = Written(r"\d+(?:\.\d+)?%", values=True)


@dataclass(frozen=True, slots=True)
class Target:
    """The share of cycles that must be met: `95% of leads per month`."""

    pattern: str = rf"(?:{CODE}+|\d+(?:\.\d+)?%|{NUMBER}|[Tt]rue|TRUE|[Ff]alse|FALSE) of leads(?: {_PERIOD})?"

    def write(self, node: Node) -> str | None:
        """The share, of leads, and the period."""
        text = text_of(node)
        if text is None or not isinstance(node, Scalar):
            return None
        if not isinstance(node.value, str):
            return f"{number_text(node)} of leads"
        found = re.fullmatch(rf"(\d+(?:\.\d+)?%) ({_PERIOD})", text)
        return f"{found[1]} of leads {found[2]}" if found else f"{code(text)} of leads"

    def read(self, words: Words) -> Node | None:
        """The share and the period."""
        share, _, period = skeleton(words).partition(" of leads")
        whole = inside(words.cut(0, len(share)))
        if whole is not None:
            return None if period else as_text(whole)
        return as_text(words, f"{share}{period}") if "%" in share else as_value(words.cut(0, len(share)))
