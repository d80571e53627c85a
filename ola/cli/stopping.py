"""Being told to stop, by Ctrl-C, `kill` or a closing terminal: what was begun is taken back before the command ends."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is not on every system


class Stopped(BaseException):
    """The command was told to stop; no error of a lead, a file or the program."""

    def __init__(self, number: int) -> None:
        """Keep which signal told it."""
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """What shells expect of a command that was stopped: 130 after Ctrl-C, 143 after `kill`."""
        return 128 + self.number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Stopped` in what runs here when a signal comes; one that is ignored, as under `nohup`, stays so."""
    if threading.current_thread() is not threading.main_thread():  # signals come to that one only
        yield
        return
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    heeded = [number for number, handler in before.items() if handler not in {signal.SIG_IGN, None}]

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        for each in heeded:  # what is being taken back is not interrupted again
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])
