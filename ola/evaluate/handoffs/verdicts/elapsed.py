"""Typical times among cycles of which some still run: Kaplan and Meier's estimate.

A cycle without a stop tells that it took longer than it has run so far. Left out, the never-answered leads
would make the median look better the more of them there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Times = tuple[NDArray[Any], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long stops took: worked time and time on the wall side by side, and how many cycles were not stopped.

    By Kaplan and Meier: what was not stopped is known to take longer than it has run so far.
    """

    median: dt.timedelta | None = None
    p90: dt.timedelta | None = None
    wall_median: dt.timedelta | None = None
    wall_p90: dt.timedelta | None = None
    open: int = 0

    def to_dict(self) -> dict[str, object]:
        """Give the times in seconds."""
        return {
            "median_s": _seconds(self.median),
            "p90_s": _seconds(self.p90),
            "wall_median_s": _seconds(self.wall_median),
            "wall_p90_s": _seconds(self.wall_p90),
            "open": self.open,
        }


def elapsed(worked: NDArray[Any], wall: NDArray[Any], stopped: NDArray[np.bool_]) -> Elapsed:
    """Give the typical times of cycles, in seconds, of which some were stopped."""
    median, p90 = percentiles((worked, stopped), (0.5, 0.9))
    wall_median, wall_p90 = percentiles((wall, stopped), (0.5, 0.9))
    return Elapsed(_span(median), _span(p90), _span(wall_median), _span(wall_p90), int((~stopped).sum()))


def percentiles(times: Sequence[tuple[float, bool]] | Times, shares: Sequence[float]) -> tuple[float | None, ...]:
    """Give for each share the least time by which it was stopped, or null where too few were.

    `times` are the times and whether the cycle was stopped then, as pairs or as two arrays; the others are known to
    take longer. Without such cycles it is the nearest rank: the median of 1, 2, 3, 4 is 2.
    """
    lengths, stopped = _arrays(times)
    reached: NDArray[Any]
    if not len(lengths):
        return (None,) * len(shares)
    order = np.argsort(lengths)
    lengths, stopped = lengths[order], stopped[order]
    starts = np.flatnonzero(np.concatenate([[True], lengths[1:] != lengths[:-1]]))
    # At one time the stopped come first: one that runs on is still among those who could have stopped.
    stops = np.add.reduceat(stopped.astype(np.int64), starts)
    at_risk = len(lengths) - starts
    if stopped.all():
        # With every time known the share is counted, which no rounding of products can move.
        reached = np.append(starts[1:], len(lengths)) / len(lengths)
    else:
        reached = 1 - np.cumprod(1 - stops / at_risk)
    answers: list[float | None] = []
    for share in shares:
        enough = np.flatnonzero((reached >= share - 1e-12) & (stops > 0))
        answers.append(float(lengths[starts[enough[0]]]) if len(enough) else None)
    return tuple(answers)


def _arrays(times: Sequence[tuple[float, bool]] | Times) -> Times:
    if isinstance(times, tuple) and len(times) == 2 and isinstance(times[0], np.ndarray):  # noqa: PLR2004 (a pair)
        return times[0], np.asarray(times[1], dtype=bool)
    pairs = np.array(list(times), dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1] > 0


def _span(seconds: float | None) -> dt.timedelta | None:
    return None if seconds is None else dt.timedelta(seconds=seconds)


def _seconds(time: dt.timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()
