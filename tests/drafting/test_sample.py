"""What a sample of leads seems to hold: each rule with the smallest sample that shows it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

import ola
from ola.drafting import Draft, DraftField
from ola.drafting.sample import MOST_ROWS
from ola.fieldtypes.spec import Choice


def column(name: str, *values: object) -> DraftField:
    """Draft a sample of one column."""
    (field,) = ola.draft([{name: value} for value in values]).fields
    return field


def general(draft: Draft) -> dict[str, list[str]]:
    """Give the guesses about the whole."""
    found: dict[str, list[str]] = {}
    for guess in draft.general:
        found.setdefault(guess.about, []).append(guess.why)
    return found


@pytest.mark.parametrize(
    ("name", "values", "type_"),
    [
        ("E-Mail", ["ana@acme.com", "Ben@acme.com"], "email"),
        ("score", ["1", "0"], "integer"),
        ("score", [12, 7], "integer"),
        ("is_active", ["1", "0"], "boolean"),
        ("active", ["yes", "No"], "boolean"),
        ("active", [True, False], "boolean"),
        ("grade", ["Y", "Y"], "text"),
        ("opted_out", ["Y", "Y"], "boolean"),
        ("rate", ["1.5", "2"], "number"),
        ("code", ["0042", "17"], "text"),
        ("zip", ["94107", "10115"], "text"),
        ("phone", ["4155550100", "030 23125-111"], "phone"),
        ("reach", ["+1 415 555 0100", "+49 30 23125 111"], "phone"),
        ("count", ["4155550100", "4155550101"], "integer"),
        ("day", ["2026-05-04", "2026-05-05"], "date"),
        ("day", [dt.date(2026, 5, 4)], "date"),
        ("day", ["2026-05-04T00:00:00Z", "2026-05-05T00:00:00Z"], "date"),
        ("when", ["2026-05-04T12:10:00Z", "2026-05-05T00:00:00Z"], "datetime"),
        ("when", [dt.datetime(2026, 5, 4, 12, 10, tzinfo=dt.UTC)], "datetime"),
        ("website", ["acme.com", "www.northwind.example"], "url"),
        ("source", ["https://acme.com/a", "http://b.example"], "url"),
        ("user", ["ana.diaz", "ben.ode"], "text"),
        ("country", ["DE", "Germany", "USA"], "country"),
        ("language", ["en", "pt_BR"], "language"),
        ("wait", ["30 minutes", "2 hours"], "duration"),
        ("campaign_id", ["17", "18"], "id"),
        ("owner_id", ["005A", "005B"], "owner"),
        ("budget", ["USD 5", "7.50 USD"], "money"),
        ("notes", ["called twice", "no answer"], "text"),
        ("nothing", [None, " "], "text"),
    ],
)
def test_a_column_is_of_the_type_that_reads_its_values(name: str, values: list[object], type_: str) -> None:
    """Readers decide, and the name where values could be several things."""
    assert column(name, *values).type == type_


def test_some_dirt_does_not_hide_a_type() -> None:
    """At least 95 of 100 values are enough, and how many are not read is said."""
    few, many = (["a@b.example"] * (100 - bad) + ["?!"] * bad for bad in (5, 6))
    assert column("mail", *few).type == "email"
    assert (
        column("mail", *few)
        .guesses[0]
        .startswith("email, because its values are read so; 5 values of 100 cannot be read so; required")
    )
    assert column("mail", *many).type != "email"


def test_a_closed_list_is_few_values_in_many_rows() -> None:
    """The commonest spelling of a value is the choice; words for blank are none."""
    why = (
        "a closed list, because 2 different values stand in 11 rows; "
        "left out: web is read as Web: capitals make no difference; "
        "blank where a word stands that people write for nothing"
    )
    field = column("source", *["Web"] * 5, *["web"] * 2, *["Fair"] * 4, "unknown", "Unknown", None)
    assert field == DraftField(
        "source",
        "source",
        "choice",
        choices=(Choice("Web"), Choice("Fair")),
        blanks=("Unknown",),
        guesses=(why,),
    )
    assert column("source", *["Web"] * 5, *["Fair"] * 4).type == "text"
    assert column("source", *[f"v{number}" for number in range(20)]).type == "text"
    assert column("city", *["Berlin"] * 10, *["Bonn"] * 10).type == "text"


def test_several_choices_of_one_lead_stand_between_semicolons() -> None:
    """A column of such lists takes several, and so does a list in JSON."""
    wanted = (Choice("red"), Choice("blue"), Choice("green"))
    for values in (["red;blue", "blue; red", "red", "green"] * 5, [["red", "blue"], ["red"], ["green"]] * 5):
        field = column("likes", *values)
        assert (field.type, field.many) == ("choice", True)
        assert {choice.key for choice in field.choices} == {choice.key for choice in wanted}


def test_what_is_never_blank_is_required_if_there_are_enough_rows() -> None:
    """Four rows say nothing; five do."""
    assert not column("notes", *"abcd").required
    assert column("notes", *"abcde").required
    assert not column("notes", *"abcd", None).required
    assert not column("notes", *"abcde", "n/a").required


def test_the_key_is_an_id_that_differs_in_each_row() -> None:
    """Of several the likeliest; without one the draft says that it has none."""
    draft = ola.draft([{"id": 1, "lead_id": "a"}, {"id": 2, "lead_id": "b"}])
    assert [(field.name, field.type, field.key) for field in draft.fields] == [
        ("id", "id", False),
        ("lead_id", "id", True),
    ]
    draft = ola.draft([{"id": 1}, {"id": 1}])
    assert not draft.fields[0].key
    assert (
        "no key, because no column that is named like an id has another value in each row" in general(draft)["fields"]
    )


def test_the_order_of_dates_is_taken_where_a_date_settles_it() -> None:
    """One date that can be read in one way alone is enough for every column of the file."""
    draft = ola.draft([{"a": "03/04/2026", "b": "1.2.2026 10:00"}, {"a": "25/04/2026", "b": "2.3.2026 9:30"}])
    assert draft.dates == "day first"
    assert [field.type for field in draft.fields] == ["date", "datetime"]
    assert general(draft)["systems"] == [
        "called crm, because the file does not say which system it is from",
        "dates are written day first, because 1 date can be read in no other way",
        "times without an offset are taken for UTC (b)",
    ]
    assert ola.draft([{"a": "03/04/2026"}, {"a": "04/25/2026"}]).dates == "month first"


@pytest.mark.parametrize("other", ["05/06/2026", "04/25/2026"], ids=["nothing settles it", "they contradict"])
def test_an_order_of_dates_that_nothing_settles_is_asked_for(other: str) -> None:
    """Dates that could be either, or are both, stay text, and the guess says what to write."""
    rows = ["03/04/2026", other, "25/04/2026" if other.startswith("04") else "01/01/2026"]
    draft = ola.draft([{"a": row, "b": "2026-01-31"} for row in rows])
    assert (draft.dates, [field.type for field in draft.fields]) == ("iso", ["text", "date"])
    (why,) = draft.fields[0].guesses
    assert why == (
        "text, because its dates can be read day first and month first and nothing settles it: "
        "ask, then write type: date, and dates: day first or month first, under systems"
    )


def test_milliseconds_are_dates_where_the_name_says_so() -> None:
    """A long number is no date by itself."""
    draft = ola.draft([{"createdate": "1767225600123", "amount": "1767225600123"}])
    assert draft.dates == "epoch ms"
    assert [field.type for field in draft.fields] == ["datetime", "integer"]
    assert [field.type for field in ola.draft([{"closedate": 1767225600000}]).fields] == ["date"]


def test_hubspot_and_salesforce_are_known_by_their_columns() -> None:
    """What they wrap a record in is opened or left out, as a check does."""
    hubspot = ola.draft([{"id": "7", "properties": {"hs_object_id": "7", "email": "a@b.example"}}])
    assert (hubspot.system, hubspot.party) == ("hubspot", "marketing")
    assert [field.column for field in hubspot.fields] == ["id", "hs_object_id", "email"]
    salesforce = ola.draft([{"attributes": {"type": "Lead"}, "Id": "00Q", "Score__c": 5, "Address": {"city": "Bonn"}}])
    assert (salesforce.system, salesforce.party) == ("salesforce", "sales")
    assert [(field.name, field.tolerated) for field in salesforce.fields] == [
        ("id", False),
        ("score", False),
        ("address", True),
    ]
    named = ola.draft([{"a": 1}], system="webforms")
    assert (named.system, named.party) == ("webforms", None)


def test_a_frame_and_a_parquet_file_are_samples_too(tmp_path: Path) -> None:
    """Typed columns keep their types."""
    frame = pl.DataFrame({"id": [1, 2], "when": ["2026-01-01 09:00", None], "vip": [True, None]})
    frame = frame.with_columns(pl.col("when").str.to_datetime("%Y-%m-%d %H:%M"))
    path = tmp_path / "leads.parquet"
    frame.write_parquet(path)
    for source in (frame, path):
        assert [field.type for field in ola.draft(source).fields] == ["id", "datetime", "boolean"]


def test_rows_that_are_not_looked_at_or_cannot_be_read_are_counted(tmp_path: Path) -> None:
    """A draft says how much of the file it was made from."""
    path = tmp_path / "leads.csv"
    path.write_text("a,b\n1,2\n3\n4,5\n", "utf-8")
    assert general(ola.draft(path))["fields"][0] == (
        "everything below, from 2 rows; 1 more could not be read; other rows may hold something else"
    )
    path.write_text("a,b\n" + "1,2\n" * (MOST_ROWS + 1), "utf-8")
    assert general(ola.draft(path))["fields"][0] == (
        "everything below, from the first 10,000 rows; other rows may hold something else"
    )
