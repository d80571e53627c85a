"""Every example of the README and the docs runs, and prints what the page shows."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs_page import RunCommand, RunPython, WriteFile, matches, steps

TOP = Path(__file__).parents[1]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]

# The command as a reader has it, whether or not it is on this machine's PATH.
OLA = f"""#!/bin/sh
exec "{sys.executable}" -c 'import sys; from ola.cli import main; sys.argv[0] = "ola"; sys.exit(main())' "$@"
"""


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """Give the environment of a terminal that has `ola`, no colours, and 120 columns."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "ola").write_text(OLA, encoding="utf-8")
    (folder / "ola").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    python_path = os.pathsep.join([str(TOP), *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {
        "PATH": path,
        "PYTHONPATH": python_path,
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "LC_ALL": "C.UTF-8",
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_page_shows_what_happens(
    path: Path, tmp_path: Path, shell: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who follows the page from top to bottom sees what it shows."""
    folder = tmp_path / "page"
    folder.mkdir()
    monkeypatch.chdir(folder)
    names: dict[str, object] = {"__name__": "__main__"}
    for step in steps(path.read_text(encoding="utf-8")):
        where = f"{path.relative_to(TOP)}:{step.line}"
        match step:
            case WriteFile():
                target = folder / step.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(step.text, encoding="utf-8")
            case RunPython():
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(compile(step.code, where, "exec"), names)  # noqa: S102 - the page is ours
                if step.prints is not None:
                    compare(step.prints, printed.getvalue(), where)
            case RunCommand():
                done = subprocess.run(
                    ["sh", "-c", step.command],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    env=shell,
                    text=True,
                    encoding="utf-8",
                    check=False,
                )
                compare(step.prints, done.stdout, f"{where} $ {step.command}")
                assert done.returncode == step.exit_code, f"{where} $ {step.command}\n{done.stdout}"


def compare(shown: str, printed: str, where: str) -> None:
    """Hold what a page shows to what was printed."""
    if not matches(shown, printed):
        assert printed.strip("\n") == shown.strip("\n"), where
        pytest.fail(f"{where}: the page and the output differ in white space")


def test_links_of_the_docs_lead_somewhere() -> None:
    """Every relative link of a page is a file that is there."""
    missing = [
        f"{path.relative_to(TOP)}: {link}"
        for path in PAGES
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert missing == []
