"""What is made ahead comes in order, and nothing is made for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ola.rows.ahead import at_once, begun


def test_what_is_made_at_once_comes_in_order() -> None:
    """The second may be ready before the first, and waits for its turn."""
    first_may_go = threading.Event()

    def work(number: int) -> int:
        if number:
            first_may_go.set()
        else:
            assert first_may_go.wait(30)
        return number * 10

    with ThreadPoolExecutor(2) as workers:
        assert list(at_once(workers, 1, work, range(20))) == [number * 10 for number in range(20)]


def test_an_error_is_raised_in_its_turn() -> None:
    """What was made before it is given first."""

    def work(number: int) -> int:
        return 12 // (3 - number)

    with ThreadPoolExecutor(2) as workers:
        made = at_once(workers, 2, work, range(6))
        assert [next(made), next(made), next(made)] == [4, 6, 12]
        with pytest.raises(ZeroDivisionError):
            next(made)


def test_few_items_are_taken_before_they_are_asked_for() -> None:
    """However many there are, memory holds those in the making and one more."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as workers:
        made = at_once(workers, 1, str, items())
        assert next(made) == "0"
        made.close()
    assert len(taken) <= 4


def test_what_was_begun_is_waited_for_once_somebody_asks() -> None:
    """It is made beside other work; what making it raised is raised to who asks."""
    may_go = threading.Event()
    asked = begun(lambda: may_go.wait(30))
    may_go.set()
    assert asked() is True
    with pytest.raises(ZeroDivisionError):
        begun(lambda: 1 // 0)()
