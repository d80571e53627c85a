"""Several files as one input: which they are, what they share, and that each row is told by its file."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
from pathlib import Path

import polars as pl
import pytest

from ola.errors import UnreadableInput, WrongCall
from ola.rows.block import FrameBlock, RecordBlock
from ola.rows.many_files import ManyFiles
from ola.rows.named_files import named_files
from ola.rows.output import written_together
from ola.rows.read import ENDINGS, open_rows
from ola.rows.rows import Rows
from ola.rows.write import AcceptedRows, RejectedRows


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are short where one stands in the folder."""
    monkeypatch.chdir(tmp_path)
    Path("leads").mkdir()


def put(files: dict[str, str | bytes | pl.DataFrame]) -> None:
    """Write files of these contents."""
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        match content:
            case str():
                Path(name).write_text(content, "utf-8")
            case bytes():
                Path(name).write_bytes(content)
            case pl.DataFrame():
                content.write_parquet(name)


def rows_of(source: object, **more: str) -> ManyFiles:
    """Open what is several files."""
    rows = open_rows(source, **more)  # type: ignore[arg-type]  # the formats that there are
    assert isinstance(rows, ManyFiles)
    return rows


def read(rows: Rows, only: list[str] | None = None) -> list[tuple[object, ...]]:
    """Give each row with its file and line."""
    found: list[tuple[object, ...]] = []
    for block in rows.blocks(only):
        lines = block.rows if block.lines is None else block.lines
        values = (
            block.frame.rows() if isinstance(block, FrameBlock) else [tuple(each.values()) for each in block.records]
        )
        found += [(block.file, int(line), *row) for line, row in zip(lines, values, strict=True)]
    return found


def said(rows: Rows) -> list[str]:
    """Give what is said of the files, codes first."""
    return [f"{each.code} {each.message}" for each in rows.findings]


TWO: dict[str, str | bytes | pl.DataFrame] = {"leads/b.csv": "id,n\n3,x\n", "leads/a.csv": "id,n\n1,\n2,y\n"}
ROWS = [("leads/a.csv", 2, "1", None), ("leads/a.csv", 3, "2", "y"), ("leads/b.csv", 2, "3", "x")]


@pytest.mark.parametrize("source", ["leads", "leads/", Path("leads"), "leads/*.csv", "leads/[ab].csv", "**/*.csv"])
def test_a_folder_and_a_pattern_are_files_by_name(source: str | Path) -> None:
    """Each row has its file and its line there; a second pass gives the same."""
    put(TWO)
    rows = rows_of(source)
    assert read(rows) == read(rows) == ROWS
    assert read(rows, ["n"]) == [(*row[:2], row[3]) for row in ROWS]
    assert rows.columns == ("id", "n")
    assert said(rows) == []
    assert rows.name == str(source)
    assert rows.paths == (Path("leads/a.csv"), Path("leads/b.csv"))


def test_a_list_keeps_its_order() -> None:
    """A list of one is that one, of several they are one input."""
    put(TWO)
    rows = rows_of(["leads/b.csv", Path("leads/a.csv")])
    assert read(rows) == [ROWS[2], ROWS[0], ROWS[1]]
    assert rows.name == "leads/b.csv and 1 more"
    assert open_rows(["leads/b.csv"]).name == "leads/b.csv"


def test_the_hash_is_that_of_the_files_hashes() -> None:
    """As `sha256sum leads/* | sha256sum` gives it; and each file has its own, with its number of records."""
    put(TWO)
    rows = rows_of("leads")
    hashes = {name: hashlib.sha256(str(text).encode()).hexdigest() for name, text in sorted(TWO.items())}
    lines = "".join(f"{each}  {name}\n" for name, each in hashes.items())
    assert rows.sha256() == hashlib.sha256(lines.encode()).hexdigest()
    read(rows)
    assert rows.described() == {
        "files": [
            {"name": "leads/a.csv", "sha256": hashes["leads/a.csv"], "records": 2},
            {"name": "leads/b.csv", "sha256": hashes["leads/b.csv"], "records": 1},
        ]
    }


def test_files_of_a_folder_may_differ_in_how_they_are_written() -> None:
    """Compression, delimiter and the order of columns are each file's own; what several have in common is said once."""
    put(
        {
            "leads/a.csv": "id;n\n1;x\n",
            "leads/b.csv.gz": gzip.compress(b"n,id\ny,2\n"),
            "leads/c.tsv": "id\tn\n3\tz\n",
            "leads/d.csv": "id;n\n4;w\n",
        }
    )
    rows = rows_of("leads")
    assert [row[2:] for row in read(rows)] == [("1", "x"), ("2", "y"), ("3", "z"), ("4", "w")]
    (finding,) = rows.findings
    assert (finding.code, finding.count) == ("OLA433", 3)
    assert finding.message.endswith("The same is true of 2 more files: leads/c.tsv, leads/d.csv.")
    assert rows.like is rows


def test_a_column_that_a_file_lacks_is_blank_there_and_said() -> None:
    """Which column, in which file, and how many have it."""
    put(
        {
            "leads/a.csv": "id,phone\n1,5\n",
            "leads/b.csv": "id\n2\n",
            "leads/c.csv": "id,phone,notes\n3,6,x\n",
        }
    )
    rows = rows_of("leads")
    assert rows.columns == ("id", "phone", "notes")
    assert [row[2:] for row in read(rows)] == [("1", "5", None), ("2", None, None), ("3", "6", "x")]
    assert [row[2:] for row in read(rows, ["notes"])] == [(None,), (None,), ("x",)]
    assert said(rows) == [
        "OLA409 The column “phone” is in 2 of 3 files, and not in leads/b.csv; its rows have a blank there.",
        (
            "OLA409 The column “notes” is in leads/c.csv alone, and not in leads/a.csv, leads/b.csv; "
            "their rows have a blank there."
        ),
    ]
    assert {finding.level for finding in rows.findings} == {"warning"}


def test_parquet_files_are_read_by_their_own_types() -> None:
    """What changes from numbers to text is said; widths of numbers and columns without values are not."""
    put(
        {
            "leads/a.parquet": pl.DataFrame(
                {"id": [1], "n": [7], "d": [None], "w": [1]}, schema_overrides={"w": pl.Int8}
            ),
            "leads/b.parquet": pl.DataFrame({"id": [2], "n": ["many"], "d": ["x"], "w": [2.5]}),
        }
    )
    rows = rows_of("leads")
    assert [row[2:] for row in read(rows)] == [(1, 7, None, 1), (2, "many", "x", 2.5)]
    assert said(rows) == ["OLA410 The column “n” has whole numbers in leads/a.parquet and text in leads/b.parquet."]
    assert rows.types == {"id": pl.Int64(), "n": pl.String(), "d": pl.String(), "w": pl.Float64()}


def test_what_is_written_has_one_type_a_column() -> None:
    """Text where nothing else holds all values; and each rejected row says its file."""
    put(
        {
            "leads/a.parquet": pl.DataFrame({"id": [1], "at": [dt.date(2026, 5, 1)], "n": [2**53]}),
            "leads/b.parquet": pl.DataFrame({"id": ["x"], "at": ["soon"], "n": [0.5]}),
        }
    )
    rows = rows_of("leads")
    good, bad = AcceptedRows("good.parquet", rows), RejectedRows("bad.parquet", rows)
    with written_together(good, bad):
        for block in rows.blocks():
            good.add(block, [True])
            bad.add(block, [False], [[]], [[]])
    expected = [("1", "2026-05-01", float(2**53)), ("x", "soon", 0.5)]
    assert pl.read_parquet("good.parquet").rows() == expected
    rejected = pl.read_parquet("bad.parquet")
    assert rejected.select("id", "at", "n").rows() == expected
    assert rejected["_ola_file"].to_list() == ["leads/a.parquet", "leads/b.parquet"]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_files_that_are_written_alike_are_copied(ending: str) -> None:
    """The bytes of accepted rows stay, as of one file; where the header differs the rows are written anew."""
    texts = {
        "csv": ("id,n\n1,'x'\r\n".replace("'", '"'), "id,n\n2,y", "id,n\n1,'x'\r\n2,y\n".replace("'", '"')),
        "jsonl": ('{"id":  1}\n', '{"id": 1.50}', '{"id":  1}\n{"id": 1.50}\n'),
    }
    first, second, both = texts[ending]
    put({f"leads/a.{ending}": first, f"leads/b.{ending}": second})
    rows = rows_of("leads")
    good = AcceptedRows(f"good.{ending}", rows)
    with written_together(good):
        for block in rows.blocks():
            good.add(block, [True])
    assert Path(f"good.{ending}").read_bytes().decode() == both


def test_json_lines_have_no_columns_to_share() -> None:
    """Each record brings its own."""
    put({"leads/a.jsonl": '{"id": 1}\n', "leads/b.ndjson": '{"n": 2}\nnothing\n'})
    rows = rows_of("leads")
    assert rows.columns is None
    assert read(rows) == [("leads/a.jsonl", 1, 1), ("leads/b.ndjson", 1, 2)]
    lost = [each for block in rows.blocks() for each in block.unreadable]
    assert [str(each.finding.place) for each in lost] == ["leads/b.ndjson:2"]
    assert all(isinstance(block, RecordBlock) for block in rows.blocks())


def test_what_else_lies_in_a_folder_is_named() -> None:
    """Hidden files, marks of other programs and our own manifests go without a word."""
    put(TWO | dict.fromkeys(("leads/.hidden", "leads/_SUCCESS", "leads/x.csv.manifest.json", "leads/notes.docx"), ""))
    Path("leads/old").mkdir()
    rows = rows_of("leads")
    assert read(rows) == ROWS
    assert said(rows) == ["OLA417 Of leads, leads/notes.docx, leads/old are not read."]


@pytest.mark.parametrize(
    ("files", "source", "message"),
    [
        ({}, "leads", "The folder leads has no file that ola reads. It is empty."),
        (
            {"leads/old/a.csv": "id\n1\n"},
            "leads",
            (
                "The folder leads has no file that ola reads. It holds leads/old. "
                "To read the files of its folders, write 'leads/**/*.csv'."
            ),
        ),
        ({}, "leads/*.csv", "No file is named like leads/*.csv. Check the pattern and the folder you are in."),
        (
            TWO | {"leads/c.jsonl": "{}\n"},
            "leads",
            (
                "leads is 2 files of CSV (leads/a.csv) and 1 file of JSON Lines (leads/c.jsonl). "
                "Check one kind at a time, such as 'leads/*.csv'."
            ),
        ),
        (TWO | {"leads/c.csv": ""}, "leads", "leads/c.csv is empty: there is not even a header. Export it again."),
    ],
)
def test_what_is_no_input_is_refused_with_a_way_out(
    files: dict[str, str | bytes | pl.DataFrame], source: str, message: str
) -> None:
    """Nothing is read of a part of an input."""
    put(files)
    with pytest.raises(UnreadableInput) as caught:
        open_rows(source)
    assert str(caught.value) == message


def test_a_file_named_twice_and_standard_input_among_files_are_wrong_calls() -> None:
    """A lead would stand twice."""
    put(TWO)
    with pytest.raises(WrongCall, match=r"leads/a\.csv is named twice"):
        open_rows(["leads", "leads/../leads/a.csv"])
    with pytest.raises(WrongCall, match=r"Standard input \(-\) is an input of its own"):
        open_rows(["leads", "-"])


def test_a_name_with_signs_of_a_pattern_is_a_name_where_there_is_such_a_file() -> None:
    """`leads[1].csv` is how browsers name a second download."""
    put({"leads[1].csv": "id\n1\n"})
    assert open_rows("leads[1].csv").name == "leads[1].csv"


def test_files_without_endings_are_read_where_the_format_is_said() -> None:
    """Of a folder, all files then."""
    put({"leads/part-0": "id\n1\n", "leads/part-1": "id\n2\n", "leads/_SUCCESS": ""})
    assert [row[2] for row in read(rows_of("leads", format="csv"))] == ["1", "2"]


@pytest.mark.parametrize(
    ("source", "path", "takes"),
    [
        ("leads", "leads/new.csv", True),
        ("leads", "other/new.csv", False),
        ("leads", "leads/../new.csv", False),
        ("leads/*.csv", "leads/new.csv", True),
        ("leads/*.csv", "leads/new.parquet", False),
        ("*/*.csv", "leads/new.csv", True),
        ("**/*.csv", "leads/of/may/new.csv", True),
        ("leads/**/*.csv", "new.csv", False),
    ],
)
def test_whether_an_output_would_be_read_the_next_time(source: str, path: str, takes: bool) -> None:  # noqa: FBT001 (a case)
    """A folder takes what is put there, a pattern what is named so."""
    put(TWO)
    named = named_files(source, ENDINGS)
    assert named is not None
    assert named.would_take(Path(path)) == takes


def test_a_file_that_changes_while_others_are_read_is_said() -> None:
    """Its rows would not add up."""
    put(TWO)
    rows = rows_of("leads")
    os.utime("leads/b.csv", ns=(1, 1))
    with pytest.raises(UnreadableInput, match=r"leads/b\.csv changed while it was being read"):
        read(rows)
