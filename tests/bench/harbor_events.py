"""Leads and events of the language page's example, made at random: seven events a lead, in no order."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import polars as pl

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
FIRST = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
DAY = 86_400


def made(count: int) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Make leads that are assigned, become mql, are touched and accepted; the files in no order."""
    rng = random.Random(1)  # noqa: S311 - nothing secret
    leads: list[tuple[str, ...]] = []
    stages: list[tuple[str, ...]] = []
    owners: list[tuple[str, ...]] = []
    touches: list[tuple[str, ...]] = []
    tasks: list[tuple[str, ...]] = []

    def at(start: dt.datetime, seconds: int) -> dt.datetime:
        return start + dt.timedelta(seconds=rng.randrange(seconds))

    for number in range(count):
        lead, created = f"L{number:07d}", at(FIRST, 100 * DAY)
        mql = at(created, DAY)
        country, stage = rng.choice(("US", "DE", "FR")), rng.choice(("lead", "accepted"))
        leads.append((lead, created.isoformat(), country, "casey", stage, str(rng.randrange(5000)), "VP Sales"))
        owners.append((lead, at(created, 3000).isoformat(), "casey"))
        stages += [(lead, mql.isoformat(), "mql"), (lead, at(mql, 20 * DAY).isoformat(), "accepted")]
        touches += [
            (lead, rng.choice(("email", "meeting", "open")), at(mql, 5 * DAY).isoformat(), "false") for _ in range(3)
        ]
        tasks.append((lead, at(mql, 5 * DAY).isoformat(), rng.choice(("Call", "Mail")), "Completed"))
    columns = {
        "stages": ("lead_id", "changed_at", "new_value"),
        "owners": ("lead_id", "changed_at", "new_value"),
        "touches": ("lead_id", "event", "at", "automated"),
        "tasks": ("External_Id__c", "CompletedDateTime", "TaskSubtype", "Status"),
    }
    rows: dict[str, list[tuple[str, ...]]] = {"stages": stages, "owners": owners, "touches": touches, "tasks": tasks}
    logs = {
        name: pl.DataFrame(rng.sample(each, len(each)), schema=columns[name], orient="row")
        for name, each in rows.items()
    }
    of_leads = (
        *("hs_object_id", "createdate", "country", "hubspot_owner_id", "lifecyclestage", "numemployees", "jobtitle"),
    )
    return logs, pl.DataFrame(leads, schema=of_leads, orient="row")
