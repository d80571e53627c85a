"""A file that appears whole under its name, or not at all."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from ola.errors import UnwritableOutput, WrongCall
from ola.rows.address import Address, is_address
from ola.rows.left_behind import begin, end, hold, sweep

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


class Written(Protocol):
    """Something that is written beside its place first."""

    def finish(self) -> None:
        """Complete the content beside its place."""

    def place(self) -> None:
        """Put it in its place; what stood there before is gone."""

    def discard(self) -> None:
        """Leave nothing behind."""


class TakesFiles(Protocol):
    """An input that may be a folder or a pattern."""

    name: str

    def would_take(self, path: Path) -> bool:
        """Whether a file put there would be read the next time."""


class Known(Protocol):
    """Leads that are known: read, and never written."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files they are read from."""

    def reads(self, table: Address) -> bool:
        """Whether they are read from that table."""


class TakesTables(Protocol):
    """An input that may be a table or a query."""

    def reads(self, table: Address) -> bool:
        """Whether it is read from that table."""


def require_no_input(path: Path, inputs: Iterable[Path | None]) -> None:
    """Raise `WrongCall` if an output would replace one of the inputs."""
    if path.exists() and any(each is not None and each.exists() and path.samefile(each) for each in inputs):
        message = f"{path} is the input itself. Choose another name: the input is never written over."
        raise WrongCall(message)


def require_no_part(path: Path, rows: TakesFiles) -> None:
    """Raise `WrongCall` if an output would be read as part of the input the next time."""
    if rows.would_take(path):
        message = f"{path} would be part of {rows.name}, the input, the next time. Write it to another folder."
        raise WrongCall(message)


def require_not_known(known: Known, *places: str | Path | Address | None) -> None:
    """Raise `WrongCall` if an output would replace the leads that are known."""
    for place in places:
        match place:
            case None:
                continue
            case Address():
                is_known = known.reads(place)
            case _:
                path = Path(place)
                is_known = path.exists() and any(each.exists() and path.samefile(each) for each in known.paths)
        if is_known:
            message = f"{place} holds the leads that are known. Choose another name: they are never written over."
            raise WrongCall(message)


def require_table(table: Address, rows: TakesTables) -> None:
    """Raise `WrongCall` if an output names no table, or one that the input is read from."""
    if table.table is None:
        message = f"{table} names a database and no table. Write {table}#TABLE."
        raise WrongCall(message)
    if rows.reads(table):
        message = f"{table} is the input itself. Choose another table: the input is never written over."
        raise WrongCall(message)


def place_of(name: str | os.PathLike[str] | None) -> Path | Address | None:
    """Say what an output's name stands for: a table where it is an address, else a file."""
    if name is None:
        return None
    text = os.fsdecode(name)
    return Address.read(text) if is_address(text) else Path(text)


def require_file(name: str | os.PathLike[str], holds: str) -> Path:
    """Give the file of an output that no table can hold; raise `WrongCall` for an address."""
    place = place_of(name)
    if isinstance(place, Path):
        return place
    message = f"{place} is a table, and {holds} leads go to a file. A table can hold rejected leads and verdicts."
    raise WrongCall(message)


def require_apart(*places: str | Path | Address | None) -> None:
    """Raise `WrongCall` if two outputs are one file or one table."""
    files: set[Path] = set()
    tables: list[Address] = []
    for place in places:
        match place:
            case None:
                continue
            case Address():
                twice = any(place.is_same_table(each) for each in tables)
                tables.append(place)
            case _:
                twice = Path(place).resolve() in files
                files.add(Path(place).resolve())
        if twice:
            message = f"{place} is asked for twice. Give each output a name of its own."
            raise WrongCall(message)


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


def _refused(path: Path, error: OSError) -> str:
    """Say why a file cannot be begun, and what to do."""
    match error:
        case FileNotFoundError():
            return f"{path} cannot be written: there is no folder {path.parent}. Make it first."
        case PermissionError():
            return f"{path} cannot be written: you may not write in {path.parent}. Choose another folder."
        case _:
            return f"{path} cannot be written: {error.strerror or error}."


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
        sweep(self._target)
        self.beside = self._target.with_name(f".{self._target.name}.{secrets.token_hex(4)}.part")
        begin(self.beside)
        try:
            # 0o666 as `open` does: who may read the file is for the user's umask to say
            handle = os.open(self.beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            end(self.beside)
            raise UnwritableOutput(_refused(path, error)) from error
        hold(handle)
        self._held: int | None = os.dup(handle)  # until it is in its place, whoever writes it meanwhile
        self._file = os.fdopen(handle, "wb", buffering=1 << 20)

    def write(self, *parts: bytes | memoryview) -> None:
        """Add bytes to the file beside; raise `UnwritableOutput` where they do not fit."""
        try:
            for part in parts:
                self._file.write(part)
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
        end(self.beside)
        self._let_go()

    def discard(self) -> None:
        """Remove the file beside unless it is in its place."""
        if self._placed:
            return
        with suppress(OSError):  # the disk is full, and what could not be written is not wanted any more
            self._file.close()
        self.beside.unlink(missing_ok=True)
        end(self.beside)
        self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def failed(self, error: Exception) -> UnwritableOutput:
        """Say why the file could not be written, and what to do."""
        why = (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]
        if said := _OS_ERROR.search(why):  # Polars wraps the system's word in its own
            why = os.strerror(int(said[1]))
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
