"""Moves between stages against the vectors in tests/vectors/moves, and a reference that knows nothing of ola."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import ola
from ola.evaluate.handoffs.moves.ways import Ways
from ola.evaluate.handoffs.timing import Timing, measure
from ola.finding import Finding
from ola.plan import Plan
from tests.evaluate.clock_vectors import frame_of
from tests.reference_moves import counts

FOLDER = Path(__file__).parents[1] / "vectors" / "moves"
OF_MOVES = ("OLA522", *(f"OLA54{i}" for i in range(10)))
NOTHING: dict[str, Any] = {
    "checked": 0, "allowed": 0, "unknown": 0, "forbidden": {}, "by_another": {}, "too_often": {}, "lacking": {},
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Case:
    """One case of a file, with the agreement of that file."""

    file: str
    agreement: str
    data: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file}: {self.data['name']}"


@cache
def plan_of(agreement: str) -> Plan:
    """Load the agreement of a file."""
    loaded = ola.load(agreement.encode())
    return loaded.plan


@cache
def measured(case: Case) -> Timing:
    """Measure a case."""
    logs = {name: frame_of(rows, ("lead", "at", "to")) for name, rows in case.data["logs"].items()}
    given = case.data.get("leads")
    leads = None if given is None else frame_of(given, ("lead_id",))
    as_of = dt.datetime.fromisoformat(case.data["as_of"])
    return measure(plan_of(case.agreement), logs, leads, case.data.get("system"), as_of=as_of)


def _read(path: Path) -> list[Case]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    return [Case(path.stem, data["agreement"], each) for each in data["cases"]]


CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in _read(path)]


def _numbers(value: Any) -> Any:
    return {name: _numbers(each) for name, each in value.items()} if isinstance(value, dict) else int(value)


def _cut(finding: Finding, wanted: dict[str, Any]) -> dict[str, Any]:
    row = {**finding.to_dict(), "count": str(finding.count)}
    return {name: ("null" if row.get(name) is None else row.get(name)) for name in wanted}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_vector_holds(case: Case) -> None:
    """Every case of the vectors comes out as it says, counts and findings."""
    timing = measured(case)
    assert timing.to_dict()["moves"] == NOTHING | _numbers(case.data["moves"])
    left = [finding for finding in timing.findings if finding.code in OF_MOVES]
    for wanted in case.data["findings"]:
        found = next((each for each in left if _cut(each, wanted) == wanted), None)
        assert found is not None, (wanted, [each.to_dict() for each in left])
        left.remove(found)
    assert left == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_reference_counts_the_same(case: Case) -> None:
    """A slow reading of the same rows, a lead and a row at a time, comes to the counts of the vectors."""
    plan, logs = plan_of(case.agreement), case.data["logs"]
    moves = [
        {"pair": (each.before, each.after), "by": each.by, "at_most": each.at_most, "carries": each.carries}
        for each in plan.transitions
    ]
    party_of = {"sales": "sales", "marketing": "marketing", "ops": "ops", "crm": "ops"}
    party_of |= {"casey": "sales", "lena": "sales", "mara": "marketing"}
    rows = {each["lead_id"]: each.get("reason", "") in ("budget", "timing") for each in case.data.get("leads", [])}
    known = {"reason": {"history": logs.get("reasons", []), "row": rows}}
    as_of = case.data["as_of"].replace("T", " ").removesuffix(":00Z")
    into = {each["loser"]: each["winner"] for each in logs.get("merges", [])}
    changes = [{**row, "lead": into.get(row["lead"], row["lead"])} for row in logs["stages"]]
    joined = frozenset(into[row["lead"]] for row in logs["stages"] if row["lead"] in into)
    assert counts(changes, moves, party_of, known, as_of, joined) == measured(case).to_dict()["moves"]


def test_ways_name_what_cannot_be_gone_around() -> None:
    """A stage that lies on one of two ways only is not skipped; one on both is."""
    ways = Ways(("a", "b", "c", "d", "e"), [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")])
    assert ways.skipped("a", "d") == ()
    assert ways.skipped("a", "e") == ("d",)
    assert ways.skipped("e", "a") == ()
    assert [ways.is_return("d", "b"), ways.is_return("c", "b"), ways.is_return("b", "c")] == [True, True, False]


def test_an_agreement_without_a_stage_history_counts_no_moves() -> None:
    """Where no history of the stage was given, the JSON has no moves rather than none that were made."""
    case = CASES[0]
    timing = measure(plan_of(case.agreement), {}, as_of=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    assert "moves" not in timing.to_dict()


def test_names_of_people_are_masked_where_owners_are_personal() -> None:
    """Who moved a lead is shown as owners are: masked where the field of owners is personal."""
    order = next(case for case in CASES if case.file == "order")
    agreement = order.agreement.replace(
        "stage: {type: stage}", "stage: {type: stage}\n  owner: {type: owner, personal: true}"
    )
    agreement = agreement.replace("- lead -> mql", "- {move: lead -> mql, by: sales}").replace("from: old", "by: who")
    agreement += "\nowners: {katherine: {party: marketing}}\n"
    rows = [{"lead": "A", "at": "2026-01-05 09:00", "to": "lead"}]
    rows += [{"lead": "A", "at": "2026-01-06 09:00", "to": "mql", "who": "katherine"}]
    plan = ola.load(agreement.encode()).plan
    timing = measure(plan, {"stages": frame_of(rows, ())}, as_of=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    found = [each.message for each in timing.findings if each.code == "OLA543"]
    assert found == ["marketing moved 1 lead from lead to mql, which only sales may do: “k…ne”."]
