"""Laws of saved states: slice after slice comes to what one run over all events says."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import ola
from ola.evaluate.handoffs.state import State, read_state
from ola.evaluate.handoffs.timing import Timing, measure

DAY = dt.datetime(2026, 5, 12, tzinfo=dt.UTC)
LAST = 400  # minutes
AGREEMENT = """
ola: 1
id: slices
title: Slices
version: 1.0.0
status: signed
zone: Europe/Berlin
effective: {from: 2020-01-01}
parties: {sales: {team: Sales, signs: Head}}
owners: {casey: {calendar: early}, lena: {calendar: office}, pool: {queue: true}}
calendars:
  office: {zone: UTC, hours: {mon-sun: [00:00-00:20, 00:30-00:45, 01:10-02:40, 03:00-05:00]}}
  early: {zone: UTC, hours: {mon-sun: [00:05-01:30, 02:00-04:00]}}
systems: {crm: {zone: UTC}}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
  owner: {type: owner}
  tier: {type: choice, choices: [a, b]}
  created_at: {type: datetime}
segments: {grade: {office: tier = a, early: otherwise}}
stages: {lead: {}, mql: {}, worked: {}, waiting: {}, lost: {}}
moves: [lead -> mql, mql -> worked | waiting, waiting -> mql, worked -> lost | mql]
logs:
  touches: {lead: lead, event: event, at: at, zone: UTC}
  tasks: {lead: lead, event: event, at: at}
histories:
  stage: {log: stages, lead: lead, at: at, to: to, zone: UTC}
  owner: {log: owners, lead: lead, at: at, to: to, zone: UTC}
  tier: {log: tiers, lead: lead, at: at, to: to, zone: UTC}
events:
  created: {at: created_at}
  assigned: {field: owner, changes: true}
  form: {log: touches, where: event = form}
  call: {log: touches, where: event = call}
  mail: {log: touches, where: event = mail}
  hold: {log: touches, where: event = hold}
  go: {log: touches, where: event = go}
  visit: {log: tasks, where: event = visit and lead.tier = a}
commitments:
  single: {owed_by: sales, starts: form, stops: [call, mail], cancels: lost, within: 15 minutes, target: 80% per month}
  held: {owed_by: sales, starts: mql and assigned, stops: call, cancels: lost, pauses: hold, resumes: go,
         restarts: assigned, within: 30 business minutes, calendar: office, steps: {50%: warn owner}}
  tiered: {owed_by: sales, starts: [mql, created], stops: mail, for: tier is known,
           within: {tier = a: 10 minutes, otherwise: 40 minutes}}
  graded: {owed_by: sales, starts: created, stops: visit, calendar: {by: grade}, within: 25 business minutes}
  owned: {owed_by: sales, starts: mql, stops: worked, calendar: {by: owner, otherwise: office},
          within: 20 business minutes}
  tries: {owed_by: sales, starts: mql, at_least: 3, of: [call, mail], channels: 2, within: 1 hour,
          before: [lost, waiting], cancels: worked}
  late: {owed_by: sales, starts: breach of single, stops: call, within: 20 minutes}
  quiet: {owed_by: sales, starts: form, stops: [call, mail], within: 30 minutes, silence: mail}
  waits: {owed_by: sales, starts: form, stops: call, paused_while: stage = waiting, within: 20 minutes}
exceptions:
  surge: {when: count of form in the last 30 minutes > 2, relaxes: single, within: 45 minutes}
"""


@dataclass(frozen=True)
class Row:
    """A row of a log: when (in minutes; nothing for a time nobody can read), its cells, and whether it is doubled."""

    log: str
    minute: int | None
    cells: tuple[str | None, ...]
    text: str = ""


COLUMNS = {
    "touches": ("lead", "event", "at"),
    "tasks": ("lead", "event", "at"),
    "stages": ("lead", "to", "at"),
    "owners": ("lead", "to", "at"),
    "tiers": ("lead", "to", "at"),
}
VALUES = {
    "touches": ("form", "form", "call", "mail", "hold", "go", "Fomr"),
    "tasks": ("visit", "visit", "chat"),
    "stages": ("lead", "mql", "mql", "worked", "waiting", "lost", "Nurture"),
    "owners": ("casey", "lena", "pool", "", "zoe"),
    "tiers": ("a", "b", ""),
}
LEADS = ("A", "B", "C", "D", None)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Draw rows of all files, a few of them without a time or twice."""
    found: list[Row] = []
    for _ in range(draw(st.integers(0, 40))):
        log = draw(st.sampled_from([*COLUMNS, "touches", "touches", "stages"]))
        minute = draw(st.one_of(st.none(), st.integers(0, LAST), st.integers(0, LAST), st.integers(0, LAST)))
        cells = (draw(st.sampled_from(LEADS)), draw(st.sampled_from(VALUES[log])))
        text = draw(st.sampled_from(("soon", "", "2026-13-01"))) if minute is None else ""
        row = Row(log, minute, cells, text)
        found += [row] * draw(st.sampled_from((1, 1, 1, 2)))
    return found


@st.composite
def leads_of(draw: st.DrawFn) -> pl.DataFrame:
    """Draw the leads' own rows; one lead may have none, or two that differ."""
    names = draw(st.lists(st.sampled_from(("A", "B", "C", "D", "E")), max_size=6))
    made = [
        {
            "lead_id": name,
            "stage": draw(st.sampled_from(("lead", "mql", "worked", None))),
            "owner": draw(st.sampled_from(("casey", "lena", None))),
            "tier": draw(st.sampled_from(("a", "b", None))),
            "created_at": draw(st.sampled_from((None, "never", *(_at(minute) for minute in (0, 30, 90, 250, 500))))),
        }
        for name in names
    ]
    schema = dict.fromkeys(("lead_id", "stage", "owner", "tier", "created_at"), pl.String())
    return pl.DataFrame(made, schema=schema)


def _at(minute: int) -> str:
    return (DAY + dt.timedelta(minutes=minute)).isoformat()


def frames(some: list[Row]) -> dict[str, pl.DataFrame]:
    """Make files of rows; a file without rows has its header."""
    found = {}
    for log, columns in COLUMNS.items():
        own = [
            dict(zip(columns, (*row.cells, row.text if row.minute is None else _at(row.minute)), strict=True))
            for row in some
            if row.log == log
        ]
        found[log] = pl.DataFrame(own, schema=dict.fromkeys(columns, pl.String()))
    return found


def said(timing: Timing) -> dict[str, object]:
    """Give all that a run says, but for where the first examples of its findings stand."""
    found = timing.to_dict()
    found["findings"] = sorted(
        (each.code, each.level, each.clause or "", each.message, each.count, each.party or "")
        for each in timing.findings
    )
    plain: dict[str, object] = json.loads(json.dumps(found, default=str))
    return plain | {"cycles": [cycle.to_dict() for cycle in timing.cycles]}


def through_a_file(state: State | None) -> State:
    """Save a state and read it again."""
    assert state is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.state"
        state.save(path)
        return read_state(path)


PLAN = ola.load(AGREEMENT.encode()).plan


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_slices_onto_states_say_what_one_run_says(data: st.DataObject) -> None:
    """Two to four slices, each read onto the state of the one before, come to what one run over all rows comes to.

    Compared are the whole JSON (commitments, numbers, open clocks, counts of rows) and every cycle, and of the findings
    all but their places and examples. Rows after a run's instant are given again with the next slice. The leads' rows
    may be others in the earlier runs.
    """
    events = data.draw(rows())
    cuts = sorted(data.draw(st.lists(st.integers(0, LAST - 20), min_size=1, max_size=3, unique=True)))
    instants = [*cuts, data.draw(st.integers(cuts[-1], LAST))]
    last = len(instants) - 1
    leads = data.draw(leads_of())
    of_slice: list[list[Row]] = [[] for _ in instants]
    for row in events:
        if row.minute is None:
            of_slice[data.draw(st.integers(0, last))].append(row)
            continue
        own = next((i for i, instant in enumerate(instants) if row.minute <= instant), last)
        of_slice[own].append(row)
        # What lies ahead may be in earlier files too; it is left out there.
        for i in range(own):
            if data.draw(st.integers(0, 3)) == 0:
                of_slice[i].append(row)
    state: State | None = None
    for i, instant in enumerate(instants[:-1]):
        now = DAY + dt.timedelta(minutes=instant)
        known = leads if data.draw(st.booleans()) else data.draw(leads_of())
        state = through_a_file(measure(PLAN, frames(of_slice[i]), known, as_of=now, state=state, keep_state=True).state)
    found = measure(PLAN, frames(of_slice[last]), leads, as_of=DAY + dt.timedelta(minutes=instants[-1]), state=state)
    whole = measure(PLAN, frames(events), leads, as_of=DAY + dt.timedelta(minutes=instants[-1]))
    assert said(found) == said(whole)
