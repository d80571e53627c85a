"""Ahead of who asks: the next item is made while this one is worked on, and several are worked on at once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def one_ahead(items: Iterator[Item]) -> Generator[Item]:
    """Give the items in order, the next always in the making; what making it raises is raised in its turn.

    Pays where both sides let go of the interpreter's lock, as NumPy, Polars, hashing and reading do.
    """
    end = object()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ola-rows") as thread:
        coming = thread.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = thread.submit(next, items, end)
            yield item  # type: ignore[misc]  # all but the end are items


def at_once(workers: Executor, most: int, work: Callable[[Item], Made], items: Iterable[Item]) -> Generator[Made]:
    """Give what is made of each item, in order, with so many in the making; an error is raised in its turn."""
    waiting: deque[Future[Made]] = deque()
    with closing(one_ahead(iter(items))) as coming:
        try:
            for item in coming:
                waiting.append(workers.submit(work, item))
                if len(waiting) > most:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def begun(make: Callable[[], Made]) -> Callable[[], Made]:
    """Begin to make something beside other work; what is given waits for it, and raises what making it raised.

    Nobody has to wait: a run that ends before does not stay for it.
    """
    made: Future[Made] = Future()

    def work() -> None:
        try:
            made.set_result(make())
        except BaseException as error:  # noqa: BLE001 - it is raised where somebody waits
            made.set_exception(error)

    threading.Thread(target=work, name="ola-beside", daemon=True).start()
    return made.result
