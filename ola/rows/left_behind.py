"""Unfinished files beside an output: a stopped run takes its own back, the next run those that a killed one left."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # on Windows a file that is open cannot be removed: that is lock enough
    fcntl = None  # type: ignore[assignment]

_GRACE = 60.0  # seconds in which a run that has just made its file may come to lock it


_BEGUN: set[Path] = set()  # the unfinished files of this run


def begin(path: Path) -> None:
    """Note a file before it is made: a run may be told to stop before anybody else knows of it."""
    _BEGUN.add(path)


def end(path: Path) -> None:
    """Forget a file that is in its place, or gone, or was never made."""
    _BEGUN.discard(path)


def take_back() -> None:
    """Remove what this run has begun and not finished."""
    while _BEGUN:
        with contextlib.suppress(OSError):
            _BEGUN.pop().unlink(missing_ok=True)


def hold(handle: int) -> None:
    """Say that the file is in use, until every handle on it is closed; a run that is killed lets go."""
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a file system that knows no locks: its leftovers stay
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(target: Path) -> None:
    """Remove what earlier runs have left of this output; files of runs that are under way stay."""
    start, end = f".{target.name}.", ".part"
    with contextlib.suppress(OSError):
        for each in list(target.parent.iterdir()):
            if each.name.startswith(start) and each.name.endswith(end) and time.time() - each.stat().st_mtime > _GRACE:
                _remove(each)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("r+b") as file:
        if fcntl is not None:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.name != "nt":
            path.unlink()
    if os.name == "nt":
        with contextlib.suppress(OSError):
            path.unlink()
