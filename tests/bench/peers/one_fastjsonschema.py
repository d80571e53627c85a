"""fastjsonschema: Python generated from the schema, which stops at the first error; rules across fields in Python."""

from __future__ import annotations

import fastjsonschema

from tests.bench.work.forms import across
from tests.bench.work.json_schema import SCHEMA
from tests.bench.work.lead_check import Lead, LeadCheck

validate = fastjsonschema.compile(SCHEMA, use_default=False)


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    try:
        validate(lead)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return not across(lead)


def findings(lead: Lead) -> list[str]:
    """Give the message of the first field that is wrong, and the rules across fields."""
    found = []
    try:
        validate(lead)
    except fastjsonschema.JsonSchemaValueException as error:
        found.append(error.message)
    found += across(lead)
    return found


CHECK = LeadCheck(
    "fastjsonschema",
    "fastjsonschema",
    is_ok,
    findings,
    "more than one wrong field; text as numbers, trimming, other spellings; clause, party and way out; stage",
    finds_all=False,
)
