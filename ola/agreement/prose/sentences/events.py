"""Events as sentences name them: `assignment`, `the mail was sent`, `it becomes an MQL`, a stage, a marked name."""

from __future__ import annotations

from ola.agreement.prose.naming import plain as plain_words
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon
from ola.agreement.prose.phrases.tokens import Token, Tokens
from ola.agreement.prose.sentences.verbs import BASES, GERUNDS, PARTICIPLE_OF, PARTICIPLES

# Nouns of the field and the event each stands for.
NOUNS = {
    "assignment": "assigned", "creation": "created", "submission": "submitted", "acceptance": "accepted",
    "rejection": "rejected", "notification": "notified", "handover": "handoff", "hand-over": "handoff",
    "handoff": "handoff", "hand-off": "handoff", "arrival": "arrived", "receipt": "received", "routing": "routed",
    "delivery": "delivered", "qualification": "qualified", "conversion": "converted", "registration": "registered",
    "reassignment": "reassigned", "claim": "claimed", "closing": "closed", "opening": "opened", "booking": "booked",
}  # fmt: skip
BECOMING = frozenset(
    {
        "becomes",
        "become",
        "became",
        "reaches",
        "reached",
        "enters",
        "entered",
        "turns",
        "turned",
        "becoming",
        "reaching",
        "entering",
    }
)
_DROPPED = frozenset({"is", "are", "was", "were", "has", "have", "been", "be", "being", "gets", "got", "get", "had"})
_LONGEST = 8
# What is said of leads that are there from then on.
_ARRIVES = frozenset({"land", "lands", "arrive", "arrives", "come in", "comes in", "arrived", "landed", "came in"})


def read_events(tokens: Tokens, known: Lexicon, about: str = "") -> tuple[str, ...] | None:
    """Read one event or several joined by "or"; two joined by "and" are one that needs both.

    `about` is what "it" stands for.
    """
    found: list[str] = []
    for part in _parted(tokens, {"or", ","}):
        both = [_one(each, known, about) for each in _parted(part, {"and"})]
        if not both or any(each is None for each in both):
            return None
        found.append(" and ".join(each for each in both if each is not None))
    return tuple(dict.fromkeys(found)) or None


def _parted(tokens: Tokens, at: set[str]) -> list[Tokens]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.low in at and token.kind in {"word", "sign"}:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts if part]


def _one(tokens: Tokens, known: Lexicon, about: str) -> str | None:
    tokens = tokens[1:] if tokens and tokens[0].low in {"when", "once", "if", "that"} else tokens
    if len(tokens) == 1 and tokens[0].kind in {"name", "quote"}:
        return _stage(tokens[0].text, known) or tokens[0].text
    while len(tokens) > 1 and tokens[0].low in ARTICLES and tokens[0].kind == "word":
        tokens = tokens[1:]
    if (
        len(tokens) > 2  # noqa: PLR2004 ("the moment of …")
        and tokens[0].low in {"moment", "time", "date", "point", "day"}
        and tokens[1].low in {"of", "when"}
    ):
        return _one(tokens[2:], known, about)
    if (
        not tokens
        or len(tokens) > _LONGEST
        or any(token.number is not None or token.kind == "sign" for token in tokens)
    ):
        return None
    if len(tokens) == 1 and tokens[0].low in NOUNS:
        return NOUNS[tokens[0].low]
    if (
        len(tokens) > 1
        and tokens[0].low in BASES
        and tokens[1].low in ARTICLES | {"each", "every", "all", "it", "them"}
    ):
        return None  # "and log every call": what is to be done, which nothing is counted from
    becoming = next((at for at, token in enumerate(tokens) if token.low in BECOMING), None)
    if becoming is not None:
        value = known.values_at(
            tokens, becoming + 1 + (tokens[becoming + 1 : becoming + 2] != () and tokens[becoming + 1].low in ARTICLES)
        )
        if value is None or value[1] != len(tokens):
            return None
        return value[0][0][1]
    words = [
        token.text if token.kind != "word" else token.low
        for token in tokens
        if token.low not in _DROPPED and token.low not in ARTICLES | {"each", "every", "any"}
    ]
    if words and words[0] in {"it", "they", "he", "she"} and " ".join(words[1:]) in _ARRIVES:
        return "created"
    if (
        len(tokens) > 1 and tokens[0].low in GERUNDS and tokens[0].kind == "word" and words[0] == tokens[0].low
    ):  # "of receiving the lead"
        words = [
            PARTICIPLE_OF[GERUNDS[words[0]]],
            *(word for word in words[1:] if word not in {"lead", "record", "it"}),
        ]
    if len(words) == 2 and words[1] == "date" and _stage(words[0], known) is not None:  # noqa: PLR2004 ("the SQL date")
        words = words[:1]
    if len(words) == 2 and words[0] in {"it", "they"} and words[1] in {"happen", "happens", "happened", "occurs"}:  # noqa: PLR2004 (and its verb)
        words = about.lower().split()
    if words and words[0] in {"it", "they", "he", "she"}:
        words = [*about.lower().split(), *words[1:]] if about else words[1:]
    while words and words[0] in {"lead", "record"} and len(words) > 1:
        words = words[1:]
    if not words:
        return None
    name = " ".join(words)
    return _stage(name, known) or name


def _stage(name: str, known: Lexicon) -> str | None:
    return known.stages.get(tuple(plain_words(name).split()))


def done(base: str, *more: str) -> str:
    """Name the event of doing something: `send` is `sent`."""
    return " ".join([PARTICIPLE_OF.get(base, base), *more])


def is_done(word: str) -> bool:
    """Say whether a word tells that something was done: `sent`, `called`."""
    return word in PARTICIPLES
