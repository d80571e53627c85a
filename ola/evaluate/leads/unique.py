"""Uniqueness over all rows of an input: a first pass gathers hashes, then any row can be asked.

A value (or the values of several fields) becomes 128 bits, 16 bytes a lead. Two different values are taken for
one only if all 128 bits agree: for 16 million leads that is once in about 10^24 inputs. Blank and malformed
values take no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

_SEEDS = (0x0A11CE, 0xB0B5EED)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SLICE = 1 << 20  # rows looked at together, so that what is worked out on the way stays small


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The hashes of some rows: `first` and `second` hold 64 bits each of the rows that take part."""

    takes_part: Mask
    first: Hashes
    second: Hashes


def keys_of(columns: Sequence[pl.Series]) -> Keys:
    """Hash rows by these values, as they compare; a row with a null among them takes no part."""
    takes_part = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        takes_part &= column.is_not_null().to_numpy()
    first, second = (_hashed([column.filter(pl.Series(takes_part)) for column in columns], seed) for seed in _SEEDS)
    return Keys(takes_part, first, second)


def _hashed(columns: Sequence[pl.Series], seed: int) -> Hashes:
    total: Hashes | None = None
    for column in columns:
        if column.dtype == pl.List(pl.String):  # many choices are one set: the order they come in is no part of it
            column = column.list.sort().list.join(";")  # noqa: PLW2901
        own: Hashes = column.to_physical().hash(seed).to_numpy()
        total = own.copy() if total is None else (total * _MIX) ^ own
    assert total is not None  # noqa: S101 - no clause is unique by no field
    return total


@dataclass(frozen=True, slots=True, eq=False)
class Repeated:
    """The hashes that more than one row has, in order, each with its number of rows."""

    first: Hashes
    second: Hashes
    rows: NDArray[np.int64]

    def counts(self, keys: Keys) -> NDArray[np.int64]:
        """Say for each row how many rows of the input have its value; 0 where it is unique or takes no part."""
        found = np.zeros(len(keys.takes_part), dtype=np.int64)
        if not len(self.first) or not len(keys.first):
            return found
        at = np.searchsorted(self.first, keys.first)
        counts = np.zeros(len(keys.first), dtype=np.int64)
        while True:  # more than once only where two repeated values share their first 64 bits
            inside = at < len(self.first)
            same = np.zeros(len(at), dtype=bool)
            same[inside] = self.first[at[inside]] == keys.first[inside]
            if not same.any():
                break
            hit = same.copy()
            hit[same] = self.second[at[same]] == keys.second[same]
            counts[hit] = self.rows[at[hit]]
            at = np.where(same, at + 1, len(self.first))
        found[keys.takes_part] = counts
        return found


@dataclass(slots=True, eq=False)
class Gathered:
    """What a first pass gathers: `add` the keys of every block, then ask for what is `repeated`."""

    _first: list[Hashes] = field(default_factory=list)
    _second: list[Hashes] = field(default_factory=list)

    def add(self, keys: Keys) -> None:
        """Take in the keys of a block."""
        self._first.append(keys.first)
        self._second.append(keys.second)

    def present(self) -> Hashes:
        """Give the first halves of all hashes, in order and each once; must be asked before `repeated`."""
        return np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *self._first]))

    def repeated(self) -> Repeated:
        """Find the hashes of more than one row; what was gathered is let go of."""
        first, second = _joined(self._first), _joined(self._second)
        ordered = np.sort(first)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        del ordered
        slices = [slice(start, start + _SLICE) for start in range(0, len(first), _SLICE)]
        maybe = [among(first[each], twice) for each in slices]
        first = _joined([first[each][mask] for each, mask in zip(slices, maybe, strict=True)])
        second = _joined([second[each][mask] for each, mask in zip(slices, maybe, strict=True)])
        order = np.lexsort((second, first))
        first, second = first[order], second[order]
        del order
        starts = np.flatnonzero(
            np.concatenate(([True], (first[1:] != first[:-1]) | (second[1:] != second[:-1])))[: len(first)]
        )
        rows = np.diff(np.concatenate((starts, [len(first)])))
        several = rows > 1
        starts = starts[several]
        return Repeated(first[starts], second[starts], rows[several])


def among(values: Hashes, known: Hashes) -> Mask:
    """Whether each value is among known ones, which are in order."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    at = np.searchsorted(known, values)
    at[at == len(known)] = 0
    found: Mask = known[at] == values
    return found


def _joined(parts: list[Hashes]) -> Hashes:
    """Put parts together and let go of them one by one, so that both never stand in memory whole."""
    whole = np.empty(sum(map(len, parts)), dtype=np.uint64)
    at = 0
    parts.reverse()
    while parts:
        part = parts.pop()
        whole[at : at + len(part)] = part
        at += len(part)
    return whole
