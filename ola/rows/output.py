"""A file that appears whole under its name, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from ola.errors import UnwritableOutput, WrongCall


class Written(Protocol):
    """Something that is written beside its place first."""

    def finish(self) -> None:
        """Complete the content beside its place."""

    def place(self) -> None:
        """Put it in its place; what stood there before is gone."""

    def discard(self) -> None:
        """Leave nothing behind."""


def require_no_input(path: Path, inputs: Iterable[Path | None]) -> None:
    """Raise `WrongCall` if an output would replace one of the inputs."""
    if path.exists() and any(each is not None and each.exists() and path.samefile(each) for each in inputs):
        message = f"{path} is the input itself. Choose another name: the input is never written over."
        raise WrongCall(message)


def require_apart(*paths: str | Path | None) -> None:
    """Raise `WrongCall` if two outputs are one file."""
    seen: set[Path] = set()
    for path in paths:
        if path is None:
            continue
        place = Path(path).resolve()
        if place in seen:
            message = f"{path} is asked for twice. Give each output a name of its own."
            raise WrongCall(message)
        seen.add(place)


@contextmanager
def written_together(*outputs: Written) -> Iterator[None]:
    """Put all outputs in place when the work under `with` is done, none if anything fails."""
    try:
        yield
        for output in outputs:
            output.finish()
        for output in outputs:
            output.place()
    finally:
        for output in outputs:
            output.discard()


class Output:
    """A file being written beside its place, in the same folder, so that putting it there is one step."""

    def __init__(self, path: Path, *, never: Iterable[Path | None] = ()) -> None:
        """Open the file beside; raise `UnwritableOutput` if that fails, `WrongCall` if it is one of `never`."""
        self.path = path
        self._placed = False
        require_no_input(path, never)
        if path.is_dir():
            message = f"{path} is a folder. Name a file in it, such as {path / 'accepted.csv'}."
            raise UnwritableOutput(message)
        if path.exists() and not path.is_file():
            message = f"{path} is a device or a pipe, not a file. Name a file."
            raise UnwritableOutput(message)
        self._target = path.resolve()  # a link stays a link, what it points to is replaced
        self.beside = self._target.with_name(f".{self._target.name}.{secrets.token_hex(4)}.part")
        try:
            # 0o666 as `open` does: who may read the file is for the user's umask to say
            handle = os.open(self.beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        except FileNotFoundError:
            message = f"{path} cannot be written: there is no folder {path.parent}. Make it first."
            raise UnwritableOutput(message) from None
        except PermissionError:
            message = f"{path} cannot be written: you may not write in {path.parent}. Choose another folder."
            raise UnwritableOutput(message) from None
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror or error}."
            raise UnwritableOutput(message) from error
        self._file = os.fdopen(handle, "wb", buffering=1 << 20)

    def write(self, text: bytes) -> None:
        """Add bytes to the file beside; raise `UnwritableOutput` where they do not fit."""
        try:
            self._file.write(text)
        except OSError as error:
            raise self.failed(error) from error

    def finish(self) -> None:
        """Bring everything to the disk's keeper and close the file beside."""
        try:
            self._file.close()
        except OSError as error:
            raise self.failed(error) from error

    def place(self) -> None:
        """Rename the file beside to its name."""
        try:
            self.beside.replace(self._target)
        except OSError as error:
            raise self.failed(error) from error
        self._placed = True

    def discard(self) -> None:
        """Remove the file beside unless it is in its place."""
        if self._placed:
            return
        with suppress(OSError):  # the disk is full, and what could not be written is not wanted any more
            self._file.close()
        self.beside.unlink(missing_ok=True)

    def failed(self, error: Exception) -> UnwritableOutput:
        """Say why the file could not be written, and what to do."""
        why = (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]
        return UnwritableOutput(
            f"{self.path} could not be written: {why}. Nothing was left under that name; "
            "make room or choose another place, then run again."
        )


def replace_whole(path: Path, text: str) -> None:
    """Put a changed text in the place of a file, whole or not at all; whoever could read it can read it then.

    Raises `UnwritableOutput`.
    """
    mode = path.stat().st_mode & 0o777
    write_whole(path, text)
    path.chmod(mode)


def write_whole(path: str | Path, content: str | bytes, *, never: Iterable[Path | None] = ()) -> None:
    """Write a file, whole or not at all; `never` are inputs it must not replace. Raises `UnwritableOutput`."""
    output = Output(Path(path), never=never)
    with written_together(output):
        output.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
