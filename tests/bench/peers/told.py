"""What every peer's file tells when it is done: how many leads, how many of each verdict, how often each rule broke.

A peer's file is run as `python file_NAME.py LEADS ACCEPTED REJECTED`, with the interpreter of its own environment. It
prints one line of JSON: `records`, `accepted` and `rejected` (null where the peer does not know), `by_clause` with the
agreement's clauses, and `seconds` for the work alone, without starting Python and importing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.work.forms import FIELDS


@dataclass(frozen=True)
class Told:
    """The counts of one run; `at_most` names the clauses that the peer looks at only when the others are kept."""

    records: int
    accepted: int | None
    rejected: int | None
    by_clause: Mapping[str, int]
    at_most: tuple[str, ...] = field(default=())


# What a schema calls a choice or a pattern, and the agreement does not.
_CALLED = {
    "fields.country.choices": "fields.country.type",
    "fields.consent.choices": "fields.consent.type",
    "fields.postal_code.type": "fields.postal_code.pattern",
    "fields.campaign.type": "fields.campaign.pattern",
}


def clause_of(column: str, keyword: str) -> str:
    """Give the agreement's clause for what a column is held to: `required`, `type`, `choices` and so on."""
    clause = f"fields.{FIELDS[column]}.{keyword}"
    return _CALLED.get(clause, clause)


def tell(work: Callable[[Path, Path, Path], Told]) -> None:
    """Do the work on the files of the command line, and print what came of it."""
    leads, accepted, rejected = map(Path, sys.argv[1:4])
    start = time.perf_counter()
    told = work(leads, accepted, rejected)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, **vars(told)}))
