"""Conditions in ola's own language that stand as code among plain words: `score >= 60`, `visited or booked`."""

from __future__ import annotations

import re
from functools import lru_cache

_COMPARES = re.compile(
    r"[=<>]|\bin \(|\bof \(|\b(?:is (?:known|blank)|between|contains|starts with|ends with|matches|within|older than)\b"
)
_JOINS = re.compile(r"\b(?:and|or|not)\b")
_WORD = re.compile(r"[^\W\d]\w*")


@lru_cache(maxsize=4096)
def is_own(text: str, terms: tuple[str, ...] = ()) -> bool:
    """Say that code is a condition and no name: it compares or joins, and ola's grammar reads it from end to end.

    Every word that is none of the grammar's is taken for a name, and `terms` are names of several words. What only
    joins is a condition where its names are spelt as ola spells them: `won_deal or lost_deal`, and not `Won or lost`.
    """
    joins = _JOINS.search(text) is not None and "_" in text and text == text.lower()
    if not joins and _COMPARES.search(text) is None:
        return False
    from lark.exceptions import UnexpectedInput

    from ola.expr.grammar import grammar
    from ola.expr.names import GRAMMAR_WORDS, Names
    from ola.expr.tokens import tokens

    words = dict.fromkeys(word for word in _WORD.findall(text) if word.lower() not in GRAMMAR_WORDS)
    cut = tokens(text, Names(terms=(*terms, *words)))
    if any(token.fault for token in cut):
        return False
    try:
        grammar().parse(cut)
    except UnexpectedInput:
        return False
    return True
