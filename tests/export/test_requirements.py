"""The requirements document leaves nothing of the plan out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ola
from ola.export import export
from ola.finding import Finding
from ola.plan import Plan
from tests.export.every_plan import PLAN
from tests.export.given import Given

HARBOR = ola.load(Path(__file__).parents[1] / "vectors/agreements/harbor.ola.yaml")


def names_of(plan: Plan) -> Iterator[str]:
    """Yield every field, column, value, limit and name that the document must hold."""
    for field in plan.fields.values():
        yield field.name
        yield from field.blanks
        for binding in field.bindings.values():
            yield binding.column
            yield from binding.values.values()
        for choice in field.choices:
            yield choice.key
            if choice.label:
                yield choice.label
    for deadline in plan.deadlines:
        yield from (row.text for row in deadline.within)
        yield from (step.action for step in deadline.steps)
    for exemption in plan.exemptions:
        yield from (row.text for row in exemption.within)
    for people in plan.for_people:
        yield people.text
    for each in (plan.terms, plan.scores, plan.segments, plan.stages, plan.calendars, plan.owners, plan.events):
        yield from each
    for score in plan.scores.values():
        yield from (f"{points:g}" for _, points in score.points)


def clauses_of(plan: Plan) -> Iterator[str]:
    """Yield the id of every clause of the plan."""
    for form in (*plan.forms, *plan.exemptions, *plan.for_people):
        yield form.clause.id
    tables = (plan.systems, plan.terms, plan.scores, plan.segments, plan.stages, plan.events, plan.owners)
    for family in (*tables, plan.logs, plan.histories):
        for each in family.values():
            yield each.clause.id


@pytest.mark.parametrize("given", [Given(PLAN), HARBOR], ids=["every", "harbor"])
def test_every_field_value_limit_and_clause_of_the_plan_stands_in_the_document(given: Given) -> None:
    """Whoever builds the interface needs no other document."""
    text = html.unescape(re.sub(r"\\(.)", r"\1", export(given, "requirements").text))
    assert [name for name in names_of(given.plan) if f"`{name}`" not in text and name not in text] == []
    assert [clause for clause in clauses_of(given.plan) if f"`{clause}`" not in text] == []


def test_requirements_are_numbered_through() -> None:
    """REQ-001, REQ-002 … without a gap, one for each form of the plan and each exception."""
    numbers = [int(each) for each in re.findall(r"^\| REQ-(\d+) ", export(HARBOR, "requirements").text, re.MULTILINE)]
    assert numbers == list(range(1, len(HARBOR.plan.forms) + len(HARBOR.plan.exemptions) + 1))


def test_findings_of_lint_become_open_questions() -> None:
    """Each stands with its code, its clause and the way out."""
    finding = Finding("OLA201", "error", "No lead can have a|b.", "rules.r", advice="Did you mean or?")
    text = export(HARBOR, "requirements", findings=(finding,)).text
    assert "- `OLA201` No lead can have a|b. (`rules.r`) Did you mean or?" in text
    assert "None: nothing was found wrong" in export(HARBOR, "requirements", findings=()).text
