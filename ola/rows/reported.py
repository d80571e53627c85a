"""What a library says of rows it could not take, without the rows' own values in it."""

from __future__ import annotations

import re

# Names of columns and of types stand in quotes too, and are what a reader needs.
_TYPES = "(?:int|str|float|bool|bytes|list|dict|date|datetime|Decimal|NoneType)"
_VALUE = re.compile(
    rf"""
    (?<!column\ )'(?!{_TYPES}')[^'\n]*'
    | (?<!column\ )"(?!{_TYPES}")[^"\n]*"
    | “[^”\n]*”
    | \[[^]\n]*\]
    | (?<=\ value\ )\S+
    """,
    re.VERBOSE,
)


def reported(error: BaseException) -> str:
    """Give the first line of an error; what is quoted or listed in it is left out, since it may be a lead's."""
    lines = str(error).strip().splitlines()
    return _VALUE.sub("…", lines[0]) if lines else type(error).__name__
