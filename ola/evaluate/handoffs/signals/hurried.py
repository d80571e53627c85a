"""Touches of one person on many leads within seconds."""

from __future__ import annotations

from collections.abc import Iterator

from ola.clock.wall_clock import in_utc
from ola.evaluate.handoffs.signals.evidence import Evidence
from ola.evaluate.handoffs.timeline.bursts import Burst
from ola.finding import Code, DataPlace, Finding, count

HURRIED = Code(
    "OLA632",
    "info",
    "One person touched many leads within seconds",
    """\
One owner, as the log says who acted, has touches of many leads in one half minute: more than anybody can call or
write to. Looked at are events of a log that stop a commitment or count as an attempt.

    logs: {touches: {…, owner: owner}}

    casey touched 25 leads in the half minute from 2026-03-31T17:58:30Z

A signal is given from 10 leads on in one half minute of the clock. Tools that send a sequence of messages in a
person's name do this every day: if the agreement admits no automated messages as evidence, say so in the event
(`unless: automated`). No verdict changes.""",
)


def signal(evidence: Evidence) -> Iterator[Finding]:
    """Say of each owner and log how often that was, and when most."""
    by_owner: dict[tuple[str, str], list[Burst]] = {}
    for burst in evidence.happenings.bursts:
        by_owner.setdefault((burst.log, burst.owner), []).append(burst)
    for (log, owner), found in sorted(by_owner.items()):
        most = max(found, key=lambda burst: (burst.leads, -burst.at))
        times = f" ({count(len(found), 'such half minute')} in all)" if len(found) > 1 else ""
        yield Finding(
            HURRIED.code,
            HURRIED.level,
            f"{evidence.people([owner]).rpartition(' ')[0]} touched {most.leads:,} leads in the half minute from "
            f"{in_utc(most.at)}{times}.",
            clause=evidence.plan.logs[log].clause.id,
            party=evidence.party_of([owner], None),
            place=DataPlace(file=most.file),
            advice="Look at whether a tool sent them. No verdict changes.",
            count=sum(burst.leads for burst in found),
        )
