"""The agreement as a pydantic model: one module of Python that needs pydantic and nothing of ola.

It reads blanks, text and typed values as the checker does, and refuses a lead for what the checker calls an
error; warnings are listed and refuse nothing.
"""

from __future__ import annotations

import keyword
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ola.evaluate.needs import Sight, conditions_of, needs
from ola.export.carried import carried
from ola.export.pydantic_conditions import Python, a_set, literal
from ola.export.target import AgreementText, Export, ExportedFile, Loss, Options
from ola.export.unsaid import beyond_one_record
from ola.export.words import form_words
from ola.expr import nodes
from ola.fieldtypes import TYPES, date, instant, money
from ola.fieldtypes.choice import Choice
from ola.fieldtypes.duration import PARTS, WORDS
from ola.fieldtypes.duration import TEXT as DURATION
from ola.fieldtypes.formed_text import FormedText
from ola.fieldtypes.integer import TEXT as INTEGER
from ola.fieldtypes.language import TEXT as LANGUAGE
from ola.fieldtypes.number import TEXT as NUMBER
from ola.fieldtypes.pattern import for_python
from ola.fieldtypes.spec import Spec, TypeName
from ola.fieldtypes.text import fold
from ola.fieldtypes.written_form import PARTS as INSTANT_PARTS
from ola.plan import (
    Absent,
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
    Shape,
    Unchanging,
    Unique,
    judged,
    stage_asked,
    system_asked,
)

WIDTH = 100
# What a model already has, and the module's own words.
TAKEN = frozenset(
    {
        *("construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema"),
        *("schema_json", "update_forward_refs", "validate", "lead", "now", "dt", "re", "warnings", "broken", "warned"),
    }
)
PYTHON_TYPES: dict[TypeName, str] = {
    "integer": "int",
    "number": "float",
    "money": "float",
    "boolean": "bool",
    "date": "dt.date",
    "datetime": "dt.datetime",
    "duration": "dt.timedelta",
}
IMPORTS = (
    ("import datetime as dt", "dt"),
    ("import enum", "enum"),
    ("import math", "math"),
    ("import re", "re"),
    ("import unicodedata", "unicodedata"),
    ("from collections.abc import Iterator", "Iterator"),
    ("from collections.abc import Mapping", "Mapping"),
    ("from collections.abc import Sequence", "Sequence"),
    ("from typing import Annotated", "Annotated"),
    ("from typing import Any", "Any"),
    ("from typing import Self", "Self"),
    ("from zoneinfo import ZoneInfo", "ZoneInfo"),
)


def export(agreement: AgreementText, options: Options) -> Export:
    """Write the module of one stage in one system's names; raises WrongCall for a stage or system that is not there."""
    plan = agreement.plan
    at, system = stage_asked(plan, options.at), system_asked(plan, options.system)
    module = _Module(plan, system, at)
    losses = module.losses()
    parts = [plan.id, at, system or ""]
    name = re.sub(r"\W+", "_", "_".join(part for part in parts if part)).lower()
    return Export((ExportedFile(f"{name}.py", module.text(agreement.title, losses)),), losses)


@dataclass(slots=True)
class _Module:
    """The module while it is written."""

    plan: Plan
    system: str | None
    at: str
    forms: tuple[Shape | Predicate, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    python: Python = field(init=False)
    sight: Sight = field(init=False)

    def __post_init__(self) -> None:
        here = ((name, each.column(self.system)) for name, each in self.plan.fields.items())
        self.columns = {name: column for name, column in here if column is not None}
        self.sight = Sight(self.plan, self.system)
        self.forms = tuple(form for form in judged(self.plan, self.at) if self.sight.judges(form))
        refused = {form.field for form in self.forms if isinstance(form, Shape) and _is_refused_on_reading(form)}
        attributes = _identifiers(self.columns, taken=set(TAKEN))
        taken = {*TAKEN, *attributes.values()}
        derived = [
            *(("term", name) for name in self.plan.terms),
            *(("score", name) for name in self.plan.scores),
            *(("segment", name) for name in self.plan.segments),
        ]
        called = _identifiers([" ".join(each) for each in derived], taken=taken)
        self.python = Python(
            attributes,
            {each: called[" ".join(each)] for each in derived},
            frozenset(self.columns) - refused,
        )

    def losses(self) -> tuple[Loss, ...]:
        """List what the model cannot say."""
        why = "it asks for the lead's events, which stand in a log and not in the record"
        asking = [
            Loss(form.clause.id, "history", why)
            for form in judged(self.plan, self.at)
            if needs(self.plan, *conditions_of(form)).events
        ]
        return tuple(dict.fromkeys((*asking, *beyond_one_record(self.plan, self.at))))

    # ── the whole ───────────────────────────────────────────────────────────────────────────────

    def text(self, title: str, losses: tuple[Loss, ...]) -> str:
        """Put the module together: what it says of itself, what it carries, the model, the clauses."""
        model = "\n".join(self._model(title))
        functions = "\n".join([*self._readers(), *self._derived(), *self._clauses()])
        readers = "\n\n\n".join(carried(f"{functions}\n{model}"))
        body = f"{readers}\n\n\n{functions}\n{model}"
        words = set(re.findall(r"\w+", body))
        imports = _imports(words)
        offered = [
            name
            for name in ("BaseModel", "BeforeValidator", "ConfigDict", "Field", "ValidationInfo", "model_validator")
            if name in words
        ]
        head = [*self._docstring(title, losses), "from __future__ import annotations", "", *imports, ""]
        head += ["from pydantic import (", *(f"    {name}," for name in offered), ")", "", '__all__ = ["Lead"]', ""]
        return "\n".join(head) + "\n\n" + body.rstrip() + "\n"

    def _docstring(self, title: str, losses: tuple[Loss, ...]) -> Iterator[str]:
        where = f"in the names of {self.system}" if self.system else "in the agreement's own names"
        stage = f"at stage {self.at}" if self.at else "at no stage"
        yield f'"""{_quoted(title)}: a lead {_quoted(stage)}, {_quoted(where)}.'
        yield ""
        yield f"Made from agreement {_quoted(self.plan.id)}, version {_quoted(self.plan.version)}; make it anew"
        yield "rather than edit it."
        if losses:
            yield ""
            yield "What it does not check:"
            yield ""
            for loss in losses:
                yield from _item(f"{loss.clause}: {loss.why}")
        yield '"""'
        yield ""

    # ── reading ─────────────────────────────────────────────────────────────────────────────────

    def _readers(self) -> Iterator[str]:
        yield "# ── how each field is read " + "─" * 60
        yield ""
        for name in self.columns:
            each, spec = self.plan.fields[name], self.plan.spec(name, self.system)
            attribute = self.python.attributes[name]
            words = frozenset(fold(word) for word in spec.blanks) - {""}
            many = ", many=True" if spec.many else ""
            blank_words = f"frozenset({a_set(sorted(words))})" if words else "frozenset()"
            yield ""
            yield f"def {attribute}_from(raw: Any) -> Any:"
            yield f'    """Read {_quoted(name)}: {_quoted(TYPES[each.type].says)}."""'
            yield f"    if is_blank(raw, {blank_words}{many}):"
            yield "        return None"
            yield from self._table(spec)
            read = self._reader(spec)
            if name in self.python.lenient:
                yield f"    return {read}"
            else:
                yield f"    value = {read}"
                yield "    if value is MALFORMED:"
                clause = next(form.clause.id for form in self.forms if _reads(form, name))
                message = f"{clause}: {name} is not readable as {TYPES[each.type].says}"
                yield f"        raise ValueError({message!r})"
                yield "    return value"
            yield ""

    def _table(self, spec: Spec) -> Iterator[str]:
        own = TYPES[spec.type]
        if isinstance(own, Choice):
            yield "    spellings = {"
            yield from (f"        {text!r}: {key!r}," for text, key in own.spellings(spec).items())
            yield "    }"

    def _reader(self, spec: Spec) -> str:
        own = TYPES[spec.type]
        match spec.type:
            case "text" | "id" | "owner":
                return "read_text(raw)"
            case "integer":
                return f"read_integer(raw, {INTEGER.bodies[0]!r})"
            case "number":
                return f"read_number(raw, {NUMBER.bodies[0]!r})"
            case "money":
                return f"read_number(raw, {money.text_of(spec).bodies[0]!r})"
            case "boolean":
                return "read_boolean(raw)"
            case "language":
                return f"read_language(raw, {LANGUAGE.bodies[0]!r})"
            case "duration":
                return f"read_duration(raw, {DURATION.bodies[0]!r}, {WORDS!r}, {PARTS!r})"
            case "date":
                return f"read_date(raw, {date.text_of(spec).bodies[0]!r}, {spec.dates!r})"
            case "datetime":
                pattern = instant.text_of(spec).bodies[0]
                return f"read_datetime(raw, {pattern!r}, {INSTANT_PARTS!r}, {spec.dates!r}, {spec.zone!r})"
            case "choice" | "stage" | "country" if spec.many:
                words = a_set(sorted({fold(word) for word in spec.blanks} - {""})) if spec.blanks else ""
                return f"read_choices(raw, spellings, frozenset({words}))"
            case "choice" | "stage" | "country":
                return f"read_choice(raw, spellings{'' if int in own.typed(spec) else ', numbers=False'})"
            case "phone" | "email" | "url":
                bodies = own.grammar.bodies if isinstance(own, FormedText) else ()
                reader = "read_phone" if spec.type == "phone" else "read_form"
                return f"{reader}(raw, {', '.join(repr(body) for body in bodies)})"

    # ── terms, scores, segments ─────────────────────────────────────────────────────────────────

    def _derived(self) -> Iterator[str]:
        wanted = needs(self.plan, *(condition for form in self.forms for condition in conditions_of(form)))
        bars = [form.when for form in self.forms if isinstance(form, Predicate) and form.when is not None]
        barred = needs(self.plan, *bars)
        if any((wanted.terms, wanted.scores, wanted.segments, barred.terms, barred.scores, barred.segments)):
            yield ""
            yield "# ── terms, scores and segments " + "─" * 56
            yield ""
        for name in dict.fromkeys((*wanted.terms, *barred.terms)):
            found = self.python.answer(self.plan.terms[name].condition)
            called = self.python.functions["term", name]
            for word, expression in (("true", found.true), ("false", found.false)):
                yield ""
                yield f"def {called}_is_{word}(lead: Lead, now: dt.datetime) -> bool:"
                yield f'    """Whether "{_quoted(name)}" is surely {word}."""'
                yield from _returned(expression)
                yield ""
        for name in dict.fromkeys((*wanted.scores, *barred.scores)):
            yield from self._score(name)
        for name in dict.fromkeys((*wanted.segments, *barred.segments)):
            yield from self._segment(name)

    def _row(self, when: nodes.Condition) -> str:
        return self.python.answer(when).true if self.sight.shows(when) else "False"

    def _score(self, name: str) -> Iterator[str]:
        score = self.plan.scores[name]
        yield ""
        yield f"def {self.python.functions['score', name]}(lead: Lead, now: dt.datetime) -> float:"
        yield f'    """The score "{_quoted(name)}": the points of all true rows."""'
        yield "    total: float = 0"
        for when, points in score.points:
            yield f"    if {self._row(when)}:"
            yield f"        total += {points!r}"
        if score.min is not None:
            yield f"    total = max(total, {score.min!r})"
        if score.max is not None:
            yield f"    total = min(total, {score.max!r})"
        yield "    return total"
        yield ""

    def _segment(self, name: str) -> Iterator[str]:
        segment = self.plan.segments[name]
        yield ""
        yield f"def {self.python.functions['segment', name]}(lead: Lead, now: dt.datetime) -> str:"
        yield f'    """The segment "{_quoted(name)}": the value of the first true row."""'
        for value, when in segment.rows:
            yield f"    if {self._row(when)}:"
            yield f"        return {value!r}"
        yield f"    return {segment.otherwise!r}"
        yield ""

    # ── clauses ─────────────────────────────────────────────────────────────────────────────────

    def _clauses(self) -> Iterator[str]:
        yield ""
        yield "# ── clauses " + "─" * 75
        yield ""
        levels = (("broken", "error", "that a lead must not break"), ("warned", "other", "that only warn"))
        for function, level, which in levels:
            yield ""
            yield f"def {function}(lead: Lead, now: dt.datetime) -> Iterator[str]:"
            yield f'    """Yield the clauses broken, of those {which}."""'
            found = [
                line
                for form in self.forms
                if (form.clause.level == "error") == (level == "error")
                and not (isinstance(form, Shape) and _is_refused_on_reading(form))
                for line in self._clause(form)
            ]
            yield from found or ["    yield from ()"]
            yield ""

    def _clause(self, form: Shape | Predicate) -> Iterator[str]:
        guard = "True" if form.when is None else self.python.answer(form.when).true
        if isinstance(form, Predicate):
            breaks = guard if form.role == "bar" else self.python.no(self.python.answer(form.must).true)
            guard = "True" if form.role == "bar" else guard
            if form.role == "bar" and form.when is None:
                return
        else:
            breaks = self._shape_breaks(form)
        expression = self.python.every([guard, breaks])
        if expression == "False":
            return
        message = f"{form.clause.id}: {form.clause.says or form_words(form)}"
        yield f"    if {expression}:"
        yield f"        yield {message!r}"

    def _shape_breaks(self, shape: Shape) -> str:
        value, known = self.python.field(shape.field), self.python.field_known(shape.field)
        match shape.demand:
            case OfType():
                return f"{value} is MALFORMED"
            case Present():
                return f"{value} is None"
            case Absent():
                return f"{value} is not None"
            case Min(bound):
                return self.python.every([known, f"{value} < {literal(bound)}"])
            case Max(bound):
                return self.python.every([known, f"{value} > {literal(bound)}"])
            case MinLength(length):
                return self.python.every([known, f"len(composed({value})) < {length}"])
            case MaxLength(length):
                return self.python.every([known, f"len(composed({value})) > {length}"])
            case Pattern(pattern):
                return self.python.every([known, f"re.fullmatch({for_python(pattern)!r}, {value}) is None"])
            case NoneOf(values):
                return self.python.every([known, self._denied(shape.field, value, values)])
            case Unique() | Unchanging():
                return "False"

    def _denied(self, name: str, value: str, values: Iterable[str]) -> str:
        match self.plan.fields[name].kind:
            case "text":
                return f"folded({value}) in {a_set([fold(each) for each in values])}"
            case "choices":
                return f"not {a_set(list(values))}.isdisjoint({value})"
            case _:
                return f"{value} in {a_set(list(values))}"

    # ── the model ───────────────────────────────────────────────────────────────────────────────

    def _model(self, title: str) -> Iterator[str]:
        yield ""
        yield "# ── the model " + "─" * 73
        yield ""
        yield ""
        yield "class Lead(BaseModel):"
        yield f'    """A lead under "{_quoted(title)}".'
        yield ""
        yield "    Validate a record with `Lead.model_validate(record)`; what compares with now takes the instant from"
        yield '    `context={"as_of": …}`, and the clock without it.'
        yield '    """'
        yield ""
        # pydantic's errors show the whole input; of a person's data they say what is wrong and not what stood there.
        hides = ", hide_input_in_errors=True" if any(self.plan.fields[each].personal for each in self.columns) else ""
        yield f'    model_config = ConfigDict(extra="ignore", arbitrary_types_allowed=True{hides})'
        yield ""
        for name, column in self.columns.items():
            yield from self._attribute(self.plan.fields[name], column)
        yield ""
        yield '    @model_validator(mode="after")'
        yield "    def keeps_the_agreement(self, info: ValidationInfo) -> Self:"
        yield '        """Refuse a lead that breaks a clause."""'
        yield '        now = (info.context or {}).get("as_of") or dt.datetime.now(dt.UTC)'
        yield "        found = list(broken(self, now))"
        yield "        if found:"
        yield '            raise ValueError("; ".join(found))'
        yield "        return self"
        yield ""
        yield "    def warnings(self, as_of: dt.datetime | None = None) -> list[str]:"
        yield '        """List the clauses broken that only warn."""'
        yield "        return list(warned(self, as_of or dt.datetime.now(dt.UTC)))"

    def _attribute(self, each: Field, column: str) -> Iterator[str]:
        name = self.python.attributes[each.name]
        held = "tuple[str, ...]" if each.many else PYTHON_TYPES.get(each.type, "str")
        let_through = " | Malformed" if each.name in self.python.lenient else ""
        says = f", description={each.clause.says!r}" if each.clause.says else ""
        yield f"    {name}: Annotated[{held}{let_through} | None, BeforeValidator({name}_from)] = Field("
        yield f"        default=None, alias={column!r}, title={each.label or each.name!r}{says}"
        yield "    )"


def _is_refused_on_reading(form: Shape) -> bool:
    """Whether a malformed value breaks this form whatever else the lead holds."""
    return form.demand == OfType() and form.when is None and form.clause.level == "error"


def _reads(form: Shape | Predicate, name: str) -> bool:
    return isinstance(form, Shape) and form.field == name and _is_refused_on_reading(form)


def _identifiers(names: Iterable[str], taken: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        base = re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_") or "field"
        if base[0].isdigit() or base.startswith("model_") or keyword.iskeyword(base):
            base = f"field_{base}"
        chosen, number = base, 2
        while chosen in taken:
            chosen, number = f"{base}_{number}", number + 1
        taken.add(chosen)
        found[name] = chosen
    return found


def _imports(words: set[str]) -> list[str]:
    together: dict[str, list[str]] = {}
    lines: list[str] = []
    for line, name in IMPORTS:
        if name not in words:
            continue
        if line.startswith("from "):
            together.setdefault(line.split(" import ")[0], []).append(name)
        else:
            lines.append(line)
    return [*lines, *(f"{module} import {', '.join(names)}" for module, names in together.items())]


def _returned(expression: str) -> Iterator[str]:
    yield f"    return {expression}"


def _quoted(text: str) -> str:
    """Write words so that they can stand in a docstring, on one line."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _item(text: str) -> Iterator[str]:
    yield from textwrap.wrap(_quoted(text), WIDTH, initial_indent="- ", subsequent_indent="  ")
