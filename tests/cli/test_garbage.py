"""When Python looks for garbage while a command runs."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from ola import api
from ola.cli import main
from ola.cli.garbage import not_looked_for

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
OVER_FILES = {
    "check": ("check", "leads.csv", "--agreement", str(HARBOR)),
    "measure": ("measure", "touches.csv", "--agreement", str(HARBOR)),
    "init": ("init", "--from", "leads.csv", "--out", "new.ola.yaml"),
    "demo": ("demo", "folder"),
}
FIRST_LONG_CALL = {"check": "check", "measure": "measure", "init": "draft", "demo": "check"}


class Seen(Exception):
    """Ends a command where it would go over its file."""


@pytest.mark.parametrize("verb", OVER_FILES)
def test_verbs_that_go_over_files_look_for_garbage(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file of any size leaves behind is cleared away while it is read."""
    seen: list[bool] = []

    def long_call(*_: object, **__: object) -> None:
        seen.append(gc.isenabled())
        raise Seen

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(api, FIRST_LONG_CALL[verb], long_call)
    monkeypatch.setattr(sys, "argv", ["ola", *OVER_FILES[verb]])
    with pytest.raises(Seen):
        main()
    assert seen == [True]


def test_lint_does_not_look_for_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agreement is read without it, and whoever calls the command from Python has it back afterwards."""
    seen: list[bool] = []
    lint = api.lint

    def seeing(*given: object, **named: object) -> object:
        seen.append(gc.isenabled())
        return lint(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(api, "lint", seeing)
    monkeypatch.setattr(sys, "argv", ["ola", "lint", str(HARBOR), "--as-of", "2026-06-01"])
    with pytest.raises(SystemExit):
        main()
    assert seen == [False]
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    """Whoever has turned the search off finds it off after a command."""
    gc.disable()
    try:
        with not_looked_for():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
