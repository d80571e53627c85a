"""One step ahead: the next item is made in a second thread while this one is worked on."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


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
