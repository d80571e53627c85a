"""jsonschema-rs (Rust): a validator built once, `iter_errors` for all findings, the rules across fields in Python."""

from __future__ import annotations

import jsonschema_rs

from tests.bench.work.forms import across
from tests.bench.work.json_schema import SCHEMA
from tests.bench.work.lead_check import Lead, LeadCheck

validator = jsonschema_rs.validator_for(SCHEMA, validate_formats=True, pattern_options=jsonschema_rs.RegexOptions())


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    return validator.is_valid(lead) and not across(lead)


def findings(lead: Lead) -> list[jsonschema_rs.ValidationError | str]:
    """Give everything that is wrong: errors with their messages, and the rules across fields."""
    found: list[jsonschema_rs.ValidationError | str] = list(validator.iter_errors(lead))
    found += across(lead)
    return found


CHECK = LeadCheck(
    "jsonschema-rs",
    "jsonschema_rs",
    is_ok,
    findings,
    "text as numbers, trimming, other spellings of a value; clause, party and way out of a finding; stage",
)
