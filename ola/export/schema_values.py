"""What one value of a field must be, as JSON Schemas: blank, known, and how it compares.

A number in JSON is compared as a number; one that arrives as text can only be recognised, not weighed. Text is
compared by patterns that spell out every folded form (`ola.fieldtypes.folded_pattern`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from ola.export.schema_truth import (
    EVERYWHERE,
    NOWHERE,
    Bounds,
    Doubt,
    Schema,
    all_of,
    any_of,
    either,
    exactly,
    none_of,
    outside,
)
from ola.expr import nodes
from ola.expr.truth import Answer
from ola.fieldtypes import TYPES
from ola.fieldtypes.blank import blank_json_schema
from ola.fieldtypes.boolean import FALSE, TRUE
from ola.fieldtypes.choice import Choice
from ola.fieldtypes.folded_pattern import folded_pattern
from ola.fieldtypes.grammar import any_case, grammar, literal, whole
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.pattern import for_python
from ola.fieldtypes.spec import Spec, TypeName
from ola.fieldtypes.text import NOT_SPACE, SPACE, trim
from ola.fieldtypes.whole import HIGHEST_ID, LARGEST, LOWEST_ID
from ola.plan import (
    Absent,
    Demand,
    Field,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Present,
    Unchanging,
    Unique,
)

IN_TEXT = Doubt("text read as another type", "a pattern recognises a value that arrives as text, but cannot weigh it")
IN_DIGITS = Doubt("text read as another type", "a number that stands for its digits has no parts to look for")
ACCENTS = Doubt("text read as another type", "letters and accents written apart are composed before they compare")

# Code points that NFC leaves alone, whatever stands before them.
_COMPOSED = (
    "\\u0000-\\u02ff\\u0370-\\u0482\\u048a-\\u0590\\u1e00-\\u20cf\\u2100-\\u2adb\\u2add-\\u2ce0\\u3041-\\u3098"
    "\\u3400-\\u4dbf\\u4e00-\\ua48c\\uac00-\\ud7a3"
)
_ANY = r"[\s\S]"
_BOUND = {"<": "exclusiveMaximum", "<=": "maximum", ">": "exclusiveMinimum", ">=": "minimum"}
_MOST_DIGITS = 20
_WITHOUT_ACCENTS: frozenset[TypeName] = frozenset({"email", "phone"})  # no value of theirs holds one


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one field of one system; `define` keeps a schema under a name and refers to it.

    Of some types the schema takes a few values more than the reader. Where malformed values are refused anyway
    (`typed`), only the demand for the type itself has to say so: such a value is refused whatever else it does.
    """

    field: Field
    spec: Spec
    define: Callable[[str, Schema], Schema]
    typed: bool = False

    @property
    def blank(self) -> Schema:
        """The values that mean nothing was filled in."""
        own = self.spec.blanks or self.spec.many
        return self.define(f"{self.field.name} is blank" if own else "blank", blank_json_schema(self.spec))

    @property
    def readable(self) -> Schema:
        """The values that are readable as the field's type."""
        return self.define(self.field.name, TYPES[self.spec.type].json_schema(self.spec))

    @property
    def known(self) -> Bounds:
        """The values that are well formed, for all that conditions and other demands have to ask."""
        return exactly(self._well_formed.possibly) if self.typed else self._well_formed

    @property
    def _well_formed(self) -> Bounds:
        """The values that are filled in and readable."""
        name = f"{self.field.name} is known"
        known = all_of([none_of(self.blank), self.readable])
        possibly = self.define(name, known)
        loss = TYPES[self.spec.type].loss(self.spec)
        if loss is None:
            return exactly(possibly)
        doubt = Doubt("text read as another type", loss)
        surely = self.define(f"{self.field.name} is surely known", all_of([possibly, self._surely_readable()]))
        return Bounds(surely, possibly, (doubt,))

    def _surely_readable(self) -> Schema:
        match self.spec.type:
            case "number" | "money":
                # No exponent, and too few digits to exceed a 64-bit float.
                return none_of({"type": "string", "pattern": "[0-9.][eE][+-]?[0-9]|[0-9]{300}"})
            case "datetime":
                return none_of({"type": "string", "pattern": "0001|9999"})
            case "id" | "text" | "owner":
                return {"anyOf": [{"type": "string"}, {"minimum": -LARGEST, "maximum": LARGEST}]}
            case _:
                return False

    # ── conditions ──────────────────────────────────────────────────────────────────────────────

    def compare(self, op: nodes.Comparison, value: nodes.Value, kind: Kind) -> Answer[Bounds]:
        """Draw, among known values, where a comparison with a literal is true and where it is false."""
        match kind, op:
            case "number", _ if isinstance(value, int | float):
                true = self._number(op, value)
            case "boolean", "=" | "!=":
                true = self._boolean(yes=(value is True) == (op == "="))
            case (("text" | "id" | "choice" | "choices"), "="):
                true = self._equals(str(value), kind)
            case (("text" | "id" | "choice" | "choices"), "!="):
                true = outside(self._equals(str(value), kind))
            case _:
                true = Bounds(surely=False, possibly=True, doubts=(IN_TEXT,))
        return Answer(true, outside(true))

    def text_test(self, where: nodes.TextPlace, texts: Sequence[str], kind: Kind) -> Answer[Bounds]:
        """Draw where a text contains, starts with or ends with one of these, or a list holds one of them."""
        if kind == "choices":
            true = either([self._equals(text, kind) for text in texts])
        else:
            true = either([self._has_part(where, text, kind) for text in texts])
        return Answer(true, outside(true))

    def matches(self, pattern: str) -> Answer[Bounds]:
        """Draw where the pattern covers the trimmed text."""
        true = self._covered(pattern)
        return Answer(true, outside(true))

    # ── demands ─────────────────────────────────────────────────────────────────────────────────

    def keeps(self, demand: Demand) -> Bounds:
        """Draw the values, blank and malformed ones among them, that keep a demand."""
        match demand:
            case OfType():
                return either([exactly(self.blank), self._well_formed])
            case Present():
                return outside(exactly(self.blank))
            case Absent():
                return exactly(self.blank)
            case Min(bound):
                return self._if_known(self._at_bound(">=", bound))
            case Max(bound):
                return self._if_known(self._at_bound("<=", bound))
            case MinLength(length):
                return self._if_known(self._length(length, None))
            case MaxLength(length):
                return self._if_known(self._length(0, length))
            case Pattern(pattern):
                return self._if_known(self._covered(pattern))
            case NoneOf(values):
                return self._if_known(outside(either([self._equals(value, self.field.kind) for value in values])))
            case Unique() | Unchanging():
                return EVERYWHERE
            case _:
                assert_never(demand)

    def _if_known(self, holds: Bounds) -> Bounds:
        known = self.known
        return Bounds(
            _implied(known.possibly, holds.surely),
            _implied(known.surely, holds.possibly),
            tuple(dict.fromkeys((*known.doubts, *holds.doubts))),
        )

    def _at_bound(self, op: nodes.Comparison, bound: object) -> Bounds:
        if isinstance(bound, int | float):
            return self._number(op, bound)
        return Bounds(surely=False, possibly=True, doubts=(IN_TEXT,))

    # ── by kind ─────────────────────────────────────────────────────────────────────────────────

    def _number(self, op: nodes.Comparison, value: float) -> Bounds:
        written = int(value) if float(value).is_integer() else value
        if op in _BOUND:
            number: dict[str, object] = {_BOUND[op]: written}
        elif op == "=":
            number = {"const": written}
        else:
            number = {"not": {"const": written}}
        typed = all_of([{"type": "number"}, number])
        return Bounds(typed, any_of([typed, {"type": "string"}]) if op == "=" else number, (IN_TEXT,))

    def _boolean(self, *, yes: bool) -> Bounds:
        words = grammar("|".join(any_case(word) for word in (TRUE if yes else FALSE))).json_schema()
        schema: Schema = {"anyOf": [{"const": yes}, {"type": "number", "const": int(yes)}, words]}
        return exactly(self.define(f"yes in {self.field.name}" if yes else f"no in {self.field.name}", schema))

    def _equals(self, value: str, kind: Kind) -> Bounds:
        match kind:
            case "text":
                return either([_text([whole(folded_pattern(value).whole)], value), self._digits(value)])
            case "id":
                return either([exactly({"type": "string", "pattern": whole(literal(value))}), self._digits(value)])
            case "choice" | "choices":
                return self._choice(value)
            case _:
                return NOWHERE

    def _digits(self, value: str) -> Bounds:
        """The number that reads as these digits."""
        if not self._takes_numbers or not re.fullmatch("0|-?[1-9][0-9]{0,19}", value):
            return NOWHERE
        number = int(value)
        return exactly({"const": number}) if LOWEST_ID <= number <= HIGHEST_ID else NOWHERE

    @property
    def _takes_numbers(self) -> bool:
        return int in TYPES[self.spec.type].typed(self.spec)

    def _choice(self, key: str) -> Bounds:
        """The spellings of one key, alone or as a part of a list."""
        own = TYPES[self.spec.type]
        if not isinstance(own, Choice):
            return Bounds(surely=False, possibly=True, doubts=(IN_TEXT,))
        texts = sorted(text for text, each in own.spellings(self.spec).items() if each == key)
        if not texts:
            return NOWHERE
        body = "|".join(folded_pattern(text).whole for text in texts)
        one = either([exactly({"type": "string", "pattern": whole(body)}), *map(self._digits, texts)])
        if self.spec.many:
            listed: Schema = {"type": "string", "pattern": f"(?:^|;){SPACE}*(?:{body}){SPACE}*(?:;|$)"}
            array: Schema = {"type": "array", "contains": one.possibly}
            one = either([exactly(listed), exactly(array), *map(self._digits, texts)])
        named = self.define(f"{self.field.name} is {key}", one.possibly)
        if all(folded_pattern(text).is_exact for text in texts):
            return exactly(named)
        return Bounds(surely=False, possibly=named, doubts=(ACCENTS,))

    def _has_part(self, where: nodes.TextPlace, text: str, kind: Kind) -> Bounds:
        numbers = NOWHERE
        if self._takes_numbers and re.fullmatch("-?[0-9]*", text):
            numbers = Bounds(surely=False, possibly={"type": "number"}, doubts=(IN_DIGITS,))
        if kind == "id":
            return either([_part_of_id(where, text), numbers])
        if kind != "text":
            return Bounds(surely=False, possibly=True, doubts=(IN_TEXT,))
        return either([_part_of_text(where, text, accented=self.spec.type not in _WITHOUT_ACCENTS), numbers])

    def _covered(self, pattern: str) -> Bounds:
        # What covers the trimmed text; the lookarounds keep it from white space that trimming takes away.
        if self.field.kind not in {"text", "id"}:
            return Bounds(surely=False, possibly=True, doubts=(IN_TEXT,))
        text = f"^{SPACE}*(?!{SPACE})(?:{for_python(pattern)})(?<!{SPACE}){SPACE}*$"
        strings = exactly({"type": "string", "pattern": text})
        if not self._takes_numbers:
            return strings
        return either([strings, Bounds(surely=False, possibly={"type": "number"}, doubts=(IN_DIGITS,))])

    def _length(self, least: int, most: int | None) -> Bounds:
        """The texts whose trimmed, composed form has so many code points."""
        patterns: list[Schema] = []
        if most is not None:
            patterns.append({"pattern": f"^{SPACE}*{_ANY}{{0,{most}}}{SPACE}*$"})
        if least > 1:
            patterns.append({"pattern": f"{NOT_SPACE}{_ANY}{{{least - 2},}}{NOT_SPACE}"})
        as_written = all_of(patterns)
        composed: Schema = {"not": {"pattern": f"[^{_COMPOSED}]"}}
        text = Bounds(
            all_of([{"type": "string"}, as_written, composed]),
            all_of([{"type": "string"}, any_of([as_written, none_of(composed)])]),
            (ACCENTS,),
        )
        return either([text, exactly(_digits_between(least, most))]) if self._takes_numbers else text


def _implied(known: Schema, holds: Schema) -> Schema:
    if holds is True or known is False:
        return True
    return holds if known is True else {"if": known, "then": holds}


def _text(patterns: Sequence[str], text: str) -> Bounds:
    found: Schema = {"type": "string", "pattern": "|".join(patterns)}
    if folded_pattern(text).is_exact:
        return exactly(found)
    return Bounds(surely=False, possibly=found, doubts=(ACCENTS,))


def _part_of_text(where: nodes.TextPlace, text: str, *, accented: bool) -> Bounds:
    pattern = folded_pattern(text)
    start = f"^{SPACE}*" if where == "starts with" else ""
    if where == "ends with" and pattern.surely is not None:
        return _text([f"(?:{pattern.whole}){SPACE}*$"], text)
    if not accented and pattern.is_exact:
        return exactly({"type": "string", "pattern": f"{start}(?:{pattern.whole})"})
    possibly: dict[str, object] = {"type": "string"}
    if where != "ends with":
        possibly["pattern"] = f"{start}(?:{pattern.possibly})"
    if pattern.surely is None:
        return Bounds(surely=False, possibly=possibly, doubts=(ACCENTS,))
    return Bounds({"type": "string", "pattern": f"{start}(?:{pattern.surely})"}, possibly, (ACCENTS,))


def _part_of_id(where: nodes.TextPlace, text: str) -> Bounds:
    part = literal(text)
    if text != trim(text):  # its ends may be what trimming takes away
        return Bounds(surely=False, possibly={"type": "string", "pattern": part}, doubts=(ACCENTS,))
    match where:
        case "contains":
            pattern = part
        case "starts with":
            pattern = f"^{SPACE}*{part}"
        case "ends with":
            pattern = f"{part}{SPACE}*$"
        case _:
            assert_never(where)
    return exactly({"type": "string", "pattern": pattern})


def _digits_between(least: int, most: int | None) -> Schema:
    """The whole numbers written with so many characters, the minus among them."""
    schemas: list[Schema] = [{"type": "number"}]
    if most is not None and most <= _MOST_DIGITS:
        schemas.append({"exclusiveMinimum": -(10 ** max(most - 1, 0)), "exclusiveMaximum": 10**most})
    if least > 1:
        few = {"exclusiveMinimum": -(10 ** max(least - 2, 0)), "exclusiveMaximum": 10 ** (least - 1)}
        schemas.append({"not": few} if least <= _MOST_DIGITS else False)
    return all_of(schemas)
