"""Files become texts, or a clear word says why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ola.errors import UnreadableInput
from ola.source import Source
from ola.tree.reading import LARGEST_FILE, load_text


def test_a_file_is_read_under_its_path(tmp_path: Path) -> None:
    """The name of the text is the path that was given; line ends stay as they are."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"ola: 1\r\n")
    assert load_text(path) == Source(str(path), "ola: 1\r\n")
    assert load_text(str(path), "a") == Source("a", "ola: 1\r\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_of_byte_order_are_understood(encoding: str) -> None:
    """What Windows saves is read, and the mark is dropped."""
    assert load_text("ola: é".encode(encoding), "a").text == "ola: é"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\nb: \xe9\n", "a.yaml is not UTF-8: byte 0xE9 in line 2. Save it as UTF-8 and try again."),
        (b"\xff\xfea", "a.yaml starts like UTF-16 but is not. Save it as UTF-8."),
        (
            b"x" * (LARGEST_FILE + 1),
            "a.yaml is larger than 10 MB. An agreement is a text of some pages; check that this is the right file.",
        ),
    ],
    ids=["Latin-1", "half UTF-16", "large"],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, message: str) -> None:
    """The message says what to do."""
    with pytest.raises(UnreadableInput) as refused:
        load_text(content, "a.yaml")
    assert str(refused.value) == message


def test_files_that_cannot_be_opened_are_refused(tmp_path: Path) -> None:
    """Missing, a folder, and a name no file can have are three clear words."""
    with pytest.raises(UnreadableInput, match=r"missing\.yaml does not exist"):
        load_text(tmp_path / "missing.yaml")
    with pytest.raises(UnreadableInput, match="is a folder"):
        load_text(tmp_path)
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_text("a\0b")


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read every file")
def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    """A file without permission is said to be so."""
    path = tmp_path / "a.yaml"
    path.write_text("ola: 1", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableInput, match="may not be read"):
        load_text(path)
