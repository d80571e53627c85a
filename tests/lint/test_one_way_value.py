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


MAPPED = "type: choice, choices: [web, event, other], in: {crm: {field: Source, values: "


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (f"{MAPPED}{{web: Web, event: Event, other: Other}}}}}}", []),
        (
            f"{MAPPED}{{event: Online, web: ONLINE, other: x}}}}}}",
            ["web and event are both Online in crm; it reads back as web."],
        ),
        (
            f"{MAPPED}{{web: Web, event: Event}}}}}}",
            ["other has no value in crm; it is written as other."],
        ),
        (
            f"{MAPPED}{{web: Other, event: Event}}}}}}",
            [
                "other has no value in crm; it is written as other.",
                "web and other are both other in crm; it reads back as web.",
            ],
        ),
        (f"{MAPPED}{{web: event, event: web, other: x}}}}}}", []),
        (
            f"blanks: [None], {MAPPED}{{web: Web, event: Event, other: none}}}}}}",
            ["other is none in crm, and that is a word for blank; it reads back as blank."],
        ),
        (
            f"many: true, {MAPPED}{{web: Web, event: a;b, other: x}}}}}}",
            ["event is a;b in crm, and ; parts two choices; it does not read back."],
        ),
        (f"{MAPPED}{{web: Web, event: a;b, other: x}}}}}}", []),
    ],
)
def test_a_value_that_does_not_read_back(field: str, found: list[str]) -> None:
    """What a system has for a choice is written and read again; where another comes back, or none, it is found."""
    text = f"{HEAD}systems: {{crm: {{}}}}\nfields: {{source: {{{field}}}}}\n"
    agreement = read_agreement(Source("small.ola.yaml", text))
    assert agreement.findings == ()
    assert [each.message for each in check(agreement, dt.datetime(2026, 6, 1, tzinfo=dt.UTC))] == found
