"""What a broken clause says: a code, what stands there and what was wanted, a way out, the value, masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from ola.evaluate.leads.blame import Evidence, Named, leaf_key
from ola.evaluate.leads.docket import Docket
from ola.evaluate.showing import Gap, kept, shown
from ola.expr import nodes
from ola.expr.truth import Truth
from ola.fieldtypes import TYPES
from ola.fieldtypes.spec import Spec
from ola.finding import Code, DataPlace, Finding, count, spoken_list
from ola.plan import (
    CLAIMED,
    Absent,
    Clause,
    Field,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Predicate,
    Present,
    Shape,
    Unchanging,
    Unique,
)

MALFORMED_VALUE = Code(
    "OLA301",
    "error",
    "A value is not readable as its field's type",
    """\
Something stands in the field, and it is not what the field's type reads: `about 50` where a whole
number was agreed, `Web form` where the choices are web, event and partner. The value counts as
neither known nor blank, and a condition that asks for it is unknown.

    employees: about 50      (type: integer)

Correct the value where it comes from. If it is a spelling that should be read, add it to the
field's choices or to the system's `values:`; if it means that nothing is known, to `blanks:`.""",
)
REQUIRED_BLANK = Code(
    "OLA302",
    "error",
    "A required field is blank",
    """\
The agreement requires the field here — always, at the stage the lead is checked for, or because
a condition holds — and nothing was filled in: it is missing, null, empty, white space, or one of
the words in the field's `blanks:`.

    phone: {required: {when: source = event}}      and a lead from an event without a phone

Fill it in where the lead comes from, or agree that it is not required.""",
)
NOT_BLANK = Code(
    "OLA303",
    "error",
    "A field that must be blank is filled in",
    """\
The agreement says `blank:` of the field here, and something stands in it: a reason for
disqualifying a lead that is not disqualified, for instance.

Empty the field, or change what makes it forbidden.""",
)
BELOW_MIN = Code(
    "OLA304",
    "error",
    "A value lies below the least agreed",
    """\
The value is readable and less than the field's `min:`. It still counts as known and still compares.

    employees: 0             (min: 1)

Correct the value, or lower the limit in the agreement if both sides want such leads.""",
)
ABOVE_MAX = Code(
    "OLA305",
    "error",
    "A value lies above the most agreed",
    """\
The value is readable and more than the field's `max:`. It still counts as known and still compares.

    score: 130               (max: 100)

Correct the value, or raise the limit in the agreement if both sides want such leads.""",
)
TOO_SHORT = Code(
    "OLA306",
    "error",
    "A text is shorter than agreed",
    """\
The text, without white space at its ends, has fewer characters than the field's `min_length:`.

Fill in the whole text, or lower the limit in the agreement.""",
)
TOO_LONG = Code(
    "OLA307",
    "error",
    "A text is longer than agreed",
    """\
The text, without white space at its ends, has more characters than the field's `max_length:`. The
limit is mostly that of the system that takes the lead over, which would cut the text or refuse it.

Shorten the text, or raise the limit if the other system takes longer ones.""",
)
OFF_PATTERN = Code(
    "OLA308",
    "error",
    "A value does not have the agreed form",
    """\
The field's `pattern:` must cover the whole text, white space at its ends aside, and does not.

    campaign: spring 26      (pattern: [a-z]+-[0-9]{4})

Write the value in the agreed form, or widen the pattern.""",
)
DENIED = Code(
    "OLA309",
    "error",
    "A value is one that was agreed not to be",
    """\
The value is on the field's list of values that are not wanted (`not:`), compared as values of its
kind compare: text in capitals or not, ids exactly.

    email: test@example.com  (not: [test@example.com])

Correct the value; a lead that was only a test should not be handed over at all.""",
)
REPEATED = Code(
    "OLA310",
    "error",
    "A value that must be unique stands in more than one row",
    """\
The field is `unique:` (as a key always is), and its value stands in more than one row of the
input, compared as values of its kind compare: `Ann@example.com` and `ann@example.com` are one
address. Every row of the repeated value has the finding, since none is known to be the right one.
Blank and malformed values take no part.

With `--known`, the value must not stand among the leads that are known already either: the message then
names their file or table, and every row of the input that has the value has the finding.

Merge the rows, or keep the one that is right and take the others out. A lead that is known is updated where it is
kept, not handed over again.""",
)
RULE_BROKEN = Code(
    "OLA311",
    "error",
    "A rule across fields is not kept",
    """\
The rule's `must:` is false of the lead (and its `when:`, if it has one, is true). The message names
the fields that made it so and what stands in them.

    free mail needs a phone: {when: email ends with "@gmail.com", must: phone is known}

Correct one of the fields named, or the rule.""",
)
DUTY_UNKNOWN = Code(
    "OLA312",
    "error",
    "Whether a rule is kept cannot be said",
    """\
A rule's `must:` hangs on fields that are blank or not readable, so that it is neither true nor
false. A duty is kept only when it is true: what cannot be shown counts as not kept. The message
names the fields.

    must: employees >= 10        and employees is blank

Fill in the fields named. If the rule should spare leads without them, say so in its `when:`
(`when: employees is known`).""",
)
STAGE_UNMET = Code(
    "OLA313",
    "error",
    "A lead does not meet the stage it is checked for",
    """\
The stage's `when:` is false of the lead. The message names the fields, scores and segments that
made it so and what stands in them.

    mql: {when: score >= 60 and consent}      and a lead with score 45

The lead is not ready for this stage: correct the fields, or hand it over later.""",
)
STAGE_UNKNOWN = Code(
    "OLA314",
    "error",
    "Whether a lead meets a stage cannot be said",
    """\
The stage's `when:` hangs on fields that are blank or not readable, so that it is neither true nor
false. A stage is met only when its condition is true. The message names the fields.

Fill in the fields named, or make them required at the stage, which says it more plainly.""",
)
BARRED = Code(
    "OLA315",
    "error",
    "A lead is barred from the stage it is checked for",
    """\
The stage's `unless:` is true of the lead: it meets what was agreed to keep leads out. The message
names what made it so.

    mql: {unless: email ends with "@gmail.com"}      and a lead from gmail.com

Keep the lead from this stage, or correct the fields if they are wrong.""",
)
CODES = (
    MALFORMED_VALUE,
    REQUIRED_BLANK,
    NOT_BLANK,
    BELOW_MIN,
    ABOVE_MAX,
    TOO_SHORT,
    TOO_LONG,
    OFF_PATTERN,
    DENIED,
    REPEATED,
    RULE_BROKEN,
    DUTY_UNKNOWN,
    STAGE_UNMET,
    STAGE_UNKNOWN,
    BARRED,
)

_LISTED = 8  # choices that a message names
_REMEMBERED, _SHORT = 1024, 64  # advice on malformed texts that is kept, and how long these may be


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one clause is broken: what a finding says before it has a place."""

    code: Code
    clause: Clause
    message: str
    advice: str | None = None
    value: object = None
    field: str | None = None

    def finding(self, place: DataPlace) -> Finding:
        """Give the finding at a place."""
        return Finding(
            self.code.code,
            self.clause.level,
            self.message,
            clause=self.clause.id,
            party=self.clause.party,
            place=place,
            value=self.value,
            advice=self.advice,
        )


@dataclass(frozen=True, slots=True)
class Reasons:
    """The words for every clause of a docket."""

    docket: Docket
    _specs: dict[str, Spec] = field(default_factory=dict)
    _askers: dict[str, Callable[[object], str | None]] = field(default_factory=dict)
    _staged: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Know which demands are bound to stages, which the docket's forms no longer say."""
        staged = frozenset(shape.clause.id for shape in self.docket.plan.shapes if shape.at is not None)
        object.__setattr__(self, "_staged", staged)

    def of_shape(self, shape: Shape, raw: object) -> Reason:
        """Say why a demand on a field is broken by what stands there."""
        own = self.docket.plan.fields[shape.field]
        there = f"{own.name} is {shown(raw, personal=own.personal)}"
        value = kept(raw, personal=own.personal)
        agreed = self._agreed(shape)
        advice: str | None = None
        match shape.demand:
            case OfType():
                return self._malformed(shape, own, raw)
            case Present():
                advice = f"Fill in {self.docket.fields[own.name]}."
                if own.supplied_by is not None:
                    advice = f"{advice[:-1]}; {own.supplied_by} supplies it."
                message = f"{own.name} is blank, and it is required{agreed}."
                return Reason(REQUIRED_BLANK, shape.clause, message, advice, None, own.name)
            case Absent():
                code, message, advice = NOT_BLANK, f"{there}, and it must be blank{agreed}.", f"Empty {own.name}."
            case Min(bound):
                wanted = shape.clause.text or shown(bound)
                code, message = BELOW_MIN, f"{there}; the least agreed is {wanted}."
            case Max(bound):
                wanted = shape.clause.text or shown(bound)
                code, message = ABOVE_MAX, f"{there}; the most agreed is {wanted}."
            case MinLength(length):
                code, message = TOO_SHORT, f"{there}, which is shorter than {count(length, 'character')}."
            case MaxLength(length):
                code, message = TOO_LONG, f"{there}, which is longer than {count(length, 'character')}."
            case Pattern(pattern):
                code, message = OFF_PATTERN, f"{there}, which does not have the form {pattern}."
            case NoneOf():
                code, message = DENIED, f"{there}, which was agreed not to be."
            case Unique() | Unchanging():
                raise AssertionError(shape)
            case _:
                assert_never(shape.demand)
        return Reason(code, shape.clause, message, advice or f"Correct {own.name}.", value, own.name)

    def of_repeated(self, shape: Shape, raws: Mapping[str, object], rows: int, known: str | None = None) -> Reason:
        """Say that a unique value stands in so many rows of the input, or of the leads that are known by that name."""
        fields = [self.docket.plan.fields[name] for name in raws]
        there = " and ".join(f"{own.name} {shown(raws[own.name], personal=own.personal)}" for own in fields)
        verb = "stands" if len(fields) == 1 else "stand together"
        where = count(rows, "row") if known is None else f"{count(rows, 'row')} of {known}, the known leads,"
        message = f"{there} {verb} in {where} and must be unique."
        advice = "Merge the rows, or take out those that are wrong."
        if known is not None:
            advice = "Update the lead that is known, or take this one out."
        only = fields[0] if len(fields) == 1 else None
        value = None if only is None else kept(raws[only.name], personal=only.personal)
        return Reason(REPEATED, shape.clause, message, advice, value, shape.field)

    def of_predicate(self, form: Predicate, evidence: Evidence, raw: Callable[[str], object]) -> Reason:
        """Say why a rule or a stage's condition is not kept: what made it false, or left it unknown.

        `raw` gives a field as it came.
        """
        bar = form.role == "bar"
        condition = form.when if bar and form.when is not None else form.must
        outcome = Truth.TRUE if bar else evidence.truth(condition)
        unknown = outcome is Truth.UNKNOWN
        blamed = evidence.blame(condition, outcome)
        facts = spoken_list([self._fact(each, evidence, raw) for each in blamed])
        here = f"; here {facts}" if facts else ""
        text = form.clause.text
        wanted = form.clause.says or text or form.clause.id
        rule = form.clause.id.removeprefix("rules.").replace("-", " ")
        names = spoken_list([each.name for each in blamed])
        stage = form.stage or "the stage"
        advice: str | None
        match form.role:
            case "bar":
                code, advice = BARRED, f"Keep the lead from {stage}, or correct {names or 'it'}."
                message = f"{stage} is not open to leads with {text or wanted}{here}."
            case "stage" if unknown:
                code, advice = STAGE_UNKNOWN, _mend(blamed, evidence)
                message = f"Whether the lead meets {stage} ({text or wanted}) cannot be said{here}."
            case "stage":
                code, advice = STAGE_UNMET, f"Correct {names or 'it'}, or keep the lead from {stage}."
                message = f"{stage} needs {text or wanted}{here}."
            case "rule" if unknown:
                code, advice = DUTY_UNKNOWN, _mend(blamed, evidence)
                message = f"Whether the rule “{rule}” is kept cannot be said: {wanted.rstrip('.')}{here}."
            case "rule":
                code, advice = RULE_BROKEN, f"Correct {names}." if names else None
                message = f"The rule “{rule}” wants {wanted.rstrip('.')}{here}."
            case _:
                assert_never(form.role)
        only = blamed[0].name if len(blamed) == 1 and isinstance(blamed[0], nodes.FieldRef) else None
        value = None if only is None else kept(raw(only), personal=self.docket.plan.fields[only].personal)
        return Reason(code, form.clause, message, advice, value, only)

    def _fact(self, each: Named, evidence: Evidence, raw: Callable[[str], object]) -> str:
        if not isinstance(each, nodes.FieldRef):
            return f"{each.name} is {evidence.values[leaf_key(each)]}"
        own = self.docket.plan.fields[each.name]
        if leaf_key(each) in evidence.blanks:
            return f"{each.name} is blank"
        there = shown(raw(each.name), personal=own.personal)
        return f"{each.name} is {there}{', not readable' if evidence.values[leaf_key(each)] is None else ''}"

    def _agreed(self, shape: Shape) -> str:
        """Say when a demand binds, in the words that were signed or as the condition is written."""
        says, text, case = shape.clause.says, shape.clause.text, self.docket
        if says:
            return f": {says.rstrip('.')}"
        staged = shape.clause.id in self._staged
        at = "" if not staged else " at the stage it claims" if case.at == CLAIMED else f" at {case.at}"
        return f"{at} when {text}" if shape.when is not None and text else at

    def _malformed(self, shape: Shape, own: Field, raw: object) -> Reason:
        spec = self._spec(own.name)
        own_type = TYPES[own.type]
        there = f"{own.name} is {shown(raw, personal=own.personal)}"
        why = self.why(own.name, raw)
        if spec.choices:
            named = ", ".join(
                f"{each.key} ({each.label})" if each.label else each.key for each in spec.choices[:_LISTED]
            )
            more = f" and {len(spec.choices) - _LISTED} more" if len(spec.choices) > _LISTED else ""
            message = f"{there}, which is not among its choices: {named}{more}."
            advice = why or f"Write one of them in {self.docket.fields[own.name]}."
        else:
            message = f"{there}, which is not readable as {own_type.says}."
            advice = why or f"Write it like {own_type.example}."
        return Reason(MALFORMED_VALUE, shape.clause, message, advice, kept(raw, personal=own.personal), own.name)

    def _spec(self, name: str) -> Spec:
        spec = self._specs.get(name)
        if spec is None:
            spec = self._specs[name] = self.docket.plan.spec(name, self.docket.system)
        return spec

    def why(self, name: str, raw: object) -> str | None:
        """Ask the type what more there is to say of a malformed value, as its way out; of a personal one nothing."""
        if self.docket.plan.fields[name].personal or isinstance(raw, Gap):
            return None
        return self.asker(name)(raw)

    def asker(self, name: str) -> Callable[[object], str | None]:
        """Give the question what more there is to say of a field's malformed values.

        Looking for what is near takes long, so the answers on short texts are remembered.
        """
        found = self._askers.get(name)
        if found is not None:
            return found
        spec, said = self._spec(name), dict[object, "str | None"]()
        ask = TYPES[spec.type].why

        def why(raw: object) -> str | None:
            if raw.__class__ is not str or len(raw) > _SHORT:
                return ask(spec, raw)
            if raw not in said:
                if len(said) >= _REMEMBERED:
                    said.clear()
                said[raw] = ask(spec, raw)
            return said.get(raw)

        self._askers[name] = why
        return why


def pointer(*parts: str) -> str:
    """Give a JSON Pointer (RFC 6901) to a member by its path."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _mend(blamed: Sequence[Named], evidence: Evidence) -> str:
    """Say what to do about the fields that left a condition unknown: the blank are filled in, the others corrected."""
    blank = [each.name for each in blamed if leaf_key(each) in evidence.blanks]
    wrong = [each.name for each in blamed if leaf_key(each) not in evidence.blanks]
    parts = ([f"fill in {spoken_list(blank)}"] if blank else []) + ([f"correct {spoken_list(wrong)}"] if wrong else [])
    said = " and ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."
