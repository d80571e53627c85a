"""The core of a sentence: who does what to which leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ola.agreement.prose.phrases.conditions import condition, only_explains
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon, is_a_clause, phrase_key
from ola.agreement.prose.phrases.numbers import CARDINALS, number_at
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.tokens import Token, Tokens, cut, text_of
from ola.agreement.prose.sentences.declarations import field_of_stage
from ola.agreement.prose.sentences.tries import tried
from ola.agreement.prose.sentences.verbs import (
    BASES,
    FINITE,
    LIGHT,
    PARTICIPLE_OF,
    PARTICIPLES,
    PARTICLES,
    VAGUE,
)
from ola.agreement.prose.values import quoted

# Nouns for the record that agreements are about.
LEADS = frozenset(
    """lead leads record records contact contacts prospect prospects inquiry inquiries enquiry enquiries mql mqls sql sqls
    sal sals pql pqls sao saos person persons somebody someone anybody anyone anything everything everybody everyone
    one ones them it opportunity opportunities deal deals signup signups sign-up sign-ups request requests referral
    referrals submission submissions hand-raiser hand-raisers handraiser handraisers customer customers account accounts
    company companies registrations registration""".split()
)
_QUANTIFIERS = frozenset(
    {"every", "all", "each", "any", "a", "an", "the", "new", "no", "our", "these", "those", "its", "their", "of"}
)
# Verbs that bind somebody to what follows with "to".
_BINDING = frozenset("undertakes undertake commits commit agrees agree promises promise pledges pledge".split())
_MODALS = _BINDING | frozenset(
    {"must", "will", "shall", "should", "may", "can", "needs", "need", "has", "have", "is", "are", "ought"}
)
_BE = frozenset({"is", "are", "be", "gets", "get", "been", "being", "was", "were", "become", "becomes"})
# People by what they do, where no table names them.
ROLES = frozenset(
    """sales marketing revops ops sdr sdrs bdr bdrs ae aes rep reps manager managers team teams owner owners system systems
    desk director vp csm csms partner partners agent agents seller sellers marketers marketer operations executive executives representative
    representatives salesperson salespeople supervisor supervisors""".split()
)
LONGEST_EVENT = 8


@dataclass(frozen=True, slots=True)
class Core:
    """Who does what: the party as written, the event that doing it is, and the leads it is done to.

    `vague` holds the words of an action that leaves open what counts; `stage` the stage the leads are in, if their
    noun says so; `wished` a word such as "should".
    """

    party: str | None
    events: tuple[str, ...]
    scope: Read | None = None
    stage: str | None = None
    vague: str | None = None
    wished: str | None = None
    leads: str = ""
    thing: str = ""
    at_least: int | None = None
    channels: int | None = None
    since: str | None = None
    likely: tuple[str, ...] = ()  # from when it probably counts: a call that is to be logged


def read_core(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read who does what; nothing where the words are of another build."""
    tokens = plain(tokens)
    wished = next(
        (token.low for token in tokens if token.low in {"should", "want", "aim", "try", "ought", "ideally", "usually"}),
        None,
    )
    tokens = tuple(token for token in tokens if token.low not in {"ideally", "usually"} or token.kind != "word")
    found = (
        _with_relative(tokens, known)
        or _with_modal(tokens, known)
        or _passive(tokens, known)
        or _active(tokens, known)
        or _without_verb(tokens, known)
    )
    return found if found is None or wished is None else replace(found, wished=wished)


def plain(tokens: Tokens) -> Tokens:
    """Leave out brackets that hold no number, examples between commas, and words that only lead on."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].low == "," and kept and (after := _after_example(tokens, at + 1)) is not None:
            at = after
            continue
        if tokens[at].kind == "sign" and tokens[at].low == "(":
            end = next((index for index in range(at, len(tokens)) if tokens[index].low == ")"), None)
            if end is not None and only_explains(tokens[at + 1 : end]):
                at = end + 1
                continue
        kept.append(tokens[at])
        at += 1
    while (
        kept
        and kept[0].low in {"please", "then", "also", "therefore", "so", "and", "but", "in", "general"}
        and kept[0].low != "in"
    ):
        kept = kept[1:]
    return tuple(kept)


def _after_example(tokens: Tokens, at: int) -> int | None:
    """Give where a sentence goes on behind examples: `leads, such as demo requests, are called`."""
    low = tuple(token.low for token in tokens[at : at + 2])
    if low not in {("such", "as"), ("for", "example"), ("for", "instance")} and low[:1] not in {
        ("e.g.",),
        ("e.g",),
        ("like",),
    }:
        return None
    end = next((index for index in range(at, len(tokens)) if tokens[index].low == ","), None)
    if end is None or any(token.number is not None for token in tokens[at:end]):
        return None
    return end + 1


# ── the builds of a core ────────────────────────────────────────────────────────────────────────


def _with_relative(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read `a manager who finds a duplicate merges it`: who, of which ones, and what they do."""
    who = next((at for at, token in enumerate(tokens[:5]) if at and token.low in {"who", "that"}), None)
    if who is None or not is_party(tokens[:who], known):
        return None
    for at in range(len(tokens) - 1, who + 2, -1):
        if tokens[at].low not in FINITE or tokens[at].low in BASES or tokens[at].kind != "word":
            continue
        core, scope = _does(tokens[:who], tokens[at:], known), condition(tokens[who + 1 : at], known)
        if core is not None and scope is not None and not scope.unsaid:
            return replace(core, scope=scope if core.scope is None else joined("all", (scope, core.scope)))
    return None


def _with_modal(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read `Sales must contact every lead`, `every lead must be contacted`, `reps have to call`."""
    for at in range(1, len(tokens)):
        low = tokens[at].low
        if low not in _MODALS:
            if is_verb(tokens, at, known) or low in _BE:
                return None
            continue
        after = at + 1
        if low in _BINDING | {"has", "have", "is", "are", "needs", "need", "ought"}:
            skip = next(
                (length for length in (1, 2, 3) if [t.low for t in tokens[after : after + length]][-1:] == ["to"]), None
            )
            if skip is None or any(
                token.low not in {"to", "expected", "required", "supposed", "obliged"}
                for token in tokens[after : after + skip]
            ):
                return None
            after += skip
        while after < len(tokens) and tokens[after].low in {"always", "also", "only", "then", "not"}:
            if tokens[after].low == "not":
                return None
            after += 1
        rest = tokens[after:]
        if not rest:
            return None
        if rest[0].low in {"be", "get"} or [token.low for token in rest[:2]] == ["have", "been"]:
            return _done_to(tokens[:at], rest[2 if rest[0].low == "have" else 1 :], known)
        return _does(tokens[:at], rest, known) if rest[0].low in BASES else None
    return None


def _passive(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read `every lead is contacted`, `referrals are both read and called`, `lists are in the CRM`."""
    for at in range(1, len(tokens)):
        if tokens[at].low in _BE and not (
            tokens[at].low in {"get", "gets"} and at + 1 < len(tokens) and tokens[at + 1].low not in PARTICIPLES
        ):
            rest = tokens[at + 1 :]
            while rest and rest[0].low in {"both", "then", "always", "been", "to", "be", "also", "all"}:
                rest = rest[1:]
            return _done_to(tokens[:at], rest, known)
        if tokens[at].low in {"has", "have"} and at + 1 < len(tokens) and tokens[at + 1].low == "been":
            return _done_to(tokens[:at], tokens[at + 2 :], known)
        if is_verb(tokens, at, known):
            return None
    return None


def is_verb(tokens: Tokens, at: int, known: Lexicon) -> bool:
    """Say that a word is the verb of the subject before it: `Sales contacts`, `leads hear`, not `demo call`."""
    low = tokens[at].low
    if low not in FINITE or tokens[at].kind != "word" or tokens[at].text != low:
        return False
    subject = tokens[:at]
    if not _ends_subject(subject, known):
        return False
    if low in LEADS and not is_party(subject, known):
        return False
    is_plural = _is_plural(subject)
    return is_plural or low not in BASES


_BEHIND_A_NOUN = frozenset("of from with without in for on at to by that who which whose (".split())


def _is_plural(tokens: Tokens) -> bool:
    noun = next((at for at, token in enumerate(tokens) if at and token.low in _BEHIND_A_NOUN), len(tokens))
    heads = [token.low for token in tokens[:noun] if token.low in LEADS | ROLES]
    first = heads[-1] if heads else tokens[-1].low
    return (
        (first.endswith("s") and first != "sales")
        or tokens[0].low in {"we", "they", "you", "all"}
        or any(token.low == "and" for token in tokens)
    )


def _active(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read `sales contacts every lead`, and orders: `create a call task`."""
    if tokens and tokens[0].low in BASES and tokens[0].kind == "word" and _is_order(tokens, known):
        return _does((), tokens, known)
    for at in range(1, len(tokens)):
        if is_verb(tokens, at, known):
            if tokens[-1].low in PARTICIPLES and at < len(tokens) - 2:
                return None  # "gets credit for deals created within …" limits the deals, not the credit
            return _does(tokens[:at], tokens[at:], known)
        if tokens[at].low in _BE:
            return None
    return None


def _is_order(tokens: Tokens, known: Lexicon) -> bool:
    """Say that a sentence begins with what is to be done, not with a noun spelt alike: `Contact bounces`."""
    if tokens[-1].low in LEADS and tokens[-1].low.endswith("s") and len(tokens) > 1:
        sort = tokens[1:-1]  # "call hot leads"
        if all(token.low in _SORTS for token in sort) or known.values_at(tokens, 1) is not None:
            return True
    if len(tokens) > 2 and tokens[1].low in {"to", "on", "with"} and tokens[2].low in _QUANTIFIERS:  # noqa: PLR2004 (and whom)
        return True  # "respond to every MQL"
    if tokens[0].low in {"log", "update", "enter", "register"}:
        return True
    return len(tokens) > 1 and (
        tokens[1].low in ARTICLES
        or tokens[1].low in PARTICLES
        or tokens[1].kind == "name"
        or tokens[1].low in {"every", "each", "all", "it"}
    )


_SORTS = frozenset("hot warm cold new inbound outbound qualified other open urgent high-priority such".split())


def _ends_subject(tokens: Tokens, known: Lexicon) -> bool:
    """Say that a subject may end here: with a person, a noun for leads, or a plural."""
    last = tokens[-1]
    if last.low in ARTICLES | {"of", "to", "for", "with", "and", "or", "in", "on", "by", "from", "first", "new"}:
        return False
    if known.person_at(tokens, 0) is not None or last.low in ROLES | LEADS | {"we", "they", "who", "us"}:
        return True
    return last.number is None and (last.kind != "sign" or last.low == ")")


def _without_verb(tokens: Tokens, known: Lexicon) -> Core | None:
    """Read `Welcome call`, `Budget filled`, `every SAL booked or recycled`, `second visit`."""
    if any(token.low in _BE | _MODALS for token in tokens) or not 0 < len(tokens) <= LONGEST_EVENT + 2:
        return None
    at = next((index for index, token in enumerate(tokens) if index and token.low in PARTICIPLES), None)
    if at is not None:
        if any(token.low in ARTICLES for token in tokens[at + 1 : at + 2]):
            return None  # "visited the page" tells what was, not what is owed
        return _done_to(tokens[:at], tokens[at:], known)
    if (
        tokens[0].low in BASES
        and not any(token.low in ARTICLES for token in tokens)
        and any(token.low in {"or", "and"} for token in tokens)
    ):
        events = _several(tokens, BASES)
        return None if not events else Core(None, events)
    if any(token.kind == "sign" for token in tokens) or any(
        is_verb(tokens, at, known) and is_party(tokens[:at], known) for at in range(1, len(tokens))
    ):
        return None
    is_act = tokens[0].low in {"first", "second", "next"} and tokens[-1].low in {"contact", "contacts"}
    leads = read_leads(tokens, known) if tokens[-1].low in LEADS and not is_act else None
    if leads is not None and leads != Leads():
        return Core(None, (), leads.scope, leads.stage, leads=text_of(tokens), since=leads.since)
    event = event_name(tokens)
    return None if event is None else Core(None, (event,))


def _several(tokens: Tokens, among: frozenset[str]) -> tuple[str, ...]:
    """Read `accept or turn down` as two events."""
    names: list[str] = []
    for part in _parts(tokens):
        if not part or part[0].low not in among:
            return ()
        names.append(" ".join([PARTICIPLE_OF[part[0].low], *(token.low for token in part[1:])]))
    return tuple(names)


def _parts(tokens: Tokens) -> Iterator[Tokens]:
    start = 0
    for at, token in enumerate(tokens):
        if token.low in {"or", "and", ","}:
            yield tokens[start:at]
            start = at + 1
    yield tokens[start:]


# ── what it is that is done ─────────────────────────────────────────────────────────────────────


def _done_to(subject: Tokens, rest: Tokens, known: Lexicon) -> Core | None:
    """Read what is done to something: `every lead` `contacted by an SDR`."""
    if not rest or not subject:
        return None
    party = None
    by = next((at for at, token in enumerate(rest) if token.low == "by"), None)
    if by is not None:
        party = party_name(rest[by + 1 :], known)
        if party is not None and not is_party(rest[by + 1 :], known):
            return None
        rest = rest[:by]
    if not rest:
        return None
    leads = read_leads(subject, known)
    if rest[0].low in PARTICIPLES:
        verbs = [part for part in _parts(rest) if part]
        if any(part[0].low not in PARTICIPLES for part in verbs):
            return None
        vague = next((text_of(part) for part in verbs if PARTICIPLES[part[0].low] in VAGUE), None)
        names = [" ".join(token.low for token in part) for part in verbs]
        joints = {token.low for token in rest} & {"or", "and"}
        if len(joints) > 1:
            return None  # "accepted or rejected and called": nobody can tell what goes together
        if len(names) > 1 and "or" not in joints:
            names = [" and ".join(names)]  # called and written to: both are owed
    elif rest[0].low in {"in", "with", "on", "at"} or rest[0].low in {"complete", "ready", "available", "done", "due"}:
        vague, names = None, [" ".join(token.low for token in rest if token.low not in ARTICLES)]
    else:
        return None
    if any(len(name.split()) > LONGEST_EVENT for name in names) or any(token.number is not None for token in rest):
        return None
    if leads is not None:
        return Core(party, tuple(names), leads.scope, leads.stage, vague, leads=text_of(subject), since=leads.since)
    split = _thing_and_leads(subject, known)
    if split is not None and split[1] is not None and names == ["due"]:
        return Core(party, (split[0],), split[1].scope, split[1].stage, since=split[1].since)
    thing = event_name(subject)
    if thing is None:
        return None
    if names == ["due"]:
        return Core(party, (thing,), thing=thing)
    things = (" and ".join(f"{thing} {each}" for each in name.split(" and ")) for name in names)
    return Core(party, tuple(things), thing=thing)


def _does(subject: Tokens, rest: Tokens, known: Lexicon) -> Core | None:
    """Read what somebody does: `sales` `makes a first touch on every lead`."""
    told = _in_own_words(rest) or _so_many(rest, known)
    if subject and told is not None:
        return replace(told, party=party_name(subject, known))
    both = _two_deeds(subject, rest, known)
    if both is not None:
        return both
    if subject and not is_party(subject, known):
        return _happens(subject, rest, known)
    party = party_name(subject, known)
    base = FINITE.get(rest[0].low) or (rest[0].low if rest[0].low in BASES else None)
    if base is None or any(token.number is not None for token in rest):
        return None
    if base in _WANTS:
        wanted = _without_verb(rest[1:], known) if len(rest) > 1 else None
        return None if wanted is None else replace(wanted, wished=rest[0].low)  # who wants it need not owe it
    if len(rest) > 2 and rest[1].low in {"it", "them"} and rest[2].low in PARTICLES:  # noqa: PLR2004 (and where to)
        rest = (rest[0], *rest[2:])  # "hands it back to the queue"
    verb_end = 1
    particles: list[str] = []
    while (
        verb_end < len(rest)
        and rest[verb_end].low in PARTICLES | {"in"}
        and not (rest[verb_end].low == "in" and verb_end + 1 < len(rest) and rest[verb_end + 1].low in ARTICLES)
    ):
        particles.append(rest[verb_end].low)
        verb_end += 1
    others: list[str] = []
    joint = rest[verb_end].low if verb_end + 1 < len(rest) and rest[verb_end + 1].low in FINITE else ""
    if joint in {"or", "and"}:
        others.append(PARTICIPLE_OF[FINITE[rest[verb_end + 1].low]])
        verb_end += 2
        while verb_end < len(rest) and rest[verb_end].low in PARTICLES:
            others[-1] += f" {rest[verb_end].low}"
            verb_end += 1
    rest = rest[verb_end:]
    rest = _without_system(rest)
    moved = _moved(base, party, rest, known)
    if moved is not None:
        return moved
    thing, leads = _objects(rest, known, is_light=base in LIGHT)
    if base in _MAKES and leads == Leads() and rest[-1].low in _MADE:
        thing, leads = rest[-1].low.removesuffix("s"), None  # an opportunity comes to be, not the lead
    if leads is _UNREAD or (thing is None and leads is None and rest):
        return None
    names: list[str]
    if base in LIGHT and thing is not None:
        names, vague = [thing], None
    else:
        action = " ".join([PARTICIPLE_OF[base], *particles])
        is_behind = thing is not None and thing.split()[0] in {"to", "on", "with", "from", "of"}
        names = [action if thing is None else f"{action} {thing}" if is_behind else f"{thing} {action}"]
        vague = action if base in VAGUE and thing is None else None
    names += [f"{thing} {other}" if thing else other for other in others]
    if joint == "and" and len(names) > 1:
        names = [" and ".join(names)]
    of = leads if isinstance(leads, Leads) else Leads()
    likely = (tries,) if base in _WRITES and thing is not None and (tries := tried(cut(thing))) is not None else ()
    return Core(party, tuple(names), of.scope, of.stage, vague, thing=thing or "", since=of.since, likely=likely)


def _two_deeds(subject: Tokens, rest: Tokens, known: Lexicon) -> Core | None:
    """Read `books a meeting with the AE and hands over the notes`: both are owed, the leads of the second are the same."""
    for at in range(2, len(rest) - 2):
        after = rest[at + 1]
        if rest[at].low != "and" or after.low not in FINITE or after.low in BASES or after.kind != "word":
            continue
        first, second = _does(subject, rest[:at], known), _does(subject, rest[at + 1 :], known)
        if first is None or second is None or second.scope is not None or second.stage is not None:
            return None
        if len(first.events) != 1 or len(second.events) != 1 or first.vague or second.vague:
            return None
        return replace(first, events=(f"{first.events[0]} and {second.events[0]}",))
    return None


_WANTS = frozenset({"want", "expect", "hope"})
_MAKES = frozenset({"create", "open", "add", "book", "raise"})
_MADE = frozenset({"opportunity", "opportunities", "deal", "deals", "account", "accounts"})
_WRITES = frozenset({"log", "record", "note", "enter", "document", "register", "update"})


def _without_system(tokens: Tokens) -> Tokens:
    """Leave out the system behind what is done: `logs every call in Salesforce`."""
    at = next((at for at, token in enumerate(tokens) if at and token.low in {"in", "into"}), len(tokens))
    named = [token for token in tokens[at + 1 :] if token.low not in ARTICLES]
    is_system = 0 < len(named) <= 2 and all(token.low in _SYSTEMS for token in named)  # noqa: PLR2004 (a name)
    return tokens[:at] if is_system else tokens


_SYSTEMS = frozenset(
    "salesforce hubspot crm marketo pardot dynamics pipedrive outreach salesloft system zoho sfdc".split()
)


def _in_own_words(rest: Tokens) -> Core | None:
    """Read what ola's own sentences say is to be done: ``reach `first touch` or `reply` ``, ``make at least 6 of `call` ``."""
    if rest[0].low == "make" and (tries := _tries(rest[1:])) is not None:
        return Core(None, tries[0], at_least=tries[1], channels=tries[2])
    if rest[0].low == "reach" and (named := _named(rest[1:])):
        return Core(None, named)
    return None


def _so_many(rest: Tokens, known: Lexicon) -> Core | None:
    """Read how many attempts are made: `makes at least 6 attempts on every hot lead`, `log 4 calls on 2 channels`."""
    if FINITE.get(rest[0].low, rest[0].low) not in {"make", "log", "send", "do"}:
        return None
    found = bound_at(rest, 1)
    if found is None or found[0].first.kind != "number" or found[0].sense not in {">=", ">"}:
        return None
    number, end = found[0].first.value + (found[0].sense == ">"), found[1]
    at = next((at for at in range(end, len(rest)) if rest[at].low in {"on", "to", "with", "via"}), len(rest))
    noun, more = tried(rest[end:at]), rest[at + 1 :]
    if noun is None or number.denominator != 1:
        return None
    if not more:
        return Core(None, (noun,), at_least=int(number))
    leads = read_leads(more, known)
    return None if leads is None else Core(None, (noun,), leads.scope, leads.stage, at_least=int(number))


def _tries(tokens: Tokens) -> tuple[tuple[str, ...], int, int | None] | None:
    """Read `at least 4 of `visit` or `letter sent` on at least 2 channels`: the events, how many, on how many channels."""
    if [token.low for token in tokens[:2]] != ["at", "least"] or len(tokens) < 5 or tokens[3].low != "of":  # noqa: PLR2004 (at least N of X)
        return None
    number = number_at(tokens, 2)
    at = next((index for index, token in enumerate(tokens) if token.low == "on" and token.kind == "word"), len(tokens))
    named = _named(tokens[4:at])
    channels = bound_at(tokens, at + 1) if at < len(tokens) else None
    if number is None or not named or (at < len(tokens) and channels is None):
        return None
    return named, int(number[0]), int(channels[0].first.value) if channels is not None else None


def _named(tokens: Tokens) -> tuple[str, ...]:
    """Read events that stand as code: `call`, `email sent` or `meeting`."""
    named: list[str] = []
    both = False
    for token in tokens:
        if token.kind in {"name", "quote"}:
            named[-1:] = [f"{named[-1]} and {token.text}"] if both else [*named[-1:], token.text]
        elif token.low not in {",", "or", "and"}:
            return ()
        both = token.low == "and"
    return tuple(named)


def _moved(base: str, party: str | None, rest: Tokens, known: Lexicon) -> Core | None:
    """Read `moves new leads from Raw to MQL`, `sets the lead to Ready`: what is reached is the event."""
    if base not in {"move", "set", "put", "promote", "turn", "change", "bring"}:
        return None
    for at in range(len(rest) - 1):
        if rest[at].low not in {"to", "into", "on"}:
            continue
        start = at + 1 + (rest[at + 1].low in ARTICLES | {"status", "stage"})
        value = known.values_at(rest, start)
        if value is None or value[1] != len(rest):
            continue
        origin = next((index for index in range(at) if rest[index].low == "from"), at)
        leads = read_leads(rest[:origin], known) or (
            Leads(_quality(_without_article(rest[:origin]), known)) if origin else Leads()
        )
        return Core(party, (value[0][0][1],), leads.scope, leads.stage)
    return None


def _happens(subject: Tokens, rest: Tokens, known: Lexicon) -> Core | None:
    """Read what happens to leads or things without anybody named: `every partner lead gets a reply`, `a visit takes place`."""
    party = None
    who = next((at for at, token in enumerate(subject) if at and token.low in {"who", "that", "which"}), None)
    if who is not None and is_party(subject[:who], known):
        scope = condition(subject[who + 1 :], known)
        core = _does(subject[:who], rest, known)
        if scope is None or core is None:
            return None
        return replace(core, scope=scope if core.scope is None else joined("all", (scope, core.scope)))
    base = FINITE.get(rest[0].low) or (rest[0].low if rest[0].low in BASES else None)
    if base is None or any(token.number is not None for token in rest):
        return None
    leads = read_leads(subject, known)
    if leads is None and who is not None and who <= 3 and subject[0].low in _QUANTIFIERS:  # noqa: PLR2004 (a noun)
        scope = condition(subject[who + 1 :], known)
        leads = None if scope is None else Leads(scope)
    low = [token.low for token in rest if token.low not in ARTICLES]
    if leads is not None:
        if len(low) > LONGEST_EVENT:
            return None
        name = " ".join([PARTICIPLE_OF[base], *low[1:]])
        if base in LIGHT and len(rest) > 1:
            thing = _noun(rest[1:])
            name = thing or name
        vague = name if base in VAGUE else None
        return Core(None, (name,), leads.scope, leads.stage, vague, leads=text_of(subject), since=leads.since)
    del party
    takes_place = low in (["takes", "place"], ["take", "place"], ["happens"], ["happen"])
    split = _thing_and_leads(subject, known) if takes_place else None
    if split is not None and split[1] is not None:
        return Core(None, (split[0],), split[1].scope, split[1].stage, since=split[1].since)
    thing = _noun(subject)
    if thing is None or len(low) > 4:  # noqa: PLR2004 (a longer one is a clause of its own)
        return None
    if takes_place:
        return Core(None, (thing,), thing=thing)
    return Core(None, (" ".join([thing, PARTICIPLE_OF[base], *low[1:]]),), thing=thing)


def party_name(tokens: Tokens, known: Lexicon) -> str | None:
    """Name a party as the document declares it, `SDRs` as `SDR`; else by its own words."""
    bare = _without_article(tokens)
    if [token.low for token in bare] in (["we"], ["us"], ["you"]):
        return None  # of two sides, nobody knows which
    found = known.person_at(bare, 0) if bare else None
    if found is not None and found[1] == len(bare):
        return found[0]
    return text_of(bare) or None


def _without_article(tokens: Tokens) -> Tokens:
    while tokens and tokens[0].low in ARTICLES | {"each", "every", "all"}:
        tokens = tokens[1:]
    return tokens


def is_party(tokens: Tokens, known: Lexicon) -> bool:
    """Say that words name somebody who may owe something."""
    bare = _without_article(tokens)
    if not 0 < len(bare) <= 6:  # noqa: PLR2004 (longer is no party)
        return False
    found = known.person_at(bare, 0)
    if found is not None and found[1] == len(bare):
        return True
    if (
        any(token.low in {"of", "for", "with", "from", "that", "who", "in", "on"} for token in bare)
        and bare[0].low not in ROLES
    ):
        return False
    return (
        bare[-1].low in ROLES
        or bare[-1].low in {"we", "us"}
        or (len(bare) <= 2 and bare[0].low in ROLES)  # noqa: PLR2004 (a role and its like)
        or _is_named(bare)
    )


def _is_named(tokens: Tokens) -> bool:
    """Say that a person or a team is called by name: each word begins with a capital and is no noun for leads."""
    return (
        all(token.kind == "word" and token.text[:1].isupper() and token.low not in LEADS for token in tokens)
        and len(tokens) > 1
        and not tokens[0].strong
    )


# ── leads and things ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads a sentence is about: which, and the stage their noun names."""

    scope: Read | None = None
    stage: str | None = None
    since: str | None = None  # what happened to them, where their noun says so: `rejected` of `leads rejected by Sales`

    def condition(self, known: Lexicon) -> Read | None:
        """Give all that is said of them as one condition; nothing where all leads are meant."""
        if self.stage is None:
            return self.scope
        field = field_of_stage(self.stage, known)
        at_stage = Read(f"{field} = {quoted(self.stage)}", (Need(field, "stage"),))
        return at_stage if self.scope is None else joined("all", (at_stage, self.scope))


_UNREAD = object()


def read_leads(tokens: Tokens, known: Lexicon) -> Leads | None:
    """Read `every open lead with a budget of 700 or more`; nothing where the noun is none for leads."""
    at = 0
    while at < len(tokens) and tokens[at].low in _QUANTIFIERS and not _is_grade(tokens, at):
        at += 1
    parts: list[Read] = []
    stage: str | None = None
    start = at
    noun = None
    while at < len(tokens):
        value = known.values_at(tokens, at)
        stage_here = _stage_at(tokens, at, known)
        if stage_here is not None:
            stage, at = stage_here
            noun = at - 1
            if at < len(tokens) and tokens[at].low in LEADS:
                noun = at
            break
        if tokens[at].low in LEADS and not (value is not None and value[1] > at + 1):
            noun = at
            break
        if value is not None and len({key for key, _ in value[0]}) >= 1:
            read = condition(tokens[at : value[1]], known)
            if read is None:
                return None
            parts.append(read)
            at = value[1]
            if at == len(tokens) or tokens[at].low in _AFTER_NOUN:
                noun = at - 1
                break
            continue
        if at - start > 3 or tokens[at].low in _AFTER_NOUN or tokens[at].kind not in {"word", "name", "quote"}:  # noqa: PLR2004 (adjectives)
            return None
        at += 1
    if noun is None:
        return None
    adjectives = tuple(
        token for token in tokens[start:noun] if not _is_known(token, tokens, known) and token.low != "new"
    )
    if adjectives:
        read = _quality(adjectives, known)
        if read is None:
            return None
        parts.append(read)
    rest = tokens[noun + 1 :]
    if rest and rest[0].low == "to" and is_party(rest[1:], known):
        rest = ()  # "passes MQLs to Sales": whom they go to is no quality of theirs
    since = _happened(rest, known)
    if since is not None:
        rest = ()
    if rest:
        if rest[0].low not in _AFTER_NOUN:
            return None
        read = _relative(rest, known)
        if read is None:
            return None
        parts.append(read)
    scope = None if not parts else parts[0] if len(parts) == 1 else joined("all", parts)
    return Leads(scope, stage, since)


def _is_grade(tokens: Tokens, at: int) -> bool:
    """Say that "A" is a grade and no article: `A leads`, `an A lead`, `every A lead`."""
    if tokens[at].text != "A" or at + 1 >= len(tokens):
        return False
    return tokens[at + 1].low in LEADS and (at > 0 or tokens[at + 1].low.endswith("s"))


def _happened(tokens: Tokens, known: Lexicon) -> str | None:
    """Read what happened to leads behind their noun: `rejected by Sales`, `that an SDR has returned`, `assigned to an AE`."""
    low = [token.low for token in tokens]
    if low[:2] in ([pronoun, be] for pronoun in ("that", "which") for be in ("is", "are", "was", "were")):
        tokens = tokens[2:]
    if (low[:1] in (["that"], ["which"]) and "has" in low[1:5]) or "have" in low[1:5]:
        at = next(at for at, word in enumerate(low) if word in {"has", "have"})
        return (
            low[at + 1]
            if is_party(tokens[1:at], known) and low[at + 1 :][1:] == [] and low[-1] in PARTICIPLES
            else None
        )
    if not tokens or tokens[0].low not in PARTICIPLES or tokens[0].kind != "word":
        return None
    rest = tokens[1:]
    particle = len(rest) and rest[0].low in PARTICLES and rest[0].low != "in"
    done = " ".join(token.low for token in tokens[: 1 + particle])
    rest = rest[particle:]
    if not rest:
        return done
    return done if rest[0].low in {"by", "to"} and is_party(rest[1:], known) else None


_AFTER_NOUN = frozenset(
    {
        "with",
        "without",
        "that",
        "who",
        "which",
        "whose",
        "from",
        "of",
        "in",
        "where",
        "(",
        "under",
        "above",
        "for",
        "at",
        "to",
    }
)


def _is_known(token: Token, tokens: Tokens, known: Lexicon) -> bool:
    at = tokens.index(token)
    return known.values_at(tokens, at) is not None or (
        known.field_at(tokens, at) is not None and at + 1 < len(tokens) and known.values_at(tokens, at + 1) is not None
    )


def _stage_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[str, int] | None:
    """Read a declared stage used as a noun: `MQLs`, `a Ready record`."""
    for end in range(min(len(tokens), at + 4), at, -1):
        words = tuple(token.low for token in tokens[at:end])
        for spelt in (words, (*words[:-1], words[-1].removesuffix("s"))):
            stage = known.stages.get(spelt)
            is_marked = any(t.strong or t.kind != "word" for t in tokens[at:end])
            if not is_marked and (words == ("leads",) or (words == ("lead",) and tokens[at].text == "lead")):
                continue  # a stage may be called Lead, and yet "leads" are all of them
            if stage is not None and (
                spelt != words
                or not all(t.text == t.low for t in tokens[at:end])
                or tokens[end - 1].strong
                or (end < len(tokens) and tokens[end].low in LEADS)
            ):
                return stage, end
    return None


def _quality(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read adjectives of leads: `hot`, `tier A`, `inbound`."""
    found = known.field_at(tokens, 0)
    if found is not None and found[1] == len(tokens) - 1:
        return condition(tokens, known)
    key = "grade_a" if len(tokens) == 1 and tokens[0].text == "A" else phrase_key(tokens)
    return None if key is None else Read(key, (Need(key, "boolean"),))


def _relative(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read what is said of the leads behind their noun."""
    opened = next((at for at, token in enumerate(tokens) if token.low == "(" and token.kind == "sign"), None)
    if opened is not None and tokens[-1].low == ")":
        tokens = tokens[opened + 1 : -1]  # what stands in brackets says it exactly
    if tokens and tokens[0].low == "without":
        rest = tokens[1:] if tokens[1:2] and tokens[1].low not in ARTICLES else tokens[2:]
        read = condition(rest, known)
        if read is None or read.joint != "atom":
            return None
        blank = f"{read.text.removesuffix(' is known')} is blank"
        return replace(read, text=blank if read.text.endswith(" is known") else f"not {read.text}")
    if tokens and tokens[0].low in {"that", "who", "which", "where", "with", "whose"}:
        tokens = tokens[1:]
    if not tokens:
        return None
    return condition(tokens, known)


def _objects(tokens: Tokens, known: Lexicon, *, is_light: bool = False) -> tuple[str | None, Leads | object | None]:
    """Read what an action is done with and to whom: `a first touch` `on every tier A lead`.

    A light verb is about its noun: `makes a first contact` is no contact that is made.
    """
    if not tokens:
        return None, None
    if is_light and tokens[0].low not in _QUANTIFIERS - ARTICLES and (split := _thing_and_leads(tokens, known)):
        return split
    start = 1 if tokens[0].low in {"to", "on", "with", "from", "of"} else 0
    leads = read_leads(tokens[start:], known)
    if leads is not None:
        return None, leads
    if start and (thing := _noun(tokens[1:])) is not None:
        return f"{tokens[0].low} {thing}", None
    split = _thing_and_leads(tokens, known)
    if split is not None:
        return split
    thing = _noun(tokens)
    return (thing, None) if thing is not None else (None, _UNREAD)


def _thing_and_leads(tokens: Tokens, known: Lexicon) -> tuple[str, Leads | None] | None:
    """Read `a first touch on every lead`, and a thing of the field that stands alone: `first contact`."""
    for at in range(1, len(tokens)):
        if tokens[at].low in {"on", "to", "with", "of", "for", "in"} and at + 1 < len(tokens):
            leads = read_leads(tokens[at + 1 :], known)
            thing = _noun(tokens[:at])
            if leads is not None and thing is not None:
                return thing, leads
    thing = _noun(tokens)
    return (thing, None) if thing is not None and thing.startswith(("first ", "second ", "next ")) else None


# Words that a noun for what is done holds none of: numbers, verbs of another clause, and words that lead up to a noun.
_NO_NOUN = (CARDINALS.keys() - {"one", "zero"}) | set(
    "is are was were must will shall times least otherwise else outside others".split()
)
_BEFORE = frozenset("to on from of for by in at about after before when if during unless except until".split())


def _noun(tokens: Tokens) -> str | None:
    """Name what is done or done with; nothing where the words hold a verb of their own: `hands over notes`, `and calls`."""
    if len(tokens) > 1 and tokens[0].low in FINITE and tokens[0].low not in BASES and tokens[1].low in PARTICLES:
        return None
    if any(
        each.low in {"and", "or"} and after.low in FINITE and after.low not in BASES for each, after in pairwise(tokens)
    ):
        return None
    return event_name(tokens)


def event_name(tokens: Tokens) -> str | None:
    """Name an event by the words for it, articles left out; nothing where they are too many, hold a number, or more."""
    if is_a_clause(tokens) or (tokens and tokens[0].low in {"they", "it", "this", "we", "you", "or", "and"}):
        return None
    words = [
        _spelt(each) for each in plain(tokens) if each.kind != "word" or each.low not in ARTICLES | {"every", "each"}
    ]
    if any(each.kind == "word" and each.low in _NO_NOUN for each in tokens) or (
        tokens[:1] and tokens[0].low in _BEFORE
    ):
        return None
    if not 0 < len(words) <= LONGEST_EVENT or any(
        token.number is not None or token.kind in {"sign", "time"} for token in plain(tokens)
    ):
        return None
    return " ".join(words)


def _spelt(token: Token) -> str:
    """Give a word in small letters, an abbreviation or a name as it stands."""
    return token.text if token.kind != "word" or token.text[1:] != token.low[1:] else token.low
