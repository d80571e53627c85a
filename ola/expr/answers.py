"""A condition's two plain answers — surely true, surely false — worked out in any target.

Every runner walks a condition here: the truth table combines, the target only says what a comparison,
a list or a pattern is in its own words.
"""

from __future__ import annotations

from typing import Protocol, TypeVar, assert_never

from ola.expr import truth
from ola.expr.nodes import (
    Always,
    And,
    AtLeast,
    Compare,
    Condition,
    IsBlank,
    IsKnown,
    IsTrue,
    Matches,
    Not,
    OneOf,
    Or,
    TermRef,
    TextTest,
)
from ola.expr.truth import Answer, Logic

T = TypeVar("T")


class Target(Logic[T], Protocol[T]):
    """What a runner says for itself: two-valued logic, and each condition that asks the data."""

    def term(self, name: str, /) -> Answer[T]:
        """Give the answers of a named condition."""

    def compare(self, node: Compare, /) -> Answer[T]:
        """Give the answers of two operands side by side; neither where one is blank or malformed."""

    def is_known(self, node: IsKnown, /) -> Answer[T]:
        """Give the answers of "has a well-formed value"; always one of the two."""

    def is_blank(self, node: IsBlank, /) -> Answer[T]:
        """Give the answers of "nothing was filled in"; always one of the two."""

    def one_of(self, node: OneOf, /) -> Answer[T]:
        """Give the answers of membership; neither where the operand is blank or malformed."""

    def text_test(self, node: TextTest, /) -> Answer[T]:
        """Give the answers of a text's part; neither where the operand is blank or malformed."""

    def matches(self, node: Matches, /) -> Answer[T]:
        """Give the answers of a pattern; neither where the operand is blank or malformed."""


def answer(condition: Condition, target: Target[T]) -> Answer[T]:
    """Work out both answers of a condition in a target."""
    match condition:
        case Always(value):
            found = truth.always(target, value)
        case And(items):
            found = truth.and_(target, [answer(item, target) for item in items])
        case Or(items):
            found = truth.or_(target, [answer(item, target) for item in items])
        case Not(item):
            found = truth.not_(target, answer(item, target))
        case AtLeast(n, items):
            found = truth.at_least(target, n, [answer(item, target) for item in items])
        case IsTrue(item):
            found = truth.is_true(target, answer(item, target))
        case TermRef(name):
            found = target.term(name)
        case Compare():
            found = target.compare(condition)
        case IsKnown():
            found = target.is_known(condition)
        case IsBlank():
            found = target.is_blank(condition)
        case OneOf():
            found = target.one_of(condition)
        case TextTest():
            found = target.text_test(condition)
        case Matches():
            found = target.matches(condition)
        case _:
            assert_never(condition)
    return found
