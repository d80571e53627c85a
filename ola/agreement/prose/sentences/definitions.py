"""Sentences that say what something means: a stage, a term, who is left out, what counts and what does not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.naming import key_of, term_name
from ola.agreement.prose.phrases.conditions import condition, read_condition
from ola.agreement.prose.phrases.limits import limit_at
from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.read import Need, Read, counted, joined
from ola.agreement.prose.phrases.tokens import Tokens, cut, text_of
from ola.agreement.prose.reading import Ambiguous, Form, Outcome, Put, Question
from ola.agreement.prose.sentences.core import LEADS, read_leads
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.sentences.events import read_events
from ola.agreement.prose.sentences.gaps import Value, parted, without_article
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import people
from ola.agreement.prose.sentences.questions import ALL_OR_ANY, NO_FIELD, NO_NUMBER
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.sentences.verbs import FINITE, PARTICIPLES
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted, table, value
from ola.tree.words import Words

LONGEST_TERM = 6


def named(name: str, read: Read, sentence: Sentence, *, form: Form = "predicate", says: str = "") -> Outcome:
    """Give a name to a condition: a stage's own, or a term; ask where it leaves open all or any, or how much."""
    asked = asks_of(name, read, sentence, form)
    if asked is not None:
        return asked
    place = sentence.place
    stage = next((each for each in sentence.context.declared.stages if key_of(each) == key_of(name)), None)
    if stage is not None:
        put = Put(("stages", stage, "when"), value(read.text, place))
    else:
        put = Put(("terms", term_name(name)), table({"when": read.text}, place))
    puts = (*need_puts(read.needs, place), put)
    return checked(form, says or f"{name} means that {read.text}.", puts, sentence, read.figures, yes_no(read.needs))


def asks_of(name: str, read: Read, sentence: Sentence, form: Form = "predicate") -> Ambiguous | None:
    """Ask what a condition leaves open."""
    if read.unsaid and read.parts:
        asks = f"Does {name} need all of these points, or is any of them enough?"
        listed = "; ".join(part.text for part in read.parts)
        choices = tuple(f"`{name}` means {how} of: {listed}." for how in ("all", "any"))
        return Ambiguous(form, (Question(ALL_OR_ANY.code, asks, choices),), read.figures, sentence.place)
    if read.vague:
        figure = read.figures[0] if read.figures else "this"
        asks = f"“{read.vague[0]} {figure}”: between what numbers?"
        choices = (f"`{name}` means `{read.text.replace(' = ', ' <= ')}`.", f"`{name}` means `{read.text}`.")
        return Ambiguous(form, (Question(NO_NUMBER.code, asks, choices),), read.figures, sentence.place)
    return None


def _means(found: Found, sentence: Sentence) -> Outcomes:
    name = _term(found["words"])
    if name is None or _OPEN_TIMES.fullmatch(name.lower()):
        return None
    if sentence.tokens[len(found["words"])].low in {":", "-"} and not _is_defined_there(sentence):
        return None
    read: Read | None = found.get("condition")
    return None if read is None else named(name, read, sentence)


def _is_defined_there(sentence: Sentence) -> bool:
    """Say that a dash stands for "means": behind a word in bold, or below a heading for definitions."""
    heading = sentence.unit.headings[-1].text if sentence.unit.headings else ""
    return (
        sentence.tokens[0].strong
        or re.search(r"\b(?:definitions?|terms|glossary)\b", heading, re.IGNORECASE) is not None
    )


# What a calendar says, not a condition on leads: `a business day means …`.
_OPEN_TIMES = re.compile(r"\W*(?:business|working|work|office|opening)[ -]?(?:days?|hours?|weeks?|time)\W*")
_NO_TERMS = frozenset(
    {"this", "that", "it", "which", "these", "those", "they", "we", "you", "what", "here", "there", "not", "no"}
)


def _term(tokens: Tokens) -> str | None:
    tokens = without_article(tokens)
    if (
        not 0 < len(tokens) <= LONGEST_TERM
        or tokens[0].low in _NO_TERMS
        or any(token.low in {"is", "are", "that", "which", "who", "if", "when", ",", ":"} for token in tokens)
    ):
        return None
    name = text_of(tokens)
    return name if key_of(name) else None


MEANS = Shape(
    "what a word means",
    (
        "<words:phrase> (means|is defined as) (a|an|any|every) (lead|contact|record|person|prospect) (that|who|which|with|whose|where) <condition>",
        "<words:phrase> (means|is defined as) (a lead|somebody|someone|anyone|anybody|one) (that|who|which|with|whose|where) <condition>",
        "<words:phrase> (:|-) (a|an|any|every) (lead|contact|record|person|prospect) (that|who|which|with|whose|where) <condition>",
        "<words:phrase> means [that] <condition>",
        "<words:phrase> (is defined as|stands for) <condition>",
        "(a|an|the) <words:phrase> is [a lead|a record|a contact|one] (that|who|which|whose|where) <condition>",
        "we (speak of|call it) [a|an] <words:phrase> (when|if) <condition>",
    ),
    _means,
    "`Target account` means more than 50 employees and a known country.",
)


def is_definition(sentence: Sentence) -> bool:
    """Say that a sentence says what a word means, whether its meaning can be made out or not."""
    low = [token.low for token in sentence.tokens[: LONGEST_TERM + 2]]
    return "means" in low and _term(sentence.tokens[: low.index("means")]) is not None


def _listed_means(found: Found, sentence: Sentence) -> Outcomes:
    """Read `X means all of: a; b; c`, each part in ola's own language or in plain words."""
    name = _term(found["words"])
    if name is None:
        return None
    if found.get("how") == "all" and _says_or(found["list"]):
        return None
    parts: list[Read] = []
    for tokens in _points(found["list"]):
        read = condition(tokens, sentence.known)
        if read is None:
            return None
        parts.append(read)
    if len(parts) < 2:  # noqa: PLR2004 (one is no list)
        return None
    if "count" in found:
        of = counted(found["count"], parts)
        return None if of is None else named(name, replace(of, figures=(str(found["count"]), *of.figures)), sentence)
    return named(name, joined("any" if found["how"] == "any" else "all", parts), sentence)


def _says_or(tokens: Tokens) -> bool:
    """Say that a list whose points no semicolon parts has an "or" in it: all of its points cannot be meant."""
    return not any(token.low == ";" for token in tokens) and any(token.low == "or" for token in tokens)


def _points(tokens: Tokens) -> list[Tokens]:
    points: list[Tokens] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.kind == "sign" and token.low == ";":
            points.append(tokens[start:at])
            start = at + 1
    points.append(tokens[start:])
    return [point for point in points if point] if len(points) > 1 else list(parted(tokens))


LISTED_MEANS = Shape(
    "what a word means, point by point",
    (
        "<words:phrase> means <how:all_or_any> of : <list:points>",
        "<words:phrase> means at least <count> of : <list:points>",
        "<words:phrase> (needs|requires) <how:all_or_any> of : <list:points>",
        "<words:phrase> (needs|requires) at least <count> of : <list:points>",
    ),
    _listed_means,
    "`Ready` means all of: a call was held; the budget is known.",
)


def _must_be_true(found: Found, sentence: Sentence) -> Outcomes:
    """Read `two of these three must be true: …` and `all five must be true: …`."""
    parts = [condition(tokens, sentence.known) for tokens in _points(found["list"])]
    reads = [part for part in parts if part is not None]
    if len(reads) != len(parts) or len(reads) < 2 or ("of" in found and found["of"] != len(reads)):  # noqa: PLR2004 (one is no list)
        return None
    least = found.get("count") or len(reads)
    figures = tuple(
        dict.fromkeys(
            (*((str(found["count"]),) if "count" in found else ()), *((str(found["of"]),) if "of" in found else ()))
        )
    )
    read = (
        joined("all", reads) if least == len(reads) else joined("any", reads) if least == 1 else counted(least, reads)
    )
    if read is None:
        return None
    heading = sentence.unit.headings[-1].text if sentence.unit.headings else "criteria"
    return named(key_of(heading).replace("_", " ") + " met", replace(read, figures=(*figures, *read.figures)), sentence)


MUST_BE_TRUE = Shape(
    "how many of some points must be true",
    (
        "[at least] <count> of (these|the|the following) <of:count> [points|criteria|conditions|questions] (must be|are|has to be|have to be|must hold|hold|apply) [true|met|answered with yes|yes] : <list:points>",
        "[at least] <count> of (these|the following) [points|criteria|conditions] (must be|are|have to be|must hold|hold|apply) [true|met] : <list:points>",
        "(all|all of these|all the following|both) [<of:count>] [points|criteria|conditions] (must be|are|have to be|must hold|hold|apply) [true|met] : <list:points>",
    ),
    _must_be_true,
    "Two of these three must be true: the budget is known; a project has started; a call was held.",
)


def _stage_is(found: Found, sentence: Sentence) -> Outcomes:
    stage: Value = found["value"]
    if stage.text not in sentence.context.declared.stages or _is_promised(found, sentence):
        return None
    if _is_done(found, sentence):
        return None
    return named(stage.text, found["condition"], sentence)


def _is_done(found: Found, sentence: Sentence) -> bool:
    """Say that something is done with every such lead, which tells not what they are: `every MQL is accepted or rejected`."""
    at = found.spans["value"][1]
    low = [token.low for token in sentence.tokens[at : at + 2]]
    read: Read = found["condition"]
    if sentence.tokens[0].low not in {"every", "each"} or low[:1] not in (["is"], ["must"]) or not low[1:]:
        return False
    after = sentence.tokens[at + 2].low if low[1] == "be" and at + 2 < len(sentence.tokens) else low[1]
    return after in PARTICIPLES and all(need.type == "boolean" for need in read.needs)


def _is_promised(found: Found, sentence: Sentence) -> bool:
    """Say that something is to be done with such leads in time: `every MQL is called within 2 hours`."""
    verb = sentence.tokens[found.spans["value"][1]].low if found.spans["value"][1] < len(sentence.tokens) else ""
    return verb in {"is", "must"} and any(
        limit_at(sentence.tokens, at) is not None for at in range(len(sentence.tokens))
    )


STAGE_IS = Shape(
    "what a lead of a stage is like",
    (
        "(a|an) <value> is (a lead|a contact|a record|a person) (that|with|who|whose) <condition>",
        "(a|an|every|each) (lead|contact|record|person) (is|becomes|turns into|counts as|is considered) (a|an) <value> [only] (when|if|once|as soon as) <condition>",
        "(a|an|every|each) <from_stage:value> (is|becomes|turns into|counts as|is considered) (a|an) <value> [only] (when|if|once|as soon as) <condition>",
        "(a|an|every|each) <value> (has|is|needs|must have|must be) <condition>",
    ),
    _stage_is,
    "An MQL has a score of at least 60, a known country, and is not a student.",
)


def _are(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Companies with more than 900 people are Key Accounts whatever the score`: one way to be such."""
    leads: Tokens = found["words"]
    at = next(
        (
            index
            for index, token in enumerate(leads)
            if token.low in {"with", "that", "who", "whose", "above", "below", "under", "over", "from"}
        ),
        None,
    )
    if at is None or at == 0:
        return None
    read = condition(
        leads[at + 1 :] if leads[at].low in {"with", "that", "who", "whose"} else leads[at:], sentence.known
    )
    name = _name_of_group(found, sentence)
    if read is None or name is None:
        return None
    asked = asks_of(name, read, sentence)
    if asked is not None:
        return asked
    place = sentence.place
    must = key_of(name)
    rule = table({"when": read.text, "must": must}, place)
    puts = (
        *need_puts((*read.needs, Need(must, "boolean")), place),
        Put(("rules", f"{text_of(leads)} are {name}".lower()[:70]), rule),
    )
    return checked(
        "predicate",
        f"Where {read.text}, the lead is {name}.",
        puts,
        sentence,
        read.figures,
        yes_no((*read.needs, Need(must, "boolean"))),
    )


def _name_of_group(found: Found, sentence: Sentence) -> str | None:
    tokens: Tokens = without_article(found["group"])
    del sentence
    if not 0 < len(tokens) <= 3 or any(token.kind not in {"word", "name"} for token in tokens):  # noqa: PLR2004 (a name)
        return None
    return text_of(tokens) if all(token.text[:1].isupper() or token.kind == "name" for token in tokens) else None


ARE = Shape(
    "leads that belong to a group",
    (
        "<words:phrase> (are|count as|are always|is|counts as) <group:phrase> [,] (whatever|no matter|regardless of|even if|always) [<why:words>]",
        "<words:phrase> (are|count as|are always|counts as) <group:phrase>",
    ),
    _are,
    "Companies with more than 900 people are Key Accounts, whatever the score.",
)


def _left_out(found: Found, sentence: Sentence) -> Outcomes:
    """Read who is left out: `Leads with Source = Test are not routed, and neither is anything owned by Robot`."""
    reads: list[Read] = []
    if sentence.tokens[0].low in {"after", "before", "once", "by", "until", "since"}:
        return None  # "After the third time it is disqualified": when, not who
    for key in ("words", "more", "condition"):
        if key not in found:
            continue
        read = found[key] if isinstance(found[key], Read) else _of_leads(found[key], sentence)
        if read is None:
            return None
        reads.append(read)
    what = text_of(found["out"]) if "out" in found else "excluded"
    read = reads[0] if len(reads) == 1 else joined("any", reads)
    return named(what, read, sentence, says=f"{what.capitalize()}: {read.text}.")


def _of_leads(tokens: Tokens, sentence: Sentence) -> Read | None:
    """Read leads by what they are: `leads with …`, `anything owned by "Robot"`, `leads that …`."""
    leads = read_leads(tokens, sentence.known)
    if leads is not None:
        return leads.condition(sentence.known)
    for at, token in enumerate(tokens):
        if token.low == "owned" and [each.low for each in tokens[at : at + 2]] == ["owned", "by"]:
            owner = [each for each in tokens[at + 2 :] if each.kind in {"quote", "name"} or each.text[:1].isupper()]
            if owner:
                return Read(
                    f"owner = {quoted(' '.join(each.text for each in owner))}",
                    () if ("owner",) in sentence.known.fields else (Need("owner", "text"),),
                )
        if at and token.low in {"with", "that", "who", "whose", "from"}:
            return condition(tokens[at + 1 :] if token.low != "from" else tokens[at:], sentence.known)
    return kinds_of(tokens)


def kinds_of(tokens: Tokens) -> Read | None:
    """Read kinds of people by their bare nouns: `Students, suppliers and job seekers`."""
    reads: list[Read] = []
    for part in parted(tokens):
        words = tuple(token.low for token in part)
        if not 0 < len(words) <= 3 or not words[-1].endswith("s") or words[-1] in _TIMES or set(words) & LEADS:  # noqa: PLR2004 (a noun)
            return None
        if any(token.kind != "word" or (token.low in FINITE and token is not part[-1]) for token in part):
            return None
        key = key_of(" ".join((*words[:-1], words[-1].removesuffix("s"))))
        reads.append(Read(key, (Need(key, "boolean"),)))
    return None if not reads else reads[0] if len(reads) == 1 else joined("any", reads)


_TIMES = frozenset({"weekends", "holidays", "nights", "hours", "days", "sundays", "saturdays", "breaks", "vacations"})


LEFT_OUT = Shape(
    "leads that are left out",
    (
        "<words> (is|are) [always] <out:out> , and (neither|so) (is|are) <more:words>",
        "<words> (is|are) [always] <out:out>",
        "<words> (does|do) not count",
        "(a|the|every) (lead|record|contact) is <out:out> (if|when|where) <condition>",
    ),
    _left_out,
    "Records with `Source` = Bulk are not clocked.",
)


def _under(found: Found, sentence: Sentence) -> Outcomes:
    """Read a bound on the score in words: `Everything below 20 goes to nurture`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "number" or bound.about or not (bound.said or bound.second is not None):
        return None
    score = next(iter(sentence.context.declared.scores), None)
    has_points = any(
        "scor" in heading.text.lower() or "point" in heading.text.lower() for heading in sentence.unit.headings
    )
    figures = bound.figures
    what = text_of(found["words"])
    if not has_points:
        asks = f"{bound.first} of what: points, people?"
        return Ambiguous(
            "predicate",
            (Question(NO_FIELD.code, asks, (f"`{_short(what)}` means `score {bound.sense} {bound.first.plain}`.",)),),
            figures,
            sentence.place,
        )
    key = key_of(score) if score is not None else "score"
    needs = (Need(key, "number", declared=tuple(key.split("_")) in sentence.known.fields),)
    text = (
        f"{key} between {bound.first.plain} and {bound.second.plain}"
        if bound.second
        else f"{key} {bound.sense} {bound.first.plain}"
    )
    return named(_short(what), Read(text, needs, figures), sentence, says=f"{what.capitalize()}: {text}.")


def _short(what: str) -> str:
    words = what.split()[:4]
    while len(words) > 1 and words[-1].lower() in {
        "and",
        "or",
        "with",
        "the",
        "a",
        "is",
        "are",
        "to",
        "of",
        "in",
        "for",
        "by",
    }:
        words.pop()
    return " ".join(words)


UNDER = Shape(
    "what becomes of leads by their number",
    ("(anything|everything|everybody|leads|those|the ones|all|the rest) <bound> <words>",),
    _under,
    "Anything under 30 is not routed.",
)


def _no_entry(found: Found, sentence: Sentence) -> Outcomes:
    """Read what does not count without evidence: `A visit without a report does not count`."""
    name = _term(found["words"])
    key = phrase_key(found["evidence"])
    if name is None or key is None:
        return None
    read = Read(f"{key} is known" if tuple(key.split("_")) in sentence.known.fields else key, (Need(key, "boolean"),))
    return named(name, read, sentence, says=f"Only with {text_of(found['evidence'])} is it {name}.")


NO_ENTRY = Shape(
    "what does not count without evidence",
    (
        "(a|an|any) <words:phrase> without (a|an|any) <evidence:phrase> (did not happen|does not count|is no <again:phrase>|did not take place|never happened)",
        "only (logged|recorded) <words:phrase> count",
        "what is not (logged|recorded|in the crm) (did not happen|does not count)",
    ),
    lambda found, sentence: _no_entry(found, sentence) if "evidence" in found else None,
    "A visit without a report does not count.",
)


def _is_evidence(found: Found, sentence: Sentence) -> Outcomes:
    """Read what counts as something: `Engagement means a reply or a booked visit`."""
    name = _term(found["words"])
    if name is None or sentence.words & {"then", "silence"}:
        return None  # "what is not rejected by then counts as accepted": what a lapse means
    read: Read = found["condition"]
    return named(name, read, sentence)


COUNTS_AS = Shape(
    "what counts as something",
    (
        "only <condition> (counts|count) as [a|an] <words:phrase>",
        "<condition> (counts|count) as [a|an] <words:phrase>",
    ),
    _is_evidence,
    "A reply or a booked visit counts as engagement.",
)


def _as_changing(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Taking a lead means setting its owner`."""
    name = text_of(found["words"])
    field = found.get("field")
    key = field.key if field is not None else key_of(text_of(found["what"]))
    fact = f"{key}_changed"
    if not key_of(name):
        return None
    read = Read(fact, (Need(fact, "boolean"),))
    return named(name, read, sentence, says=f"{name} means that {key} was changed.")


CHANGING = Shape(
    "an action that is the change of a field",
    (
        "<words:phrase> means (changing|updating|setting) (its|the|their) <what:phrase>",
        "<words:phrase> means (changing|updating|setting) <field>",
    ),
    _as_changing,
    "Taking a lead means setting its owner.",
)


def _not_evidence(found: Found, sentence: Sentence) -> Outcomes:
    """Read what does not count: `The newsletter is no first touch`."""
    what, name = phrase_key(found["words"]), _term(found["term"])
    if what is None or name is None or not _is_deed(found["term"], sentence):
        return None
    return named(
        f"no {name}", Read(what, (Need(what, "boolean"),)), sentence, says=f"{text_of(found['words'])} is no {name}."
    )


_DEEDS = frozenset(
    """contact attempt touch response reply conversation meeting answer call activity engagement acceptance handoff qualification
    evidence contacts attempts touches replies calls""".split()
)


def _is_deed(tokens: Tokens, sentence: Sentence) -> bool:
    """Say that a word is for what people do with leads, or one the document gives a meaning."""
    words = tuple(token.low for token in without_article(tokens))
    return bool(words) and (words[-1] in _DEEDS or words in sentence.known.terms or words in sentence.known.events)


NOT_EVIDENCE = Shape(
    "what does not count as something",
    (
        "(a|an|the) <words:phrase> (is not|is no|does not count as|never counts as) [a|an] <term:phrase>",
        "<words:phrase> (do not count as|never count as|are no) [a|an] <term:phrase>",
    ),
    _not_evidence,
    "The newsletter is no first touch.",
)


def _never_have(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Partners have no quota`."""
    what, thing = phrase_key(found["words"]), _term(found["term"])
    if what is None or thing is None or len(found["words"]) > 3:  # noqa: PLR2004 (a noun)
        return None
    need = Need(
        f"owner_is_{what.removesuffix('s')}"
        if "clock" in thing.lower() and what in {"queues", "queue", "pools"}
        else what,
        "boolean",
    )
    return named(
        f"has no {thing}", Read(need.name, (need,)), sentence, says=f"{text_of(found['words'])} have no {thing}."
    )


NEVER_HAVE = Shape(
    "what never has something",
    ("<words:phrase> (never have|never has|have no|has no|never get|never gets|do not have) [a|an|any] <term:phrase>",),
    _never_have,
    "Partners have no quota.",
)


def how_many_each(found: Found) -> Read | None:
    """Read how many of something each may have: `Accounts can have up to six owners, leads up to two`."""
    first: Bound = found["bound"]
    thing = phrase_key(found["words"])
    if thing is None or first.first.kind != "number" or first.sense not in {"<=", "<"}:
        return None
    thing = f"number_{thing}"
    who = phrase_key(found["who"])
    parts = (
        [
            Read(
                f"not {who.removesuffix('s')} or {thing} {first.sense} {first.first.plain}",
                (Need(who.removesuffix("s"), "boolean"), Need(thing, "number")),
                first.figures,
            )
        ]
        if who
        else []
    )
    if "second" in found:
        other, bound = phrase_key(found["other"]), found["second"]
        if other is None or bound.first.kind != "number":
            return None
        parts.append(
            Read(
                f"not {other.removesuffix('s')} or {thing} {bound.sense} {bound.first.plain}",
                (Need(other.removesuffix("s"), "boolean"), Need(thing, "number")),
                bound.figures,
            )
        )
    return joined("all", [replace(part, text=f"({part.text})") for part in parts]) if parts else None


def _up_to(found: Found, sentence: Sentence) -> Outcomes:
    read = how_many_each(found)
    if read is None:
        return None
    place = sentence.place
    puts = (
        *need_puts(read.needs, place),
        Put(("rules", f"number of {text_of(found['words'])}".lower()), table({"must": read.text}, place)),
    )
    return checked("predicate", f"Always {read.text}.", puts, sentence, read.figures, yes_no(read.needs))


UP_TO = Shape(
    "how many of something each may have",
    (
        "<who:phrase> (can|may) (carry|have|hold|get) <bound> <words:phrase> [over (their|its) lifetime] , <other:phrase> <second:bound>",
        "<who:phrase> (can|may) (carry|have|hold|get) <bound> <words:phrase> [over (their|its) lifetime]",
    ),
    _up_to,
    "Accounts can have up to six owners, leads up to two.",
)


def _stays(found: Found, sentence: Sentence) -> Outcomes:
    """Read leads that stay where they are: `Leads without consent stay Raw, whatever …`."""
    stage: Value = found["value"]
    read = _of_leads(found["words"], sentence)
    if read is None or read.unsaid:
        return None
    place = sentence.place
    rule = table({"when": read.text, "must": f"{stage.field} = {quoted(stage.text)}"}, place)
    puts = (
        *need_puts(read.needs, place),
        Put(("rules", f"{text_of(found['words'])} stay {stage.text}".lower()[:70]), rule),
    )
    return checked(
        "predicate",
        f"Where {read.text}, {stage.field} = {stage.text}.",
        puts,
        sentence,
        read.figures,
        yes_no(read.needs),
    )


STAYS = Shape(
    "leads that stay in a stage",
    ("<words:phrase> (stay|stays|remain|remains) [in] <value> [, (even when|even if|whatever|no matter) <why:words>]",),
    _stays,
    "Leads without consent stay Raw, whatever the score.",
)


def _implies(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Region = Other means status Resting, whatever the score`."""
    stage: Value = found["value"]
    read: Read = found["condition"]
    if read.unsaid or read.vague:
        return None
    place = sentence.place
    must = f"{stage.field} = {quoted(stage.text)}"
    puts = (
        *need_puts(read.needs, place),
        Put(("rules", f"{stage.text} when {read.text}".lower()[:70]), table({"when": read.text, "must": must}, place)),
    )
    return checked("predicate", f"Where {read.text}, {must}.", puts, sentence, read.figures, yes_no(read.needs))


IMPLIES = Shape(
    "a condition that settles the stage",
    (
        "<condition> (means|implies|makes it) [the] (status|stage) <value> [, (whatever|no matter|regardless of) <why:words>]",
        "(when|if|where) <condition> , the (status|stage) (is|must be) <value>",
    ),
    _implies,
    "`Country` = Monaco means status Resting, whatever the score.",
)


def _straight(found: Found, sentence: Sentence) -> Outcomes:
    """Read what skips scoring: `Referrals go straight to SQL`."""
    stage: Value = found["value"]
    read = condition(found["words"], sentence.known)
    if read is None:
        return None
    place = sentence.place
    puts = (
        *need_puts(read.needs, place),
        Put(("terms", term_name(f"straight to {stage.text}")), table({"when": read.text}, place)),
    )
    return checked(
        "predicate", f"Where {read.text}, the lead is {stage.text}.", puts, sentence, read.figures, yes_no(read.needs)
    )


STRAIGHT = Shape(
    "what skips scoring",
    (
        "<words:phrase> (go|goes|move|moves) (straight|directly) to <value>",
        "<words:phrase> (becomes|become|is|are) [automatically|immediately] <value> (at once|automatically|without scoring|whatever the score)",
    ),
    _straight,
    "Referrals go straight to SQL.",
)


def _says(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Stage must be Open`."""
    field, place = found["field"], sentence.place
    at = found.spans["one"][0]
    if sentence.tokens[at].low in {"a", "an", "the"} or sentence.tokens[at - 1].low in {"a", "an", "the"}:
        return None  # "a company address" is what the value is like, and not the value
    must = f"{field.key} = {quoted(found['one'])}"
    if "should" in sentence.words:
        asks = f"{field.label} “should” be {found['one']}: must it?"
        moment = _moment_before(sentence)
        way = f"`{field.label}` is always {found['one']}."
        if moment is not None:  # what should hold at a moment holds at no other
            party = next(iter(people(sentence.known)), "Sales")
            way = f"{party} must keep the share of `{must}` among `{moment}` to at least 100% per month."
        return Ambiguous("predicate", (Question(NO_NUMBER.code, asks, (way,)),), (), place)
    puts = (Put(("rules", f"{field.label} is {found['one']}".lower()), table({"must": must}, place)),)
    return checked("predicate", f"Always {must}.", puts, sentence)


def _moment_before(sentence: Sentence) -> str | None:
    """Give the event of which the sentence before speaks: `Read it as soon as the mail arrives. Status should say …`."""
    before = sentence.before
    tokens = before.tokens if before is not None else ()
    low = [token.low for token in tokens]
    at = next((at for at in range(2, len(low)) if low[at - 2 : at + 1] == ["as", "soon", "as"]), None)
    events = read_events(tokens[at + 1 :], sentence.known) if at is not None else None
    return events[0] if events is not None and len(events) == 1 else None


SAYS = Shape(
    "what a field should say",
    ("<field> (should|must|has to) (say|be|read) <one>", "<field> is always <one>"),
    _says,
    "`Lead Status` must be Unworked.",
)


def _meets(found: Found, sentence: Sentence) -> Outcomes:
    """Read how many of some criteria must be met: `if it fulfils two of these three points: size, …`."""
    names = [phrase_key(part) for part in parted(found["list"])]
    if any(name is None for name in names) or len(names) != found["of"]:
        return None
    needs = tuple(Need(f"{name}_met", "boolean") for name in names)
    read = counted(found["count"], [Read(need.name, (need,)) for need in needs])
    if read is None:
        return None
    asks = "When is each of these met?"
    listed = "; ".join(f"`{need.name}`" for need in needs)
    name = _short(text_of(found["words"]))
    choice = f"`{name}` means at least {found['count']} of: {listed}."
    return Ambiguous(
        "predicate",
        (Question(NO_FIELD.code, asks, (choice,)),),
        (str(found["count"]), str(found["of"])),
        sentence.place,
    )


MEETS = Shape(
    "how many of some criteria must be met",
    (
        "<words> (meets|fulfils|satisfies|has) [at least] <count> of (these|the|the following) <of:count> [criteria|points] : <list:words>",
    ),
    _meets,
    "A lead is fast-tracked if it meets two of these three criteria: size, region, budget.",
)


def _yeses(found: Found, sentence: Sentence) -> Outcomes:
    asks = "Which fields hold the answers to these questions?"
    asked = tuple(_asked(sentence))
    listed = "; ".join(f"`{each}`" for each in asked)
    choices = (f"`qualified` means at least {found['count']} of: {listed}.",) if len(asked) >= found["count"] else ()
    return Ambiguous("predicate", (Question(NO_FIELD.code, asks, choices),), (str(found["count"]),), sentence.place)


def _asked(sentence: Sentence) -> Iterator[str]:
    """Give the questions right before a sentence, as names of yes/no fields."""
    at, units = sentence.context.at, sentence.context.units
    start = at
    while start and units[start - 1].text.endswith("?") and units[start - 1].headings == sentence.unit.headings:
        start -= 1
    for unit in units[start:at]:
        yield key_of(unit.text.rsplit(":", 1)[-1].split("(")[0]).replace("_", " ")


YESES = Shape(
    "how many questions must be answered with yes",
    (
        "<count> (yeses|yes|yesses|positive answers) (are|is) enough",
        "[at least] <count> (answers must be yes|yeses are needed)",
    ),
    _yeses,
    "Three yeses are enough.",
)


def _is_what(found: Found, sentence: Sentence) -> Outcomes:
    """Read where a value comes from: `Size is what the visitor entered`."""
    name = _term(found["words"])
    key = phrase_key(found["what"])
    if name is None or key is None:
        return None
    return named(
        f"{name} given", Read(key, (Need(key, "boolean"),)), sentence, says=f"{name} is {text_of(found['what'])}."
    )


IS_WHAT = Shape(
    "where a value comes from",
    ("<words:phrase> is what (the|a|each) <what:phrase>",),
    _is_what,
    "Size is what the visitor entered.",
)


def _not_shown(found: Found, sentence: Sentence) -> Outcomes:
    """Read when something is not done: `They are not called when the contract is under review`."""
    read: Read = found["condition"]
    what = text_of(found["words"])
    if read.unsaid or read.vague:
        return None
    return named(f"not {what}", read, sentence, says=f"Not {what}: {read.text}.")


NOT_SHOWN = Shape(
    "when something is not done",
    ("(it|they|the lead|the record) (is|are) not <words:verb> (when|if|where) <condition>",),
    _not_shown,
    "It is not routed when the account is blocked.",
)


def _one_of_these(found: Found, sentence: Sentence) -> Outcomes:
    """Read the sentence before a list of conditions of which one is enough."""
    reads: list[Read] = []
    for unit in sentence.following():
        if not unit.label:
            continue
        read = condition(_cut(unit.words), sentence.known)
        if read is None or read.vague:
            names = [f"case {number}" for number, each in enumerate(sentence.following(), 1) if each.label]
            reads = [Read(key_of(name), (Need(key_of(name), "boolean"),)) for name in names]
            break
        reads.append(read)
    if not reads:
        return None
    what = text_of(found["words"])
    how = found.get("how") or "any"
    read = reads[0] if len(reads) == 1 else joined("all" if how == "all" else "any", reads)
    if len(found["words"]) > 14:  # noqa: PLR2004 (longer is more than a name)
        return None
    short = replace(read, figures=())
    return named(
        _short(what),
        short,
        sentence,
        form="derived",
        says=f"{what.capitalize()} when {how} of {len(reads)} conditions is true.",
    )


def _cut(words: Words) -> Tokens:
    tokens = cut(words)
    while tokens and tokens[-1].kind == "sign" and tokens[-1].low in {".", ";"}:
        tokens = tokens[:-1]
    return tokens


ONE_OF_THESE = Shape(
    "a list of conditions of which one or all must be true",
    (
        "<words> (when|if|once) [at least] (one|any) of (these|the following|them) is true :",
        "<words> (when|if|once) <how:all_or_any> of (these|the following|them) (are|is) true :",
        "<words> (when|if|once) (one|any) of (these|the following) (holds|applies) :",
    ),
    _one_of_these,
    "A lead is hot if any of these are true:",
    stands_alone=False,
)


def read_item(sentence: Sentence) -> Outcome | None:
    """Read an item of a list of conditions: its lead says that they are, or the items beside it compare numbers."""
    name = name_of_item(sentence)
    heading = sentence.unit.headings[-1].text if sentence.unit.headings else ""
    if _OF_FIGURES.search(heading) and any(token.kind == "percent" for token in sentence.tokens):
        return None  # "SAL-to-SQL of 35 % or higher" below "Targets" is a figure of many leads
    read = condition(sentence.tokens, sentence.known) if name is not None else None
    return None if name is None or read is None else named(name, read, sentence)


_OF_FIGURES = re.compile(r"\b(?:targets?|goals?|kpis?|metrics|numbers|figures|measures?|volumes?)\b", re.IGNORECASE)


def name_of_item(sentence: Sentence) -> str | None:
    """Name an item of a list of conditions by the heading above and its number; nothing for what is none."""
    unit = sentence.unit
    if not unit.label[:1].isalnum() or not _is_condition_list(sentence):
        return None  # an item without a number is a part of what its list defines, and nothing by itself
    heading = unit.headings[-1].text if unit.headings else "case"
    return f"{key_of(heading).replace('_', ' ')} {unit.label.strip('.)- ') or str(_number_of(sentence))}"


def _number_of(sentence: Sentence) -> int:
    lines = [unit.place.line for unit in _items(sentence)]
    return bisect_right(lines, sentence.unit.place.line)


def _items(sentence: Sentence) -> tuple[Unit, ...]:
    """Give the items of the same list."""
    context = sentence.context
    return context.once("lists", lambda: _lists(context.units))[context.at]


def _lists(units: tuple[Unit, ...]) -> dict[int, tuple[Unit, ...]]:
    """Give for each unit, by where it stands, the items of the list it is in."""
    found: dict[int, tuple[Unit, ...]] = {}
    start = 0
    for at in range(1, len(units) + 1):
        if at < len(units) and _beside(units[at - 1], units[at]):
            continue
        items = tuple(each for each in units[start:at] if each.label)
        found |= dict.fromkeys(range(start, at), items)
        start = at
    return found


def _beside(other: Unit, unit: Unit) -> bool:
    same_lead = (other.lead is None) == (unit.lead is None) and (
        other.lead is None or unit.lead is None or other.lead.place == unit.lead.place
    )
    return other.kind == "sentence" and other.headings == unit.headings and same_lead


_SAYS_SO = re.compile(
    r"\b(?:one|any|all|both|\w+) of (?:these|the following|them)\b|\b(?:if|when|where|conditions?|criteria)\b[^.]*:$",
    re.IGNORECASE,
)
_LEAST_COMPARED = 2


def _is_condition_list(sentence: Sentence) -> bool:
    unit = sentence.unit
    if unit.lead is not None and _SAYS_SO.search(unit.lead.text):
        return True
    if unit.lead is not None or not unit.label[:1].isdecimal():
        return False
    items = _items(sentence)
    first = items[0].place if items else unit.place
    return sentence.context.once(("a list of conditions", first), lambda: _compare(items, sentence))


def _compare(items: tuple[Unit, ...], sentence: Sentence) -> bool:
    compared = sum(1 for each in items if _compares(each, sentence))
    return compared >= _LEAST_COMPARED and compared * 3 >= len(items)


def _compares(unit: Unit, sentence: Sentence) -> bool:
    """Say that an item is a comparison of numbers from end to end."""
    read = read_condition(unit.words, sentence.known)
    return read is not None and bool(read.figures)


def _in_time(found: Found, sentence: Sentence) -> Outcomes:
    """Read what is enough to be in time: `it is on time if the visit is booked`."""
    read: Read = found["condition"]
    if read.unsaid or read.vague:
        return None
    return named("in time", read, sentence, says=f"In time: {read.text}.")


IN_TIME = Shape(
    "what is enough to be in time",
    (
        "as long as <condition> [,] (you are|it is|that is|they are|the rep is) (fine|in time|not late|on time|enough|inside the limit)",
        "(you are|it is|that is) (fine|in time|not late|on time) (as long as|if|when) <condition>",
    ),
    _in_time,
    "As long as the visit is booked, it is on time.",
)

SHAPES = (
    IN_TIME,
    ONE_OF_THESE, LISTED_MEANS, MUST_BE_TRUE, STAGE_IS, CHANGING, IMPLIES, STRAIGHT, NOT_SHOWN, NO_ENTRY, LEFT_OUT, UNDER, UP_TO, NEVER_HAVE, STAYS, ARE, SAYS,
    MEETS, YESES, IS_WHAT, NOT_EVIDENCE, COUNTS_AS, MEANS,
)  # fmt: skip
