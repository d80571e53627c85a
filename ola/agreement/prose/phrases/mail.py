"""Addresses by their domains: `a free email address (gmail.com, gmx.de)`, `email domain is not gmail.com`."""

from __future__ import annotations

import re

from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.values import quoted

_DOMAIN = re.compile(r"@?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_MAIL = frozenset({"email", "e-mail", "mail", "emails", "e-mails"})
_NOUNS = frozenset({"address", "addresses", "domain", "domains", "account", "accounts", "provider", "providers"})
_FREE = frozenset(
    {"free", "personal", "private", "freemail", "webmail", "consumer", "generic", "public", "non-business"}
)
_GOOD = frozenset({"business", "work", "corporate", "professional", "company", "valid", "real"})
_NO = frozenset({"no", "not", "without", "never", "excluding", "except", "isn't"})


def mail_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read what is said of an email address with the domains that are meant, from a token on."""
    start, is_not, kind = at, False, ""
    while at < len(tokens) and at < start + _MOST and tokens[at].low not in _MAIL:
        low = tokens[at].low
        if low not in _LEADS_ON | _NO | _FREE | _GOOD:
            return None
        is_not = is_not or low in _NO
        kind = "free" if low in _FREE else kind or ("good" if low in _GOOD else "")
        at += 1
    if at >= len(tokens) or tokens[at].low not in _MAIL:
        return None
    at += 1
    while at < len(tokens) and tokens[at].low in _NOUNS:
        at += 1
    is_bracket = at < len(tokens) and tokens[at].low == "("
    if is_bracket:
        at += 1
    elif not kind and at < len(tokens) and tokens[at].low in {"is", "are", "ends", "must", "may", "does", "do"}:
        while (
            at < len(tokens)
            and tokens[at].low in {"is", "are", "ends", "end", "with", "must", "may", "does", "do", "be"} | _NO
        ):
            is_not = is_not or tokens[at].low in _NO
            at += 1
    else:
        return None
    turned = False
    while at < len(tokens) and tokens[at].low in _NO | {"one", "of", "any", "from", "either", ":"}:
        turned = turned or tokens[at].low in _NO
        at += 1
    domains, at, is_open = _domains(tokens, at)
    if not domains or is_open or (is_bracket and (at >= len(tokens) or tokens[at].low != ")")):
        return None
    at += is_bracket
    # "a business address (no gmail.com)" excludes as "no free address (gmail.com)" does.
    if kind == "good" and not turned:
        return None
    is_not = is_not != turned if kind != "good" else True
    listed = quoted(domains[0]) if len(domains) == 1 else f"any of ({', '.join(map(quoted, domains))})"
    if not is_bracket and turned:
        is_not = True
    needs = () if known.declares("email") else (Need("email", "email"),)
    return Read(f"email {'not ' if is_not else ''}ends with {listed}", needs), at


_MOST = 8  # words before the noun
_LEADS_ON = frozenset(
    {
        "has",
        "have",
        "had",
        "uses",
        "use",
        "using",
        "with",
        "is",
        "are",
        "a",
        "an",
        "the",
        "valid",
        "who",
        "that",
        "it",
        "its",
        "their",
        "any",
        "does",
        "do",
        "from",
    }
)


def _domains(tokens: Tokens, at: int) -> tuple[tuple[str, ...], int, bool]:
    """Read domains one after the other; says whether the list is left open, as by "etc."."""
    found: list[str] = []
    end = at
    while at < len(tokens):
        low = tokens[at].low
        if low == "@" and at + 1 < len(tokens):
            at += 1
            continue
        if low in {",", "or", "and", "/", "nor"}:
            at += 1
            continue
        if low.rstrip(".") in {"etc", "…", "similar", "others", "such", "like"}:
            return tuple(found), at, True
        if tokens[at].kind not in {"word", "name", "quote"} or _DOMAIN.fullmatch(tokens[at].text) is None:
            break
        found.append(f"@{tokens[at].text.lstrip('@').lower()}")
        at += 1
        end = at
    return tuple(dict.fromkeys(found)), end, False
