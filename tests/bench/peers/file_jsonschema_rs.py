"""The work as a loop over JSON Lines with jsonschema-rs: a validator built once, all errors of each line.

What it does not give: rules across fields, which are Python here; numbers and booleans that come as text, which a
schema does not read; the clause of an error, which is told from its path here.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.bench.peers.told import Told, clause_of, tell
from tests.bench.work.forms import across
from tests.bench.work.json_schema import SCHEMA

KEYWORDS = {"maxLength": "max_length", "pattern": "type", "format": "type", "enum": "choices", "type": "type"} | {
    "minimum": "min",
    "maximum": "max",
    "not": "not",
}


def clause(error: jsonschema_rs.ValidationError, lead: dict[str, Any]) -> str:
    """Give the clause that an error breaks: its field, and what its schema says there."""
    column = str(error.instance_path[0])
    keyword = "required" if lead[column] is None else KEYWORDS[str(error.schema_path[-1])]
    return clause_of(column, keyword)


def work(leads: Path, accepted: Path, rejected: Path) -> Told:
    """Judge, split, count."""
    validator = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
    good = bad = 0
    counts: Counter[str] = Counter()
    with leads.open("rb") as lines, accepted.open("wb") as passed, rejected.open("w", encoding="utf-8") as refused:
        for line in lines:
            lead = json.loads(line)
            errors = list(validator.iter_errors(lead))
            broken = list(across(lead))
            if not errors and not broken:
                good += 1
                passed.write(line)
                continue
            bad += 1
            counts.update(clause(error, lead) for error in errors)
            counts.update(broken)
            reasons = [error.message for error in errors] + broken
            refused.write(json.dumps({**lead, "reasons": reasons}, ensure_ascii=False) + "\n")
    return Told(good + bad, good, bad, counts)


if __name__ == "__main__":
    tell(work)
