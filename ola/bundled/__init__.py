"""The files that come with ola: a starter agreement, and the demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

DEMO_FILES = ("agreement.ola.yaml", "leads.csv", "touches.csv", "stages.csv", "owners.csv")


def starter() -> str:
    """Give the text of the starter agreement."""
    from importlib.resources import files

    return files(__name__).joinpath("starter.ola.yaml").read_text(encoding="utf-8")


def copy_demo(folder: Path, names: Iterable[str] = DEMO_FILES) -> None:
    """Put files of the demonstration into a folder; what is there by their names is written over."""
    from importlib.resources import files

    for name in names:
        (folder / name).write_bytes(files(__name__).joinpath("demo", name).read_bytes())
