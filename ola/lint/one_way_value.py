"""Values of a choice that a system cannot give back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.fieldtypes.spec import Choice
from ola.fieldtypes.text import fold
from ola.finding import Code, Finding
from ola.lint.check import found

TWO_KEYS_ONE_VALUE = Code(
    "OLA221",
    "warning",
    "Two choices that are one value",
    """Two choices are written as the same value in a system, or have one key or label between them, so what is read
is always the first of them. After one trip the second is lost.

    source: {choices: [web, chat], in: {salesforce: {field: LeadSource, values: {web: Web, chat: Web}}}}

Give each its own value, or make one choice of the two.""",
)
KEY_LEFT_OUT = Code(
    "OLA222",
    "warning",
    "A choice that a system's map leaves out",
    """The map of a choice's values in a system leaves a key out, so the key itself is written there. A system with a
closed list of values will refuse it, or file it under another.

    source: {choices: [web, event], in: {salesforce: {field: LeadSource, values: {web: Web}}}}

Add the key to the map.""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold each map of values against the choices."""
    for field in agreement.plan.fields.values():
        for other, key, word in _spelt_alike(field.choices):
            what = f"{other} and {key} are both {word}; it is read as {other}."
            yield found(TWO_KEYS_ONE_VALUE, field.clause, what, "Give each a key and a label of its own.")
        for system, binding in field.bindings.items():
            if not binding.values:
                continue
            first: dict[str, str] = {}
            for key, value in binding.values.items():
                other = first.setdefault(value.strip().lower(), key)
                if other != key:
                    what = f"{other} and {key} are both {value} in {system}; it reads back as {other}."
                    yield found(TWO_KEYS_ONE_VALUE, field.clause, what, "Give each its own value.")
            for choice in field.choices:
                if choice.key not in binding.values:
                    what = f"{choice.key} has no value in {system}; it is written as {choice.key}."
                    yield found(KEY_LEFT_OUT, field.clause, what, f"Add {choice.key} to the values of {system}.")


def _spelt_alike(choices: tuple[Choice, ...]) -> Iterator[tuple[str, str, str]]:
    """Give the choices that share a key or a label: the one that is read, the other, the word."""
    first: dict[str, int] = {}
    words = [(place, choice.key) for place, choice in enumerate(choices)]
    words += [(place, choice.label) for place, choice in enumerate(choices) if choice.label is not None]
    for place, word in words:
        other = first.setdefault(fold(word), place)
        if other != place:
            yield choices[other].key, choices[place].key, word
