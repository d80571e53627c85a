"""What every source of rows offers: a name, columns, blocks that can be gone through more than once, a hash."""

from __future__ import annotations

import hashlib
import weakref
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from ola.errors import UnreadableInput
from ola.finding import Finding
from ola.rows.address import Address
from ola.rows.block import Block


class Rows(ABC):
    """The rows of one input.

    `columns` are their names in order, or none where each record brings its own. `findings` says
    what is worth knowing about the file as a whole. `types` are those that columns are written in, where the input
    says them before a row is read; blocks of several files may have others, and `tells_file` says
    that each block names its file. Close it (or use `with`) to let go of what
    standard input was spooled to.
    """

    name: str
    columns: tuple[str, ...] | None
    findings: tuple[Finding, ...] = ()
    types: Mapping[str, pl.DataType] | None = None
    tells_file: bool = False

    @abstractmethod
    def blocks(self, only: Sequence[str] | None = None) -> Iterator[Block]:
        """Go through the rows from the first, block by block, as often as wanted.

        `only` names the columns a pass needs, which makes it cheaper: a frame then has those of them
        that there are, and the first column where there are none. Blocks of records carry all of theirs.
        """

    def wanted(self, only: Sequence[str] | None) -> list[str]:
        """Give the columns a pass makes, in their order in the input."""
        columns = self.columns or ()
        return list(columns) if only is None else [name for name in columns if name in set(only)] or list(columns[:1])

    @property
    def path(self) -> Path | None:
        """The file the rows are read from, if it is one."""
        return None

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files the rows are read from, which nothing may be written over."""
        return () if self.path is None else (self.path,)

    def would_take(self, path: Path) -> bool:  # noqa: ARG002 — of one file there is none more
        """Whether a file that is put there would be part of the input the next time."""
        return False

    def reads(self, table: Address) -> bool:  # noqa: ARG002 — most inputs are no tables
        """Whether it is read from that table of a database, as far as its words tell."""
        return False

    @property
    def like(self) -> Rows:
        """The rows in whose text all of it is written, so that accepted rows can be copied."""
        return self

    def sha256(self) -> str | None:
        """Give the hash of the input's bytes in hexadecimal; none for rows that were never a file."""
        return None

    def described(self) -> dict[str, object]:
        """Say what else a manifest should tell of the input: its files, or what was asked of a database."""
        return {}

    def close(self) -> None:  # noqa: B027 — most sources hold nothing between two passes
        """Let go of temporary files."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class InputFile:
    """A file of rows as it was when it was opened: it must stay so while it is read."""

    def __init__(self, path: Path, name: str, *, temporary: bool = False) -> None:
        """Look at the file; raise `UnreadableInput` if it is none, or locked. A `temporary` one is ours to remove."""
        self.path = path
        self.name = name
        self.temporary = temporary
        self._sha256: str | None = None
        if temporary:  # whoever forgets to close it leaves nothing behind either
            self._gone = weakref.finalize(self, path.unlink, missing_ok=True)
        try:
            with path.open("rb") as file:
                self.head = file.read(4096)
                self._stamp = self._now()
        except FileNotFoundError:
            message = f"There is no file {name}. Check the name and the folder you are in."
            raise UnreadableInput(message) from None
        except IsADirectoryError:
            message = f"{name} is a folder. Name a file in it."
            raise UnreadableInput(message) from None
        except PermissionError:
            message = f"{name} may not be read by you. Ask its owner, or copy it to a place of yours."
            raise UnreadableInput(message) from None
        except (OSError, ValueError) as error:
            message = f"{name} cannot be read: {error}."
            raise UnreadableInput(message) from error
        self.size = self._stamp[0]

    def _now(self) -> tuple[int, int]:
        stat = self.path.stat()
        return stat.st_size, stat.st_mtime_ns

    def require_unchanged(self) -> None:
        """Raise `UnreadableInput` if the file was written to since it was opened: its rows would not add up."""
        try:
            same = self._now() == self._stamp
        except OSError:
            same = False
        if not same:
            message = f"{self.name} changed while it was being read. Wait until it is complete, then run again."
            raise UnreadableInput(message)

    def discard(self) -> None:
        """Remove the file if it is a temporary one."""
        if self.temporary:
            self._gone()

    def sha256(self) -> str:
        """Give the hash of the file's bytes in hexadecimal; reads the file once."""
        if self._sha256 is None:
            try:
                with self.path.open("rb") as file:
                    self._sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                message = f"{self.name} cannot be read to its end: {error}."
                raise UnreadableInput(message) from error
            self.require_unchanged()
        return self._sha256


class FileRows(Rows):
    """Rows that are read from a file."""

    def __init__(self, file: InputFile) -> None:
        """Take the name of the file."""
        self.name = file.name
        self._file = file

    @property
    def path(self) -> Path | None:
        """The file the rows are read from; none for a temporary copy of ours."""
        return None if self._file.temporary else self._file.path

    def sha256(self) -> str | None:
        """Give the hash of the file's bytes in hexadecimal."""
        return self._file.sha256()

    def close(self) -> None:
        """Remove the file if it is a temporary copy."""
        self._file.discard()
