"""Rows that give a status to leads from whom nothing is heard for some time: `no answer for 3 weeks`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.reading import Context, Outcome
from ola.agreement.prose.sentences.promise import EITHER_SIDE, Promise, people, settled
from ola.agreement.prose.tables.limits import limit_told, promise_since
from ola.agreement.prose.units import Unit
from ola.tree.words import Words

# As ola writes it: ``no `answer` within 3 weeks around the clock, counted from `attempt`, owed by Sales``.
_CLOCK = re.compile(r"^no (?P<what>[\w -]+?) (?=within .+ counted from )", re.IGNORECASE)


def read_silence(unit: Unit, status: str, told: Words, context: Context) -> Outcome | None:
    """Read a clock until an answer or, when none came, the status; nothing for a cell that tells no such clock."""
    found = _CLOCK.match(told.text)
    if found is None:
        return None
    row = _row(status, found["what"])
    since = promise_since(told.cut(found.end(), len(told.text)), row, unit, context)
    if since is None:
        return None
    return settled(replace(since, silence=status), lexicon(context.declared), unit.place)


def silences(status: str, what: str, limit: Length, context: Context) -> Iterator[str]:
    """Write what a silence may mean: counted from the first attempt on, or anew from each."""
    known = lexicon(context.declared)
    row = _row(status, what)
    if limit.business or limit.unit in {"month", "quarter", "year"}:
        return
    clock = replace(row, limit=limit, calendar="always", party=next(iter(people(known)), EITHER_SIDE[0]))
    for restarts in ((), ("attempt",)):
        yield f"no `{what}` {limit_told(replace(clock, starts=('attempt',), restarts=restarts), row)}"


def _row(status: str, what: str) -> Promise:
    return Promise(name=f"{status} when there is no {what}", stops=(what, status))
