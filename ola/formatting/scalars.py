"""One value written in YAML: plain where that reads back the same, else in the quotes it needs."""

from __future__ import annotations

import re

from ola.tree.core_schema import plain_value
from ola.tree.value import Scalar
from ola.tree.yaml import balance

# What a plain value cannot start with; a dash, a question mark or a colon may be followed by a letter.
_SIGNS = frozenset(",[]{}#&*!|>'\"%@`")
BLOCKS = ("|", "|-", ">")
_IN_FLOW = frozenset(",[]{}?")
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')
_NAMES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNSEEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text reads back as itself without quotes, between brackets (`flow`) or on lines of its own."""
    if not text or text != text.strip() or "\t" in text or _UNSEEN.search(text):
        return False
    if not isinstance(plain_value(text), str) or text == "<<":
        return False
    first, second = text[0], text[1:2]
    if first in _SIGNS or (first in "-?:" and not second.strip()):
        return False
    if flow and (first in "?:" or (first == "-" and second in _IN_FLOW)):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    # A parenthesis without its partner reads as a condition that was cut.
    if balance(text) != 0:
        return False
    return not (flow and (_IN_FLOW & set(text) or re.search(r":[,\[\]{}]", text)))


def quoted(text: str) -> str:
    """Write a text in double quotes, or in single ones where it holds double quotes or backslashes."""
    if ('"' in text or "\\" in text) and not _UNSEEN.search(text) and "\t" not in text:
        return f"""'{text.replace("'", "''")}'"""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    code = ord(sign)
    return _NAMES.get(sign) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")  # noqa: PLR2004 (two digits)


def one_line(scalar: Scalar, text: str, *, flow: bool) -> str:
    """Write a value on one line; `text` is what it says, in its canonical spelling."""
    if scalar.value is None:
        return "null" if flow else ""
    if not isinstance(scalar.value, str):
        return text
    return text if is_plain(text, flow=flow) else quoted(text)


def wants_quotes_in_flow(scalar: Scalar, text: str) -> bool:
    """Whether brackets alone would make a value need quotes."""
    if not isinstance(scalar.value, str) or "\n" in text:
        return False
    return is_plain(text, flow=False) and not is_plain(text, flow=True)


def in_lines(scalar: Scalar, text: str, indent: int, room: int, width: int) -> list[str] | None:
    """Write a text over several lines, the first one behind its key; nothing where one line is right.

    A text with line breaks of its own stands as it is under `|`; a long sentence is folded at its spaces.
    """
    if not isinstance(scalar.value, str):
        return None
    space = " " * indent
    if stands_in_a_block(text):
        body = text.removesuffix("\n")
        if "\n" not in body and "  " not in body and len(body) > room:
            return [">", *(f"{space}{line}" for line in _folded(body, width - indent, width - indent))]
        return [f"|{'' if text != body else '-'}", *(f"{space}{line}" if line else "" for line in body.split("\n"))]
    if len(text) > room and is_plain(text, flow=False) and "  " not in text:
        first, *more = _folded(text, room, width - indent)
        return [first, *(f"{space}{line}" for line in more)] if more else None
    return None


def stands_in_a_block(text: str) -> bool:
    """Whether a text has line breaks, and reads back as itself from lines of its own."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in text or not body:
        return False
    fits = not any(_UNSEEN.search(line) for line in lines) and lines[0].strip() == lines[0].rstrip() != ""
    return (
        fits and bool(lines[-1].strip()) and not any(line and not line.strip() for line in lines) and "\t" not in body
    )


def _folded(text: str, room: int, width: int) -> list[str]:
    """Cut a text at its spaces: the first line as wide as there is room, the others as wide as they may be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        most = width if lines else room
        # A line that began with a sign might be read as something else.
        if line and len(line) + 1 + len(word) > most and word[0].isalnum():
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
