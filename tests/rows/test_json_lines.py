"""JSON Lines: records as they stand, and each line that is none kept whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.errors import UnreadableInput
from ola.rows.json_lines import JsonRows
from ola.rows.limits import Limits
from ola.rows.rows import InputFile


def rows_of(folder: Path, text: bytes, *, encoding: str | None = None, limits: Limits | None = None) -> JsonRows:
    """Give the rows of a file that holds this text."""
    path = folder / "leads.jsonl"
    path.write_bytes(text)
    return JsonRows(InputFile(path, path.name), encoding=encoding, limits=limits)


def good(rows: JsonRows) -> list[object]:
    """Give the readable records of all blocks."""
    return [record for block in rows.blocks() for record in block.records]


LINES = [
    (b"", "OLA401", "The line is blank."),
    (b'{"a":"\xfc"}', "OLA402", "The line holds bytes that are no UTF-8."),
    (b'{"a":"x\0y"}', "OLA403", "The line holds a NUL character."),
    (b'{"a":', "OLA411", "The line is not JSON: Expecting value at column 6."),
    (b"{'a': 1}", "OLA411", None),
    (b'{"a":1} {"a":2}', "OLA411", None),
    (b'{"a":' + b"9" * 5000 + b"}", "OLA411", None),
    (b"[" * 20_000, "OLA411", None),
    (b'["a", 1]', "OLA412", "The line holds a list, not an object."),
    (b"null", "OLA412", "The line holds null, not an object."),
    (b'{"a":NaN}', "OLA413", "NaN is no finite number."),
    (b'{"a":{"b":-Infinity}}', "OLA413", "-Infinity is no finite number."),
    (b'{"a":1e999}', "OLA413", "1e999 is no finite number."),
    (b'{"a":1,"a":2}', "OLA414", "The key 'a' stands twice in one object."),
    (b'{"a" :1,"a":2}', "OLA414", "The key 'a' stands twice in one object."),
    (b'{"p":{"a":1,"a"\t:2}}', "OLA414", "The key 'a' stands twice in one object."),
    (b'{"a":"x\\":","a":2}', "OLA414", "The key 'a' stands twice in one object."),
    (b'{"a":"\\ud83d"}', "OLA415", "A text holds half a character."),
]


@pytest.mark.parametrize(("line", "code", "message"), LINES)
def test_a_bad_line_costs_that_line(tmp_path: Path, line: bytes, code: str, message: str | None) -> None:
    """Good lines before and after are read; the bad one keeps its text and says what it is."""
    rows = rows_of(tmp_path, b'{"id":1}\n' + line + b'\r\n{"id":2}')
    assert good(rows) == [{"id": 1}, {"id": 2}]
    ((lost,),) = [block.unreadable for block in rows.blocks() if block.unreadable]
    assert (lost.row, lost.line, lost.finding.code) == (2, 2, code)
    assert lost.raw == line.decode("utf-8", "backslashreplace")
    if message is not None:
        assert lost.finding.message == message


def test_records_keep_names_nesting_and_types(tmp_path: Path) -> None:
    """Nothing is flattened, renamed or rounded."""
    text = (
        b'{"id": "1", "properties": {"email": "a@x.io", "n": [1, 2.5, null, true]}}\n'
        b'{"x":"a\\": b"}\n'
        b'{"e":"\\ud83d\\ude00"}\n'
    )
    assert good(rows_of(tmp_path, text)) == [
        {"id": "1", "properties": {"email": "a@x.io", "n": [1, 2.5, None, True]}},
        {"x": 'a": b'},
        {"e": "😀"},
    ]


def test_blank_lines_at_the_end_are_no_records(tmp_path: Path) -> None:
    """Between records a blank line counts, after the last it does not."""
    rows = rows_of(tmp_path, b'{"id":1}\n\n\n{"id":2}\n\n\n')
    assert [block.count for block in rows.blocks()] == [4]


def test_a_text_longer_than_the_limit_is_kept_whole(tmp_path: Path) -> None:
    """Ten million letters cost that line only."""
    line = json.dumps({"id": 1, "note": {"x": ["y" * 10_000_000]}})
    rows = rows_of(tmp_path, f'{line}\n{{"id":2}}\n'.encode())
    assert good(rows) == [{"id": 2}]
    ((lost,),) = [block.unreadable for block in rows.blocks() if block.unreadable]
    assert (lost.finding.code, lost.raw) == ("OLA404", line)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    """What has no line ends must not fill the memory."""
    rows = rows_of(tmp_path, b'{"a":1}' * 1000, limits=Limits(record=2000))
    with pytest.raises(UnreadableInput, match="has a line of more than"):
        list(rows.blocks())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "leads.jsonl is empty: there is no record in it. Export it again."),
        (b"\n\n", "leads.jsonl is empty: there is no record in it. Export it again."),
        (
            b'[\n{"id":1},\n{"id":2}\n]',
            "leads.jsonl is one JSON list, not JSON Lines. Put one object on each line: jq -c '.[]' leads.jsonl",
        ),
        (
            b'[{"id":1},{"id":2}]',
            "leads.jsonl is one JSON list, not JSON Lines. Put one object on each line: jq -c '.[]' leads.jsonl",
        ),
        (
            b'{\n  "id": 1\n}\n',
            "The objects in leads.jsonl are spread over several lines. Put each on one: jq -c . leads.jsonl",
        ),
    ],
)
def test_json_of_another_shape_is_refused_with_a_way_out(tmp_path: Path, text: bytes, message: str) -> None:
    """One list, or objects over several lines, are an error of the file."""
    with pytest.raises(UnreadableInput) as caught:
        rows_of(tmp_path, text)
    assert str(caught.value) == message


KEYS = st.sampled_from(["a", "b", 'a":', " "])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
LAYOUTS = st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : "), (",\t", "\t:")])


@settings(max_examples=50)
@given(
    records=st.lists(st.dictionaries(KEYS, VALUES, max_size=3), min_size=1, max_size=6),
    layout=LAYOUTS,
    plain=st.booleans(),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[dict[str, object]],
    layout: tuple[str, str],
    *,
    plain: bool,
) -> None:
    """Whatever Python writes as JSON is read as it was, in any layout; a repeated key never slips through."""
    lines = [json.dumps(record, separators=layout, ensure_ascii=not plain) for record in records]
    twice = "{" + f'"k"{layout[1]}1{layout[0]}"k"{layout[1]}2' + "}"
    rows = rows_of(tmp_path_factory.getbasetemp(), "\n".join([*lines, twice]).encode())
    assert good(rows) == records
    assert [lost.finding.code for block in rows.blocks() for lost in block.unreadable] == ["OLA414"]
