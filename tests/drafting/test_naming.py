"""Fields are named by their columns: readable, once each, and nothing that conditions would read as something else."""

from __future__ import annotations

import pytest

from ola.drafting.drafted import DraftField
from ola.drafting.naming import with_names


def names(*columns: str) -> list[str]:
    """Name some columns."""
    return [each.name for each in with_names(DraftField(column, column, "text") for column in columns)]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("LastName", "last_name"),
        ("NumberOfEmployees", "number_of_employees"),
        ("SFDCAccountId", "sfdc_account_id"),
        ("anonymousIP", "anonymous_ip"),
        ("Lead_Score__c", "lead_score"),
        ("acme__Region__c", "acme_region"),
        ("hs_object_id", "hs_object_id"),
        ("E-Mail (work)", "e_mail_work"),
        ("deal.closedate", "deal_closedate"),
        ("Größe", "größe"),
        ("Gro\u0308ße", "größe"),
        ("71_lead_score", "71_lead_score"),
        ("in", "in_field"),
        ("True", "true_field"),
        ("2026", "2026_field"),
        ("%", "field_1"),
    ],
)
def test_a_column_has_its_name_in_small_letters(column: str, name: str) -> None:
    """Humps become underscores, Salesforce's own ending goes, words of the grammar are told apart."""
    assert names(column) == [name]


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        (("Email", "email", "E MAIL"), ["email", "email_2", "e_mail"]),
        (("Email__c", "Email"), ["email_c", "email"]),
        (("a-b", "a_b", "a_b_2"), ["a_b", "a_b_2", "a_b_2_2"]),
        (("in", "in_field"), ["in_field", "in_field_2"]),
        (("%", "#"), ["field_1", "field_2"]),
    ],
)
def test_two_columns_never_share_a_name(columns: tuple[str, ...], wanted: list[str]) -> None:
    """The first keeps the name; a column's own name comes before one that an ending was cut off for."""
    assert names(*columns) == wanted


def test_a_name_that_is_not_the_column_s_is_said_to_be_guessed() -> None:
    """Whoever reads the draft sees why a field is called otherwise than its column."""
    fields = with_names(DraftField(each, each, "text") for each in ("Email", "email", "In", "Phone", "Phone__c"))
    assert [each.guesses for each in fields] == [
        (),
        ("named so because email is the field of Email",),
        ("named so because in would be read as something else",),
        (),
        ("named so because phone is the field of Phone",),
    ]
