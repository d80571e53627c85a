"""`duration`: a length of time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import any_case, compiled, grammar
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.text import SPACE, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

UNITS: dict[int, tuple[str, ...]] = {
    1: ("seconds", "second", "secs", "sec", "s"),
    60: ("minutes", "minute", "mins", "min"),
    3_600: ("hours", "hour", "hrs", "hr", "h"),
    86_400: ("days", "day", "d"),
    604_800: ("weeks", "week", "w"),
}
# Seven digits keep every sum within 64 bits of microseconds.
_COUNT = r"[0-9]{1,7}(?:\.[0-9]{1,6})?"
_UNIT = "(?:" + "|".join(any_case(word) for words in UNITS.values() for word in words) + ")"
_N = "[0-9]{1,7}"
_CLOCK = rf"(?:{_N}H(?:{_N}M)?(?:{_COUNT}S)?|{_N}M(?:{_COUNT}S)?|{_COUNT}S)"
_ISO = rf"P(?:{_N}W|{_N}D(?:T{_CLOCK})?|T{_CLOCK})"
TEXT = grammar(f"{_COUNT}{SPACE}*{_UNIT}|{_ISO}")
# What a matching text is taken apart by: a count and the letters of its unit, or the parts of ISO 8601.
WORDS = rf"^([0-9]+)(?:\.([0-9]+))?{SPACE}*([A-Za-z]+)$"
PARTS = r"^P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?$"
_LENGTHS = (604_800, 86_400, 3_600, 60, 1)
_LARGEST = 2**63 - 1
_MICROSECOND = dt.timedelta(microseconds=1)
_SECONDS = {word: seconds for seconds, words in UNITS.items() for word in words}


class Duration(FieldType):
    """Absolute lengths of time: a day is 24 hours.

    Months, years and business hours have no fixed length, and a bare number has no unit; they are malformed.
    """

    name: ClassVar[TypeName] = "duration"
    kind: ClassVar[Kind] = "duration"
    says: ClassVar[str] = "a length of time such as 30 minutes, 1.5 hours or PT4H, without business hours or months"
    example: ClassVar[str] = "30 minutes"
    typed_values: ClassVar[str] = "durations; a bare number has no unit and is malformed"

    writes: ClassVar[str] = "ISO 8601 in days, hours, minutes and seconds: PT30M, P1DT12H"

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """A count and its unit, or ISO 8601."""
        match = TEXT.fullmatch()
        words, parts = compiled(WORDS).match, compiled(PARTS).match

        def read(text: str) -> object:
            if not match(text):
                return MALFORMED
            found = words(text)
            if found:
                count, fraction, unit = found.groups()
                seconds = _SECONDS[unit.lower()]
                return dt.timedelta(microseconds=int(count) * seconds * 1_000_000 + _millionths(fraction) * seconds)
            iso = parts(text)
            if iso is None:
                return MALFORMED
            *counts, fraction = iso.groups()
            total = sum(int(n) * length for n, length in zip(counts, _LENGTHS, strict=True) if n)
            return dt.timedelta(seconds=total, microseconds=_millionths(fraction))

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Durations."""
        return {dt.timedelta: _plain}

    def why(self, spec: Spec, raw: object) -> str | None:  # noqa: ARG002
        """Whether the unit is missing or has no fixed length."""
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return "A bare number has no unit: write 30 minutes or PT30M."
        if not isinstance(raw, str):
            return None
        text = trim(raw).lower()
        if "business" in text or "working" in text:
            return "Business hours have no fixed length: a field holds absolute time."
        if compiled("[0-9.]+").fullmatch(text):
            return "A bare number has no unit: write 30 minutes or PT30M."
        return None

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Duration in microseconds."""
        import polars as pl

        return pl.Duration("us")

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """A count and its unit, or ISO 8601."""
        import polars as pl

        def number(name: str) -> pl.Expr:
            return pl.field(name).cast(pl.Int64, strict=False).fill_null(0)

        def millionths(name: str) -> pl.Expr:
            return pl.field(name).str.pad_end(6, "0").cast(pl.Int64, strict=False).fill_null(0)

        # Each step works on the parts of the one before (`pl.field`), so that they are found once.
        text = pl.when(TEXT.columns(text)).then(text)
        length = pl.field("3").str.to_lowercase().replace_strict(_SECONDS, default=None, return_dtype=pl.Int64)
        spoken = (number("1") * 1_000_000 + millionths("2")) * length
        words = text.str.extract_groups(WORDS).struct.with_fields(spoken.alias("all")).struct.field("all")
        seconds = pl.sum_horizontal(number(f"{at}") * length for at, length in enumerate(_LENGTHS, 1))
        parts = pl.when(text.str.starts_with("P")).then(text).str.extract_groups(PARTS)
        iso = parts.struct.with_fields((seconds * 1_000_000 + millionths("6")).alias("all")).struct.field("all")
        micro = pl.when(text.str.starts_with("P")).then(iso).otherwise(words)
        return micro.cast(pl.Duration("us"))

    def duration_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.Duration) -> pl.Expr:  # noqa: ARG002
        """Durations; finer fractions are cut off."""
        import polars as pl

        if dtype.time_unit == "ns":
            return raw.cast(pl.Int64).floordiv(1000).cast(pl.Duration("us"))
        return raw.cast(pl.Duration("us"), strict=False)

    def text_writer(self, spec: Spec) -> Write:  # noqa: ARG002
        """ISO 8601. Text has no way to say a negative length, or one of ten million days; these are not read back."""
        return _in_iso

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """ISO 8601."""
        import polars as pl

        length = values.cast(pl.Int64).abs()

        def part(count: pl.Expr, unit: str) -> pl.Expr:
            return pl.when(count > 0).then(count.cast(pl.String) + unit).otherwise(pl.lit(""))

        seconds, micro = length // 1_000_000, length % 1_000_000
        fraction = micro.cast(pl.String).str.zfill(6).str.strip_chars_end("0")
        second = (seconds % 60).cast(pl.String) + pl.when(micro > 0).then("." + fraction).otherwise(pl.lit("")) + "S"
        clock = (
            part(seconds // 3600 % 24, "H")
            + part(seconds // 60 % 60, "M")
            + pl.when(length % 60_000_000 > 0).then(second).otherwise(pl.lit(""))
        )
        days = part(seconds // 86_400, "D")
        text = "P" + days + pl.when(clock == "").then(pl.lit("")).otherwise("T" + clock)
        sign = pl.when(values.cast(pl.Int64) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
        told = pl.when(length == 0).then(pl.lit("PT0S")).otherwise(sign + text)
        return pl.when(values.is_not_null()).then(told)

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """Text of a count and its unit, or ISO 8601."""
        return TEXT.json_schema()


def _millionths(fraction: str | None) -> int:
    """The digits behind the point, up to six, as millionths."""
    return int(fraction.ljust(6, "0")) if fraction else 0


def _plain(raw: dt.timedelta) -> object:
    """The duration, freed of what a subclass adds; null beyond 64 bits of microseconds."""
    try:
        plain = dt.timedelta(days=raw.days, seconds=raw.seconds, microseconds=raw.microseconds)
    except (TypeError, ValueError):  # NaT
        return MALFORMED
    return plain if -_LARGEST <= plain // _MICROSECOND <= _LARGEST else MALFORMED


def _in_iso(length: dt.timedelta) -> str:
    """The length as ISO 8601 writes it, in days of 24 hours."""
    micro = abs(length // _MICROSECOND)
    if not micro:
        return "PT0S"
    seconds, fraction = divmod(micro, 1_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    clock = "".join(f"{count}{unit}" for count, unit in ((hour, "H"), (minute, "M")) if count)
    if second or fraction:
        clock += f"{second}{'.' * bool(fraction)}{f'{fraction:06}'.rstrip('0') if fraction else ''}S"
    text = "P" + (f"{days}D" if days else "") + ("T" + clock if clock else "")
    return f"-{text}" if length < dt.timedelta(0) else text
