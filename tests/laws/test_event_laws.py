"""Laws of files of events: no row is lost, input order decides nothing, moves come to what a plain reading says."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import ola
from ola.evaluate.handoffs.timing import Timing, measure
from ola.plan import Plan
from tests.reference_moves import counts

AGREEMENT = """
ola: 1
id: rows
version: 1.0.0
status: signed
zone: UTC
parties: {sales: {team: Sales}, marketing: {team: Demand}}
owners: {casey: {team: Sales}, mara: {team: Demand}}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
stages: {lead: {}, mql: {}, accepted: {}, recycled: {}}
moves:
  - {move: lead -> mql, by: marketing}
  - {move: mql -> accepted, by: sales}
  - {move: mql -> recycled, at_most: 1}
  - recycled -> mql
logs:
  touches: {lead: lead, event: event, at: at, zone: UTC}
histories:
  stage: {log: stages, lead: lead, at: at, to: to, from: old, by: who, zone: UTC}
merges: {lead: lead, into: into, at: at, zone: UTC}
events:
  call: {log: touches, where: event = call}
commitments:
  touch: {owed_by: sales, starts: mql, stops: call, within: 60 minutes}
"""
PLAN = ola.load(AGREEMENT.encode()).plan
WITHOUT_OLD = ola.load(AGREEMENT.replace("from: old, ", "").encode()).plan
AS_OF = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)

LEADS = st.sampled_from(["A", "B", "C", " A", "", "D"])
TIMES = st.sampled_from(["2026-05-12 09:00", "2026-05-12 10:00", "2026-05-12T11:00Z", "2026-05-13 09:00", "soon", ""])
STAGES = st.sampled_from(["lead", "mql", "accepted", "recycled", "nurture", ""])
TOUCHES = st.fixed_dictionaries({"lead": LEADS, "event": st.sampled_from(["call", "Call ", "kall", ""]), "at": TIMES})
CHANGES = st.fixed_dictionaries({"lead": LEADS, "to": STAGES, "old": STAGES, "at": TIMES, "who": st.just("casey")})
MERGES = st.fixed_dictionaries({"lead": LEADS, "into": LEADS, "at": TIMES})

CLEAN = st.lists(
    st.fixed_dictionaries(
        {
            "lead": st.sampled_from(["A", "B"]),
            "to": st.sampled_from(["lead", "mql", "accepted", "recycled"]),
            "old": st.just(""),
            "at": st.integers(0, 9).map(lambda minute: f"2026-05-12 10:0{minute}"),
            "who": st.sampled_from(["casey", "mara", "nobody", ""]),
        }
    ),
    max_size=12,
)


def frame(rows: list[dict[str, str]], names: tuple[str, ...]) -> pl.DataFrame:
    """Give rows of text cells as a frame with these columns."""
    return pl.DataFrame({name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names})


def of(
    touches: list[dict[str, str]], changes: list[dict[str, str]], merges: list[dict[str, str]], plan: Plan = PLAN
) -> Timing:
    """Measure rows of the three files."""
    logs = {
        "touches": frame(touches, ("lead", "event", "at")),
        "stages": frame(changes, ("lead", "to", "old", "at", "who")),
        "merges": frame(merges, ("lead", "into", "at")),
    }
    return measure(plan, logs, as_of=AS_OF)


@settings(max_examples=40, deadline=None)
@given(st.lists(TOUCHES, max_size=8), st.lists(CHANGES, max_size=8), st.lists(MERGES, max_size=4), st.randoms())
def test_rows_in_are_rows_used_and_left_out_whatever_comes(
    touches: list[dict[str, str]],
    changes: list[dict[str, str]],
    merges: list[dict[str, str]],
    shuffler: object,
) -> None:
    """Every row of every file is used or left out for a reason, and the order of rows changes no count or verdict."""
    timing = of(touches, changes, merges)
    for name, rows in (("touches", touches), ("stages", changes), ("merges", merges)):
        found = timing.events[name]
        left_out = found["left_out"]
        assert isinstance(left_out, dict)
        assert found["rows"] == len(rows) == found["used"] + sum(left_out.values())  # type: ignore[operator]
    for rows in (touches, changes, merges):
        shuffler.shuffle(rows)  # type: ignore[attr-defined]
    again = of(touches, changes, merges)
    assert [cycle.to_dict() for cycle in again.cycles] == [cycle.to_dict() for cycle in timing.cycles]
    assert (again.events, again.to_dict()["moves"]) == (timing.events, timing.to_dict()["moves"])


@settings(max_examples=40, deadline=None)
@given(CLEAN)
def test_moves_are_counted_as_by_a_plain_reading(changes: list[dict[str, str]]) -> None:
    """Whatever a history says, its moves come to the counts of the reference."""
    moves = [
        {"pair": (each.before, each.after), "by": each.by, "at_most": each.at_most, "carries": each.carries}
        for each in PLAN.transitions
    ]
    party_of = {"casey": "sales", "mara": "marketing"}
    expected = counts(changes, moves, party_of, {}, "2026-05-12 12:00")
    assert of([], changes, [], WITHOUT_OLD).to_dict()["moves"] == expected
