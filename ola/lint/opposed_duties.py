"""Duties that no lead can keep: a rule with its own guard, a stage with its own bar, two rules with each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from ola.agreement.agreement import Agreement
from ola.expr.nodes import Compare, Condition, FieldRef, Literal
from ola.expr.possible import Asked, Possibilities, not_true, true
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.reasoning import possibilities
from ola.plan import Absent, Plan, Predicate, Present, Shape

EVERY_LEAD_BREAKS_IT = Code(
    "OLA232",
    "warning",
    "A rule that every lead it binds breaks",
    """What the rule demands cannot be so of any lead that its `when` is true of: whoever the rule binds is refused.

    rules:
      small firms by phone: {when: employees < 50, must: employees >= 50 and phone is known, party: marketing}

Correct the demand, or the guard.

Instead:

    rules:
      small firms by phone: {when: employees < 50, must: phone is known, party: marketing}""",
)
BARRED_STAGE = Code(
    "OLA233",
    "warning",
    "A stage that bars whoever reaches it",
    """Every lead that the stage's `when` is true of is barred by its `unless`, so no record is ever right at the stage.

    stages:
      mql: {party: marketing, when: score >= 60 and consent, unless: bad fit or score > 50}

Correct one of the two conditions.

Instead:

    stages:
      mql: {party: marketing, when: score >= 60 and consent, unless: bad fit or score > 95}""",
)
WANTED_AND_BARRED = Code(
    "OLA234",
    "warning",
    "A field that must be filled in and must be blank",
    """For some leads one clause requires the field, and another says that it must be blank. Such a record is refused
whatever it holds.

    fields:
      partner_name:
        type: text
        supplied_by: marketing
        required: {when: source = partner}
        blank: {when: country != US}

A partner's lead from abroad must have the name and must not.

Instead:

    fields:
      partner_name:
        type: text
        supplied_by: marketing
        required: {when: source = partner}
        blank: {when: source != partner}""",
)
OPPOSED_RULES = Code(
    "OLA235",
    "warning",
    "Two rules that no lead can both keep",
    """Some leads are bound by both rules, and no lead can keep both: what one demands the other excludes.

    rules:
      titles of events: {when: source = event, must: job_title is known, party: marketing}
      none from abroad: {when: country != US, must: job_title is blank, party: marketing}

Say in one of them what holds for leads of both.

Instead:

    rules:
      titles of events: {when: source = event, must: job_title is known, party: marketing}
      none from abroad: {when: country != US and source = partner, must: job_title is blank, party: marketing}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Ask of every duty, and of every two that can meet, whether a lead could keep them."""
    plan = agreement.plan
    possible = possibilities(plan)
    yield from _rules(plan, possible)
    yield from _stages(plan, possible)
    yield from _fields(plan, possible)


def _rules(plan: Plan, possible: Possibilities) -> Iterator[Finding]:
    rules = [rule for rule in plan.predicates if rule.role == "rule"]
    kept: list[Predicate] = []
    for rule in rules:
        bound = _bound(rule)
        if possible.impossible(*bound) or possible.impossible(true(rule.must)):
            continue
        if possible.impossible(*bound, true(rule.must)):
            what = f"No lead that this rule binds can have {rule.clause.text}."
            yield found(EVERY_LEAD_BREAKS_IT, rule.clause, what, "Correct what it demands, or when it binds.")
        else:
            kept.append(rule)
    for one, other in combinations(kept, 2):
        both = (*_bound(one), *_bound(other))
        if possible.impossible(*both, true(one.must), true(other.must)):
            lead = possible.example(*both)
            if lead is not None:
                such = f", such as one of which {lead}" if lead.shown else ""
                what = f"No lead that {_name(one)} and {_name(other)} both bind can keep both{such}."
                yield found(OPPOSED_RULES, other.clause, what, "Say in one of them what holds for leads of both.")


def _bound(rule: Predicate) -> tuple[Asked, ...]:
    return () if rule.when is None else (true(rule.when),)


def _name(rule: Predicate) -> str:
    return rule.clause.id.removeprefix("rules.").replace("-", " ")


def _stages(plan: Plan, possible: Possibilities) -> Iterator[Finding]:
    gates = {gate.stage: gate for gate in plan.predicates if gate.role == "stage"}
    for bar in plan.predicates:
        gate = gates.get(bar.stage) if bar.role == "bar" else None
        if gate is None or bar.when is None or possible.impossible(true(gate.must)):
            continue
        if possible.impossible(true(gate.must), not_true(bar.when)):
            what = f"Whoever has {gate.clause.text} is barred from {bar.stage} by {bar.clause.text}."
            yield found(BARRED_STAGE, bar.clause, what, "Correct one of the two conditions.")


def _fields(plan: Plan, possible: Possibilities) -> Iterator[Finding]:
    for barred in plan.shapes:
        if not isinstance(barred.demand, Absent):
            continue
        for wanted in plan.shapes:
            if wanted.field != barred.field or not isinstance(wanted.demand, Present):
                continue
            asked = (*_asked(wanted), *_asked(barred))
            stages = [
                stage
                for stage in plan.stages
                if stage in (wanted.at or plan.stages) and stage in (barred.at or plan.stages)
            ]
            claims = [_claim(stage, plan) for stage in stages] if wanted.at or barred.at else [()]
            leads = (possible.example(*asked, *claim) for claim in claims)
            lead = next((each for each in leads if each is not None), None)
            if lead is not None:
                such = f" of a lead of which {lead}" if lead.shown else ""
                what = f"{wanted.field} must be filled in and must be blank{such}."
                yield found(WANTED_AND_BARRED, barred.clause, what, "Leave such leads out of one of the two clauses.")
                break


def _asked(shape: Shape) -> tuple[Asked, ...]:
    return () if shape.when is None else (true(shape.when),)


def _claim(stage: str, plan: Plan) -> tuple[Asked, ...]:
    """Ask for records that claim a stage, where a field holds it."""
    claim = plan.stage_field
    if claim is None:
        return ()
    said: Condition = Compare("=", FieldRef(claim.name), Literal(stage, "choice"), "choice")
    return (true(said),)
