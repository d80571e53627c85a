"""A requirements document, in Markdown, for the team that builds the interface between two systems.

Everything that the plan says stands in it: the mapping of fields and values, a numbered requirement for each
clause, the stages, calendars, events, limits and goals, what is for people only, and what is still open.
"""

from __future__ import annotations

from collections.abc import Iterator

from ola.clock.calendar import Calendar
from ola.clock.hours import WEEKDAYS, Windows
from ola.export.target import AgreementText, Export, ExportedFile, Options
from ola.export.words import calendar_words, condition_words, form_words, limit_row_words
from ola.expr.nodes import Condition
from ola.fieldtypes import TYPES
from ola.finding import Finding
from ola.plan import (
    Attainment,
    Clause,
    Deadline,
    Event,
    Exemption,
    Field,
    FromChange,
    FromField,
    FromLog,
    FromStage,
    Goal,
    LimitRow,
    Plan,
    Predicate,
    Present,
    Repeats,
    Shape,
    system_asked,
)
from ola.tree.markdown_text import code, codes, prose, table

NAMED_DAYS = 60  # holidays by date are written out up to so many


def export(agreement: AgreementText, options: Options) -> Export:
    """Write the document; it holds every clause, so it has no losses.

    `system` and `at` do not matter to it: both systems and all stages stand in it.
    """
    plan = agreement.plan
    system_asked(plan, options.system)
    findings = agreement.findings if options.findings is None else options.findings
    sections = (
        _head(agreement.title, plan),
        _mapping(plan),
        _values(plan),
        _requirements(plan),
        _stages(plan),
        _derived(plan),
        _calendars(plan),
        _events(plan),
        _commitments(plan),
        _goals(plan),
        _exceptions(plan),
        _for_people(plan),
        _open_questions(findings),
    )
    text = "\n".join(line for section in sections for line in section).rstrip() + "\n"
    return Export((ExportedFile(f"{plan.id}.requirements.md", text),))


# ── what the document is about ──────────────────────────────────────────────────────────────────


def _head(title: str, plan: Plan) -> Iterator[str]:
    yield f"# {prose(title)}: requirements for the interface"
    yield ""
    yield f"Agreement {code(plan.id)}, version {code(plan.version)}, SHA-256 {code(plan.sha256)}."
    yield f"Times of day, dates and periods are those of {code(plan.zone)}."
    since = "" if plan.since is None else f" from {plan.since}"
    until = "" if plan.until is None else f" until {plan.until} (that day not included)"
    if since or until:
        yield f"In force{since}{until}."
    if plan.founded is not None:
        yield f"The company was founded on {plan.founded}: dates before it are mistakes, unless a field allows them."
    yield ""
    yield f"Parties: {codes(plan.parties)}."
    yield ""
    yield from table(
        ("System", "Clause", "Run by", "Zone of times without an offset", "Order of dates"),
        (
            (code(each.name), code(each.clause.id), code(each.party or ""), code(each.zone or ""), prose(each.dates))
            for each in plan.systems.values()
        ),
    )
    yield from table(
        ("Owner", "Clause", "Team", "Calendar", "Queue"),
        (
            (
                code(each.name),
                code(each.clause.id),
                prose(each.team or "—"),
                code(each.calendar or ""),
                _yes(each.queue),
            )
            for each in plan.owners.values()
        ),
    )


def _mapping(plan: Plan) -> Iterator[str]:
    yield "## Field mapping"
    yield ""
    yield "A field without a name in a system is not in that system: it is neither read nor checked there."
    yield ""
    systems: list[str | None] = [*plan.systems] or [None]
    head = ["Field", "Type", *(f"In {prose(system)}" if system else "Column" for system in systems)]
    yield from table(
        [*head, "Required", "Supplied by", "Personal"],
        (
            (
                code(each.name) + (f" ({prose(each.label)})" if each.label else ""),
                _type(each),
                *(code(each.column(system) or "") for system in systems),
                _required(plan, each.name),
                code(each.supplied_by or ""),
                _yes(each.personal),
            )
            for each in plan.fields.values()
        ),
    )
    yield "What a value of each type is; anything else is malformed and is a finding."
    yield ""
    used = dict.fromkeys(each.type for each in plan.fields.values())
    yield from table(("Type", "Reads"), ((code(name), prose(TYPES[name].says)) for name in used))


def _type(each: Field) -> str:
    parts = [code(each.type)]
    if each.many:
        parts.append("several, with `;` between them")
    if each.currency:
        parts.append(f"in {code(each.currency)}")
    if each.key:
        parts.append("names the lead")
    return ", ".join(parts)


def _required(plan: Plan, name: str) -> str:
    wanted = [shape for shape in plan.shapes if shape.field == name and isinstance(shape.demand, Present)]
    return "; ".join(prose(_circumstances(shape) or "always") for shape in wanted)


def _circumstances(form: Shape | Predicate) -> str:
    parts = []
    if form.at is not None:
        parts.append(f"at stage {', '.join(sorted(form.at))}")
    if isinstance(form, Shape) and form.when is not None:
        parts.append(f"when {condition_words(form.when)}")
    return ", ".join(parts)


def _values(plan: Plan) -> Iterator[str]:
    closed = [each for each in plan.fields.values() if each.choices]
    worded = [each for each in plan.fields.values() if each.blanks]
    if not closed and not worded:
        return
    yield "## Values"
    yield ""
    yield "Beside null, empty text and white space, these words mean that nothing was filled in:"
    yield ""
    yield from table(("Field", "Blank words"), ((code(each.name), codes(each.blanks)) for each in worded))
    for each in closed:
        spelt = [(name, bound.values) for name, bound in each.bindings.items() if bound.values]
        yield f"### Values of {prose(each.name)}"
        yield ""
        yield from table(
            ("Key", "Label", *(f"In {prose(system)}" for system, _ in spelt)),
            (
                (
                    code(choice.key),
                    prose(choice.label or "—"),
                    *(code(values.get(choice.key, choice.key)) for _, values in spelt),
                )
                for choice in each.choices
            ),
        )


# ── requirements, by number ─────────────────────────────────────────────────────────────────────


def _requirements(plan: Plan) -> Iterator[str]:
    yield "## Requirements"
    yield ""
    yield "Each is one clause of the agreement. An *error* stops a lead; a *warning* is only told."
    yield ""
    yield from table(
        ("Requirement", "Clause", "What is demanded", "As signed", "Level", "Answers for it"),
        (
            (
                f"REQ-{number:03}",
                code(clause.id),
                what,
                prose(clause.says or "—"),
                clause.level,
                code(clause.party or ""),
            )
            for number, (clause, what) in enumerate(_demands(plan), start=1)
        ),
    )


def _demands(plan: Plan) -> Iterator[tuple[Clause, str]]:
    forms: tuple[Shape | Predicate, ...] = (*plan.shapes, *plan.predicates)
    for form in forms:
        words = prose(form_words(form))
        if form.at is not None:
            words = f"at stage {codes(sorted(form.at))}: {words}"
        if form.clause.text is not None and isinstance(form, Predicate):
            words += f" (written: {code(form.clause.text)})"
        yield form.clause, words
    for move in plan.transitions:
        by = f", by {codes(move.by)}" if move.by else ""
        carries = f", carrying {codes(move.carries)}" if move.carries else ""
        yield move.clause, f"a lead may go from {code(move.before)} to {code(move.after)}{by}{carries}"
    for deadline in plan.deadlines:
        yield deadline.clause, f"keep the limits of {code(deadline.name)} (see Commitments)"
    for goal in plan.goals:
        yield goal.clause, f"reach the goal of {code(goal.name)} (see Goals)"
    for exemption in plan.exemptions:
        yield exemption.clause, f"grant the exception {code(exemption.name)} (see Exceptions)"


# ── stages, derived values, calendars, events ───────────────────────────────────────────────────


def _stages(plan: Plan) -> Iterator[str]:
    if not plan.stages:
        return
    yield "## Stages and handoff"
    yield ""
    if plan.handoff is not None:
        before, after = plan.handoff
        yield f"The handoff is the move from {code(before)} to {code(after)}: a lead is checked against {code(before)}"
        yield "before it is passed on."
        yield ""
    yield from table(
        ("Stage", "Clause", "Held by", "Reached when", "End", "May go to"),
        (
            (
                code(each.name),
                code(each.clause.id),
                code(each.party or ""),
                "" if each.reached is None else prose(condition_words(each.reached)),
                _yes(each.end),
                codes(move.after for move in plan.transitions if move.before == each.name),
            )
            for each in plan.stages.values()
        ),
    )


def _derived(plan: Plan) -> Iterator[str]:
    if plan.terms or plan.scores or plan.segments:
        yield "## Terms, scores and segments"
        yield ""
    yield from table(
        ("Term", "Clause", "Is true when"),
        (
            (code(each.name), code(each.clause.id), prose(condition_words(each.condition)))
            for each in plan.terms.values()
        ),
    )
    for score in plan.scores.values():
        floor = "" if score.min is None else f", at least {score.min:g}"
        ceiling = "" if score.max is None else f", at most {score.max:g}"
        yield f"Score {code(score.name)} ({code(score.clause.id)}): the points of all true rows{floor}{ceiling}."
        yield ""
        yield from table(
            ("Points", "When"), ((f"{points:g}", prose(condition_words(when))) for when, points in score.points)
        )
    for segment in plan.segments.values():
        yield f"Segment {code(segment.name)} ({code(segment.clause.id)}): the value of the first true row."
        yield ""
        rows = [(code(value), prose(condition_words(when))) for value, when in segment.rows]
        yield from table(("Value", "When"), [*rows, (code(segment.otherwise), "otherwise")])


def _calendars(plan: Plan) -> Iterator[str]:
    if not plan.calendars:
        return
    yield "## Calendars"
    yield ""
    yield from table(
        ("Calendar", "Zone", "Hours", "Holidays", "Other days"),
        (
            (code(name), code(each.zone), prose(_week(each)), prose(_holidays(each)), prose(_overrides(each)))
            for name, each in plan.calendars.items()
        ),
    )


def _week(calendar: Calendar) -> str:
    return "; ".join(
        f"{day} {_windows(windows)}" for day, windows in zip(WEEKDAYS, calendar.hours, strict=True) if windows
    )


def _windows(windows: Windows) -> str:
    return ", ".join(f"{_clock(each.opens)}-{_clock(each.closes)}" for each in windows) or "closed"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def _holidays(calendar: Calendar) -> str:
    days = sorted(calendar.holidays)
    shown = [day.isoformat() for day in days[:NAMED_DAYS]]
    more = [f"and {len(days) - NAMED_DAYS} more"] if len(days) > NAMED_DAYS else []
    return ", ".join([*(f"public holidays of {place}" for place in calendar.places), *shown, *more]) or "none"


def _overrides(calendar: Calendar) -> str:
    return "; ".join(f"{day}: {_windows(windows)}" for day, windows in calendar.overrides) or "none"


def _events(plan: Plan) -> Iterator[str]:
    if not plan.events:
        return
    yield "## Events, logs and histories"
    yield ""
    yield from table(
        ("Event", "Clause", "Seen in"),
        ((code(each.name), code(each.clause.id), _seen(each)) for each in plan.events.values()),
    )
    yield from table(
        ("Log", "Clause", "System", "Lead", "Event", "Time", "Owner", "Zone", "Other columns"),
        (
            (
                code(each.name),
                code(each.clause.id),
                code(each.system or ""),
                code(each.lead),
                code(each.event or ""),
                code(each.at),
                code(each.owner or ""),
                code(each.zone or ""),
                ", ".join(f"{code(column)} ({code(type_)})" for column, type_ in each.columns.items()),
            )
            for each in plan.logs.values()
        ),
    )
    yield from table(
        ("History of", "Clause", "Log", "Lead", "Time", "New value", "Old value", "By"),
        (
            (
                code(each.field),
                code(each.clause.id),
                code(each.log),
                code(each.lead),
                code(each.at),
                code(each.to),
                code(each.before or ""),
                code(each.by or ""),
            )
            for each in plan.histories.values()
        ),
    )


def _seen(event: Event) -> str:
    match event.seen:
        case FromField(name):
            return f"the lead's field {code(name)}"
        case FromChange(name):
            return f"the history of {code(name)}: a known value other than the one before"
        case FromStage(stage):
            return f"the stage history: entering {code(stage)}"
        case FromLog(log, where, unless):
            rows = "" if where is None else f", where {prose(condition_words(where))}"
            spared = "" if unless is None else f", unless {prose(condition_words(unless))}"
            return f"the log {code(log)}{rows}{spared}"


# ── commitments, goals, exceptions ──────────────────────────────────────────────────────────────


def _commitments(plan: Plan) -> Iterator[str]:
    if not plan.deadlines:
        return
    yield "## Commitments"
    yield ""
    for each in plan.deadlines:
        yield f"### {prose(each.name)}"
        yield ""
        yield f"{code(each.clause.id)}, owed by {code(each.clause.party or '')}."
        yield ""
        yield from (f"- {name}: {words}" for name, words in _clock_of(each) if words)
        yield ""
        yield from table(
            ("For", "Limit", "As written"),
            ((_for(each.within, row), code(row.limit), code(row.text)) for row in each.within),
        )


def _for(rows: tuple[LimitRow, ...], row: LimitRow) -> str:
    return prose("every lead" if len(rows) == 1 and row.when is None else limit_row_words(row))


def _clock_of(deadline: Deadline) -> Iterator[tuple[str, str]]:
    yield "Starts", " or ".join(codes(group, " and ") for group in deadline.starts)
    yield "Stops", _any(deadline.stops)
    yield "Called off by", _any(deadline.cancels)
    yield "Starts anew at", _any(deadline.restarts)
    yield "Pauses at", _any(deadline.pauses)
    yield "Resumes at", _any(deadline.resumes)
    yield "Paused while", "" if deadline.paused_while is None else prose(condition_words(deadline.paused_while))
    yield "Binds", "" if deadline.binds is None else prose(condition_words(deadline.binds))
    yield "Spares", "" if deadline.spares is None else prose(condition_words(deadline.spares))
    yield "Calendar", prose(calendar_words(deadline.calendar))
    yield "Outside hours, the day counts from", prose(deadline.after_hours or "")
    yield "Due at", prose(deadline.due_at or "")
    yield "Cutoff", "" if deadline.cutoff is None else code(deadline.cutoff.isoformat("minutes"))
    if (tries := deadline.attempts) is not None:
        channels = "" if tries.channels is None else f" on {tries.channels} channels"
        before = f", before {codes(tries.before)}" if tries.before else ""
        yield "At least", f"{tries.at_least} of {codes(tries.of)}{channels}{before}"
    for step in deadline.steps:
        when = f"{step.at:.0%} of the limit" if step.at is not None else f"after {step.after}"
        yield f"Step at {when}", prose(step.action)
    yield "Cut by", codes(deadline.per) if deadline.per else ""


def _any(events: tuple[str, ...]) -> str:
    return codes(events, " or ") if events else ""


def _goals(plan: Plan) -> Iterator[str]:
    if not plan.goals:
        return
    yield "## Goals"
    yield ""
    yield from table(
        ("Goal", "Clause", "Measured", "Bound", "Period", "Owed by"),
        (
            (
                code(each.name),
                code(each.clause.id),
                _measured(each),
                f"{each.sense} {code(_bound(each))}",
                f"per {each.period}" if isinstance(each.period, str) else f"rolling {each.period.days} days",
                code(each.clause.party or ""),
            )
            for each in plan.goals
        ),
    )


def _measured(goal: Goal) -> str:
    measure = goal.measure
    if isinstance(measure, Attainment):
        return f"share of {code(measure.of)} that was in time"
    parts = [f"percentile {measure.percentile:g}" if measure.percentile is not None else measure.kind]
    if measure.what is not None:
        parts.append(f"with {code(_what(measure.what))}")
    parts.append(f"of {'every entry into ' if measure.every else ''}{code(measure.of)}")
    if measure.within is not None:
        parts.append(f"within {code(measure.within)}")
    if measure.last is not None:
        parts.append(f"the share of it in the last {code(measure.last)} of the period")
    if measure.calendar is not None:
        parts.append(f"calendar {prose(calendar_words(measure.calendar))}")
    return ", ".join(parts)


def _what(what: str | Condition | Repeats) -> str:
    match what:
        case str():
            return what
        case Repeats(field):
            return f"duplicate {field}"
        case _:
            return condition_words(what)


def _bound(goal: Goal) -> str:
    if not isinstance(goal.bound, int | float):
        return str(goal.bound)
    is_share = isinstance(goal.measure, Attainment) or goal.measure.kind in ("share", "spread")
    return f"{goal.bound * 100:g}%" if is_share else f"{goal.bound:g}"


def _exceptions(plan: Plan) -> Iterator[str]:
    if not plan.exemptions:
        return
    yield "## Exceptions"
    yield ""
    yield from table(
        ("Exception", "Clause", "While", "Relaxes", "To", "Suspends", "Agreed by"),
        (
            (
                code(each.name),
                code(each.clause.id),
                _while(each),
                codes(each.relaxes),
                ", ".join(f"{_for(each.within, row)}: {code(row.text)}" for row in each.within),
                codes(each.suspends),
                codes(each.agreed_by),
            )
            for each in plan.exemptions
        ),
    )


def _while(each: Exemption) -> str:
    when = "" if each.when is None else prose(condition_words(each.when))
    parts = [when, f"from {each.since}" if each.since else "", f"until {each.until}" if each.until else ""]
    return ", ".join(part for part in parts if part)


# ── what is not checked, what is open ───────────────────────────────────────────────────────────


def _for_people(plan: Plan) -> Iterator[str]:
    if not plan.for_people:
        return
    yield "## For people only"
    yield ""
    yield "Agreed and signed, but checked by nobody's machine:"
    yield ""
    for each in plan.for_people:
        yield f"- {prose(each.text)} ({code(each.clause.id)}; {prose(each.why)})"
    yield ""


def _open_questions(findings: tuple[Finding, ...]) -> Iterator[str]:
    yield "## Open questions"
    yield ""
    if not findings:
        yield "None: nothing was found wrong with the agreement itself."
        return
    for finding in findings:
        clause = f" ({code(finding.clause)})" if finding.clause else ""
        advice = f" {prose(finding.advice)}" if finding.advice else ""
        yield f"- {code(finding.code)} {prose(finding.message)}{clause}{advice}"


def _yes(value: bool) -> str:  # noqa: FBT001 -- the answer is the matter
    return "yes" if value else ""
