"""Where the records of a delimited text begin and end, and which of them cannot be read.

NumPy over bytes: nothing here runs Python for a good record. The rules:

- a line end is LF, CRLF or CR; outside quotes it ends the record;
- a quote opens a cell only as its first byte; inside, `""` is a quote; the closing quote stands
  before a delimiter, a line end or the end of the text;
- a quote elsewhere in an unquoted cell is a plain character (`5" pipe`), as Python's `csv` has it;
- text after a closing quote on the same line makes that line one unreadable record;
- a quote that is never properly closed makes the line it opens on one unreadable record, and reading
  goes on with the next line: one lost quote costs one row, not the rest of the file.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.rows.block import Mask, Numbers

LF, CR, QUOTE, NUL = 10, 13, 34, 0

# What is wrong with a record; the gravest first, each record has one.
GOOD, OPEN_QUOTE, TEXT_AFTER_QUOTE, BLANK, HAS_NUL, BAD_UTF8, SHORT, LONG, BIG_CELL = range(9)

Kinds = NDArray[np.uint8]

# Masks are made in pieces that stay in the processor's cache: three times as fast as in one go.
_PIECE = 1 << 18
# How many quotes are looked at in one step after a stray one; grows fourfold while all is well.
_WINDOW = 64


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """The records of a stretch of text.

    Record i is `data[starts[i]:ends[i]]`, its line end goes up to `nexts[i]`. `fields` counts its
    cells, `kinds` says what is wrong with it, `strays` which have a quote inside an unquoted cell,
    `skipped` how many lines begin before it. `lines` counts the line ends up to `consumed`, the byte after the last
    record; what follows belongs to a record that goes on in the next stretch. Where it `is_counted`, the records have
    their cells all in all, and one may still have too many and another too few.
    """

    starts: Numbers
    ends: Numbers
    nexts: Numbers
    fields: Numbers
    kinds: Kinds
    strays: Mask
    skipped: Numbers
    lines: int
    consumed: int
    is_counted: bool = False


@dataclass(slots=True)
class _Quotes:
    """What the quotes of a stretch come to."""

    ignored: list[int] = field(default_factory=list)  # places among the marks that are plain characters
    strays: list[int] = field(default_factory=list)  # bytes at which a quote stands inside an unquoted cell
    lost: list[tuple[int, int, int]] = field(default_factory=list)  # first byte, byte of the line end, kind
    unfinished: int | None = None  # the record that begins here needs more text


def scan(
    data: bytes,
    *,
    delimiter: int,
    columns: int | None,
    final: bool,
    longest_cell: int,
    longest_record: int,
) -> Scan:
    """Find the records of `data`, which begins where a record begins.

    `final` says that no text follows; otherwise the last, unfinished record is left for the next
    stretch. `columns` is how many cells a record must have (none: any number). A record
    that stays open in quotes for more than `longest_record` bytes has lost its closing quote.
    """
    held = data if final or not data.endswith(b"\r") else data[:-1]  # that CR may be half a CRLF
    bytes_ = np.frombuffer(held, np.uint8)
    has_return, has_quote = b"\r" in held, b'"' in held
    places = _marks(bytes_, [delimiter, LF, *([CR] if has_return else []), *([QUOTE] if has_quote else [])])
    marks = bytes_[places]
    if has_return:
        places, marks = _fold_returns(bytes_, places, marks)
    physical = places[marks == LF]

    quotes = _Quotes()
    if has_quote:
        quotes = _resolve(bytes_, places, marks, delimiter, final=final, longest_record=longest_record)
        marks[quotes.ignored] = 0
        for first, last, _ in quotes.lost:
            low, high = np.searchsorted(places, (first, last))
            marks[low:high] = 0
        inside = np.bitwise_xor.accumulate((marks == QUOTE).view(np.uint8))
        plain = (inside == 0) & (marks != QUOTE) & (marks != 0)
        marks, places = marks[plain], places[plain]

    line_ends = np.flatnonzero(marks == LF)
    if quotes.unfinished is not None:
        line_ends = line_ends[: np.searchsorted(places[line_ends], quotes.unfinished)]
    ends = places[line_ends]
    cells = np.diff(line_ends, prepend=-1)  # what lies between two line ends are delimiters
    nexts = ends + 1
    starts = np.concatenate((np.zeros(1, np.int64), nexts[:-1])) if ends.size else ends
    consumed = int(nexts[-1]) if nexts.size else 0
    if has_return:
        ends = ends - ((bytes_[ends] == LF) & (ends > starts) & (bytes_[np.maximum(ends - 1, 0)] == CR))
    lines = int(np.searchsorted(physical, consumed))
    one_line_each = lines == ends.size
    if final and consumed < len(held):
        delimiters = marks.size - (int(line_ends[-1]) + 1 if line_ends.size else 0)
        starts, cells = np.append(starts, consumed), np.append(cells, delimiters + 1)
        ends, nexts = np.append(ends, len(held)), np.append(nexts, len(held))
        consumed, lines = len(held), physical.size
    if one_line_each:
        skipped = np.arange(starts.size, dtype=np.int64)
    else:
        skipped = np.searchsorted(physical, starts).astype(np.int64)

    strays = np.zeros(starts.size, np.bool_)
    # What follows the last record may end inside a character and is looked at in its turn.
    kinds = _judge(held[:consumed], starts, ends, cells, columns, delimiter, longest_cell)
    for stray in quotes.strays:
        if stray < consumed:
            strays[np.searchsorted(starts, stray, side="right") - 1] = True
    for first, _, kind in quotes.lost:
        if first < consumed:
            kinds[np.searchsorted(starts, first)] = kind
    return Scan(starts, ends, nexts, cells, kinds, strays, skipped, lines, consumed)


def _marks(bytes_: NDArray[np.uint8], wanted: list[int]) -> Numbers:
    """Give the places of the bytes that mean something."""
    found = []
    here, also = np.empty(_PIECE, np.bool_), np.empty(_PIECE, np.bool_)
    for first in range(0, bytes_.size, _PIECE):
        piece = bytes_[first : first + _PIECE]
        mask, other = here[: piece.size], also[: piece.size]
        np.equal(piece, wanted[0], out=mask)
        for byte in wanted[1:]:
            np.equal(piece, byte, out=other)
            np.logical_or(mask, other, out=mask)
        places = np.flatnonzero(mask)
        places += first
        found.append(places)
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _fold_returns(bytes_: NDArray[np.uint8], places: Numbers, marks: Kinds) -> tuple[Numbers, Kinds]:
    """Leave the CR of a CRLF out and make a lone CR a line end like any other."""
    returns = marks == CR
    at = places[returns]
    following = np.minimum(at + 1, bytes_.size - 1)
    paired = (bytes_[following] == LF) & (at + 1 < bytes_.size)
    marks[returns] = LF
    keep = np.ones(places.size, np.bool_)
    keep[np.flatnonzero(returns)[paired]] = False
    return places[keep], marks[keep]


def _judge(
    held: bytes, starts: Numbers, ends: Numbers, cells: Numbers, columns: int | None, delimiter: int, longest_cell: int
) -> Kinds:
    """Say of each record what is wrong with it, the gravest last, so that it stands."""
    kinds = np.zeros(starts.size, np.uint8)
    for i in np.flatnonzero(ends - starts > longest_cell).tolist():
        if _longest_cell(held[starts[i] : ends[i]], delimiter) > longest_cell:
            kinds[i] = BIG_CELL
    if columns is not None:
        kinds[cells > columns] = LONG
        kinds[cells < columns] = SHORT
    if not is_utf8(held):
        kinds[_not_utf8(held, starts, ends)] = BAD_UTF8
    if b"\0" in held:
        zeros = np.flatnonzero(np.frombuffer(held, np.uint8) == NUL)
        kinds[np.searchsorted(starts, zeros, side="right") - 1] = HAS_NUL
    kinds[ends == starts] = BLANK
    return kinds


def _longest_cell(record: bytes, delimiter: int) -> int:
    """Give the length in bytes of the longest cell of a long record, quotes taken by twos."""
    quoted = record.split(b'"')
    longest = run = 0
    for i, part in enumerate(quoted):
        if i % 2:
            run += len(part)
            continue
        first, *others = part.split(bytes([delimiter]))
        run += len(first)
        for other in others:
            longest, run = max(longest, run), len(other)
    return max(longest, run)


def is_utf8(text: bytes) -> bool:
    """Whether the bytes are UTF-8; Polars looks several times as fast as decoding would."""
    if text.isascii():
        return True
    if len(text) < _PIECE:
        try:
            text.decode()
        except UnicodeDecodeError:
            return False
        return True
    try:
        return pl.Series([text], dtype=pl.Binary).cast(pl.String).null_count() == 0
    except pl.exceptions.PolarsError:
        return False


def _not_utf8(text: bytes, starts: Numbers, ends: Numbers) -> list[int]:
    """Give the records that are not UTF-8, found by halving: cheap while they are few."""
    found = []
    ranges = [(0, starts.size)] if starts.size else []
    while ranges:
        low, high = ranges.pop()
        if is_utf8(text[starts[low] : ends[high - 1]]):
            continue
        if high - low == 1:
            found.append(low)
        else:
            middle = (low + high) // 2
            ranges += [(low, middle), (middle, high)]
    return found


def _resolve(
    bytes_: NDArray[np.uint8],
    places: Numbers,
    marks: Kinds,
    delimiter: int,
    *,
    final: bool,
    longest_record: int,
) -> _Quotes:
    """Tell quotes that open and close cells from plain characters, and find the records whose quotes are lost.

    While all is well quotes come in twos: the first opens, the second closes, and a doubled quote
    reads as a close and an open that touch. That is checked for many at once; only where it fails
    is anything looked at one by one.
    """
    found = _Quotes()
    index = np.flatnonzero(marks == QUOTE)
    at = places[index]
    line_ends = places[marks == LF]
    ends_cell = np.zeros(256, np.bool_)
    ends_cell[[delimiter, LF, CR]] = True
    size = bytes_.size
    opens = ends_cell[bytes_[np.maximum(at - 1, 0)]] | (at == 0)
    closes = ends_cell[bytes_[np.minimum(at + 1, size - 1)]] | (at + 1 >= size)
    touches = np.zeros(at.size, np.bool_)  # this quote and the one before it are neighbours
    touches[1:] = at[1:] == at[:-1] + 1
    touched = np.zeros(at.size, np.bool_)
    touched[:-1] = touches[1:]

    anchors = [0]  # from each on, quotes come in twos again
    resumed = 0  # the byte where reading went on after the last lost record
    here, width = 0, _WINDOW
    while here < at.size:
        anchor = anchors[-1]
        stop = min(here + width, at.size)
        opening = opens[here:stop:2] | touches[here:stop:2]
        opening[0] = opens[here] or (here > anchor and touches[here])
        closing = closes[here + 1 : stop : 2] | touched[here + 1 : stop : 2]
        bad_open, bad_close = _first_false(opening) * 2, _first_false(closing) * 2 + 1
        bad = here + min(bad_open, bad_close)
        if bad >= stop:
            open_at_end = stop == at.size and (stop - here) % 2 == 1
            if not open_at_end:
                here, width = stop, width * 4
                continue
            bad = at.size  # the last quote opened a cell that nothing closes
        elif bad_open < bad_close:
            found.ignored.append(int(index[bad]))
            found.strays.append(int(at[bad]))
            anchors.append(bad + 1)
            here, width = bad + 1, _WINDOW
            continue
        opener = bad - 1
        while opener > anchor and touches[opener]:
            opener -= 2
        first = _record_start(at, line_ends, anchors, opener, resumed)
        line_end = int(np.searchsorted(line_ends, at[opener]))
        if bad == at.size and not final and size - first <= longest_record:
            found.unfinished = first
            break
        if line_end == line_ends.size:
            if not final:
                found.unfinished = first
                break
            last = size
        else:
            last = int(line_ends[line_end])
        kind = OPEN_QUOTE if bad == at.size or last < at[bad] else TEXT_AFTER_QUOTE
        found.lost.append((first, last, kind))
        resumed = last + 1
        here, width = int(np.searchsorted(at, resumed)), _WINDOW
        anchors.append(here)
    return found


def _first_false(answers: Mask) -> int:
    """Give the place of the first false, far beyond the end where there is none."""
    if answers.all():
        return answers.size + _FAR
    return int(np.argmin(answers))


_FAR = 1 << 40


def _record_start(at: Numbers, line_ends: Numbers, anchors: list[int], opener: int, resumed: int) -> int:
    """Give the byte where the record begins whose cell is opened by quote `opener`."""
    candidate = int(np.searchsorted(line_ends, at[opener])) - 1
    while candidate >= 0 and (place := int(line_ends[candidate])) >= resumed:
        before = int(np.searchsorted(at, place))
        anchor = anchors[bisect_right(anchors, before) - 1]
        if (before - anchor) % 2 == 0:
            return place + 1
        candidate -= 1
    return resumed
