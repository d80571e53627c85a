"""Lists of conditions below a sentence that says whose they are: together one condition of that stage or word."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.lists.lead_in import LeadIn, read_lead_in
from ola.agreement.prose.lists.listed import Item, Listed
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.phrases.read import Read, counted, joined
from ola.agreement.prose.phrases.states import STATES
from ola.agreement.prose.phrases.tokens import Token, Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Outcome, Question
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.sentences.definitions import kinds_of, named
from ola.agreement.prose.sentences.questions import ALL_OR_ANY, NO_FIELD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import checked

_LEAST = 2  # points that make a list
LONGEST_TITLE = 4


def criteria_of(listed: Listed) -> LeadIn | None:
    """Give what a list of conditions defines; nothing where its lead is about something else, or it is no list."""
    found = read_lead_in(listed.lead)
    if found is None:
        return None
    reads = [read_point(item) for item in listed.items]
    if listed.lead.unit.kind == "heading" and not any(read is not None and _compares(read) for read in reads):
        return None
    return found if sum(read is not None for read in reads) * 2 >= len(reads) else None


def _compares(read: Read) -> bool:
    return bool(read.figures) or any(need.type != "boolean" for need in read.needs)


def read_criteria(listed: Listed, found: LeadIn) -> Outcome:
    """Read the sentence above a list: all of its items are one condition; ask where it leaves open all or any."""
    lead, name = listed.lead, found.name
    points = [(read_point(item), item) for item in listed.items]
    reads = [read for read, _ in points if read is not None and not read.unsaid and not read.vague]
    figures = tuple(dict.fromkeys(found.figures))
    how = found.how or {"and": "all", "or": "any"}.get(listed.joint, "")
    if len(points) < _LEAST and reads and not how:
        how = "all"
    if not how:
        asks = f"Does {name} need all of these points, or is any of them enough?"
        return Ambiguous(
            "predicate", (Question(ALL_OR_ANY.code, asks, tuple(_ways(lead, found))),), figures, lead.place
        )
    if not reads or (how != "all" and len(reads) < len(points)):
        open_ones = "; ".join(item.unit.text for read, item in points if read is None or read.unsaid or read.vague)
        asks = f"Which fields and values tell these points: {open_ones}?"
        return Ambiguous("predicate", (Question(NO_FIELD.code, asks, ()),), figures, lead.place)
    read = counted(found.count, reads) if how == "counted" else joined("any" if how == "any" else "all", reads)
    if read is None:
        asks = f"{found.count} of {len(reads)} points?"
        return Ambiguous("predicate", (Question(NO_FIELD.code, asks, ()),), figures, lead.place)
    return named(name, replace(read, figures=(*figures, *read.figures)), lead)


def _ways(lead: Sentence, found: LeadIn) -> list[str]:
    """Write the sentence above a list so that it says whether all or any of it is needed."""
    if lead.unit.kind == "heading":
        return [f"{lead.unit.text} ({how} of the following)" for how in ("all", "any")]
    if lead.unit.title is not None:
        return ["all of the following:", "any of the following:"]
    if found.name in {"disqualified", "rejected", "excluded", "unqualified"}:
        return [f"A lead is {found.name} if {how} of the following is true:" for how in ("all", "any")]
    article = "An" if re.match(r"[aeiouAEIOU]|M[A-Z]|S[A-Z]L|SAO", found.subject) else "A"
    noun = (
        found.subject
        if found.subject[:1].isupper() or found.subject.split()[-1].lower().startswith("lead")
        else f"{found.subject} lead"
    )
    return [f"{article} {noun} meets {how} of the following criteria:" for how in ("all", "any")]


def read_criterion(item: Item, found: LeadIn) -> Outcome | None:
    """Read one item: what it says, and the fields it needs; it goes into the agreement with the sentence above."""
    read = read_point(item)
    if read is None:
        return None
    if read.unsaid or read.vague:
        outcome = named(found.name, read, item.sentence)
        if isinstance(outcome, Ambiguous) and read.unsaid:
            listed = ", ".join(part.text for part in read.parts)
            ways = tuple(f"{how} of {listed}" for how in ("all", "any"))
            return replace(outcome, questions=tuple(replace(each, choices=ways) for each in outcome.questions))
        if isinstance(outcome, Ambiguous):
            return replace(outcome, questions=tuple(replace(each, choices=()) for each in outcome.questions))
        return outcome
    puts = tuple(need_puts(read.needs, item.sentence.place))
    says = f"{found.name}: {read.text}."
    return checked("predicate", says, puts, item.sentence, read.figures, yes_no(read.needs))


def code_of(item: Item) -> str:
    """Write an item as the name of a yes/no field, for what cannot be read."""
    said = item.sentence.unit.text
    words = f"{text_of(item.title)} {said}" if item.title else said
    return f"`{key_of(words.replace('`', '')).replace('_', ' ')}`"


def read_point(item: Item) -> Read | None:
    """Read what an item says of a lead, with the title it may have: `Job title: Director or VP`."""
    tokens, known = item.tokens, item.sentence.known
    title = item.title
    if item.unit.kind == "row":
        return read_cells(title, tokens, known)
    if not title:
        colon = next((at for at, token in enumerate(tokens) if token.low == ":" and token.kind == "sign"), None)
        if colon is not None and 0 < colon <= LONGEST_TITLE and colon + 1 < len(tokens):
            title, tokens = tokens[:colon], tokens[colon + 1 :]
    if any(token.low in {"->", "→"} for token in tokens):
        return None
    if title:
        return _titled(title, tokens, item)
    tokens = _opened(tokens)
    bracketed = _in_brackets(tokens)
    if bracketed is not None:
        inner = _of_bracket(*bracketed, item)
        if inner is not None:
            return inner
        if not _explains(bracketed[1]):
            return None
        tokens = bracketed[0]
    return _kind(tokens) or condition(tokens, known)


def read_cells(title: Tokens, tokens: Tokens, known: Lexicon) -> Read | None:
    """Read two cells, what is looked at and what it must be; no word of either may end up in a yes/no field."""
    if not title or not tokens:
        return None
    if len(tokens) == 1 and tokens[0].kind == "name":
        return condition(tokens, known)  # a yes/no field, or a condition in ola's own words
    end, bound = title[-1].end, bound_at(tokens, 0)
    is_ = Token("word", "is", end, end, "is")
    read = condition((*title, Token("sign", ":", end, end, ":"), *tokens), known)
    if read is None and len(tokens) == 1 and tokens[0].low in _STATE_WORDS:
        read = condition((*title, is_, *tokens), known)
    if read is None and bound is not None and bound[1] == len(tokens) and (bound[0].said or bound[0].second):
        read = condition((*title, is_, *tokens), known)
    if read is None or read.unsaid or read.vague or any(need.type == "boolean" for need in read.needs):
        return None
    return read


def _kind(tokens: Tokens) -> Read | None:
    """Read a kind of people by its bare plural: `students`, `job applicants`."""
    if not 0 < len(tokens) <= 3 or not tokens[-1].low.endswith("s") or tokens[-1].low.endswith("ss"):  # noqa: PLR2004 (a noun)
        return None
    return kinds_of(tokens)


def _titled(title: Tokens, tokens: Tokens, item: Item) -> Read | None:
    known = item.sentence.known
    colon = Token("sign", ":", title[-1].end, title[-1].end, ":")
    whole = condition((*title, colon, *tokens), known)
    if whole is not None:
        return whole
    bound = bound_at(tokens, 0)
    if bound is not None and bound[0].first.length is None:
        is_ = Token("word", "is", title[-1].end, title[-1].end, "is")
        return condition((*title, is_, *tokens), known) or condition((*title, *tokens), known)
    if len(tokens) == 1 and (STATES.match(tokens[0].low) or tokens[0].low in _STATE_WORDS):
        is_ = Token("word", "is", title[-1].end, title[-1].end, "is")
        return condition((*title, is_, *tokens), known)
    if bound is not None:
        return None
    return read_point(replace(item, title=(), sentence=replace(item.sentence, tokens=tokens)))


_STATE_WORDS = frozenset({"known", "clear", "given", "yes", "valid", "complete", "available"})


def _opened(tokens: Tokens) -> Tokens:
    """Leave out who is spoken of: `the lead has …`, `they are …`, `must be …`."""
    low = [token.low for token in tokens[:3]]
    start = 0
    if (
        low[:1] in (["the"], ["a"], ["an"])
        and low[1:2]
        and low[1] in {"lead", "contact", "person", "prospect", "record"}
    ):
        start = 2 if low[2:] and low[2] in _GOES_ON else 0
    elif (
        low[:1]
        and low[0] in {"they", "it", "lead", "contact", "person", "prospect", "leads", "contacts"}
        and low[1:2]
        and low[1] in _GOES_ON
    ) or (
        low[:1]
        and low[0] in LEADS | {"anyone", "anybody"}
        and low[1:2]
        and low[1] in {"with", "from", "who", "that", "whose", "in", "at"}
    ):
        start = 1
    tokens = tokens[start:]
    while (
        tokens
        and tokens[0].low in {"must", "should", "to"}
        and len(tokens) > 1
        and tokens[1].low in {"be", "have", "not"}
    ):
        tokens = tokens[1:]
    if tokens and tokens[0].low == "be" and len(tokens) > 1:
        tokens = tokens[1:]
    return tokens


_GOES_ON = frozenset({"has", "have", "is", "are", "must", "was", "works", "lives", "can", "does", "did"})


def _in_brackets(tokens: Tokens) -> tuple[Tokens, Tokens] | None:
    """Give the words before a bracket at the end, and those in it."""
    if not tokens or tokens[-1].low != ")":
        return None
    start = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].low == "("), None)
    return None if start is None else (tokens[:start], tokens[start + 1 : -1])


def _of_bracket(before: Tokens, inside: Tokens, item: Item) -> Read | None:
    """Read a bracket that says exactly what the words before it say in short: `mid-market (100-999 employees)`."""
    known = item.sentence.known
    whole = condition((*before, Token("sign", "(", 0, 0, "("), *inside, Token("sign", ")", 0, 0, ")")), known)
    if whole is not None and whole.text.startswith(("email ", "not email ")):
        return whole
    colon = Token("sign", ":", 0, 0, ":")
    listed = condition((*before, colon, *inside), known)
    if listed is not None and " in (" in listed.text:
        return listed
    if any(token.number is not None for token in inside):
        exact = condition(inside, known)
        if exact is not None and exact.figures and not any(token.number is not None for token in before):
            return exact
    return None


def _explains(inside: Tokens) -> bool:
    """Say that a bracket only explains: examples, or words that are no list and no number."""
    if inside and inside[0].low.rstrip(".") in {"e.g", "eg", "such", "for", "i.e", "ie", "see", "like", "as"}:
        return not any(token.number is not None for token in inside)
    return not any(token.number is not None or token.low in {",", "or", "/"} for token in inside)
