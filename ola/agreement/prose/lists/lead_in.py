"""What a sentence says of the list below it: of which leads, how much of it is needed, and whether it bars them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon
from ola.agreement.prose.phrases.numbers import number_at
from ola.agreement.prose.phrases.tokens import Token, Tokens, cut, text_of
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.sentence import Sentence

How = Literal["all", "any", "counted", ""]


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The name of what a list defines, a stage's or a term's; how much of the list is needed; words of its subject."""

    name: str
    subject: str
    how: How = ""
    count: int = 0
    figures: tuple[str, ...] = ()


_ALL = frozenset({"all", "each", "every", "both"})
_ANY = frozenset({"any", "either"})
_POINTS = frozenset(
    [
        "criteria",
        "criterion",
        "conditions",
        "condition",
        "requirements",
        "requirement",
        "points",
        "things",
        "attributes",
        "characteristics",
        "rules",
        "qualifications",
        "signals",
        "triggers",
        "actions",
        "following",
        "these",
        "below",
        "checks",
    ]
)
_VERBS = frozenset(
    [
        "meets",
        "meet",
        "satisfies",
        "satisfy",
        "fulfils",
        "fulfills",
        "fulfil",
        "fulfill",
        "has",
        "have",
        "needs",
        "need",
        "requires",
        "require",
        "is",
        "are",
        "means",
        "qualifies",
        "matches",
        "match",
        "shows",
        "show",
        "must",
        "becomes",
        "become",
        "counts",
        "considered",
        "defined",
        "when",
        "if",
        "once",
        "unless",
    ]
)
_OUT = {
    "disqualified": "disqualified", "disqualify": "disqualified", "unqualified": "unqualified",
    "rejected": "rejected", "reject": "rejected",
    "excluded": "excluded", "exclude": "excluded", "exclusions": "excluded", "exclusion": "excluded",
    "excludes": "excluded",
    "ineligible": "excluded", "disqualification": "disqualified", "disqualifiers": "disqualified",
}  # fmt: skip
_MANY = frozenset({"leads", "contacts", "records", "people", "companies", "persons", "exclusions", "disqualifiers"})
_DEFINES = frozenset({"criteria", "definition", "requirements", "conditions", "qualification", "qualify", "qualifies"})


def read_lead_in(lead: Sentence) -> LeadIn | None:
    """Read what a sentence says of a list of conditions below it; nothing where it is about something else."""
    tokens = lead.tokens
    title = lead.unit.title
    if not tokens or any(token.low in {"within", "?"} for token in tokens):
        return None
    how, count, figures = _how(tokens)
    low = {token.low for token in tokens}
    if any(token.number is not None for token in tokens) and not count:
        return None
    name, subject = _subject(tokens, lead)
    if not name and title is not None:
        name, subject = title.text.strip(), title.text.strip()
        if _is_only_how(tokens) or low & _DEFINES or low & _VERBS:
            return LeadIn(_named(name, lead.known), subject, how, count, figures)
        return None
    if not name:
        return None
    if lead.unit.kind == "heading" and not low & _DEFINES:
        return None
    if not how and low & _OUT.keys() and low & _MANY:
        how = "any"  # kinds of leads one after the other: each of them is left out
    if not (how or low & _DEFINES or low & _VERBS or low & _OUT.keys() or _is_bare(tokens)):
        return None
    return LeadIn(name, subject, how, count, figures)


def _how(tokens: Tokens) -> tuple[How, int, tuple[str, ...]]:
    """Read how much of a list is needed: all, any, so many; nothing where it is not said."""
    low = [token.low for token in tokens]
    for at, word in enumerate(low):
        number = number_at(tokens, at)
        if number is not None and word not in {"a", "an"} and low[number[1] : number[1] + 1] == ["of"]:  # noqa: SIM102
            if set(low[number[1] + 1 :]) & (_POINTS | {"them"}):
                count = int(number[0])
                if count == 1:
                    return "any", 0, ()
                of = next(
                    (
                        number_at(tokens, index)
                        for index in range(number[1] + 1, len(tokens))
                        if number_at(tokens, index)
                    ),
                    None,
                )
                return "counted", count, (str(count), *((str(of[0]),) if of else ()))
        if number is not None and low[max(0, at - 2) : at] == ["at", "least"] and set(low[number[1] :]) & _POINTS:
            count = int(number[0])
            return ("any", 0, ()) if count == 1 else ("counted", count, (str(count),))
    for at, word in enumerate(low):
        rest = low[at + 1 : at + 5]
        if word in _ANY and set(rest) & (_POINTS | {"of", "one"}):
            return "any", 0, ()
        if (
            word in _ALL
            and (set(rest) & (_POINTS | {"of"}))
            and not (word in {"each", "every", "all"} and at == 0 and not {"of", "the", "these"} & set(rest[:2]))
        ):
            return "all", 0, ()
    if low[-1:] == ["all"] or low[-2:] == ["all", "of"]:
        return "all", 0, ()
    return "", 0, ()


def _is_only_how(tokens: Tokens) -> bool:
    """Say that nothing stands there but how much of a list is needed: `all of the following`."""
    return all(
        token.low
        in _ALL
        | _ANY
        | _POINTS
        | {"of", "the", "one", "at", "least", "must", "be", "true", "met", "apply", "are", "is", "following", ":"}
        or number_at((token,), 0) is not None
        for token in tokens
    )


def _is_bare(tokens: Tokens) -> bool:
    """Say that only a name stands there: `A qualified lead`, `MQL`."""
    return len(tokens) <= 5 and not any(  # noqa: PLR2004 (a name)
        token.kind == "sign" and token.low != ":" for token in tokens if token.low not in "()"
    )


def _subject(tokens: Tokens, lead: Sentence) -> tuple[str, str]:
    """Give what a lead-in defines: a stage it names, who is left out, or a word with the noun for leads behind it."""
    out = next((_OUT[token.low] for token in tokens if token.low in _OUT), None)
    stages = stages_in(tokens, lead.known)
    if out is not None:
        stage = next((name for name in lead.known.stages.values() if key_of(name) == out), None)
        return stage or out, text_of(tokens)
    becomes = next((at for at, token in enumerate(tokens) if token.low in _BECOMES), None)
    if stages:
        behind = [each for each in stages if becomes is not None and each[1] > becomes]
        name, start, end = (behind or stages)[0]
        return name, text_of(tokens[start:end])
    noun = next((at for at, token in enumerate(tokens) if token.low in LEADS), None)
    if becomes is not None and noun is not None and noun < becomes:
        behind_verb = [at for at in range(becomes + 1, len(tokens)) if tokens[at].low in LEADS | {"if", "when", "once"}]
        end = behind_verb[0] if behind_verb else len(tokens)
        words = _adjectives(tokens[becomes + 1 : end])
        return (text_of(words), text_of(words)) if words else ("", "")
    if noun is not None:
        words = _adjectives(tokens[:noun])
        if words:
            return text_of(words), text_of((*words, tokens[noun]))
    return "", ""


_BECOMES = frozenset(
    {"becomes", "become", "qualifies", "counts", "considered", "classified", "turns", "promoted", "called", "defined"}
)


# Stages by their long names, where the document knows them by their letters.
_SHORT = {
    ("marketing", "qualified", "lead"): "mql", ("marketing", "qualified", "leads"): "mql",
    ("marketing-qualified", "lead"): "mql",
    ("sales", "accepted", "lead"): "sal", ("sales", "accepted", "leads"): "sal", ("sales-accepted", "lead"): "sal",
    ("sales", "qualified", "lead"): "sql", ("sales", "qualified", "leads"): "sql", ("sales-qualified", "lead"): "sql",
    ("sales", "accepted", "opportunity"): "sao", ("marketing-qualified", "leads"): "mql",
    ("sales-qualified", "leads"): "sql",
}  # fmt: skip


def stages_in(tokens: Tokens, known: Lexicon) -> list[tuple[str, int, int]]:
    """Give the stages that words name, each with where it stands; a short name in brackets goes with the long one."""
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + 4), at, -1):
            words = tuple(token.low for token in tokens[at:end])
            stage = (
                known.stages.get((_SHORT.get(words, ""),))
                or known.stages.get(words)
                or known.stages.get((*words[:-1], words[-1].removesuffix("s")))
            )
            is_common = all(token.text == token.low and token.kind == "word" for token in tokens[at:end])
            if stage is not None and not (is_common and words[-1] in LEADS):
                found.append((stage, at, end))
                at = end - 1
                break
        at += 1
    return found


def _adjectives(tokens: Tokens) -> Tokens:
    kept: list[Token] = []
    for token in tokens:
        if (
            token.low
            in ARTICLES
            | {
                "each",
                "every",
                "all",
                "as",
                "to",
                "into",
                "for",
                "of",
                "what",
                "is",
                "be",
                "only",
                "marketing",
                "sales",
            }
            and token.kind == "word"
        ):
            if kept and token.low not in {"marketing", "sales"}:
                return ()
            if token.low in {"marketing", "sales"}:
                kept.append(token)
            continue
        if token.kind not in {"word", "name"} or token.low in LEADS | _VERBS | {
            "we",
            "they",
            "i",
            "you",
            "new",
            "our",
            "no",
        }:
            return ()
        kept.append(token)
    return tuple(kept) if len(kept) <= 3 else ()  # noqa: PLR2004 (a name)


def _named(name: str, known: Lexicon) -> str:
    """Give the stage that a title stands for, else the title."""
    stages = stages_in(cut(name), known)
    return stages[0][0] if stages else name
