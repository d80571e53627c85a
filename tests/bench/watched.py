"""A process run to its end and watched from outside: seconds, processor time, and the most private memory it had.

Private memory is `RssAnon` of /proc/PID/status: what is nobody else's and not the file's. Needs Linux; else it is 0.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Watched:
    """What one process took, its exit code, and what it said."""

    seconds: float
    cpu: float
    peak: int
    code: int
    out: str
    error: str


def watched(
    *words: str, environment: Mapping[str, str] | None = None, memory: bool = True, patience: float | None = None
) -> Watched:
    """Run a command and watch it; after so many seconds of patience it is ended, with the code of a signal."""
    start = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as error,
        subprocess.Popen(words, env=environment, stdout=out, stderr=error) as process,
        _peak(process.pid if memory else None) as peak,
        _ended_after(process, patience),
    ):
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        error.seek(0)
        said = out.read(), error.read()
    return Watched(seconds, usage.ru_utime + usage.ru_stime, peak[0], process.returncode, *said)


@contextmanager
def _peak(pid: int | None) -> Iterator[list[int]]:
    """Look at a process again and again; what is given holds its most private memory in bytes."""
    peak = [0]
    if pid is None:
        yield peak
        return
    status, done = Path(f"/proc/{pid}/status"), threading.Event()

    def look() -> None:
        while not done.wait(_PAUSE):
            peak[0] = max(peak[0], _private(status))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _private(status: Path) -> int:
    try:
        lines = status.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon")), 0)


@contextmanager
def _ended_after(process: subprocess.Popen[bytes], patience: float | None) -> Iterator[None]:
    if patience is None:
        yield
        return
    timer = threading.Timer(patience, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
