"""Names of leads as a column, looked up one by one only where somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

import polars as pl


@dataclass(frozen=True, eq=False)
class Names(AbstractSet[str]):
    """Names, each once; the set of them is made when the first is asked for."""

    column: pl.Series

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.column.to_list())

    @classmethod
    def _from_iterable(cls, names: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(names)

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self.column.to_list())

    def __len__(self) -> int:
        return len(self.column)
