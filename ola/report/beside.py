"""A document beside what is understood of it: each sentence and row on the left, its reading on the right.

Whoever lays it out has seen nothing but the JSON of `ola read`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

SIGNS = {"checked": "✓", "for_people": "·", "ambiguous": "?", "not_understood": "✗"}
_NARROW = 72
_LINE_NUMBERS = 5
_GAP = " │ "


def beside(reading: Json, width: int) -> str:
    """Lay a reading out for a screen so wide: two columns, or one below the other where it is narrow."""
    lines: list[str] = []
    above: list[str] = []
    for unit in reading["units"]:
        if unit["headings"] != above:
            above = unit["headings"]
            if above:
                lines += ["", f"{'  ' * (len(above) - 1)}{above[-1]}", ""]
        title = f"{unit['title']}: " if unit["title"] else ""
        said, told = f"{title}{unit['text']}", "\n".join(_told(unit))
        lines += _pair(unit["place"]["line"], said, told, width)
    return "\n".join((*lines, "", *summary(reading)))


def summary(reading: Json) -> Iterator[str]:
    """Count the clauses, in words."""
    counts = reading["counts"]
    yield (
        f"{_clauses(counts['checked'])} checked, {counts['for_people']} for people, "
        f"{counts['ambiguous']} ambiguous, {counts['not_understood']} not understood."
    )
    taken = {(each["word"], each["term"]) for unit in reading["units"] for each in unit["taken"]}
    if taken:
        yield f"Read as terms: {', '.join(f'{word} as {term}' for word, term in sorted(taken))}."


def _clauses(number: int) -> str:
    return "1 clause" if number == 1 else f"{number:,} clauses"


def _told(unit: Json) -> Iterator[str]:
    """Say what each part of a unit was understood as."""
    numbers: dict[str, int] = {}
    for outcome in unit["outcomes"]:
        sign = SIGNS[outcome["outcome"]]
        match outcome["outcome"]:
            case "checked":
                yield f"{sign} checked as {outcome['form']}: {outcome['says']}"
                if outcome["needs"]:
                    yield f"    a lead must say yes or no to: {', '.join(outcome['needs'])}"
            case "for_people":
                yield f"{sign} for people: {outcome['about']}"
            case "ambiguous":
                for question in outcome["questions"]:
                    yield f"{sign} ambiguous ({question['code']}): {question['asks']}"
                    yield from _offered(question["choices"], numbers)
            case _:
                yield f"{sign} not understood"
                if outcome["nearest"]:
                    yield "    the nearest that is read:"
                    yield from _offered([outcome["nearest"]], numbers)
    if unit["for_people"]:
        yield f"    or, if it is only said to people: {unit['for_people']}"


def _offered(choices: list[str], numbers: dict[str, int]) -> Iterator[str]:
    """Number what is offered for a unit; what stands above already is named by its number alone."""
    above = [str(numbers[choice]) for choice in choices if choice in numbers]
    if above:
        yield f"    {_either(above)} above"
    for choice in choices:
        if choice not in numbers:
            numbers[choice] = len(numbers) + 1
            yield f"    {numbers[choice]}. {choice}"


def _either(several: list[str]) -> str:
    return several[0] if len(several) == 1 else f"{', '.join(several[:-1])} or {several[-1]}"


def _pair(line: int, said: str, told: str, width: int) -> Iterator[str]:
    number = f"{line:>{_LINE_NUMBERS - 1}} "
    blank = " " * _LINE_NUMBERS
    if width < _NARROW:
        yield from _wrapped(said, width - _LINE_NUMBERS, number, blank)
        yield from _wrapped(told, width - _LINE_NUMBERS - 2, f"{blank}  ", f"{blank}  ")
        return
    column = (width - _LINE_NUMBERS - len(_GAP)) // 2
    left = list(_wrapped(said, column, "", ""))
    right = list(_wrapped(told, column, "", ""))
    for at in range(max(len(left), len(right))):
        shown = left[at] if at < len(left) else ""
        read = right[at] if at < len(right) else ""
        yield f"{number if at == 0 else blank}{shown:<{column}}{_GAP}{read}".rstrip()


def _wrapped(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    before = first
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()))
        for piece in textwrap.wrap(line, max(20, width), subsequent_indent=indent or "  ") or [""]:
            yield f"{before}{piece}"
            before = rest
