"""What stands in a field: a function from a raw value to the value, to None where blank, to MALFORMED."""

from __future__ import annotations

from collections.abc import Callable

from ola.fieldtypes import TYPES
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import WHITE_SPACE

Read = Callable[[object], object]

REMEMBERED = 4096  # texts that a field remembers …
SHORT = 64  # … if they are no longer than this


def field_reader(spec: Spec) -> Read:
    """A function from a raw value to the value, None where blank, MALFORMED where not readable."""
    is_blank, read_value = blank_reader(spec), TYPES[spec.type].reader(spec)

    def read(raw: object) -> object:
        return None if is_blank(raw) else read_value(raw)

    if spec.blanks or spec.many:
        return read
    from_text = TYPES[spec.type].text_reader(spec)

    def read_text_first(raw: object) -> object:
        if raw.__class__ is str:
            text = raw.strip(WHITE_SPACE)
            return from_text(text) if text else None
        return read(raw)

    return read_text_first


def remembering(read: Read) -> Read:
    """The same function, for cells that are not plain to see: those of one source are mostly odd in the same few ways.

    It keeps what short texts read as, malformed ones too.
    """
    seen: dict[object, object] = {}

    def look(raw: object) -> object:
        if raw.__class__ is not str or len(raw) > SHORT:
            return read(raw)
        value = seen.get(raw, seen)
        if value is seen:
            value = read(raw)
            remember(seen, raw, value)
        return value

    return look


def remember(seen: dict[object, object], raw: object, value: object) -> None:
    """Keep what a short text reads as, for generated code to look up; only texts, so that 1 is not taken for True."""
    if raw.__class__ is str and len(raw) <= SHORT and len(seen) < REMEMBERED:
        seen[raw] = value
