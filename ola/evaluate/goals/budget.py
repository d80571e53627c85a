"""The error budget of a promised share: the breaches it allows, and what is left of them."""

from __future__ import annotations

from math import floor

from ola.evaluate.goals.deciding import Sense, exact
from ola.verdict import Budget


def budget(won: int, lost: int, still_open: int, sense: Sense, bound: float) -> Budget:
    """Give the budget of a share of which so many members won, lost, or are open.

    A breach is a member on the wrong side: one that lost under a floor, one that won under a ceiling.
    """
    share = 1 - exact(bound) if sense == "at least" else exact(bound)
    breached = lost if sense == "at least" else won
    members = won + lost
    allowed, in_the_end = floor(share * members), floor(share * (members + still_open))
    return Budget(allowed, breached, max(0, min(still_open, in_the_end - breached)))
