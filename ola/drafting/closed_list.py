"""The choices of a field, from a system's list of values: what is kept, what is not, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ola.fieldtypes.spec import Choice
from ola.fieldtypes.text import fold

MOST_CHOICES = 1_000
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a system's list."""

    value: str
    label: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ClosedList:
    """The choices that are proposed, and the guesses behind them; no choices where the list can be none."""

    choices: tuple[Choice, ...]
    guesses: tuple[str, ...] = ()


def closed_list(options: Iterable[Option], *, many: bool = False) -> ClosedList:
    """Make choices of a system's values, spelt as there, so that no map of values is needed.

    Left out, and said to be: values that are inactive, those that differ from another in capitals only, which ola
    reads as one, and blank ones. A label that is also another choice's value or label would be read as that one.
    """
    every = list(options)
    kept: dict[str, Option] = {}
    guesses: list[str] = []
    inactive = [each.value for each in every if not each.is_active]
    if inactive:
        guesses.append(f"left out, because no longer offered: {named(inactive)}; leads of old may still hold them")
    for option in every:
        if not option.is_active:
            continue
        if not fold(option.value):
            guesses.append("left out: a choice without a value")
        elif fold(option.value) in kept:
            first = kept[fold(option.value)].value
            same = "stands twice" if first == option.value else f"is read as {first}: capitals make no difference"
            guesses.append(f"left out: {shown(option.value)} {same}")
        else:
            kept[fold(option.value)] = option
            if many and ";" in option.value:
                guesses.append(f"{shown(option.value)} holds a semicolon, which parts the choices of one lead")
    if len(kept) > MOST_CHOICES:
        return ClosedList((), (*guesses, f"text, because {len(kept):,} choices are too many to agree on one by one"))
    return ClosedList(tuple(_choices(kept, guesses)), tuple(guesses))


def _choices(kept: dict[str, Option], guesses: list[str]) -> Iterable[Choice]:
    """Give each its label, where it is a word of its own."""
    taken = {spelt: spelt for spelt in kept}
    for spelt, option in kept.items():
        label = " ".join((option.label or "").split())
        if not label or label == option.value:
            yield Choice(option.value)
        elif taken.get(fold(label), spelt) != spelt:
            guesses.append(f"{shown(option.value)} without its label {shown(label)}, which another choice has too")
            yield Choice(option.value)
        else:
            taken[fold(label)] = spelt
            yield Choice(option.value, label)


def named(values: list[str]) -> str:
    """Name some values, the first few of many."""
    first = ", ".join(shown(each) for each in values[:_MOST_NAMED])
    return first if len(values) <= _MOST_NAMED else f"{first} and {len(values) - _MOST_NAMED:,} more"


def shown(value: str) -> str:
    """Show a value in a sentence, on one line and not endlessly."""
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


_LONGEST = 60
