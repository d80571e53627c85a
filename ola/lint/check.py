"""What a check on an agreement is, and how it words a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.plan import Clause
from ola.source import Place

Check = Callable[[Agreement, dt.datetime], Iterator[Finding]]


def found(code: Code, clause: Clause, message: str, advice: str | None = None, place: Place | None = None) -> Finding:
    """Word what a check found about a clause, at the clause's place unless a nearer one is given."""
    return Finding(
        code.code, code.level, message, clause.id, clause.party or "ops", place or clause.place, advice=advice
    )
