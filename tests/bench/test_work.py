"""The work that benches of leads share: what is written by hand finds exactly what ola finds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ola.evaluate.leads.record import Checker
from tests.bench.work.agreement import AT, SYSTEM, work_plan
from tests.bench.work.by_hand import by_hand
from tests.bench.work.leads import (
    WAYS,
    leads,
    text_dicts,
    typed,
    typed_dicts,
    write_csv,
    write_json_lines,
    write_parquet,
)

CHECK = Checker(work_plan(), SYSTEM, AT)
NOW = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
Lead = dict[str, Any]


def by_ola(lead: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Give code and clause of each finding of the checker."""
    return [(finding.code, finding.clause) for finding in CHECK(lead, NOW).findings]


@pytest.mark.parametrize("bad", [0.0, 0.05, 1.0])
def test_what_is_written_by_hand_finds_what_ola_finds(bad: float) -> None:
    """On every set, of text and typed, each lead has the same codes and clauses, so counts per clause are equal."""
    for some in (text_dicts(2_000, bad=bad), typed_dicts(2_000, bad=bad)):
        found = [sorted(by_ola(lead)) for lead in some]
        assert found == [sorted(by_hand(lead)) for lead in some]
        share = sum(map(bool, found)) / len(some)
        assert share == pytest.approx(bad, abs=0.02)
        if bad == 1.0:
            clauses = Counter(clause for each in found for _, clause in each)
            assert len(clauses) >= 30


CELLS: dict[str, list[Any]] = {
    "hs_object_id": ["", " 7 ", 7, 7.0, 7.5, True, "\ud800", float("nan"), 2**64],
    "email": [
        " Ann@Acme.com ",
        "TEST@example.com",
        '"ann b"@acme.com',
        "a@[192.0.2.1]",
        "a" * 65 + "@b.c",
        5,
        "\u2003",
    ],
    "firstname": ["Zoe\u0308 " + "x" * 36, "\u0958" * 21, "  ", "\ud800", 5, "Ann\x1c", True],
    "lastname": ["\xa0", "é" * 80, "e\u0301" * 80, "e\u0301" * 81, "\ud800", 3.5, "x" * 81 + " "],
    "company": ["", "Ñ" * 256, "\u3000Acme\u3000", 12, "\udfff", False],
    "jobtitle": ["x" * 128 + " ", "x" * 129, "\u0958" * 65, 1.5, float("nan")],
    "phone": [
        "",
        " ",
        "(202) 555-0100 ext. 12",
        12025550100,
        123,
        12025550100.0,
        True,
        "+1 202 555 \u2013 0100",
        float("nan"),
    ],
    "country": ["germany", " uk ", "U.S.A.", "Côte d’Ivoire", "COTE D'IVOIRE", 49, "", float("nan"), "Türkiye"],
    "zip": ["SW1A 1AA", " 10115 ", "1", 10115, 1.5, "é12", ""],
    "utm_campaign": ["a-b", " a-b ", "a--b", "x" * 61, "X" * 61, 2026, "é" * 61],
    "industry": ["Software", " retail and WHOLESALE ", "machinery", 3, "", True],
    "numemployees": [
        "+7",
        "007",
        " 12 ",
        "-0",
        "0",
        "9007199254740992",
        "1e3",
        0,
        2.0,
        2.5,
        True,
        3_000_001,
        "1" * 40,
        2**60,
    ],
    "annualrevenue": [
        "USD 5",
        "5 usd",
        "1_000",
        "1e400",
        ".5",
        "$5",
        5,
        float("inf"),
        float("nan"),
        -1,
        "nan",
        True,
        10**400,
    ],
    "hubspotscore": ["60", 59, "59", 60.0, -1, 101, "x", "", True, float("nan"), 2**60, "101"],
    "createdate": [
        "2026-05-06",
        "2026-05-06 07:08",
        "2026-05-06t07:08:09.123456789z",
        "2026-05-06 07:08 UTC",
        "2026-05-06T07:08:09 +02:00",
        "2026-02-30T00:00:00Z",
        "20260506T070809Z",
        "2026-W01-1T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        dt.datetime(2026, 5, 6, 7, 8),  # noqa: DTZ001
        dt.date(2026, 5, 6),
        5,
        "",
        "2026-05-06T24:00:00Z",
    ],
    "notes_last_updated": ["2026-05-06T07:08:09+0200", " 2026-05-06T07:08:09Z ", "soon", 0.5, "", dt.date(2026, 1, 1)],
    "marketing_consent": ["YES", " f ", 1, 0.0, 2, "", "maybe", False, float("nan")],
    "hs_analytics_source": ["trade SHOW", " Event ", "unknown", 1, ""],
    "hubspot_owner_id": ["", 71844321, 1.5, "\t", "\ud800"],
    "lifecyclestage": ["MQL", "", " lead ", 1, "no stage"],
}


@pytest.mark.parametrize("column", CELLS)
def test_what_is_written_by_hand_reads_as_ola_does(column: str) -> None:
    """White space, blanks, capitals, accents and values of other classes mean the same in both."""
    good = text_dicts(1, bad=0.0)[0]
    assert column in good
    assert by_ola(good) == []
    for cell in [*CELLS[column], *(way[column] for way in WAYS if column in way)]:
        for others in ({}, {"phone": None}, {"phone": "?"}):
            lead = good | others | {column: cell}
            assert sorted(by_ola(lead)) == sorted(by_hand(lead)), (column, cell)
        absent = {name: value for name, value in good.items() if name != column}
        assert sorted(by_ola(absent)) == sorted(by_hand(absent))


def test_the_same_leads_come_as_files(tmp_path: Path) -> None:
    """CSV, JSON Lines and Parquet hold the same leads, block by block; typed columns lose what they cannot hold."""
    rows = 3_000
    frame = leads(rows)
    write_csv(tmp_path / "leads.csv", rows)
    write_json_lines(tmp_path / "leads.jsonl", rows)
    write_parquet(tmp_path / "leads.parquet", rows)
    write_parquet(tmp_path / "typed.parquet", rows, as_text=False)
    assert pl.read_csv(tmp_path / "leads.csv", infer_schema=False).equals(frame)
    assert pl.read_ndjson(tmp_path / "leads.jsonl", infer_schema_length=None).equals(frame)
    assert pl.read_parquet(tmp_path / "leads.parquet").equals(frame)
    typed_frame = pl.read_parquet(tmp_path / "typed.parquet")
    assert typed_frame.equals(typed(frame))
    assert typed_frame["numemployees"].null_count() > frame["numemployees"].null_count()


def test_a_set_is_the_same_again_and_its_blocks_differ() -> None:
    """The seed decides: the same call gives the same leads, and another block gives others."""
    assert leads(50).equals(leads(50))
    assert not leads(50).equals(leads(50, first=50))


def test_uniqueness_is_asked_for() -> None:
    """The work has no demand over several leads, unless a bench asks for two."""
    assert [shape.clause.id for shape in CHECK.docket.unique] == []
    unique = Checker(work_plan(unique=True), SYSTEM, AT).docket.unique
    assert [shape.clause.id for shape in unique] == ["fields.lead_id.unique", "fields.email.unique"]
