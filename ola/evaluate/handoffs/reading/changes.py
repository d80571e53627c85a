"""The changes of a field, lead by lead: what each lead had from when on, and the marks of the events they are.

A row that brings no other value than the lead had is no change. Leads whose rows stand at instants of their own
are followed all at once; those with several rows at one instant one by one, since their order is to be found out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import permutations
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.handoffs.mark import ENDED, KINDS, OCCURRED, PERHAPS


class Unsure(Enum):
    """What a lead had where nobody can tell: rows contradict each other, a value is not listed, nothing is seen yet."""

    UNSURE = "unsure"
    UNLISTED = "unlisted"
    UNSEEN = "unseen"


UNSURE: Final = Unsure.UNSURE
UNLISTED: Final = Unsure.UNLISTED
UNSEEN: Final = Unsure.UNSEEN


MARKS = {"lead": pl.String(), "at": pl.Int64(), "rank": pl.Int32(), "mark": pl.Int32()}
EVER = -(2**62)  # before all instants
_TOO_MANY = 6  # values at one instant whose orders are tried


@dataclass(frozen=True, slots=True)
class Watched:
    """The events that a field's changes are: entering a value, or taking any known value.

    `is_held` says which values are known: no queue is, for an owner.
    """

    entering: Mapping[object, tuple[int, ...]] = field(default_factory=dict)
    changing: tuple[int, ...] = ()
    holds: bool = False
    is_held: Callable[[object], bool] = lambda value: value is not None


@dataclass(frozen=True, slots=True)
class Line:
    """The values of many leads as columns.

    The changes of `leads[i]`, in the order of names, stand from `edges[i]` up to `edges[i + 1]`: their instants, and
    the numbers of the `words` that the lead had from then on.
    """

    leads: pl.Series
    edges: NDArray[np.int64]
    ats: NDArray[np.int64]
    codes: NDArray[np.int64]
    words: tuple[object, ...]


class Values(Mapping[str, tuple[list[int], list[object]]]):
    """The values each lead had: the instants of its changes, and what it had from each of them on.

    All stand in one line of columns; those of a lead are cut out of it when they are asked for.
    """

    __slots__ = ("_place", "line")

    def __init__(self, line: Line) -> None:
        """Take the line."""
        self.line = line
        self._place: dict[str, int] | None = None

    @property
    def place(self) -> dict[str, int]:
        """Where each lead stands in the line, found out when the first is asked for."""
        if self._place is None:
            self._place = {lead: i for i, lead in enumerate(self.line.leads.to_list())}
        return self._place

    def __getitem__(self, lead: str) -> tuple[list[int], list[object]]:
        return self._cut(self.place[lead])

    def _cut(self, i: int) -> tuple[list[int], list[object]]:
        line = self.line
        own = slice(line.edges[i], line.edges[i + 1])
        return line.ats[own].tolist(), [line.words[code] for code in line.codes[own].tolist()]

    def __contains__(self, lead: object) -> bool:
        return lead in self.place

    def __iter__(self) -> Iterator[str]:
        return iter(self.line.leads.to_list())

    def __len__(self) -> int:
        return len(self.line.leads)

    def counts(self) -> Counter[object]:
        """Count how often each value was taken."""
        line = self.line
        numbers = np.bincount(line.codes, minlength=len(line.words)).tolist()
        return Counter({word: number for word, number in zip(line.words, numbers, strict=True) if number})


@dataclass(frozen=True, slots=True)
class Followed:
    """What all leads went through: their values, the marks, and what does not fit together.

    `contradictions` name the lead, the instant and the values that were taken then; `holes` the changes that say
    they left another value than the lead had, with that value; `unchanged` rows brought no other value.
    """

    values: Values
    marks: pl.DataFrame
    contradictions: list[tuple[str, int, tuple[object, ...]]]
    holes: dict[tuple[str, int], object]
    unchanged: int


def follow(frame: pl.DataFrame, watched: Watched, moves: frozenset[tuple[str, str]]) -> Followed:
    """Follow every lead through the rows that count, in order of time.

    The frame has the columns `lead`, `at`, `to`, `unlisted`, `before`, `before_known` and `keep`.
    """
    rows = frame.filter(pl.col("keep")).select("lead", "at", "to", "unlisted", "before", "before_known")
    # Few names are sorted sooner than many, and numbers sooner than names.
    numbers = rows.select("lead").unique().sort("lead").with_row_index("number")
    rows = rows.join(numbers, on="lead", how="left").sort("number", "at")
    walk = _Walk(watched, moves)
    if rows.schema["to"].is_nested():
        walk.follow(rows)
        return Followed(Values(_line([], walk.values)), walk.made(), walk.contradictions, walk.holes, walk.unchanged)
    crowded = rows.filter(_as_before("number") & _as_before("at")).get_column("number").unique()
    if crowded.len():
        walk.follow(rows.filter(pl.col("number").is_in(crowded.implode())))
        rows = rows.filter(~pl.col("number").is_in(crowded.implode()))
    steps = _steps(rows)
    changes = steps.filter("changed")
    holes = {}
    if steps.schema["to"] == pl.String:
        left = steps.filter(
            ~pl.col("first")
            & ~pl.col("unsure")
            & pl.col("before_known")
            & (pl.col("before") != pl.col("now")).fill_null(pl.col("before").is_not_null())
        )
        holes = {(lead, at): value for lead, at, value in left.select("lead", "at", "before").iter_rows()}
    return Followed(
        _values(steps, changes, walk.values),
        pl.concat([walk.made(), *_marks(changes, watched)]),
        walk.contradictions,
        walk.holes | holes,
        walk.unchanged + steps.height - changes.height,
    )


def _as_before(column: str) -> pl.Expr:
    """Say which rows have the value of the row before."""
    return (pl.col(column) == pl.col(column).shift(1)).fill_null(value=False)


def _steps(rows: pl.DataFrame) -> pl.DataFrame:
    """Say of each row what the lead had until then (`now`, unless that is `unsure`), and whether it `changed`."""
    first = ~_as_before("number")
    steps = rows.with_columns(first.alias("first")).with_columns(
        # What a lead had before its first change, the change itself says.
        pl.when("first").then("before").otherwise(pl.col("to").shift(1)).alias("now"),
        pl.when("first").then(~pl.col("before_known")).otherwise(pl.col("unlisted").shift(1)).alias("unsure"),
    )
    differs = pl.col("to").ne_missing(pl.col("now"))
    return steps.with_columns((pl.col("unlisted") | pl.col("unsure") | differs).alias("changed"))


def _values(steps: pl.DataFrame, changes: pl.DataFrame, walked: Mapping[str, tuple[list[int], list[object]]]) -> Values:
    before_any = steps.filter(pl.col("first") & pl.col("before_known")).select(
        "lead",
        "number",
        pl.lit(EVER, dtype=pl.Int64).alias("at"),
        pl.col("before").alias("to"),
        pl.lit(value=False).alias("unlisted"),
    )
    rows = changes.select("lead", "number", "at", "to", "unlisted")
    if before_any.height:
        rows = pl.concat([before_any, rows]).sort("number", "at")
    told = rows.select("to", "unlisted").unique(maintain_order=True).with_row_index("code")
    joined = rows.join(told, on=["to", "unlisted"], how="left", nulls_equal=True, maintain_order="left")
    words = [UNLISTED if strange else value for value, strange in told.select("to", "unlisted").iter_rows()]
    own = joined.select("lead", "at", pl.col("code").cast(pl.Int64))
    return Values(_line([(own, words)], walked))


def _line(
    followed: Sequence[tuple[pl.DataFrame, Sequence[object]]], walked: Mapping[str, tuple[list[int], list[object]]]
) -> Line:
    """Lay out the changes of leads that were followed at once, in order, and of those that were walked one by one."""
    known: dict[object, int] = {}
    parts = [pl.DataFrame(schema={"lead": pl.String, "at": pl.Int64, "code": pl.Int64})]
    for rows, words in followed:
        codes = np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int64)
        parts.append(rows.with_columns(pl.Series("code", codes[rows.get_column("code").to_numpy()])))
    if walked:
        of_walked = [
            (lead, at, known.setdefault(value, len(known)))
            for lead, (ats, values) in walked.items()
            for at, value in zip(ats, values, strict=True)
        ]
        parts.append(pl.DataFrame(of_walked, schema=parts[0].schema, orient="row"))
    line = pl.concat(parts)
    if walked:
        line = line.sort("lead", maintain_order=True)
    lengths = line.get_column("lead").rle().struct.field("len")
    edges = np.concatenate([[0], lengths.cast(pl.Int64).cum_sum().to_numpy()]).astype(np.int64)
    leads = line.get_column("lead").gather(edges[:-1])
    return Line(leads, edges, line.get_column("at").to_numpy(), line.get_column("code").to_numpy(), tuple(known))


NO_VALUES: Final = Values(_line([], {}))


def _marks(changes: pl.DataFrame, watched: Watched) -> Iterator[pl.DataFrame]:
    def marked(rows: pl.DataFrame, rank: int, event: int, kind: int) -> pl.DataFrame:
        return rows.select(
            "lead",
            "at",
            pl.lit(rank, dtype=pl.Int32).alias("rank"),
            pl.lit(event * KINDS + kind, dtype=pl.Int32).alias("mark"),
        )

    # A change is an event beside what logs saw (1); what ends goes first (0), stages follow (2 and on).
    for value, events in watched.entering.items():
        left, entered = changes.filter(pl.col("now") == value), changes.filter(pl.col("to") == value)
        for event in events:
            yield marked(left, 0, event, ENDED)
            yield marked(entered, 2, event, OCCURRED)
    if watched.changing:
        values = changes.get_column("to").unique()
        held = values.filter(pl.Series([watched.is_held(value) for value in values.to_list()], dtype=pl.Boolean))
        is_held = pl.col("to").is_in(held.implode()).fill_null(value=False)
        for event in watched.changing:
            yield marked(changes.filter(is_held), 1, event, OCCURRED)
            if watched.holds:
                yield marked(changes.filter(~is_held), 0, event, ENDED)


class _Walk:
    """Follows leads through their changes one by one, in order of time."""

    def __init__(self, watched: Watched, moves: frozenset[tuple[str, str]]) -> None:
        self.watched = watched
        self.moves = moves
        self.values: dict[str, tuple[list[int], list[object]]] = {}
        self.marks: list[tuple[str, int, int, int]] = []
        self.contradictions: list[tuple[str, int, tuple[object, ...]]] = []
        self.holes: dict[tuple[str, int], object] = {}
        self.unchanged = 0

    def follow(self, rows: pl.DataFrame) -> None:
        """Take the rows, sorted by lead and time."""
        names = ("lead", "at", "to", "unlisted", "before", "before_known")
        leads, ats, tos, strange, befores, known = (rows.get_column(name).to_list() for name in names)
        count, i = len(leads), 0
        while i < count:
            lead, at, j = leads[i], ats[i], i + 1
            while j < count and ats[j] == at and leads[j] == lead:
                j += 1
            changes = [
                (
                    UNLISTED if strange[k] else _plain(tos[k]),
                    _plain(befores[k]) if known[k] else UNSURE,
                )
                for k in range(i, j)
            ]
            self._instant(lead, at, changes)
            i = j

    def made(self) -> pl.DataFrame:
        """Give the marks."""
        return pl.DataFrame(self.marks, schema=MARKS, orient="row")

    def _instant(self, lead: str, at: int, changes: list[tuple[object, object]]) -> None:
        past = self.values.get(lead)
        now: object = past[1][-1] if past is not None else UNSEEN
        if past is None:
            past = self.values[lead] = ([], [])
            if changes[0][1] is not UNSURE and len(changes) == 1:
                now = changes[0][1]
                # What a lead had before its first change, the change itself says.
                past[0].append(EVER)
                past[1].append(now)
        if len(changes) == 1:
            order: tuple[object, ...] | None = (changes[0][0],)
            said = changes[0][1]
            if isinstance(said, str) and not isinstance(now, Unsure) and said != now:
                self.holes[lead, at] = said
        else:
            distinct = sorted(set(changes), key=repr)
            self.unchanged += len(changes) - len(distinct)
            order = _order(distinct, now, self.moves)
        if order is None:
            self._contradicted(lead, at, tuple(value for value, _ in distinct_values(changes)), now)
            past[0].append(at)
            past[1].append(UNSURE)
            return
        rank = 0
        for value in order:
            if value == now and value is not UNLISTED:
                self.unchanged += 1
                continue
            self._change(lead, at, rank, now, value)
            rank += 2
            now = value
            # Every step of an instant is kept; the last is what the lead has from then on.
            past[0].append(at)
            past[1].append(now)
        if not past[0]:
            past[0].append(at)
            past[1].append(now)

    def _change(self, lead: str, at: int, rank: int, before: object, value: object) -> None:
        watched = self.watched
        if before is UNSURE:
            self._end_unsure(lead, at)
        for event in watched.entering.get(before, ()):
            self.marks.append((lead, at, rank, event * KINDS + ENDED))
        held = not isinstance(value, Unsure) and watched.is_held(value)
        for event in watched.entering.get(value, ()):
            self.marks.append((lead, at, rank + 2, event * KINDS + OCCURRED))
        for event in watched.changing:
            # A change is an event beside what logs saw (1); what ends goes first (0), stages follow (2 and on).
            if held:
                self.marks.append((lead, at, rank + 1, event * KINDS + OCCURRED))
            elif watched.holds:
                self.marks.append((lead, at, rank, event * KINDS + ENDED))

    def _contradicted(self, lead: str, at: int, values: tuple[object, ...], before: object) -> None:
        watched = self.watched
        self.contradictions.append((lead, at, values))
        for event in watched.entering.get(before, ()):
            self.marks.append((lead, at, 0, event * KINDS + ENDED))
        for value in values:
            for event in watched.entering.get(value, ()):
                self.marks.append((lead, at, 2, event * KINDS + PERHAPS))
        for event in watched.changing:
            self.marks.append((lead, at, 1, event * KINDS + PERHAPS))

    def _end_unsure(self, lead: str, at: int) -> None:
        """After a contradiction, the next change ends whatever the lead may have been in."""
        for events in self.watched.entering.values():
            for event in events:
                self.marks.append((lead, at, 0, event * KINDS + ENDED))


def distinct_values(changes: list[tuple[object, object]]) -> list[tuple[object, object]]:
    """Give each value once, in an order of its own."""
    return sorted({repr(change[0]): change for change in changes}.values(), key=lambda change: repr(change[0]))


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _order(
    changes: list[tuple[object, object]], before: object, moves: frozenset[tuple[str, str]]
) -> tuple[object, ...] | None:
    """Give the one order of values that the rows' own `from`, else the moves, allow; nothing if there is not one."""
    if len(changes) == 1:
        return (changes[0][0],)
    if len(changes) > _TOO_MANY:
        return None
    found: set[tuple[object, ...]] = set()
    for tried in permutations(changes):
        now, fits = before, True
        for value, said in tried:
            if said is not UNSURE:
                fits = isinstance(now, Unsure) or said == now
            elif moves and isinstance(now, str):
                fits = (now, value) in moves
            if not fits:
                break
            now = value
        if fits:
            found.add(tuple(value for value, _ in tried))
    return found.pop() if len(found) == 1 else None
