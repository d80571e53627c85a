"""`date`: a day, without a time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes import epoch
from ola.fieldtypes.epoch import FIRST_MS, LAST_MS, instant_of, microseconds_columns
from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import MOST_ZEROS, Grammar, compiled, grammar
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.text import trim
from ola.fieldtypes.whole import whole_columns, whole_schema
from ola.fieldtypes.written_date import date_body, date_writer, read_date, read_date_columns, written_dates
from ola.fieldtypes.written_form import form_of_day, read_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

OFFSET = "(?:[Zz]|[Uu][Tt][Cc]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)"
MIDNIGHT = rf"(?:[Tt ]00:00(?::00(?:\.0{{1,9}})?)?(?: ?{OFFSET})?)?"


def text_of(spec: Spec) -> Grammar:
    """A written date, alone or with midnight behind it; under `epoch ms` also milliseconds."""
    written = date_body(spec.dates) + MIDNIGHT
    return grammar(f"{written}|{epoch.TEXT.bodies[0]}" if spec.dates == "epoch ms" else written)


class Date(FieldType):
    """Days of the years 1 to 9999.

    Days and months are never guessed: `dates:` of the system says `day first` or `month first`, then with /, . or -
    and one digit or two; a date that begins with its year is read everywhere. `epoch ms` are milliseconds since 1970,
    of which the day in UTC is taken. Systems that have no dates write midnight; that is read as its date, whatever the
    offset. Any other time would be lost without a word, so it is malformed.
    """

    name: ClassVar[TypeName] = "date"
    kind: ClassVar[Kind] = "date"
    says: ClassVar[str] = (
        "a date such as 2026-12-31; other orders (31/12/2026, 12/31/2026, milliseconds) only where declared"
    )
    example: ClassVar[str] = "2026-12-31"
    typed_values: ClassVar[str] = "dates; datetimes at midnight; under `epoch ms` whole numbers"

    writes: ClassVar[str] = "the date in the system's order; `epoch ms`: its midnight in UTC, a number"

    # ── one value ───────────────────────────────────────────────────────────────────────────────

    def text_reader(self, spec: Spec) -> Callable[[str], object]:
        """A written date."""
        match = text_of(spec).fullmatch()
        order = spec.dates
        milliseconds = compiled("[+-]?[0-9]+").fullmatch

        def read(text: str) -> object:
            if not match(text):
                return MALFORMED
            if order == "epoch ms" and milliseconds(text):
                return _day_of(int(text))
            return read_date(_alone(text), order)

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:
        """Dates, midnights, and milliseconds where they are declared."""
        kinds: dict[type, Read] = {dt.date: _plain_date, dt.datetime: _midnight}
        return kinds | {int: _day_of, float: _day_of, Decimal: _day_of} if spec.dates == "epoch ms" else kinds

    def why(self, spec: Spec, raw: object) -> str | None:
        """Whether it is in another order, or has a time."""
        return why_not_a_date(spec, trim(raw)) if isinstance(raw, str) else _TIME if _has_time(raw) else None

    # ── a column ────────────────────────────────────────────────────────────────────────────────

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Date."""
        import polars as pl

        return pl.Date()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:
        """A written date."""
        import polars as pl

        day = read_date_columns(text.str.replace("[Tt ].*$", ""), spec.dates)
        if spec.dates == "epoch ms":
            milliseconds = text.str.strip_prefix("+").cast(pl.Int64, strict=False)
            day = pl.when(text.str.contains("^[+-]?[0-9]+$")).then(_days(milliseconds)).otherwise(day)
        return pl.when(text_of(spec).columns(text)).then(day)

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:
        """Dates written like others of the column, without midnight; milliseconds, where they are declared."""
        import polars as pl

        if spec.dates == "epoch ms":
            milliseconds = raw.cast(pl.Int64, strict=False)
            return _days(pl.when(raw.str.len_bytes() <= MOST_ZEROS).then(milliseconds))

        def read(texts: pl.Series) -> pl.Series:
            ticks, is_read, _ = read_forms(texts, lambda text: form_of_day(text, spec.dates))
            days = pl.Series(ticks).cast(pl.Datetime("us")).cast(pl.Date)
            return days.zip_with(pl.Series(is_read), pl.Series([None], dtype=pl.Date()).new_from_index(0, len(texts)))

        return raw.map_batches(read, return_dtype=self.column_type(spec), is_elementwise=True)

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """Milliseconds, where they are declared."""
        return _days(whole_columns(raw, dtype)) if spec.dates == "epoch ms" else self.nothing(spec, raw)

    def date_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Dates of the years 1 to 9999; Polars knows more."""
        import polars as pl

        return pl.when(raw.dt.year().is_between(1, 9999)).then(raw)

    def datetime_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.Datetime) -> pl.Expr:
        """Midnights, as the column's own zone shows them."""
        import polars as pl

        wall = raw.dt.replace_time_zone(None) if dtype.time_zone else raw
        day = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}[dtype.time_unit]
        return self.date_columns(spec, pl.when(wall.cast(pl.Int64) % day == 0).then(wall.cast(pl.Date)))

    # ── what is written ─────────────────────────────────────────────────────────────────────────

    def text_writer(self, spec: Spec) -> Write:
        """The date, in the system's order."""
        if spec.dates != "epoch ms":
            return date_writer(spec.dates)
        return lambda day: str(_milliseconds(day))

    def typed_writer(self, spec: Spec) -> Write:
        """The date, in the system's order; milliseconds are a number."""
        return _milliseconds if spec.dates == "epoch ms" else self.text_writer(spec)

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """The date, in the system's order."""
        import polars as pl

        if spec.dates != "epoch ms":
            return written_dates(values, spec.dates)
        return self.typed_written(spec, values).cast(pl.String)

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """The date, in the system's order; milliseconds are a number."""
        import polars as pl

        if spec.dates != "epoch ms":
            return written_dates(values, spec.dates)
        return values.cast(pl.Int32).cast(pl.Int64) * _DAY_MS

    # ── a schema ────────────────────────────────────────────────────────────────────────────────

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """A written date; under `epoch ms` also a whole number."""
        text = text_of(spec).json_schema()
        return {"anyOf": [text, whole_schema(FIRST_MS, LAST_MS)]} if spec.dates == "epoch ms" else text


_TIME = "It has a time of day, and the field is a date: make the field a datetime, or send the day alone."


def why_not_a_date(spec: Spec, text: str) -> str | None:
    """What a text that is not read may be instead, as a sentence."""
    if compiled(date_body(spec.dates) + r"[Tt ,]+[0-9].*").fullmatch(text):
        return _TIME
    day = compiled("[Tt ,].*").sub("", text)
    for order in ("day first", "month first"):
        if spec.dates != order and compiled(date_body(order)).fullmatch(day):
            return f"Days and months are never guessed: if the source writes them so, say `dates: {order}`."
    if spec.dates != "epoch ms" and compiled("[0-9]{12,13}").fullmatch(text):
        return "If these are milliseconds since 1970, say `dates: epoch ms` for the system."
    if compiled("[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}").fullmatch(day):
        return "There is no such day in the calendar, or it is not written year-month-day."
    return None


def _alone(text: str) -> str:
    """The written date without the midnight behind it."""
    return _BEHIND.split(text, 1)[0]


_BEHIND = compiled("[Tt ]")


def _plain_date(raw: dt.date) -> dt.date:
    """The date, freed of what a subclass adds."""
    return raw if raw.__class__ is dt.date else dt.date(raw.year, raw.month, raw.day)


def _has_time(raw: object) -> bool:
    """Whether a datetime is not at midnight."""
    return isinstance(raw, dt.datetime) and raw == raw and _midnight(raw) is MALFORMED  # noqa: PLR0124 - NaT


def _midnight(raw: dt.datetime) -> object:
    """The date of a midnight, as the datetime's own zone shows it."""
    if raw.hour or raw.minute or raw.second or raw.microsecond or getattr(raw, "nanosecond", 0):
        return MALFORMED
    return dt.date(raw.year, raw.month, raw.day)


def _day_of(milliseconds: float | Decimal) -> object:
    """The day in UTC on which the instant lies."""
    instant = instant_of(milliseconds)
    return instant.date() if isinstance(instant, dt.datetime) else MALFORMED


_DAY_MS = 86_400_000
_FIRST = dt.date(1970, 1, 1).toordinal()


def _milliseconds(day: dt.date) -> int:
    """The midnight in UTC that begins the day, in milliseconds since 1970."""
    return (day.toordinal() - _FIRST) * _DAY_MS


def _days(milliseconds: pl.Expr) -> pl.Expr:
    """As `_day_of`."""
    import polars as pl

    return microseconds_columns(milliseconds).cast(pl.Datetime("us")).cast(pl.Date)
