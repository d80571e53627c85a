"""The vectors of `tests/vectors/translate`, run by every way to translate a lead."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from ola.agreement.reading import read_agreement
from ola.batch import Batch
from ola.errors import NotAccepted, WrongCall
from ola.evaluate.leads.field_reader import field_reader
from ola.evaluate.leads.record import Checker
from ola.evaluate.leads.translated_columns import TranslatedColumns
from ola.plan import Plan
from ola.rows.read import open_rows
from ola.source import Source

FOLDER = Path(__file__).parent.parent / "vectors" / "translate"
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
PLANS: dict[str, Plan] = {}
Case = dict[str, Any]


def cases() -> list[Any]:
    """Read every case."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        agreement = read_agreement(Source(path.name, table["agreement"]))
        assert not [each for each in agreement.findings if each.level == "error"], agreement.findings
        PLANS[path.stem] = agreement.plan
        for number, case in enumerate(table["cases"], 1):
            found.append(pytest.param({"file": path.stem, "from": None, **case}, id=f"{path.stem}-{number}"))
    return found


CASES = cases()
ALL = pytest.mark.parametrize("case", CASES)
GIVEN = pytest.mark.parametrize("case", [each for each in CASES if "gives" in each.values[0]])


def checker(case: Case) -> Checker:
    """Compile the checker of the system that the case's record comes from."""
    return Checker(PLANS[case["file"]], case["from"])


def exactly(told: dict[str, Any]) -> dict[str, tuple[object, str]]:
    """Tell 1 from True and from 1.0."""
    return {name: (value, type(value).__name__) for name, value in told.items()}


@ALL
def test_the_checker_translates(case: Case) -> None:
    """One lead is written as the vector says, or refused for the clauses it names."""
    check = pickle.loads(pickle.dumps(checker(case)))  # noqa: S301 - what was pickled is ours
    if "refused" in case:
        with pytest.raises(NotAccepted) as caught:
            check.translate(case["record"], case["to"], NOW)
        verdict = caught.value.verdict
        assert [each.clause for each in verdict.findings if each.level == "error"] == case["refused"], case["says"]
        assert verdict.findings[0].message in str(caught.value)
        return
    assert exactly(check.translate(case["record"], case["to"], NOW)) == exactly(case["gives"]), case["says"]
    assert list(check.left_out(case["to"])) == case.get("left_out", []), case["says"]


@GIVEN
def test_what_is_translated_reads_back(case: Case) -> None:
    """There and back again, a record is written as it was after its first trip, unless the case says it cannot be."""
    plan, away, home = PLANS[case["file"]], case["to"], case["from"]
    there = case["gives"]
    if home is None:
        return
    way = checker(case).translation(away)
    back = Checker(plan, away).translate(there, home, NOW)
    carried = [each for each in way.carried if each.source in case["record"]]
    first, second = (
        [field_reader(each.read)(record[each.source]) for each in carried] for record in (case["record"], back)
    )
    assert (first == second) is case.get("back", True), case["says"]
    if case.get("back", True):
        assert exactly(Checker(plan, home).translate(back, away, NOW)) == exactly(there), case["says"]


@GIVEN
def test_the_columns_translate(case: Case) -> None:
    """A frame of the one lead is written alike, in columns of its own types or, where all is text, of categories."""
    check = checker(case)
    frame = pl.DataFrame({name: pl.Series([value], strict=False) for name, value in case["record"].items()})
    frames = [frame]
    if all(value is None or isinstance(value, str) for value in case["record"].values()):
        frames += [frame.cast(pl.String), frame.cast(pl.String).cast(pl.Categorical)]
    for each in frames:
        columns = TranslatedColumns(check.docket, check.translation(case["to"]), each.schema)
        told, _ = columns.write(each)
        assert tuple(told.columns) == columns.columns
        assert exactly(told.row(0, named=True)) == exactly(case["gives"]), case["says"]


@ALL
def test_a_batch_translates(case: Case) -> None:
    """Records and a frame of them are written alike by a batch, which finds what it finds without a translation."""
    plan = PLANS[case["file"]]
    frame = pl.DataFrame({name: pl.Series([value], strict=False) for name, value in case["record"].items()})
    wanted = [case["gives"]] if "gives" in case else []
    for rows in ([case["record"]], frame):
        batch = Batch(plan, open_rows(rows), case["from"], None, NOW, translate=case["to"])
        told = [row for part in batch.translated for row in (part if isinstance(part, list) else part.to_dicts())]
        assert [exactly(row) for row in told] == [exactly(row) for row in wanted], case["says"]
        plainly = Batch(plan, open_rows(rows), case["from"], None, NOW)
        assert (batch.summary, batch.findings) == (plainly.summary, plainly.findings)


def test_a_batch_translates_only_when_asked() -> None:
    """Without a system to translate to there is nothing to give; the message says how to ask."""
    batch = Batch(PLANS["types"], open_rows([{"lead": "1"}]), "hub", None, NOW)
    with pytest.raises(WrongCall, match="translate="):
        next(iter(batch.translated))


@pytest.mark.parametrize(("to", "says"), [("crn", "Did you mean crm"), ("hub", "already")])
def test_a_system_must_be_another(to: str, says: str) -> None:
    """An unknown system is named beside those there are; the lead's own is refused."""
    check = Checker(PLANS["types"], "hub")
    for ask in (lambda: check.translate({"lead": "1"}, to), lambda: check.left_out(to)):
        with pytest.raises(WrongCall, match=says):
            ask()
    with pytest.raises(WrongCall, match=says):
        Batch(PLANS["types"], open_rows([]), "hub", None, NOW, translate=to)


def test_columns_under_properties_are_translated() -> None:
    """A record with its columns under `properties`, as HubSpot sends them, is written flat."""
    check = Checker(PLANS["choices"], "hub")
    record = {"id": "7", "properties": {"hs_source": "OFFLINE", "utm": "x"}}
    assert check.translate(record, "crm", NOW) == {"LeadSource": "Trade Show"}
    batch = Batch(PLANS["choices"], open_rows([record]), "hub", None, NOW, translate="crm")
    assert list(batch.translated) == [[{"LeadSource": "Trade Show"}]]
