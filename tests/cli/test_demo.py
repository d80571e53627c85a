"""`ola demo` tells what the commands found, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from math import floor
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ola.bundled import DEMO_FILES
from ola.cli.app import app
from ola.errors import UnwritableOutput, WrongCall
from ola.report.story import told
from tests.bench.make_demo import files

DEMO = Path(__file__).parents[2] / "ola/bundled/demo"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Run the demonstration once."""
    folder = tmp_path_factory.mktemp("demo") / "ola-demo"
    return folder, run(folder)


@pytest.fixture
def folder(shown: tuple[Path, Result], tmp_path: Path) -> Path:
    """Give a folder in which the demonstration has run."""
    return Path(shutil.copytree(shown[0], tmp_path / "ola-demo"))


def run(folder: Path, *more: str) -> Result:
    """Run `ola demo` as the command does."""
    return CliRunner().invoke(app, ["demo", str(folder), *more], catch_exceptions=True)


def results(folder: Path) -> tuple[Any, Any]:
    """Give what the commands wrote."""
    check, measure = (json.loads((folder / name).read_text("utf-8")) for name in ("check.json", "measure.json"))
    return check, measure


def test_it_ends_well_and_leaves_its_files(shown: tuple[Path, Result]) -> None:
    """The demonstration ends in exit code 0, and each file it speaks of is there."""
    folder, result = shown
    assert result.exit_code == 0, result.output
    made = {each.name for each in folder.iterdir()}
    assert made >= {*DEMO_FILES, "accepted.csv", "rejected.csv", "verdicts.csv", "check.json", "measure.json"}
    spoken_of = set(re.findall(r"\b[a-z]+\.(?:csv|json|ola\.yaml)\b", result.stdout))
    assert spoken_of - made == set()


def test_the_files_are_those_that_the_script_makes() -> None:
    """After a change run: python tests/bench/make_demo.py."""
    made = files()
    assert {name: (DEMO / name).read_bytes() == content for name, content in made.items()} == dict.fromkeys(made, True)
    assert {*made, "agreement.ola.yaml"} == set(DEMO_FILES) == {each.name for each in DEMO.iterdir()}
    assert sum(each.stat().st_size for each in DEMO.iterdir()) < 300_000


def test_it_tells_the_json_and_nothing_else(shown: tuple[Path, Result]) -> None:
    """Each number of the text stands in check.json or measure.json."""
    folder, result = shown
    check, measure = results(folder)
    text = told(check, measure)
    assert text in result.stdout
    known = {word for part in (check, measure) for value in values(part) for word in words(value, check)}
    known |= {number for word in known for number in numbers(word)}
    told_of = set(numbers(text))
    assert told_of - known == set()
    assert len(told_of) > 80


def numbers(text: str) -> Iterator[str]:
    """Find the numbers of a text, with their thousands and fractions."""
    return (found.replace(",", "") for found in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text))


def values(part: object) -> Iterator[object]:
    """Find every value of a JSON text, keys included."""
    match part:
        case dict():
            yield from part
            for each in part.values():
                yield from values(each)
        case list():
            for each in part:
                yield from values(each)
        case _:
            yield part


def words(value: object, check: Any) -> Iterator[str]:
    """Say how a value may be written: a share as a percentage, seconds as hours, an instant on the report's clock."""
    yield str(value)
    if isinstance(value, float):
        share = floor(round(value * 1000, 4)) / 10
        yield f"{share:g} {share:.1f}"
        yield f"{int(value) // 3600} h {int(value) % 3600 // 60} min"
        yield f"{int(value) // 60} min"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT.*", value):
        here = datetime.fromisoformat(check["as_of"]).tzinfo
        yield f"{datetime.fromisoformat(value).astimezone(here):%Y-%m-%d %H:%M %z}"


def test_a_mended_lead_moves_the_numbers(folder: Path) -> None:
    """Whoever mends a lead and runs it again sees one more lead accepted, and his own text kept."""
    before, _ = results(folder)
    line = next(each["place"]["line"] for each in before["findings"] if each["message"].startswith("country is blank"))
    leads = (folder / "leads.csv").read_bytes().split(b"\n")
    cells = leads[line - 1].split(b",")
    assert cells[8] == b""
    cells[8] = b"US"
    leads[line - 1] = b",".join(cells)
    (folder / "leads.csv").write_bytes(b"\n".join(leads))
    again = run(folder)
    after, _ = results(folder)
    for name, step in (("records", 0), ("accepted", 1), ("rejected", -1)):
        assert after["summary"][name] == before["summary"][name] + step
    assert f"{after['summary']['accepted']} may be handed over" in again.stdout
    assert "leads.csv" in again.stderr
    assert (folder / "leads.csv").read_bytes() == b"\n".join(leads)


def test_a_longer_limit_moves_the_verdicts(folder: Path) -> None:
    """A limit that is changed in the agreement changes who kept it."""
    _, before = results(folder)
    agreement = (folder / "agreement.ola.yaml").read_text("utf-8")
    (folder / "agreement.ola.yaml").write_text(agreement.replace("within: 30 minutes", "within: 90 minutes"), "utf-8")
    again = run(folder)
    _, after = results(folder)
    assert after["commitments"]["routing"]["breached"] < before["commitments"]["routing"]["breached"]
    assert f"{after['commitments']['routing']['met']} met" in again.stdout
    assert run(folder, "--fresh").exit_code == 0
    assert results(folder)[1]["commitments"] == before["commitments"]


def test_an_agreement_made_invalid_is_said_to_be(folder: Path) -> None:
    """A mistake that somebody makes while trying is a finding, and the numbers of before stay."""
    before = results(folder)
    agreement = (folder / "agreement.ola.yaml").read_text("utf-8")
    (folder / "agreement.ola.yaml").write_text(agreement.replace("score >= 60", "scores >= 60"), "utf-8")
    assert "scores" in str(run(folder).exception)
    assert results(folder) == before


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """Nobody's own leads.csv is taken for the demonstration's, and nothing is put beside it."""
    (tmp_path / "leads.csv").write_text("id\n1\n", "utf-8")
    assert isinstance(run(tmp_path).exception, WrongCall)
    assert [each.name for each in tmp_path.iterdir()] == ["leads.csv"]
    assert isinstance(run(tmp_path / "leads.csv").exception, UnwritableOutput)


def test_an_empty_input_is_told_too() -> None:
    """Nothing to tell is told as well: no findings, no open clocks, no goals."""
    check: dict[str, object] = {
        "agreement": {"id": "a", "version": "1.0.0"},
        "as_of": "2026-07-01T00:00:00+02:00",
        "at": None,
        "summary": {"records": 1, "accepted": 1, "rejected": 0, "by_clause": {}},
        "findings": [],
    }
    assert told(check, {"commitments": {}, "open": [], "findings": []}) == (
        "a 1.0.0, as of 2026-07-01 00:00 (UTC+02:00)\n"
        "\n"
        "LEADS  Which may be handed over?\n"
        "  1 lead came in.\n"
        "        1 may be handed over: accepted.csv\n"
        "        0 may not: rejected.csv, with the reasons beside each\n"
        "\n"
        "CLOCKS  Who kept what was promised?\n"
        "\n"
        "  Every promise of a period that is over was kept.\n"
        "\n"
        "STILL RUNNING  No clock is open.\n"
        "\n"
        "NOT DECIDED  What could not be said or used, and why\n"
        "  Nothing: every cycle has its verdict.\n"
    )
