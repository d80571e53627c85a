"""Cells that are plain to see: what a quick test says of a cell is what reading it with care says."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.evaluate.leads.code_words import CodeWords
from ola.evaluate.leads.field_reader import field_reader
from ola.evaluate.leads.plain_cells import PLAIN, Cell, plain_cells
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.formed_text import FormedText
from ola.fieldtypes.grammar import compiled
from ola.fieldtypes.instant import text_of
from ola.fieldtypes.spec import Choice, Spec
from ola.fieldtypes.text import fold
from ola.plan import Demand, Max, MaxLength, Min, Pattern, Present

SPECS = (
    Spec("id"),
    Spec("text"),
    Spec("owner"),
    Spec("email"),
    Spec("phone"),
    Spec("choice", choices=(Choice("web", "Website", ("W1",)), Choice("event"))),
    Spec("stage", choices=(Choice("mql"),)),
    Spec("country"),
    Spec("language"),
    Spec("boolean"),
    Spec("boolean", text_only=True),
    Spec("integer"),
    Spec("integer", text_only=True),
    Spec("number"),
    Spec("money", currency="USD"),
    Spec("money", currency="USD", text_only=True),
    Spec("datetime"),
    Spec("datetime", zone="Europe/Berlin"),
    Spec("datetime", dates="epoch ms"),
    Spec("datetime", dates="day first", zone="UTC"),
    Spec("date"),
    Spec("date", dates="month first"),
    Spec("text", blanks=("n/a",)),
    Spec("integer", blanks=("0",)),
)
DEMANDS: tuple[tuple[Demand, ...], ...] = (
    (),
    (Present(),),
    (MaxLength(5),),
    (Present(), MaxLength(5), Pattern("[a-z0-9]+")),
    (Pattern("[a-z ]+"),),
    (Min(1), Max(100)),
)
WORDS: tuple[str, ...] = (
    "web",
    "Website",
    "W1",
    "event ",
    "mql",
    "de",
    "Germany",
    "en-US",
    "true",
    "NO",
    "1",
    "0",
    "n/a",
    " x",
    "a b",
    "a ",
)
WORDS += (
    "a@b.c",
    "Ann.B-c@acme-x.co",
    "a..b@c.d",
    "+1 202 555 0100",
    "(202) 555-0100",
    "12025550100",
    "+1  202",
    "x" * 6,
)
WORDS += (
    "007",
    "+5",
    "-1",
    "1.5",
    "5.",
    ".5",
    "1e3",
    "1_000",
    "101",
    "9" * 16,
    "nan",
    "٣",
    "é",
    "e\u0301",
    "\ud800",
    "",
)
WORDS += (
    "2026-05-06T07:08:09Z",
    "2026-05-06T07:08:09.123Z",
    "2026-05-06T07:08:09.1+00",
    "2026-05-06 07:08",
    "2026-05-06",
)
WORDS += (
    "2026-02-30T07:08:09Z",
    "2026-05-06T24:08:09Z",
    "2026-05-06T07:08:09.123456Z",
    "2026-02-30",
    "20260506",
    "a" * 64 + "@b.c",
)
MOMENT = dt.datetime(2026, 5, 6, 7, 8)  # noqa: DTZ001 - with and without
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.text(alphabet="aZ09 .@+-:_T\u00e9\u2003", max_size=12),
    st.text(max_size=4),
    st.integers(-2, 101),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.sampled_from([MOMENT, MOMENT.replace(tzinfo=dt.UTC), MOMENT.astimezone(dt.timezone(dt.timedelta(hours=2)))]),
    st.sampled_from([MOMENT.date(), b"abc", b"", ["web"], {}, 10**400]),
)


Claim = tuple[object, tuple[type[Demand], ...]]


@cache
def look(spec: Spec, demands: tuple[Demand, ...], *, trusts: bool, is_told: bool) -> Callable[[object], list[Claim]]:
    """Give a function from a cell to the value, and what is kept, by each test that is true of it."""
    words = CodeWords()
    seen: dict[object, object] = {}
    table = words.constant("known", seen)
    cell = Cell(spec, demands, "raw", "value", table, seen, words, is_asked=True, trusts=trusts, is_told=is_told)
    lines = ["def look(raw):", "    found = []"]
    for plain in plain_cells(cell):
        kept = words.constant("kept", plain.keeps)
        lines += [f"    {line}" for line in plain.before]
        lines += [f"    if {plain.test}:", f"        found.append(({plain.value}, {kept}))"]
    space: dict[str, Any] = dict(words.pool)
    exec("\n".join([*lines, "    return found"]), space)  # noqa: S102 - our own code
    return cast("Callable[[object], list[Claim]]", space["look"])


def claims(
    spec: Spec, demands: tuple[Demand, ...], raw: object, *, trusts: bool = False, is_told: bool = True
) -> list[Claim]:
    """Give what the tests say of a cell; nothing where they were mistaken to trust it."""
    try:
        return look(spec, demands, trusts=trusts, is_told=is_told)(raw)
    except (AttributeError, TypeError):
        assert trusts
        return []


def kept(demand: Demand, value: Any) -> bool:
    """Whether a value keeps a demand."""
    match demand:
        case Min(bound):
            return bool(value >= bound)
        case Max(bound):
            return bool(value <= bound)
        case MaxLength(length):
            return len(value) <= length
        case Pattern(pattern):
            return re.fullmatch(pattern, value) is not None
        case _:
            return True


def can_be_demanded(demand: Demand, spec: Spec) -> bool:
    """Whether an agreement may demand it of a field that is read so."""
    if isinstance(demand, Min | Max):
        return spec.type in {"integer", "number", "money"}
    return isinstance(demand, Present) or spec.type in {"id", "text", "owner", "email", "phone"}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.type}-{spec.zone or spec.dates}-{spec.blanks or ''}")
@given(raw=CELLS, demands=st.sampled_from(DEMANDS))
def test_what_is_plain_to_see_is_what_is_read(spec: Spec, demands: tuple[Demand, ...], raw: object) -> None:
    """Where a test is true, the cell is filled in and well formed, has that value, and keeps these demands."""
    demands = tuple(each for each in demands if can_be_demanded(each, spec))
    read = field_reader(spec)(raw)
    for value, keeps in [*claims(spec, demands, raw), *claims(spec, demands, raw, trusts=True)]:
        assert value == read
        assert read is not None
        assert read is not MALFORMED
        assert type(value) is type(read)
        assert all(kept(each, value) for each in demands if type(each) in keeps)


@given(
    raw=CELLS | st.from_regex(r"[0-9]{1,9}(\.[0-9]{0,3})?", fullmatch=True),
    spec=st.sampled_from(SPECS),
    demands=st.sampled_from([*DEMANDS, (Min(0),), (Min(-1), Max(10**6)), (Max(0),), (Max(-1),), (Max(99.5),)]),
)
def test_what_nobody_asks_the_value_of_is_there_and_keeps_its_demands(
    raw: object, spec: Spec, demands: tuple[Demand, ...]
) -> None:
    """Where only whether there is a value counts, a test that is true says so, and which demands the value keeps."""
    demands = tuple(each for each in demands if can_be_demanded(each, spec))
    read = field_reader(spec)(raw)
    for value, keeps in claims(spec, demands, raw, is_told=False):
        assert value is not None
        assert read is not None
        assert read is not MALFORMED
        assert all(kept(each, read) for each in demands if type(each) in keeps)


def test_digits_are_not_read_where_nobody_asks_which() -> None:
    """An amount that only has to be known stays text; a limit that its digits do not show makes it a number."""

    def seen(raw: str, *demands: Demand) -> list[object]:
        return [value for value, _ in claims(Spec("money", currency="USD"), demands, raw, is_told=False)]

    assert seen("1200.50", Min(0)) == ["1200.50", 1200.5]
    assert seen("120000", Min(0), Max(9999)) == []
    assert seen("9999", Min(0), Max(9999)) == [9999.0]
    assert seen("999", Min(0), Max(9999)) == ["999", 999.0]
    assert seen("1200.50", Min(1)) == [1200.5]


def test_what_comes_most_is_plain_to_see() -> None:
    """The tests are of use: they see what systems send."""
    for spec, raw in (
        (Spec("email"), "Ann.Archer@acme.co.uk"),
        (Spec("phone"), "+1 202 555 0100"),
        (Spec("datetime"), "2026-05-06T07:08:09.123Z"),
        (Spec("datetime"), "2026-05-06T07:08:09Z"),
        (Spec("integer"), 7),
        (Spec("integer"), "7"),
        (Spec("money"), 7.5),
        (Spec("money"), "7.50"),
        (Spec("choice", choices=(Choice("web"),)), "web"),
        (Spec("boolean"), True),
        (Spec("text"), "Head of Sales"),
        (Spec("date"), "2026-05-06"),
    ):
        assert claims(spec, (), raw), spec.type
    assert set(PLAIN) <= set(TYPES)


@pytest.mark.parametrize("name", [name for name, own in TYPES.items() if getattr(own, "ordinary", None)])
def test_ordinary_texts_have_the_form(name: str) -> None:
    """What a type takes for ordinary is in its grammar, whatever is tried."""
    own = TYPES[name]  # type: ignore[index]
    assert isinstance(own, FormedText)
    assert own.ordinary is not None
    pattern, longest = own.ordinary
    matches = own.grammar.fullmatch()
    # Hypothesis does not know the signs for never going back, and what matches with them matches without.
    loose = re.sub(r"([+*}?])\+", r"\1", pattern)

    @given(st.from_regex(re.compile(loose, re.ASCII), fullmatch=True))
    def has_the_form(text: str) -> None:
        if compiled(pattern).fullmatch(text) and (longest is None or len(text) <= longest):
            assert matches(text)
            assert text.isascii()
            assert fold(text) == text.lower()

    has_the_form()


def test_instants_with_their_signs_in_place_are_instants() -> None:
    """Behind the point, whatever the standard library takes for a fraction in UTC is in the grammar, too."""
    spec = Spec("datetime", zone="UTC")
    matches = text_of(spec).fullmatch()
    found = 0
    for tail in itertools.product("05+-:.,ZzT ", repeat=4):
        text = f"2026-05-06T07:08:09.{''.join(tail)}"
        if claims(spec, (), text):
            found += 1
            assert matches(text), text
    assert found > 5
    for tail in itertools.product("0+-:.Z", repeat=6):
        text = f"2026-05-06T07:08:09.{''.join(tail)}Z"
        assert not claims(spec, (), text) or matches(text), text
