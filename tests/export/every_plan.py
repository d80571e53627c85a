"""A plan with every demand and every node of a condition, made by hand."""

from __future__ import annotations

import datetime as dt

from ola.expr.nodes import (
    Always,
    And,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    EventCount,
    FieldRef,
    IsBlank,
    IsKnown,
    IsTrue,
    Literal,
    Matches,
    Not,
    Now,
    OneOf,
    Or,
    ScoreRef,
    SegmentRef,
    Shifted,
    TermRef,
    TextTest,
    Value,
)
from ola.fieldtypes import TYPES
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.spec import Choice, TypeName
from ola.finding import Level
from ola.plan import (
    Absent,
    Binding,
    Clause,
    Demand,
    Field,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Plan,
    Predicate,
    Present,
    Score,
    Segment,
    Shape,
    Stage,
    System,
    Term,
    Unchanging,
    Unique,
)

AS_OF = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def of(name: str, op: Comparison, value: Value, kind: Kind) -> Compare:
    """Give a field beside a literal."""
    return Compare(op, FieldRef(name), Literal(value, kind), kind)


def known(*names: str) -> tuple[Condition, ...]:
    """Give a condition a field: that it is known."""
    return tuple(IsKnown(FieldRef(name)) for name in names)


def _slug(name: str) -> str:
    return name.replace(" ", "-").replace(",", "")


def _field(name: str, type_: TypeName, **more: object) -> Field:
    many = bool(more.get("many"))
    kind: Kind = "choices" if many else TYPES[type_].kind
    return Field(name, Clause(f"fields.{name}"), type_, kind, **more)  # type: ignore[arg-type]


def _shape(name: str, part: str, demand: Demand, *, level: Level = "error", **more: object) -> Shape:
    return Shape(Clause(f"fields.{name}.{part}", level, "marketing"), name, demand, **more)  # type: ignore[arg-type]


FIELDS = {
    each.name: each
    for each in (
        _field("lead_id", "id", key=True, bindings={"crm": Binding("Id"), "hub": Binding("hs_object_id")}),
        _field("job_title", "text", bindings={"crm": Binding("Title"), "hub": Binding("jobtitle")}),
        _field("employees", "integer", bindings={"crm": Binding("Employees"), "hub": Binding("numemployees")}),
        _field("score", "integer", bindings={"crm": Binding("Score"), "hub": Binding("hubspotscore")}),
        _field("budget", "money", currency="USD", bindings={"crm": Binding("Budget")}),
        _field("consent", "boolean"),
        _field("created", "datetime"),
        _field("timing", "date"),
        _field("due", "date"),
        _field("note", "text", blanks=("n/a", "0")),
        _field(
            "source",
            "choice",
            choices=(Choice("web", "Website"), Choice("event", "Trade show"), Choice("partner")),
            blanks=("unknown", "?"),
            bindings={
                "crm": Binding("LeadSource", {"web": "Web", "event": "Event", "partner": "Partner"}),
                "hub": Binding("hs_analytics_source", {"web": "ORGANIC", "event": "OFFLINE", "partner": "REFERRALS"}),
            },
        ),
        _field("interests", "choice", many=True, choices=(Choice("mail"), Choice("ads"), Choice("seo"))),
        _field("stage", "stage", choices=(Choice("lead"), Choice("mql"), Choice("accepted"), Choice("lost"))),
    )
}

TERMS: dict[str, Condition] = {
    "target account": And((of("employees", ">=", 50, "number"), of("employees", "<=", 5000, "number"))),
    "decision maker": TextTest("contains", FieldRef("job_title"), ("vp", "director", "chief"), "text"),
    "student": TextTest("starts with", FieldRef("job_title"), ("student",), "text"),
}

CONSENTED = Compare("=", FieldRef("consent"), Literal(value=True, kind="boolean"), "boolean")

PREDICATES: tuple[tuple[str, Level, Condition | None, Condition], ...] = (
    ("web leads have a title", "error", of("source", "=", "web", "choice"), IsKnown(FieldRef("job_title"))),
    ("no students", "error", TermRef("student"), Always(value=False)),
    ("ends in head", "warning", None, Not(TextTest("ends with", FieldRef("job_title"), ("head",), "text"))),
    (
        "fit or partner",
        "error",
        None,
        Or(
            (
                Compare(">=", ScoreRef("fit"), Literal(20, "number"), "number"),
                of("source", "=", "partner", "choice"),
                IsBlank(FieldRef("source")),
            )
        ),
    ),
    (
        "three of four",
        "error",
        of("stage", "=", "accepted", "choice"),
        AtLeast(3, known("job_title", "employees", "timing", "note")),
    ),
    (
        "tier A is known",
        "error",
        Compare("=", SegmentRef("tier"), Literal("A", "choice"), "choice"),
        And(known("note", "consent")),
    ),
    (
        "tier C is no event",
        "error",
        OneOf(SegmentRef("tier"), (Literal("C", "choice"),), "choice"),
        Not(OneOf(FieldRef("source"), (Literal("event", "choice"),), "choice")),
    ),
    (
        "no ads without consent",
        "error",
        TextTest("contains", FieldRef("interests"), ("ads",), "choices"),
        CONSENTED,
    ),
    (
        "seo is not unsure",
        "error",
        IsTrue(of("note", "=", "seo", "text")),
        Not(TextTest("contains", FieldRef("interests"), ("mail",), "choices")),
    ),
    ("notes have letters", "error", IsKnown(FieldRef("note")), Matches(FieldRef("note"), "[a-zé].*")),
    (
        "low fit, no interest",
        "error",
        Compare("<", ScoreRef("fit"), Literal(-4, "number"), "number"),
        IsBlank(FieldRef("interests")),
    ),
    (
        "exactly ten",
        "error",
        Compare("=", ScoreRef("fit"), Literal(10, "number"), "number"),
        Not(of("score", "=", 60, "number")),
    ),
    (
        "timing before due",
        "error",
        None,
        Or(
            (
                Compare("<=", FieldRef("timing"), FieldRef("due"), "date"),
                IsBlank(FieldRef("timing")),
                IsBlank(FieldRef("due")),
            )
        ),
    ),
    (
        "created lately",
        "error",
        And(known("created")),
        Compare(">", FieldRef("created"), Shifted(Now(), dt.timedelta(days=-3650)), "datetime"),
    ),
    ("not too early", "error", IsKnown(FieldRef("timing")), of("timing", ">=", dt.date(2020, 1, 1), "date")),
    ("called twice", "error", None, Compare(">=", EventCount("call"), Literal(2, "number"), "number")),
)

SHAPES = (
    *(_shape(name, "type", OfType()) for name in FIELDS if name != "created"),
    _shape("created", "type", OfType(), level="warning"),
    _shape("lead_id", "required", Present()),
    _shape("lead_id", "unique", Unique(())),
    _shape("lead_id", "length", MinLength(3)),
    _shape("job_title", "max_length", MaxLength(20)),
    _shape("job_title", "pattern", Pattern("[^<>]*")),
    _shape("job_title", "not", NoneOf(("Test", "N/A"))),
    _shape("employees", "min", Min(1)),
    _shape("score", "min", Min(0)),
    _shape("score", "max", Max(100)),
    _shape("score", "required", Present(), at=frozenset({"mql"})),
    _shape("consent", "required", Present(), at=frozenset({"mql", "accepted"})),
    _shape("due", "max", Max(dt.date(2030, 12, 31))),
    _shape("note", "blank", Absent(), when=of("source", "=", "event", "choice")),
    _shape("note", "required", Present(), when=of("employees", ">", 1000, "number")),
    _shape("source", "changes", Unchanging()),
    _shape("stage", "required", Present(), level="warning"),
    _shape("budget", "required", Present(), at=frozenset({"accepted"})),
    _shape("budget", "min", Min(0)),
)

PLAN = Plan(
    id="every",
    version="1.0.0",
    sha256="0" * 64,
    zone="Europe/Berlin",
    title="Everything in one agreement",
    parties=("marketing", "sales"),
    systems={
        "crm": System("crm", Clause("systems.crm"), "sales", "UTC"),
        "hub": System("hub", Clause("systems.hub"), "marketing", "UTC"),
    },
    fields=FIELDS,
    terms={name: Term(Clause(f"terms.{_slug(name)}"), name, condition) for name, condition in TERMS.items()},
    scores={
        "fit": Score(
            Clause("scores.fit"),
            "fit",
            (
                (TermRef("target account"), 20),
                (TermRef("decision maker"), 10),
                (of("source", "=", "event", "choice"), 5.5),
                (IsBlank(FieldRef("job_title")), -5),
            ),
            min=-10,
            max=30,
        )
    },
    segments={
        "tier": Segment(
            Clause("segments.tier"),
            "tier",
            (
                ("A", And((TermRef("target account"), TermRef("decision maker")))),
                ("B", of("source", "=", "partner", "choice")),
            ),
            "C",
        )
    },
    stages={
        "lead": Stage("lead", Clause("stages.lead"), "marketing"),
        "mql": Stage("mql", Clause("stages.mql"), "marketing", reached=of("score", ">=", 60, "number")),
        "accepted": Stage("accepted", Clause("stages.accepted"), "sales"),
        "lost": Stage("lost", Clause("stages.lost"), "sales", end=True),
    },
    handoff=("mql", "accepted"),
    shapes=SHAPES,
    predicates=(
        *(
            Predicate(
                Clause(f"rules.{name.replace(' ', '-').replace(',', '')}", level, "sales"), "rule", must, when=when
            )
            for name, level, when, must in PREDICATES
        ),
        Predicate(
            Clause("stages.mql.when", "error", "marketing"),
            "stage",
            And((of("score", ">=", 60, "number"), CONSENTED)),
            at=frozenset({"mql"}),
            stage="mql",
        ),
        Predicate(
            Clause("stages.mql.unless", "error", "marketing"),
            "bar",
            Always(value=False),
            at=frozenset({"mql"}),
            when=Or((TermRef("student"), of("job_title", "=", "intern", "text"))),
            stage="mql",
        ),
    ),
)
