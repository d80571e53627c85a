"""Sentences that ask for fields to be filled in, or left empty: always, at a stage, or when something holds."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.numbers import ordinal_at
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Put, Question
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.declarations import a_field, need_puts, yes_no
from ola.agreement.prose.sentences.field_values import choices
from ola.agreement.prose.sentences.gaps import Field, Value, parted, without_article
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_FIELD, NO_START
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, one_of, quoted, table, value
from ola.finding import spoken_list
from ola.tree.value import Mapping, Scalar

_NOUN = "(lead|leads|record|records|contact|contacts|person|everybody|everyone)"


def required(field: Field, demand: Plain | dict[str, str], sentence: Sentence) -> tuple[Put, ...]:
    """Put that a field is required: `always`, or a table of when."""
    place = sentence.place
    node = table(dict(demand), place) if isinstance(demand, dict) else value(demand, place)
    return (
        a_field(field.key, field.label, place),
        Put(("fields", field.key, "required"), node),
    )


def _names(fields: tuple[Field, ...]) -> str:
    return spoken_list([field.label for field in fields])


def _always(found: Found, sentence: Sentence) -> Outcomes:
    fields: tuple[Field, ...] = found["fields"]
    puts = tuple(put for field in fields for put in required(field, "always", sentence))
    return checked("shape", f"{_names(fields)} {'is' if len(fields) == 1 else 'are'} always required.", puts, sentence)


_FILLED = "(filled|filled in|filled out|given|set|present|completed|provided|known|entered|stated|recorded)"
ALWAYS = Shape(
    "fields that are always required",
    (
        "<fields> (is|are) [always] (required|mandatory|obligatory|compulsory|needed) [always]",
        f"<fields> (must|has to|have to|need to|needs to) [always] be {_FILLED}",
        "<fields> (must not|may not|cannot|may never|can never|must never) be (empty|blank|missing|left empty|left blank)",
        f"(every|each|all) {_NOUN} (must have|has|have|needs|need|must carry|carries|requires) (a|an|the) <fields>",
        f"no {_NOUN} [may be|is] without (a|an) <fields>",
    ),
    _always,
    "`Email` and `Country` are always required.",
)


def _at(found: Found, sentence: Sentence) -> Outcomes:
    fields: tuple[Field, ...] = found["fields"]
    values: tuple[Value, ...] = found["declared"] if "declared" in found else (found["value"],)
    when = _is(values)
    stages = all(each.text in sentence.context.declared.stages for each in values)
    demand: dict[str, str] = {"when": when}
    onwards = "from" in sentence.words and {"on", "onwards", "onward"} & sentence.words != set()
    if onwards and len(values) == 1 and stages:
        demand = {"from": values[0].text}
    elif stages and len(values) == 1:
        demand = {"at": values[0].text}
    puts = tuple(put for field in fields for put in required(field, demand, sentence))
    where = " or ".join(each.text for each in values)
    says = f"{_names(fields)} {'is' if len(fields) == 1 else 'are'} required {'from' if onwards else 'at'} {where}{' on' if onwards else ''}."
    return checked("shape", says, puts, sentence)


def _is(values: tuple[Value, ...]) -> str:
    if len(values) == 1:
        return f"{values[0].field} = {quoted(values[0].text)}"
    return f"{values[0].field} in {one_of(each.text for each in values)}"


AT = Shape(
    "fields that are required at a stage or status",
    (
        "(a|an|the) <fields> (is|are) (required|mandatory|needed|obligatory) (at|on|in|for|with) [the] [status|stage] [every|each|any] <declared>",
        "<fields> (is|are) (required|mandatory|needed|obligatory) (at|on|in|for|with|when|if|once) [the] [status|stage] [every|each|any] [it is] <declared>",
        f"<fields> (must|has to|have to) be {_FILLED} (at|on|in|for|when|once) [the] [status|stage] [it is|a lead is] <declared>",
        f"<fields> (must|has to|have to) be {_FILLED} from <declared> (on|onwards|onward)",
        "(a|an|each|every) <value> (needs|requires|must have|has|must carry|carries) [a|an|the] <fields>",
        "<fields> (is|are) (required|mandatory|needed) from <declared> (on|onwards|onward)",
        "from <declared> (on|onwards|onward) [,] <fields> (is|are) (required|mandatory)",
        "<value> (needs|requires) [a|an|the] <fields>",
        "(required|mandatory) fields (on|for|at|of|in) (a|an|every|each) <value> : <fields>",
        "<fields:names> on every <value> [lead|deal|record]",
    ),
    _at,
    "`Reason` is required at Disqualified.",
)


def _of_noun(found: Found, sentence: Sentence) -> Outcomes:
    """Read what another kind of record needs: `An opportunity needs Name and Kind`."""
    noun: Tokens = without_article(found["noun"])
    key = phrase_key(noun)
    if (
        key is None
        or len(noun) > 3  # noqa: PLR2004 (a noun)
        or noun[-1].low in LEADS - {"opportunity", "deal", "account", "customer"}
        or any(t.low in _VERBAL for t in noun)
    ):
        return None
    fields: tuple[Field, ...] = found["fields"]
    need = Need(key, "boolean")
    puts = (
        *need_puts((need,), sentence.place),
        *(put for field in fields for put in required(field, {"when": key}, sentence)),
    )
    return checked(
        "shape",
        f"{_names(fields)} {'is' if len(fields) == 1 else 'are'} required of every {text_of(noun)}.",
        puts,
        sentence,
        needs=(key,),
    )


_VERBAL = frozenset({"who", "that", "which", "is", "are", "result", "rep"})
OF_NOUN = Shape(
    "fields that a kind of record needs",
    (
        "(a|an|every|each) <noun:phrase> (needs|requires|must have) [a|an|the] <fields>",
        "(required|mandatory) fields (on|for|at|of|in) (a|an|every|each) <noun:phrase> : <fields>",
    ),
    _of_noun,
    "A contract needs `Title`, `Term` and `Amount`.",
)


def _when(found: Found, sentence: Sentence, *, is_only: bool = False) -> Outcomes:
    fields: tuple[Field, ...] = found["fields"]
    read: Read = found["condition"]
    if read.unsaid or read.vague:
        return None
    puts = [put for field in fields for put in required(field, {"when": read.text}, sentence)]
    says = f"{_names(fields)} {'is' if len(fields) == 1 else 'are'} required when {read.text}"
    if is_only:
        puts += [
            Put(("fields", field.key, "blank"), table({"when": f"not ({read.text})"}, sentence.place))
            for field in fields
        ]
        says += ", and empty otherwise"
    puts = [*need_puts(read.needs, sentence.place), *puts]
    return checked("shape", f"{says}.", tuple(puts), sentence, read.figures, yes_no(read.needs))


WHEN = Shape(
    "fields that are required when something holds",
    (
        "[a|an|the] <fields> (is|are) (required|mandatory|needed|obligatory) [only] (if|when|where|as soon as) <condition>",
        f"<fields> (must|has to|have to) be {_FILLED} (if|when|where|as soon as) <condition>",
        f"(if|when) <condition> , <fields> (must|has to|have to) be {_FILLED}",
        "(if|when) <condition> , [a|an|the] <fields> (is|are) (required|mandatory|needed)",
    ),
    _when,
    "`State` is required when `Country` is US or CA.",
)


ONLY_WHEN = Shape(
    "fields that are required when something holds, and else empty",
    (
        "[a|an|the] <fields:names> (is|are) (required|mandatory|needed|filled) (if and only if|only if|only when|iff|if , and only if ,) <condition>",
    ),
    lambda found, sentence: _when(found, sentence, is_only=True),
    "A reason is required if and only if `Status` is Disqualified.",
)


def _for_these(found: Found, sentence: Sentence) -> Outcomes:
    """Read `District is filled for Spain and Italy and empty for all other countries`."""
    field: Field = found["field"]
    values: tuple[str, ...] = found["values"]
    noun = text_of(found["noun"])
    key = _singular(key_of(noun))
    if not key or not values:
        return None
    listed = one_of(values)
    place = sentence.place
    puts = [
        *required(field, {"when": f"{key} in {listed}"}, sentence),
        Put(("fields", field.key, "blank"), table({"when": f"{key} not in {listed}"}, place)),
    ]
    if key not in set(sentence.known.fields.values()):
        puts.append(a_field(key, noun, place, "country" if key == "country" else "text"))
    says = f"{field.label} is required when {key} is one of {', '.join(values)}, and empty otherwise."
    return checked("shape", says, tuple(puts), sentence)


def _singular(key: str) -> str:
    return (
        f"{key[:-3]}y"
        if key.endswith("ies")
        else key.removesuffix("es")
        if key.endswith("ses")
        else key.removesuffix("s")
    )


FOR_THESE = Shape(
    "a field that is filled for some values and empty for all others",
    (
        f"<field> is {_FILLED} (for|in) <values> and [is] [left|stays|kept] (empty|blank) (for|in) all other <noun:phrase>",
        f"<field> is {_FILLED} (for|in) <values> , and [is] [left|stays|kept] (empty|blank) (for|in) all other <noun:phrase>",
    ),
    _for_these,
    "`District` is filled for Spain and Italy and left empty for all other countries.",
)


def _every_other(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Otherwise the field is empty`, which turns round the sentence before."""
    del found
    before = sentence.before
    demand = next(iter(demanded(before)), None) if before is not None else None
    if demand is None:
        return None
    field, when = demand
    put = Put(("fields", field, "blank"), table({"when": f"not ({when})"}, sentence.place))
    return checked("shape", f"{field} is empty where it is not required: unless {when}.", (put,), sentence)


def demanded(sentence: Sentence) -> tuple[tuple[str, str], ...]:
    """Give the fields that a sentence requires, each with the condition."""
    outcomes = next((read for shape in (MANDATORY, AT, WHEN) if (read := shape.read(sentence))), ())
    found: list[tuple[str, str]] = []
    for outcome in outcomes:
        match outcome:
            case Checked(puts=puts):
                for put in puts:
                    is_demand = put.path[2:] == ("required",) and isinstance(put.node, Mapping)
                    when = put.node.get("when") if is_demand and isinstance(put.node, Mapping) else None
                    if isinstance(when, Scalar):
                        found.append((put.path[1], when.text))
            case Ambiguous(questions=(Question(choices=(first, *_)), *_)):
                del first
                found += _asked(sentence)
            case _:
                pass
    return tuple(found)


def _asked(sentence: Sentence) -> tuple[tuple[str, str], ...]:
    """Give the field and the known values of a demand of which a value is unknown."""
    for each in MANDATORY.made:
        found = each.match(sentence.tokens, sentence.words, sentence.setting)
        if found is not None:
            known, strangers = _values_of(found["list"], sentence)
            texts = (*(one.text for one in known), *strangers)
            if known:
                return ((found["field"].key, f"{known[0].field} in {one_of(texts)}"),)
    return ()


EVERY_OTHER = Shape(
    "a field that is empty at every other status",
    (
        "(on|at|in|for) (every|all|any) other (status|stage|value|case|statuses|stages|cases) [the] (field|it|reason) (stays|is|remains|is left) (empty|blank)",
        "otherwise [the] (field|it|reason) (stays|is|remains|is left) (empty|blank)",
    ),
    _every_other,
    "Otherwise the field is empty.",
    stands_alone=False,
)


def _mandatory(found: Found, sentence: Sentence) -> Outcomes:
    """Read a demand on a list of statuses; a word that is no status is asked about."""
    field: Field = found["field"]
    known, strangers = _values_of(found["list"], sentence)
    if not known:
        return None
    when = (
        f"{known[0].field} in {one_of(each.text for each in known)}"
        if len(known) > 1
        else f"{known[0].field} = {quoted(known[0].text)}"
    )
    if strangers:
        asks = f"{strangers[0]} is not a value of {known[0].field}: which value is meant?"
        choice = f"`{field.label}` is required when `{when}`."
        return Ambiguous("shape", (Question(NO_FIELD.code, asks, (choice,)),), (), sentence.place)
    puts = required(field, {"when": when}, sentence)
    return checked("shape", f"{field.label} is required when {when}.", puts, sentence)


def _values_of(tokens: Tokens, sentence: Sentence) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    known: list[Value] = []
    strangers: list[str] = []
    for part in parted(tokens):
        found = sentence.known.values_at(part, 0)
        if found is not None and found[1] == len(part):
            known.append(Value(*found[0][0]))
        elif part:
            strangers.append(text_of(part))
    return tuple(known), tuple(strangers)


MANDATORY = Shape(
    "a field that is mandatory on some statuses",
    (
        "[a|an|the] <field> is (mandatory|required|obligatory|needed) [for <who:phrase>] (on|at|in) <list:words>",
        "[a|an|the] <field> (must be|has to be) (filled|set|given|filled in) [for <who:phrase>] (on|at|in) <list:words>",
    ),
    _mandatory,
    "A `Reason` is mandatory on Recycled and Disqualified.",
)


def _must_have(found: Found, sentence: Sentence) -> Outcomes:
    """Read what every lead must have by its nouns: `All leads must have a company name and a phone number`."""
    names: list[str] = []
    vague: list[str] = []
    for part in parted(found["words"]):
        words = without_article(part)
        if not 0 < len(words) <= 4 or any(token.kind != "word" or token.low in _VERBAL for token in words):  # noqa: PLR2004 (a noun)
            return None
        vague += [token.low for token in words if token.low in _SOUND]
        bare = tuple(token for token in words if token.low not in _SOUND)
        if not bare or phrase_key(bare) is None:
            return None
        names.append(text_of(bare))
    fields = tuple(Field(key_of(name), name[:1].upper() + name[1:], declared=False) for name in names)
    if vague:
        asks = f"What makes a value {vague[0]}: its form, or that somebody checked it?"
        return Ambiguous(
            "shape", (Question(NO_FIELD.code, asks, (f"{_coded(fields)} must be filled in.",)),), (), sentence.place
        )
    puts = tuple(put for field in fields for put in required(field, "always", sentence))
    return checked("shape", f"{_names(fields)} {'is' if len(fields) == 1 else 'are'} always required.", puts, sentence)


_SOUND = frozenset({"valid", "correct", "complete", "accurate", "working", "proper"})
MUST_HAVE = Shape(
    "what every lead must have",
    (f"(every|each|all) [new] {_NOUN} (must|has to|have to|need to|needs to) have <words>",),
    _must_have,
    "All leads must have a company name and a phone number.",
)


MOST_STAGES = 10  # stages to choose from


def _fill_in(found: Found, sentence: Sentence) -> Outcomes:
    fields: tuple[Field, ...] = found["fields"]
    stages = sentence.context.declared.stages[:MOST_STAGES]
    ways = tuple(f"{_coded(fields)} {'is' if len(fields) == 1 else 'are'} required at {stage}." for stage in stages)
    always = f"{_coded(fields)} {'is' if len(fields) == 1 else 'are'} always required."
    asks = f"From when on must {_names(fields)} be filled in?"
    return Ambiguous("shape", (Question(NO_START.code, asks, (always, *ways)),), (), sentence.place)


def _coded(fields: tuple[Field, ...]) -> str:
    return spoken_list([f"`{field.label}`" for field in fields])


FILL_IN = Shape(
    "an order to fill in fields",
    ("(fill in|fill|complete|enter|record) <fields>",),
    _fill_in,
    "Fill in `Job Title` and `Country`.",
)


def _otherwise(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Licence must be given, or Trial is Yes`."""
    field, other = found["field"], found["other"]
    place = sentence.place
    name = f"{other.label} without {field.label}".lower()
    rule = {"when": f"{field.key} is blank", "must": f"{other.key} = {quoted(found['one'])}"}
    puts = [Put(("rules", name), table(rule, place))]
    puts += [a_field(each.key, each.label, place) for each in (field, other) if not each.declared]
    return checked(
        "shape", f"Where {field.label} is blank, {other.label} must be {found['one']}.", tuple(puts), sentence
    )


OTHERWISE = Shape(
    "what holds where a field is not filled in",
    (
        f"<field> (must|has to) be {_FILLED} , (otherwise|or|else) <other:field> (stays|is|remains|must be) <one>",
        "(without|unless) [a|an] <field> [is filled|is set|is given] , <other:field> (stays|is|remains|must be) <one>",
    ),
    _otherwise,
    "`Licence` must be given, otherwise `Trial` stays Yes.",
)


def _ticked(found: Found, sentence: Sentence) -> Outcomes:
    field: Field = found["field"]
    read: Read = found["condition"]
    if read.unsaid or read.vague:
        return None
    place = sentence.place
    yes = "one" not in found
    must = field.key if yes else f"{field.key} = {quoted(found['one'])}"
    puts = [*need_puts(read.needs, place)]
    if not field.declared:
        puts.append(a_field(field.key, field.label, place, "boolean" if yes else "text"))
    puts.append(
        Put(("rules", f"{field.label} when {read.text}".lower()[:60]), table({"when": read.text, "must": must}, place))
    )
    says = f"Where {read.text}, {field.label} must be {'true' if yes else found['one']}."
    return checked("shape", says, tuple(puts), sentence, read.figures, yes_no(read.needs))


TICKED = Shape(
    "a field that has a value when something holds",
    (
        "<field> (is|must be|has to be) (ticked|checked|true) (if|when|where|as soon as) <condition>",
        "<field> (is|must be|has to be) (set to|always) <one> (if|when|where) <condition>",
    ),
    _ticked,
    "`Partner Deal` is ticked if a partner introduced the company.",
)


def _has_one(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Every contact has one` below a heading that names a field."""
    del found
    for heading in reversed(sentence.unit.headings):
        said = heading.text.lower().split()
        key = next(
            (key for words, key in sentence.known.fields.items() if list(words) == said or list(words) == said[-1:]),
            None,
        )
        if key is not None:
            puts = required(Field(key, heading.text, declared=True), "always", sentence)
            return checked("shape", f"{heading.text} is always required.", puts, sentence)
    return None


HAS_ONE = Shape(
    "the field of a heading, required",
    (f"(every|each) {_NOUN} (has|needs|must have) (one|exactly one)",),
    _has_one,
    "Every contact has one.",
    stands_alone=False,
)


def _one_status(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Every lead has exactly one owner`."""
    noun = text_of(found["noun"])
    key = next((key for words, key in sentence.known.fields.items() if " ".join(words) == noun.lower()), None)
    if key is None and ("exactly" not in sentence.words or phrase_key(found["noun"]) is None):
        return None
    puts = required(Field(key or key_of(noun), noun.capitalize(), declared=key is not None), "always", sentence)
    return checked("shape", f"{noun} is always required, and has one value.", puts, sentence)


ONE_STATUS = Shape(
    "one status at all times",
    (
        "one [<who:phrase>] (record|lead|contact|person) , one <noun:phrase> , (at all times|always)",
        "(every|each) (record|lead|contact|person) [in <where:phrase>] (has|carries) (exactly|always) one <noun:phrase> [at all times]",
    ),
    _one_status,
    "Every lead has exactly one owner at all times.",
)


def _once(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Budget once it reaches Proposal`: required from a stage on."""
    field: Field = found["field"]
    if "value" in found:
        puts = required(field, {"from": found["value"].text}, sentence)
        return checked("shape", f"{field.label} is required from {found['value'].text} on.", puts, sentence)
    stage = found["one"]
    asks = f"{stage} is no stage that the document lists: which is meant?"
    choice = f"`{field.label}` is always required."
    ways = tuple(f"`{field.label}` is required at {each}." for each in sentence.context.declared.stages[:MOST_STAGES])
    return Ambiguous("shape", (Question(NO_FIELD.code, asks, ways or (choice,)),), (), sentence.place)


ONCE = Shape(
    "a field that is required once a stage is reached",
    (
        "<field> (once|when|as soon as) (it|the lead|the deal) (reaches|enters|is in|gets to|moves to) <value>",
        "<field> (once|when|as soon as) (it|the lead|the deal) (reaches|enters|is in|gets to|moves to) <one>",
    ),
    _once,
    "`Budget` once it reaches SQL.",
)


def _columns(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Street and city have separate fields`."""
    words: Tokens = found["words"]
    parts = [part for part in parted(words) if part]
    if len(parts) != 2:  # noqa: PLR2004 (two halves of a name)
        return None
    head = parts[-1][-1:] if len(parts[-1]) > 1 and ordinal_at(parts[0], 0) == (1, 1) else ()  # "first and last name"
    labels = [text_of((*parts[0], *head)), text_of(parts[1])]
    fields = tuple(Field(key_of(label), label[:1].upper() + label[1:], declared=False) for label in labels)
    puts = tuple(put for field in fields for put in required(field, "always", sentence))
    return checked("shape", f"{_names(fields)} are fields of their own, and required.", puts, sentence)


COLUMNS = Shape(
    "names that have columns of their own",
    ("<words> (go into|have|get|are kept in|belong into) (their own|separate) (columns|fields|columns each)",),
    _columns,
    "Street and city have separate fields.",
)


def _required_list(found: Found, sentence: Sentence) -> Outcomes:
    """Read a list of required fields of which some tell their values in brackets."""
    words: Tokens = found["words"]
    fields: list[Field] = []
    puts: list[Put] = []
    for token in words:
        if token.kind == "name":
            fields.append(Field(key_of(token.text), token.text, declared=False))
        elif token.low == "(" and fields:
            inside = _bracket(words, token.start)
            values = [text_of(part) for part in parted(inside)]
            if len(values) < 2:  # noqa: PLR2004 (one value is no list)
                return None
            puts.append(choices(fields[-1], tuple(values), sentence))
    if len(fields) < 2:  # noqa: PLR2004 (a list has two)
        return None
    stage = found["value"].text
    demand = (
        {"at": stage}
        if stage in sentence.context.declared.stages
        else {"when": f"{found['value'].field} = {quoted(stage)}"}
    )
    puts += [put for field in fields for put in required(field, demand, sentence)]
    return checked("shape", f"At {stage} these are required: {_names(tuple(fields))}.", tuple(puts), sentence)


def _bracket(tokens: Tokens, start: int) -> Tokens:
    at = next(index for index, token in enumerate(tokens) if token.start == start)
    end = next((index for index in range(at, len(tokens)) if tokens[index].low == ")"), len(tokens))
    return tokens[at + 1 : end]


REQUIRED_LIST = Shape(
    "a list of the fields required at a stage",
    ("(required|mandatory) fields (on|for|at|of|in) (a|an|every|each) <value> : <words>",),
    _required_list,
    "Required fields for a SAL: `Phone`, `Region`, `Size` (small or large).",
)


def _timestamps(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Booking and visit are two different dates`."""
    names = [text_of(part) for part in parted(found["words"])]
    if len(names) != found["count"]:
        return None
    fields = tuple(Field(key_of(f"{name} at"), f"{name} at", declared=False) for name in names)
    told = [table({"type": "datetime", "label": field.label}, sentence.place) for field in fields]
    puts = tuple(Put(("fields", field.key), node) for field, node in zip(fields, told, strict=True))
    return checked("shape", f"{_names(fields)} are {len(fields)} times of their own.", puts, sentence)


TIMESTAMPS = Shape(
    "two times that are kept apart",
    ("<words> are <count> (separate|different) (timestamps|times|dates) [, both are kept|, and both are kept]",),
    _timestamps,
    "Booking and visit are two different dates.",
)

SHAPES = (
    REQUIRED_LIST, AT, MANDATORY, ONLY_WHEN, WHEN, ALWAYS, OF_NOUN, FOR_THESE, EVERY_OTHER, OTHERWISE, TICKED, HAS_ONE, ONE_STATUS, ONCE, COLUMNS, MUST_HAVE,
    TIMESTAMPS, FILL_IN,
)  # fmt: skip
