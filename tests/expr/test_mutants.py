"""Each row of the truth table, and each test of the data, is held by a vector: a wrong one fails some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ola.expr import polars as frames
from ola.expr import python as code
from ola.expr import truth
from ola.expr.nodes import Compare, IsBlank, IsKnown, Matches, OneOf, TextTest
from ola.expr.truth import Answer, Logic
from tests.expr.condition_vectors import vectors
from tests.expr.three_ways import by_polars, by_python

Answers = Sequence[Answer[Any]]


# ── the truth table gone wrong ──────────────────────────────────────────────────────────────────


def and_forgets_unknown(logic: Logic[Any], items: Answers) -> Answer[Any]:
    """Whatever is not true is false."""
    true = logic.every([item.true for item in items])
    return Answer(true, logic.no(true))


def and_needs_all_false(logic: Logic[Any], items: Answers) -> Answer[Any]:
    """One false half is not enough to be false."""
    return Answer(logic.every([item.true for item in items]), logic.every([item.false for item in items]))


def or_forgets_unknown(logic: Logic[Any], items: Answers) -> Answer[Any]:
    """Whatever is not true is false."""
    true = logic.some([item.true for item in items])
    return Answer(true, logic.no(true))


def or_is_false_early(logic: Logic[Any], items: Answers) -> Answer[Any]:
    """One false half is enough to be false, where none is true."""
    true = logic.some([item.true for item in items])
    return Answer(true, logic.every([logic.no(true), logic.some([item.false for item in items])]))


def not_makes_unknown_true(logic: Logic[Any], item: Answer[Any]) -> Answer[Any]:
    """Whatever is not true becomes true."""
    return Answer(logic.no(item.true), item.true)


def at_least_forgets_unknown(logic: Logic[Any], n: int, items: Answers) -> Answer[Any]:
    """What is unknown counts as false."""
    true = logic.count_at_least(n, [item.true for item in items])
    return Answer(true, logic.no(true))


def at_least_is_more_than(logic: Logic[Any], n: int, items: Answers) -> Answer[Any]:
    """N are not enough, it takes one more."""
    return Answer(
        logic.count_at_least(n + 1, [item.true for item in items]),
        logic.count_at_least(len(items) - n, [item.false for item in items]),
    )


def guard_acts_when_unknown(logic: Logic[Any], item: Answer[Any]) -> Answer[Any]:
    """A guard acts unless it is false."""
    return Answer(logic.no(item.false), item.false)


TABLE: dict[str, tuple[str, Callable[..., Any]]] = {
    "and forgets unknown": ("and_", and_forgets_unknown),
    "and needs all false": ("and_", and_needs_all_false),
    "or forgets unknown": ("or_", or_forgets_unknown),
    "or is false early": ("or_", or_is_false_early),
    "not makes unknown true": ("not_", not_makes_unknown_true),
    "at least forgets unknown": ("at_least", at_least_forgets_unknown),
    "at least is more than": ("at_least", at_least_is_more_than),
    "a guard acts when unknown": ("is_true", guard_acts_when_unknown),
}


# ── the tests of the data gone wrong, in either runner ──────────────────────────────────────────


def decided(method: str) -> Callable[[type], Callable[..., Any]]:
    """What is blank or malformed counts as not so."""

    def mutant(target: type) -> Callable[..., Any]:
        right = getattr(target, method)

        def wrong(self: Any, node: Compare | OneOf | TextTest | Matches) -> Answer[Any]:
            true = right(self, node).true
            return Answer(true, self.no(true))

        return wrong

    return mutant


def malformed_is_known(target: type) -> Callable[..., Any]:
    """What is not blank is known."""

    def wrong(self: Any, node: IsKnown) -> Answer[Any]:
        blank = target.is_blank(self, IsBlank(node.operand))  # type: ignore[attr-defined]
        return Answer(blank.false, blank.true)

    return wrong


def malformed_is_blank(target: type) -> Callable[..., Any]:
    """What has no value is blank."""

    def wrong(self: Any, node: IsBlank) -> Answer[Any]:
        known = target.is_known(self, IsKnown(node.operand))  # type: ignore[attr-defined]
        return Answer(known.false, known.true)

    return wrong


def at_the_boundary(target: type) -> Callable[..., Any]:
    """A limit itself is no longer within."""
    right = target.compare  # type: ignore[attr-defined]
    strict: Any = {">=": ">", "<=": "<"}

    def wrong(self: Any, node: Compare) -> Answer[Any]:
        return right(self, Compare(strict.get(node.op, node.op), node.left, node.right, node.kind))  # type: ignore[no-any-return]

    return wrong


def only_the_first(method: str, part: str) -> Callable[[type], Callable[..., Any]]:
    """Of a list only the first value counts."""

    def mutant(target: type) -> Callable[..., Any]:
        right = getattr(target, method)

        def wrong(self: Any, node: Any) -> Answer[Any]:
            changed = {name: getattr(node, name) for name in node.__dataclass_fields__}
            return right(self, type(node)(**changed | {part: changed[part][:1]}))  # type: ignore[no-any-return]

        return wrong

    return mutant


def anywhere(target: type) -> Callable[..., Any]:
    """A text may hold its part anywhere."""
    right = target.text_test  # type: ignore[attr-defined]

    def wrong(self: Any, node: TextTest) -> Answer[Any]:
        return right(self, TextTest("contains", node.operand, node.texts, node.kind))  # type: ignore[no-any-return]

    return wrong


DATA: dict[str, tuple[str, Callable[[type], Callable[..., Any]]]] = {
    "a comparison with a blank is false": ("compare", decided("compare")),
    "a limit is not within": ("compare", at_the_boundary),
    "a blank is in no list": ("one_of", decided("one_of")),
    "in looks at the first only": ("one_of", only_the_first("one_of", "values")),
    "a malformed value is known": ("is_known", malformed_is_known),
    "a malformed value is blank": ("is_blank", malformed_is_blank),
    "a blank contains nothing": ("text_test", decided("text_test")),
    "contains looks at the first only": ("text_test", only_the_first("text_test", "texts")),
    "starts and ends anywhere": ("text_test", anywhere),
    "a blank matches no pattern": ("matches", decided("matches")),
}

RUNNERS: dict[str, tuple[Callable[..., Any], type]] = {
    "python": (by_python, code._Code),
    "polars": (by_polars, frames._Frame),
}


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("mutant", TABLE)
def test_a_wrong_truth_table_fails_a_vector(mutant: str, runner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, wrong = TABLE[mutant]
    monkeypatch.setattr(truth, name, wrong)
    assert failing(runner)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("mutant", DATA)
def test_a_wrong_test_of_the_data_fails_a_vector(mutant: str, runner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, wrong = DATA[mutant]
    target = RUNNERS[runner][1]
    monkeypatch.setattr(target, name, wrong(target))
    assert failing(runner)


def test_a_wrong_folding_fails_a_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that is compared as it came misses a vector."""
    monkeypatch.setattr(code, "fold", lambda text: text)
    assert failing("python")


def failing(runner: str) -> str | None:
    """The first vector that a runner fails, or nothing."""
    run = RUNNERS[runner][0]
    return next(
        (each.name for each in vectors() if run(each.condition, each.leads, each.kinds) != list(each.expected)), None
    )
