"""Compressed text: which compression it is, and its content as a stream that says where it is cut off or broken."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from ola.errors import UnreadableInput


class Stream(Protocol):
    """Bytes, as many at a time as are asked for; none at the end."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes."""


@dataclass(frozen=True, slots=True)
class Compression:
    """A way to compress a file: its name, what such a file begins with, its suffixes, and how it is undone."""

    name: str
    beginning: bytes
    suffixes: tuple[str, ...]
    opened: Callable[[BinaryIO], Stream]


def _zstd(raw: BinaryIO) -> Stream:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        message = "zstd is not there"
        raise _NotInstalled(message) from None
    return cast("Stream", zstd.ZstdFile(raw))


class _NotInstalled(Exception):
    """What undoes the compression has to be installed first."""


COMPRESSIONS = (
    Compression("gzip", b"\x1f\x8b", (".gz",), lambda raw: gzip.GzipFile(fileobj=raw)),
    Compression("zstd", b"(\xb5/\xfd", (".zst", ".zstd"), _zstd),
    Compression("bzip2", b"BZh", (".bz2",), bz2.BZ2File),
    Compression("xz", b"\xfd7zXZ", (".xz",), lzma.LZMAFile),
)
SUFFIXES = tuple(suffix for each in COMPRESSIONS for suffix in each.suffixes)


def compression_of(head: bytes) -> Compression | None:
    """Say how a file is compressed by what it begins with."""
    return next((each for each in COMPRESSIONS if head.startswith(each.beginning)), None)


class Decompressed:
    """The content of a compressed file, a part at a time: never whole in memory."""

    def __init__(self, compression: Compression, raw: BinaryIO, name: str) -> None:
        """Read from `raw`; raise `UnreadableInput` if what undoes the compression is not installed."""
        self._compression, self._name = compression, name
        try:
            self._stream = compression.opened(raw)
        except _NotInstalled:
            message = (
                f"{name} is compressed with {compression.name}, which needs one more package: "
                f"pip install 'ola-contract[{compression.name}]'. Or unpack it first."
            )
            raise UnreadableInput(message) from None

    def read(self, size: int) -> bytes:
        """Give the next bytes; raise `UnreadableInput` where the file is cut off or broken."""
        try:
            return self._stream.read(size)
        except Exception as error:  # each compression has exceptions of its own
            if isinstance(error, OSError) and error.errno is not None:  # the disk, not the compression
                raise
            message = (
                f"{self._name} is cut off or broken inside its {self._compression.name} compression ({error}). "
                "Fetch it again."
            )
            raise UnreadableInput(message) from error
