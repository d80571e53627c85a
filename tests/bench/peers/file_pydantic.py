"""The work as a loop over JSON Lines with pydantic: `model_validate_json` on each line.

What it does not give: the rules across fields of a lead whose fields are not all right, since a validator of the model
runs only then; the clause of an error, which is told from its place and type here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tests.bench.peers.one_pydantic_model import HubSpotLead
from tests.bench.peers.told import Told, clause_of, tell

TYPES = {
    "string_too_long": "max_length",
    "literal_error": "choices",
    "greater_than_equal": "min",
    "less_than_equal": "max",
    "agreement": "not",
}
ACROSS = (
    "fields.phone.required",
    "rules.free-mail-needs-a-phone",
    "rules.activity-follows-creation",
    "rules.large-accounts-name-their-revenue",
    "stages.mql.when",
)


def clauses(error: Mapping[str, Any]) -> Iterator[str]:
    """Give the clauses that an error breaks: one of a field, or all that are broken across fields."""
    if not error["loc"]:
        yield from error["ctx"]["broken"].split(", ")
        return
    kind = "required" if error["input"] is None else TYPES.get(error["type"], "type")
    yield clause_of(error["loc"][0], kind)


def work(leads: Path, accepted: Path, rejected: Path) -> Told:
    """Judge, split, count."""
    good = bad = 0
    counts: Counter[str] = Counter()
    with leads.open("rb") as lines, accepted.open("wb") as passed, rejected.open("w", encoding="utf-8") as refused:
        for line in lines:
            try:
                HubSpotLead.model_validate_json(line)
            except ValidationError as fault:
                errors = fault.errors(include_url=False)
            else:
                good += 1
                passed.write(line)
                continue
            bad += 1
            counts.update(clause for error in errors for clause in clauses(error))
            reasons = [{"field": error["loc"][:1], "message": error["msg"]} for error in errors]
            refused.write(json.dumps({**json.loads(line), "reasons": reasons}, ensure_ascii=False) + "\n")
    return Told(good + bad, good, bad, counts, at_most=ACROSS)


if __name__ == "__main__":
    tell(work)
