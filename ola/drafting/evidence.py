"""What a sample shows of one column: its different values and how often each stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

# A type is taken when it reads this share of the values: samples have their dirt, and it is said how much.
ENOUGH = 0.95
_DIGITS = re.compile(r"\s*[+-]?[0-9]*[.]?[0-9]+(?:[eE][+-]?[0-9]+)?\s*")


@dataclass(frozen=True)
class Evidence:
    """One column of a sample.

    `values` are its values that are not blank, each once with how many rows hold it. `rows` are all rows of the sample.
    """

    column: str
    name: str
    values: tuple[tuple[object, int], ...]
    rows: int
    blanks: tuple[str, ...] = ()

    @cached_property
    def filled(self) -> int:
        """How many rows hold a value."""
        return sum(times for _, times in self.values)

    @cached_property
    def is_nested(self) -> bool:
        """Whether tables or lists stand in it."""
        return any(isinstance(raw, Mapping | list | tuple) for raw, _ in self.values)

    @cached_property
    def is_numeric(self) -> bool:
        """Whether each value is a number, typed or written."""
        return all(
            isinstance(raw, int | float) if not isinstance(raw, str) else _DIGITS.fullmatch(raw) is not None
            for raw, _ in self.values
        ) and not any(isinstance(raw, bool) for raw, _ in self.values)

    @property
    def is_distinct(self) -> bool:
        """Whether no value stands in two rows."""
        return len(self.values) == self.filled

    def share(self, reads: Callable[[object], bool]) -> float:
        """Give the share of the filled rows that something is true of; 0 where it is not enough, which is seen soon."""
        missed, most = 0, (1 - ENOUGH) * self.filled
        for raw, times in self.values:
            if not reads(raw):
                missed += times
                if missed > most:
                    return 0.0
        return 1 - missed / self.filled if self.filled else 0.0

    def rows_where(self, true_of: Callable[[object], bool]) -> int:
        """Count the filled rows that something is true of."""
        return sum(times for raw, times in self.values if true_of(raw))
