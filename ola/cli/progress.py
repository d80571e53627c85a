"""A bar with rate and time left, on long work, where a terminal is there to show it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, float | None], None]


def _nothing(rows: int, done: float | None) -> None:
    pass


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Advance]:
    """Give a function to call with the rows so far and the share done; it draws a bar on standard error."""
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=1.0, rows=0, rate=0.0)

        def advance(rows: int, done: float | None) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = rows / elapsed if elapsed else 0.0
            bar.update(task, completed=done if done is not None else 0.0, rows=rows, rate=rate)

        yield advance
