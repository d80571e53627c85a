"""Delimited text in which nothing is odd: as many delimiters as its lines need, found by counting.

Counting takes a tenth of the time that it takes to look at every mark (`ola.rows.csv_scan`). What counting cannot
settle is left to that: line ends in quotes, quotes out of place, blank lines, what is no UTF-8.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ola.rows.block import Mask, Numbers
from ola.rows.csv_scan import CR, LF, QUOTE, Scan, is_utf8

# With more quotes, or more text within them, than one in so many bytes, the marks are looked at one by one.
_QUOTES, _QUOTED = 16, 4

Bytes = NDArray[np.uint8]


def plain_scan(data: bytes, *, delimiter: int, columns: int, longest_cell: int, each_line: bool = False) -> Scan | None:
    """Find the records of `data` up to its last line end, all of them good; nothing where that is not so.

    There are as many delimiters as so many records have, and so each record has its own unless one has more and
    another fewer: with `each_line` that is looked at too, without it whoever reads the cells must mind records that
    have too many.
    """
    consumed = data.rfind(b"\n") + 1
    if not consumed or b"\0" in data:
        return None
    bytes_ = np.frombuffer(data, np.uint8, consumed)
    line_ends = np.flatnonzero(bytes_ == LF)
    returns = _returns(data, bytes_, line_ends)
    if returns is None:
        return None
    nexts = line_ends + 1
    starts, ends = np.concatenate((np.zeros(1, np.int64), nexts[:-1])), line_ends - returns
    lengths = ends - starts
    if lengths.min() <= 0 or lengths.max() > longest_cell:
        return None
    quoted = _within_quotes(bytes_, delimiter) if b'"' in data else np.empty(0, np.int64)
    if quoted is None:
        return None
    count = int(np.count_nonzero(bytes_ == delimiter)) - int(np.count_nonzero(bytes_[quoted] == delimiter))
    if count != line_ends.size * (columns - 1) or not (data.isascii() or is_utf8(data[:consumed])):
        return None
    if each_line and not _has_its_own(bytes_, line_ends, quoted, delimiter, columns - 1):
        return None
    size = line_ends.size
    return Scan(
        starts,
        ends,
        nexts,
        np.full(size, columns, np.int64),
        np.zeros(size, np.uint8),
        np.zeros(size, np.bool_),
        np.arange(size, dtype=np.int64),
        size,
        consumed,
        is_counted=not each_line,
    )


def _returns(data: bytes, bytes_: Bytes, line_ends: Numbers) -> int | None:
    """Say how many CR stand before each line end: none or one; nothing where that differs or one stands elsewhere."""
    if b"\r" not in data:
        return 0
    all_before = line_ends[0] > 0 and bool((bytes_[line_ends - 1] == CR).all())
    return 1 if all_before and np.count_nonzero(bytes_ == CR) == line_ends.size else None


def _within_quotes(bytes_: Bytes, delimiter: int) -> Numbers | None:
    """Give the places of what stands between quotes; nothing where quotes are many or out of place.

    The first quote opens, the second closes; a doubled one reads as a close and an open that touch.
    """
    at = np.flatnonzero(bytes_ == QUOTE)
    if at.size % 2 or at.size * _QUOTES > bytes_.size:
        return None
    opens, closes = at[0::2], at[1::2]
    touches = np.zeros(opens.size + 1, np.bool_)  # whether a quote opens right behind the one that closed last
    touches[1:-1] = opens[1:] == closes[:-1] + 1
    before, behind = bytes_[opens - 1], bytes_[closes + 1]  # a line end is the last byte, so there is one behind
    is_open = (before == delimiter) | (before == LF) | touches[:-1]
    is_closed = (behind == delimiter) | (behind == LF) | (behind == CR) | touches[1:]
    if opens.size and opens[0] == 0:
        is_open[0] = True
    lengths = closes - opens - 1
    total = int(lengths.sum())
    if not (is_open.all() and is_closed.all()) or total * _QUOTED > bytes_.size:
        return None
    firsts = np.cumsum(lengths) - lengths
    places = np.repeat(opens + 1 - firsts, lengths) + np.arange(total)
    return None if (bytes_[places] == LF).any() else places


def _has_its_own(bytes_: Bytes, line_ends: Numbers, quoted: Numbers, delimiter: int, each: int) -> bool:
    """Say whether every line has so many delimiters; in all there are as many."""
    if not each:
        return True
    is_delimiter: Mask = bytes_ == delimiter
    is_delimiter[quoted] = False
    places = np.flatnonzero(is_delimiter)
    firsts, lasts = places[::each], places[each - 1 :: each]
    return bool((lasts < line_ends).all() and (firsts[1:] > line_ends[:-1]).all())
