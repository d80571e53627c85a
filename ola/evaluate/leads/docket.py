"""Which clauses judge a record of a system at a stage, and which cannot be judged there."""

from __future__ import annotations

from dataclasses import dataclass

from ola.evaluate.needs import Sight, conditions_of, fields_of, needs
from ola.expr.nodes import Condition
from ola.plan import Plan, Predicate, Shape, Unchanging, Unique, judged, stage_asked, system_asked


@dataclass(frozen=True, slots=True)
class Docket:
    """The shapes and predicates to judge one by one, those over all rows, and what is not checked.

    `forms` need one record; `unique` need all rows of the input. `not_checked` are the ids of the
    clauses nobody can judge here: a field is not in the system, an event or a history is needed. `hidden`
    are the ids of scores, segments and stages of which this system does not show every part. `fields`
    are the fields that are read, each with its column.
    """

    plan: Plan
    system: str | None
    at: str
    forms: tuple[Shape | Predicate, ...]
    unique: tuple[Shape, ...]
    not_checked: tuple[str, ...]
    hidden: tuple[str, ...]
    fields: dict[str, str]
    sight: Sight

    def sees(self, condition: Condition) -> bool:
        """Whether one record of the system shows all that a condition hangs on."""
        return self.sight.shows(condition)


def docket(plan: Plan, system: str | None, at: str | None) -> Docket:
    """Say what is judged of a record of a system at a stage, at what it claims, or (None) where the handoff leaves.

    Raises WrongCall for a system or stage that the agreement does not have.
    """
    stage, system = stage_asked(plan, at), system_asked(plan, system)
    sight = Sight(plan, system)
    forms: list[Shape | Predicate] = []
    unique: list[Shape] = []
    not_checked: dict[str, None] = {}
    for form in judged(plan, stage):
        match form:
            case Shape(demand=Unique(within=within)) if within is None and sight.shows_form(form):
                unique.append(form)
            case Shape(demand=Unique() | Unchanging()):
                not_checked[form.clause.id] = None
            case _ if sight.judges(form):
                forms.append(form)
            case _:
                not_checked[form.clause.id] = None
    return Docket(
        plan,
        system,
        stage,
        tuple(forms),
        tuple(unique),
        tuple(not_checked),
        tuple(each for each in _hidden(sight) if each not in not_checked),
        _fields(sight, (*forms, *unique)),
        sight,
    )


def _hidden(sight: Sight) -> tuple[str, ...]:
    plan = sight.plan
    parts: list[tuple[str, tuple[Condition, ...]]] = [
        *((score.clause.id, tuple(when for when, _ in score.points)) for score in plan.scores.values()),
        *((segment.clause.id, tuple(when for _, when in segment.rows)) for segment in plan.segments.values()),
        *((stage.clause.id, (stage.reached,)) for stage in plan.stages.values() if stage.reached is not None),
    ]
    return tuple(dict.fromkeys(name for name, rows in parts if not all(map(sight.shows, rows))))


def _fields(sight: Sight, forms: tuple[Shape | Predicate, ...]) -> dict[str, str]:
    """Gather the fields that forms, scores, segments, stages and the verdict read; each with its column."""
    plan = sight.plan
    wanted: dict[str, None] = dict.fromkeys(each.name for each in (plan.key, plan.stage_field) if each is not None)
    rows = [
        *(row for form in forms for row in conditions_of(form)),
        *(when for score in plan.scores.values() for when, _ in score.points),
        *(when for segment in plan.segments.values() for _, when in segment.rows),
        *(stage.reached for stage in plan.stages.values() if stage.reached is not None),
    ]
    for form in forms:
        wanted.update(dict.fromkeys(fields_of(form)))
    wanted.update(dict.fromkeys(needs(plan, *(row for row in rows if sight.shows(row))).fields))
    columns = {name: plan.fields[name].column(sight.system) for name in plan.fields if name in wanted}
    return {name: column for name, column in columns.items() if column is not None}
