"""Versions of an agreement: each cycle is judged by the one in force at its start."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import polars as pl
import pytest
from typer.testing import CliRunner

import ola
from ola.cli.app import app
from ola.errors import WrongCall
from ola.evaluate.handoffs.timing import Timing, measure

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "measure.schema.json").read_text("utf-8"))
OLD = """
ola: 1
id: dated
title: Dated
version: {version}
status: signed
zone: America/New_York
effective: {effective}
parties: {{sales: {{team: Sales, signs: Head}}}}
fields: {{lead_id: {{type: id, key: true}}, stage: {{type: stage}}}}
stages: {{lead: {{}}, mql: {{}}, lost: {{}}}}
moves: [{moves}]
logs: {{touches: {{lead: lead, event: event, at: at, zone: UTC}}}}
histories: {{stage: {{log: stages, lead: lead, at: at, to: to, zone: UTC}}}}
events:
  call: {{log: touches, where: event = call}}
  mail: {{log: touches, where: event = mail}}
commitments:
  touch: {{owed_by: sales, starts: mql, stops: {stops}, within: {within}, target: {target} per month}}
  {more}
"""
FIRST = OLD.format(
    version="1.0.0",
    effective="{from: 2026-01-01, until: 2026-05-12}",
    stops="call",
    within="100 hours",
    target="50%",
    more="mailing: {owed_by: sales, starts: mql, stops: mail, within: 1 hour}",
    moves="lead -> mql, mql -> lost",
)
SECOND = OLD.format(
    version="2.0.0",
    effective="{from: 2026-05-12}",
    stops="[call, mail]",
    within="2 hours",
    target="90%",
    more="calling: {owed_by: sales, starts: mql, stops: call, within: 1 hour}",
    moves="lead -> mql",
)


def timing(stages: list[tuple[str, str, str]], touches: list[tuple[str, str, str]]) -> Timing:
    """Measure changes (lead, instant, stage) and touches (lead, instant, event) under both versions."""
    logs = {
        "stages": pl.DataFrame(stages, schema=["lead", "at", "to"], orient="row"),
        "touches": pl.DataFrame(touches, schema=["lead", "at", "event"], orient="row"),
    }
    plans = [ola.load(text.encode()).plan for text in (SECOND, FIRST)]
    return measure(plans, logs, as_of=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))


def rows(found: Timing, clause: str) -> list[tuple[str, int, str, str | None, str | None]]:
    """Give lead, number, verdict, due and reason of a commitment's cycles."""
    return [
        (row.lead, row.cycle, row.verdict, None if row.due_at is None else f"{row.due_at:%m-%d %H:%M}", row.reason)
        for row in found.cycles
        if row.clause == f"commitments.{clause}"
    ]


# The second version comes into force at midnight in New York: 04:00 UTC on the twelfth.
STAGES = [
    ("A", "2026-05-12 03:59:59", "mql"),
    ("B", "2026-05-12 04:00:00", "mql"),
    ("C", "2026-05-10 12:00:00", "mql"),
    ("C", "2026-05-11 12:00:00", "lost"),
    ("C", "2026-05-12 12:00:00", "mql"),
    ("D", "2025-12-31 12:00:00", "mql"),
]


def test_a_cycle_runs_to_its_end_by_the_version_it_started_under() -> None:
    """Limit and stops are those of the start; a start under way is not seen as a new one by the newer version."""
    found = timing(STAGES, [("A", "2026-05-12 05:00:00", "mail"), ("B", "2026-05-12 05:00:00", "mail")])
    assert rows(found, "touch") == [
        ("A", 1, "breached", "05-16 07:59", "not stopped by its due"),
        ("B", 1, "met", "05-12 06:00", "stopped by mail"),
        ("C", 1, "breached", "05-14 16:00", "not stopped by its due"),
        ("D", 1, "excluded", "01-04 16:00", "it started before the agreement took effect on 2026-01-01"),
    ]


def test_after_its_due_the_next_start_is_judged_by_the_version_of_its_own_time() -> None:
    """A recycled lead gets a clock of the newer version once the older one's due has passed."""
    stages = [*STAGES[2:4], ("C", "2026-05-20 12:00:00", "mql")]
    found = timing(stages, [("C", "2026-05-20 13:00:00", "mail")])
    assert rows(found, "touch") == [
        ("C", 1, "breached", "05-14 16:00", "not stopped before mql started the next"),
        ("C", 2, "met", "05-20 14:00", "stopped by mail"),
    ]


def test_a_commitment_of_one_version_binds_in_its_time_alone() -> None:
    """What only the older version promises has no cycles later, and what is new has none before."""
    found = timing(STAGES, [])
    assert [row[:2] for row in rows(found, "mailing")] == [("A", 1), ("C", 1), ("D", 1)]
    assert [row[:2] for row in rows(found, "calling")] == [("B", 1), ("C", 1)]


def test_numbers_and_moves_are_those_of_the_version_in_force() -> None:
    """A period that two versions share has a number of each, for its own days."""
    found = timing(STAGES, [("A", "2026-05-12 05:00:00", "call"), ("B", "2026-05-12 04:30:00", "call")])
    targets = {(goal.period, goal.target) for goal in found.commitments["touch"].goals}
    assert {("2026-05", 0.5), ("2026-05", 0.9)} <= targets
    assert found.moves is not None
    assert found.moves.forbidden == {"lost -> mql": 1}


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ((FIRST, FIRST), "Versions 1.0.0 and 1.0.0 of dated are both in force from 2026-01-01"),
        ((FIRST, SECOND.replace("id: dated", "id: other")), "dated and other are different agreements"),
    ],
)
def test_versions_that_do_not_follow_each_other_are_refused(texts: tuple[str, str], says: str) -> None:
    """Two wordings for one day, or two agreements, are no versions."""
    with pytest.raises(WrongCall, match=says):
        measure([ola.load(text.encode()).plan for text in texts], {}, as_of=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))


def test_the_command_takes_an_agreement_twice(tmp_path: Path) -> None:
    """`--agreement` given again names another version; the JSON says which there were."""
    for name, text in (("old.yaml", FIRST), ("new.yaml", SECOND)):
        (tmp_path / name).write_text(text)
    (tmp_path / "stages.csv").write_text("lead,at,to\nB,2026-05-12 04:00:00,mql\n")
    (tmp_path / "touches.csv").write_text("lead,at,event\nB,2026-05-12 05:00:00,mail\n")
    command = ["measure", str(tmp_path / "touches.csv"), f"stages={tmp_path / 'stages.csv'}", "--as-of", "2026-06-01"]
    command += ["-a", str(tmp_path / "new.yaml"), "-a", str(tmp_path / "old.yaml"), "--format", "json", "--quiet"]
    result = json.loads(CliRunner().invoke(app, command).stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(result)
    assert [(each["version"], each["from"], each["until"]) for each in result["versions"]] == [
        ("1.0.0", "2026-01-01", "2026-05-12"),
        ("2.0.0", "2026-05-12", None),
    ]
    assert result["commitments"]["touch"]["met"] == 1
