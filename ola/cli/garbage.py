"""When Python looks for garbage: not while a command starts, nor when it leaves; only while rows come and go.

What is loaded at the start stays to the end, so that looking through it again and again, and a last time on the way
out, finds nothing: a fifth of the time of `ola lint`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_looked_for() -> Iterator[None]:
    """Run a command without looking for garbage; at its end all that is there is left to the end of the process."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_looked_for:
            gc.enable()


def look_from_here_on() -> None:
    """Look for garbage again, among what is yet to come: for verbs that go over files of any size."""
    gc.freeze()
    gc.enable()
