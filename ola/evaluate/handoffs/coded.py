"""A column of few different values: a number for each row, and what the numbers stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, eq=False, slots=True)
class Coded(Sequence[T], Generic[T]):
    """Row `i` holds `words[codes[i]]`; of a million rows with ten owners only the numbers are a million."""

    codes: NDArray[np.int64]
    words: Sequence[T]

    @classmethod
    def of(cls, values: Iterable[T]) -> Coded[T]:
        """Number values that can be told apart by hash, in the order in which they come."""
        known: dict[T, int] = {}
        codes = [known.setdefault(value, len(known)) for value in values]
        return cls(np.array(codes, dtype=np.int64), tuple(known))

    @classmethod
    def same(cls, values: Iterable[T]) -> Coded[T]:
        """Number objects by identity: those that rows share are kept once."""
        known: dict[int, tuple[int, T]] = {}
        codes = [known.setdefault(id(value), (len(known), value))[0] for value in values]
        return cls(np.array(codes, dtype=np.int64), tuple(value for _, value in known.values()))

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Coded[T]: ...
    def __getitem__(self, at: int | slice) -> T | Coded[T]:
        if isinstance(at, slice):
            return Coded(self.codes[at], self.words)
        return self.words[int(self.codes[at])]

    def __iter__(self) -> Iterator[T]:
        words = self.words
        return (words[code] for code in self.codes.tolist())

    def taken(self, places: NDArray[np.int64]) -> Coded[T]:
        """Give the rows at these places, in their order."""
        return Coded(self.codes[places], self.words)

    def followed_by(self, other: Coded[T]) -> Coded[T]:
        """Give the rows of both, one after the other."""
        if other.words is self.words:
            return Coded(np.concatenate([self.codes, other.codes]), self.words)
        codes = np.concatenate([self.codes, other.codes + len(self.words)])
        return Coded(codes, (*self.words, *other.words))

    def series(self, name: str, words: Iterable[object] | None = None, dtype: Any = pl.String) -> pl.Series:
        """Give the column as a series of its words, or of what stands for them."""
        known = pl.Series(name, list(self.words if words is None else words), dtype=dtype)
        return known.gather(self.codes) if len(known) else pl.Series(name, [], dtype=dtype)
