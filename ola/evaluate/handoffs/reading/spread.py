"""Rows too many to be gone through at once, spread over files in parts: equal rows into one part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import polars as pl

# From so many rows on a log is spread: a part of fewer is worked on faster than one file of it is written.
AT_ONCE = 2_000_000
PARTS = 64


class Spread:
    """Takes rows with the column `same1`, which is equal for equal rows, and gives them back part by part.

    Up to AT_ONCE rows stay in memory and are one part. The rows of each part are in the order they came.
    """

    def __init__(self) -> None:
        """Begin with no rows."""
        self._waiting: list[pl.DataFrame] = []
        self._count = self._written = 0
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def take(self, rows: pl.DataFrame) -> None:
        """Take more rows."""
        self._waiting.append(rows)
        self._count += rows.height
        if self._count > AT_ONCE:
            self._write()

    def parts(self) -> Iterator[pl.DataFrame]:
        """Give the rows back, each once."""
        if self._folder is None:
            if self._waiting:
                yield self._waited()
            return
        self._write()
        for number in range(PARTS):
            files = [self._file(number, written) for written in range(self._written)]
            self._waiting += [pl.read_ipc(file) for file in files if file.exists()]
            self._count = sum(each.height for each in self._waiting)
            for file in files:
                file.unlink(missing_ok=True)
            # Few large parts are gone through faster than many small ones.
            if self._count > AT_ONCE // 2:
                yield self._waited()
        if self._waiting:
            yield self._waited()

    def _write(self) -> None:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="ola-")
        if not self._waiting:
            return
        rows = self._waited().with_columns((pl.col("same1") % PARTS).alias("part"))
        for (number,), part in rows.partition_by("part", as_dict=True, include_key=False).items():
            part.write_ipc(self._file(int(number), self._written))
        self._written += 1

    def _waited(self) -> pl.DataFrame:
        rows = pl.concat(self._waiting, how="diagonal").rechunk()
        self._waiting, self._count = [], 0
        return rows

    def _file(self, part: int, written: int) -> Path:
        return Path("" if self._folder is None else self._folder.name) / f"{part}-{written}.arrow"
