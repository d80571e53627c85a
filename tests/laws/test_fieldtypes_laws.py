"""Laws of the field types: one reading in Python, in Polars and in JSON Schema."""

from __future__ import annotations

import datetime as dt
import math
import sys
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns, blank_json_schema, blank_reader
from ola.fieldtypes.folded_pattern import folded_pattern
from ola.fieldtypes.grammar import compiled, whole
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import WHITE_SPACE, fold, fold_columns, nfc, nfc_columns, trim, trim_columns
from tests.fieldtypes.corpus import SPECS, name_of, texts

every_spec = pytest.mark.parametrize("spec", SPECS, ids=name_of)
ANYTHING = st.characters(exclude_categories=["Cs", "Cn"])

# ── how the readings are compared ───────────────────────────────────────────────────────────────


@cache
def validator(spec: Spec) -> Draft202012Validator:
    """The field's schema, ready to ask."""
    schema = TYPES[spec.type].json_schema(spec)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@cache
def blank_validator(spec: Spec) -> Draft202012Validator:
    """The schema of the field's blanks, ready to ask."""
    return Draft202012Validator(blank_json_schema(spec))


@cache
def reader(spec: Spec) -> Any:
    """The field's reader, built once."""
    return TYPES[spec.type].reader(spec)


@cache
def is_blank(spec: Spec) -> Any:
    """What says whether the field is blank, built once."""
    return blank_reader(spec)


def check_columns(spec: Spec, series: pl.Series) -> int:
    """Python and Polars read a column alike, blanks and values; how many values they read."""
    raw = series.to_list()
    read = (
        series.alias("raw")
        .to_frame()
        .select(
            blank=blank_columns(spec, pl.col("raw"), series.dtype),
            value=TYPES[spec.type].columns(spec, pl.col("raw"), series.dtype),
        )
    )
    assert read["value"].dtype == TYPES[spec.type].column_type(spec)
    assert list(zip(raw, read["blank"], strict=True)) == [(v, is_blank(spec)(v)) for v in raw]
    count = 0
    for value, blank, in_polars in zip(raw, read["blank"], read["value"].to_list(), strict=True):
        if blank:
            continue
        in_python = reader(spec)(value)
        if in_python is MALFORMED:
            assert (value, in_polars) == (value, None)
            continue
        count += 1
        column = tuple(in_polars) if isinstance(in_polars, list) else in_polars
        assert (value, type(in_python), in_python) == (value, type(column), column)
    return count


def check_schema(spec: Spec, raw: object) -> None:
    """The schemas accept what the readers do, and more only where the type says so."""
    assert (raw, blank_validator(spec).is_valid(raw)) == (raw, is_blank(spec)(raw))
    if is_blank(spec)(raw):
        return
    reads, accepts = reader(spec)(raw) is not MALFORMED, validator(spec).is_valid(raw)
    if not (accepts and TYPES[spec.type].loss(spec)):
        assert (raw, accepts) == (raw, reads)


# ── text ────────────────────────────────────────────────────────────────────────────────────────


@every_spec
def test_text_reads_alike_in_python_and_polars(spec: Spec) -> None:
    """A column of texts near the type reads as its values do one by one, and a good part of it is readable."""
    count = check_columns(spec, pl.Series("raw", [*texts(spec), None], dtype=pl.String))
    assert count >= (40 if TYPES[spec.type].json_schema(spec) != TYPES["choice"].json_schema(Spec("choice")) else 0)


@every_spec
def test_text_reads_alike_in_python_and_json_schema(spec: Spec) -> None:
    """The schema accepts the texts that are read."""
    for text in texts(spec)[:: 30 if spec.type == "country" else 3]:
        check_schema(spec, text)


@every_spec
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_garbage_reads_alike_everywhere(spec: Spec, data: st.DataObject) -> None:
    """Any text at all, and any slip in a text near the type, reads alike in all three."""
    near = st.tuples(st.sampled_from(texts(spec)), st.integers(0, 40), st.text(ANYTHING, max_size=2)).map(
        lambda slip: slip[0][: slip[1]] + slip[2] + slip[0][slip[1] + len(slip[2]) // 2 :]
    )
    found = data.draw(st.lists(near | st.text(ANYTHING, max_size=20), min_size=1, max_size=12))
    check_columns(spec, pl.Series("raw", found, dtype=pl.String))
    for text in found[:4]:
        check_schema(spec, text)


# ── typed values ────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates()
TIMES = st.datetimes() | DAYS.map(lambda d: dt.datetime.combine(d, dt.time()))
WHOLE = st.integers(-5, 5) | st.integers(-(2**63), 2**63 - 1) | st.integers(-(10**14), 3 * 10**14)
FLOATS = (
    st.floats() | st.integers(-3, 3).map(float) | WHOLE.map(float) | st.sampled_from([2.0**53 - 1, 2.0**53, -0.0, 1e7])
)
DECIMALS = st.decimals(-(10**20), 10**20, places=3) | st.integers(-(2**54), 2**54).map(Decimal)
COLUMNS: dict[str, tuple[pl.DataType, st.SearchStrategy[Any]]] = {
    "Int64": (pl.Int64(), WHOLE),
    "Int8": (pl.Int8(), st.integers(-128, 127)),
    "UInt64": (pl.UInt64(), st.integers(0, 2**64 - 1) | st.integers(0, 10**15)),
    "Int128": (pl.Int128(), st.integers(-(2**127), 2**127 - 1) | st.integers(-(2**65), 2**65) | WHOLE),
    "Float64": (pl.Float64(), FLOATS),
    "Float32": (pl.Float32(), st.floats(width=32) | st.integers(-100, 100).map(float)),
    "Decimal": (pl.Decimal(38, 3), DECIMALS),
    "Boolean": (pl.Boolean(), st.booleans()),
    "Date": (pl.Date(), DAYS),
    "Datetime us": (pl.Datetime("us"), TIMES),
    "Datetime ms": (pl.Datetime("ms"), TIMES.map(lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000))),
    "Datetime ns": (pl.Datetime("ns"), st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1))),  # noqa: DTZ001
    "Datetime UTC": (pl.Datetime("us", "UTC"), TIMES.map(lambda t: t.replace(tzinfo=dt.UTC))),
    "Datetime zone": (
        pl.Datetime("us", "Asia/Tokyo"),
        st.datetimes(dt.datetime(1960, 1, 1), dt.datetime(2090, 1, 1)).map(lambda t: t.replace(tzinfo=dt.UTC)),  # noqa: DTZ001
    ),
    "Duration": (pl.Duration("us"), st.timedeltas(dt.timedelta(-(10**7)), dt.timedelta(10**7))),
    "Categorical": (pl.Categorical(), st.sampled_from(["web", " Website", "x", "", "-", "2026-01-01", "7"])),
    "List": (pl.List(pl.String()), st.lists(st.sampled_from(["web", "EVENT ", "", "?", "x", None]), max_size=4)),
    "List of Int64": (pl.List(pl.Int64()), st.lists(st.sampled_from([7, 0, 1, None]), max_size=3)),
    "List of Boolean": (pl.List(pl.Boolean()), st.lists(st.sampled_from([True, None]), max_size=2)),
    "Null": (pl.Null(), st.none()),
}


@pytest.mark.parametrize("column", COLUMNS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_typed_columns_read_as_their_values_do(column: str, data: st.DataObject) -> None:
    """A column of any dtype reads, under every type, as its values do one by one."""
    dtype, values = COLUMNS[column]
    series = pl.Series(
        "raw", data.draw(st.lists(values | st.none(), min_size=1, max_size=8)), dtype=dtype, strict=False
    )
    for spec in SPECS:
        check_columns(spec, series)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**65), 2**65)
    | st.integers(-2, 8)
    | st.integers(-(10**14), 3 * 10**14)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(10**16), 10**16).map(float)
    | st.text(ANYTHING, max_size=6)
    | st.sampled_from(["web", "Trade Show", "?", "7", "2026-01-01", "yes", "\ud800", "a\udfff"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(value=JSON)
def test_json_values_read_alike_in_python_and_json_schema(value: object) -> None:
    """Of any JSON value, reader and schema think the same, under every type."""
    for spec in SPECS:
        if spec.type != "country":  # its pattern is slow to ask, and choices share its code
            check_schema(spec, value)


ENDS = (dt.datetime.max.replace(tzinfo=dt.UTC), dt.datetime.min.replace(tzinfo=dt.UTC))
ZONES = (dt.UTC, dt.timezone(dt.timedelta(hours=5)), dt.timezone(dt.timedelta(hours=-5)))
ODDITIES = (
    *(float("nan"), math.inf, -math.inf, 10**5000, -(10**400), 1j),
    *(Decimal("sNaN"), Decimal("NaN"), Decimal("1e999999"), Decimal("-Infinity"), Decimal("1e-999999")),
    *(b"bytes", {}, {"a": [1]}, [[]], [None], (), ("web",), set(), range(3), object(), type, ...),
    *(dt.time(1), dt.timedelta.max, dt.timedelta.min),
    *(moment.replace(tzinfo=zone) for moment in ENDS for zone in (None, *ZONES)),
    *("\ud800", "x\udc00", "1" * 5000, "9" * 400 + ".5", "1e" + "9" * 5000, " " * 10_000 + "1"),
    *("P" + "9" * 5000 + "W", ";" * 5000, "a" * 5000 + "@", "(" * 5000, "1 " * 5000, "a." * 5000),
)


@every_spec
def test_nothing_makes_a_reader_raise(spec: Spec) -> None:
    """Whatever comes, a reader gives a value or MALFORMED, and what says blank says yes or no."""
    for value in ODDITIES:
        assert is_blank(spec)(value) in {True, False}
        found = reader(spec)(value)
        assert found is MALFORMED or found == found, value  # noqa: PLR0124 - no NaN comes out
        why = TYPES[spec.type].why(spec, value)
        assert why is None or why.endswith((".", "?"))


# ── text comparison ─────────────────────────────────────────────────────────────────────────────


def test_every_known_character_folds_alike_in_python_and_polars() -> None:
    """Folding, NFC and trimming agree on every code point that `unicodedata` knows."""
    chars = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) not in {"Cs", "Cn", "Co"}]
    for form in ("a{}B", "{}\u0301x{}"):
        made = [form.format(char, char) for char in chars]
        frame = pl.DataFrame({"text": made}).select(
            fold=fold_columns(pl.col("text")), nfc=nfc_columns(pl.col("text")), trim=trim_columns(pl.col("text"))
        )
        assert frame["fold"].to_list() == list(map(fold, made))
        assert frame["nfc"].to_list() == list(map(nfc, made))
        assert frame["trim"].to_list() == list(map(trim, made))


@given(text=st.text(ANYTHING))
def test_words_of_many_characters_fold_alike(text: str) -> None:
    """Also in words, where a sigma or an accent hangs on its neighbours."""
    made = [text, text + "Σ", "ΑΣ " + text, "I\u0307" + text]
    assert pl.DataFrame({"text": made}).select(fold_columns(pl.col("text")))["text"].to_list() == list(map(fold, made))


# Letters with several spellings, and the accents that change them.
SPELLED = st.text("kKsSeEéÉẹêIİiıΣσςßẞÅÅaA한국ᄒ\u1161\u11ab\u0301\u0307\u0323\u030a\u0327 ;-", max_size=6)


@settings(max_examples=120, deadline=None)
@given(literal=SPELLED, text=SPELLED)
def test_a_folded_pattern_finds_what_folds_to_it(literal: str, text: str) -> None:
    """`whole` is exact, `possibly` misses nothing within a text, `surely` finds nothing wrong."""
    for candidate in (
        text,
        literal,
        unicodedata.normalize("NFD", literal).upper(),
        "x" + literal + text,
        text + literal + ".",
    ):
        made = folded_pattern(literal)
        same = fold(candidate) == fold(literal)
        found = compiled(whole(made.whole)).search(candidate) is not None
        assert found == same if made.is_exact else found >= same
        trimmed = trim(candidate)
        if fold(literal):
            within = fold(literal) in fold(candidate)
            assert (compiled(made.possibly).search(trimmed) is not None) >= within
            if made.surely is not None:
                assert (compiled(made.surely).search(trimmed) is not None) <= within
            ends = fold(candidate).endswith(fold(literal))
            if made.surely is not None:
                assert (compiled(f"{made.whole}$").search(trimmed) is not None) == ends


def test_white_space_is_that_of_unicode() -> None:
    """What is trimmed is White_Space, without the separators U+001C to U+001F that `str.strip` takes too."""
    assert set(WHITE_SPACE) == {chr(c) for c in range(sys.maxunicode + 1) if chr(c).isspace()} - set("\x1c\x1d\x1e\x1f")
