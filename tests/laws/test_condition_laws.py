"""Laws of conditions: every way to run one agrees, and one written out reads back the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ola.expr.names import Names
from ola.expr.nodes import (
    Always,
    And,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    DayOf,
    EventCount,
    EventTime,
    FieldRef,
    IsBlank,
    IsKnown,
    IsTrue,
    Literal,
    Matches,
    Not,
    Now,
    OneOf,
    Operand,
    Or,
    ScoreRef,
    SegmentRef,
    Shifted,
    TermRef,
    TextPlace,
    TextTest,
    operands,
)
from ola.expr.parse import parse_condition
from ola.expr.reference import BLANK, MALFORMED, Lead
from ola.expr.words import words
from ola.fieldtypes import kind_of
from ola.fieldtypes.kind import ORDERED, Kind
from ola.fieldtypes.spec import Choice, Spec
from ola.fieldtypes.text import fold
from ola.source import Place
from tests.expr.three_ways import by_polars, by_python, by_reference

CHOICES = (Choice("web", "Website"), Choice("event", "Trade show"), Choice("partner"))
FIELDS: Mapping[str, Spec] = {
    "id_a": Spec("id"),
    "owner_a": Spec("owner"),
    "text_a": Spec("text"),
    "text_b": Spec("text"),
    "email_a": Spec("email"),
    "url_a": Spec("url"),
    "phone_a": Spec("phone"),
    "whole": Spec("integer"),
    "rate": Spec("number"),
    "money_a": Spec("money", currency="USD"),
    "flag_a": Spec("boolean"),
    "flag_b": Spec("boolean"),
    "day_a": Spec("date"),
    "day_b": Spec("date"),
    "at_a": Spec("datetime"),
    "at_b": Spec("datetime"),
    "wait_a": Spec("duration"),
    "source": Spec("choice", choices=CHOICES),
    "stage": Spec("stage", choices=CHOICES),
    "many": Spec("choice", many=True, choices=CHOICES),
    "country_a": Spec("country"),
    "language_a": Spec("language"),
}
ZONE = "America/New_York"
NAMES = Names(
    fields=FIELDS,
    terms=("good fit", "bad fit"),
    scores=("fit",),
    segments={"tier": ("A", "B", "C")},
    events=("call", "email sent"),
    zone=ZONE,
)
UTC_START, UTC_END = dt.datetime(1990, 1, 1), dt.datetime(2036, 1, 1)  # noqa: DTZ001 — Hypothesis adds the zone
NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)

# ── values: few of each kind, so that they often meet, and the ones that lie beside a boundary ──

INSTANTS = st.sampled_from(
    [NOW + dt.timedelta(days=days, seconds=seconds) for days in (-31, -7, -1, 0, 1) for seconds in (-1, 0, 1)]
) | st.datetimes(UTC_START, UTC_END, timezones=st.just(dt.UTC))
EDGES = st.sampled_from([dt.date.min, dt.date.max, dt.date(2026, 3, 8), dt.date(2026, 3, 9), dt.date(2026, 3, 10)])
VALUES: Mapping[Kind, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["VP", "vp ", "Vp Sales", "σ", "Σ", "ΟΔΟΣ", "é", "e\u0301", "İ", "a.b", "12", "i"])
    | st.text("aBσΣ .\u0301", min_size=1, max_size=4).filter(str.strip),
    "id": st.sampled_from(["00Q", "00q", "00Q5", "x"]),
    "number": st.sampled_from([-1, 0, 1, 2, 2.5, 59, 60, 61, 1e9]) | st.integers(-3, 3),
    "boolean": st.booleans(),
    "date": EDGES | st.dates(dt.date(2026, 3, 1), dt.date(2026, 3, 20)),
    "datetime": INSTANTS,
    "duration": st.sampled_from([dt.timedelta(minutes=30), dt.timedelta(minutes=31), dt.timedelta(days=1)]),
    "choice": st.sampled_from(["web", "event", "partner"]),
    "choices": st.lists(st.sampled_from(["web", "event", "partner"]), min_size=1, unique=True).map(tuple),
}
DAYS = st.integers(-800, 800).map(lambda days: dt.timedelta(days=days))
SPANS = DAYS | st.integers(-100_000, 100_000).map(lambda seconds: dt.timedelta(seconds=seconds))
KINDS = {name: kind_of(spec) for name, spec in FIELDS.items()}
OF_KIND: Mapping[Kind, list[str]] = {kind: [name for name, other in KINDS.items() if other == kind] for kind in VALUES}


READABLE: Mapping[str, tuple[str, ...]] = {  # fields whose type reads some text only
    "email_a": ("ann@harbor.example", "bob@gmail.com"),
    "url_a": ("https://harbor.example/a", "https://harbor.example/b"),
    "phone_a": ("+14155550100", "+493012345678"),
    "country_a": ("US", "NO", "DE"),
    "language_a": ("en", "de"),
}


def value(kind: Kind, name: str = "") -> st.SearchStrategy[Any]:
    """A value as the reader of a field of that kind gives it."""
    if name in READABLE:
        return st.sampled_from(READABLE[name])
    strategy = VALUES[kind]
    if name == "whole":
        return strategy.map(int)
    return strategy.map(str.strip) if kind == "text" else strategy


def literal(kind: Kind, beside: Operand) -> st.SearchStrategy[Literal]:
    """A written value that the operand could have."""
    match beside:
        case SegmentRef():
            found: st.SearchStrategy[Any] = st.sampled_from("ABC")
        case FieldRef(name) if name in READABLE:
            found = value(kind, name)
        case _:
            found = value(kind)
    return found.map(lambda value: Literal(_plain(fold(value) if kind == "text" else value), kind))


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _operands(kind: Kind) -> st.SearchStrategy[Operand]:
    found: st.SearchStrategy[Operand] = st.sampled_from(OF_KIND[kind]).map(FieldRef)
    match kind:
        case "number":
            spans = st.none() | SPANS.map(abs)
            found |= st.just(ScoreRef("fit")) | st.builds(EventCount, st.sampled_from(["call", "email sent"]), spans)
        case "choice":
            found |= st.just(SegmentRef("tier"))
        case "datetime":
            times = st.builds(EventTime, st.sampled_from(["call", "email sent"]), st.sampled_from(["first", "last"]))
            found |= st.just(Now()) | times
            found |= st.builds(Shifted, found, SPANS)
        case "date":
            found |= st.builds(Shifted, found, DAYS)
        case _:
            pass
    return found


OPERANDS: Mapping[Kind, st.SearchStrategy[Operand]] = {kind: _operands(kind) for kind in VALUES}
SIGNS: tuple[Comparison, ...] = ("=", "!=", "<", "<=", ">", ">=")
PLACES: tuple[TextPlace, ...] = ("contains", "starts with", "ends with")
SIMPLE = st.sampled_from([kind for kind in VALUES if kind != "choices"])


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    kind: Kind = draw(SIMPLE)
    op = draw(st.sampled_from(SIGNS if kind in ORDERED else SIGNS[:2]))
    left = draw(OPERANDS[kind])
    right = draw(literal(kind, left) | OPERANDS[kind])
    if kind == "date" and draw(st.booleans()):  # one side by its day
        left = _day(draw(OPERANDS["datetime"]))
    if kind == "number" and draw(st.booleans()):
        left, right = right, left
    return Compare(op, left, right, kind)


@st.composite
def memberships(draw: st.DrawFn) -> Condition:
    kind: Kind = draw(SIMPLE)
    operand = draw(OPERANDS[kind])
    values = draw(st.lists(literal(kind, operand), min_size=1, max_size=3, unique=True))
    if kind == "date" and draw(st.booleans()):
        operand = _day(draw(OPERANDS["datetime"]))
    return OneOf(operand, tuple(values), kind)


@st.composite
def text_tests(draw: st.DrawFn) -> Condition:
    kind: Kind = draw(st.sampled_from(["text", "id", "choices"]))
    if kind == "choices":
        keys = draw(st.lists(VALUES["choice"], min_size=1, max_size=2))
        return TextTest("contains", FieldRef("many"), tuple(keys), kind)
    place = draw(st.sampled_from(PLACES))
    part = value(kind).map(lambda text: fold(text) if kind == "text" else text)
    return TextTest(place, draw(OPERANDS[kind]), tuple(draw(st.lists(part, min_size=1, max_size=3))), kind)


def presences() -> st.SearchStrategy[Condition]:
    asked = st.sampled_from([*map(FieldRef, FIELDS), EventTime("call", "first")])
    return st.builds(IsKnown, asked) | st.builds(IsBlank, asked)


def patterns() -> st.SearchStrategy[Condition]:
    listed = st.sampled_from([r"[A-Za-z]+", r"\w+ ?\w*", r"\d+", r".{2,4}", r"VP|é", r"a\.b", r"(a|σ)+"])
    return st.builds(Matches, st.sampled_from(["text_a", "text_b", "id_a"]).map(FieldRef), listed)


ATOMS = comparisons() | memberships() | text_tests() | presences() | patterns()


def combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return (
        st.builds(And, several)
        | st.builds(Or, several)
        | st.builds(Not, inner)
        | several.flatmap(lambda items: st.builds(AtLeast, st.integers(1, len(items)), st.just(items)))
    )


WRITTEN = st.recursive(ATOMS | st.sampled_from(["good fit", "bad fit"]).map(TermRef), combined, max_leaves=6)
CONDITIONS = st.recursive(
    WRITTEN | st.booleans().map(Always), lambda inner: combined(inner) | st.builds(IsTrue, inner), max_leaves=4
)
TERMS = st.fixed_dictionaries({"good fit": ATOMS, "bad fit": ATOMS})


@st.composite
def leads(draw: st.DrawFn, condition: Condition, terms: Mapping[str, Condition]) -> Lead:
    """A lead with each field the condition asks: blank, malformed or with a value."""
    asked = {
        leaf.name for part in (condition, *terms.values()) for leaf in operands(part) if isinstance(leaf, FieldRef)
    }
    return Lead(
        values={name: draw(FILLED[name]) for name in sorted(asked)},
        scores={"fit": draw(VALUES["number"])},
        segments={"tier": draw(st.sampled_from("ABC"))},
        terms=terms,
        now=NOW,
        events=draw(LOGS),
    )


FILLED = {
    name: st.sampled_from([BLANK, MALFORMED]) | value(kind, name) | value(kind, name) for name, kind in KINDS.items()
}
LOGS = st.none() | st.dictionaries(st.sampled_from(["call", "email sent"]), st.lists(INSTANTS, max_size=3))


def _day(found: Operand) -> Operand:
    match found:
        case Shifted(inner, by) if not by % dt.timedelta(days=1):
            return Shifted(_day(inner), by)
        case _:
            return DayOf(found, ZONE)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), condition=CONDITIONS, terms=TERMS)
def test_every_way_to_run_a_condition_gives_the_same_truth(
    data: st.DataObject, condition: Condition, terms: Mapping[str, Condition]
) -> None:
    """Reference, generated Python and Polars agree on any condition and any leads."""
    several = data.draw(st.lists(leads(condition, terms), min_size=1, max_size=4))
    expected = by_reference(condition, several, KINDS)
    assert by_python(condition, several, KINDS) == expected
    assert by_polars(condition, several, KINDS) == expected


@settings(max_examples=150, deadline=None)
@given(condition=WRITTEN)
def test_a_condition_written_out_reads_back_the_same(condition: Condition) -> None:
    """Reading what `words` writes gives the same nodes."""
    text = words(condition, NAMES)
    again, findings = parse_condition(text, NAMES)
    assert again == condition, (text, findings)


PIECES = [
    "score",
    "whole",
    ">=",
    "is",
    "not",
    "in",
    "(",
    ")",
    ",",
    "and",
    "or",
    "all of",
    "at least",
    "2",
    "of",
    "text_a",
    "contains",
    "any of",
    "matches",
    "/a(/",
    '"x',
    "'",
    "within",
    "7 days",
    "after",
    "older than",
    "now",
    "-",
    "+",
    "first",
    "last",
    "call",
    "number of",
    "in the last",
    "tier",
    "A",
    "good fit",
    "between",
    "lead.whole",
    "3 business hours",
    "2026-01-01",
    "9999-12-31",
    "P1Y",
    "starts with",
    "is known",
    "at_a",
    "day_a",
    "many",
    "source",
    "web",
    "flag_a",
]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_no_text_makes_reading_fail(text: str) -> None:
    """Whatever the text, it is either a condition or has an error at a place within it."""
    for scope in ("lead", "log", "exception"):
        names = Names(FIELDS, NAMES.terms, NAMES.scores, NAMES.segments, NAMES.events, zone=ZONE, scope=scope)
        condition, findings = parse_condition(text, names)
        assert (condition is None) == any(finding.level == "error" for finding in findings)
        for finding in findings:
            assert isinstance(finding.place, Place)
            assert 1 <= finding.place.column <= finding.place.end_column <= max(len(text), 1) + 1
