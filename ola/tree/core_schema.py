"""What plain words mean in YAML 1.2: `NO`, `on` and `12:30` are text, `true`, `60` and `~` are not.

The core schema of YAML 1.2.2, chapter 10.3, https://yaml.org/spec/1.2.2/#103-core-schema.
"""

from __future__ import annotations

import re

_BLANK = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_DECIMAL = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+", re.ASCII)
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)", re.ASCII)
_NOT_A_NUMBER = frozenset({".nan", ".NaN", ".NAN"})

# Nobody writes a number this long; Python would refuse to read it, and text never fails.
_LONGEST_NUMBER = 300


def plain_value(text: str) -> str | int | float | bool | None:
    """Read a plain (unquoted) scalar as the core schema does; whatever is nothing else is text."""
    if text in _BLANK:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    return _number(text) if len(text) <= _LONGEST_NUMBER else text


def _number(text: str) -> str | int | float:
    """Read a number, or give the text back."""
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text, 0)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITY.fullmatch(text):
        return float(text.replace(".", ""))
    return float("nan") if text in _NOT_A_NUMBER else text
