"""A lead that comes as JSON text, and the verdict on a text that holds none."""

from __future__ import annotations

from ola.errors import WrongCall
from ola.finding import Code, DataPlace, Finding
from ola.json_object import Fault, NoObject, read_object
from ola.verdict import LeadVerdict, Standing, told

NO_LEAD = Code(
    "OLA316",
    "error",
    "A text holds no lead",
    """\
What is checked must be one lead as a JSON object: complete, in UTF-8, keys and texts in double quotes.
The text is cut off, is no JSON, or is JSON of another shape, such as a list of leads.

    {"email": "ann@example.com"}
    ["ann@example.com", "US"]

The second line names nothing. Send each lead by itself, as an object. Nothing of the agreement was checked: the
verdict's `not_checked` lists every clause.""",
)
DOUBTFUL_LEAD = Code(
    "OLA317",
    "error",
    "A text holds a lead that programs read differently",
    r"""
A key stands twice, so that some programs take its first value and some its last; a number is not finite (NaN,
Infinity, 1e999), which is no JSON though many write it; or a text holds half a character (`\ud83d` alone), which no
file can hold. What was checked would not be what the next program sees.

    {"email": "ann@example.com", "email": "bob@example.com"}

Keep one value, write `null` where there is no number, cut texts by characters. Nothing of the agreement was checked:
the verdict's `not_checked` lists every clause.""",
)
_BOM = "\ufeff"


def read_lead(text: object) -> dict[str, object]:
    """Give the lead that a text holds, a byte order mark before it aside.

    Raises NoObject where it holds none, WrongCall for what is no text.
    """
    match text:
        case str():
            return read_object(text.removeprefix(_BOM))
        case bytes():
            return read_object(text.removeprefix(_BOM.encode()))
        case _:
            message = f"JSON comes as bytes or as text, not as a {type(text).__name__}."
            raise WrongCall(message)


def no_lead(none: NoObject, clauses: tuple[str, ...]) -> LeadVerdict:
    """Give the verdict on a text that holds no lead; none of the clauses was checked."""
    code, message, advice = _said(none)
    finding = Finding(code.code, code.level, message, place=DataPlace(), advice=advice)
    return told((finding,), Standing(None, (), {}, {}, {}), clauses)


def _said(none: NoObject) -> tuple[Code, str, str]:
    match none.fault:
        case Fault.BYTES:
            return NO_LEAD, "The text holds bytes that are no UTF-8.", "Send it in UTF-8."
        case Fault.BLANK:
            return NO_LEAD, "The text is blank.", "Send the lead as a JSON object."
        case Fault.NUL:
            return NO_LEAD, "The text holds a NUL character.", "Export it again; a NUL is never part of a lead."
        case Fault.JSON:
            return NO_LEAD, f"The text is not JSON: {none.what}.", "Send the lead as one complete JSON object."
        case Fault.SHAPE:
            advice = "Send each lead by itself." if none.what == "a list" else 'Send {"field": value, …}.'
            return NO_LEAD, f"The text holds {none.what}, not an object.", advice
        case Fault.NUMBER:
            return DOUBTFUL_LEAD, f"{none.what} is no finite number.", "Write null where there is no number."
        case Fault.KEY:
            return DOUBTFUL_LEAD, f"The key {none.what!r} stands twice in one object.", "Keep one of them."
        case Fault.CHARACTER:
            return DOUBTFUL_LEAD, "A text holds half a character.", "Cut texts by characters, not by bytes."
