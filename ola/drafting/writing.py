"""A draft as YAML that people can negotiate over: every guess is a comment beside what it is about."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from ola.drafting.drafted import Draft, DraftField
from ola.fieldtypes import TYPES
from ola.fieldtypes.spec import Choice

WIDTH = 120
# What needs no quotes in any YAML, inside brackets too: letters, then letters, digits and single signs between them.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[ ./+-][A-Za-z0-9_]+)*")
_READ_AS_OTHERS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
# What may not stand in an agreement as it is, and the quote and backslash of the style.
_ESCAPED = re.compile('[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|["\\\\]')


def written(draft: Draft) -> str:
    """Give the agreement; `ola.load` reads it, and what it does not say is for lint to ask."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    by_key: dict[str, list[str]] = {}
    for guess in draft.general:
        by_key.setdefault(guess.about, []).append(guess.why)
    yield from _comment(f"Drafted from {draft.origin}, {draft.kind}: {draft}.", "")
    yield "#"
    yield from _comment("Nothing is agreed yet: what the file does not say is guessed, and ola lint asks the rest.", "")
    yield "ola: 1"
    yield "id: drafted-leads"
    yield f"title: {scalar(f'Draft of an agreement on the leads of {draft.system}')}"
    yield "version: 0.1.0"
    yield "status: draft"
    yield from _guessed(by_key.get("zone", ()), "")
    yield f"zone: {scalar(draft.zone)}"
    yield ""
    yield "parties:"
    yield "  marketing: {}"
    yield "  sales: {}"
    yield ""
    yield from _guessed(by_key.get("systems", ()), "")
    yield "systems:"
    party = "" if draft.party is None else f"party: {draft.party}, "
    yield f"  {scalar(draft.system)}: {{{party}zone: {scalar(draft.zone)}, dates: {draft.dates}}}"
    yield ""
    yield from _guessed(by_key.get("fields", ()), "")
    yield "fields:"
    for field in draft.fields:
        yield from _field(field, draft.system)


def _field(field: DraftField, system: str) -> Iterator[str]:
    yield f"  {scalar(field.name)}:"
    yield from _guessed(field.guesses, "    ")
    for fact in field.facts:
        yield from _comment(fact, "    ")
    yield f"    type: {field.type}"
    if field.label is not None:
        yield f"    label: {scalar(field.label)}"
    if field.tolerated:
        yield "    level: warning"
    if field.key:
        yield "    key: true"
    if field.required and not field.key:
        yield "    required: always"
    if field.unique and not field.key:
        yield "    unique: true"
    if field.length is not None and TYPES[field.type].kind in ("text", "id"):
        yield f"    max_length: {field.length}"
    if field.currency is not None:
        yield f"    currency: {field.currency}"
    if field.choices:
        yield from _choices(field.choices)
    if field.many:
        yield "    many: true"
    if field.blanks:
        yield from _row("blanks", "[", field.blanks, "]")
    if field.personal:
        yield "    personal: true"
    yield f"    in: {{{scalar(system)}: {scalar(field.column)}}}"


def _choices(choices: tuple[Choice, ...]) -> Iterator[str]:
    """Give the choices: a list, or where any has a label a table of labels."""
    if not any(choice.label for choice in choices):
        yield from _row("choices", "[", [choice.key for choice in choices], "]")
        return
    yield "    choices:"
    for choice in choices:
        yield f"      {scalar(choice.key)}: {scalar(choice.label or choice.key)}"


def _row(key: str, opens: str, values: Iterable[str], closes: str) -> Iterator[str]:
    """Give a list in brackets, over as many lines as it takes."""
    line = f"    {key}: {opens}"
    start = True
    for value in values:
        word = scalar(value)
        if not start and len(line) + len(word) + 2 > WIDTH:
            yield f"{line},"
            line = f"      {word}"
        else:
            line += word if start else f", {word}"
        start = False
    yield line + closes


def _guessed(reasons: Iterable[str], indent: str) -> Iterator[str]:
    for why in reasons:
        yield from _comment(f"guessed: {why}", indent)


def _comment(words: str, indent: str) -> Iterator[str]:
    """Give words as lines of comment, with nothing in them that could end one."""
    line = _ESCAPED.sub(lambda found: found[0] if found[0] in '"\\' else " ", " ".join(words.split()))
    wrapped = textwrap.wrap(line, WIDTH - len(indent) - 4, break_long_words=False, break_on_hyphens=False)
    for place, part in enumerate(wrapped):
        yield f"{indent}# {'' if place == 0 else '  '}{part}"


def scalar(text: str) -> str:
    """Write a text so that every YAML reads it back as this text: bare where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _READ_AS_OTHERS:
        return text
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    """Write one character as YAML's double quotes want it."""
    char = found[0]
    if char in '"\\':
        return f"\\{char}"
    number = ord(char)
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"  # noqa: PLR2004 — what two digits hold
