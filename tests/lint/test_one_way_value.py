"""Choices that cannot be told apart are found, whoever spells them alike."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.agreement.reading import read_agreement
from ola.lint.one_way_value import check
from ola.source import Source

HEAD = "ola: 1\nid: small\nversion: 1.0.0\nstatus: signed\nzone: UTC\nparties: {marketing: {}}\n"


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ("[web, event]", []),
        ("[web, event, web]", ["web and web are both web; it is read as web."]),
        ("[web, Web]", ["web and Web are both Web; it is read as web."]),
        ("{web: Online, chat: online}", ["web and chat are both online; it is read as web."]),
        ("{web: event, event: Fair}", ["event and web are both event; it is read as event."]),
        ("{web: Web, event: Event}", []),
    ],
)
def test_choices_spelt_alike(choices: str, found: list[str]) -> None:
    """Two choices with one key or label between them are found: only one of them can be read."""
    text = f"{HEAD}fields: {{source: {{type: choice, choices: {choices}}}}}\n"
    agreement = read_agreement(Source("small.ola.yaml", text))
    assert [each.message for each in check(agreement, dt.datetime(2026, 6, 1, tzinfo=dt.UTC))] == found
