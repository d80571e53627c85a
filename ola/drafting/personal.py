"""Which drafted fields tell of a person, so that their values are masked until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ola.drafting.drafted import DraftField

_TYPES = frozenset({"email", "phone"})
_NAMES = frozenset(
    {
        "name", "full_name", "fullname", "first_name", "firstname", "last_name", "lastname", "middle_name", "surname",
        "mkto_name", "contact", "contact_name", "contact_person", "lead_name", "vorname", "nachname",
        "email", "phone", "mobile_phone", "mobile", "fax",
        "street", "address", "address_one", "address_two", "date_of_birth", "birthdate", "birthday",
        "ip", "ip_address", "anonymous_ip", "linkedin", "linked_in_url", "password",
    }
)  # fmt: skip


def tells_of_a_person(name: str) -> bool:
    """Say whether a field is named like something personal, so that none of its values may stand in a draft."""
    return name in _NAMES


def with_privacy(fields: Iterable[DraftField]) -> tuple[DraftField, ...]:
    """Mark the fields that tell of a person, each with a guess that says so."""
    return tuple(
        replace(each, personal=True, guesses=(*each.guesses, "personal, so its values are masked in every output"))
        if not each.personal and (each.type in _TYPES or tells_of_a_person(each.name))
        else each
        for each in fields
    )
