"""Sentences that promise numbers of a period: volumes, shares, rates, caps, and how evenly they fall."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.lengths import length_at
from ola.agreement.prose.phrases.names import ARTICLES, is_a_clause, phrase_key
from ola.agreement.prose.phrases.numbers import shown
from ola.agreement.prose.phrases.periods import SPOKEN
from ola.agreement.prose.phrases.quantities import Bound, Quantity, bound_at
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.shares import share_limit, share_text
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Put, Question
from ola.agreement.prose.sentences.commitments import name_of
from ola.agreement.prose.sentences.core import ROLES, event_name, party_name, read_leads
from ola.agreement.prose.sentences.declarations import a_party, event_puts, need_puts, yes_no
from ola.agreement.prose.sentences.gaps import parted
from ola.agreement.prose.sentences.measures import without_each
from ola.agreement.prose.sentences.owing import owed_by_heading, sides
from ola.agreement.prose.sentences.pattern import Found, pattern
from ola.agreement.prose.sentences.promise import EITHER_SIDE, people
from ola.agreement.prose.sentences.questions import NO_COHORT, NO_NUMBER, NO_ONE_LIMIT, NO_PARTY, NO_PERIOD, NO_PROMISE
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.sentence import sentence as whole_of
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.sentences.verbs import FINITE, PARTICIPLE_OF
from ola.agreement.prose.values import Plain, table
from ola.finding import Code

_WISHED = frozenset(
    """should want wants aim aims hope hopes try tries ideally usually expect expects therefore plan plans""".split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """What a sentence promises of a period; what it does not tell is nothing.

    `what` is an event that is counted, or the condition or event whose share is taken; `of` the event that leads came
    in by. `per` is `owner` or `team` where it is promised for each of them, `all` for all together; `pooled_or_each` is true where several
    owe it and the sentence does not say whether together.
    """

    name: str
    what: Read | str
    bound: Bound | None
    of: str | None = None
    period: str | None = None
    party: str | None = None
    per: str | None = None
    pooled_or_each: bool = False
    spread: tuple[str, Fraction] | None = None
    wished: str | None = None
    no_cohort: bool = False
    scope: Read | None = None
    no_stage: bool = False  # leads of a sort that no stage is called by are counted

    @property
    def is_share(self) -> bool:
        """Whether a share is promised, not a count."""
        return self.bound is not None and self.bound.first.kind == "share"

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures of the sentence."""
        found = list(self.bound.figures) if self.bound is not None else []
        if self.spread is not None:
            found += [share_text(self.spread[1]), self.spread[0]]
        if self.period is not None and self.period.startswith("rolling"):
            found.append(self.period.removeprefix("rolling "))
        return tuple(dict.fromkeys((*found, *(self.scope.figures if self.scope else ()))))


def settled(number: Number, sentence: Sentence, tells: Callable[[Number], str] | None = None) -> Checked | Ambiguous:
    """Give the number as checked where it says all, else what its author must still decide.

    `tells` writes what is offered, in the form in which the number stands; a sentence unless something else is given.
    """
    tells = tells or told
    asks = tuple(_open(number, sentence))
    if not asks:
        return _checked(number, sentence)
    plain = number
    for _, _, ways in asks:
        if ways:
            plain = _with(plain, number, ways[0])
    questions = tuple(
        Question(code.code, asked, tuple(dict.fromkeys(tells(_with(plain, number, way)) for way in ways)))
        for code, asked, ways in asks
    )
    return Ambiguous("goal", questions, number.figures, sentence.place)


_ROLLING = {"day": "rolling 1 days", "year": "rolling 365 days"}


def _with(plain: Number, before: Number, way: Number) -> Number:
    changed = {name: getattr(way, name) for name in Number.__slots__ if getattr(way, name) != getattr(before, name)}
    return replace(plain, **changed)


def _open(number: Number, sentence: Sentence) -> Iterator[tuple[Code, str, tuple[Number, ...]]]:
    bound = number.bound
    if bound is None:
        offers = tuple(replace(number, bound=Bound(">=", Quantity("number", Fraction(each)))) for each in (100, 200))
        yield NO_NUMBER, "How many at least?", offers
    elif bound.second is not None and not bound.both:
        ends = (replace(bound, both=True), Bound(">=", bound.first), Bound("<=", bound.second))
        ways = tuple(replace(number, bound=end) for end in ends)
        yield NO_ONE_LIMIT, f"Is {bound.first} the least, or {bound.second} the most?", ways
    elif bound.sense == "either":
        ways = tuple(replace(number, bound=replace(bound, sense=sense)) for sense in ("<=", ">="))
        yield NO_ONE_LIMIT, f"Is {bound.first} the most, or the least?", ways
    if number.period not in SPOKEN and not (number.period or "").startswith("rolling"):
        rolling = _ROLLING.get(number.period or "")
        ways = tuple(replace(number, period=each) for each in ((rolling,) if rolling else ("week", "month", "quarter")))
        asked = (
            "For what period is it promised?"
            if number.period is None
            else f"A {number.period} is no period of goals: which is meant?"
        )
        yield NO_PERIOD, asked, ways
    if number.is_share and number.of is None and number.spread is None:
        cohorts = tuple(sentence.context.declared.stages[:2]) or ("created", "assigned")
        yield (
            NO_COHORT,
            "Of what is the share taken?",
            tuple(replace(number, of=each, no_cohort=False) for each in cohorts),
        )
    if number.no_stage:
        asked = f"“{number.what}”: which stage has a lead reached that counts?"
        ways = tuple(replace(number, what=each, no_stage=False) for each in sentence.context.declared.stages[:3])
        yield NO_COHORT, asked, ways or (replace(number, no_stage=False),)
    if number.pooled_or_each:
        asked = "Is it promised for each of them, or for all together?"
        yield NO_COHORT, asked, tuple(replace(number, per=per, pooled_or_each=False) for per in ("owner", "all"))
    if number.wished is not None:
        yield NO_PROMISE, f"“{number.wished}”: is it promised?", (replace(number, wished=None),)
    if number.party in _BOTH and len(sides(sentence)) < 2:  # noqa: PLR2004 (both)
        both = tuple(dict.fromkeys((*sentence.context.declared.parties, *EITHER_SIDE)))[:2]
        yield NO_PARTY, "Which sides are meant?", tuple(replace(number, party=each) for each in both)
    if number.party is None:
        who = people(sentence.known)[:3] or EITHER_SIDE
        yield NO_PARTY, "Who owes this?", tuple(replace(number, party=each) for each in who)


def told(number: Number) -> str:
    """Write the number as a sentence that ola reads as checked, as far as it says all."""
    who, bound = number.party or "Nobody", bound_told(number)
    who = f"{who[:1].upper()}{who[1:]}"
    what = number.what if isinstance(number.what, str) else number.what.text
    period = number.period or "month"
    each = f" for each {number.per}" if number.per not in {None, "all"} else ""
    where = f", for leads where `{number.scope.text}`" if number.scope is not None else ""
    if number.spread is not None:
        return f"{who} must keep {bound} `{what}` per {period}, no more than {share_text(number.spread[1])} of them in the last {number.spread[0]}{where}."
    if number.is_share:
        return f"{who} must keep the share of `{what}` among `{number.of}` to {bound} per {period}{each}{where}."
    return f"{who} must keep the number of `{what}` to {bound} per {period}{each}{where}."


def bound_told(number: Number) -> str:
    """Write the bound: `at least 95%`, `less than 25`."""
    if number.bound is None:
        return "at least ?"
    if number.bound.second is not None:
        return f"between {number.bound.first} and {number.bound.second}"
    words = {"<": "less than", ">": "more than", "<=": "at most"}.get(number.bound.sense, "at least")
    return f"{words} {number.bound.first}"


def _checked(number: Number, sentence: Sentence) -> Checked:
    place, known = sentence.place, sentence.known
    bound = number.bound
    if bound is None or number.party is None:
        msg = "a number that is open is asked about"
        raise AssertionError(msg)
    if number.party in _BOTH:
        each = [
            _checked(replace(number, party=side, name=f"{number.name} ({side.lower()})"), sentence)
            for side in sides(sentence)
        ]
        puts = tuple(put for one in each for put in one.puts)
        return replace(each[0], says=told(number), puts=puts)
    party = key_of(number.party)
    first = bound if bound.second is None else Bound(">=", bound.first)
    key, amount = _limit(first, is_share=number.is_share)
    limit = f"{amount} per {number.period}"
    what = number.what
    demands: dict[str, Plain | None] = {"owed_by": party}
    events: list[str] = []
    needs: tuple[Need, ...] = number.scope.needs if number.scope is not None else ()
    if number.is_share:
        demands |= {"share": what if isinstance(what, str) else what.text, "of": number.of}
        events.append(number.of or "")
    else:
        demands["count"] = what if isinstance(what, str) else key_of(what.text).replace("_", " ")
    if isinstance(what, str):
        events.append(what)
    elif number.is_share:
        needs = (*needs, *what.needs)
    demands[key] = limit
    if bound.second is not None:
        key, amount = _limit(Bound("<=", bound.second), is_share=number.is_share)
        demands[key] = f"{amount} per {number.period}"
    if number.scope is not None:
        demands["for"] = number.scope.text
    demands["per"] = None if number.per == "all" else number.per
    if number.spread is not None:
        last, most = number.spread
        demands["spread"] = table({"last": last, "at_most": share_text(most)}, place)
    puts = (
        a_party(number.party, place),
        *event_puts(tuple(each for each in events if each), known, place),
        *need_puts(needs, place),
        Put(("commitments", number.name), table(demands, place)),
    )
    return checked("goal", told(number), puts, sentence, number.figures, yes_no(needs))


def _limit(bound: Bound, *, is_share: bool) -> tuple[str, str]:
    """Give the bound as `at_least` or `at_most`; of whole numbers "more than 5" is at least 6."""
    value, step = bound.first.value, Fraction(0) if is_share else Fraction(1)
    if bound.sense in {">=", ">", "="}:
        return "at_least", share_limit(value, least=True) if is_share else shown(
            value + (step if bound.sense == ">" else 0)
        )
    return "at_most", share_limit(value, least=False) if is_share else shown(
        value - (step if bound.sense == "<" else 0)
    )


def owing_party(tokens: Tokens, sentence: Sentence) -> str | None:
    """Name who owes it; nothing where the words are for no person or team."""
    bare = tuple(token for token in tokens if token.low not in ARTICLES | {"each", "every", "all", "both"})
    if bare and bare[0].low in _NO_ONE:
        return None  # "nobody keeps more than 40" binds everybody
    named = sentence.known.person_at(bare, 0) if bare else None
    is_somebody = (named is not None and named[1] == len(bare)) or (
        bool(bare) and (bare[-1].low in ROLES | _SIDES or all(token.text[:1].isupper() for token in bare))
    )
    return party_name(bare, sentence.known) if is_somebody and len(bare) <= 5 else None  # noqa: PLR2004 (a name)


_NO_ONE = frozenset("nobody none no nothing neither everything everybody everyone anything anybody anyone it".split())
_BOTH = frozenset({"side", "sides", "party", "parties"})


_SIDES = frozenset({"side", "sides", "party", "parties", "we", "owner"})


def _per(tokens: Tokens) -> str | None:
    """Say that a number is promised for each: `an AE takes at most 9`, `every SDR holds`, `each team keeps`."""
    if not tokens or tokens[0].low not in {"a", "an", "each", "every"} or tokens[-1].low in {"side", "party"}:
        return None
    return "team" if tokens[-1].low == "team" else "owner"


def _are_several(tokens: Tokens) -> bool:
    """Say that several people owe it, one by one or together: `SDRs`, `our reps`."""
    last = tokens[-1].low if tokens else ""
    return last.endswith("s") and last.removesuffix("s") in ROLES - {"sale", "op", "revop", "system"}


def counted(tokens: Tokens, sentence: Sentence, *, as_stage: bool = True) -> str | None:
    """Name what is counted: a declared stage, or the words for it."""
    words = [token for token in tokens if token.low not in ARTICLES | {"new"} and token.kind != "sign"]
    if is_a_clause(tokens) or not 0 < len(words) <= 6 or any(token.number is not None for token in words):  # noqa: PLR2004 (longer is no name)
        return None
    if words[-1].low in {"should", "must", "will", "shall", "may", "can"}:
        return None  # its verb, not its name
    low = tuple(token.low for token in words)
    for spelt in (low, (*low[:-1], low[-1].removesuffix("s"))) if as_stage else ():
        if spelt in sentence.known.stages:
            return sentence.known.stages[spelt]
    return " ".join(token.text if token.text[1:] != token.low[1:] else token.low for token in words)


def _wished(sentence: Sentence) -> str | None:
    return next((token.low for token in sentence.tokens if token.low in _WISHED), None)


# ── the sentence that ola itself writes ─────────────────────────────────────────────────────────


def _own(found: Found, sentence: Sentence) -> Outcomes:
    what = found["what"][0]
    if found["what"][1:] or what.kind not in {"name", "quote"}:
        return None
    is_condition = any(sign in what.text for sign in "=<>") or bool(re.search(r"\bis (known|blank)\b", what.text))
    number = Number(
        name=name_of(sentence),
        what=Read(what.text) if is_condition else what.text,
        bound=found["bound"],
        of=text_of(found["of"]) if "of" in found else None,
        period=found["period"],
        party=owing_party(found["who"], sentence),
        per=text_of(found["each"]).lower() if "each" in found else None,
        scope=Read(found["where"][0].text) if "where" in found and len(found["where"]) == 1 else None,
    )
    if "last" in found:
        number = replace(number, spread=(str(found["last"]), found["share"]))
    return settled(number, sentence)


OWN = Shape(
    "a number of a period, as ola writes it",
    (
        "<who:phrase> must keep the (number|share) of <what:phrase> [among <of:phrase>] (at|to) <bound> <period> [for each <each:phrase>] [, for leads where <where:phrase>]",
        "<who:phrase> must keep <bound> <what:phrase> <period> , no more than <share> of them in the last <last:length> [, for leads where <where:phrase>]",
    ),
    _own,
    "Marketing must keep the number of `MQL` to at least 178 per month.",
)


# ── volumes ─────────────────────────────────────────────────────────────────────────────────────


def _volume(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Marketing delivers at least 70 referrals a quarter`."""
    bound: Bound = found["bound"]
    if bound.about or (not bound.said and bound.second is None and "period" not in found):
        return None
    party = owing_party(found["who"], sentence)
    if party is None:
        return None
    if bound.first.kind == "money":
        return _money(found, sentence)
    if bound.first.kind != "number":
        return None
    base: str = found.get("verb") or "deliver"
    what, each = without_each(found["what"])
    if what and what[0].low in {"times", "time"}:
        return None  # "tries at least four times" tells how often, not how many
    event = counted(what, sentence, as_stage=base in _DELIVERS | _GETS)
    if event is None:
        return None
    if not bound.said:
        bound = replace(bound, sense=">=")
    scope: Read | None = None
    if "more" in found:
        more: Tokens = found["more"]
        leads = read_leads((*found["what"], *more), sentence.known) if more[0].low in _OF_WHICH else None
        if leads is not None:
            scope = leads.scope
        elif is_a_clause(more) or any(token.number is not None for token in more):
            return None
        else:
            event = f"{event} {text_of(more).lower()}"
    if base not in _DELIVERS | _GETS and event not in sentence.context.declared.stages:
        event = f"{event} {_done(base)}"
    number = Number(
        name=name_of(sentence),
        what=event,
        bound=bound,
        period=found.get("period"),
        party=None if base in _GETS else party,  # who gets them does not owe them
        per=each or _per(found["who"]),
        pooled_or_each=each is None and _are_several(found["who"]),
        wished=_wished(sentence),
        scope=scope,
        no_stage=base in _DELIVERS | _GETS and _is_a_sort(what, event, sentence),
    )
    return settled(number, sentence)


def _is_a_sort(tokens: Tokens, event: str, sentence: Sentence) -> bool:
    """Say that leads of a sort are counted which no stage, event or term is called by: `60 qualified leads`."""
    known = sentence.known
    words = tuple(event.lower().split())
    if event in known.stages.values() or any(each in known.events or each in known.terms for each in _forms(words)):
        return False
    return len(words) > 1 and tokens[-1].low in {"lead", "leads"}


def _forms(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return words, (*words[:-1], words[-1].removesuffix("s"))


_OF_WHICH = frozenset({"with", "without", "that", "who", "whose", "which"})
_GETS = frozenset({"get", "receive"})
_DELIVERS = frozenset({"deliver", "generate", "source", "supply", "produce", "provide", "create", "bring"})


def _done(base: str) -> str:
    return PARTICIPLE_OF.get(base, f"{base}ed")


def _money(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of an amount of money what it is summed over."""
    bound: Bound = found["bound"]
    asks = "Which field is summed up, and over which leads?"
    return Ambiguous("goal", (Question(NO_COHORT.code, asks, ()),), bound.figures, sentence.place)


VOLUME = Shape(
    "how many of something are delivered in a period",
    (
        "<who:phrase> <verb:does> <bound> <what:phrase> <period> [<more:phrase>]",
        "<who:phrase> <verb:does> <bound> [of] <what:phrase> <period>",
        "<who:phrase> [will|shall] (commits to|commit to|guarantees|guarantee|promises|promise) [deliver|delivering] <bound> <what:phrase> <period>",
        "<who:phrase> (aims to|aim to|wants to|want to|plans to|plan to|tries to|try to|hopes to|hope to|expects to|expect to) <verb:does> <bound> <what:phrase> <period>",
        "<who:phrase> <verb:does> <bound> <what:phrase>",
        "<who:phrase> [will|shall|must] (provide|provides|supply|supplies) <whom:phrase> with <bound> <what:phrase> <period>",
    ),
    _volume,
    "Marketing delivers at least 178 MQLs per month.",
)


def _volume_of(found: Found, sentence: Sentence) -> Outcomes:
    """Read `SQL volume: 40 per quarter`."""
    bound: Bound = found["bound"]
    event = counted(found["what"], sentence)
    if bound.first.kind != "number" or bound.about or event is None:
        return None
    bound = bound if bound.said or bound.second is not None else replace(bound, sense=">=")
    number = Number(name_of(sentence), event, bound, period=found["period"], party=owed_by_heading(sentence))
    return settled(number, sentence)


VOLUME_OF = Shape(
    "the volume of something in a period",
    ("[the] <what:phrase> (volume|target|goal) (is|:|of) <bound> [<what_again:noun>] <period>",),
    _volume_of,
    "SQL volume: 40 per quarter",
)


def _placeholder(found: Found, sentence: Sentence) -> Outcomes:
    """Read a number that is still to be filled in: `[N] MQLs a month`."""
    event = counted(found["what"], sentence)
    if event is None:
        return None
    return settled(
        Number(name_of(sentence), event, None, period=found.get("period"), party=owed_by_heading(sentence)), sentence
    )


PLACEHOLDER = Shape(
    "a number that is still to be filled in",
    ("<placeholder> <what:phrase> <period>",),
    _placeholder,
    "[N] MQLs a month",
)


# ── shares ──────────────────────────────────────────────────────────────────────────────────────


def _share_of(found: Found, sentence: Sentence) -> Outcomes:
    """Read `no more than one in ten of them may turn out Rejected`, `at least a third inbound`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "share":
        return None
    cohort, period = _cohort(found, sentence)
    what = _fact(found["what"], sentence)
    if what is None or any(length_at(found["what"], at) for at in range(len(found["what"]))):
        return None  # "contacted within 4 hours" is a promise in time
    number = Number(
        name=name_of(sentence),
        what=what,
        bound=bound if bound.said else replace(bound, sense=">="),
        of=cohort,
        period=found.get("period") or period,
        party=owed_by_heading(sentence) or _earlier_party(sentence),
        wished=_wished(sentence),
    )
    return settled(number, sentence)


def _fact(tokens: Tokens, sentence: Sentence) -> Read | None:
    """Read what is true of the leads of a share: a value, a condition."""
    while tokens and tokens[0].low in {
        "may",
        "must",
        "can",
        "will",
        "should",
        "turn",
        "out",
        "are",
        "is",
        "to",
        "be",
        "end",
        "up",
        "as",
        "as:",
        "become",
        "have",
    }:
        tokens = tokens[1:]
    if not tokens:
        return None
    value = sentence.known.values_at(tokens, 0)
    if value is not None and value[1] == len(tokens):
        return condition(tokens, sentence.known)
    return condition(tokens, sentence.known)


def _cohort(found: Found, sentence: Sentence) -> tuple[str | None, str | None]:
    """Give what leads a share is taken of, and the period: "them" is what the clause before counts."""
    if "of" in found:
        return counted(found["of"], sentence), None
    before = _clause_before(sentence)
    return before if before is not None else (None, None)


def _clause_before(sentence: Sentence) -> tuple[str | None, str | None] | None:
    """Read what the first half of the same sentence counts, and in which period."""
    whole = whole_of(sentence.unit, sentence.context)
    if whole is None or not sentence.tokens or whole.tokens[0].start >= sentence.tokens[0].start:
        return None
    end = next(at for at, token in enumerate(whole.tokens) if token.start >= sentence.tokens[0].start)
    while end and whole.tokens[end - 1].low in {",", "and", ";"}:
        end -= 1
    first = whole.part(0, end)
    for shape in (VOLUME, PLACEHOLDER):
        for each in shape.made:
            found = each.match(first.tokens, first.words, first.setting)
            if found is not None and "what" in found:
                return counted(found["what"], first), found.get("period")
    return None


def _earlier_party(sentence: Sentence) -> str | None:
    whole = whole_of(sentence.unit, sentence.context)
    if whole is None or whole.tokens[0].start >= sentence.tokens[0].start:
        return None
    for each in VOLUME.made:
        for end in range(len(whole.tokens), 3, -1):
            found = each.match(whole.tokens[:end], whole.words, whole.setting)
            if found is not None:
                return owing_party(found["who"], sentence)
    return None


SHARE_OF = Shape(
    "what share of leads turns out so",
    (
        "[,] [and] [of which] <bound> of (them|these|those) <what:phrase> [<period>]",
        "of which <bound> <what:phrase>",
        "<bound> of (the|all|all the|those) <of:phrase> (are|is|have|has|must be|will be|turn out|become) <what:phrase> <period>",
        "<bound> of <of:phrase> [should|must|will|shall] (are|is|have|has|be|must be|will be|may be|must have|turn out|become) <what:phrase> [each|every] [<period>]",
        "we want <bound> of (these|those|the|all) <of:phrase> to <what:phrase> [, counted in the <when:words>]",
        "<what:phrase> (should|must|has to|will) stay <bound> of <of:phrase> [<period>]",
    ),
    _share_of,
    "No more than 20% of MQLs are Disqualified per month.",
)


def _stay(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Duplicates must stay below 2 % of all new leads per month`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "share" or not bound.said:
        return None
    what = _fact(found["what"], sentence)
    if what is None:
        return None
    of = None
    if "of" in found:
        of = counted(tuple(token for token in found["of"] if token.low not in {"everything", "all"}), sentence)
    number = Number(
        name_of(sentence),
        what,
        bound,
        of=of,
        period=found.get("period"),
        party=owed_by_heading(sentence),
        wished=_wished(sentence),
    )
    return settled(number, sentence)


STAY = Shape(
    "a share that stays below or above a bound",
    (
        "<what:phrase> (should|must|has to|will|stays|stay|is|are) [stay|be|remain|kept] <bound> of <of:phrase> <period>",
        "<what:phrase> (should|must|has to|will|stays|stay) [stay|be|remain|kept] <bound> [of <of:phrase>]",
    ),
    _stay,
    "`Wrong Data` must stay below 4% of all disqualified leads per quarter.",
)


def _keeps(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Each team closes at least 85 % of its tasks On Time per month`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "share":
        return None
    of: Tokens = found["of"]
    last = of[-1]
    value = next(
        (
            (at, sentence.known.values_at(of, at))
            for at in range(len(of))
            if at and (of[at].kind in {"name", "quote"} or sentence.known.values_at(of, at) is not None)
        ),
        None,
    )
    if value is not None:
        at = value[0]
        what: Read | str | None = (
            condition(of[at:], sentence.known)
            if value[1] is not None
            else Read(key_of(last.text), (Need(key_of(last.text), "boolean"),))
        )
        event = counted(of[:at], sentence)
    else:
        what, event = Read("kept", (Need("kept", "boolean"),)), counted(of, sentence)
    if what is None or event is None:
        return None
    number = Number(
        name=name_of(sentence),
        what=what,
        bound=bound if bound.said else replace(bound, sense=">="),
        of=event,
        period=found.get("period"),
        party=owing_party(found["who"], sentence),
        per=_per(found["who"]),
        wished=_wished(sentence),
    )
    return settled(number, sentence)


KEEPS = Shape(
    "what share of its promises a side keeps",
    (
        "<who:phrase> (keeps|keep|must keep|meets|meet|closes|close) <bound> of (its|their|the|all) <of:phrase> [in time] <period>",
        "<who:phrase> (keeps|keep|must keep|meets|meet) <bound> of (its|their|the|all) <of:phrase>",
    ),
    _keeps,
    "Sales keeps at least 85% of its promises per quarter.",
)


def _filled_on(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Budget and region known on 75 % of SALs`."""
    share = found["share"]
    what = phrase_key((*found["what"], *found["state"]))
    event = counted(found["of"], sentence)
    if what is None or event is None:
        return None
    number = Number(
        name_of(sentence), Read(what, (Need(what, "boolean"),)), Bound(">=", Quantity("share", share)), of=event,
        period=found.get("period"), party=owed_by_heading(sentence),
    )  # fmt: skip
    return settled(number, sentence)


FILLED_ON = Shape(
    "on what share of leads something is filled in",
    ("<what:phrase> [are|is] <state:verb> [in] (on|for|at) [at least] <share> of [all] <of:phrase> [<period>]",),
    _filled_on,
    "All required fields are filled on at least 97% of MQLs per month.",
)


def _spread(found: Found, sentence: Sentence) -> Outcomes:
    """Read `At most 30 % of a quarter's SQLs in its last week`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "share" or bound.sense not in {"<=", "<"}:
        return None
    event = counted(found["what"], sentence)
    if event is None:
        return None
    period = text_of(found["whose"]).lower().removesuffix("'s").split()[-1].removesuffix("'s")
    figures = (share_text(bound.first.value),)
    if period not in SPOKEN:
        return None
    asks = "Is the last week the last calendar week, or the last seven days?"
    party = owed_by_heading(sentence) or "Marketing"
    choices = tuple(
        f"{party} must keep at least 1 `{event}` per {period}, no more than {share_text(bound.first.value)} of them in the last {days}."
        for days in ("7 days",)
    )
    return Ambiguous("goal", (Question(NO_PERIOD.code, asks, choices),), figures, sentence.place)


SPREAD = Shape(
    "how much of a period's number may fall at its end",
    (
        "<bound> of (a|the|each|every) <whose:phrase> 's <what:phrase> (in|fall in) (its|the) last week",
        "<bound> of (a|the|each|every) <whose:month> <what:phrase> (in|fall in) (its|the) last week",
    ),
    _spread,
    "At most 30% of a quarter's SQLs in its last week.",
)


def _rate(found: Found, sentence: Sentence) -> Outcomes:
    """Read `MQL-to-SQL conversion is at least 25 % per quarter`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "share":
        return None
    before, _, after = found["rate"].partition("-to-")
    known = {each.lower(): each for each in sentence.context.declared.stages}
    number = Number(
        name_of(sentence), known.get(after, after.upper() if len(after) <= 4 else after), bound if bound.said else replace(bound, sense=">="),  # noqa: PLR2004 (an abbreviation)
        of=known.get(before, before.upper() if len(before) <= 4 else before), period=found.get("period"), party=owed_by_heading(sentence), wished=_wished(sentence),  # noqa: PLR2004
    )  # fmt: skip
    return settled(number, sentence)


RATE = Shape(
    "what share goes on from one stage to another",
    ("[the] <rate:rate> [conversion|rate|conversion rate] [is|of|must be|stays|should be|:] <bound> [<period>]",),
    _rate,
    "MQL-to-SQL conversion is at least 25% per quarter.",
)


def _rate_open(found: Found, sentence: Sentence) -> Outcomes:
    """Ask for the number of a rate that is still a placeholder: `SAL-to-SQL of [N]% or more`."""
    before, _, after = found["rate"].partition("-to-")
    ways = tuple(
        f"{owed_by_heading(sentence) or 'Marketing'} must keep the share of `{after.upper()}` among `{before.upper()}` to at least {share} per quarter."
        for share in ("20%", "30%")
    )
    asks = (
        Question(NO_NUMBER.code, "What share, at least?", ways),
        Question(NO_PERIOD.code, "For what period is it promised?", ways[:1]),
    )
    return Ambiguous("goal", asks, (), sentence.place)


RATE_OPEN = Shape(
    "a rate whose number is still to be filled in",
    (
        "[the] <rate:rate> [conversion|rate] [is|of|:] <placeholder> <rest:words>",
        "[the] <rate:rate> [conversion|rate] [is|of|:] <placeholder>",
    ),
    _rate_open,
    "SAL-to-SQL of [N]% or more",
)


# ── what too many lead to ───────────────────────────────────────────────────────────────────────


def _too_many(found: Found, sentence: Sentence) -> Outcomes:
    """Read `More than three breaches in a week lead to a review`: so at most three are promised."""
    bound: Bound = found["bound"]
    if bound.first.kind != "number" or bound.sense not in {">", ">="} or bound.about:
        return None
    event = counted(found["what"], sentence, as_stage="verb" not in found)
    if event is None:
        return None
    if "verb" in found:
        event = f"{event} {_done(found['verb'])}"
    most = bound.first.value if bound.sense == ">" else bound.first.value - 1
    number = Number(
        name=name_of(sentence),
        what=event,
        bound=Bound("<=", Quantity("number", most)),
        period=found["period"],
        party=owing_party(found["who"], sentence)
        if "who" in found and found["who"][0].low not in {"whoever", "anybody", "anyone", "those"}
        else "Owner",
        per="owner",
    )
    return settled(number, sentence)


TOO_MANY = Shape(
    "what too many in a period lead to",
    (
        "<bound> <what:phrase> <period> (lead|leads) to <then:words>",
        "<bound> <what:phrase> <period> (mean|means|result in|trigger|triggers) <then:words>",
        "(whoever|anybody who|anyone who|a rep who|an sdr who|an ae who) <verb:does> <bound> <what:phrase> <period> [that way] <then:words>",
    ),
    _too_many,
    "More than three breaches in a week lead to a review.",
)


_UNDER_FLOOR = (
    "(whoever|anybody who|anyone who|a rep who|an sdr who|an ae who) (is|falls|stays) (under|below) <share> [(in|for) <count> (weeks|months|quarters) (running|in a row)] <then:words>",
)


def share_behind(sentence: Sentence) -> str | None:
    """Offer the share where only what follows from less of it is told: `Whoever is under 80 % gets a coach`."""
    made = (pattern(text) for text in _UNDER_FLOOR)
    found = next((f for each in made if (f := each.match(sentence.tokens, sentence.words, sentence.setting))), None)
    if found is None:
        return None
    period = next((each for each in ("week", "month", "quarter") if {each, f"{each}s"} & sentence.words), "month")
    number = Number(
        name="",
        what="inside limit",
        bound=Bound(">=", Quantity("share", found["share"])),
        of="created",
        period=period,
        party=(people(sentence.known) or EITHER_SIDE)[0],
        per="owner",
    )
    return f"{told(number)} **For people:** {sentence.text}."


def _cap(found: Found, sentence: Sentence) -> Outcomes:
    """Read `An AE takes at most 9 leads a day from the queue`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "number" or bound.sense not in {"<=", "<"}:
        return None
    event = counted(found["what"], sentence)
    if event is None:
        return None
    more = (
        f" {text_of(tuple(token for token in found['more'] if token.low not in ARTICLES)).lower()}"
        if "more" in found
        else ""
    )
    number = Number(
        name_of(sentence), f"{event} {_done(found['verb'])}{more}", bound, period=found["period"], party=owing_party(found["who"], sentence), per=_per(found["who"]),
        pooled_or_each=_are_several(found["who"]),
    )  # fmt: skip
    return settled(number, sentence)


CAP = Shape(
    "how many at most somebody takes in a period",
    ("<who:phrase> <verb:does> <bound> <what:phrase> <period> [<more:phrase>]",),
    _cap,
    "An AE takes at most 9 leads a week from the queue.",
)


def _figure(found: Found, sentence: Sentence) -> Outcomes:
    """Read a figure that is shown, of which it is open whether it is promised."""
    share = found["share"]
    asks = (
        Question(NO_PROMISE.code, "Is this promised, or only reported?", _figure_ways(share, ("month",))),
        Question(NO_PERIOD.code, "For what period is it told?", _figure_ways(share, ("month", "quarter"))),
    )
    return Ambiguous("goal", asks, (share_text(share),), sentence.place)


def _figure_ways(share: Fraction, periods: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"Sales must keep the share of `inside limit` among `created` to at least {share_text(share)} per {period}."
        for period in periods
    )


FIGURE = Shape(
    "a figure that is shown",
    (
        "the (figure|number|share) <words:phrase> is <share> of [all] <of:words>",
        "(the|our) [target] [sla] (compliance|attainment|hit rate) [target] (is|must be|should be) <share>",
        "(we|sales|marketing) (report|show|shows|reports) <share> of [all] <of:words>",
    ),
    _figure,
    "The share we report is 88% of all leads called in time.",
)


def _several(found: Found, sentence: Sentence) -> Outcomes:
    """Read several shares in a row: `80%+ reached, visits to orders 40%+`: their period is open."""
    tokens = found["words"]
    shares = [token for token in tokens if token.kind == "percent" and token.number is not None]
    if len(shares) < 2:  # noqa: PLR2004 (one is another shape)
        return None
    figures = tuple(share_text((token.number or Fraction(0)) / 100) for token in shares)
    asks = "For what period is each of these promised?"
    each = [_one_share(part) for part in parted(tokens)]
    ways = [
        " ".join(
            f"Sales must keep the share of `{what}` among `{of}` to at least {share_text(share)} per {period}."
            for what, of, share in (one for one in each if one is not None)
        )
        for period in ("month", "quarter")
    ]
    choices = tuple(ways) if all(each) else ()
    return Ambiguous("goal", (Question(NO_PERIOD.code, asks, choices),), figures, sentence.place)


def _one_share(tokens: Tokens) -> tuple[str, str, Fraction] | None:
    """Read one share of several: what is counted, of what, and how much; `visits to orders 40%` is that of orders."""
    at = next((at for at, token in enumerate(tokens) if token.kind == "percent"), None)
    if at is None:
        return None
    share = tokens[at].number or Fraction(0)
    words = tuple(token for token in (*tokens[:at], *tokens[at + 1 :]) if token.low not in {"+", "or", "more", "than"})
    to = next((index for index, token in enumerate(words) if token.low == "to" and index), None)
    what = event_name(words[to + 1 :] if to is not None else words)
    of = event_name(words[:to]) if to is not None else "created"
    return None if what is None or of is None else (what, of, share / 100)


SEVERAL = Shape(
    "several shares in a row",
    ("for <scope:phrase> : <words>", "(targets|goals) : <words>"),
    _several,
    "Targets: 80%+ reached in time, visits to orders 40%+.",
)


def _team(found: Found, sentence: Sentence) -> Outcomes:
    """Read ranges of what a team takes: `Four reps together take 60-80 leads a week`."""
    bound: Bound = found["bound"]
    if bound.second is None or bound.first.kind != "number":
        return None
    event = counted(found["what"], sentence)
    if event is None or len(found["who"]) > 4:  # noqa: PLR2004 (a team)
        return None
    figures = tuple(token.text for token in sentence.tokens if token.kind == "number")
    number = Number(
        name_of(sentence),
        event,
        bound,
        period=found["period"],
        party=owing_party(found["who"][-1:], sentence),
        wished=_wished(sentence),
    )
    others = _also(found["rest"], number, sentence) if "rest" in found else ()
    outcome = settled(number, sentence, lambda way: " ".join(map(told, (way, *others))))
    return (
        replace(outcome, figures=tuple(dict.fromkeys((*outcome.figures, *figures))))
        if isinstance(outcome, Ambiguous)
        else outcome
    )


def _also(tokens: Tokens, first: Number, sentence: Sentence) -> tuple[Number, ...]:
    """Read what else the team does in the period: `, hold 30-40 demos and close 18-28`; nothing where a part is none."""
    found: list[Number] = []
    for part in parted(tokens):
        bound = bound_at(part, 1)
        base = FINITE.get(part[0].low) if part else None
        if bound is None or base is None or bound[0].first.kind != "number":
            return ()
        what = counted(part[bound[1] :], sentence) if bound[1] < len(part) else ""
        if what is None:
            return ()
        ends = bound[0] if bound[0].second is None else replace(bound[0], both=True)
        found.append(replace(first, what=f"{what} {_done(base)}".strip(), bound=ends))
    return tuple(found)


TEAM = Shape(
    "what a team takes in a period",
    ("<who:phrase> [therefore|together|thus] <verb:does> <bound> <what:phrase> <period> [, <rest:words>]",),
    _team,
    "Four reps together take 60-80 leads a week.",
)


def _few_rows(found: Found, sentence: Sentence) -> Outcomes:
    """Read `The list must have fewer than 12 entries`, said of a list that is made every week."""
    bound: Bound = found["bound"]
    before = sentence.before
    if before is None or bound.first.kind != "number":
        return None
    period = next(
        (
            word
            for word in ("week", "month", "quarter", "day")
            if re.search(
                rf"\b(?:every|each|once a|per) {word}|{word}ly|every (?:mon|tues|wednes|thurs|fri)day",
                before.unit.text,
                re.IGNORECASE,
            )
        ),
        None,
    )
    if re.search(r"\bevery (?:mon|tues|wednes|thurs|fri|satur|sun)day\b", before.unit.text, re.IGNORECASE):
        period = "week"
    number = Number(
        name_of(sentence),
        "row of the list",
        bound,
        period=period,
        party=owed_by_heading(sentence) or _who_lists(before),
        wished=_wished(sentence),
    )
    return settled(number, sentence)


def _who_lists(before: Sentence) -> str | None:
    """Give who makes a list: `Every Monday Marketing lists …`."""
    low = [token.low for token in before.tokens[:9]]
    at = next((at for at, word in enumerate(low) if word == "lists"), 0)
    start = next((at + 1 for at, word in enumerate(low[:at]) if word.endswith("day") or word in {"week", "month"}), 0)
    who = before.tokens[start + (low[start : start + 1] == [","]) : at]
    return party_name(who, before.known) if who and who[0].text[:1].isupper() else None


FEW_ROWS = Shape(
    "how long a list may be",
    ("(the|this) list (should|must|may) [only] (have|hold|contain) <bound> (rows|entries|records|leads)",),
    _few_rows,
    "The list must have fewer than 12 entries.",
    stands_alone=False,
)

OWN_SHAPES = (OWN,)
SHAPES = (
    SPREAD,
    SHARE_OF,
    STAY,
    KEEPS,
    FILLED_ON,
    RATE,
    RATE_OPEN,
    TOO_MANY,
    CAP,
    PLACEHOLDER,
    VOLUME,
    VOLUME_OF,
    TEAM,
    FIGURE,
    SEVERAL,
    FEW_ROWS,
)
