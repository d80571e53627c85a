"""What the name of a figure says besides: `Monthly MQLs`, `MQL to SQL conversion rate`, `Calls per SDR`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.periods import period_at, read_period
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.sentences.core import ROLES

# Of what nobody wants much: a bare figure beside it may be the most or, in a strange agreement, the least.
_UNWANTED = re.compile(
    r"\b(?:reject|declin|refus|return|duplicat|bounc|unworked|untouched|unread|overdue|breach|miss|late\b|error|complain"
    r"|churn|lost|stale|invalid|spam|unsubscri|drop|wast|disqualif|without|incomplete|backlog|open\b|unassigned"
    r"|cost|time\b|age\b|delay|bad\b|wrong)",
    re.IGNORECASE,
)
_COUNTS = frozenset({"number", "volume", "count", "total", "amount", "target", "targets", "goal", "quota", "#"})
_RATES = frozenset({"rate", "ratio", "conversion", "share", "percentage"})
_JOINTS = frozenset({"to", "->", "into"})
STATES = {
    "acceptance": "accepted",
    "rejection": "rejected",
    "recycling": "recycled",
    "disqualification": "disqualified",
    "contact": "contacted",
    "win": "won",
    "close": "closed",
    "response": "answered",
    "no-show": "no show",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's name taken apart: what is counted or is so, of what, for what period, and for whom each.

    `what` is what becomes of the leads `of` a stage, `fact` what is true of them; all are empty where the name does not
    tell them from one another. `rest` is the name without its period.
    """

    rest: Tokens
    what: str = ""
    of: str = ""
    fact: str = ""
    period: str | None = None
    per: str | None = None
    unwanted: bool = False


def measure(tokens: Tokens, known: Lexicon) -> Measure:
    """Take the name of a figure apart."""
    rest, period = _without_period(tokens)
    rest, per = without_each(rest)
    unwanted = _UNWANTED.search(text_of(rest)) is not None
    rest = _bare(rest)
    what, of = _rate(rest, known) or ("", "")
    fact, of = ("", of) if what else _fact(rest, known)
    return Measure(rest, what, of, fact, period, per, unwanted)


def _without_period(tokens: Tokens) -> tuple[Tokens, str | None]:
    """Cut out `per month`, `/ quarter`, `(weekly)` and `monthly`."""
    for at in range(len(tokens)):
        found = period_at(tokens, at)
        if found is not None:
            end = found[1]
            in_brackets = at > 0 and tokens[at - 1].low == "(" and [each.low for each in tokens[end : end + 1]] == [")"]
            return (*tokens[: at - in_brackets], *tokens[end + in_brackets :]), found[0]
    return tokens, None


def without_each(tokens: Tokens) -> tuple[Tokens, str | None]:
    """Cut out `per SDR` and `per team`."""
    for at in range(1, len(tokens) - 1):
        if tokens[at].low in {"per", "/"} and tokens[at + 1].low.removesuffix("s") in {*ROLES, "person", "team"}:
            return (*tokens[:at], *tokens[at + 2 :]), "team" if tokens[at + 1].low == "team" else "owner"
    return tokens, None


def _bare(tokens: Tokens) -> Tokens:
    """Leave out the words that only say that something is counted: `number of`, `volume`, `new`."""
    low = [token.low for token in tokens]
    if low[1:2] == ["of"] and low[0] in _COUNTS:
        return tokens[2:]
    while len(tokens) > 1 and tokens[-1].low in _COUNTS:
        tokens = tokens[:-1]
    while len(tokens) > 1 and tokens[0].low in {*_COUNTS, "new", "total"}:
        tokens = tokens[1:]
    return tokens


def _rate(tokens: Tokens, known: Lexicon) -> tuple[str, str] | None:
    """Read `MQL to SQL conversion rate` and `MQL acceptance rate` as a share of leads and what becomes of them."""
    words = [token for token in tokens if token.low not in {"the", "our", "of", "from", "a", "an"}]
    low = [token.low for token in words]
    if not set(low) & _RATES:
        return None
    words = [token for token in words if token.low not in _RATES]
    if len(words) == 1 and "-to-" in words[0].low:
        before, _, after = words[0].text.partition("-to-")
        return _stage(after, known), _stage(before, known)
    if len(words) == 3 and words[1].low in _JOINTS:  # noqa: PLR2004 (from, the joint, to)
        return _stage(words[2].text, known), _stage(words[0].text, known)
    if len(words) == 1 and words[0].low in STATES:
        return STATES[words[0].low], ""
    if len(words) == 2 and words[1].low in STATES:  # noqa: PLR2004 (of whom, and what they do)
        return STATES[words[1].low], _stage(words[0].text, known)
    return None


def _fact(tokens: Tokens, known: Lexicon) -> tuple[str, str]:
    """Read `share of MQLs accepted` and `% of MQLs with a phone number`: what is so, and of whom."""
    low = [token.low for token in tokens]
    if len(tokens) <= 3 or low[1] != "of" or low[0] not in {*_RATES, "%", "percent"}:  # noqa: PLR2004 (share, of, whom)
        return "", ""
    at = 2 + (low[2] in {"all", "the"})
    stage = _stage(tokens[at].text, known)
    if stage not in known.stages.values() and not stage.isupper():
        return "", ""
    return text_of(tokens[at + 1 :]), stage


def _stage(word: str, known: Lexicon) -> str:
    """Spell a stage as the document does."""
    low = word.lower()
    one = word[:-1] if low.endswith("s") and word[:-1].isupper() else word
    return known.stages.get((low,)) or known.stages.get((low.removesuffix("s"),)) or one


def period_told(text: str) -> str | None:
    """Give the period that words before a table name: `Quarterly goals:`."""
    first = re.match(r"\W*(\w+)", text)
    return read_period(first[1]) if first is not None and first[1].lower().endswith("ly") else None
