"""Kleene's truth: true, false and unknown, in any target that knows plain true and false.

A condition is answered by two plain questions: is it surely true, is it surely false? It is unknown
where neither holds. This file is the one place that says how `and`, `or`, `not`, `at least N of` and
the guard combine the answers; a target (plain booleans, Python text, Polars expressions) only brings
its own `all`, `any`, `not` and counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Truth(Enum):
    """What a condition is of one lead."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """Whether a condition is surely true, and whether it is surely false; never both."""

    true: T
    false: T


class Logic(Protocol[T]):
    """Two-valued logic in some target."""

    def always(self, value: bool, /) -> T:  # noqa: FBT001 — the constant is the matter
        """Give a constant."""

    def every(self, items: Sequence[T], /) -> T:
        """Say that all hold; true of none."""

    def some(self, items: Sequence[T], /) -> T:
        """Say that one holds; false of none."""

    def no(self, item: T, /) -> T:
        """Say that it does not hold."""

    def count_at_least(self, n: int, items: Sequence[T], /) -> T:
        """Say that at least n hold."""


# ── the truth table ─────────────────────────────────────────────────────────────────────────────


def always(logic: Logic[T], value: bool) -> Answer[T]:  # noqa: FBT001 — the constant is the matter
    """Give the answer of a constant."""
    return Answer(logic.always(value), logic.always(not value))


def and_(logic: Logic[T], items: Sequence[Answer[T]]) -> Answer[T]:
    """Give true when all are true, false when one is false, else unknown."""
    return Answer(logic.every([item.true for item in items]), logic.some([item.false for item in items]))


def or_(logic: Logic[T], items: Sequence[Answer[T]]) -> Answer[T]:
    """Give true when one is true, false when all are false, else unknown."""
    return Answer(logic.some([item.true for item in items]), logic.every([item.false for item in items]))


def not_(logic: Logic[T], item: Answer[T]) -> Answer[T]:  # noqa: ARG001 — every row of the table takes its logic
    """Exchange true and false; unknown stays."""
    return Answer(item.false, item.true)


def at_least(logic: Logic[T], n: int, items: Sequence[Answer[T]]) -> Answer[T]:
    """Give true when n are true, false when true and unknown together are fewer than n, else unknown."""
    return Answer(
        logic.count_at_least(n, [item.true for item in items]),
        logic.count_at_least(len(items) - n + 1, [item.false for item in items]),
    )


def is_true(logic: Logic[T], item: Answer[T]) -> Answer[T]:
    """Give true when it is true, false when it is false or unknown: how a guard acts."""
    return Answer(item.true, logic.no(item.true))


# ── the table for verdicts already reached ──────────────────────────────────────────────────────


class Plain:
    """The logic of Python's own booleans."""

    def always(self, value: bool, /) -> bool:  # noqa: FBT001 — the constant is the matter
        """Give the constant."""
        return value

    def every(self, items: Sequence[bool], /) -> bool:
        """Say whether all hold."""
        return all(items)

    def some(self, items: Sequence[bool], /) -> bool:
        """Say whether one holds."""
        return any(items)

    def no(self, item: bool, /) -> bool:  # noqa: FBT001 — a truth value is the matter
        """Say whether it does not hold."""
        return not item

    def count_at_least(self, n: int, items: Sequence[bool], /) -> bool:
        """Say whether at least n hold."""
        return sum(items) >= n


PLAIN = Plain()
