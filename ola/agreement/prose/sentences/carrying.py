"""Sentences that name the fields a lead carries: `All MQLs carry first name, company and country`; each with its brackets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import condition, value_list
from ola.agreement.prose.phrases.names import ARTICLES, phrase_key
from ola.agreement.prose.phrases.numbers import ordinal_at
from ola.agreement.prose.phrases.places import places_at
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.phrases.states import STATES, VERBS
from ola.agreement.prose.phrases.tokens import Token, Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Outcome, Put, Question
from ola.agreement.prose.sentences.core import LEADS, is_party, party_name, read_leads
from ola.agreement.prose.sentences.declarations import a_field, a_party, a_stage, need_puts, stage_field, yes_no
from ola.agreement.prose.sentences.field_values import choices
from ola.agreement.prose.sentences.gaps import Field, parted
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_FIELD, NO_START
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import quoted, table, value
from ola.finding import spoken_list

CARRIED = frozenset(
    "include includes contain contains carry carries provide provides included contained comprise comprises".split()
)
LONGEST_FIELD = 5
# Nouns that fields are called by; where a sentence may mean conditions, only these are fields.
_USUAL = frozenset(
    """name names email e-mail mail phone telephone mobile number company organisation organization employer title role position
    country city state postcode zip address website url domain source campaign channel industry sector size revenue budget
    region territory language owner id date stage status score grade notes note reason consent opt-in product interest
    department function linkedin profile timeline timeframe employees headcount currency segment""".split()
)
_VAGUE = frozenset({"valid", "correct", "complete", "accurate", "working", "proper", "verified", "up-to-date"})
_OPTIONAL = frozenset({"optional", "desirable", "preferred", "recommended"})
_ASKED = frozenset({"required", "mandatory", "compulsory", "obligatory", "needed", "must"})


@dataclass(frozen=True, slots=True)
class Carried:
    """The fields named in a part of a list, and what is said of them in brackets.

    `either` says that one of them is enough, `optional` that none is needed, `when` of which leads they are asked,
    `values` what may be a list of values, and `vague` a word that leaves open what is enough.
    """

    fields: tuple[Field, ...]
    either: bool = False
    optional: bool = False
    when: Read | None = None
    stage: str = ""
    values: tuple[str, ...] = ()
    are_all: bool = False
    vague: str = ""

    @property
    def is_usual(self) -> bool:
        """Whether each is called as fields are."""
        return all(set(field.key.split("_")) & _USUAL for field in self.fields)


def fields_of(tokens: Tokens, sentence: Sentence) -> Carried | None:
    """Read the fields that a list item or a part of a sentence names; nothing where it says something else."""
    tokens, inside = _without_bracket(tokens)
    if inside is None and (
        at := next((at for at, t in enumerate(tokens) if t.low in {",", "-", ":"} and t.kind == "sign" and at), None)
    ):
        behind = tokens[at + 1 :]
        if behind and behind[0].low in _ASKED | _OPTIONAL | {"if", "only"}:
            tokens, inside = tokens[:at], behind
    while tokens and tokens[0].low in {"a", "an", "the", "their", "its", "at", "least", "one"} and len(tokens) > 1:
        tokens = tokens[1:]
    names, either = _names(tokens) if not any(token.low in {"(", "["} for token in tokens) else ((), False)
    if not names:
        return None
    fields: list[Field] = []
    vague = ""
    for words in names:
        bare = tuple(token for token in words if token.low not in _VAGUE)
        vague = vague or next((token.low for token in words if token.low in _VAGUE), "")
        field = _field(bare, sentence)
        if field is None:
            return None
        fields.append(field)
    found = Carried(tuple(fields), either=either, vague=vague)
    if inside is None:
        return found
    told = _with_bracket(found, inside, sentence)
    return None if told != found and len(fields) > 1 else told  # of several fields nobody can tell which one is meant


def _without_bracket(tokens: Tokens) -> tuple[Tokens, Tokens | None]:
    if not tokens or tokens[-1].low != ")":
        return tokens, None
    start = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].low == "("), None)
    return (tokens, None) if start is None else (tokens[:start], tokens[start + 1 : -1])


def _names(tokens: Tokens) -> tuple[tuple[Tokens, ...], bool]:
    """Take names apart; "first and last name" are two of one noun. Says whether "or" stands between them."""
    low = [token.low for token in tokens]
    either = "or" in low or "/" in low
    if either and ("and" in low or "," in low) and low[low.index("or") - 1 : low.index("or")] != [","] and "and" in low:
        return (), False
    plain = tuple(
        Token("sign", ",", token.start, token.end, ",") if token.low == "/" and token.kind == "sign" else token
        for token in tokens
    )
    parts = [part for part in parted(plain) if part]
    if (
        len(parts) == 2  # noqa: PLR2004 (first and last)
        and len(parts[1]) > 1
        and len(parts[0]) == 1
        and (
            ordinal_at(parts[0], 0) == (1, 1)
            or (parts[0][0].low in {"given", "work", "business"} and parts[1][-1].low in {"name", "phone", "email"})
        )
    ):
        parts[0] = (*parts[0], parts[1][-1])
    if (
        len(parts) > 1
        and len(parts[0]) == 1
        and ordinal_at(parts[0], 0) == (1, 1)
        and parts[1][-1].low in {"name", "names"}
        and len(parts[1]) > 1
    ):
        parts[0] = (*parts[0], parts[1][-1])
    return tuple(parts), either


def _field(tokens: Tokens, sentence: Sentence) -> Field | None:
    while tokens and tokens[0].low in ARTICLES and len(tokens) > 1:
        tokens = tokens[1:]
    declared = sentence.known.field_at(tokens, 0) if tokens else None
    if declared is not None and declared[1] == len(tokens):
        return Field(declared[0], text_of(tokens), declared=True)
    if len(tokens) == 1 and tokens[0].kind in {"name", "quote"} and key_of(tokens[0].text):
        return Field(key_of(tokens[0].text), tokens[0].text, declared=False)
    if not 0 < len(tokens) <= LONGEST_FIELD or any(
        token.kind != "word" or token.low in VERBS | _NO_NAME for token in tokens
    ):
        return None
    if STATES.match(tokens[-1].low) or tokens[-1].low in LEADS - {"company", "account", "person", "contact"}:
        return None
    if phrase_key(tokens) is None:
        return None
    label = text_of(tokens)
    return Field(key_of(label), label[:1].upper() + label[1:], declared=False)


_NO_NAME = frozenset(
    "who which that not to by at with than before after if when every each all nothing everything within no from".split()
)


def _with_bracket(found: Carried, inside: Tokens, sentence: Sentence) -> Carried | None:
    """Add what a bracket says: optional, when required, a list of values, or an example."""
    low = [token.low for token in inside]
    if not low:
        return found
    if set(low) & _OPTIONAL or low[:2] in (
        ["if", "known"],
        ["if", "available"],
        ["if", "any"],
        ["where", "available"],
        ["where", "known"],
        ["nice", "to"],
    ):
        return found if set(low) & _ASKED else replace(found, optional=True)
    if low[0].rstrip(".") in {"e.g", "eg", "such", "i.e", "ie", "see", "like", "example"} or low[:2] == [
        "for",
        "example",
    ]:
        return None if any(token.number is not None for token in inside) else found
    if low[:2] in (["one", "of"], ["picklist", ":"], ["values", ":"]):
        values = value_list(inside[2 + (low[2:3] == [":"]) :], sentence.known)
        return replace(found, values=values, are_all=True) if len(values) > 1 and len(found.fields) == 1 else None
    if low[-1] == "only" and len(low) > 1:  # "Phone (demo requests only)"
        return _asked_when(found, (replace(inside[-1], text="for", low="for"), *inside[:-1]), sentence)
    start = 0
    while start < len(low) and low[start] in _ASKED | {"only", "be", "given", "filled", "is", "in"}:
        start += 1
    if start and start == len(low):
        return found
    if low[start] in {"for", "if", "when", "where", "at", "from", "once", "unless"} and (
        start or low[start] in {"if", "when", "for"}
    ):
        return _asked_when(found, inside[start:], sentence)
    if start:
        return None
    values = value_list(inside, sentence.known)
    if len(values) > 1 and not any(token.number is not None for token in inside) and len(found.fields) == 1:
        return replace(found, values=values)
    return None if any(token.number is not None or token.low in {",", "or", "no", "not"} for token in inside) else found


def _asked_when(found: Carried, rest: Tokens, sentence: Sentence) -> Carried | None:
    opening, rest = rest[0].low, rest[1:]
    if opening == "unless" or not rest:
        return None
    known = sentence.known
    stage = (
        known.stages.get((rest[0].low,)) or known.stages.get((rest[0].low.removesuffix("s"),))
        if len(rest) == 1
        else None
    )
    if stage is not None:
        return replace(found, stage=stage)
    read = None
    if opening == "for":
        places = places_at(rest, 0, known)
        if places is not None and places[1] >= len(rest) - 1 and all(token.low in LEADS for token in rest[places[1] :]):
            return replace(found, when=places[0])
        leads = read_leads(rest, known)
        read = leads.condition(known) if leads is not None else _kind(rest)
        if read is None:
            read = _kind(rest)
    elif opening in {"if", "when", "where", "once"}:
        read = condition(rest, known)
    if read is None or read.unsaid or read.vague or read.figures:
        return None
    return replace(found, when=read)


def _kind(tokens: Tokens) -> Read | None:
    from ola.agreement.prose.sentences.definitions import kinds_of

    return kinds_of(tokens)


def demand_of(stage: str) -> Mapping[str, str] | str:
    """Give when a field is required: at a stage, or always."""
    return {"at": stage} if stage else "always"


def field_puts(field: Field, demand: Mapping[str, str] | str, sentence: Sentence) -> tuple[Put, ...]:
    """Put that a field is required."""
    place = sentence.place
    node = value(demand, place) if isinstance(demand, str) else table(dict(demand), place)
    return (a_field(field.key, field.label, place), Put(("fields", field.key, "required"), node))


def carried(found: Carried, demand: Mapping[str, str] | str, sentence: Sentence, *, is_open: bool = False) -> Outcome:
    """Read that fields are required; ask what makes a value sound, and whether a bracket lists all its values."""
    fields, place = found.fields, sentence.place
    listed = spoken_list([field.label for field in fields], "or" if found.either else "and")
    if found.vague:
        asks = f"What makes a value {found.vague}: its form, or that somebody checked it?"
        return Ambiguous("shape", (Question(NO_FIELD.code, asks, (listed,)),), (), place)
    if found.values and not found.are_all:
        asks = f"Are {', '.join(found.values)} all the values that {fields[0].label} may have, or examples?"
        every, some = spoken_list(list(found.values), "or"), ", ".join(found.values)
        ways = (f"{listed} (one of {every})", f"{listed} (for example {some})")
        return Ambiguous("shape", (Question(NO_FIELD.code, asks, ways),), (), place)
    is_many = len(fields) > 1 and not found.either
    if found.optional:
        puts = tuple(a_field(field.key, field.label, place) for field in fields)
        return checked("shape", f"{listed} may be filled in.", puts, sentence)
    if found.stage:
        demand = {"at": found.stage}
    elif found.when is not None:
        at = "" if isinstance(demand, str) else demand.get("at", "")
        scoped = f"{stage_field(sentence.known)} = {quoted(at)} and {found.when.inner()}" if at else found.when.text
        demand, is_open = {"when": scoped}, False
    told = _told(demand)
    says = f"{listed} {'are' if is_many else 'is'} {told}."
    if is_open:
        puts = tuple(a_field(field.key, field.label, place) for field in fields)
        return checked("shape", f"{listed} {'are' if is_many else 'is'} among what is asked for.", puts, sentence)
    if found.either:
        return _one_of(found, demand, says, sentence)
    needs = found.when.needs if found.when is not None else ()
    listing = (choices(fields[0], found.values, sentence),) if found.are_all else ()
    puts = (
        *need_puts(needs, place),
        *listing,
        *(put for field in fields for put in field_puts(field, demand, sentence)),
    )
    says = f"{says.rstrip('.')}, and is one of {', '.join(found.values)}." if found.are_all else says
    return checked("shape", says, puts, sentence, (), yes_no(needs))


def _told(demand: Mapping[str, str] | str) -> str:
    if isinstance(demand, str):
        return "always required"
    how, what = next(iter(demand.items()))
    return f"required {how} {what}"


def _one_of(found: Carried, demand: Mapping[str, str] | str, says: str, sentence: Sentence) -> Outcome:
    """Put that one of several fields is filled in."""
    place = sentence.place
    puts = [a_field(field.key, field.label, place) for field in found.fields]
    rule = {"must": f"any of ({', '.join(f'{field.key} is known' for field in found.fields)})"}
    if isinstance(demand, Mapping):
        how, what = next(iter(demand.items()))
        rule = {"when": what if how == "when" else f"{stage_field(sentence.known)} = {quoted(what)}", **rule}
        puts += () if how == "when" else a_stage(what, stage_field(sentence.known), place)
    puts.append(
        Put(("rules", f"{' or '.join(field.label for field in found.fields)} is known".lower()), table(rule, place))
    )
    needs = found.when.needs if found.when is not None else ()
    return checked("shape", says, (*need_puts(needs, place), *puts), sentence, (), yes_no(needs))


# ── sentences ───────────────────────────────────────────────────────────────────────────────────

MOST_STAGES = 10  # stages to choose from
_SUBJECT = "(every|each|all|any|a|an|the) [new] <leads:phrase>"
_INCLUDES = "(include|includes|contain|contains|carry|carries|provide|provides|come with|comes with|have|has|need|needs|require|requires)"


def _includes(found: Found, sentence: Sentence) -> Outcomes:
    """Read `All MQLs carry first name, last name, company and country`."""
    fields = fields_of(_without_noun(found["list"]), sentence)
    leads = read_leads(found["leads"], sentence.known) if "leads" in found else None
    if fields is None or ("leads" in found and leads is None):
        return None
    is_sure = bool(CARRIED & sentence.words) or "following" in sentence.words
    if not is_sure and not (fields.is_usual and len(fields.fields) > 1):
        return None
    stage = leads.stage if leads is not None else None
    if leads is not None and leads.since is not None:  # "every lead passed on contains …": at which stage is that?
        return (
            _at_which_stage(fields, sentence)
            if stage is None and leads.scope is None and not found.get("who")
            else None
        )
    if leads is not None and leads.scope is not None:
        read = leads.condition(sentence.known)
        if read is None or read.unsaid or read.vague or fields.when is not None:
            return None
        fields = replace(fields, when=read)
        return carried(fields, "always", sentence)
    outcome = carried(fields, demand_of(stage or ""), sentence)
    return _mended(outcome, found)


def _mended(outcome: Outcome, found: Found) -> Outcome:
    """Write what is offered for a list of fields as a sentence of its own."""
    if not isinstance(outcome, Ambiguous):
        return outcome
    whose = text_of(found["leads"]) if "leads" in found else "lead"
    return outcome.offering(lambda choice: f"Every {_one(whose)} must include {choice}.")


def _one(noun: str) -> str:
    return noun.removesuffix("s")


def _without_noun(tokens: Tokens) -> Tokens:
    """Leave out `the following fields:` ahead of the fields."""
    while tokens and tokens[0].low in {
        "the",
        "at",
        "least",
        "following",
        "fields",
        "information",
        "data",
        ":",
        "these",
        "a",
        "an",
        "both",
        "all",
        "of",
    }:
        tokens = tokens[1:]
    return tokens


def _ensured(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Marketing shall ensure that every MQL contains …`: the fields, and who supplies them."""
    if not is_party(found["who"], sentence.known):
        return None
    outcome = _includes(found, sentence)
    if not isinstance(outcome, Checked):
        return None
    party = party_name(found["who"], sentence.known) or ""
    asked = dict.fromkeys(put.path[1] for put in outcome.puts if put.path[:1] == ("fields",))
    supplied = tuple(Put(("fields", key, "supplied_by"), value(key_of(party), sentence.place)) for key in asked)
    puts = (a_party(party, sentence.place), *outcome.puts, *supplied)
    return replace(outcome, puts=puts, says=f"{outcome.says.removesuffix('.')}; {party} supplies them.")


_ENSURES = "(ensures|ensure|makes sure|make sure|sees to it|guarantees|guarantee)"
ENSURED = Shape(
    "the fields that somebody sees to",
    (
        f"<who:phrase> [must|will|shall] {_ENSURES} [that] {_SUBJECT} {_INCLUDES} <list:words>",
        f"<who:phrase> [must|will|shall] {_ENSURES} [that] (leads|records|contacts) {_INCLUDES} <list:words>",
    ),
    _ensured,
    "Marketing ensures that every MQL contains first name, last name and email.",
)
INCLUDES = Shape(
    "the fields that leads carry",
    (
        f"{_SUBJECT} (must|has to|have to|need to|needs to|shall|will) [always] {_INCLUDES} <list:words>",
        f"{_SUBJECT} [always] {_INCLUDES} <list:words>",
        f"(leads|records|contacts) (must|have to|need to|shall) [always] {_INCLUDES} <list:words>",
    ),
    _includes,
    "All MQLs carry first name, last name, company and country.",
)


def _are_mandatory(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Name, company and email are mandatory`."""
    fields = fields_of(found["list"], sentence)
    if fields is None or not fields.is_usual or fields.optional:
        return None
    stage = ""
    if "leads" in found:
        leads = read_leads(found["leads"], sentence.known)
        if leads is None or found["leads"][-1].low not in LEADS:
            return None
        if leads.scope is not None:
            return carried(replace(fields, when=leads.condition(sentence.known)), "always", sentence)
        stage = leads.stage or ""
    return _mended(carried(fields, demand_of(stage), sentence), found)


ARE_MANDATORY = Shape(
    "fields that are mandatory",
    (
        "<list:words> (is|are) [always] (mandatory|required|compulsory|obligatory) [fields] (for|on|of|in) <leads:phrase>",
        "<list:words> (is|are) [always] (mandatory|required|compulsory|obligatory) [fields]",
        "<list:words> (must|have to|has to) [always] be (filled|filled in|given|provided|present|complete|completed) (for|on|in) <leads:phrase>",
        "<list:words> (must|have to|has to) [always] be (filled|filled in|given|provided|present|complete|completed)",
        "(mandatory|required|compulsory) [fields|information|data] [are|is] [:] <list:words>",
        "the following fields (are|is) (mandatory|required) : <list:words>",
    ),
    _are_mandatory,
    "Name, company and email are mandatory.",
)


def _sent_back(found: Found, sentence: Sentence) -> Outcomes:
    """Ask what shows that leads without a field are sent back: the field is required, or a stage is set."""
    fields = fields_of(found["list"], sentence)
    if fields is None or fields.when is not None or fields.optional or fields.values:
        return None
    labels = [f"`{field.label}`" for field in fields.fields]
    is_many = len(labels) > 1 and not fields.either
    first = f"{spoken_list(labels, 'and')} {'are' if is_many else 'is'} always required." if not fields.either else ""
    asks = "Which stage or status has a lead that is sent back, or is it enough that the field is required?"
    away = list(stages_away(sentence))
    blank = f"`{fields.fields[0].label}` is blank"
    ways = (*((first,) if first else ()), *(f"If {blank}, set {stage}." for stage in away if len(labels) == 1))
    return Ambiguous("transition", (Question(NO_FIELD.code, asks, ways),), (), sentence.place)


def stages_away(sentence: Sentence) -> tuple[str, ...]:
    """Give the declared stages and statuses that a lead which is sent back may have."""
    known = dict.fromkeys(name for several in sentence.known.values.values() for _, name in several)
    return tuple(
        name for name in known if key_of(name) in {"recycled", "rejected", "returned", "disqualified", "nurture"}
    )


_BACK = "(sent back|returned|rejected|given back|handed back|passed back|not accepted|refused|bounced)"
SENT_BACK = Shape(
    "what becomes of leads without a field",
    (
        f"<leads:phrase> (without|missing|lacking) <list:words> (is|are|will be|may be|can be) {_BACK} [to <who:phrase>]",
        "<who:phrase> (does not|do not|will not|may refuse to) accept <leads:phrase> (without|missing|lacking) <list:words>",
    ),
    _sent_back,
    "Records without a company name are sent back to Marketing.",
)


def _not_without(found: Found, sentence: Sentence) -> Outcomes:
    """Read that no lead goes on without some fields; ask at which stage where it says only "handed over"."""
    fields = fields_of(found["list"], sentence)
    return None if fields is None or not fields.is_usual else _at_which_stage(fields, sentence)


def _at_which_stage(fields: Carried, sentence: Sentence) -> Outcomes:
    """Ask at which stage some fields must be there that leads must not be handed over without."""
    if fields.when is not None or fields.either or fields.optional or fields.values:
        return None
    stages = sentence.context.declared.stages[:MOST_STAGES]
    listed = spoken_list([field.label for field in fields.fields], "and")
    ways = (f"Every lead must include {listed}.", *(f"Every {stage} must include {listed}." for stage in stages))
    asks = "At which stage, or always, must these fields be filled in?"
    return Ambiguous("shape", (Question(NO_START.code, asks, ways),), (), sentence.place)


NOT_WITHOUT = Shape(
    "fields without which no lead goes on",
    (
        "no <leads:phrase> (is|may be|will be|can be) (handed over|passed on|passed to sales|sent to sales|routed|accepted|transferred|assigned) without <list:words>",
        "<leads:phrase> (is|are|may be|will be) (never|not) (handed over|passed on|passed to sales|sent to sales|routed|accepted|transferred) without <list:words>",
    ),
    _not_without,
    "No lead is handed over without name and email.",
)

SHAPES = (ENSURED, INCLUDES, ARE_MANDATORY, SENT_BACK, NOT_WITHOUT)
