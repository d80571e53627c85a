"""Generated leads in HubSpot spelling: seeded, so that every run measures the same rows; some of them broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

SEED = 20261122
BAD = 0.05
_BLOCK = 250_000
_FIRST = ("ann", "bob", "chen", "dara", "eva", "finn", "gita", "hugo", "ines", "jon")
_LAST = ("archer", "berg", "costa", "dubois", "evans", "fischer", "gomez", "hall", "ito", "jensen")
_DOMAINS = ("acme.com", "globex.de", "initech.co.uk", "umbrella.org", "hooli.io", "stark.us", "wayne.ca")
_TITLES = ("VP Sales", "Head of Marketing", "Director IT", "Account Executive", "Engineer", "Chief of Staff", "Buyer")
_COUNTRIES = ("US", "CA", "GB", "DE", "FR", "NL", "SE")
_SOURCES = ("ORGANIC_SEARCH", "OFFLINE", "REFERRALS")
_OWNERS = ("casey", "lena", "inbound")


def leads(rows: int, *, bad: float = BAD, seed: int = SEED, first: int = 0) -> pl.DataFrame:
    """Give leads as text, as HubSpot exports them; about `bad` of them break something, each in one way."""
    dice = np.random.default_rng(seed + first)

    def picked(values: tuple[str, ...]) -> pl.Series:
        return pl.Series(values)[dice.integers(0, len(values), rows)]

    number = pl.Series(np.arange(first, first + rows)).cast(pl.String)
    name = picked(_FIRST) + "." + picked(_LAST)
    frame = pl.DataFrame(
        {
            "hs_object_id": number,
            "email": name + number + "@" + picked(_DOMAINS),
            "createdate": pl.Series(dice.integers(1_767_225_600, 1_790_000_000, rows) * 1_000_000)
            .cast(pl.Datetime("us"))
            .dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "country": picked(_COUNTRIES),
            "phone": "+1 202 555 " + pl.Series(dice.integers(1000, 9999, rows)).cast(pl.String),
            "numemployees": pl.Series(dice.integers(1, 9000, rows)).cast(pl.String),
            "jobtitle": picked(_TITLES),
            "hubspotscore": pl.Series(dice.integers(60, 101, rows)).cast(pl.String),
            "marketing_consent": picked(("true",)),
            "hubspot_owner_id": picked(_OWNERS),
            "hs_analytics_source": picked(_SOURCES),
            "lifecyclestage": picked(("marketingqualifiedlead",)),
        }
    )
    broken = dice.random(rows) < bad
    way = np.where(broken, dice.integers(0, 8, rows), -1)
    how = pl.Series("how", way)
    spoilt = (
        ("email", 0, "no address"),
        ("country", 1, ""),
        ("numemployees", 2, "about 50"),
        ("hubspotscore", 3, "12"),
        ("marketing_consent", 4, None),
        ("hs_analytics_source", 5, "Web form"),
        ("createdate", 6, "yesterday"),
        ("jobtitle", 7, "working student"),
    )
    changed = [
        pl.when(pl.col("how") == at).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
        for column, at, value in spoilt
    ]
    return frame.with_columns(how).with_columns(*changed).drop("how")


def blocks(rows: int, *, bad: float = BAD) -> Iterator[pl.DataFrame]:
    """Give so many leads in blocks, never all of them at once."""
    for first in range(0, rows, _BLOCK):
        yield leads(min(_BLOCK, rows - first), bad=bad, first=first)


def write_csv(path: Path, rows: int, *, bad: float = BAD) -> None:
    """Write so many leads to a CSV file, block by block."""
    with path.open("wb") as file:
        for at, block in enumerate(blocks(rows, bad=bad)):
            block.write_csv(file, include_header=at == 0)


def write_parquet(path: Path, rows: int, *, bad: float = BAD) -> None:
    """Write so many leads to a Parquet file of many row groups, block by block."""
    import pyarrow.parquet as pq

    writer = None
    for block in blocks(rows, bad=bad):
        table = block.to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
