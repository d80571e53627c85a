"""The work's fields as JSON Schema, written by hand for validators of it; the rules across fields are no part of it."""

from __future__ import annotations

from typing import Any

from tests.bench.work import forms

SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": [
        "hs_object_id",
        "email",
        "lastname",
        "company",
        "country",
        "hubspotscore",
        "createdate",
        "marketing_consent",
        "hs_analytics_source",
        "hubspot_owner_id",
    ],
    "properties": {
        "hs_object_id": {"type": "string", "minLength": 1},
        "email": {
            "type": "string",
            "maxLength": forms.LONGEST_MAIL,
            "pattern": forms.MAIL,
            "not": {"enum": list(forms.DENIED)},
        },
        "firstname": {"type": ["string", "null"], "maxLength": 40},
        "lastname": {"type": "string", "minLength": 1, "maxLength": 80},
        "company": {"type": "string", "minLength": 1, "maxLength": 255},
        "jobtitle": {"type": ["string", "null"], "maxLength": 128},
        "phone": {"type": ["string", "null"], "pattern": forms.PHONE},
        "country": {"enum": list(forms.COUNTRIES)},
        "zip": {"type": ["string", "null"], "pattern": forms.POSTAL_CODE},
        "utm_campaign": {"type": ["string", "null"], "pattern": forms.CAMPAIGN, "maxLength": 60},
        "industry": {"enum": [*forms.INDUSTRIES, None]},
        "numemployees": {"type": ["integer", "null"], "minimum": 1, "maximum": forms.MOST_EMPLOYEES},
        "annualrevenue": {"type": ["number", "null"], "minimum": 0},
        "hubspotscore": {"type": "integer", "minimum": 0, "maximum": forms.MOST_SCORE},
        "createdate": {"type": "string", "format": "date-time"},
        "notes_last_updated": {"type": ["string", "null"], "format": "date-time"},
        "marketing_consent": {"type": "boolean"},
        "hs_analytics_source": {"enum": list(forms.SOURCES)},
        "hubspot_owner_id": {"type": "string", "minLength": 1},
        "lifecyclestage": {"enum": [*forms.STAGES, None]},
    },
    "if": {"properties": {"hs_analytics_source": {"const": forms.EVENT}}, "required": ["hs_analytics_source"]},
    "then": {"properties": {"phone": {"type": "string"}}, "required": ["phone"]},
}
