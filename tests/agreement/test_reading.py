"""An agreement is lowered to the plan, and every slip in it is found in one pass."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path

import pytest

from ola.agreement.agreement import Agreement
from ola.agreement.reading import read_agreement
from ola.clock.duration import BusinessDays, BusinessTime
from ola.expr.nodes import And, AtLeast, Compare, FieldRef, IsKnown, Literal, Not, Or
from ola.lint import lint
from ola.plan import (
    Absent,
    Attainment,
    FromChange,
    FromField,
    FromLog,
    FromStage,
    Present,
    Restarted,
    StartsOn,
    Unique,
    judged,
)
from ola.source import Source
from ola.tree.reading import load_text

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
HEAD = """\
ola: 1
id: small
version: 1.0.0
status: signed
zone: Europe/Berlin
parties: {marketing: {}, sales: {}}
"""


def read(text: str, folder: Path | None = None) -> Agreement:
    """Read an agreement whose head is given."""
    return read_agreement(Source("small.ola.yaml", HEAD + textwrap.dedent(text)), folder)


def messages(agreement: Agreement) -> list[str]:
    """List code and message of what reading found."""
    return [f"{finding.code} {finding.message}" for finding in agreement.findings]


def test_every_section_of_the_example_reaches_the_plan() -> None:
    """Every clause kind of the example lowers to a form, a derived value or a binding."""
    plan = read_agreement(load_text(HARBOR)).plan
    assert (len(plan.fields), len(plan.terms), len(plan.scores), len(plan.segments)) == (17, 3, 1, 2)
    assert [stage.name for stage in plan.stages.values() if stage.end] == ["qualified", "disqualified"]
    assert len(plan.transitions) == 8
    assert plan.handoff == ("mql", "accepted")
    assert {name: type(event.seen) for name, event in plan.events.items()} == {
        **dict.fromkeys(["lead", "mql", "accepted", "qualified", "recycled", "disqualified"], FromStage),
        "created": FromField,
        "assigned": FromChange,
        **dict.fromkeys(["call", "email sent", "meeting"], FromLog),
    }
    assert [deadline.name for deadline in plan.deadlines] == ["routing", "first touch", "cadence", "disposition"]
    targets = {goal.name: (goal.bound, goal.period) for goal in plan.goals if isinstance(goal.measure, Attainment)}
    assert targets == {"routing": (0.99, "month"), "first touch": (0.95, "month"), "disposition": (0.98, "month")}
    assert [exemption.suspends for exemption in plan.exemptions] == [(), ("cadence",)]
    assert len(plan.for_people) == 1


def test_a_stage_asked_for_takes_its_own_demands_and_a_claimed_one_guards_them() -> None:
    """`judged` leaves out other stages, and guards by the claim where each lead is judged at its own."""
    plan = read_agreement(load_text(HARBOR)).plan
    at_mql = {form.clause.id for form in judged(plan, "mql")}
    assert {"stages.mql.when", "stages.mql.unless", "fields.country.required"} <= at_mql
    assert "fields.disqualify_reason.required" not in at_mql
    claimed = {form.clause.id: form for form in judged(plan, "claimed")}
    assert "fields.disqualify_reason.required" in claimed
    assert claimed["fields.disqualify_reason.required"].when is not None
    assert claimed["fields.email.required"].when is None


def test_nested_conditions_are_the_sentences_they_stand_for() -> None:
    """`all`, `any`, `none` and `at_least` nest, in one tree with the sentences inside them."""
    plan = read(
        """
        fields: {a: {type: integer}, b: {type: integer}}
        terms:
          nested: {all: [a > 1, {any: [b is known, {none: [a = 2]}]}, {at_least: {n: 1, of: [a > 1, b > 1]}}]}
        """
    ).plan
    one = Compare(">", FieldRef("a"), Literal(1, "number"), "number")
    two = Compare(">", FieldRef("b"), Literal(1, "number"), "number")
    same = Compare("=", FieldRef("a"), Literal(2, "number"), "number")
    expected = And((one, Or((IsKnown(FieldRef("b")), Not(Or((same,))))), AtLeast(1, (one, two))))
    assert plan.terms["nested"].condition == expected


def test_requirements_by_stage_from_stage_and_condition() -> None:
    """`at`, `from`, `when`, a list of them and a stage's `requires` all lower to presence."""
    plan = read(
        """
        fields:
          a: {type: text, supplied_by: sales, required: {from: two}}
          b: {type: text, required: [{at: [one, three]}, {when: a is known, level: warning}]}
          c: {type: text, blank: {when: a is known}}
        stages: {one: , two: {requires: [c]}, three: {}}
        """
    ).plan
    shapes = {shape.clause.id: shape for shape in plan.shapes if isinstance(shape.demand, Present | Absent)}
    assert shapes["fields.a.required"].at == frozenset({"two", "three"})
    assert shapes["fields.a.required"].clause.party == "sales"
    assert shapes["fields.b.required.1"].at == frozenset({"one", "three"})
    assert shapes["fields.b.required.2"].clause.level == "warning"
    assert shapes["fields.c.required"].at == frozenset({"two"})
    assert isinstance(shapes["fields.c.blank"].demand, Absent)


def test_uniqueness_by_several_fields_holds_the_field_itself() -> None:
    """`unique: {by: …}` is over the fields named, and the field itself."""
    plan = read("fields: {phone: {type: phone, unique: {by: [product]}}, product: {type: text}}").plan
    assert [shape.demand for shape in plan.shapes if isinstance(shape.demand, Unique)] == [Unique(("phone", "product"))]


def test_an_id_of_its_own_outlives_the_name() -> None:
    """`id:` keeps an old id, and `says` the sentence people signed."""
    plan = read(
        "fields: {a: {type: text}}\nrules: {New Name: {must: a is known, id: rules.old, says: Fill it in.}}"
    ).plan
    assert [(each.clause.id, each.clause.says) for each in plan.predicates] == [("rules.old", "Fill it in.")]


def test_limits_by_segment_weekday_and_restart() -> None:
    """Rows of a limit table are conditions, weekdays of the start, `restarted`, and `otherwise`."""
    agreement = read(
        """
        fields: {size: {type: integer}}
        segments: {tier: {A: size > 5, B: otherwise}}
        stages: {mql: {}, accepted: {}}
        calendars: {office: {zone: UTC, hours: {mon-fri: 09:00-17:00}}}
        commitments:
          touch:
            owed_by: sales
            starts: mql
            stops: accepted
            calendar: office
            after_hours: next opening
            due_at: close
            within:
              restarted: 1 business hour
              starts on saturday or sun: 2 business days
              tier A: 2 h
              otherwise: 1 day
        """
    )
    assert messages(agreement) == []
    rows = agreement.plan.deadlines[0].within
    assert [type(row.when) for row in rows[:2]] == [Restarted, StartsOn]
    assert rows[0].limit == BusinessTime(dt.timedelta(hours=1))
    assert rows[1].when == StartsOn(("sat", "sun"))
    assert rows[1].limit == BusinessDays(2)
    assert rows[3].when is None


def test_owners_may_stand_in_a_file_beside_the_agreement(tmp_path: Path) -> None:
    """`owners: {file: …}` reads the file; a calendar it names must be defined."""
    (tmp_path / "owners.csv").write_text("owner,team,calendar,queue\ncasey,sdr,office,\ninbound,,,true\nlena,,emea,\n")
    text = """
        calendars: {office: {zone: UTC, hours: {mon: 09:00-17:00}}}
        owners: {file: owners.csv}
        fields: {a: {type: text}}
        """
    agreement = read(text, tmp_path)
    owners = agreement.plan.owners
    assert {name: (owner.calendar, owner.queue) for name, owner in owners.items()} == {
        "casey": ("office", False),
        "inbound": (None, True),
        "lena": (None, False),
    }
    what = "OLA156 Line 4 of the file of owners names a calendar emea that is not defined."
    assert messages(agreement) == [what]
    assert "cannot be read" in messages(read(text, tmp_path / "elsewhere"))[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fields: {a: {type: text}, A: {type: text}}", ["OLA134", "OLA135"]),
        ("fields: {a: {type: money}}", ["OLA146"]),
        ("fields: {a: {type: choice}}", ["OLA146"]),
        ("fields: {a: {type: money, currency: usd}}", ["OLA132"]),
        ("fields: {a: {type: choice, choices: []}}", ["OLA132"]),
        ("fields: {a: {type: integer, min: 5, max: 1}}", ["OLA146"]),
        ("fields: {a: {type: date, min: 2026-02-01, max: 2026-01-01}}", ["OLA146"]),
        ("fields: {a: {type: text, min_length: 5, max_length: 2}}", ["OLA146"]),
        ("fields: {a: {type: text, min_length: 5, max_length: 5}}", []),
        ("fields: {a: {type: stage}}", ["OLA146"]),
        ("fields: {a: {type: id, key: true, required: always}}", ["OLA153"]),
        ("fields: {a: {type: id, key: true, unique: true}}", ["OLA153"]),
        ("fields: {a: {type: id, key: true, required: {at: x}}}\nstages: {x: {}}", []),
        ("fields: {a: {type: integer, min: many}}", ["OLA147"]),
        ("fields: {a: {type: choice, choices: [unknown, web], blanks: [Unknown]}}", ["OLA147"]),
        ("fields: {a: {type: id, key: true}, b: {type: id, key: true}}", ["OLA153"]),
        ("fields: {n: {type: integer}}\nscores: {s: {min: 5, max: 1, points: [{when: n > 1, add: 1}]}}", ["OLA146"]),
        ("fields: {a: {type: text}}\nrules: {r: {must: {at_least: {n: 2, of: [a is known]}}}}", ["OLA123"]),
        ("fields: {first name: {type: text}}", ["OLA122"]),
        ("fields: {a: {type: text}}\nfor_people: []", ["OLA132"]),
        ("fields: {a: {type: text}}\nterms: {x: {all: [a is known], any: [a is known]}}", ["OLA132"]),
    ],
)
def test_slips_are_found(text: str, found: list[str]) -> None:
    """Each slip has its code, and nothing else is said."""
    assert sorted({finding.code for finding in read(text).findings}) == found


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("for_people: []", "for_people wants a list, each a sentence; here stands an empty list.", "Fill it in"),
        ("terms:", "terms wants a table of named conditions; here stands nothing.", "Fill it in"),
        ("rules: {r: {must: ''}}", "must wants a condition; here stands empty text.", "Fill it in"),
        ("fields: {a: {type: text, required: true}}", "required is always; here stands true.", "Write always."),
    ],
)
def test_what_is_missing_is_said_with_a_way_out(text: str, message: str, advice: str) -> None:
    """What is empty is called empty, and a key of one word says the word."""
    fields = "" if text.startswith("fields") else "fields: {a: {type: text}}\n"
    (finding,) = read(fields + text).findings
    assert finding.message == message
    assert (finding.advice or "").startswith(advice)


def test_a_demand_may_be_graver_than_its_field() -> None:
    """`level: error` on one demand stands against the field's own `level: warning`."""
    demands = "required: [{at: s, level: error}, {from: s}], min_length: 2"
    plan = read(f"fields: {{a: {{type: text, level: warning, {demands}}}}}\nstages: {{s: {{}}}}").plan
    assert {shape.clause.id: shape.clause.level for shape in plan.shapes} == {
        "fields.a.type": "warning",
        "fields.a.required.1": "error",
        "fields.a.required.2": "warning",
        "fields.a.min_length": "warning",
    }


def test_a_move_is_a_clause_as_any_other() -> None:
    """A move takes id, level and says; with several targets each has an id of its own."""
    plan = read(
        """
        fields: {a: {type: text}}
        stages: {New Lead: {}, b: {}, c: {}}
        moves:
          - {move: New Lead -> b, id: moves.old, level: warning, says: Up it goes.}
          - {move: b -> c | New Lead, id: moves.out}
          - c -> b
        """
    ).plan
    assert [(each.clause.id, each.clause.level, each.clause.says) for each in plan.transitions] == [
        ("moves.old", "warning", "Up it goes."),
        ("moves.out.c", "error", None),
        ("moves.out.new-lead", "error", None),
        ("moves.c.b", "error", None),
    ]


def test_a_handoff_between_unknown_stages_is_found_at_the_handoff() -> None:
    """What is wrong with the handoff is said of the handoff, not of the moves."""
    findings = read("fields: {a: {type: text}}\nhandoff: x -> y").findings
    assert {(each.code, each.clause) for each in findings} == {("OLA136", "handoff")}


def test_the_text_of_a_condition_is_one_line() -> None:
    """A block scalar and a nested condition are shown as the sentence they are."""
    plan = read(
        """
        fields: {a: {type: text}, b: {type: text, required: {when: {any: [a is known, a = x]}}}}
        rules:
          folded:
            must: |
              a is known
              or b is known
          nested: {must: {all: [a is known, {at_least: {n: 1, of: [b is known]}}, {none: [a = x]}]}}
        """
    ).plan
    assert [rule.clause.text for rule in plan.predicates] == [
        "a is known or b is known",
        "all of (a is known, at least 1 of (b is known), none of (a = x))",
    ]
    assert [shape.clause.text for shape in plan.shapes if shape.when is not None] == ["any of (a is known, a = x)"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("starts: s, stops: [], within: 1 hour", ["OLA132"]),
        ("starts: s, stops: s, within: 15", ["OLA132"]),
        ("starts: s, stops: s, within: 1 business day, calendar: c, after_hours: same date, due_at: noon", ["OLA133"]),
        ("starts: s, stops: s, within: 1 hour, per: [owner, team, tier, place]", ["OLA136"]),
        ("count: s, at_least: 5 per month, for: m > 5", ["OLA111"]),
        ("count: s, at_least: 5 per month, per: owners", ["OLA136"]),
        ("sum: a, of: s, at_least: 5 per month", ["OLA113"]),
        ("sum: n, of: s, at_least: 5 per month", []),
    ],
)
def test_a_commitment_with_one_slip_has_one_finding(said: str, found: list[str]) -> None:
    """What has a wrong shape is not said to be missing as well, and every name is looked up."""
    agreement = read(
        f"""
        calendars: {{c: {{zone: UTC, hours: always}}}}
        fields: {{a: {{type: text}}, n: {{type: integer}}, stage: {{type: stage}}}}
        segments: {{tier: {{A: n > 1, B: otherwise}}}}
        stages: {{s: {{}}}}
        histories: {{stage: {{log: l, lead: lead, at: at, to: to}}}}
        commitments: {{x: {{owed_by: sales, {said}}}}}
        """
    )
    assert [finding.code for finding in agreement.findings] == found


def test_a_thousand_mistakes_are_found_in_one_pass() -> None:
    """An agreement with a thousand mistakes gives a thousand findings, each with its place."""
    text = "fields:\n" + "".join(f"  f{number}: {{type: txt, requird: always}}\n" for number in range(500))
    findings = read_agreement(Source("bad.ola.yaml", HEAD + text)).findings
    assert len(findings) == 1000
    assert all(finding.place is not None and finding.party for finding in findings)


COMMITTED = """\
fields: {size: {type: integer}, hold: {type: boolean}}
stages: {mql: {}, accepted: {}}
terms: {big: size > 5}
calendars: {office: {zone: UTC, hours: {mon-fri: 09:00-17:00}}}
"""


def test_a_limit_due_at_a_close_cannot_be_paused() -> None:
    """Business days due at opening or close are refused with a pause, and taken at the same time of day."""
    clock = (
        "commitments: {touch: {owed_by: sales, starts: mql, stops: accepted, calendar: office, paused_while: hold,"
        " within: 2 business days, after_hours: same date, due_at: DUE}}"
    )
    found = messages(read(COMMITTED + clock.replace("DUE", "close")))
    assert found == ["OLA160 2 business days, due at close, cannot wait: paused_while takes hours, not days."]
    assert messages(read(COMMITTED + clock.replace("DUE", "same time"))) == []


def test_whom_a_goal_binds_is_in_the_plan() -> None:
    """`for` and `unless` of a number are conditions of the plan, and what they use is used."""
    goal = "commitments: {volume: {owed_by: marketing, count: mql, at_least: 5 per month, for: big, unless: hold}}"
    agreement = read(COMMITTED + goal)
    assert [(each.binds is not None, each.spares is not None) for each in agreement.plan.goals] == [(True, True)]
    assert "OLA214" not in {finding.code for finding in lint(agreement, dt.datetime(2026, 6, 1, tzinfo=dt.UTC))}
