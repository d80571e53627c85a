"""Sentences that list what a field may hold: `Channel` is one of Search, Fair, Partner."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.columns import columns
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import value_list
from ola.agreement.prose.phrases.tokens import text_of
from ola.agreement.prose.reading import Checked, Outcome, Put
from ola.agreement.prose.sentences.declarations import a_field
from ola.agreement.prose.sentences.gaps import Field
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, items, quoted, table

LEAST_VALUES = 2
_NOT_VALUES = frozenset(
    {"blank", "empty", "is", "are", "was", "must", "will", "has", "have", "can", "may", "should", "why", "who", "how"}
)


def choices(field: Field, values: tuple[str, ...], sentence: Sentence, *, many: bool = False) -> Put:
    """Put a closed list of values under a field."""
    place = sentence.place
    demands: dict[str, Plain | None] = {"type": "choice", "label": field.label, "choices": items(values, place)}
    demands["many"] = True if many else None
    return Put(("fields", field.key), table(demands, place))


def _listed(found: Found, sentence: Sentence) -> Outcomes:
    values: tuple[str, ...] = found["values"]
    values = tuple(value for value in values if value.lower() not in {"blank", "empty"})
    if len(values) < LEAST_VALUES or any(set(value.lower().split()) & _NOT_VALUES for value in values):
        return None
    if "count" in found and found["count"] != len(values):
        return None
    field: Field = found["field"]
    figures = (str(found["count"]),) if "count" in found else ()
    says = f"{field.label} is one of {', '.join(values)}."
    return checked("shape", says, (choices(field, values, sentence),), sentence, figures)


LISTED = Shape(
    "the values of a field",
    (
        "<field> (is|takes|has|holds|accepts|must be|may be|can be|must have|may only be|can only be|is always) [either] (one|any|exactly one) of [the following|these] [<count>] [values|codes|reasons|options] [:] <values>",
        "<field:name> (is|takes|must be|can be|may be) (one|exactly one) of [the following|these] [<count>] [values|codes|reasons|options] [:] <values>",
        "[the] (values|allowed values|options|possible values) (of|for) <field:name> (are|is) [:] <values>",
        "<field> (may|can) [only] (take|have|hold|be) [only] [the] [values] [:] <values>",
        "<field> : one of <values>",
        "allowed values (of|for) <field:name> : <values>",
    ),
    _listed,
    "`Channel` is one of Search, Fair or Partner.",
)


def _after_colon(found: Found, sentence: Sentence) -> Outcomes:
    """Read a marked field whose values follow a colon: `Choose `Segment` by size: small, medium, large`."""
    values = value_list(found["values"], sentence.known)
    before = (*found["ahead"], *found["words"]) if "ahead" in found else found["words"]
    if len(values) <= LEAST_VALUES or any(token.kind == "name" for token in before):
        return None
    if any(
        token.low in {"need", "needs", "required", "fields", "must", "copied", "follow", "following"}
        for token in before
    ):
        return None
    if any(set(value.lower().split()) & _NOT_VALUES or len(value.split()) > 4 for value in values):  # noqa: PLR2004 (longer is no value)
        return None
    field: Field = found["field"]
    says = f"{field.label} is one of {', '.join(values)}."
    return checked("shape", says, (choices(field, values, sentence),), sentence)


AFTER_COLON = Shape(
    "a field whose values follow a colon",
    (
        "<ahead:words> <field> <words> : <values:words>",
        "<field> <words> : <values:words>",
        "<ahead:words> <words:words> <field> : <values:words>",
    ),
    _after_colon,
    "Choose `Play` where none is chosen: nurture, fast-track, cold call.",
)


def _reason(found: Found, sentence: Sentence) -> Outcomes:
    """Read a field that a value of another needs, with its own values: `A lost deal needs a Loss Reason: …`."""
    values: tuple[str, ...] = found["values"]
    field: Field = found["field"]
    if len(values) < LEAST_VALUES:
        return None
    when = _owner_of(found, sentence)
    if when is None:
        return None
    place = sentence.place
    demand = Put(("fields", field.key, "required"), table({"when": when}, place))
    asked = when.split(" ")[0]
    if asked not in set(sentence.known.fields.values()):
        demand_on = a_field(asked, asked.replace("_", " "), place)
        says = f"{field.label} is required when {when}, and is one of {', '.join(values)}."
        return checked("shape", says, (demand_on, choices(field, values, sentence), demand), sentence)
    says = f"{field.label} is required when {when}, and is one of {', '.join(values)}."
    return checked("shape", says, (choices(field, values, sentence), demand), sentence)


def _owner_of(found: Found, sentence: Sentence) -> str | None:
    """Give the condition that a value and the noun behind it stand for: `Outside result` is `clock_result = Outside`."""
    value = found["value"]
    if hasattr(value, "field"):
        return f"{value.field} = {quoted(value.text)}"
    noun = text_of(found["noun"]) if "noun" in found else ""
    for unit in sentence.context.units:
        if (
            unit.kind == "row"
            and unit.cells
            and key_of(unit.cells[0].text).endswith(key_of(noun))
            and value in unit.text
        ):
            return f"{key_of(unit.cells[0].text)} = {quoted(value)}"
    return f"{key_of(noun)} = {quoted(value)}" if noun and key_of(noun) else None


REASON = Shape(
    "a reason that a value needs",
    (
        "(an|a|each|every) <value> [<noun:phrase>] (needs|requires|has|carries|must have) (a|an) <field> : <values>",
        "(an|a|each|every) <value:one> <noun:phrase> (needs|requires|has|carries|must have) (a|an) <field> : <values>",
    ),
    _reason,
    "A `Lost` deal needs a `Loss Reason`: Price, Timing or Competitor.",
)


def _fields_hold(found: Found, sentence: Sentence) -> Outcomes:
    """Read the values of all fields of the table below: `Three check fields hold Pass or Fail`."""
    values: tuple[str, ...] = found["values"]
    fields = tuple(_in_table_below(sentence))
    if len(fields) != found["count"] or len(values) < LEAST_VALUES:
        return None
    puts = tuple(choices(field, values, sentence) for field in fields)
    says = f"The {len(fields)} fields {', '.join(field.label for field in fields)} are each one of {', '.join(values)}."
    return checked("shape", says, puts, sentence)


def _in_table_below(sentence: Sentence) -> Iterator[Field]:
    for unit in sentence.context.units[sentence.context.at + 1 :]:
        if unit.kind == "heading":
            return
        if unit.kind == "row" and unit.table is not None and columns(unit.table).roles[:1] == ("field",):
            label = unit.cells[0].text
            yield Field(key_of(label), label, declared=True)


FIELDS_HOLD = Shape(
    "the values of all fields of a table",
    ("<count> [<words:phrase>] fields (hold|take|are|have) [one of] [either] <values>",),
    _fields_hold,
    "Three check fields hold `Pass` or `Fail`.",
    stands_alone=False,
)


def _marked(found: Found, sentence: Sentence) -> Outcomes:
    values: tuple[str, ...] = found["values"]
    if len(values) < LEAST_VALUES:
        return None
    field = Field("mark", "Mark", declared=False)
    says = f"A lead's mark is one of {', '.join(values)}."
    return checked("shape", says, (choices(field, values, sentence),), sentence)


MARKED = Shape(
    "what a lead can be marked as",
    ("(a|an|each|every) (lead|record|contact|deal) (can|may|must) be (marked|tagged|labelled) [as] <values>",),
    _marked,
    'A lead can be tagged "press", "supplier" or "applicant".',
)


def _several(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Several values are allowed`, said of the field before."""
    del found
    before = sentence.before
    outcome = (
        next((each for each in read_listed(before) if isinstance(each, Checked)), None) if before is not None else None
    )
    if outcome is None:
        return None
    field = outcome.puts[0].path[1]
    put = Put(("fields", field, "many"), table({"many": True}, sentence.place).entries[0].value)
    return checked("shape", f"{field} may hold several values at once.", (put,), sentence)


def read_listed(sentence: Sentence) -> tuple[Outcome, ...]:
    """Read a sentence by any of the shapes that list values."""
    return next((found for shape in (LISTED, REASON, AFTER_COLON) if (found := shape.read(sentence))), ())


SEVERAL = Shape(
    "that a field may hold several values",
    (
        "(more than one|several) [value|values|of them] (may|can) be (ticked|chosen|selected|picked|set)",
        "several values are allowed",
    ),
    _several,
    "Several values are allowed.",
    stands_alone=False,
)


def _result(found: Found, sentence: Sentence) -> Outcomes:
    """Read `After the call, the task gets … and an Outcome of Reached or Missed`."""
    values: tuple[str, ...] = found["values"]
    field: Field = found["field"]
    tokens = sentence.tokens[slice(*found.spans["values"])]
    if len(values) < LEAST_VALUES or any(token.kind == "word" and token.low not in {"or", "and"} for token in tokens):
        return None
    says = f"{field.label} is one of {', '.join(values)}."
    return checked("shape", says, (choices(field, values, sentence),), sentence)


RESULT = Shape(
    "a field and the values it gets",
    (
        "<words> (gets|get|receives|shows|has|carries) [<more:words> and] (a|an|the) <field> of [either] <values>",
        "<words> (gets|get|receives|shows|has|carries) [<more:words>] , and (a|an|the) <field> of [either] <values>",
    ),
    _result,
    "After the call, the task gets an `Outcome` of `Reached` or `Missed`.",
)

SHAPES = (LISTED, REASON, FIELDS_HOLD, MARKED, SEVERAL, RESULT, AFTER_COLON)
