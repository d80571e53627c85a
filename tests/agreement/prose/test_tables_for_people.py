"""Tables that are said to people only are told by their headers, or by nothing but letters in their cells."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import ForPeople
from ola.source import Source


def abouts(header: str, row: str) -> list[str]:
    """Say what the rows of a table are told to be about; nothing for one that is not for people."""
    text = "\n".join((header, "|---" * (header.count("|") - 1) + "|", row))
    outcomes = read_paper(Source("paper.md", text)).outcomes
    return [outcome.about for outcome in outcomes if isinstance(outcome, ForPeople)]


@pytest.mark.parametrize(
    ("header", "row", "about"),
    [
        ("| Role | Name | Email | Phone |", "| VP Sales | Jo | jo@example.com | 1 |", "a contact"),
        ("| Team | Contact person | Slack channel |", "| Sales | Jo | #sales |", "a contact"),
        (
            "| Version | Date | Author | Changes |",
            "| 1.0 | 2024-01-15 | Jo | 50 became 60 |",
            "a change of the document",
        ),
        ("| Date | Changed by | Summary of changes |", "| 2024-01-15 | Jo | first |", "a change of the document"),
        ("| Meeting | Frequency | Attendees | Agenda |", "| QBR | Quarterly | All | Targets |", "a meeting"),
        ("| Forum | Cadence | Participants | Owner |", "| Sync | Weekly | SDRs | Jo |", "a meeting"),
        ("| Task | Marketing | Sales |", "| Define MQL | A/R | C |", "who answers for what"),
        (
            "| HubSpot property | Salesforce field | Direction |",
            "| Score | Score__c | Two-way |",
            "what two systems call a field",
        ),
        ("| Name | Title | Signature | Date |", "| Jo | VP | | |", "a signature"),
    ],
)
def test_a_table_for_people(header: str, row: str, about: str) -> None:
    """Every row is for people."""
    assert abouts(header, row) == [about]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("| Meeting | Attendees | Booked within |", "| Demo | AE | 2 days |"),  # a time is no matter of people
        ("| Task | Marketing | Within |", "| Call | R | 4 hours |"),
        ("| HubSpot property | Allowed values | Notes |", "| Source | A, B | - |"),
        ("| Date | Goal | Owner |", "| March | 200 MQLs | Sales |"),
        ("| Region | Owner | Email |", "| DACH | Jo | jo@example.com |"),
    ],
)
def test_one_word_more_makes_it_another_table(header: str, row: str) -> None:
    """A column that says something else may promise it."""
    assert abouts(header, row) == []
