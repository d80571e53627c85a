"""Values of a choice that a system cannot give back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.agreement import Agreement
from ola.agreement.scope import held
from ola.fieldtypes.choice import spellings
from ola.fieldtypes.spec import Choice
from ola.fieldtypes.text import fold
from ola.finding import Code, Finding, Fix
from ola.lint.check import found
from ola.lint.sites import section
from ola.tree.removal import without
from ola.tree.value import Items, Scalar

TWO_KEYS_ONE_VALUE = Code(
    "OLA221",
    "warning",
    "Two choices that are one value",
    """Two choices are written as the same value in a system, or have one key or label between them, so what is read
is always the first of them. After one trip the second is lost.

    fields:
      channel:
        type: choice
        choices: [web, chat]
        in: {salesforce: {field: Channel__c, values: {web: Web, chat: Web}}}

Give each its own value, or make one choice of the two.

Instead:

    fields:
      channel:
        type: choice
        choices: [web, chat]
        in: {salesforce: {field: Channel__c, values: {web: Web, chat: Chat}}}""",
)
KEY_LEFT_OUT = Code(
    "OLA222",
    "warning",
    "A choice that a system's map leaves out",
    """The map of a choice's values in a system leaves a key out, so the key itself is written there. A system with a
closed list of values will refuse it, or file it under another.

    fields:
      channel:
        type: choice
        choices: [web, chat]
        in: {salesforce: {field: Channel__c, values: {web: Web}}}

Add the key to the map.

Instead:

    fields:
      channel:
        type: choice
        choices: [web, chat]
        in: {salesforce: {field: Channel__c, values: {web: Web, chat: Chat}}}""",
)
VALUE_READS_OTHERWISE = Code(
    "OLA225",
    "warning",
    "A choice whose value in a system is read as something else",
    """A system's value of a choice is also one of the field's words for blank, or, where the field takes many, holds
the `;` that stands between two. What is written there is read back as nothing, or not at all.

    fields:
      topics:
        type: choice
        many: true
        choices: [prices, help]
        in: {salesforce: {field: Topics__c, values: {prices: "Prices; offers", help: Help}}}

Give the choice another value, or strike the word from blanks.

Instead:

    fields:
      topics:
        type: choice
        many: true
        choices: [prices, help]
        in: {salesforce: {field: Topics__c, values: {prices: Prices and offers, help: Help}}}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Write each choice as each system has it, and read it again."""
    plan = agreement.plan
    for field in plan.fields.values():
        for other, key, word in _spelt_alike(field.choices):
            what = f"{other} and {key} are both {word}; it is read as {other}."
            alike = found(TWO_KEYS_ONE_VALUE, field.clause, what, "Give each a key and a label of its own.")
            yield replace(alike, fix=_second_out(agreement, field.name, key)) if other == key else alike
        for system, binding in field.bindings.items():
            if not binding.values:
                continue
            spec = plan.spec(field.name, system)
            read, blanks = spellings(spec), {fold(word) for word in field.blanks}
            for choice in field.choices:
                value = binding.values.get(choice.key, choice.key)
                if choice.key not in binding.values:
                    what = f"{choice.key} has no value in {system}; it is written as {choice.key}."
                    yield found(KEY_LEFT_OUT, field.clause, what, f"Add {choice.key} to the values of {system}.")
                other = read[fold(value)]
                if fold(value) in blanks:
                    what = f"{choice.key} is {value} in {system}, and that is a word for blank; it reads back as blank."
                    yield found(VALUE_READS_OTHERWISE, field.clause, what, "Give it another value, or strike the word.")
                elif field.many and ";" in value:
                    what = f"{choice.key} is {value} in {system}, and ; parts two choices; it does not read back."
                    yield found(VALUE_READS_OTHERWISE, field.clause, what, "Give it a value without a ;.")
                elif other != choice.key:
                    what = f"{other} and {choice.key} are both {value} in {system}; it reads back as {other}."
                    yield found(TWO_KEYS_ONE_VALUE, field.clause, what, "Give each its own value.")


def _second_out(agreement: Agreement, field: str, key: str) -> Fix | None:
    """Give the fix that leaves out a choice that is listed a second time."""
    choices = held(section(agreement, "fields")[field].value, "choices")
    if not isinstance(choices, Items):
        return None
    at = [place for place, item in enumerate(choices.items) if isinstance(item, Scalar) and item.text == key]
    edit = without(agreement.source, choices, at[1]) if len(at) > 1 else None
    return None if edit is None else Fix(f"the second {key} is left out", (edit,))


def _spelt_alike(choices: tuple[Choice, ...]) -> Iterator[tuple[str, str, str]]:
    """Give the choices that share a key or a label: the one that is read, the other, the word."""
    first: dict[str, int] = {}
    words = [(place, choice.key) for place, choice in enumerate(choices)]
    words += [(place, choice.label) for place, choice in enumerate(choices) if choice.label is not None]
    for place, word in words:
        other = first.setdefault(fold(word), place)
        if other != place:
            yield choices[other].key, choices[place].key, word
