"""The name a phrase of a document gets in the agreement: small letters and underscores, fit for conditions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ola.expr.names import name_fault

_LONGEST = 60
_ARTICLE = re.compile(r"^(?:the|an?|our|their|its|his|her)\s+", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def key_of(phrase: str) -> str:
    """Give a phrase's name: `Lead Status` is `lead_status`, `Handover No.` is `handover_no`.

    It is empty where the phrase has no letter. Two phrases that differ in case, signs and articles alone have one name.
    """
    bare = _ARTICLE.sub("", unicodedata.normalize("NFC", phrase).strip())
    letters = "".join(sign if sign.isalnum() or unicodedata.category(sign).startswith("M") else " " for sign in bare)
    name = "_".join(letters.lower().split())[:_LONGEST].rstrip("_")
    return f"{name}_field" if name and name_fault(name) is not None else name


def term_name(phrase: str) -> str:
    """Give a term's name: words with spaces, or joined where one of them is a word of the grammar of conditions."""
    name = key_of(phrase).replace("_", " ")
    return name if name_fault(name) is None else name.replace(" ", "_")


def score_name(heading: str) -> str:
    """Give the score that a heading over a table of points names: "Lead scoring (maximum 80)" is the lead score."""
    bare = re.sub(r"\s*\(.*?\)", "", heading)
    return re.sub(r"\b(?:scoring|points)$", "score", bare, flags=re.IGNORECASE)


def plain(phrase: str) -> str:
    """Give a phrase for comparing: without case, signs, articles and the difference of `_` and a space."""
    return key_of(phrase).replace("_", " ")
