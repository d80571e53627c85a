"""A sample of leads: fields drafted from the columns there are and the values that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from ola.drafting.date_order import Order, order_of
from ola.drafting.drafted import DraftField, Guess
from ola.drafting.evidence import Evidence
from ola.drafting.guessing import ZONE, found_in
from ola.drafting.naming import with_names
from ola.errors import UnreadableInput
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.spec import DateOrder, Spec
from ola.fieldtypes.text import fold, trim
from ola.finding import count

if TYPE_CHECKING:
    from ola.rows.rows import Rows
    from ola.rows.unreadable import Unreadable

MOST_ROWS = 10_000
# Words that people and programs write where nothing is known. A word that is a value elsewhere (NA is Namibia) is none.
BLANK_WORDS = frozenset(
    {"unknown", "n/a", "#n/a", "none", "null", "(null)", "nil", "nan", "undefined", "not set", "not available",
     "not provided", "[not provided]", "tbd", "-", "--", "?", "."}
)  # fmt: skip
KEYS = ("lead_id", "id", "hs_object_id", "contact_id", "record_id", "prospect_id", "person_id", "vid")
_NESTED, _ABOUT_IT = "properties", "attributes"
_FEWEST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample says: its fields, how it writes dates, the guesses about the whole."""

    fields: tuple[DraftField, ...]
    system: str | None
    dates: DateOrder
    general: tuple[Guess, ...]


@dataclass(slots=True)
class _Tally:
    """A value, and how many rows hold it."""

    raw: object
    times: int = 0


@dataclass(slots=True)
class _Seen:
    """The rows of a sample as they are read: for each column the values that are not blank, with their rows."""

    rows: int = 0
    unreadable: int = 0
    lost: Unreadable | None = None
    has_more: bool = False
    values: dict[str, dict[tuple[type, object], _Tally]] = field(default_factory=dict)

    def add(self, columns: Mapping[str, Iterable[object]]) -> None:
        """Take in the values of some rows, column by column."""
        for column, values in columns.items():
            held = self.values.setdefault(column, {})
            for raw in values:
                if _is_blank(raw) or raw in ([], {}):
                    continue
                hashed: object = repr(raw) if isinstance(raw, dict | list) else raw
                held.setdefault((raw.__class__, hashed), _Tally(raw)).times += 1


def read_sample(rows: Rows) -> Sample:
    """Draft the fields of a sample from its first rows; raises UnreadableInput where no row can be read."""
    seen = _read(rows)
    if not seen.rows and seen.lost is not None:
        message = f"{rows.name} cannot be read: {seen.lost.finding.message} Mend it, or export it again."
        raise UnreadableInput(message)
    columns = list(rows.columns or ()) + [each for each in seen.values if each not in (rows.columns or ())]
    named = with_names(DraftField(each, each, "text") for each in columns)
    every = [_evidence(each, seen) for each in named]
    order, key = order_of(every), _key(every, seen.rows)
    fields = tuple(
        _drafted(each, about, order, is_key=about.column == key) for each, about in zip(named, every, strict=True)
    )
    return Sample(fields, _system_of(columns), order.dates, tuple(_general(seen, order, every, fields)))


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def _read(rows: Rows) -> _Seen:
    """Read the first rows; HubSpot's `properties` are opened, Salesforce's `attributes` are about the row itself."""
    from ola.rows.block import FrameBlock

    seen = _Seen()
    for block in rows.blocks():
        room = MOST_ROWS - seen.rows
        seen.unreadable += len(block.unreadable)
        seen.lost = seen.lost or next(iter(block.unreadable), None)
        if isinstance(block, FrameBlock):
            part = block.frame.head(room)
            seen.add({name: part[name].to_list() for name in part.columns})
            seen.rows += part.height
            seen.has_more = block.frame.height > room
        else:
            records = [_opened(each) for each in islice(block.records, room)]
            names = dict.fromkeys(name for each in records for name in each)
            seen.add({name: [each.get(name) for each in records] for name in names})
            seen.rows += len(records)
            seen.has_more = len(block.records) > room
        if seen.has_more:
            break
    return seen


def _opened(record: Mapping[str, object]) -> Mapping[str, object]:
    """Give a record with what stands one level deeper beside the rest, as a check reads it."""
    nested = record.get(_NESTED)
    flat = {str(name): value for name, value in record.items() if name != _ABOUT_IT}
    if not isinstance(nested, Mapping):
        return flat
    del flat[_NESTED]
    return flat | {str(name): value for name, value in nested.items() if name not in flat}


_is_blank = blank_reader(Spec("text"))


def _evidence(drafted: DraftField, seen: _Seen) -> Evidence:
    """Gather what a column shows; words that mean nothing was filled in are no values."""
    held = [(each.raw, each.times) for each in seen.values.get(drafted.column, {}).values()]
    words = {trim(raw) for raw, _ in held if isinstance(raw, str) and fold(trim(raw)) in BLANK_WORDS}
    left = [(raw, times) for raw, times in held if not (isinstance(raw, str) and trim(raw) in words)]
    if not left:  # a column of nothing but such words says nothing about what else it may hold
        words, left = set(), held
    blanks: dict[str, str] = {}
    for word in sorted(words):
        blanks.setdefault(fold(word), word)
    return Evidence(drafted.column, drafted.name, tuple(left), seen.rows, tuple(blanks.values()))


# ── deciding ────────────────────────────────────────────────────────────────────────────────────


def _drafted(named: DraftField, evidence: Evidence, order: Order, *, is_key: bool) -> DraftField:
    """Draft one field; one guess says all that was taken from the values."""
    if is_key:
        why = "the key, because it is named like one and each row has another value"
        return replace(named, type="id", key=True, blanks=evidence.blanks, guesses=(*named.guesses, why))
    found = found_in(evidence, order)
    reasons = [found.why, *found.further]
    never_blank = evidence.filled == evidence.rows and not evidence.blanks and not found.tolerated
    is_filled = never_blank and evidence.rows >= _FEWEST_ROWS
    if is_filled:
        reasons.append("required, because it is never blank")
    unique = is_filled and found.type == "email" and _stands_once(evidence)
    if unique:
        reasons.append("unique, because no address stands twice")
    if evidence.blanks:
        reasons.append("blank where a word stands that people write for nothing")
    return replace(
        named,
        type=found.type,
        choices=found.choices,
        many=found.many,
        currency=found.currency,
        tolerated=found.tolerated,
        required=is_filled,
        unique=unique,
        blanks=evidence.blanks,
        guesses=(*named.guesses, "; ".join(reasons)),
    )


def _stands_once(evidence: Evidence) -> bool:
    """Say whether no text stands twice, whatever its capitals."""
    texts = {fold(trim(raw)) for raw, _ in evidence.values if isinstance(raw, str)}
    return len(texts) == evidence.filled


def _key(every: list[Evidence], rows: int) -> str | None:
    """Give the column of the likeliest id, if each row has another."""
    ids = {each.name: each for each in reversed(every) if each.filled == rows > 1 and each.is_distinct}
    return next((ids[name].column for name in KEYS if name in ids), None)


def _system_of(columns: list[str]) -> str | None:
    """Give the system whose way of naming the columns have."""
    if any(each.startswith("hs_") or each == "lifecyclestage" for each in columns):
        return "hubspot"
    if any(each.endswith("__c") for each in columns) or {"Id", "LastName"} <= set(columns):
        return "salesforce"
    return None


def _general(seen: _Seen, order: Order, every: list[Evidence], fields: tuple[DraftField, ...]) -> Iterator[Guess]:
    """Say what was taken from the sample as a whole."""
    lost = f"; {count(seen.unreadable, 'more')} could not be read" if seen.unreadable else ""
    first = "the first " if seen.has_more else ""
    rows = f"{first}{count(seen.rows, 'row')}{lost}"
    yield Guess("fields", f"everything below, from {rows}; other rows may hold something else")
    if seen.rows < _FEWEST_ROWS:
        few = count(seen.rows, "row")
        yield Guess("fields", f"nothing is required, because {few} cannot show that a field is never blank")
    if not any(each.key for each in fields):
        yield Guess("fields", "no key, because no column that is named like an id has another value in each row")
    if order.why is not None:
        yield Guess("systems", f"dates are written {order.dates}, because {order.why}")
    bare = TYPES["datetime"].reader(Spec("datetime", dates=order.dates))
    zoned = TYPES["datetime"].reader(Spec("datetime", dates=order.dates, zone=ZONE))
    naive = [
        each.name
        for each, about in zip(fields, every, strict=True)
        if each.type == "datetime"
        and about.rows_where(lambda raw: bare(raw) is MALFORMED and zoned(raw) is not MALFORMED)
    ]
    if naive:
        yield Guess("systems", f"times without an offset are taken for UTC ({', '.join(naive)})")
