"""An environment of its own for each peer, with the packages that `peers/requirements` pins for it."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "peers" / "requirements"
FOLDER = Path(__file__).parents[2] / "build" / "peers"


def pinned(name: str) -> str:
    """Give what a peer is, as `distribution==version`: the first line of its requirements."""
    return (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()[0]


def make(name: str, folder: Path = FOLDER) -> None:
    """Make a peer's environment, or bring it up to what is pinned; raises CalledProcessError with what pip says."""
    python = _python(name, folder)
    if not python.exists():
        venv.create(folder / name, with_pip=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS / f"{name}.txt"],
        check=True,
        capture_output=True,
        text=True,
    )


def python_of(name: str, folder: Path = FOLDER) -> str | None:
    """Give the interpreter for a peer: its own, this one where the peer is installed in it, or none."""
    own = _python(name, folder)
    if own.exists():
        return str(own)
    return sys.executable if _installed(pinned(name).partition("==")[0]) else None


def version_of(name: str, folder: Path = FOLDER) -> str:
    """Give the version of a peer that `python_of` finds."""
    distribution, _, pin = pinned(name).partition("==")
    return pin if _python(name, folder).exists() else _installed(distribution) or ""


def _python(name: str, folder: Path) -> Path:
    return folder / name / "bin" / "python"


def _installed(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
