"""The work as an open data contract, tested by datacontract-cli on DuckDB: counts of what breaks it.

What it does not give: the split, which rows are wrong and why, and so how many are to be rejected: a count for each
check is all. What spans columns, and what a text reads as, is SQL in the contract's `quality`.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import yaml
from datacontract.data_contract import DataContract

from tests.bench.peers.told import Told, clause_of, tell
from tests.bench.work import forms


def read(column: str, pattern: str, as_type: str) -> str:
    """Read a text as a type; NULL where the pattern does not take it."""
    return f"CASE WHEN regexp_matches({column}, '{pattern}') THEN TRY_CAST({column} AS {as_type}) END"


def choices(values: tuple[str, ...]) -> list[dict[str, str]]:
    """Give a closed list as a contract has it."""
    return [{"value": value} for value in values]


EMPLOYEES, SCORE = read("numemployees", forms.WHOLE, "BIGINT"), read("hubspotscore", forms.WHOLE, "BIGINT")
REVENUE = read("annualrevenue", forms.AMOUNT, "DOUBLE")
CREATED_AT = read("createdate", forms.INSTANT, "TIMESTAMP")
LAST_ACTIVITY = read("notes_last_updated", forms.INSTANT, "TIMESTAMP")
IS_EMAIL = "regexp_matches(email, '" + forms.MAIL.replace("'", "''") + "')"
IS_FREE = " OR ".join(f"ends_with(lower(email), '{free}')" for free in forms.FREE_MAIL)
HAS_PHONE = f"coalesce(regexp_matches(phone, '{forms.PHONE}'), false)"

# Each column: is it required, its longest text, its pattern, its choices.
COLUMNS: dict[str, dict[str, Any]] = {
    "hs_object_id": {"required": True},
    "email": {"required": True, "logicalTypeOptions": {"pattern": forms.MAIL}},
    "firstname": {"logicalTypeOptions": {"maxLength": forms.LONGEST["firstname"]}},
    "lastname": {"required": True, "logicalTypeOptions": {"maxLength": forms.LONGEST["lastname"]}},
    "company": {"required": True, "logicalTypeOptions": {"maxLength": forms.LONGEST["company"]}},
    "jobtitle": {"logicalTypeOptions": {"maxLength": forms.LONGEST["jobtitle"]}},
    "phone": {"logicalTypeOptions": {"pattern": forms.PHONE}},
    "country": {"required": True, "enum": choices(forms.COUNTRIES)},
    "zip": {"logicalTypeOptions": {"pattern": forms.POSTAL_CODE}},
    "utm_campaign": {"logicalTypeOptions": {"pattern": forms.CAMPAIGN, "maxLength": forms.LONGEST["utm_campaign"]}},
    "industry": {"enum": choices(forms.INDUSTRIES)},
    "numemployees": {"logicalTypeOptions": {"pattern": forms.WHOLE}},
    "annualrevenue": {"logicalTypeOptions": {"pattern": forms.AMOUNT}},
    "hubspotscore": {"required": True, "logicalTypeOptions": {"pattern": forms.WHOLE}},
    "createdate": {"required": True, "logicalTypeOptions": {"pattern": forms.INSTANT}},
    "notes_last_updated": {"logicalTypeOptions": {"pattern": forms.INSTANT}},
    "marketing_consent": {"required": True, "enum": choices(forms.TRUTHS)},
    "hs_analytics_source": {"required": True, "enum": choices(forms.SOURCES)},
    "hubspot_owner_id": {"required": True},
    "lifecyclestage": {"enum": choices(forms.STAGES)},
}
BROKEN = {
    "fields.email.not": f"lower(email) IN {forms.DENIED}",
    "fields.phone.required": f"phone IS NULL AND hs_analytics_source = '{forms.EVENT}'",
    "fields.employees.min": f"{EMPLOYEES} < 1",
    "fields.employees.max": f"{EMPLOYEES} > {forms.MOST_EMPLOYEES}",
    "fields.annual_revenue.min": f"{REVENUE} < 0",
    "fields.score.min": f"{SCORE} < 0",
    "fields.score.max": f"{SCORE} > {forms.MOST_SCORE}",
    "rules.free-mail-needs-a-phone": f"{IS_EMAIL} AND ({IS_FREE}) AND NOT {HAS_PHONE}",
    "rules.activity-follows-creation": f"{LAST_ACTIVITY} IS NOT NULL "
    f"AND NOT coalesce({LAST_ACTIVITY} >= {CREATED_AT}, false)",
    "rules.large-accounts-name-their-revenue": f"{EMPLOYEES} >= {forms.LARGE} AND {REVENUE} IS NULL",
    "stages.mql.when": f"NOT coalesce({SCORE} >= {forms.QUALIFIED} AND marketing_consent = 'true', false)",
}
# The checks that properties make.
MADE = {"field_required": "required", "field_max_length": "max_length", "field_regex": "type", "field_enum": "choices"}


def contract(leads: Path) -> dict[str, Any]:
    """Write the contract of a file."""
    properties = [{"name": name, "logicalType": "string", **says} for name, says in COLUMNS.items()]
    quality: list[dict[str, Any]] = [{"id": "rows", "metric": "rowCount", "mustBeGreaterThan": 0}]
    quality += [
        {
            "id": clause.replace(".", ":"),
            "type": "sql",
            "query": f"SELECT count(*) FROM leads WHERE {broken}",  # noqa: S608 - the words are our own
            "mustBe": 0,
        }
        for clause, broken in BROKEN.items()
    ]
    return {
        "apiVersion": "v3.2.0",
        "kind": "DataContract",
        "id": "leads",
        "name": "Leads",
        "version": "1.0.0",
        "status": "active",
        "servers": [{"server": "local", "type": "local", "path": str(leads), "format": leads.suffix[1:]}],
        "schema": [{"name": "leads", "properties": properties, "quality": quality}],
    }


def work(leads: Path, accepted: Path, rejected: Path) -> Told:  # noqa: ARG001 - it writes neither
    """Test, and give each check's count."""
    logging.disable(logging.WARNING)
    run = DataContract(data_contract_str=yaml.safe_dump(contract(leads), sort_keys=False)).test()
    records = 0
    counts: dict[str, int] = {}
    for check in run.checks or ():
        if check.type == "lint" and check.result != "passed":
            raise ValueError(check.reason)
        found: Any = (check.diagnostics or {}).get("value")
        if check.qualityId == "rows":
            records = found
        elif check.qualityId is not None:
            counts[check.qualityId.replace(":", ".")] = found
        elif check.type in MADE:
            counts[clause_of(check.field, MADE[check.type])] = found
    return Told(records, None, None, counts)


if __name__ == "__main__":
    tell(work)
