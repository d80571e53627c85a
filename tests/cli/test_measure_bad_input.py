"""Wrong calls of `ola measure`, and rows from odd years, end in a sentence and the right exit code."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AGREEMENT = """\
ola: 1
id: small
version: {version}
status: signed
zone: UTC
effective: {effective}
parties: {{marketing: {{}}, sales: {{}}}}
calendars: {{office: {{zone: Europe/Berlin, hours: {{mon-fri: 09:00-17:00}}, holidays: DE}}}}
fields: {{lead_id: {{type: id, key: true}}, stage: {{type: stage}}}}
stages: {{mql: {{party: marketing}}, accepted: {{party: sales, end: true}}}}
logs: {{touches: {{lead: lead_id, event: event, at: at, zone: UTC}}}}
histories: {{stage: {{log: stages, lead: lead_id, at: at, to: stage, zone: UTC}}}}
events: {{call: {{log: touches, where: event = call}}}}
commitments:
  {name}: {{owed_by: sales, starts: mql, stops: call, calendar: office, within: 4 business hours}}
  acceptance: {{owed_by: sales, starts: mql, stops: accepted, within: 4 days, target: 90% per month}}
"""
OLD = AGREEMENT.format(version="1.0.0", effective="{from: 2026-01-01, until: 2026-05-05}", name="touch")
NEW = AGREEMENT.format(version="2.0.0", effective="{from: 2026-05-05}", name="first touch")
ALWAYS = AGREEMENT.format(version="1.0.0", effective="{}", name="touch").replace("effective: {}\n", "")
TOUCHES = "lead_id,event,at\nL1,call,2026-05-04T10:00:00Z\nL2,call,2026-05-06T10:00:00Z\n"
STAGES = "lead_id,at,stage\nL1,2026-05-04T09:00:00Z,mql\nL2,2026-05-05T09:00:00Z,mql\n"
Ola = Callable[..., tuple[int, str, str]]


@pytest.fixture(name="ola")
def measure(ola: Ola) -> Ola:
    """Run `ola measure` in a folder with an agreement and two files; give exit code, standard output and error."""
    for name, text in {
        "old.yaml": OLD,
        "new.yaml": NEW,
        "always.yaml": ALWAYS,
        "touches.csv": TOUCHES,
        "stages.csv": STAGES,
    }.items():
        Path(name).write_text(text, encoding="utf-8")

    def run(*words: str, agreements: tuple[str, ...] = ("always.yaml",)) -> tuple[int, str, str]:
        files = () if "-" in words else ("touches.csv", "stages=stages.csv")
        named = [word for each in agreements for word in ("-a", each)]
        return ola("measure", *files, *named, "--as-of", "2026-05-20", "--quiet", *words)

    return run


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "0001-01-01"), "since 0001-01-01 lies outside the years that calendars cover, 1900 to 2100."),
        (("--since", "yesterday"), "since yesterday is no date. Write 2026-06-01."),
        (("-", "stages=-"), "Standard input (-) is given for several files, and can be read once."),
        (("-", "--leads", "-"), "Standard input (-) is given for several files, and can be read once."),
        (("--leads", "*.csv"), "*.csv stands for several files, and events and their leads are read from one."),
        (("--verdicts", "."), ". ends in nothing; verdicts are written as .csv, .jsonl or .parquet."),
    ],
)
def test_a_wrong_call_ends_in_one_line(ola: Ola, words: tuple[str, ...], says: str) -> None:
    """Exit code 2, nothing on standard output, one line on standard error."""
    code, out, err = ola(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"ola: {says}")
    assert err.count("\n") == 1


def test_one_agreement_given_twice_is_told_so(ola: Ola) -> None:
    """Two versions without a date are no versions."""
    code, out, err = ola(agreements=("always.yaml", "always.yaml"))
    assert (code, out) == (2, "")
    assert "Two versions of small, 1.0.0 and 1.0.0, say no day from which they hold." in err


@pytest.mark.parametrize("year", ["0001", "1899", "1970", "1990"])
def test_a_start_in_a_year_no_calendar_covers_is_unknown(ola: Ola, year: str) -> None:
    """A default date of some system takes its own cycle's verdict and nobody else's; the rows add up."""
    row = f"L9,{year}-01-01T00:00:00Z,mql\n"
    Path("stages.csv").write_text(STAGES + row, encoding="utf-8")
    code, out, _ = ola("--format", "json", "--verdicts", "verdicts.csv", "--fail-on", "never")
    assert code == 0
    found: Any = json.loads(out)
    assert found["events"]["stages"] == {"rows": 3, "used": 3, "left_out": {}}
    assert found["commitments"]["touch"]["unknown"] == 1
    why = "its due cannot be worked out: its calendar covers the years 1991 to 2100"
    assert f"touch: 1 cycle has no verdict: {why}." in [each["message"] for each in found["findings"]]
    rows = list(csv.DictReader(Path("verdicts.csv").read_text(encoding="utf-8").splitlines()))
    wanted = {"L1": "met", "L2": "breached", "L9": "unknown"}
    assert {each["lead"]: each["verdict"] for each in rows if each["clause"] == "commitments.touch"} == wanted
    counts = Counter(each["verdict"] for each in rows)
    assert sum(counts.values()) == sum(each[verdict] for each in found["commitments"].values() for verdict in counts)


def test_a_commitment_of_the_newer_version_goes_on_from_a_state(ola: Ola) -> None:
    """A commitment that only one of the versions has is carried like any other."""
    both = ("old.yaml", "new.yaml")
    code, before, _ = ola("--save-state", "a.state", "--format", "json", "--fail-on", "never", agreements=both)
    assert code == 0
    Path("touches.csv").write_text("lead_id,event,at\n", encoding="utf-8")
    Path("stages.csv").write_text("lead_id,at,stage\n", encoding="utf-8")
    code, after, _ = ola("--state", "a.state", "--format", "json", "--fail-on", "never", agreements=both)
    assert code == 0
    assert json.loads(after)["commitments"] == json.loads(before)["commitments"]


def test_a_file_of_leads_without_rows_lacks_no_column(ola: Ola) -> None:
    """What has a header alone is told as that, and not as a file without the columns in its header."""
    text = (
        Path("always.yaml")
        .read_text(encoding="utf-8")
        .replace("stage: {type: stage}}", "stage: {type: stage}, budget: {type: number}}")
    )
    Path("always.yaml").write_text(
        text + "  worth: {owed_by: sales, sum: budget, of: accepted, at_least: 5 per month}\n", encoding="utf-8"
    )
    Path("leads.csv").write_text("lead_id,stage,budget\n", encoding="utf-8")
    code, out, _ = ola("--leads", "leads.csv", "--format", "json", "--fail-on", "never")
    assert code == 0
    messages = [each["message"] for each in json.loads(out)["findings"]]
    assert "leads.csv has a header and no rows." in messages
    assert "worth: no number is given: leads.csv has no rows." in messages
