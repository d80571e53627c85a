"""Fields that are one column in a system are found, whichever way they come to be."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.agreement.reading import read_agreement
from ola.lint.one_column import check
from ola.source import Source

HEAD = "ola: 1\nid: small\nversion: 1.0.0\nstatus: signed\nzone: UTC\nparties: {marketing: {}}\n"
SYSTEMS = "systems: {crm: {}, hub: {}}\n"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("phone: {type: phone, in: {crm: Phone}}, mobile: {type: phone, in: {crm: Mobile, hub: Phone}}", []),
        (
            "phone: {type: phone, in: {crm: Phone}}, mobile: {type: phone, in: {crm: Phone, hub: mobile}}",
            ["phone and mobile are both Phone in crm; only phone is written there."],
        ),
        (
            "phone: {type: phone}, mobile: {type: phone, in: {hub: {field: phone}}}",
            ["phone and mobile are both phone in hub; only phone is written there."],
        ),
    ],
)
def test_two_fields_of_one_column(fields: str, found: list[str]) -> None:
    """A column that two fields of one system have is named with both; columns of different systems are apart."""
    agreement = read_agreement(Source("small.ola.yaml", f"{HEAD}{SYSTEMS}fields: {{{fields}}}\n"))
    assert agreement.findings == ()
    assert [each.message for each in check(agreement, dt.datetime(2026, 6, 1, tzinfo=dt.UTC))] == found
