"""The kinds of values that conditions compare."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "text",  # compared after trimming, NFC and lower-casing code point by code point: text, email, phone, url
    "id",  # compared exactly: id, owner
    "number",  # integer, number, money
    "boolean",
    "date",
    "datetime",  # instants
    "duration",
    "choice",  # one key of a closed list: choice, stage, country, language, segment values
    "choices",  # a list of such keys
]
ORDERED: frozenset[Kind] = frozenset({"number", "date", "datetime", "duration"})
