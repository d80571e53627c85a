"""`datetime`: an instant."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes import epoch
from ola.fieldtypes.date import OFFSET, why_not_a_date
from ola.fieldtypes.epoch import FIRST_MS, FIRST_US, LAST_MS, LAST_US, instant_of, microseconds_columns
from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import MOST_ZEROS, Grammar, compiled, grammar
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.text import trim
from ola.fieldtypes.wall_clock import instant_columns, zone_of
from ola.fieldtypes.whole import whole_columns, whole_schema
from ola.fieldtypes.written_date import FORMS, date_body, date_writer, read_date, read_date_columns
from ola.fieldtypes.written_form import PARTS, form_of_instant, read_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
# Beside slashes, hours are also written with one digit, or by twelve.
_LOOSE = (
    r"(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
    r"|(?:0?[1-9]|1[0-2]):[0-5][0-9](?::[0-5][0-9])? ?[AaPp][Mm])"
)
# So many texts at a time are looked at digit by digit.
_TEXTS = 1 << 17


def text_of(spec: Spec) -> Grammar:
    """A written date and time; an offset is needed where the source has no zone."""
    iso = spec.dates in {"iso", "epoch ms"}
    moment = date_body(spec.dates) + ("[Tt ]" + _TIME if iso else "(?:[Tt]|,? )" + _LOOSE)
    written = moment + (f"(?: ?{OFFSET})?" if spec.zone else f" ?{OFFSET}")
    return grammar(f"{written}|{epoch.TEXT.bodies[0]}" if spec.dates == "epoch ms" else written)


class Instant(FieldType):
    """Instants of the years 1 to 9999 in UTC, to the microsecond; finer fractions are cut off.

    Text without an offset takes the source's zone, and without that is malformed: nothing is guessed. A time that a
    clock change skips moves forward by the gap; of one that comes twice the first is meant. Seconds may be missing. A
    date alone is malformed, since it cannot time a clock; so are leap seconds. Under `day first` and `month first`
    hours may have one digit, or count to twelve with AM and PM.
    """

    name: ClassVar[TypeName] = "datetime"
    kind: ClassVar[Kind] = "datetime"
    says: ClassVar[str] = "a date and time such as 2026-12-31T09:30:00Z, with an offset unless the source has a zone"
    example: ClassVar[str] = "2026-12-31T09:30:00-05:00"
    typed_values: ClassVar[str] = (
        "datetimes with a zone, or without where the source has one; `epoch ms`: whole numbers"
    )

    writes: ClassVar[str] = (
        "the instant in UTC, with Z behind it, in the system's order; `epoch ms`: a number, finer fractions cut off"
    )

    # ── one value ───────────────────────────────────────────────────────────────────────────────

    def text_reader(self, spec: Spec) -> Callable[[str], object]:
        """A written date and time."""
        match = text_of(spec).fullmatch()
        parts = compiled(PARTS).match
        order = spec.dates
        zone = zone_of(spec.zone) if spec.zone else None
        from_iso = dt.datetime.fromisoformat

        def read(text: str) -> object:
            if not match(text):
                return MALFORMED
            if text[4:5] == "-":  # else it may take digits alone for a date
                try:
                    # Nearly all that matches is also what the standard library reads, and in the same way.
                    return _in_utc(from_iso(text), zone)
                except ValueError:
                    pass
            return by_parts(text)

        def by_parts(text: str) -> object:
            found = parts(text)
            if found is None:  # digits alone: milliseconds
                return instant_of(int(text))
            day, hour, minute, second, fraction, half, utc, sign, hours, minutes = found.groups()
            day = read_date(day, order)
            hour = int(hour)
            if half:
                hour = hour % 12 + (12 if half in "Pp" else 0)
            micro = int((fraction or "")[:6].ljust(6, "0"))
            moment = dt.datetime(day.year, day.month, day.day, hour, int(minute), int(second or 0), micro)  # noqa: DTZ001
            if utc:
                return moment.replace(tzinfo=dt.UTC)
            if sign:
                offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
                moment = moment.replace(tzinfo=dt.timezone(-offset if sign == "-" else offset))
            return _in_utc(moment, zone)

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:
        """Datetimes, and milliseconds where they are declared."""
        zone = zone_of(spec.zone) if spec.zone else None

        def read(raw: dt.datetime) -> object:
            if raw.__class__ is not dt.datetime:  # pandas' Timestamp: finer fractions are cut off
                try:
                    raw = dt.datetime(
                        raw.year, raw.month, raw.day, raw.hour, raw.minute, raw.second, raw.microsecond,
                        tzinfo=raw.tzinfo, fold=raw.fold,
                    )  # fmt: skip
                except (TypeError, ValueError):  # NaT
                    return MALFORMED
            return _in_utc(raw, zone)

        kinds: dict[type, Read] = {dt.datetime: read}
        return kinds | {int: instant_of, float: instant_of, Decimal: instant_of} if spec.dates == "epoch ms" else kinds

    def why(self, spec: Spec, raw: object) -> str | None:
        """Whether the zone or the time is missing, or the order is another."""
        naive = "It has no offset and the source has no zone: write Z or +02:00 behind it, or give the system a `zone`."
        day_only = "It is a date without a time, which cannot time a clock: send the time as well."
        if isinstance(raw, dt.datetime):
            return naive if raw.tzinfo is None and spec.zone is None else None
        if isinstance(raw, dt.date):
            return day_only
        if not isinstance(raw, str):
            return None
        text = trim(raw)
        if compiled(date_body(spec.dates)).fullmatch(text):
            return day_only
        if spec.zone is None:
            from dataclasses import replace

            if text_of(replace(spec, zone="UTC")).fullmatch()(text):
                return naive
        why = why_not_a_date(spec, text)
        return None if why and why.startswith("It has a time") else why

    # ── a column ────────────────────────────────────────────────────────────────────────────────

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Datetime in UTC, in microseconds."""
        import polars as pl

        return pl.Datetime("us", "UTC")

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:
        """A written date and time."""
        return text.map_batches(
            partial(_read_slices, _read_texts, spec), return_dtype=self.column_type(spec), is_elementwise=True
        )

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:
        """Instants written like others of the column; milliseconds, where they are declared."""
        import polars as pl

        if spec.dates == "epoch ms":
            milliseconds = raw.cast(pl.Int64, strict=False)
            short = pl.when(raw.str.len_bytes() <= MOST_ZEROS).then(milliseconds)
            return _instants(microseconds_columns(short))
        return raw.map_batches(
            partial(_read_slices, _read_forms, spec), return_dtype=self.column_type(spec), is_elementwise=True
        )

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """Milliseconds, where they are declared."""
        if spec.dates != "epoch ms":
            return self.nothing(spec, raw)
        return _instants(microseconds_columns(whole_columns(raw, dtype)))

    def datetime_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.Datetime) -> pl.Expr:
        """Datetimes with a zone, or in the source's."""
        import polars as pl

        if dtype.time_zone is None and spec.zone is None:
            return self.nothing(spec, raw)
        ticks = raw.cast(pl.Int64)
        micro: pl.Expr
        match dtype.time_unit:
            case "ms":
                micro = pl.when(ticks.is_between(FIRST_MS, LAST_MS)).then(ticks * 1000)
            case "ns":
                micro = ticks.floordiv(1000)
            case _:
                micro = pl.when(ticks.is_between(FIRST_US, LAST_US)).then(ticks)
        if dtype.time_zone is None and spec.zone is not None:
            micro = instant_columns(micro, spec.zone)
        return _instants(micro)

    # ── what is written ─────────────────────────────────────────────────────────────────────────

    def text_writer(self, spec: Spec) -> Write:
        """The instant in UTC, in the system's order; whatever the system's zone, it is read as the same instant."""
        if spec.dates == "epoch ms":
            return lambda moment: str(_milliseconds(moment))
        if spec.dates == "iso":
            return _in_iso
        day = date_writer(spec.dates)
        return lambda moment: f"{day(moment)} {_in_iso(moment)[11:]}"

    def typed_writer(self, spec: Spec) -> Write:
        """The instant in UTC, in the system's order; milliseconds are a number."""
        return _milliseconds if spec.dates == "epoch ms" else self.text_writer(spec)

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """The instant in UTC, in the system's order."""
        import polars as pl

        if spec.dates == "epoch ms":
            return self.typed_written(spec, values).cast(pl.String)
        return values.dt.to_string(f"{FORMS[spec.dates]} %T%.fZ" if spec.dates in FORMS else "%Y-%m-%dT%T%.fZ")

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """The instant in UTC, in the system's order; milliseconds are a number."""
        import polars as pl

        return values.cast(pl.Int64) // 1000 if spec.dates == "epoch ms" else self.text_written(spec, values)

    # ── a schema ────────────────────────────────────────────────────────────────────────────────

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """A written date and time; under `epoch ms` also a whole number."""
        text = text_of(spec).json_schema()
        return {"anyOf": [text, whole_schema(FIRST_MS, LAST_MS)]} if spec.dates == "epoch ms" else text

    def loss(self, spec: Spec) -> str | None:  # noqa: ARG002
        """A pattern cannot add an offset."""
        return "a time of the year 1 or 9999 that its offset moves out of the calendar is accepted"


def _in_utc(moment: dt.datetime, zone: dt.tzinfo | None) -> object:
    """The instant; without an offset of its own the moment is in the zone, and without that malformed."""
    if moment.tzinfo is None:
        if zone is None:
            return MALFORMED
        moment = moment.replace(tzinfo=zone, fold=0)
    try:
        return moment.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return MALFORMED


_MILLISECOND = dt.timedelta(milliseconds=1)


def _milliseconds(moment: dt.datetime) -> int:
    """Whole milliseconds since 1970 began in UTC."""
    return (moment - epoch.EPOCH) // _MILLISECOND


def _in_iso(moment: dt.datetime) -> str:
    """The instant in ISO 8601 with Z behind it, with no fraction, or with three digits or six."""
    text = moment.isoformat()
    micro = moment.microsecond
    return f"{text[:19] if not micro else text[:26] if micro % 1000 else text[:23]}Z"


def _read_slices(read: Callable[[Spec, pl.Series], pl.Series], spec: Spec, values: pl.Series) -> pl.Series:
    """Instants of texts, so many of which are read at a time."""
    import polars as pl

    lows = range(0, max(len(values), 1), _TEXTS)
    ticks = pl.concat([read(spec, values.slice(low, _TEXTS)) for low in lows])
    # Here, and not in the expression: it would read the texts twice.
    return ticks.alias("ticks").to_frame().select(_instants(pl.col("ticks"))).to_series()


def _read_forms(spec: Spec, values: pl.Series) -> pl.Series:
    """Microseconds since 1970 of texts that are written like others of the column; null of the rest."""
    import polars as pl

    is_instant = text_of(spec).fullmatch()
    found, is_read, has_offset = read_forms(
        values, lambda text: form_of_instant(text, spec.dates) if is_instant(text) else None
    )
    local = is_read & ~has_offset
    if local.any():
        found[local] = _in_zone(spec, pl.Series(found[local])).to_numpy()
    return pl.Series(found).zip_with(pl.Series(is_read), _nothing(len(values)))


def _read_texts(spec: Spec, values: pl.Series) -> pl.Series:
    """Microseconds since 1970 of trimmed texts: first those in one form, then whatever else is one."""
    import polars as pl

    instants = _read_forms(spec, values)
    if instants.null_count() == values.null_count():
        return instants
    text = pl.col("text")
    left = pl.when(instants.is_null() & text_of(spec).columns(text)).then(text)
    others = pl.DataFrame({"text": values}).select(left).to_series()
    if others.null_count() == len(others):
        return instants
    return instants.fill_null(_by_parts(spec, others))


def _nothing(height: int) -> pl.Series:
    import polars as pl

    return pl.Series([None], dtype=pl.Int64).new_from_index(0, height)


def _by_parts(spec: Spec, texts: pl.Series) -> pl.Series:
    """Microseconds since 1970 of texts that match, whichever form they have."""
    import polars as pl

    def part(index: int) -> pl.Expr:
        return pl.col(f"{index}").cast(pl.Int64, strict=False).fill_null(0)

    # Each step is a frame of its own, so that nothing is found twice.
    text = pl.col("text")
    parts = texts.alias("text").to_frame().select(text.str.extract_groups(PARTS)).unnest("text")
    hour, half = part(2), pl.col("6").str.to_lowercase()
    hour = pl.when(half.is_null()).then(hour).otherwise(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    micro = pl.col("5").str.head(6).str.pad_end(6, "0").cast(pl.Int64, strict=False).fill_null(0)
    day = read_date_columns(pl.col("1"), spec.dates).cast(pl.Datetime("us")).cast(pl.Int64)
    minutes = part(9) * 60 + part(10)
    moments = parts.select(
        wall=day + ((hour * 60 + part(3)) * 60 + part(4)) * 1_000_000 + micro,
        minutes=pl.when(pl.col("8") == "-").then(-minutes).otherwise(minutes),
        has_offset=pl.col("7").is_not_null() | pl.col("8").is_not_null(),
    )
    with_offset = pl.when(pl.col("has_offset")).then(pl.col("wall") - pl.col("minutes") * 60_000_000)
    instants = moments.select(with_offset).to_series()
    if spec.zone:
        local = moments.select(pl.when(~pl.col("has_offset")).then(pl.col("wall"))).to_series()
        if local.null_count() < len(local):
            instants = pl.select(pl.coalesce(instants, _in_zone(spec, local))).to_series()
    if spec.dates == "epoch ms":
        digits = pl.when(epoch.TEXT.columns(text)).then(text.str.strip_prefix("+"))
        ticks = texts.alias("text").to_frame().select(microseconds_columns(digits.cast(pl.Int64, strict=False)))
        instants = pl.select(pl.coalesce(ticks.to_series(), instants)).to_series()
    return instants


def _in_zone(spec: Spec, wall: pl.Series) -> pl.Series:
    """Microseconds since 1970 in UTC, from those that the wall clock of the source shows."""
    import polars as pl

    return wall.alias("wall").to_frame().select(instant_columns(pl.col("wall"), spec.zone or "UTC")).to_series()


def _instants(microseconds: pl.Expr) -> pl.Expr:
    """Microseconds as instants, null outside the years 1 to 9999."""
    import polars as pl

    return pl.when(microseconds.is_between(FIRST_US, LAST_US)).then(microseconds).cast(pl.Datetime("us", "UTC"))
