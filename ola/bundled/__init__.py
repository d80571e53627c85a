"""The files that come with ola: a starter agreement, and the demonstration."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

DEMO_FILES = ("agreement.ola.yaml", "leads.csv", "touches.csv", "stages.csv", "owners.csv")


def starter() -> str:
    """Give the text of the starter agreement."""
    return files(__name__).joinpath("starter.ola.yaml").read_text(encoding="utf-8")


def copy_demo(folder: Path) -> None:
    """Put the demonstration's files into a folder; what is there by these names is written over."""
    for name in DEMO_FILES:
        content = files(__name__).joinpath("demo", name).read_bytes()
        (folder / name).write_bytes(content)
