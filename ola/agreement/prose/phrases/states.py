"""Which words state something of a lead, and which only name a thing."""

from __future__ import annotations

import re

from ola.agreement.prose.phrases.tokens import Tokens

COPULAS = frozenset({"is", "are", "was", "were", "equals", "equal", "=", "be", "becomes", "says"})
# Words that tell a state by their ending, and nouns that only end so.
STATES = re.compile(
    r"(?!(?:need|feed|speed|lead|timing|meeting|marketing|pricing|training|funding|thing|spending|billing|onboarding|town"
    r"|manufacturing|consulting|advertising|banking|engineering|accounting|publishing|shipping|trading|mining|staffing"
    r"|hosting|farming|printing|broadcasting|housing|building|purchasing|procuring|spring|united|limited)$)"
    r".{2,}(ed|ing|tten|wn|ought)$"
)
VERBS = frozenset(
    """is are was were be been has have had does do did can cannot will must should may gets get goes go says knows
    wants needs asks uses owns makes takes exists matches works sits lives buys pays opens owns leads runs looks visits
    saw sat came went held sent met left led paid bought won lost knew set put read led built chose gave wrote spoke
    took made got became kept told found brought thought begins began joins joined""".split()
)
NOT_IN_A_NAME = frozenset("who which that not from to by at in on with for of as than before after if when".split())


def is_verbal(tokens: Tokens) -> bool:
    """Say that words hold a verb, or one that joins a name to something else."""
    return any(token.low in VERBS or token.low in NOT_IN_A_NAME for token in tokens)


def is_noun(tokens: Tokens) -> bool:
    """Say that a few bare words stand there which state nothing: `budget` of `budget and timeline are known`."""
    return 0 < len(tokens) <= 3 and not is_verbal(tokens) and not any(STATES.match(each.low) for each in tokens)  # noqa: PLR2004 (longer is no noun)
