"""One lead held against the agreement, by straight-line Python generated for it.

The generated function reads the record's columns, works out terms, scores and segments, and asks one
plain question: is anything wrong? Only after a yes does it list what, and only then are words made. Names
and values of the agreement never become code: identifiers are numbered, and constants stand in a pool.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, assert_never, cast

from ola.errors import NaiveDatetime, NotAccepted, WrongCall
from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.docket import Docket, docket
from ola.evaluate.leads.hanging import HungOn, hung_on
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.leads.translated_record import TranslatedRecord
from ola.evaluate.leads.translation import Translation, translation
from ola.evaluate.needs import conditions_of, derived_in_order, needs
from ola.evaluate.showing import kept
from ola.expr import nodes
from ola.expr.python import Constants, Leaf, Locals, answers
from ola.expr.truth import Answer
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.pattern import matcher
from ola.fieldtypes.spec import Spec, TypeName
from ola.fieldtypes.text import WHITE_SPACE, fold, nfc
from ola.finding import DataPlace
from ola.plan import (
    Absent,
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
    Shape,
    Unchanging,
    Unique,
)
from ola.verdict import LeadVerdict

Read = Callable[[object], object]
NOWHERE = DataPlace()
_NESTED = "properties"
_PLAIN_TEXT: frozenset[TypeName] = frozenset({"text", "id", "owner"})
_LISTED: frozenset[TypeName] = frozenset({"choice", "stage", "boolean", "country", "language"})
_FEW_VALUES: frozenset[TypeName] = frozenset({"integer", "number"})
_REMEMBERED = 1024  # texts that a field of few values remembers …
_SHORT = 64  # … if they are no longer than this
_EMPTY: Mapping[str, tuple[str, ...]] = {}


def compile_checker(plan: Plan, system: str | None = None, at: str | None = None) -> Checker:
    """Compile the checker of one lead of a system, at a stage, at `claimed`, or where the handoff leaves.

    Raises WrongCall for a system or stage that the agreement does not have.
    """
    return Checker(plan, system, at)


class ReadLead(NamedTuple):
    """A lead that was read: flat, its values by the docket's fields, which of them are malformed, whether it is clean.

    A clean lead breaks nothing, not even at level warning.
    """

    record: Mapping[str, Any]
    values: Sequence[Any]
    bad: Sequence[int]
    is_clean: bool


class Checker:
    """Holds one lead against the agreement; compiled once, used by as many threads as there are.

    `source` is the generated Python. `not_checked` are the ids of the clauses that one lead of this
    system cannot show: what must be unique, histories, fields and events the system does not have.
    """

    def __init__(self, plan: Plan, system: str | None = None, at: str | None = None) -> None:
        """Compile; raise WrongCall for a system or stage that the agreement does not have."""
        self.plan, self.system, self._asked = plan, system, at
        self.docket = docket(plan, system, at)
        self.at = self.docket.at
        self.not_checked = (
            *(shape.clause.id for shape in self.docket.unique),
            *self.docket.not_checked,
            *self.docket.hidden,
        )
        self._reasons = Reasons(self.docket)
        self.probes = Probes(plan)
        written = _Writer(self.docket)
        self.source = written.source
        self.needs_now = written.needs_now
        self._leaves = tuple(leaf_key(nodes.FieldRef(name)) for name in self.docket.fields)
        self._key = None if plan.key is None else self.docket.fields.get(plan.key.name)
        self._hides_key = plan.key is not None and plan.key.personal
        self._may_nest = _NESTED not in self.docket.fields.values()
        space = {**written.constants.pool, "MALFORMED": MALFORMED, "NOTHING": _EMPTY, "HungOn": HungOn}
        space |= {"hang": self._hang}
        exec(compile(self.source, "<checker>", "exec"), space)  # noqa: S102 - names and values are constants
        self._run = cast("Callable[..., Any]", space["check"])
        self._grave = frozenset(at for at, form in enumerate(self.docket.forms) if form.clause.level == "error")
        self._into: dict[str, TranslatedRecord] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as the plan, and compile again on arrival."""
        return (Checker, (self.plan, self.system, self._asked))

    def __repr__(self) -> str:
        return f"Checker({self.plan.id!r}, system={self.system!r}, at={self.at!r})"

    def __call__(self, lead: Mapping[str, Any], as_of: dt.datetime | None = None) -> LeadVerdict:
        """Give the verdict on a lead in the system's names and spellings, wherever it stands.

        Columns are also found in a mapping under `properties`, as HubSpot sends them. `as_of` is the
        "now" of conditions; without it, it is the moment of the call. Whatever the lead holds gives a
        verdict; what is no mapping raises WrongCall, an `as_of` without a zone NaiveDatetime.
        """
        return self.at_place(lead, as_of, NOWHERE)

    def at_place(self, lead: object, as_of: dt.datetime | None, place: DataPlace) -> LeadVerdict:
        """Give the verdict on a lead that stands at a place (file, row, line) of the data."""
        top, record, as_of = self._given(lead, as_of)
        broken, values, bad, stage, reached, segments, scores, hung = self._run(record, as_of)
        if broken is None:
            return LeadVerdict(
                True,  # noqa: FBT003 - positions are quicker than names, and this line runs for every lead
                (),
                stage,
                reached,
                segments,
                scores,
                hung,
                self.not_checked,
            )
        found = []
        key = self._key_of(record)
        for index in broken:
            reason = self._reason(index, record, (as_of, values, bad, segments, scores))
            where = DataPlace(place.file, place.row, place.line, key, self._pointer(reason, top, record))
            found.append(reason.finding(where))
        ok = all(each.level != "error" for each in found)
        return LeadVerdict(ok, tuple(found), stage, reached, segments, scores, hung, self.not_checked)

    def _given(
        self, lead: object, as_of: dt.datetime | None
    ) -> tuple[dict[str, Any], dict[str, Any], dt.datetime | None]:
        """Give the lead as it came, flat, and the "now" of conditions."""
        if as_of is None:
            if self.needs_now:
                as_of = dt.datetime.now(dt.UTC)
        elif as_of.tzinfo is None:
            raise NaiveDatetime.of(as_of, "as_of")
        if lead.__class__ is not dict:
            if not isinstance(lead, Mapping):
                message = f"A lead is a mapping of columns to values, not a {type(lead).__name__}."
                raise WrongCall(message)
            lead = dict(lead)
        top = cast("dict[str, Any]", lead)
        if _NESTED in top and self._may_nest:
            inner = top[_NESTED]
            if isinstance(inner, Mapping):
                return top, {**inner, **top}, as_of
        return top, top, as_of

    # ── the other system's record ───────────────────────────────────────────────────────────────

    def translate(self, lead: Mapping[str, Any], to: str, as_of: dt.datetime | None = None) -> dict[str, Any]:
        """Give an accepted lead in another system's names and values; the columns it has none of are not invented.

        Fields that the other system does not have (`left_out`) and columns that the agreement does not know stay
        behind. Raises NotAccepted, carrying the verdict, for a lead that is not ok; WrongCall for a system that the
        agreement does not have, or for the lead's own.
        """
        write = self._into.get(to) or self._compiled(to)
        _, record, now = self._given(lead, as_of)
        broken, values, bad, *_ = self._run(record, now)
        if broken is not None and not self._grave.isdisjoint(broken):
            raise NotAccepted(self(lead, now))
        return write(record, values, bad)

    def read(self, lead: Mapping[str, Any], as_of: dt.datetime | None) -> ReadLead:
        """Read a lead that may be translated, and say whether anything is wrong with it."""
        _, record, now = self._given(lead, as_of)
        broken, values, bad, *_ = self._run(record, now)
        return ReadLead(record, values, bad, broken is None)

    def written(self, lead: ReadLead, to: str) -> tuple[dict[str, Any], tuple[list[str], list[str]]]:
        """Translate a lead that is known to be accepted; give also what could not be read.

        These are two lists of fields: those written as blanks, and those that went over as they stand.
        """
        write = self._into.get(to) or self._compiled(to)
        return write(lead.record, lead.values, lead.bad), write.unread(lead.record, lead.bad)

    def translation(self, to: str) -> Translation:
        """Say which columns become which in another system, and what stays behind."""
        return translation(self.plan, self.system, to)

    def left_out(self, to: str) -> tuple[str, ...]:
        """Name the fields that a lead of this system loses on its way into another, which does not have them."""
        return self.translation(to).left_out

    def _compiled(self, to: str) -> TranslatedRecord:
        self._into[to] = made = TranslatedRecord(self.docket, self.translation(to))
        return made

    def reason(self, index: int, record: Mapping[str, Any], as_of: dt.datetime | None) -> Reason:
        """Say why a record, flat and known to break the docket's form of this index, breaks it."""
        _, values, bad, _, _, segments, scores, _ = self._run(record, as_of)
        return self._reason(index, record, (as_of, values, bad, segments, scores))

    def _reason(self, index: int, record: Mapping[str, Any], lead: tuple[Any, ...]) -> Reason:
        form, fields = self.docket.forms[index], self.docket.fields
        if isinstance(form, Shape):
            return self._reasons.of_shape(form, record.get(fields[form.field]))
        return self._reasons.of_predicate(form, self._evidence(*lead), lambda name: record.get(fields[name]))

    def _evidence(
        self,
        now: dt.datetime | None,
        values: Sequence[Any],
        bad: Sequence[int],
        segments: Mapping[str, str],
        scores: Mapping[str, float],
    ) -> Evidence:
        table: dict[str, Any] = dict(zip(self._leaves, values, strict=True))
        blanks = {leaf for at, leaf in enumerate(self._leaves) if values[at] is None and at not in bad}
        for name, value in segments.items():
            table[leaf_key(nodes.SegmentRef(name))] = value
        for name, total in scores.items():
            table[leaf_key(nodes.ScoreRef(name))] = total
        table[leaf_key(nodes.Now())] = now
        return Evidence(self.probes, table, blanks)

    def _hang(self, *lead: Any) -> dict[str, tuple[str, ...]]:
        return hung_on(self.docket, self._evidence(*lead))

    def _key_of(self, record: Mapping[str, Any]) -> str | None:
        raw = None if self._key is None else record.get(self._key)
        value = None if raw is None else kept(raw, personal=self._hides_key)
        return None if value is None else str(value).strip(WHITE_SPACE) or None

    def _pointer(self, reason: Reason, lead: Mapping[str, Any], record: Mapping[str, Any]) -> str | None:
        if reason.field is None:
            return None
        column = self.docket.fields[reason.field]
        nested = record is not lead and column not in lead and column in record
        return pointer(_NESTED, column) if nested else pointer(column)


# ── reading a field ─────────────────────────────────────────────────────────────────────────────


def field_reader(spec: Spec) -> Read:
    """A function from a raw value to the value, None where blank, MALFORMED where not readable."""
    is_blank, read_value = blank_reader(spec), TYPES[spec.type].reader(spec)

    def read(raw: object) -> object:
        return None if is_blank(raw) else read_value(raw)

    return read


def _remembering(read: Read, seen: dict[object, object]) -> Read:
    """The same function, which keeps what short texts read as, for the generated code to look up."""

    def remember(raw: object) -> object:
        value = read(raw)
        if type(raw) is str and value is not MALFORMED and len(raw) <= _SHORT and len(seen) < _REMEMBERED:
            seen[raw] = value
        return value

    return remember


# ── writing the function ────────────────────────────────────────────────────────────────────────


class _Writer:
    """Writes the function that checks one record; `source` and the constants it needs are its result."""

    def __init__(self, case: Docket) -> None:
        self.docket, self.plan = case, case.plan
        self.constants = Constants()
        self.index = {name: at for at, name in enumerate(case.fields)}
        values: dict[Leaf, str] = {nodes.FieldRef(name): f"v{at}" for name, at in self.index.items()}
        values |= {nodes.ScoreRef(name): f"p{at}" for at, name in enumerate(self.plan.scores)}
        values |= {nodes.SegmentRef(name): f"g{at}" for at, name in enumerate(self.plan.segments)}
        values[nodes.Now()] = "now"
        self.spelling = Locals(
            self.constants,
            values,
            {nodes.FieldRef(name): f"(v{at} is None and {at} not in bad)" for name, at in self.index.items()},
            {name: Answer(f"t{at}", f"f{at}") for at, name in enumerate(self.plan.terms)},
            {nodes.FieldRef(name): f"w{at}" for name, at in self.index.items()},
        )
        lines = [*self._derived(), *self._verdict()]
        needed = _without_unused([*self._read(), *lines])
        self.source = "\n".join(["def check(lead, now):", *(f"    {line}" for line in needed), ""])
        self.needs_now = needs(self.plan, *self._conditions()).now

    # ── the fields ──

    def _read(self) -> Iterator[str]:
        yield "get = lead.get"
        yield "bad = ()"
        for name, at in self.index.items():
            yield f"# {name!a}"
            yield from self._read_field(name, at)
            if self.plan.fields[name].kind == "text" and not self.plan.fields[name].many:
                folded = f"v{at}.lower() if v{at}.isascii() else {self.constants.name(fold)}(v{at})"
                yield f"w{at} = None if v{at} is None else {folded}"
            composed = f"v{at} if v{at} is None or v{at}.isascii() else {self.constants.name(nfc)}(v{at})"
            yield f"n{at} = {composed}"

    def _read_field(self, name: str, at: int) -> Iterator[str]:
        spec = self.plan.spec(name, self.docket.system)
        column = self.constants.name(self.docket.fields[name])
        read = field_reader(spec)
        space = self.constants.name(WHITE_SPACE)
        yield f"x = get({column})"
        if spec.type in _LISTED and not spec.many:
            # Only texts and None are keys, so that 1 is not taken for True; what cannot be a key is a TypeError.
            listed: dict[object, object] = {None: None}
            yield "try:"
            yield f"    v{at} = {self.constants.name(listed)}[x]"
            yield "except (KeyError, TypeError):"
            yield from self._read_other(at, _remembering(read, listed))
            return
        if spec.type in _FEW_VALUES and not spec.many:
            seen: dict[object, object] = {}
            known = self.constants.name(seen)
            read = _remembering(read, seen)
            yield f"if x.__class__ is str and x in {known}:"
            yield f"    v{at} = {known}[x]"
        elif spec.type in _PLAIN_TEXT and not spec.blanks and not spec.many:
            yield "if x.__class__ is str and x.isascii():"
            yield f"    v{at} = x.strip({space}) or None"
        else:
            yield "if x is None:"
            yield f"    v{at} = None"
            if not spec.blanks and not spec.many:
                from_text = self.constants.name(TYPES[spec.type].text_reader(spec))
                yield "elif x.__class__ is str:"
                yield f"    v{at} = x.strip({space}) or None"
                yield f"    if v{at} is not None:"
                yield f"        v{at} = {from_text}(v{at})"
                yield f"        if v{at} is MALFORMED:"
                yield f"            v{at} = None"
                yield f"            bad += ({at},)"
            yield "else:"
            yield from self._read_other(at, read)
            return
        yield "elif x is None:"
        yield f"    v{at} = None"
        yield "else:"
        yield from self._read_other(at, read)

    def _read_other(self, at: int, read: Read) -> Iterator[str]:
        yield f"    v{at} = {self.constants.name(read)}(x)"
        yield f"    if v{at} is MALFORMED:"
        yield f"        v{at} = None"
        yield f"        bad += ({at},)"

    # ── what is derived ──

    def _derived(self) -> Iterator[str]:
        places = {name: at for table in (self.plan.terms,) for at, name in enumerate(table)}
        for kind, name in derived_in_order(self.plan):
            match kind:
                case "term":
                    condition = self.plan.terms[name].condition
                    if self.docket.sees(condition):
                        answer = answers(condition, self.spelling, self.constants)
                        yield f"# {name!a}"
                        yield f"t{places[name]} = {answer.true}"
                        yield f"f{places[name]} = {answer.false}"
                case "score":
                    yield from self._score(name)
                case _:
                    yield from self._segment(name)

    def _score(self, name: str) -> Iterator[str]:
        score, into = self.plan.scores[name], self.spelling.values[nodes.ScoreRef(name)]
        yield f"# {name!a}"
        yield f"{into} = 0"
        for row, points in score.points:
            if self.docket.sees(row):
                yield f"if {self._true(row)}:"
                yield f"    {into} += {self._number(points)}"
        for bound, sign in ((score.min, "<"), (score.max, ">")):
            if bound is not None:
                limit = self._number(bound)
                yield f"if {into} {sign} {limit}:"
                yield f"    {into} = {limit}"

    def _segment(self, name: str) -> Iterator[str]:
        segment, into = self.plan.segments[name], self.spelling.values[nodes.SegmentRef(name)]
        yield f"# {name!a}"
        yield "while True:"
        for value, row in segment.rows:
            if self.docket.sees(row):
                yield f"    if {self._true(row)}:"
                yield f"        {into} = {self.constants.name(value)}"
                yield "        break"
        yield f"    {into} = {self.constants.name(segment.otherwise)}"
        yield "    break"

    def _true(self, condition: nodes.Condition) -> str:
        return answers(condition, self.spelling, self.constants).true

    def _number(self, value: float) -> str:
        return self.constants.name(int(value) if value == int(value) else value)

    # ── the verdict ──

    def _rows(self) -> list[nodes.Condition]:
        rows = [row for score in self.plan.scores.values() for row, _ in score.points]
        rows += [row for segment in self.plan.segments.values() for _, row in segment.rows]
        return [row for row in rows if self.docket.sees(row)]

    def _conditions(self) -> list[nodes.Condition]:
        reached = [stage.reached for stage in self.plan.stages.values() if stage.reached is not None]
        asked = [row for form in self.docket.forms for row in conditions_of(form)]
        return [*self._rows(), *(row for row in reached if self.docket.sees(row)), *asked]

    def _verdict(self) -> Iterator[str]:
        yield "reached = ()"
        for name, stage in self.plan.stages.items():
            if stage.reached is not None and self.docket.sees(stage.reached):
                yield f"if {self._true(stage.reached)}:"
                yield f"    reached += ({self.constants.name(name)},)"
        segments = [f"{self.constants.name(name)}: g{at}" for at, name in enumerate(self.plan.segments)]
        scores = [f"{self.constants.name(name)}: p{at}" for at, name in enumerate(self.plan.scores)]
        yield f"segments = {{{', '.join(segments)}}}"
        yield f"scores = {{{', '.join(scores)}}}"
        yield f"values = ({''.join(f'v{at}, ' for at in range(len(self.index)))})"
        hanging = needs(self.plan, *self._rows()).fields
        yield "hung = NOTHING"
        if hanging:
            yield f"if {' or '.join(f'v{self.index[name]} is None' for name in hanging)}:"
            yield "    hung = HungOn(hang, now, values, bad, segments, scores)"
        claim = self.plan.stage_field
        stage_value = f"v{self.index[claim.name]}" if claim is not None and claim.name in self.index else "None"
        rest = f"values, bad, {stage_value}, reached, segments, scores, hung"
        broken = [self._broken(form) for form in self.docket.forms]
        yield "if not (bad"
        for question in dict.fromkeys(question for question in broken if not question.endswith(" in bad")):
            yield f"    or {question}"
        yield "):"
        yield f"    return None, {rest}"
        yield "broken = []"
        for at, (form, question) in enumerate(zip(self.docket.forms, broken, strict=True)):
            yield f"# {form.clause.id!a}"
            yield f"if {question}:"
            yield f"    broken.append({at})"
        yield f"return broken or None, {rest}"

    def _broken(self, form: Shape | Predicate) -> str:
        """A question that is true where the record breaks the form."""
        guard = "" if form.when is None else f"{self._true(form.when)} and "
        match form:
            case Predicate(role="bar"):
                return "False" if form.when is None else self._true(form.when)
            case Predicate():
                return f"({guard}not {self._true(form.must)})"
            case Shape():
                question = self._demand(form)
                return f"({guard}{question})" if guard else question
            case _:
                assert_never(form)

    def _demand(self, shape: Shape) -> str:
        at = self.index[shape.field]
        name = self.constants.name
        match shape.demand:
            case OfType():
                return f"{at} in bad"
            case Present():
                return f"(v{at} is None and {at} not in bad)"
            case Absent():
                return f"(v{at} is not None or {at} in bad)"
            case Min(bound):
                return f"(v{at} is not None and v{at} < {name(bound)})"
            case Max(bound):
                return f"(v{at} is not None and v{at} > {name(bound)})"
            case MinLength(length):
                return f"(v{at} is not None and len(n{at}) < {int(length)})"
            case MaxLength(length):
                return f"(v{at} is not None and len(n{at}) > {int(length)})"
            case Pattern(pattern):
                return f"(v{at} is not None and not {name(matcher(pattern))}(n{at}))"
            case NoneOf(values):
                return self._denied(shape, values, at)
            case Unique() | Unchanging():
                raise AssertionError(shape)
            case _:
                assert_never(shape.demand)

    def _denied(self, shape: Shape, values: tuple[str, ...], at: int) -> str:
        own, denied = self.plan.fields[shape.field], denied_values(self.plan, shape.field, values)
        if own.many:
            return f"(v{at} is not None and not {self.constants.name(denied)}.isdisjoint(v{at}))"
        operand = f"w{at}" if own.kind == "text" else f"v{at}"
        return f"(v{at} is not None and {operand} in {self.constants.name(denied)})"


def denied_values(plan: Plan, name: str, values: tuple[str, ...]) -> frozenset[Any]:
    """Give a deny list as values of the field's kind, text folded; what is not readable denies nothing."""
    own = plan.fields[name]
    read = TYPES[own.type].reader(plan.spec(name, None))
    found = [value for each in values if (value := read(each)) is not MALFORMED]
    if own.many:
        return frozenset(key for keys in found if isinstance(keys, tuple) for key in keys)
    return frozenset(fold(str(value)) if own.kind == "text" else value for value in found)


def _without_unused(lines: list[str]) -> list[str]:
    """Leave out what is worked out for nobody: folded texts, composed texts and terms that no line asks for."""
    kept_lines: list[str] = []
    asked: set[str] = set()
    for line in reversed(lines):
        made = re.match(r"([tfwn]\d+) = ", line)
        if made is not None and made[1] not in asked:
            continue
        asked.update(re.findall(r"\b[tfwn]\d+\b", line if made is None else line[made.end() :]))
        kept_lines.append(line)
    kept_lines.reverse()
    return kept_lines
