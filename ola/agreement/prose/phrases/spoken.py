"""Statements by their usual words: where, how big, of which kind, what not, which address; their lists go on."""

from __future__ import annotations

from collections.abc import Callable

from ola.agreement.prose.phrases.attributes import attribute_at
from ola.agreement.prose.phrases.mail import mail_at
from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.negations import none_at
from ola.agreement.prose.phrases.places import where_at
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.phrases.sizes import size_at
from ola.agreement.prose.phrases.tokens import Tokens

SPOKEN: tuple[Callable[[Tokens, int, Lexicon], tuple[Read, int] | None], ...] = (
    mail_at,
    size_at,
    where_at,
    attribute_at,
    none_at,
)
_ENDS = frozenset({",", ";", ")", "and", "or", "&", "plus", "."})


def spoken_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read one such statement from a token on; nothing where it goes on in other words."""
    for read in SPOKEN:
        found = read(tokens, at, known)
        if found is not None and (found[1] == len(tokens) or tokens[found[1]].low in _ENDS):
            return found
    return None
