"""What each party owed, over all its commitments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ola.verdict import OUTCOMES, GoalVerdict, Outcome, attainment

_WORDS = {True: "kept", False: "missed", None: "undecided"}


def parties_of(
    commitments: Iterable[tuple[str | None, Mapping[Outcome, int], Sequence[GoalVerdict]]],
) -> dict[str, dict[str, object]]:
    """Add up the cycles by verdict, pooled, and count the numbers of periods that were kept and missed."""
    cycles: dict[str, Counter[Outcome]] = {}
    numbers: dict[str, Counter[str]] = {}
    for party, counts, goals in commitments:
        if party is None:
            continue
        cycles.setdefault(party, Counter()).update(counts)
        numbers.setdefault(party, Counter()).update(_WORDS[goal.met] for goal in goals)
    found: dict[str, dict[str, object]] = {}
    for party, counted in cycles.items():
        found[party] = {
            **{outcome: counted[outcome] for outcome in OUTCOMES},
            "attainment": attainment(counted),
            "goals": {word: numbers[party][word] for word in _WORDS.values()},
        }
    return found
