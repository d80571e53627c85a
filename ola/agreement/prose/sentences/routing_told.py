"""Sentences on who gets which leads."""

from __future__ import annotations

import re
from fractions import Fraction

from ola.agreement.prose.naming import key_of, term_name
from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.numbers import ordinal_at
from ola.agreement.prose.phrases.read import Need, joined
from ola.agreement.prose.phrases.shares import share_at, share_text
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Put, Question
from ola.agreement.prose.sentences.core import read_leads
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.sentences.gaps import without_article
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_FIELD, NO_ORDER
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, items, quoted, table


def _to(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Leads with a budget of 700 or more go to the field team, all others go to inside sales`."""
    leads = read_leads(found["leads"], sentence.known)
    if leads is None:
        return None
    said = [each for each in (found.get("condition"), leads.condition(sentence.known)) if each is not None]
    read = joined("all", said) if said else None
    to = _who(found["to"])
    if read is None or to is None or read.unsaid or read.vague:
        return None
    place = sentence.place
    demands: dict[str, Plain | None] = {to: read.text}
    rest = _who(found["rest"]) if "rest" in found else None
    demands[rest or "nobody yet"] = "otherwise"
    name = "goes to" if rest is not None else term_name(f"goes to {to}")
    puts = (*need_puts(read.needs, place), Put(("segments", name), table(demands, place)))
    says = f"Leads where {read.text} go to {to}" + (f", all others to {rest}" if rest else "")
    return checked("derived", f"{says}.", puts, sentence, read.figures, yes_no(read.needs))


def _who(tokens: Tokens) -> str | None:
    words = tuple(token for token in tokens if token.low not in {"the", "a", "an"})
    if any(token.low.endswith("ly") or token.low in {"once", "soon", "asap", "away", "within"} for token in words):
        return None  # that it is done at once tells a time, and no name
    return text_of(words) if 0 < len(words) <= 6 and not any(token.number is not None for token in words) else None  # noqa: PLR2004 (a name)


TO = Shape(
    "who gets which leads",
    (
        "<leads:phrase> (go|goes|are routed|are assigned|is routed|is assigned|are automatically routed|are automatically assigned|are sent) to <to:phrase> [, all (others|other leads) (go to|stay with|are kept by) <rest:phrase>]",
        "(if|when|where) <condition> , <leads:phrase> (goes|go|is routed|is assigned) to <to:phrase> [, (otherwise|else) to <rest:phrase>]",
        "(if|when|where) <condition> <leads:lead> (goes|go|is routed|is assigned) to <to:phrase>",
        "<leads:phrase> (are answered|are handled|are worked|are looked after|are taken care of) by <to:phrase>",
    ),
    _to,
    "Leads with a budget of 700 or more go to the field team, all others go to inside sales.",
)


def _or(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of two owners joined by "or": which comes first."""
    asks = "Which of the two comes first, and when does the other?"
    first, second = text_of(found["to"]), text_of(found["rest"])
    leads = text_of(found["leads"])
    leads = leads if leads.isupper() else f"{leads[:1].lower()}{leads[1:]}"
    choices = [
        f"If {one} is free, {leads} go to {one}, otherwise to {other}."
        for one, other in ((first, second), (second, first))
        if not one.startswith("who")
    ]
    return Ambiguous("derived", (Question(NO_ORDER.code, asks, tuple(choices)),), (), sentence.place)


OR = Shape(
    "leads that go to one or another",
    ("<leads:phrase> (go|goes|are routed|are assigned) to <to:phrase> , or to <rest:words>",),
    _or,
    "Leads go to the owner of the account, or to the next in line.",
)


def _in_turn(found: Found, sentence: Sentence) -> Outcomes:
    """Read a round robin: whose turn it is nobody can check, that the owner is one of them is a list."""
    people = text_of(found["who"]) if "who" in found else ""
    if not people:
        return None
    place = sentence.place
    name = f"round robin of {key_of(people).replace('_', ' ')}"
    puts = (Put(("segments", f"routing to {key_of(people).replace('_', ' ')}"), table({name: "otherwise"}, place)),)
    where = f"inside {text_of(found['where'])}, " if "where" in found else ""
    return checked("derived", f"Leads {where}go round {people} in turn.", puts, sentence)


IN_TURN = Shape(
    "leads that go round in turn",
    (
        "[(inside|within|in) (a|each|every|the) <where:phrase> ,] (leads|they|records) (go|are routed|are assigned|are given) round [among|to] <who:phrase> in turn",
        "[(inside|within|in) (a|each|every|the) <where:phrase> ,] (leads|they|records) are (distributed|routed|assigned) round (robin|-robin) (among|to|across|over) <who:phrase>",
    ),
    _in_turn,
    "Leads are distributed round robin among the SDRs.",
)


def _same_owner(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of leads that go to an earlier owner."""
    length = found["length"]
    if "who" in found:
        choice = f"If the earlier lead was created in the last {length}, leads go to the {text_of(found['who'])} of the earlier lead."
    else:
        choice = f"If {text_of(found['words'])} in the last {length}, leads go to the same owner."
    asks = (
        Question(NO_ORDER.code, "Of several earlier leads, which one counts?", (choice,)),
        Question(NO_FIELD.code, "Which field tells the earlier lead and its age?", (choice,)),
    )
    return Ambiguous("derived", asks, (str(length),), sentence.place)


SAME_OWNER = Shape(
    "leads that go to the owner of an earlier one",
    (
        "<words> goes to the <who:phrase> of the earlier (lead|record) if <that:phrase> is (less|no more) than <length> old",
        "if <words> in the last <length> , the new lead goes to the same owner",
    ),
    _same_owner,
    "A second lead goes to the owner of the earlier lead if that one is less than 60 days old.",
)


def _top(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of leads that come first; offered is a table with what is at the top and what is in the rest."""
    which = phrase_key(found["leads"])
    when = f"{text_of(found['when'])} " if "when" in found else ""
    where = "queue" if "queue" in sentence.words else "list"
    ways = (
        (f"Leads where `{which}` go to the top of the {when}{where}, all others go to the rest of it.",)
        if which is not None
        else ()
    )
    asks = "Before whom, and who else is at the top?"
    return Ambiguous("derived", (Question(NO_ORDER.code, asks, ways),), (), sentence.place)


TOP = Shape(
    "leads that go to the top of a list",
    ("<leads:phrase> (go|goes|move|moves|come|comes) to the top of the (list|queue) [<when:words>]",),
    _top,
    "Referrals go to the top of the queue.",
)


def _except(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of leads that go the way of others but for those of one status: which field tells whose they are."""
    stage, who, to = found["value"], found["who"], text_of(found["to"])
    of = phrase_key(without_article(who))
    if of is None:
        return None
    choice = (
        f"If `{stage.field} = {quoted(stage.text)} and {of}`, records go to {to}. "
        f"**For people:** All other records of {text_of(who)} are treated the same way."
    )
    asks = f"Which field tells that a record is one of {text_of(who)}, and who is {to}?"
    return Ambiguous("derived", (Question(NO_FIELD.code, asks, (choice,)),), (), sentence.place)


EXCEPT = Shape(
    "leads that go the way of others but for one status",
    (
        "(records|leads|contacts) of <who:phrase> are (treated|handled) [in] the same [way] , except that <value> (stays with|stay with|goes to|go to) <to:phrase>",
    ),
    _except,
    "Leads of somebody on sick leave are treated the same way, except that Talking goes to the team lead.",
)


def _ramp(found: Found, sentence: Sentence) -> Outcomes:
    """Read how much new people take, by their weeks or months: `a quarter of the leads in their first week, half in the second`."""
    steps = _steps(found["words"])
    if len(steps) < 2:  # noqa: PLR2004 (one step is no ramp)
        return None
    steps.sort(key=lambda step: (("day", "week", "month", "quarter").index(step[1]), step[2]))
    place = sentence.place
    rows: dict[str, Plain | None] = {}
    needs: list[Need] = []
    for share, unit, number in steps:
        need = Need(f"{unit}s_of_owner", "number")
        needs.append(need)
        rows.setdefault(share_text(share), f"{need.name} {'<=' if share < 1 else '>='} {number}")
    rest = share_text(Fraction(1))
    rows.pop(rest, None)
    rows[rest] = "otherwise"
    puts = (
        *need_puts(tuple(dict.fromkeys(needs)), place),
        Put(("segments", "share_of_leads"), table(rows, place)),
    )
    who = text_of(found["who"])
    told = ", ".join(f"{share_text(share)} in {unit} {number}" for share, unit, number in steps)
    figures = tuple(
        dict.fromkeys(
            (
                *("0" if share == 0 else share_text(share) for share, _, _ in steps),
                *(str(number) for _, _, number in steps),
            )
        )
    )
    return checked("derived", f"New {who} take of the leads {told}, then all.", puts, sentence, figures)


def _steps(tokens: Tokens) -> list[tuple[Fraction, str, int]]:
    """Read the shares and the week or month of each; the unit of the first holds for the next."""
    found: list[tuple[Fraction, str, int]] = []
    at, unit = 0, ""
    share: Fraction | None = None
    while at < len(tokens):
        low = tokens[at].low
        read = share_at(tokens, at)
        if read is not None and tokens[at].low != "one":
            share, at = read
            continue
        if low in {"no", "none"}:
            share = Fraction(0)
        elif low in {"full", "all"}:
            share = Fraction(1)
        which = ordinal_at(tokens, at)
        if which is not None and share is not None:
            after = tokens[which[1]].low.rstrip("s") if which[1] < len(tokens) else ""
            unit = after if after in {"week", "month", "quarter", "day"} else unit
            if not unit:
                return []
            found.append((share, unit, which[0]))
            share = None
        at += 1
    return found


RAMP = Shape(
    "how much new people take",
    ("new <who:phrase> (take|get|receive|carry) <words:words>",),
    _ramp,
    "New reps take a quarter of the leads in their first week and half in the second.",
)


def _holding(found: Found, sentence: Sentence) -> Outcomes:
    """Ask which queue holds leads nobody works."""
    asks = "Which queue holds the leads of which status?"
    who = text_of(_without_brackets(found["who"]))
    choice = f"If no {who} is working the lead, leads go to the {text_of(found['queue'])}."
    return Ambiguous("derived", (Question(NO_ORDER.code, asks, (choice,)),), (), sentence.place)


HOLDING = Shape(
    "what holds leads that nobody works",
    (
        "(whenever|when|while|as long as) no <who:phrase> is working (a|the) (record|lead) , (a|the) <queue:phrase> owns it [until <until:words>]",
    ),
    _holding,
    "While no SDR is working a lead, the pool owns it.",
)


def _sorts(found: Found, sentence: Sentence) -> Outcomes:
    """Read what sorts submissions into classes: a list of values."""
    values: tuple[str, ...] = found["values"]
    if len(values) < 2:  # noqa: PLR2004 (one is no list)
        return None

    noun = key_of(text_of(found["what"])).removeprefix("each_")
    put = Put(
        ("fields", f"{noun}_class"), table({"type": "choice", "choices": items(values, sentence.place)}, sentence.place)
    )
    return checked("derived", f"Each {noun} is one of {', '.join(values)}.", (put,), sentence)


SORTS = Shape(
    "what sorts leads into classes",
    ("(a|an|the) <who:phrase> sorts (each|every|all) <what:phrase> into <values>",),
    _sorts,
    "A script sorts every request into sales, press or spam.",
)


def _most(found: Found, sentence: Sentence) -> Outcomes:
    asks = f"“most of the {text_of(found['what'])}”: which are not?"
    other = OTHERS_FOR.fullmatch(text_of(found["rest"])) if "rest" in found else None
    who = text_of(_without_brackets(found["who"])) if "who" in found else ""
    # Who has the others is said behind a semicolon.
    choices = (f"If `{other['those']}`, leads go to {other['who']}, otherwise to {who}.",) if other and who else ()
    return Ambiguous("derived", (Question(NO_FIELD.code, asks, choices),), (), sentence.place)


OTHERS_FOR = re.compile(
    r"(?P<who>[\w &-]+?) (?:carry|carries|own|owns|handle|handles|take|takes|work|works|get|gets)(?: them| those| it)? for "
    r"(?:the )?(?P<those>[\w ]{3,50})"
)


def _without_brackets(tokens: Tokens) -> Tokens:
    opened = next((at for at, token in enumerate(tokens) if token.low == "("), len(tokens))
    return tokens[:opened]


MOST = Shape(
    "who has most of something",
    (
        "<who:phrase> (carry|carries|own|owns|handle|handles|take|takes|work|works|get|gets) (most|some|many) of the <what:phrase> [; <rest:words>]",
        "most <what:phrase> (go|goes|are routed|are assigned) to <to:phrase>",
    ),
    _most,
    "SDRs work most of the leads.",
)

SHAPES = (MOST, SORTS, RAMP, IN_TURN, OR, SAME_OWNER, TOP, HOLDING, EXCEPT, TO)
