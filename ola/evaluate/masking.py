"""A personal value, shown so that its owner recognises it and nobody else learns it."""

from __future__ import annotations

HIDDEN = "…"
_SHORT = 4
_LONG = 9


def mask(value: object) -> str:
    """Give a masked text: `j…@…` of an address, `+…42` of a number, `…` of whatever is short or not text.

    At most the first and the last two characters of a value stay, and never more than a third of it.
    """
    if not isinstance(value, str):
        return HIDDEN
    if value.isprintable():  # as nearly all is; the only white space in it is the space
        text = value.replace(" ", "") if " " in value else value
        if "@" in text:
            local, _, domain = text.partition("@")
            if domain:
                return f"{local[0]}{HIDDEN}@{HIDDEN}" if len(local) > 1 else f"{HIDDEN}@{HIDDEN}"
        if len(text) < _SHORT:
            return HIDDEN
        return f"{text[0]}{HIDDEN}{text[-2:]}" if len(text) >= _LONG else f"{text[0]}{HIDDEN}"
    text = "".join(value.split())
    local, at, domain = text.partition("@")
    if at and domain:
        return f"{_first(local) if len(local) > 1 else ''}{HIDDEN}@{HIDDEN}"
    if len(text) < _SHORT:
        return HIDDEN
    return f"{_first(text)}{HIDDEN}{text[-2:] if len(text) >= _LONG and text[-2:].isprintable() else ''}"


def _first(text: str) -> str:
    return text[0] if text[0].isprintable() else ""
