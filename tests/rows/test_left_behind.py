"""Unfinished files beside an output are taken back, whenever the run is told to stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from ola.errors import UnwritableOutput
from ola.rows import left_behind, output
from ola.rows.output import Output


def parts(folder: Path) -> list[str]:
    """Name the unfinished files of a folder."""
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_a_file_that_was_made_this_moment_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run may be told to stop before anybody has the file to discard it."""

    def told_to_stop(handle: int) -> None:
        raise KeyboardInterrupt(handle)

    monkeypatch.setattr(output, "hold", told_to_stop)
    with pytest.raises(KeyboardInterrupt):
        Output(tmp_path / "good.csv")
    assert len(parts(tmp_path)) == 1
    left_behind.take_back()
    assert parts(tmp_path) == []


def test_what_is_in_its_place_is_not_taken_back(tmp_path: Path) -> None:
    """Nor is what another run has begun, or what was never made."""
    done, other = Output(tmp_path / "good.csv"), tmp_path / ".bad.csv.0000.part"
    done.write(b"id\n")
    done.finish()
    done.place()
    other.write_text("another run's")
    with pytest.raises(UnwritableOutput, match="there is no folder"):
        Output(tmp_path / "nowhere" / "good.csv")
    left_behind.take_back()
    assert (tmp_path / "good.csv").read_bytes() == b"id\n"
    assert parts(tmp_path) == [other.name]
