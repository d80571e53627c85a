"""Delimited text: good rows as Python's csv reads them, bad rows kept whole, and all of them counted."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ola.errors import UnreadableInput, WrongCall
from ola.rows import csv_text
from ola.rows.csv_text import CsvRows
from ola.rows.limits import Limits
from ola.rows.rows import InputFile

SMALL = Limits(block=11, cell=1 << 20, record=1 << 20)


def rows_of(
    folder: Path,
    text: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
    name: str = "leads.csv",
) -> CsvRows:
    """Give the rows of a file that holds this text."""
    path = folder / name
    path.write_bytes(text)
    return CsvRows(InputFile(path, name), encoding=encoding, delimiter=delimiter, limits=limits)


def good(rows: CsvRows) -> list[tuple[str | None, ...]]:
    """Give the readable rows of all blocks."""
    return [row for block in rows.blocks() for row in block.frame.rows()]


def lost(rows: CsvRows) -> list[tuple[int, int | None, str, str]]:
    """Give row, line, code and raw text of what cannot be read."""
    return [(one.row, one.line, one.finding.code, one.raw) for block in rows.blocks() for one in block.unreadable]


def test_each_kind_of_bad_row_is_kept_with_its_line_and_its_text(tmp_path: Path) -> None:
    """A row that cannot be read costs that row and nothing else."""
    text = b'id,name\n1,Ann\n2\n3,Bob,US\n\n4,M\xfcller\n5,N\0\n6,"Acme\n7,"The "Big" Co"\n8,"a line\r\nbreak"\n9,last'
    rows = rows_of(tmp_path, text)
    assert good(rows) == [("1", "Ann"), ("8", "a line\r\nbreak"), ("9", "last")]
    assert lost(rows) == [
        (2, 3, "OLA405", "2"),
        (3, 4, "OLA406", "3,Bob,US"),
        (4, 5, "OLA401", ""),
        (5, 6, "OLA402", "4,M\\xfcller"),
        (6, 7, "OLA403", "5,N\0"),
        (7, 8, "OLA407", '6,"Acme'),
        (8, 9, "OLA408", '7,"The "Big" Co"'),
    ]
    blocks = list(rows.blocks())
    assert [row for block in blocks for row in block.rows.tolist()] == [1, 9, 10]
    assert [line for block in blocks if block.lines is not None for line in block.lines.tolist()] == [2, 10, 12]
    assert sum(block.count for block in blocks) == 10


def test_a_finding_says_what_stands_there_and_a_way_out(tmp_path: Path) -> None:
    """The words of a short row, whole."""
    (block,) = rows_of(tmp_path, b"id,name\n1\n").blocks()
    finding = block.unreadable[0].finding
    assert str(finding) == "leads.csv:2 OLA405 The row has 1 cell, the header 2 columns."
    assert finding.advice == "Look for a line break inside a cell without quotes."


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (b'a,b\n1,5" pipe\n', [("1", '5" pipe')]),
        (b'a,b\n""x,1\n', []),
        (b'a,b\nx"",1\n', [('x""', "1")]),
        (b'a,b\n"",""""\n', [("", '"')]),
        (b"a,b\n,\n", [(None, None)]),
        (b"a,b\r1,2\r3,4\r", [("1", "2"), ("3", "4")]),
        (b"a,b\r\n1,2\r\n", [("1", "2")]),
        (b"\xef\xbb\xbfa,b\n1,2\n", [("1", "2")]),
        (b'"a\nb",c\n1,2\n', [("1", "2")]),
        (b"a\n\xef\xbb\xbf1\n", [("\ufeff1",)]),
        (b"a;b\n1,5;2\n", [("1,5", "2")]),
        (b"a\tb\n1\t2\n", [("1", "2")]),
        (b"a,b\n1,2\n\n\n", [("1", "2")]),
        (b"a,b\n#1,2\n", [("#1", "2")]),
        (b"a,b\n 1 , 2 \n", [(" 1 ", " 2 ")]),
    ],
)
def test_readings(tmp_path: Path, text: bytes, rows: list[tuple[str | None, ...]]) -> None:
    """Cells are text as written; an empty cell is null, a quoted empty one is an empty text."""
    assert good(rows_of(tmp_path, text)) == rows


def test_a_block_may_end_inside_a_character(tmp_path: Path) -> None:
    """However large the stretches that are looked at as a whole, one bad byte costs one row."""
    names = ["é" * (i % 7) + "ü" for i in range(200_000)]
    text = "name\n" + "\n".join(names)
    rows = rows_of(tmp_path, text.encode().replace("\nü\n".encode(), b"\n\xfc\n", 3), limits=Limits(block=300_001))
    assert sum(block.count for block in rows.blocks()) == 200_000
    assert [line for _, line, _, _ in lost(rows)] == [2, 9, 16]
    assert good(rows) == [(name,) for i, name in enumerate(names) if i not in {0, 7, 14}]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    """UTF-16 as a spreadsheet's "Unicode text" has it is read, and said."""
    rows = rows_of(tmp_path, "name\tcity\r\nZoë\tŁódź\r\n".encode(encoding))
    assert good(rows) == [("Zoë", "Łódź")]
    assert [finding.code for finding in rows.findings] == ["OLA431", "OLA433"]


def test_a_declared_encoding_is_used_and_its_bad_bytes_found(tmp_path: Path) -> None:
    """0x81 is no character of Windows-1252."""
    rows = rows_of(tmp_path, b"name\nM\xfcller\nB\x81\n", encoding="cp1252")
    assert good(rows) == [("Müller",)]
    assert lost(rows) == [(2, 3, "OLA402", "B\\x81")]


def test_half_a_character_at_the_end_of_utf16_is_a_bad_row(tmp_path: Path) -> None:
    """A file that was cut off inside a character loses its last row only."""
    rows = rows_of(tmp_path, "a\nb\nc".encode("utf-16") + b"\x20")
    assert good(rows) == [("b",)]
    assert lost(rows) == [(2, 3, "OLA402", "c\\x20")]


def test_gzip_is_read_and_a_broken_end_said(tmp_path: Path) -> None:
    """A .csv.gz is read as it stands; half of one is refused."""
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 50_000)
    assert sum(block.count for block in rows_of(tmp_path, packed, name="leads.csv.gz").blocks()) == 50_000
    with pytest.raises(UnreadableInput, match=r"half\.csv\.gz is cut off or broken"):
        list(rows_of(tmp_path, packed[:-12], name="half.csv.gz").blocks())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "leads.csv is empty: there is not even a header. Export it again."),
        (b"\n \n", "leads.csv is empty: there is not even a header. Export it again."),
        (
            b"id,email,email,id\n1,2,3,4\n",
            (
                "The header of leads.csv names 2 columns twice or more: email, id. "
                "Rename or remove one of each: nobody can say which is meant."
            ),
        ),
        (
            b"id,,email,\n",
            (
                "Columns 2, 4 have no name in the header of leads.csv. Give a name, or take the column out; "
                "a delimiter at the end of the header line makes such a column."
            ),
        ),
        (b'"id,email\n1,2\n', "The header (line 1) of leads.csv cannot be read: a quote is opened and never closed."),
        (
            b"\nid,email\n",
            (
                "The header (line 1) of leads.csv cannot be read: "
                "it is blank, and the names of the columns must stand there."
            ),
        ),
        (
            b"id,stra\xdfe\n",
            (
                "The header (line 1) of leads.csv cannot be read: it holds bytes that are no UTF-8; "
                "perhaps --encoding cp1252 fits."
            ),
        ),
        (b"PAR1\0\0", "leads.csv is a Parquet file, not text. Name it .parquet, or say --read-as parquet."),
        (
            b"PK\x03\x04\0\0",
            "leads.csv is a workbook (.xlsx) or a zip archive, not text. Save the sheet as CSV UTF-8, or unzip it.",
        ),
        (
            b"<!DOCTYPE html><html>",
            "leads.csv is a web page, not data: most likely a login page was saved. Log in and download it again.",
        ),
        (
            b'[{"id": 1}]',
            "leads.csv looks like JSON, not CSV. Name it .jsonl (one object a line), or say --read-as jsonl.",
        ),
        (
            "id,email\n1,2\n".encode("utf-16-le"),
            "leads.csv looks like UTF-16 without a byte order mark. Say --encoding utf-16-le, or save as UTF-8.",
        ),
        (bytes(200), "leads.csv is a binary file, not text. Export the rows as CSV, JSON Lines or Parquet."),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(tmp_path: Path, text: bytes, message: str) -> None:
    """A file without a usable header is an error of the file, not of its leads."""
    with pytest.raises(UnreadableInput) as caught:
        rows_of(tmp_path, text)
    assert str(caught.value) == message


def test_an_unknown_encoding_is_a_wrong_call(tmp_path: Path) -> None:
    """A typo in --encoding is told apart from a bad file."""
    with pytest.raises(WrongCall, match="There is no encoding 'utf-9'"):
        rows_of(tmp_path, b"a\n", encoding="utf-9")
    with pytest.raises(WrongCall, match="cannot divide cells"):
        rows_of(tmp_path, b"a\n", delimiter="::")


def test_a_header_alone_is_said(tmp_path: Path) -> None:
    """No rows is no error, but somebody wanted to know."""
    rows = rows_of(tmp_path, b"id,email\n")
    assert [finding.message for finding in rows.findings] == ["leads.csv has a header and no rows."]
    assert good(rows) == []


def test_a_cell_longer_than_the_limit_is_kept_whole(tmp_path: Path) -> None:
    """Ten million letters in a cell cost that row only."""
    big = "x" * 10_000_000
    rows = rows_of(tmp_path, f'id,note\n1,{big}\n2,"{big}\n,"\n3,ok\n'.encode())
    assert good(rows) == [("3", "ok")]
    assert lost(rows) == [(1, 2, "OLA404", f"1,{big}"), (2, 3, "OLA404", f'2,"{big}\n,"')]


def test_a_line_without_end_is_no_list_of_leads(tmp_path: Path) -> None:
    """What has no line ends must not fill the memory."""
    rows = rows_of(tmp_path, b"id\n" + b"x" * 5000, limits=Limits(block=100, cell=50, record=2000))
    with pytest.raises(UnreadableInput, match="has a line of more than"):
        list(rows.blocks())


def test_a_quote_open_for_too_long_is_lost(tmp_path: Path) -> None:
    """Without a closing quote reading goes on with the next line, however far the end is."""
    rows = rows_of(tmp_path, b'id\n"open\n' + b"1\n" * 5000, limits=Limits(block=100, cell=50, record=2000))
    assert lost(rows) == [(1, 2, "OLA407", '"open')]
    assert len(good(rows)) == 5000


def test_only_the_columns_asked_for_are_made(tmp_path: Path) -> None:
    """A first pass over the keys reads the keys."""
    rows = rows_of(tmp_path, b'a,b,c\n1,"2",3\n4,5" ,6\n')
    assert [block.frame.to_dicts() for block in rows.blocks(only=["b"])] == [[{"b": "2"}, {"b": '5" '}]]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """Rows of two versions of a file would not add up."""
    rows = rows_of(tmp_path, b"a\n1\n")
    (tmp_path / "leads.csv").write_bytes(b"a\n1\n2\n")
    with pytest.raises(UnreadableInput, match="changed while it was being read"):
        list(rows.blocks())


def test_a_block_of_bad_rows_is_cut_into_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings of a file with nothing but bad rows do not pile up."""
    monkeypatch.setattr(csv_text, "_MOST_UNREADABLE", 200)
    rows = rows_of(tmp_path, b"a,b\n" + b"1\n" * 500 + b"1,2\n")
    counts = [(block.count, len(block.unreadable)) for block in rows.blocks()]
    assert counts == [(200, 200), (200, 200), (101, 100)]
    assert [block.unreadable[0].row for block in rows.blocks()] == [1, 201, 401]


PIECES = st.sampled_from(
    [
        b"a",
        b"1",
        b",",
        b",",
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b'"',
        b'"',
        b'""',
        "é".encode(),
        b"\xff",
        b"\0",
        b" ",
        b"\xef\xbb\xbf",
    ]
)
CELLS = st.text(alphabet='ab ,"\n\ré', max_size=6)


def whole_rows(count: int) -> st.SearchStrategy[bytes]:
    """Rows as a careful exporter writes them."""

    def write(rows: list[list[str]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL).writerows(rows)
        return text.getvalue().encode()

    return st.lists(st.lists(CELLS, min_size=count, max_size=count), max_size=4).map(write)


BODIES = st.lists(st.one_of(PIECES, whole_rows(2)), max_size=30).map(b"".join)


@given(body=BODIES, small=st.booleans())
@example(body=b'1,"x\n2,3\n4,"5"\n', small=True)
@example(body=b'"a"",\n"b","c"\n', small=True)
def test_every_byte_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, body: bytes, *, small: bool) -> None:
    """Good and bad rows in order make the file again, and good rows read as Python's csv reads them.

    Whatever is in the file: rows are numbered without a gap, each line is where it is said to be, and the
    size of a block changes nothing.
    """
    folder = tmp_path_factory.getbasetemp()
    rows = rows_of(folder, b"x,y\n" + body, limits=SMALL if small else None)
    spans: list[tuple[int, int, bytes, tuple[str | None, ...] | None]] = []
    for block in rows.blocks():
        assert block.text is not None
        assert block.lines is not None
        texts = [block.text.data[a:b] for a, b in zip(block.text.starts, block.text.ends, strict=True)]
        frame = zip(block.rows.tolist(), block.lines.tolist(), texts, block.frame.rows(), strict=True)
        spans += [*frame, *((one.row, one.line or 0, one.raw.encode(), None) for one in block.unreadable)]
    spans.sort(key=lambda span: span[0])
    assert [span[0] for span in spans] == list(range(1, len(spans) + 1))

    at, line = 0, 2
    for _, said, text, cells in spans:
        assert said == line
        if cells is None:
            end = at + len(original(body, at, text.decode()))
        else:
            end = at + len(text)
            assert body[at:end] == text
            (read,) = csv.reader(io.StringIO(text.decode(), newline=""), strict=False)
            assert ["" if cell is None else cell for cell in cells] == read
        for ending in (b"\r\n", b"\n", b"\r"):
            if cells is None and body[end:].startswith(ending):
                end += len(ending)
                break
        line += (
            len(body[at:end].replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines(keepends=True)) if end > at else 0
        )
        at = end
    assert body[at:].strip(b"\r\n") == b""


def original(body: bytes, at: int, raw: str) -> bytes:
    """Give the bytes from `at` that are shown as `raw`."""
    for end in range(at, len(body) + 1):
        if body[at:end].decode("utf-8", "backslashreplace") == raw:
            return body[at:end]
    message = f"{raw!r} does not stand at byte {at} of {body!r}"
    raise AssertionError(message)


@settings(max_examples=50)
@given(body=BODIES)
def test_the_size_of_a_block_changes_nothing(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    """However the text is cut into stretches, the rows are the same."""
    folder = tmp_path_factory.getbasetemp()
    whole = rows_of(folder, b"x,y\n" + body)
    small = CsvRows(InputFile(folder / "leads.csv", "leads.csv"), limits=SMALL)
    assert good(whole) == good(small)
    assert lost(whole) == lost(small)
