"""One JSON object, read strictly."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ola.json_object import Fault, NoObject, read_object

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


@given(
    found=st.dictionaries(st.text(max_size=2), VALUES, max_size=4),
    plain=st.booleans(),
    indent=st.sampled_from([None, 1, "\t"]),
)
def test_what_was_written_is_read(found: dict[str, object], *, plain: bool, indent: int | str | None) -> None:
    """Any object, in any layout, is read as it is, from text and from bytes."""
    text = json.dumps(found, ensure_ascii=plain, indent=indent)
    assert read_object(text) == found
    assert read_object(text.encode()) == found


def _with_care(data: bytes | str) -> object:
    """Read a text as Python's own reader does, and refuse what ola refuses."""

    def members(found: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in found}) == len(found)
        return dict(found)

    def finite(digits: str) -> float:
        assert not math.isinf(float(digits))
        return float(digits)

    found = json.loads(data, object_pairs_hook=members, parse_constant=lambda _: 1 / 0, parse_float=finite)
    assert isinstance(found, dict)
    json.dumps(found, ensure_ascii=False).encode()
    return found


_PARTS = st.sampled_from(
    [
        *(b"{", b"}", b"[", b"]", b'"a"', b'"b"', b":", b",", b" ", b"\n", b'"a" ', b'{"a":', b'"b":1', b'"b" :2'),
        *(b"1", b"-0", b"0.1", b"1e400", b"-1E999", b"1e-400", b"12345678901234567890123", b"9" * 400 + b".0"),
        *(b"null", b"true", b"NaN", b'"\\ud83d"', b'"\\ud83d\\ude00"', b'"\\":"', b'"\xc3\xa9"', b'"\xff"'),
        *(b'"\x01"', b'"\\u0000"', b"\xef\xbb\xbf"),
    ]
)


@example(b'{"a":1e400}')
@example(b'{"a":[-1E999]}')
@example(b'{"b":1,"b" :2,"c":"\\":"}')
@example(b'{"a":{"b":1},"b":{"b" :2,"b":1}}')
@given(st.lists(_PARTS, max_size=12).map(b"".join))
def test_both_readers_say_the_same(data: bytes) -> None:
    """Whatever stands there is read as Python's own reader has it, to the type of each value, or refused by both."""
    try:
        wanted = _with_care(data)
    except (ValueError, AssertionError, ZeroDivisionError, RecursionError):
        with pytest.raises(NoObject):
            read_object(data)
    else:
        assert repr(read_object(data)) == repr(wanted)


@pytest.mark.parametrize(
    ("text", "fault", "what"),
    [
        (b"\xff", Fault.BYTES, ""),
        (" \n", Fault.BLANK, ""),
        ("{\0}", Fault.NUL, ""),
        ("{", Fault.JSON, "Expecting property name enclosed in double quotes at column 2"),
        ('{"a":\n1,}', Fault.JSON, None),
        ('{"a": "b', Fault.JSON, "Unterminated string starting at column 7"),
        ("[" * 100_000, Fault.JSON, "it is nested too deeply"),
        ("true", Fault.SHAPE, "a truth value"),
        ("1.5", Fault.SHAPE, "a number"),
        ('"a"', Fault.SHAPE, "a text"),
        ('{"a": [Infinity]}', Fault.NUMBER, "Infinity"),
        ('{"a": {"b": 1, "b": 2}}', Fault.KEY, "b"),
        ('{"a"\n: 1, "a": 2}', Fault.KEY, "a"),
        ('{"\\uDC00": 1}', Fault.CHARACTER, ""),
        ('{"a": "\udc00"}', Fault.CHARACTER, ""),
    ],
)
def test_what_is_no_object_says_why(text: bytes | str, fault: Fault, what: str | None) -> None:
    """Every fault is told apart."""
    with pytest.raises(NoObject) as caught:
        read_object(text)
    assert caught.value.fault is fault
    assert what is None or caught.value.what == what
