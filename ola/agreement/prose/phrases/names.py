"""Names of fields and conditions: how one is spelt in the agreement, whatever the document's spelling."""

from __future__ import annotations

import re

from ola.agreement.prose.phrases.tokens import Tokens
from ola.expr.names import GRAMMAR_WORDS

ARTICLES = frozenset(
    {"a", "an", "the", "its", "their", "his", "her", "our", "your", "this", "that", "these", "those", "some"}
)
_NOT_IN_NAMES = re.compile(r"[^\w]+")
LONGEST_NAME = 12


def field_key(name: str) -> str:
    """Spell a name as fields are: `Lead Status` is `lead_status`, `LinkedIn URL` is `linkedin_url`.

    What ends in `__c` or is spelt with underscores already is kept but for its case.
    """
    low = name.strip().strip(".").lower().replace("'s ", " ").replace("’s ", " ").replace("'", "").replace("’", "")
    return _NOT_IN_NAMES.sub("_", low).strip("_")


def phrase_key(tokens: Tokens) -> str | None:
    """Spell a phrase as the name of a yes/no field, articles left out; nothing where it has no words or too many."""
    words = [token.low.removesuffix("'s") for token in tokens if token.low not in ARTICLES and token.kind != "sign"]
    if not words or len(words) > LONGEST_NAME:
        return None
    key = field_key(" ".join(words))
    if not key or not any(char.isalpha() for char in key):
        return None
    return f"is_{key}" if key in GRAMMAR_WORDS or key[0].isdigit() else key


def quoted(value: str) -> str:
    """Write a value as conditions do: bare where it is one plain word, else in quotes."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", value) and value.lower() not in GRAMMAR_WORDS:
        return value
    return '"' + value.replace('"', '""') + '"'
