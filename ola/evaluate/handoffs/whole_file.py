"""A file that appears whole under its name, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ola.errors import UnwritableOutput


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file beside the path to write to, and rename it into place; raises UnwritableOutput where that fails."""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise UnwritableOutput(message) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror or error}."
        raise UnwritableOutput(message) from error
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
