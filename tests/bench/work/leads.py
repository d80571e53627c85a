"""Generated leads in HubSpot's names: seeded, so that every run measures the same ones; a share of them bad.

`leads` gives them as text, as CSV and HubSpot have them, and `typed_dicts` as a JSON API has them: the same leads,
with the same findings. Files are written block by block and never held whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

SEED = 20261130
BAD = 0.05
_BLOCK = 250_000

Dice = np.random.Generator
_FIRST = ("Ann", "Bob", "Chen", "Dara", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jon", "Søren", "Zoë")
_LAST = ("Archer", "Berg", "Costa", "Dubois", "Evans", "Fischer", "Gomez", "Hall", "Ito", "Jensen", "Müller", "Núñez")
_DOMAINS = ("acme.com", "globex.de", "initech.co.uk", "umbrella.org", "hooli.io", "stark.us", "wayne.ca")
_FREE = ("gmail.com", "yahoo.com")
_COMPANIES = (
    "Acme",
    "Globex",
    "Initech",
    "Umbrella",
    "Hooli",
    "Stark Industries",
    "Wayne Enterprises",
    "Società Rossi",
)
_FORMS = ("Inc.", "GmbH", "Ltd", "S.p.A.", "LLC")
_TITLES = ("VP Sales", "Head of Marketing", "Director IT", "Account Executive", "Engineer", "Chief of Staff", "Buyer")
_COUNTRIES = ("US", "CA", "GB", "DE", "FR", "NL", "SE", "IT", "ES", "PL", "JP", "BR", "AU", "IN", "MX", "CH")
_INDUSTRIES = (
    "COMPUTER_SOFTWARE",
    "FINANCIAL_SERVICES",
    "HOSPITAL_HEALTH_CARE",
    "MACHINERY",
    "RETAIL",
    "GOVERNMENT_ADMINISTRATION",
)
_SOURCES = ("ORGANIC_SEARCH", "OFFLINE", "REFERRALS", "PAID_SEARCH")
_CAMPAIGNS = ("spring-webinar", "autumn-fair", "pricing-page", "partner-day", "newsletter")
_OWNERS = ("71844321", "71844322", "71844398", "71850017")
_FIRST_MS, _LAST_MS = 1_767_225_600_000, 1_790_000_000_000  # created within 2026
_DAY_MS = 86_400_000

# What is wrong with a bad lead: in each row, the cells that are written over those of a good one.
WAYS: tuple[Mapping[str, str | None], ...] = (
    {"hs_object_id": None},
    {"email": None},
    {"email": "no address"},
    {"email": "test@example.com"},
    {"firstname": "Ann " * 12},
    {"lastname": None},
    {"lastname": "Archer-" * 12},
    {"company": None},
    {"jobtitle": "Head of Everything and " * 6},
    {"phone": "call me"},
    {"phone": None, "hs_analytics_source": "OFFLINE"},
    {"phone": None, "email": "ann.archer@gmail.com"},
    {"country": "Atlantis"},
    {"country": None},
    {"zip": "#1"},
    {"utm_campaign": "Spring Webinar!"},
    {"industry": "Farming"},
    {"numemployees": "about 50"},
    {"numemployees": "0"},
    {"numemployees": "2500", "annualrevenue": None},
    {"annualrevenue": "-5"},
    {"annualrevenue": "1,200"},
    {"hubspotscore": "12"},
    {"hubspotscore": "130"},
    {"hubspotscore": None},
    {"createdate": "yesterday"},
    {"createdate": None},
    {"notes_last_updated": "2019-05-06T07:08:09.000Z"},
    {"notes_last_updated": "2026-05-06"},
    {"marketing_consent": "false"},
    {"marketing_consent": None},
    {"hs_analytics_source": "Web form"},
    {"hs_analytics_source": None},
    {"hubspot_owner_id": None},
    {"lifecyclestage": "customer?"},
)
_SEVERAL = (0.7, 0.2, 0.1)  # how many bad leads have one thing wrong, two, three


def leads(rows: int, *, bad: float = BAD, seed: int = SEED, first: int = 0) -> pl.DataFrame:
    """Give leads as text, null where a cell is empty; about `bad` of them break one clause or more.

    `first` is the number of the first lead, so that blocks of one set differ.
    """
    dice = np.random.default_rng(seed + first)

    def picked(values: tuple[str, ...]) -> pl.Series:
        return pl.Series(values)[dice.integers(0, len(values), rows)]

    def numbers(low: int, high: int) -> pl.Series:
        return pl.Series(dice.integers(low, high, rows)).cast(pl.String)

    def chance(share: float) -> pl.Series:
        return pl.Series(dice.random(rows) < share)

    number = pl.Series(np.arange(first, first + rows)).cast(pl.String)
    first_name, last_name = picked(_FIRST), picked(_LAST)
    is_free = chance(0.1)
    domain = picked(_FREE).zip_with(is_free, picked(_DOMAINS))
    name = pl.Series(("ann", "bob", "chen", "Dara", "eva"))[dice.integers(0, 5, rows)]
    source = picked(_SOURCES)
    employees = pl.Series(np.exp(dice.normal(5.0, 2.0, rows)).astype(np.int64) + 1).clip(1, 3_000_000)
    created = pl.Series(dice.integers(_FIRST_MS, _LAST_MS, rows))
    active = created + pl.Series(dice.integers(0, 60 * _DAY_MS, rows))
    frame = pl.DataFrame(
        {
            "hs_object_id": number,
            "email": name + "." + number + "@" + domain,
            "firstname": blanked(first_name, chance(0.05)),
            "lastname": last_name,
            "company": picked(_COMPANIES) + " " + picked(_FORMS),
            "jobtitle": blanked(picked(_TITLES), chance(0.1)),
            "phone": blanked("+1 202 555 " + numbers(1000, 9999), chance(0.3) & ~is_free & (source != "OFFLINE")),
            "country": picked(_COUNTRIES),
            "zip": blanked(numbers(10_000, 99_999), chance(0.1)),
            "utm_campaign": blanked(picked(_CAMPAIGNS) + "-" + numbers(1, 53), chance(0.3)),
            "industry": blanked(picked(_INDUSTRIES), chance(0.1)),
            "numemployees": blanked(employees.cast(pl.String), chance(0.1)),
            "annualrevenue": blanked(
                numbers(10_000, 90_000_000) + "." + numbers(10, 99), chance(0.2) & (employees < 1000)
            ),
            "hubspotscore": numbers(60, 101),
            "createdate": _iso(created),
            "notes_last_updated": blanked(_iso(active), chance(0.2)),
            "marketing_consent": picked(("true",)),
            "hs_analytics_source": source,
            "hubspot_owner_id": picked(_OWNERS),
            "lifecyclestage": picked(("marketingqualifiedlead",)),
        }
    )
    return _spoilt(frame, bad, dice)


def blanked(cells: pl.Series, where: pl.Series) -> pl.Series:
    """Take out some cells."""
    return cells.zip_with(~where, pl.Series([None], dtype=pl.String))


def _iso(milliseconds: pl.Series) -> pl.Series:
    return milliseconds.cast(pl.Datetime("ms")).dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")


def _spoilt(frame: pl.DataFrame, bad: float, dice: Dice) -> pl.DataFrame:
    """Write one, two or three ways to be wrong over a share of the leads; the last of a column stands."""
    rows = frame.height
    several = np.where(dice.random(rows) < bad, dice.choice([1, 2, 3], rows, p=_SEVERAL), 0)
    for turn in range(1, len(_SEVERAL) + 1):
        way = np.where(several >= turn, dice.integers(0, len(WAYS), rows), -1)
        changed: dict[str, pl.Expr] = {}
        for at, cells in enumerate(WAYS):
            for column, cell in cells.items():
                so_far = changed.get(column, pl.col(column))
                changed[column] = pl.when(pl.col("way") == at).then(pl.lit(cell, pl.String)).otherwise(so_far)
        frame = frame.with_columns(way=pl.Series(way)).with_columns(
            *(cell.alias(column) for column, cell in changed.items())
        )
    return frame.drop("way")


# ── as dicts ────────────────────────────────────────────────────────────────────────────────────


def text_dicts(rows: int, *, bad: float = BAD, seed: int = SEED) -> list[dict[str, Any]]:
    """Give leads whose values are all text, None where a cell is empty."""
    return leads(rows, bad=bad, seed=seed).to_dicts()


def typed_dicts(rows: int, *, bad: float = BAD, seed: int = SEED) -> list[dict[str, Any]]:
    """Give the same leads with numbers and booleans; text stays where there is none, instants are text as in JSON."""
    return [_typed_lead(lead) for lead in text_dicts(rows, bad=bad, seed=seed)]


def _typed_lead(lead: Mapping[str, Any]) -> dict[str, Any]:
    return {column: cell if cell is None else _TYPED.get(column, str)(cell) for column, cell in lead.items()}


def _whole(cell: str) -> int | str:
    return int(cell) if cell.removeprefix("-").isdecimal() else cell


def _decimal(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def _truth(cell: str) -> bool:
    return cell == "true"


_TYPED: Mapping[str, Callable[[str], Any]] = {
    "numemployees": _whole,
    "annualrevenue": _decimal,
    "hubspotscore": _whole,
    "marketing_consent": _truth,
}


# ── as files ────────────────────────────────────────────────────────────────────────────────────


def typed(frame: pl.DataFrame) -> pl.DataFrame:
    """Give numbers, booleans and instants columns of their types; what these cannot hold is null, so it is blank."""
    return frame.with_columns(
        pl.col("numemployees", "hubspotscore").cast(pl.Int64, strict=False),
        pl.col("annualrevenue").cast(pl.Float64, strict=False),
        pl.col("marketing_consent") == "true",
        pl.col("createdate", "notes_last_updated").str.to_datetime(
            "%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", time_zone="UTC", strict=False
        ),
    )


def blocks(rows: int, *, bad: float = BAD, seed: int = SEED) -> Iterator[pl.DataFrame]:
    """Give so many leads in blocks, never all of them at once."""
    for first in range(0, rows, _BLOCK):
        yield leads(min(_BLOCK, rows - first), bad=bad, seed=seed, first=first)


def write_csv(path: Path, rows: int, *, bad: float = BAD) -> None:
    """Write so many leads to a CSV file, block by block."""
    with path.open("wb") as file:
        for at, block in enumerate(blocks(rows, bad=bad)):
            block.write_csv(file, include_header=at == 0)


def write_json_lines(path: Path, rows: int, *, bad: float = BAD, as_text: bool = True) -> None:
    """Write so many leads to a JSON Lines file, block by block; all values text, or typed as in `typed_dicts`."""
    with path.open("wb") as file:
        for block in blocks(rows, bad=bad):
            if as_text:
                block.write_ndjson(file)
                continue
            for lead in block.iter_rows(named=True):
                file.write(json.dumps(_typed_lead(lead), ensure_ascii=False).encode() + b"\n")


def write_parquet(path: Path, rows: int, *, bad: float = BAD, as_text: bool = True) -> None:
    """Write so many leads to a Parquet file of many row groups, block by block; all columns text, or typed."""
    import pyarrow.parquet as pq

    writer = None
    for block in blocks(rows, bad=bad):
        table = (block if as_text else typed(block)).to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
