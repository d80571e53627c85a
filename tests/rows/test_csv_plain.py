"""Text that is only counted has the records that it has when every mark in it is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ola.rows import csv_plain, csv_text
from ola.rows.block import FrameBlock
from ola.rows.csv_plain import plain_scan
from ola.rows.csv_scan import LF, scan
from ola.rows.csv_text import CsvRows
from ola.rows.limits import Limits
from ola.rows.rows import InputFile

COMMA = ord(",")
CELLS = st.sampled_from(
    ["", "a", "Zoë", '""', '"x"', '"a,b"', '"say ""hi"""', ' "', 'a"b', '"two\nlines"', "a,b", "\xe9", "\0", "x" * 30]
)
LINES = st.lists(CELLS, min_size=1, max_size=4).map(",".join)
TEXTS = st.tuples(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()).map(
    lambda parts: parts[1].join(parts[0]) + parts[1] * parts[2]
)
Told = list[tuple[object, ...]]


def everything(folder: Path, text: bytes, only: list[str] | None, limits: Limits) -> Told:
    """Give every record of a file in its order: number, line, cells and own text, or why it cannot be read."""
    path = folder / "leads.csv"
    path.write_bytes(b"one,two,three\n" + text)
    found: Told = []
    for block in CsvRows(InputFile(path, "leads.csv"), limits=limits).blocks(only):
        assert block.text is not None
        assert block.lines is not None
        own = zip(block.text.starts.tolist(), block.text.ends.tolist(), strict=True)
        texts = [block.text.data[start:end] for start, end in own]
        found += zip(block.rows.tolist(), block.lines.tolist(), block.frame.rows(), texts, strict=True)
        found += [(each.row, each.line, each.raw, each.finding.code) for each in block.unreadable]
    return sorted(found, key=lambda each: each[0])  # type: ignore[arg-type, return-value]  # numbers


@pytest.mark.parametrize("only", [None, ["two"]])
@settings(max_examples=200, deadline=None)
@given(text=TEXTS, block=st.sampled_from([7, 40, 1 << 20]))
@example(text="1,2\n1,2,3,4\n1,2,3\n", block=1 << 20)  # as many delimiters as there should be, in the wrong lines
@example(text="1,2,3,4\n1,2\n", block=1 << 20)
@example(text='1,"2,3\n1,2"\n1,2,3\n', block=1 << 20)
@example(text="1,2,3\n\n1,2,3\n", block=1 << 20)
def test_counting_finds_what_looking_finds(
    tmp_path_factory: pytest.TempPathFactory, text: str, block: int, only: list[str] | None
) -> None:
    """Records, their numbers, lines and texts, and what cannot be read are the same, in blocks of any size."""
    folder = tmp_path_factory.mktemp("plain")
    written = text.encode().replace("\xe9".encode(), b"\xe9")  # some cells are not UTF-8
    limits = Limits(block=block, cell=25, record=1 << 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_plain, "_QUOTES", 1)  # so short a text has many
        patch.setattr(csv_plain, "_QUOTED", 1)
        counted = everything(folder, written, only, limits)
        patch.setattr(csv_text, "plain_scan", lambda *_, **__: None)
        assert counted == everything(folder, written, only, limits)


@pytest.mark.parametrize(
    "text",
    [
        b'1,2,3\n4,"a, b",""\n',
        b'1,2,3\r\n4,"say ""hi""",6\r\n',
        "1,Zoë,3\n4,5,6\n".encode(),
        b'1,"2\t",""""\n',
    ],
)
@pytest.mark.parametrize("each_line", [False, True])
def test_text_with_nothing_odd_is_only_counted(text: bytes, *, each_line: bool) -> None:
    """Quotes in their places, line ends of one kind: the same records as by looking at every mark."""
    text = text + (b"a,b,c\r\n" if b"\r" in text else b"a,b,c\n") * 40  # few quotes for its length
    found = plain_scan(text, delimiter=COMMA, columns=3, longest_cell=100, each_line=each_line)
    looked = scan(text, delimiter=COMMA, columns=3, final=True, longest_cell=100, longest_record=100)
    assert found is not None
    assert [found.starts.tolist(), found.ends.tolist(), found.nexts.tolist(), found.skipped.tolist(), found.lines] == [
        looked.starts.tolist(), looked.ends.tolist(), looked.nexts.tolist(), looked.skipped.tolist(), looked.lines,
    ]  # fmt: skip
    assert not looked.kinds.any()
    assert found.consumed == looked.consumed == len(text)


@pytest.mark.parametrize(
    "text",
    [
        b"1,2\n",
        b"1,2,3,4\n",
        b"1,2,3\n\n",
        b"\n1,2,3\n",
        b"1,2,3\r\n4,5,6\n",
        b"1,2,3\r4,5,6\n",
        b"1,2,\0\n",
        b'1,"2\n2",3\n',
        b'1,"2,3\n',
        b'1,5" pipe,3\n',
        b'1,"2"x,3\n',
        b"1,2," + b"x" * 101 + b"\n",
    ],
)
def test_odd_text_is_left_to_who_looks_at_it(text: bytes) -> None:
    """A short, long or blank line, mixed line ends, a NUL, a quote out of place, a long cell."""
    assert text.endswith(bytes([LF]))
    assert plain_scan(text, delimiter=COMMA, columns=3, longest_cell=100) is None


def test_a_long_row_beside_a_short_one_is_found_by_who_reads_the_cells(tmp_path: Path) -> None:
    """Counting alone cannot tell them; each is told with its own line all the same."""
    text = b"one,two,three\n" + b"1,2,3\n" * 500 + b"1,2,3,4\n" + b"1,2,3\n" * 500 + b"1,2\n" + b"1,2,3\n" * 500
    path = tmp_path / "leads.csv"
    path.write_bytes(text)
    blocks: list[FrameBlock] = list(CsvRows(InputFile(path, "leads.csv")).blocks())
    assert [(one.line, one.finding.code) for block in blocks for one in block.unreadable] == [
        (502, "OLA406"),
        (1003, "OLA405"),
    ]
    assert sum(block.frame.height for block in blocks) == 1500
