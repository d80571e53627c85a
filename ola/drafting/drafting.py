"""From a source to a draft: recognised, read, named and completed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from ola.drafting.drafted import Draft, Guess
from ola.drafting.naming import with_names
from ola.drafting.personal import with_privacy
from ola.drafting.pricing import checked_currency, with_currency
from ola.drafting.recognise import Listed, Sampled, recognised
from ola.drafting.sample import read_sample
from ola.errors import UnreadableInput, WrongCall
from ola.tree.yaml import LONGEST_TEXT

PARTIES = {"salesforce": "sales", "hubspot": "marketing", "marketo": "marketing", "pardot": "marketing"}
# With these an agreement stays below the values that one file may hold (`tree.yaml.MOST_NODES`).
MOST_FIELDS, MOST_CHOICES = 1_000, 10_000
_STAND_IN = "crm"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")


def draft(source: object, system: str | None = None, currency: str | None = None) -> Draft:
    """Draft the fields of an agreement; see `ola.draft`."""
    if system is not None and _NAME.fullmatch(system) is None:
        message = f"The system {system!r} has no name of letters, digits, - and _. Write one such as salesforce."
        raise WrongCall(message)
    money = checked_currency(currency)
    match recognised(source):
        case Listed() as listed:
            drafted = _from_catalogue(listed, system, money)
        case Sampled() as sampled:
            drafted = _from_sample(sampled, system, money)
        case never:
            assert_never(never)
    _require_some(drafted)
    return drafted


def _from_catalogue(listed: Listed, system: str | None, currency: str | None) -> Draft:
    catalogue = listed.catalogue
    drafted = (catalogue.field(entry) for entry in listed.entries)
    fields = with_names(each for each in drafted if each is not None)
    name = system or catalogue.system
    general = (*_of_the_whole(name, catalogue.party), *catalogue.general)
    return Draft(
        listed.name,
        catalogue.kind,
        name,
        with_privacy(with_currency(fields, currency)),
        catalogue.party,
        dates=catalogue.dates,
        general=general,
    )


def _from_sample(sampled: Sampled, system: str | None, currency: str | None) -> Draft:
    with sampled.rows as rows:
        sample = read_sample(rows)
    name = system or sample.system or _STAND_IN
    party = PARTIES.get(name.lower())
    how = "by the names of its columns" if sample.system else "because the file does not say which system it is from"
    own = () if system else (Guess("systems", f"called {name}, {how}"),)
    return Draft(
        sampled.name,
        "a sample of leads",
        name,
        with_privacy(with_currency(sample.fields, currency)),
        party,
        dates=sample.dates,
        general=(*_of_the_whole(name, party), *own, *sample.general),
    )


def _of_the_whole(system: str, party: str | None) -> Iterable[Guess]:
    """Give the guesses that every draft makes."""
    yield Guess("zone", "UTC stands in for the zone of your months and dates")
    if party is not None:
        yield Guess("systems", f"{system} is run by {party}")


def _require_some(drafted: Draft) -> None:
    """Refuse what names no field, and what is more than an agreement may hold."""
    fields, name = drafted.fields, drafted.origin
    if not fields:
        message = f"{name} names no field. Export it again."
        raise UnreadableInput(message)
    choices = sum(len(each.choices) for each in fields)
    if len(fields) > MOST_FIELDS or choices > MOST_CHOICES or len(drafted.text) > LONGEST_TEXT:
        message = (
            f"{name} has {len(fields):,} fields and {choices:,} choices, more than people can agree on: "
            f"at most {MOST_FIELDS:,} and {MOST_CHOICES:,}. Keep those that pass between the parties, and try again."
        )
        raise UnreadableInput(message)
