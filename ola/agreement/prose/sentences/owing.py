"""Who owes what a section or a list tells: `marketing_owes`, "What Sales owes", "Duties of Sales", "Sales promises to:"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.phrases.tokens import Token, cut
from ola.agreement.prose.reading import Checked
from ola.agreement.prose.sentences.core import ROLES, party_name
from ola.agreement.prose.sentences.declarations import a_party
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.verbs import BASES, FINITE, PARTICIPLES
from ola.agreement.prose.units import Unit

_OWES = re.compile(r"(?:what\s+)?(\w+?)[_ ](?:owes?|promises?|commits?|delivers?)\b")
_NOBODY = frozenset(
    {"we", "each", "both", "side", "either", "all", "mutual", "shared", "joint", "our", "general", "the"}
)
_DUTIES = (
    r"(?:commitments?|dut(?:y|ies)|obligations?|responsibilit(?:y|ies)|promises?|tasks?|service levels?|sla|slas"
    r"|expectations|undertakings|deliverables)"
)
_WHO = r"(?P<who>(?:the )?[\w&/]+(?:[ -][\w&/]+){0,2}?)"
_TEAM = r"(?:['’]s?)?(?:[ -](?:team|department|side))?(?:['’]s?)?"
# Headings and sentences ahead of a list that say who owes what stands below.
_ABOVE = tuple(
    re.compile(told, re.IGNORECASE)
    for told in (
        rf"{_WHO}{_TEAM} {_DUTIES}$",
        rf"{_DUTIES} (?:of|for|by|from) (?:the )?{_WHO}(?: team| department)?$",
        rf"{_DUTIES}\s*[-–—:/(]\s*{_WHO}(?: team)?\)?$",
        rf"what {_WHO}(?: team)? (?:owes?|promises?|commits? to|delivers?|does|do|must do|will do|agrees? to)$",
        rf"what (?:we|marketing|sales|you) (?:expects?|needs?|gets?|can expect) (?:from|of) (?:the )?{_WHO}(?: team)?$",
    )
)
_LEAD_IN = re.compile(
    rf"(?:(?:in return|in turn|for (?:its|their) part|on (?:its|their) side|as agreed|under this \w+),? )?{_WHO}"
    r"(?:[ -](?:team|department|side))?(?: \([^)]*\))?"
    r"(?: (?:promises?|owes?|commits?(?: itself)?|agrees?|undertakes?|pledges?|(?:is|are) (?:responsible|expected|obliged"
    r"|required|committed|to)|will|shall|must|has to|have to|needs? to|guarantees?|delivers?|does)\b[^.]{0,40})?:?$",
    re.IGNORECASE,
)


def owed_by_heading(sentence: Sentence) -> str | None:
    """Give who owes it by the sentence that introduces its list or the headings above it, the nearest first."""
    introduced = _of_lead(sentence)
    if introduced is not None:
        return introduced
    for heading in reversed(sentence.unit.headings):
        match = _OWES.match(heading.text.lower())
        if match and match[1] not in _NOBODY:
            return match[1].capitalize()
        named = _of_heading(heading.text, sentence)
        if named is not None:
            return named
    return None


def _of_heading(text: str, sentence: Sentence) -> str | None:
    for told in _ABOVE:
        match = told.fullmatch(text.strip(" :."))
        named = _party(match["who"], sentence) if match else None
        if named is not None:
            return named
    return None


def _of_lead(sentence: Sentence) -> str | None:
    """Give who owes the items of a list by the sentence that introduces it: `Marketing:`, `Sales promises to:`."""
    lead = sentence.unit.lead
    match = _LEAD_IN.fullmatch(lead.text.strip()) if lead is not None else None
    return _party(match["who"], sentence) if match else None


def read_lead_in(sentence: Sentence) -> Checked | None:
    """Read a sentence that only tells who owes the list below it."""
    text = sentence.unit.text.strip()
    introduces = text.endswith(":") or all(token.strong for token in sentence.tokens)
    match = _LEAD_IN.fullmatch(text) if introduces and next(sentence.following(), None) is not None else None
    party = _party(match["who"], sentence) if match and not any(t.number is not None for t in sentence.tokens) else None
    if party is None:
        return None
    says = f"{party} owes what is listed below."
    return Checked("declaration", says, (a_party(party, sentence.place),), (), sentence.place)


def _party(name: str, sentence: Sentence) -> str | None:
    """Give a party by its name where it is one: declared, or called as people are by what they do."""
    name = re.sub(r"^the ", "", name.strip(), flags=re.IGNORECASE)
    tokens = cut(name)
    if not tokens or any(token.low in _NOBODY or token.number is not None for token in tokens):
        return None
    known = sentence.known.person_at(tokens, 0)
    if known is not None and known[1] == len(tokens):
        return known[0]
    if (
        tokens[-1].low not in ROLES
        or not name[:1].isupper()
        or (tokens[0].low in ROLES - _OWN_WORDS and len(tokens) > 1)
    ):
        return None
    return party_name(tokens, sentence.known)


_OWN_WORDS = frozenset({"sales", "marketing", "account", "sdr", "bdr", "partner"})


def with_subject(sentence: Sentence) -> Sentence | None:
    """Put who owes it ahead of a sentence that begins with a verb: `calls every MQL within 2 hours` below `Sales:`.

    Nothing where it has a subject, or nobody is named above.
    """
    first = sentence.tokens[0]
    if first.kind != "word" or len(sentence.tokens) < 2:  # noqa: PLR2004 (a verb and what is done)
        return None
    is_order = first.low in BASES and first.low not in PARTICIPLES
    is_third = first.low in FINITE and first.low not in BASES
    if not is_order and not is_third:
        return None
    if _NAMES_A_FIGURE.intersection(token.low for token in sentence.tokens[1:4]):
        return None  # "Email bounce rate below 3 %": the name of a figure
    party = _by_title(sentence) or owed_by_heading(sentence) or _by_name_alone(sentence)
    if party is None:
        return None
    ahead = (*cut(party), *(cut("must") if is_order else ()))
    small = replace(first, text=first.low)
    return replace(sentence, tokens=(*put_ahead(ahead, first), small, *sentence.tokens[1:]))


_NAMES_A_FIGURE = frozenset({"rate", "rates", "ratio", "volume", "share", "conversion", "score", "target"})


def put_ahead(tokens: tuple[Token, ...], first: Token) -> Iterator[Token]:
    """Give tokens a place just ahead of another, so that the sentence stands where it stood."""
    return (replace(token, start=first.start, end=first.start - 1) for token in tokens)


def _by_title(sentence: Sentence) -> str | None:
    title = sentence.unit.title
    return _party(title.text, sentence) if title is not None else None


def _by_name_alone(sentence: Sentence) -> str | None:
    """Give who a section is called after: `Sales`, `For the SDR team`."""
    for heading in reversed(sentence.unit.headings):
        match = re.fullmatch(rf"(?:for |by )?{_WHO}(?: team)?", heading.text.strip(" :."), re.IGNORECASE)
        named = _party(match["who"], sentence) if match else None
        if named is not None:
            return named
    return None


def sides(sentence: Sentence) -> tuple[str, ...]:
    """Give the sides that agree: the parties declared, or those that headings say owe something."""
    declared = sentence.context.declared.parties
    if len(declared) == 2:  # noqa: PLR2004 (both)
        return declared
    units = sentence.context.units
    return sentence.context.once("who owes", lambda: _owing(units))


def _owing(units: tuple[Unit, ...]) -> tuple[str, ...]:
    owing = (_OWES.match(heading.text.lower()) for unit in units for heading in unit.headings)
    return tuple(dict.fromkeys(match[1].capitalize() for match in owing if match and match[1] not in _NOBODY))
