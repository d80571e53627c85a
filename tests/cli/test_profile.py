"""`ola profile` ends as its findings are grave, and says how many leads it looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ola.cli.app import app
from ola.errors import WrongCall

RUN = CliRunner()
AGREEMENT = """
ola: 1
id: small
version: 1.0.0
zone: UTC
parties: {marketing: {}}
fields: {lead_id: {type: id, key: true}, source: {type: choice, choices: [web, event]}}
"""


@pytest.fixture
def agreement(tmp_path: Path) -> str:
    """Write a small agreement."""
    path = tmp_path / "small.ola.yaml"
    path.write_text(AGREEMENT, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("leads", "fail_on", "code"),
    [
        ("lead_id,source\n1,web\n2,event\n", "warning", 0),
        ("lead_id,source\n1,web\n2,fair\n", "error", 0),
        ("lead_id,source\n1,web\n2,fair\n", "warning", 1),
        ("id,source\n1,web\n2,web\n", "error", 1),
        ("id,source\n1,web\n2,web\n", "never", 0),
    ],
)
def test_the_exit_code_is_that_of_the_gravest_finding(agreement: str, leads: str, fail_on: str, code: int) -> None:
    """Nothing unexpected is 0; a warning is 1 only where it is asked for, a key without its column is an error."""
    done = RUN.invoke(app, ["profile", "-", "-a", agreement, "--fail-on", fail_on], input=leads)
    assert done.exit_code == code, done.output


def test_it_says_what_it_looked_at(agreement: str, tmp_path: Path) -> None:
    """Words for people go to standard error, and --quiet leaves them out."""
    leads = tmp_path / "leads.csv"
    leads.write_text("lead_id,source\n1,web\n2\n3,event\n", "utf-8")
    done = RUN.invoke(app, ["profile", str(leads), "-a", agreement, "--as-of", "2026-06-01"])
    assert done.stdout == ""
    assert done.stderr == (
        "2 leads, 1 more row that cannot be read, 2 columns: 0 findings; "
        "requirements of no stage as of 2026-06-01T00:00:00+00:00.\n"
    )
    assert RUN.invoke(app, ["profile", str(leads), "-a", agreement, "--quiet"]).output == ""


def test_what_cannot_be_read_twice_is_refused(agreement: str, tmp_path: Path) -> None:
    """Standard input stands for one thing, and events need a log that the agreement names."""
    twice = RUN.invoke(app, ["profile", "-", "-a", "-"])
    assert isinstance(twice.exception, WrongCall)
    leads = tmp_path / "leads.csv"
    leads.write_text("lead_id,source\n1,web\n", "utf-8")
    no_log = RUN.invoke(app, ["profile", str(leads), "touches.csv", "-a", agreement])
    assert isinstance(no_log.exception, WrongCall)
    assert "names no logs" in str(no_log.exception)
