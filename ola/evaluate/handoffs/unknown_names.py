"""Names in logs and histories that the agreement does not have: of events, stages and owners; no clock is run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ola.evaluate.handoffs.needed import needed_events, needed_fields
from ola.evaluate.handoffs.reading.histories import UNLISTED_OWNER, UNLISTED_VALUE
from ola.evaluate.handoffs.reading.leads import read_leads
from ola.evaluate.handoffs.reading.pieces import Source
from ola.evaluate.handoffs.reading.unknown_events import UNKNOWN_EVENT, UNUSED_NAMES
from ola.evaluate.handoffs.timeline.events import gather
from ola.evaluate.handoffs.timeline.merges import read_merges
from ola.finding import Finding
from ola.plan import Plan

_NAMES = frozenset({UNKNOWN_EVENT.code, UNUSED_NAMES.code, UNLISTED_VALUE.code, UNLISTED_OWNER.code})


def unknown_names(
    plan: Plan, logs: Mapping[str, Source], leads: Source | None, system: str | None, as_of: dt.datetime
) -> tuple[Finding, ...]:
    """Give what `measure` finds of names that the agreement does not have, and nothing else it finds."""
    rows = read_leads(plan, leads, system, needed_fields(plan, ()))
    merged = read_merges(plan, logs, as_of, rows.shown)
    happenings = merged.told(gather(plan, logs, merged.applied(rows), needed_events(plan), as_of, None, keep=False))
    return tuple(finding for finding in happenings.findings if finding.code in _NAMES)
