"""Typical times among cycles of which some still run: Kaplan and Meier's estimate.

A cycle without a stop tells that it took longer than it has run so far. Left out, the never-answered leads
would make the median look better the more of them there are.
"""

from __future__ import annotations

from collections.abc import Sequence


def percentiles(times: Sequence[tuple[float, bool]], shares: Sequence[float]) -> tuple[float | None, ...]:
    """Give for each share the least time by which it was stopped, or null where too few were.

    `times` are the times and whether the cycle was stopped then; the others are known to take longer.
    Without such cycles it is the nearest rank: the median of 1, 2, 3, 4 is 2.
    """
    answers: dict[float, float] = {}
    # At one time the stopped come first: one that runs on is still among those who could have stopped.
    ordered = sorted(times, key=lambda each: (each[0], not each[1]))
    wanted = sorted(set(shares))
    at_risk, surviving, i = len(ordered), 1.0, 0
    whole = all(stopped for _, stopped in ordered)
    while i < len(ordered) and wanted:
        time, stopped, gone = ordered[i][0], 0, i
        while i < len(ordered) and ordered[i][0] == time:
            stopped += ordered[i][1]
            i += 1
        if stopped:
            surviving *= 1 - stopped / at_risk
            # With every time known the share is counted, which no rounding of products can move.
            reached = i / len(ordered) if whole else 1 - surviving
            while wanted and reached >= wanted[0] - 1e-12:
                answers[wanted.pop(0)] = time
        at_risk -= i - gone
    return tuple(answers.get(share) for share in shares)
