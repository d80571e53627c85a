"""Sentences on what a field's value must be like: unchanging, unique, of a length, none of some values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.tokens import text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Put, Question
from ola.agreement.prose.sentences.declarations import a_field
from ola.agreement.prose.sentences.field_values import read_listed
from ola.agreement.prose.sentences.gaps import Field
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import Promise, people, told
from ola.agreement.prose.sentences.questions import NO_START
from ola.agreement.prose.sentences.requirements import ALWAYS, AT, WHEN
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, items, table, value

_YES = True


def _put(field: Field, key: str, what: Plain, sentence: Sentence) -> Put:
    node = value(what, sentence.place)
    return Put(("fields", field.key, key), node)


def _held(field: Field, sentence: Sentence, kind: str = "text") -> Put:
    return a_field(field.key, field.label, sentence.place, kind)


def _never(found: Found, sentence: Sentence) -> Outcomes:
    field: Field | None = found.get("field") or _spoken_of(sentence)
    if field is None:
        return None
    puts = (_held(field, sentence), _put(field, "changes", "never", sentence))
    return checked("shape", f"{field.label}, once known, never changes.", puts, sentence)


def _spoken_of(sentence: Sentence) -> Field | None:
    """Give the field that the sentence before is about, for "it"."""
    before = sentence.before
    if before is None:
        return None
    for read in (read_listed(before), *(shape.read(before) for shape in (ALWAYS, AT, WHEN))):
        for outcome in read:
            if isinstance(outcome, Checked):
                path = next((put.path for put in outcome.puts if put.path[0] == "fields"), None)
                if path is not None:
                    return Field(path[1], path[1], declared=True)
    marked = [token for token in before.tokens if token.kind == "name"]
    return (
        Field(key_of(marked[0].text), marked[0].text, declared=False)
        if len({token.text for token in marked}) == 1
        else None
    )


_SET = "(is set|is written|is filled|is filled in|is captured)"
NEVER = Shape(
    "a field that never changes",
    (
        "<field> never changes",
        "<field> (is|may|must|can) (never|not) [be] (changed|overwritten|edited|updated|altered) [once set|once it is set|after that|afterwards|later]",
        "(do not|never) (change|overwrite|edit|update) <field> [once it is set|once set]",
        f"<field> {_SET} (once|only once|exactly once) [and never changes|and stays|and never changed|and is never changed|and never overwritten|and is never overwritten]",
        f"it {_SET} (once|only once|exactly once) [and survives every merge [<why:words>]|and stays as it is|and never changes|and never changed|and is never changed|and never overwritten|and is never overwritten]",
        f"<field> {_SET} once and (survives|outlives) every merge [<why:words>]",
        "it never changes",
        "<words> copied into <field> and stays there [even if <why:words>]",
        "<field> (stays|remains) as it is [once set|once it is set]",
        "<field> is (immutable|read-only|read only|frozen) [once set]",
    ),
    _never,
    "`Original Source` never changes.",
)


def _unique(found: Found, sentence: Sentence) -> Outcomes:
    field: Field = found["field"]
    puts = (_held(field, sentence), _put(field, "unique", _YES, sentence))
    outcome = checked("shape", f"No two leads have the same {field.label}.", puts, sentence)
    if "length" not in found:
        return outcome
    asks = f"Within {found['length']} of what: of the creation of the second record, or of its detection?"
    asked = (Question(NO_START.code, asks, tuple(_merged(found, sentence))),)
    return Ambiguous("shape", asked, (str(found["length"]),), sentence.place)


def _merged(found: Found, sentence: Sentence) -> Iterator[str]:
    """Offer that a field is unique, and a clock for what is to be merged until it is."""
    length: Length = found["length"]
    if length.business or length.unit in {"month", "quarter", "year"}:
        yield f"`{found['field'].label}` is unique."
        return
    second = "second open record" if "open" in sentence.words else "second record"
    merge = Promise("", limit=length, calendar="always", party=next(iter(people(sentence.known)), "Sales"))
    for start in (f"{second} found", f"{second} created"):
        yield f"`{found['field'].label}` is unique. {told(replace(merge, starts=(start,), stops=('merged',)))}"


UNIQUE = Shape(
    "a field that is unique",
    (
        "<field> (is|must be) unique",
        "<field> identifies (a|the|every|each) (person|lead|record|contact|company|account) [; two [open] (records|leads|contacts) with the same <what:phrase> are merged within <length>]",
        "no two (leads|records|contacts|people) (have|share|may have|may share) the same <field>",
        "(there is|there may be) only one (record|lead|contact) per <field>",
    ),
    _unique,
    "`Email` is unique.",
)


def _unique_together(found: Found, sentence: Sentence) -> Outcomes:
    fields: tuple[Field, ...] = found["fields"]
    if len(fields) < 2:  # noqa: PLR2004 (one alone is unique by itself)
        return None
    length = found["length"]
    if not length.is_fixed or length.business:
        return None
    by = items((field.key for field in fields), sentence.place)
    node = table({"by": by, "within": str(length)}, sentence.place)
    puts = [Put(("fields", fields[0].key, "unique"), node)]
    puts += [_held(field, sentence) for field in fields]
    names = " and ".join(field.label for field in fields)
    return checked(
        "shape", f"No two leads have the same {names} within {length}.", tuple(puts), sentence, (str(length),)
    )


TOGETHER = Shape(
    "fields that are unique together",
    (
        "(two|any two) (leads|records|contacts) with the same <fields:names> within <length> (are|count as) [a] (duplicates|duplicate|one lead|the same lead)",
        "(leads|records) with the same <fields:names> within <length> (are|count as) (duplicates|one lead)",
    ),
    _unique_together,
    "Two leads with the same `Phone` and `Product` within 30 days are duplicates.",
)


def _not_one_of(found: Found, sentence: Sentence) -> Outcomes:
    field: Field = found["field"]
    values: tuple[str, ...] = found["values"]
    if any(len(each.split()) > 4 for each in values) or {"empty", "blank", "missing"} & set(values):  # noqa: PLR2004 (longer is no value)
        return None
    puts = (_held(field, sentence), _put(field, "not", items(values, sentence.place), sentence))
    return checked("shape", f"{field.label} is none of {', '.join(values)}.", puts, sentence)


NOT_ONE_OF = Shape(
    "values that a field must not have",
    (
        "[a|an|the] <field:name> (must not|may not|must never|may never|cannot|can never) be <values>",
        "<field> is never <values>",
    ),
    _not_one_of,
    "A phone number must not be 0000000000.",
)


def _length(found: Found, sentence: Sentence) -> Outcomes:
    field: Field = found["field"]
    bound: Bound = found["bound"]
    number = bound.first
    if number.kind != "number" or bound.about or number.value.denominator != 1:
        return None
    low, high = {
        "<=": (None, int(number.value)), "<": (None, int(number.value) - 1), ">=": (int(number.value), None),
        ">": (int(number.value) + 1, None), "=": (int(number.value), int(number.value)),
        "between": (int(number.value), int(bound.second.value) if bound.second else None),
    }[bound.sense]  # fmt: skip
    digits = text_of(found["unit"]) in {"digits", "digit"} if "unit" in found else False
    if digits:
        pattern = f"[0-9]{{{low or 0},{'' if high is None else high}}}" if low != high else f"[0-9]{{{low}}}"
        puts = [_put(field, "pattern", pattern, sentence)]
    else:
        puts = [
            _put(field, key, number, sentence)
            for key, number in (("min_length", low), ("max_length", high))
            if number is not None
        ]
    puts.append(_held(field, sentence))
    says = f"{field.label} has {bound.sense} {number} {'digits' if digits else 'characters'}."
    return checked("shape", says, tuple(puts), sentence, bound.figures)


LENGTH = Shape(
    "how long a field's text is",
    ("[a|an|the] <field:name> (has|is|must have|must be|may have|can have) <bound> <unit:phrase> [long]",),
    lambda found, sentence: (
        _length(found, sentence) if text_of(found["unit"]) in {"digits", "digit", "characters", "letters"} else None
    ),
    "A `Zip Code` has exactly 5 digits.",
)


def _limits(found: Found, sentence: Sentence) -> Outcomes:
    field: Field = found["field"]
    bound: Bound = found["bound"]
    if (
        not bound.said
        or bound.about
        or bound.first.kind not in {"number", "money", "share"}
        or bound.sense in {"=", ">", "<"}
    ):
        return None
    kind = "money" if bound.first.kind == "money" else "number"
    demands: dict[str, Plain] = {}
    if bound.sense in {">=", "between"}:
        demands["min"] = float(bound.first.value) if bound.first.value.denominator != 1 else int(bound.first.value)
    top = bound.second or (bound.first if bound.sense == "<=" else None)
    if top is not None:
        demands["max"] = float(top.value) if top.value.denominator != 1 else int(top.value)
    puts = [_put(field, key, number, sentence) for key, number in demands.items()]
    puts.append(_held(field, sentence, kind))
    says = f"{field.label} is {bound.sense} {' and '.join(bound.figures)}."
    return checked("shape", says, tuple(puts), sentence, bound.figures)


LIMITS = Shape(
    "the bounds of a field's number",
    ("<field> (is|must be|has to be|lies|must lie) [always] [a number] <bound>",),
    _limits,
    "`Probability` is between 0 and 100.",
)

SHAPES = (NEVER, UNIQUE, TOGETHER, NOT_ONE_OF, LENGTH, LIMITS)
