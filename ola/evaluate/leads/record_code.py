"""Python written for one agreement, system and stage: how it reads a lead's fields, and works out what is derived.

Code asks of each cell whether it is plain to see that it is filled in and keeps what is demanded of it, and reads it
with care where not. `judge_code` and `read_code` put functions together from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from ola.evaluate.leads.code_words import CodeWords, literal, names
from ola.evaluate.leads.denied import denied_values, is_denied
from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.field_reader import REMEMBERED, SHORT, field_reader, remember, remembering
from ola.evaluate.leads.plain_cells import Cell, Plain, plain_cells
from ola.evaluate.needs import conditions_of, needs
from ola.expr import nodes
from ola.expr.python import Leaf, Locals, answers
from ola.expr.truth import Answer
from ola.fieldtypes import MALFORMED
from ola.fieldtypes.pattern import matcher_of_trimmed
from ola.fieldtypes.text import fold, nfc
from ola.plan import (
    Absent,
    Clause,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Present,
    Shape,
    Unchanging,
    Unique,
)

Numbered = tuple[int, Shape]


class RecordCode:
    """Pieces of a function over the cells of one lead; `words` has the constants that they use.

    Code that `trusts` takes it that text stands where text is expected; it raises AttributeError or TypeError where it
    is mistaken.
    """

    def __init__(self, case: Docket, *, trusts: bool = False) -> None:
        """Find names for everything; nothing is written yet."""
        self.docket, self.plan, self.trusts = case, case.plan, trusts
        self.words = CodeWords()
        self.at = {name: at for at, name in enumerate(case.fields)}
        self.raw, self.value = names(case.fields, "raw"), names(case.fields, "v")
        self.folded, self.composed = names(case.fields, "folded"), names(case.fields, "composed")
        self.known = names(case.fields, "known")
        self._read = {name: f"read{known[5:]}" for name, known in self.known.items()}
        self._seen: dict[str, dict[object, object]] = {}
        self.score, self.segment = names(self.plan.scores, "score"), names(self.plan.segments, "segment")
        is_true, is_false = names(self.plan.terms, "is"), names(self.plan.terms, "not")
        values: dict[Leaf, str] = {nodes.FieldRef(name): each for name, each in self.value.items()}
        values |= {nodes.ScoreRef(name): each for name, each in self.score.items()}
        values |= {nodes.SegmentRef(name): each for name, each in self.segment.items()}
        values[nodes.Now()] = "now"
        self.spelling = Locals(
            self.words,
            values,
            {nodes.FieldRef(name): self._is_blank(name) for name in self.at},
            {name: Answer(is_true[name], is_false[name]) for name in self.plan.terms},
            {nodes.FieldRef(name): each for name, each in self.folded.items()},
        )
        self.needs_now = needs(self.plan, *self._conditions()).now

    # ── one field ───────────────────────────────────────────────────────────────────────────────

    def _cells(self) -> str:
        return f"({''.join(f'{raw}, ' for raw in self.raw.values())}) = cells"

    def _field(
        self,
        name: str,
        demands: Sequence[Numbered],
        mentioned: set[str],
        *,
        is_bad_asked: bool,
        told: set[str] | None = None,
    ) -> Iterator[str]:
        """Read a field and ask what is always demanded of it.

        `mentioned` are the names that code behind it asks for, `told` those of them of which it asks more than whether
        there is a value; `is_bad_asked` is whether it asks if a field is malformed.
        """
        raw, value, folded = self.raw[name], self.value[name], self.folded[name]
        wanted = {type(shape.demand) for _, shape in demands}
        folds = folded in mentioned
        is_asked = bool({value, folded, self.composed[name]} & mentioned)
        plains = (
            []
            if Absent in wanted
            else self._plain(name, demands, is_asked=is_asked, is_told=is_asked and (told is None or value in told))
        )
        rest = [each for each in demands if not _is(each[1], OfType | Present | Absent)]
        no_value, no_text = [f"{value} = None"] * is_asked, [f"{folded} = None"] * folds
        blank = [*no_text, *(note(number, shape.clause) for number, shape in demands if _is(shape, Present))]

        yield f"# {literal(name) or 'a field'}"
        branches: list[tuple[str, list[str]]] = []
        for plain in plains:
            yield from plain.before
            left = [each for each in rest if type(each[1].demand) not in plain.keeps]
            body = [] if not (is_asked or left) or plain.value == value else [f"{value} = {plain.value}"]
            body += [f"{folded} = {self._fold(value, in_ascii=plain.in_ascii)}"] if folds else []
            body += self._checks(name, left, in_ascii=plain.in_ascii)
            if plain.learns:
                body += [f"if len({self.known[name]}) < {REMEMBERED} and len({raw}) <= {SHORT}:"]
                body += [f"    {self.known[name]}[{raw}] = {plain.value}"]
            branches.append((plain.test, body))
        is_first = (self.trusts or Present not in wanted) and not any(plain.before for plain in plains)
        branches.insert(0 if is_first else len(branches), (f"{raw} is None", [*no_value, *blank]))
        for at, (test, body) in enumerate(branches):
            yield f"{'elif' if at else 'if'} {test}:"
            yield from indented(body)

        yield "else:"
        yield f"    {value} = {self._reader(name)}({raw})"
        yield f"    if {value} is MALFORMED:"
        malformed = [*no_value, *no_text, *([f"bad += ({self.at[name]},)"] if is_bad_asked else [])]
        malformed += [note(number, shape.clause) for number, shape in demands if _is(shape, OfType | Absent)]
        yield from indented(indented(malformed))
        good = [f"{folded} = {self._fold(value)}"] if folds else []
        good += [note(number, shape.clause) for number, shape in demands if _is(shape, Absent)]
        good += self._checks(name, rest)
        table = next((each for each in plains if self.known[name] in each.test), None)
        if table is not None and not self.plan.fields[name].personal:
            kept = f"{self.words.constant('remember', remember)}({self.known[name]}, {raw}, {value})"
            if all(type(shape.demand) not in table.keeps for _, shape in rest):
                good.append(kept)
            else:  # it has only what keeps every demand
                good = ["before = broken", *good, "if broken is before:", f"    {kept}"]
        if blank:
            yield f"    elif {value} is None:"
            yield from indented(indented(blank))
        if good:
            yield "    else:" if blank else f"    elif {value} is not None:"
            yield from indented(indented(good))

    def _plain(self, name: str, demands: Sequence[Numbered], *, is_asked: bool, is_told: bool) -> list[Plain]:
        seen = self._seen.setdefault(name, {})
        cell = Cell(
            self.plan.spec(name, self.docket.system),
            [shape.demand for _, shape in demands],
            self.raw[name],
            self.value[name],
            self.words.constant(self.known[name], seen),
            seen,
            self.words,
            is_asked,
            self.plan.fields[name].personal,
            self.trusts,
            is_told,
        )
        return list(plain_cells(cell))

    def _reader(self, name: str) -> str:
        word = self._read[name]
        if word not in self.words.pool:
            spec = self.plan.spec(name, self.docket.system)
            read = field_reader(spec)
            again = not (spec.many or self.plan.fields[name].personal)
            self.words.constant(word, remembering(read) if again else read)
        return word

    def _checks(self, name: str, demands: Sequence[Numbered], *, in_ascii: bool = False) -> Iterator[str]:
        """Ask of a value that is there what is demanded of it."""
        value, composed = self.value[name], self.composed[name]
        if in_ascii:
            composed = value
        elif any(_is(shape, MinLength | MaxLength | Pattern) for _, shape in demands):
            yield f"{composed} = {self._compose(value)}"
        for number, shape in demands:
            yield f"if {self._fails(shape, value, composed, in_ascii=in_ascii)}:"
            yield f"    {note(number, shape.clause)}"

    def _fails(self, shape: Shape, value: str, composed: str, *, in_ascii: bool = False) -> str:
        """A question that is true of a value that does not keep a demand."""
        match shape.demand:
            case Min(bound):
                return f"{value} < {self.words.name(bound)}"
            case Max(bound):
                return f"{value} > {self.words.name(bound)}"
            case MinLength(length):
                return f"len({composed}) < {int(length)}"
            case MaxLength(length):
                return f"len({composed}) > {int(length)}"
            case Pattern(pattern):
                return f"not {self.words.constant('form', matcher_of_trimmed(pattern))}({composed})"
            case NoneOf(values):
                denied = denied_values(self.plan, shape.field, values)
                listed = self.words.name(denied)
                if self.plan.fields[shape.field].many:
                    return f"not {listed}.isdisjoint({value})"
                if not self._is_text(shape.field):
                    return f"{value} in {listed}"
                if not in_ascii:
                    return f"({self._fold(value)}) in {listed}"
                return is_denied(value, denied, self.words)
            case OfType() | Present() | Absent() | Unique() | Unchanging():
                raise AssertionError(shape)
            case _:
                assert_never(shape.demand)

    def _is_text(self, name: str) -> bool:
        own = self.plan.fields[name]
        return own.kind == "text" and not own.many

    def _is_blank(self, name: str) -> str:
        return f"({self.value[name]} is None and {self.at[name]} not in bad)"

    def _fold(self, value: str, *, in_ascii: bool = False) -> str:
        lower = f"{value}.lower()"
        return lower if in_ascii else f"{lower} if {value}.isascii() else {self.words.constant('fold', fold)}({value})"

    def _compose(self, value: str) -> str:
        return f"{value} if {value}.isascii() else {self.words.constant('nfc', nfc)}({value})"

    def _composed(self) -> Iterator[str]:
        """The composed texts of fields on which demands stand that hang on conditions."""
        for name in self.at:
            if self._is_text(name) or self.plan.fields[name].kind == "id":
                value = self.value[name]
                yield f"{self.composed[name]} = None if {value} is None else {self._compose(value)}"

    # ── what is derived ─────────────────────────────────────────────────────────────────────────

    def _derived(self, wanted: Iterable[tuple[str, str]]) -> Iterator[str]:
        for kind, name in wanted:
            match kind:
                case "term":
                    condition = self.plan.terms[name].condition
                    if self.docket.sees(condition):
                        answer = answers(condition, self.spelling, self.words)
                        own = self.spelling.term(name)
                        yield f"{own.true} = {answer.true}"
                        yield f"{own.false} = {answer.false}"
                case "score":
                    yield from self._score(name)
                case _:
                    yield from self._segment(name)

    def _score(self, name: str) -> Iterator[str]:
        score, into = self.plan.scores[name], self.score[name]
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
        segment, into = self.plan.segments[name], self.segment[name]
        yield "while True:"
        for value, row in segment.rows:
            if self.docket.sees(row):
                yield f"    if {self._true(row)}:"
                yield f"        {into} = {self.words.name(value)}"
                yield "        break"
        yield f"    {into} = {self.words.name(segment.otherwise)}"
        yield "    break"

    def _true(self, condition: nodes.Condition) -> str:
        return answers(condition, self.spelling, self.words).true

    def _number(self, value: float) -> str:
        return self.words.name(int(value) if value == int(value) else value)

    def _rows(self) -> list[nodes.Condition]:
        rows = [row for score in self.plan.scores.values() for row, _ in score.points]
        rows += [row for segment in self.plan.segments.values() for _, row in segment.rows]
        return [row for row in rows if self.docket.sees(row)]

    def _conditions(self) -> list[nodes.Condition]:
        reached = [stage.reached for stage in self.plan.stages.values() if stage.reached is not None]
        asked = [row for form in self.docket.forms for row in conditions_of(form)]
        return [*self._rows(), *(row for row in reached if self.docket.sees(row)), *asked]

    # ── put together ────────────────────────────────────────────────────────────────────────────

    def _function(self, head: str, lines: Iterable[str]) -> str:
        self.words.constant("MALFORMED", MALFORMED)
        return "\n".join([f"def {head}:", *(f"    {line}" for line in lines), ""])


def indented(lines: Sequence[str]) -> list[str]:
    """Indent what stands in a branch."""
    return [f"    {line}" for line in lines or ["pass"]]


def note(number: int, clause: Clause) -> str:
    """Give the line that notes a broken clause."""
    return f"broken += ({number},)  # {literal(clause.id) or 'a clause'}"


def identifiers(lines: Iterable[str]) -> set[str]:
    """Gather the names that lines of code mention."""
    return {word for line in lines for word in re.findall(r"\b[a-z_]\w*\b", line)}


def told(lines: Iterable[str]) -> set[str]:
    """Gather the names of which lines of code ask more than whether there is a value."""
    return identifiers(re.sub(r"\bv_\w+ is (?:not )?None\b", "", line) for line in lines)


def without_unused(lines: list[str]) -> list[str]:
    """Leave out what is worked out for nobody: composed texts and terms that no line asks for."""
    kept_lines: list[str] = []
    asked: set[str] = set()
    for line in reversed(lines):
        made = re.match(r"((?:is|not|composed)_\w+) = ", line)
        if made is not None and made[1] not in asked:
            continue
        asked |= identifiers([line if made is None else line[made.end() :]])
        kept_lines.append(line)
    kept_lines.reverse()
    return kept_lines


def _is(shape: Shape, kind: Any) -> bool:
    return isinstance(shape.demand, kind)
