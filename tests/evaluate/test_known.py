"""No lead may have a unique value of the known ones: from where they are read, what is told, and in how much memory."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ola.agreement.reading import read_agreement
from ola.errors import UnreadableInput, WrongCall
from ola.evaluate.leads.batch import Batch, check_blocks
from ola.evaluate.leads.known import Known
from ola.evaluate.leads.unique import Gathered, keys_of
from ola.finding import DataPlace
from ola.plan import Plan
from ola.rows.read import open_rows
from ola.source import Source

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def plan(fields: str) -> Plan:
    """Read an agreement of these fields."""
    text = (
        "ola: 1\nid: small\ntitle: Small\nversion: 1.0.0\nstatus: draft\nzone: UTC\n"
        "parties: {marketing: {team: Demand}}\nsystems: {hub: {party: marketing}}\n"
        f"fields:\n{fields}"
    )
    agreement = read_agreement(Source("small.ola.yaml", text), Path())
    assert agreement.ok, agreement.findings
    return agreement.plan


EMAIL = plan(
    "  lead: {type: id, key: true, in: {hub: Id}}\n"
    "  email: {type: email, unique: true, personal: true, in: {hub: Mail}}\n"
)
PAIR = plan(
    "  product: {type: text, in: {hub: Product}}\n"
    "  phone: {type: text, unique: {by: [phone, product]}, in: {hub: Tel}}\n"
)
LEADS: list[dict[str, object]] = [
    {"Id": "1", "Mail": "ann@example.com"},
    {"Id": "2", "Mail": " BEN@example.com"},
    {"Id": "3", "Mail": "cy@example.com"},
    {"Id": "4", "Mail": "cy@example.com"},
    {"Id": "5", "Mail": None},
    {"Id": "6", "Mail": "nobody"},
]
KNOWN: list[dict[str, object]] = [
    {"email": "ben@example.com", "more": 1},
    {"email": "Cy@Example.com", "more": 2},
    {"email": "cy@example.com", "more": 3},
    {"email": "else@example.com", "more": 4},
    {"email": None, "more": 5},
    {"email": "nobody", "more": 6},
]


def checked(known: object, source: object = LEADS, agreed: Plan = EMAIL) -> tuple[Batch, list[bool]]:
    """Go through a batch; give it and which leads were accepted."""
    batch = check_blocks(agreed, "hub", None, NOW, open_rows(source), known=open_rows(known))
    return batch, [bool(each) for judged in batch for each in judged.accepted]


def said(batch: Batch, code: str = "OLA310") -> list[tuple[object, str]]:
    """Give row and message of the findings of one code."""
    return [
        (finding.place.row if isinstance(finding.place, DataPlace) else None, finding.message)
        for finding in batch.findings
        if finding.code == code
    ]


def files(folder: Path) -> dict[str, object]:
    """Give the known leads in every form that they can have."""
    frame = pl.DataFrame(KNOWN)
    frame.write_csv(folder / "known.csv")
    frame.write_ndjson(folder / "known.jsonl")
    frame.write_parquet(folder / "known.parquet")
    nested = [{"properties": each} for each in KNOWN]
    return {
        "records": KNOWN,
        "nested records": nested,
        "frame": frame,
        "the system's names": frame.rename({"email": "Mail"}),
        "csv": folder / "known.csv",
        "jsonl": folder / "known.jsonl",
        "parquet": folder / "known.parquet",
        "pattern": str(folder / "known.c*"),
    }


@pytest.mark.parametrize("source", [LEADS, pl.DataFrame(LEADS)], ids=["records", "frame"])
@pytest.mark.parametrize(
    "form", ["records", "nested records", "frame", "the system's names", "csv", "jsonl", "parquet", "pattern"]
)
def test_a_known_value_is_told_with_where_it_is_known(source: object, form: str, tmp_path: Path) -> None:
    """Values compare as their kind does; blank and malformed ones are known to nobody; what is personal is masked."""
    known = open_rows(files(tmp_path)[form])
    batch, accepted = checked(files(tmp_path)[form], source)
    assert accepted == [True, False, False, False, True, False]
    assert said(batch) == [
        (2, f"email “B…@…” stands in 1 row of {known.name}, the known leads, and must be unique."),
        (3, "email “c…@…” stands in 2 rows and must be unique."),
        (3, f"email “c…@…” stands in 2 rows of {known.name}, the known leads, and must be unique."),
        (4, "email “c…@…” stands in 2 rows and must be unique."),
        (4, f"email “c…@…” stands in 2 rows of {known.name}, the known leads, and must be unique."),
    ]
    assert batch.summary.by_clause["fields.email.unique"] == {"error": 5, "warning": 0}
    advice = {finding.advice for finding in batch.findings if "known" in finding.message and finding.code == "OLA310"}
    assert advice == {"Update the lead that is known, or take this one out."}


@pytest.mark.parametrize("source", [LEADS, pl.DataFrame(LEADS)], ids=["records", "frame"])
def test_a_rejected_lead_carries_what_is_known(source: object) -> None:
    """As any other reason."""
    batch = check_blocks(EMAIL, "hub", None, NOW, open_rows(source), known=open_rows(KNOWN))
    (judged,) = batch
    messages = [[reason["message"] for reason in row] for row in judged.errors.to_list()]
    assert messages[0] == ["email “B…@…” stands in 1 row of records, the known leads, and must be unique."]
    assert len(messages[1]) == 2


def test_a_field_of_which_nothing_is_known_is_said() -> None:
    """Once, with the names that were looked for; it is judged within the input."""
    batch, _ = checked(KNOWN)
    assert said(batch, "OLA418") == [
        (None, "records has no column “Id” or “lead”, so lead is not held against it."),
    ]
    assert batch.summary.warnings == 1


def test_values_of_several_fields_are_known_together() -> None:
    """The pair must be known, not each by itself."""
    leads = [{"Product": "Crane", "Tel": "1"}, {"Product": "Hoist", "Tel": "1"}, {"Product": "Crane", "Tel": "2"}]
    known = pl.DataFrame({"Tel": ["1", "2"], "product": ["crane ", "Hoist"]})
    batch, accepted = checked(known, pl.DataFrame(leads), PAIR)
    assert accepted == [False, True, True]
    assert said(batch) == [
        (
            1,
            ("phone “1” and product “Crane” stand together in 1 row of frame, the known leads, and must be unique."),
        )
    ]


def test_known_rows_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    """They are not known, and the run goes on."""
    (tmp_path / "known.csv").write_text("email,more\nann@example.com,1\nben@example.com\n\nx,y\n")
    batch, accepted = checked(tmp_path / "known.csv")
    assert accepted[:3] == [False, True, False]
    assert (None, f"2 rows of {tmp_path / 'known.csv'} cannot be read and are not known.") in said(batch, "OLA418")


@pytest.mark.parametrize(
    ("known", "agreed", "wanted"),
    [
        ([{"mail": "a"}], EMAIL, "Id or Mail"),
        (pl.DataFrame({"mail": ["a"]}), EMAIL, "Id or Mail"),
        (pl.DataFrame({"Tel": ["1"]}), PAIR, "Tel or Product"),
    ],
)
def test_known_leads_without_any_key_are_refused(known: object, agreed: Plan, wanted: str) -> None:
    """With the columns that would do."""
    with pytest.raises(UnreadableInput, match=rf"has no column to know a lead by: {wanted}\. Name a column so"):
        checked(known, agreed=agreed)


def test_nothing_can_be_known_where_nothing_must_be_unique() -> None:
    """That is said before anything is read."""
    plain = plan("  email: {type: email, in: {hub: Mail}}\n")
    with pytest.raises(WrongCall, match="No field of the agreement must be unique here"):
        check_blocks(plain, "hub", None, NOW, open_rows(LEADS), known=open_rows(KNOWN))


def test_an_empty_list_of_known_leads_is_one() -> None:
    """The first sync knows nobody."""
    batch, accepted = checked(pl.DataFrame(schema={"email": pl.String}))
    assert accepted == [True, True, False, False, True, False]
    assert len(said(batch)) == 2


def test_of_the_known_only_what_the_input_has_is_kept() -> None:
    """However many are known and however often they repeat, what is kept stays as small as the input."""
    gathered = Gathered()
    own = keys_of([pl.Series([f"{at}@example.com" for at in range(100)])])
    gathered.add(own)
    known = Known(gathered.present())
    strangers = keys_of([pl.int_range(0, 200_000, eager=True).cast(pl.String)])
    again = keys_of([pl.Series(["7@example.com"] * 200_000)])
    for _ in range(10):
        known.add(strangers)
        known.add(again)
    assert sum(map(len, known._first)) <= 1_500_000
    counts = known.found().counts(own)
    assert np.flatnonzero(counts).tolist() == [7]
    assert counts[7] == 2_000_000
    assert sum(map(len, known._first)) == 1
