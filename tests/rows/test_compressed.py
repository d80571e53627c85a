"""Compressed text is read as it stands, in parts, and a broken end is said."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import importlib
import lzma
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ola.errors import UnreadableInput
from ola.rows.block import RecordBlock
from ola.rows.compressed import COMPRESSIONS, Decompressed, compression_of
from ola.rows.read import open_rows
from ola.rows.rows import Rows

zstd = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": zstd.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}
ENDINGS = [(each.name, suffix) for each in COMPRESSIONS for suffix in each.suffixes]
CSV = b"id,n\n" + b"".join(b"%d,%d\n" % (at, at * at) for at in range(60_000))
JSONL = b"".join(b'{"id":"%d"}\n' % at for at in range(60_000))


def ids(rows: Rows) -> list[object]:
    """Give the ids of all readable rows."""
    return [
        value
        for block in rows.blocks()
        for value in (
            [each["id"] for each in block.records] if isinstance(block, RecordBlock) else block.frame["id"].to_list()
        )
    ]


def test_every_compression_is_tested() -> None:
    """The table has those that are packed here."""
    assert [each.name for each in COMPRESSIONS] == [*PACKED]


@pytest.mark.parametrize(("name", "suffix"), ENDINGS)
@pytest.mark.parametrize(("kind", "text"), [("csv", CSV), ("jsonl", JSONL)])
def test_text_may_be_compressed(tmp_path: Path, name: str, suffix: str, kind: str, text: bytes) -> None:
    """The suffix before that of the compression says the format; the hash is that of the file as it stands."""
    packed = PACKED[name](text)
    path = tmp_path / f"leads.{kind}{suffix}"
    path.write_bytes(packed)
    rows = open_rows(path)
    assert ids(rows) == ids(rows) == [str(at) for at in range(60_000)]
    assert rows.sha256() == hashlib.sha256(packed).hexdigest()


@pytest.mark.parametrize("name", PACKED)
def test_what_a_file_begins_with_says_its_compression(tmp_path: Path, name: str) -> None:
    """A name without suffixes is enough."""
    path = tmp_path / "leads"
    path.write_bytes(PACKED[name](CSV))
    assert len(ids(open_rows(path, format="csv"))) == 60_000


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("lost", [1, 9, 20_000])
def test_a_file_cut_off_inside_its_compression_is_refused(tmp_path: Path, name: str, lost: int) -> None:
    """Whatever is missing at the end, even a checksum alone, the file is named and a way out given."""
    path = tmp_path / "leads.csv"
    path.write_bytes(PACKED[name](CSV)[:-lost])
    with pytest.raises(UnreadableInput, match=rf"leads\.csv is cut off or broken inside its {name} compression"):
        ids(open_rows(path))


@pytest.mark.parametrize("name", PACKED)
def test_a_file_broken_inside_its_compression_is_refused(tmp_path: Path, name: str) -> None:
    """Bytes in the middle that are others than they were."""
    packed = bytearray(PACKED[name](CSV))
    packed[len(packed) // 2 : len(packed) // 2 + 64] = bytes(64)
    path = tmp_path / "leads.csv"
    path.write_bytes(packed)
    with pytest.raises(UnreadableInput, match=r"leads\.csv is cut off or broken inside its"):
        ids(open_rows(path))


def test_a_compression_that_is_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the command that installs it."""
    for module in ("backports.zstd", "compression.zstd"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delattr(sys.modules[zstd.__name__.rpartition(".")[0]], "zstd")
    path = tmp_path / "leads.csv.zst"
    path.write_bytes(PACKED["zstd"](CSV))
    with pytest.raises(UnreadableInput, match=r"pip install 'ola-contract\[zstd\]'"):
        open_rows(path)


def test_a_fault_of_the_disk_is_none_of_the_compression(tmp_path: Path) -> None:
    """What the system says is told as the system's word."""

    class Failing:
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error", str(size))

    found = compression_of(PACKED["gzip"](b""))
    assert found is not None
    with pytest.raises(OSError, match="Input/output error"):
        Decompressed(found, Failing(), str(tmp_path)).read(10)  # type: ignore[arg-type]  # all that is used of a file
