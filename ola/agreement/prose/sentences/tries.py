"""Nouns for trying to reach somebody: each is counted as an event by that name."""

from __future__ import annotations

from ola.agreement.prose.phrases.tokens import Tokens

TRIES = frozenset(
    """attempt touch call email mail message dial step try contact conversation reply letter voicemail sms visit""".split()
)
_LEFT_OUT = frozenset({"contact", "follow-up", "touch", "the", "outreach", "human", "different", "in", "total"})
_SINGULAR = {"touches": "touch", "tries": "try", "replies": "reply"}


def tried(tokens: Tokens) -> str | None:
    """Name what is tried: `contact attempts` is `attempt`; nothing where the noun is another."""
    words = [token.low for token in tokens if token.low not in _LEFT_OUT or token is tokens[-1]]
    words = [word for word in words if word not in {"in", "total"}]
    if not 0 < len(words) <= 2:  # noqa: PLR2004 (a noun)
        return None
    last = _SINGULAR.get(words[-1], words[-1].removesuffix("s"))
    return last if last in TRIES else None
