"""The bench of one lead: everybody does the same work, and who is not installed is left out with a word."""

from __future__ import annotations

import re
import sys

import pytest

from tests.bench import bench_one
from tests.bench.work.leads import text_dicts, typed_dicts


def test_everybody_refuses_the_same_leads() -> None:
    """Whoever is installed refuses exactly the leads that ola refuses; who finds all has as many findings in each."""
    checks, _ = bench_one.checkers()
    assert [check.name for check in checks[:2]] == ["ola", "by hand"]
    for form, some in (("typed", typed_dicts(400, bad=0.5)), ("text", text_dicts(400, bad=0.5))):
        own = [len(checks[0].findings(lead)) for lead in some]
        for check in bench_one.able(checks, form):
            assert [not check.is_ok(lead) for lead in some] == [bool(found) for found in own], check.name
            found = [len(check.findings(lead)) for lead in some]
            assert (found == own) if check.finds_all else all(map(bool, found)) == all(map(bool, own)), check.name


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Machine, versions, counts, times and what is not given; a peer that is missing is named."""
    monkeypatch.setitem(sys.modules, "fastjsonschema", None)
    monkeypatch.delitem(sys.modules, "tests.bench.peers.one_fastjsonschema", raising=False)
    bench_one.main(["--leads", "60", "--processes", "2", "--rounds", "2"])
    said = capsys.readouterr().out
    assert re.search(r", Python 3\.\d+\.\d+\. ola-contract ", said)
    assert "Not installed, and so left out: " in said
    assert "fastjsonschema" in said.splitlines()[2]
    assert "| ola | 0 / 0 | " in said
    assert said.count("times ola (lowest–highest process)") == 6
    assert "- pydantic TypedDict: rules across fields where a field is wrong" in said


def test_leads_may_be_seen_once() -> None:
    """Each round then has leads of its own, all else is the same."""
    asked = bench_one.Measuring(("ola", "by hand"), leads=20, rounds=1, once=True)
    measured = bench_one.measure_all(asked)
    assert set(measured) == {
        (form, bad, name) for form in bench_one.FORMS for bad in bench_one.SHARES for name in asked.names
    }


def test_other_work_is_not_timed() -> None:
    """Who refuses other leads, or finds less where it should find all, ends the bench."""
    checks, _ = bench_one.checkers()
    ola, by_hand, *_ = checks
    found = {check.name: bench_one.Counted(3, 5) for check in checks}
    bench_one.compare(("typed", 1.0), [ola, by_hand], found)
    for other in (bench_one.Counted(2, 5), bench_one.Counted(3, 4)):
        with pytest.raises(SystemExit, match="by hand does other work"):
            bench_one.compare(("typed", 1.0), [ola, by_hand], found | {"by hand": other})
