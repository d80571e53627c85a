"""Columns of instants in many forms say what their texts say one by one, wherever they are cut."""

from __future__ import annotations

import random

import polars as pl
import pytest

from ola.fieldtypes import MALFORMED, TYPES, instant
from ola.fieldtypes.spec import Spec

DAYS = ("2026-03-02", "0001-01-01", "9999-12-31", "2024-02-29", "1969-12-31", "2026-02-30", "2026-3-2")
TIMES = ("T09:30", " 23:59:59", "t00:00:00.5", "T02:30:00.123456", "T02:30:00.123456789", "T24:00", " 9:30")
OFFSETS = ("", "Z", "z", " UTC", "+00:00", "-05:00", "+0530", "-0930", "+14", "+14:60")
WRITTEN = [day + time + offset for day in DAYS for time in TIMES for offset in OFFSETS]


@pytest.mark.parametrize("cut", [3, 50, 100_000])
@pytest.mark.parametrize(
    "spec", [Spec("datetime"), Spec("datetime", zone="America/New_York"), Spec("datetime", dates="epoch ms")]
)
def test_many_forms_in_one_column(spec: Spec, cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instant, "_TEXTS", cut)
    texts: list[str | None] = [*WRITTEN, None, "", "1767225600000", "-1", "tomorrow", "2026-03-02"] * 2
    random.Random(1).shuffle(texts)  # noqa: S311 - nothing secret
    of_type = TYPES["datetime"]
    read = of_type.reader(spec)
    alone = [None if text is None or (value := read(text)) is MALFORMED else value for text in texts]
    column = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    assert column.select(of_type.columns(spec, pl.col("text"), pl.String())).to_series().to_list() == alone
    assert sum(each is not None for each in alone) > len(WRITTEN) / 3


@pytest.mark.parametrize("texts", [[], [None, None], ["2026-03-02T09:30:00Z"], ["no"]])
def test_short_columns(texts: list[str | None]) -> None:
    column = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    found = column.select(TYPES["datetime"].columns(Spec("datetime"), pl.col("text"), pl.String())).to_series()
    assert found.dtype == pl.Datetime("us", "UTC")
    assert [None if each is None else each.isoformat() for each in found.to_list()] == [
        "2026-03-02T09:30:00+00:00" if text and text[0] == "2" else None for text in texts
    ]
