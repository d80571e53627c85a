"""A table of fields says of each what it may hold, however the column of values is written."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Checked, ForPeople, NotUnderstood
from ola.source import Source
from ola.tree.value import to_plain


def read(*rows: str, header: str = "| Field | Type | Values |", after: str = "") -> Paper:
    """Read a document of one table of fields."""
    line = "|---" * (header.count("|") - 1) + "|"
    return read_paper(Source("paper.md", "\n".join((header, line, *rows, "", after))))


def field(paper: Paper, name: str) -> dict[str, object]:
    """Give what a document demands of a field, but for its label."""
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    return {key: value for key, value in tree["fields"][name].items() if key != "label"}


LISTS = [
    ("Demo, Trade show", ["Demo", "Trade show"]),
    ("Hot / Warm / Cold", ["Hot", "Warm", "Cold"]),
    ("Hot \\| Cold", ["Hot", "Cold"]),
    ("New<br>Working<br>Not a fit", ["New", "Working", "Not a fit"]),
    ("- New<br>- Closed", ["New", "Closed"]),
    ("Hot, Warm or Cold", ["Hot", "Warm", "Cold"]),
    ("Hot, Warm, or Cold", ["Hot", "Warm", "Cold"]),
    ("Food; Retail and/or Wholesale; Other", ["Food", "Retail and/or Wholesale", "Other"]),
    ("Retail and/or Wholesale, Other", ["Retail and/or Wholesale", "Other"]),
    ("1-10, 11-50, 51+", ["1-10", "11-50", "51+"]),
    ("`In` or `Out`", ["In", "Out"]),
    ('"Buyer", "User".', ["Buyer", "User"]),
    ("<50, 50-200, >200", ["<50", "50-200", ">200"]),
    ("CRM/ERP, BI", ["CRM/ERP", "BI"]),
]


@pytest.mark.parametrize(("cell", "values"), LISTS)
@pytest.mark.parametrize("kind", ["choice", "Picklist", "Drop-down"])
def test_a_plain_list_is_a_closed_list_of_values(cell: str, values: list[str], kind: str) -> None:
    """Commas, semicolons, slashes, bars and lines part values."""
    assert field(read(f"| Kind | {kind} | {cell} |"), "kind") == {"type": "choice", "choices": values}


@pytest.mark.parametrize(("cell", "values"), LISTS)
def test_the_header_alone_says_that_values_are_listed(cell: str, values: list[str]) -> None:
    """No column of types is needed."""
    paper = read(f"| Source | {cell} |", header="| Field | Allowed values |")
    assert field(paper, "source") == {"type": "choice", "choices": values}


@pytest.mark.parametrize(
    ("cell", "offered"),
    [
        ("Buyer, User, etc.", "`Buyer`, `User`"),
        ("Buyer, User …", "`Buyer`, `User`"),
        ("Paid, Owned and Earned", "`Paid`, `Owned`, `Earned`"),
        ("see list below", None),
        ("Yes", None),
        ("free text", None),
        ("e.g. Demo, Fair", None),
        ("Hot (80+), Cold (under 80)", None),
        ("Hot, hot", None),
        ("VP / Director, Manager", "`VP / Director`, `Manager`"),
        ("MQL > SAL > SQL", None),
        ("1 2 3", None),
    ],
)
def test_an_open_list_is_no_closed_one(cell: str, offered: str | None) -> None:
    """Nor is a lone value, a list elsewhere, or one whose values nobody can tell apart; a closed one is offered."""
    outcome = next(read(f"| Role | picklist | {cell} |").outcomes)
    assert outcome == NotUnderstood(None if offered is None else f"| Role | picklist | {offered} |", outcome.place)


@pytest.mark.parametrize(
    ("kind", "cell", "demands"),
    [
        ("number", "0–100", {"type": "number", "min": 0, "max": 100}),
        ("number", "1 to 10", {"type": "number", "min": 1, "max": 10}),
        ("integer", "at least 1", {"type": "integer", "min": 1}),
        ("currency", "max 5,000", {"type": "money", "max": 5000}),
        ("text", "max 80", {"type": "text", "max_length": 80}),
        ("text", "255 characters max", {"type": "text", "max_length": 255}),
        ("Text(40)", "", {"type": "text", "max_length": 40}),
        ("text", "5 digits", {"type": "text", "pattern": "[0-9]{5}"}),
        ("text", "free text", {"type": "text"}),
        ("phone", "E.164", {"type": "phone", "pattern": r"\+[1-9][0-9]{6,14}"}),
        ("date", "YYYY-MM-DD", {"type": "date"}),
        ("checkbox", "Yes / No", {"type": "boolean"}),
        ("multi-select", "CRM, ERP", {"type": "choice", "many": True, "choices": ["CRM", "ERP"]}),
        ("ISO 3166", "", {"type": "country"}),
    ],
)
def test_bounds_lengths_and_forms_are_demands(kind: str, cell: str, demands: dict[str, object]) -> None:
    """What a cell says beside the type is not dropped."""
    assert field(read(f"| Thing | {kind} | {cell} |"), "thing") == demands


@pytest.mark.parametrize(
    "row",
    ["| Due | date | DD/MM/YYYY |", "| Size | text | 1-50 |", "| Country | text | ISO 3166 |", "| Name | text | 80 |"],
)
def test_what_a_cell_says_beside_the_type_is_never_dropped(row: str) -> None:
    """Where it cannot be made out, the row is not understood."""
    assert [type(outcome) for outcome in read(row).outcomes] == [NotUnderstood]


def test_a_form_beside_a_type_is_read_as_values_are() -> None:
    """A column "Format" is one of types where no other is."""
    paper = read("| Due | date | YYYY-MM-DD |", header="| Field | Type | Format |")
    assert field(paper, "due") == {"type": "date"}


@pytest.mark.parametrize("asks", ["Phone is required if Source is demo.", "Phone is required when the source is Demo."])
def test_conditions_know_the_values_of_a_table_of_fields(asks: str) -> None:
    """In whatever case; no yes/no field is made up for a value that is declared."""
    paper = read("| Source | choice | Demo, Trade show |", "| Phone | text | |", after=asks)
    assert field(paper, "phone") == {"type": "text", "required": {"when": "source = Demo"}}
    assert [outcome.needs for outcome in paper.outcomes if isinstance(outcome, Checked)] == [(), (), ()]


def test_a_column_of_needs_knows_the_values_too() -> None:
    """A value of two words is found in small letters."""
    header = "| Field | Type | Values | Required |"
    paper = read(
        "| Source | Picklist: Demo, Trade show | | yes |", "| Stand | text | | if source is trade show |", header=header
    )
    assert field(paper, "stand") == {"type": "text", "required": {"when": 'source = "Trade show"'}}


@pytest.mark.parametrize(
    ("means", "others"),
    [
        ("The rep who works the lead", [ForPeople]),
        ("In euros, must be above 0", [NotUnderstood]),
        ("Required if the source is Event", [NotUnderstood]),
    ],
)
def test_a_description_that_demands_something_is_not_dropped(means: str, others: list[type]) -> None:
    """Any other one is for people."""
    paper = read(f"| Budget | number | {means} |", header="| Field | Type | Description |")
    assert [type(outcome) for outcome in paper.outcomes] == [Checked, *others]


def test_examples_notes_and_owners_of_fields_are_for_people() -> None:
    """They are told apart from what is demanded."""
    header = "| Field | Type | Example | Owner | Notes |"
    paper = read("| Budget | number | 500 | Marketing | ask early |", header=header)
    assert [outcome.about for outcome in paper.outcomes if isinstance(outcome, ForPeople)] == [
        "an example",
        "who sees to a field",
        "a note",
    ]


def test_a_column_for_each_stage_says_where_a_field_is_needed() -> None:
    """What it holds may be told in another table."""
    header = "| Field | Required for MQL | Required for SQL |"
    paper = read("| Email | Yes | Yes |", "| Budget | No | Yes |", "| Phone | – | no |", header=header)
    assert field(paper, "email") == {"type": "text", "required": {"at": ["MQL", "SQL"]}}
    assert field(paper, "budget") == {"type": "text", "required": {"at": "SQL"}}
    assert field(paper, "phone") == {"type": "text"}


@pytest.mark.parametrize("row", ["| Email | if known to us | Yes |", "| Email | Yes, from a form | Yes |"])
def test_a_word_more_about_a_need_is_not_dropped(row: str) -> None:
    """The row is not understood."""
    paper = read(row, header="| Field | Required for MQL | Required for SQL |")
    assert [type(outcome) for outcome in paper.outcomes] == [NotUnderstood]


def test_a_plain_list_of_the_fields_of_a_stage() -> None:
    """Each is a name."""
    paper = read("| MQL | Email, Job title |", "| SQL | Budget |", header="| Stage | Required fields |")
    assert field(paper, "job_title") == {"type": "text", "required": {"at": "MQL"}}
    assert field(paper, "budget") == {"type": "text", "required": {"at": "SQL"}}


@pytest.mark.parametrize(
    "cell", ["Email or Phone", "Budget above 1000", "a valid email", "Email, Phone or Mobile", "Email if known"]
)
def test_what_is_more_than_names_is_no_list_of_fields(cell: str) -> None:
    """It is not understood."""
    paper = read(f"| MQL | {cell} |", header="| Stage | Required fields |")
    assert [type(outcome) for outcome in paper.outcomes] == [NotUnderstood]


@pytest.mark.parametrize("above", ["## Ideal customer profile", "## Fit"])
def test_what_a_lead_must_be_is_no_list_of_what_a_field_may_hold(above: str) -> None:
    """The header stands over both; without a type beside it nobody can tell."""
    paper = read_paper(Source("paper.md", f"{above}\n\n| Attribute | Value |\n|---|---|\n| Industry | SaaS, Fintech |"))
    assert [type(outcome) for outcome in paper.outcomes] == [NotUnderstood]
    assert to_plain(paper.tree) == {}


def test_values_that_give_points_are_not_all_there_are() -> None:
    """Others give none."""
    header = "| Attribute | Value | Points |"
    paper = read(
        "| Job title | Director, VP | 20 |", header=header, after="Phone is required if the job title is Manager."
    )
    assert field(paper, "phone")["required"] == {"when": "job_title = Manager"}
