"""Numbers as people read them: the latest periods of each promise in a table, and what each part came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ola.evaluate.figures import exact_percent, length, percent
from ola.evaluate.goals.chains import Chain
from ola.evaluate.goals.cuts import Cut
from ola.evaluate.handoffs.verdicts.elapsed import Elapsed
from ola.finding import count
from ola.verdict import GoalVerdict

LATEST = 3  # periods of each promise that are shown
_STATES = {True: "kept", False: "missed", None: "not decided"}


def goals(verdicts: Sequence[GoalVerdict]) -> Iterator[str]:
    """Give the lines of the latest periods, those of each promise under one another."""
    kinds = dict.fromkeys((each.measure, each.sense, each.target) for each in verdicts)
    rows = [row for kind in kinds for row in _latest(verdicts, kind)]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    for period, value, promise, state in rows:
        yield f"  {period:<{widths[0]}}  {value:>{widths[1]}}  {promise:<{widths[2]}}  {state}"


def typical(elapsed: Elapsed) -> Iterator[str]:
    """Give the line that says how long stops took, worked and on the wall."""
    if elapsed.median is None:
        return
    half = f"half within {length(elapsed.median.total_seconds())}"
    most = "" if elapsed.p90 is None else f", nine in ten within {length(elapsed.p90.total_seconds())}"
    wall = [each for each in (elapsed.wall_median, elapsed.wall_p90) if each is not None]
    on_wall = f" ({' and '.join(length(each.total_seconds()) for each in wall)} on the wall)" if wall else ""
    running = f"; {count(elapsed.open, 'cycle')} not stopped" if elapsed.open else ""
    yield f"  {half}{most} of worked time{on_wall}{running}"


def excluded(reasons: Mapping[str, int]) -> Iterator[str]:
    """Give the line that names what took cycles out of the count: exceptions, cancellations, restarts."""
    if reasons:
        told = ", ".join(f"{many:,} {why.removeprefix('it ')}" for why, many in reasons.items())
        yield f"  excluded: {told}"


def cuts(parts: Iterable[Cut]) -> Iterator[str]:
    """Give a line for each part: how many were met, how long it took, and its latest numbers."""
    for part in parts:
        decided = part.attainment is not None
        said = []
        if decided or any(part.counts.values()):
            share = percent(part.attainment) + " met" if part.attainment is not None else "none decided"
            said.append(f"{share} ({', '.join(f'{many:,} {name}' for name, many in part.counts.items() if many)})")
        if part.elapsed.median is not None:
            said.append(f"half within {length(part.elapsed.median.total_seconds())}")
        said += [f"{each.period}: {written(each, each.value)}" for each in part.goals[-1:] if each.value is not None]
        yield f"  {part.by} {part.value or '(none)'}: {', '.join(said) or 'nothing'}"


def chains(found: Iterable[Chain]) -> Iterator[str]:
    """Give a line for each chain of clocks: the whole by the clock on the wall, and whose part took how long."""
    for chain in found:
        if chain.total.wall_median is None:
            continue
        parts = [
            f"{part.name} ({part.owed_by or 'nobody'}) {_half(part.elapsed)}"
            for part in chain.parts
            if part.elapsed.wall_median is not None
        ]
        between = chain.between.wall_median
        if between:
            parts.append(f"in between {_half(chain.between)}")
        yield f"{chain.name}: half within {_half(chain.total)} on the wall, of {count(chain.rows.height, 'cycle')}"
        yield f"  {', '.join(parts)}"


def _half(elapsed: Elapsed) -> str:
    return "more" if elapsed.wall_median is None else length(elapsed.wall_median.total_seconds())


def written(verdict: GoalVerdict, number: float | None) -> str:
    """Write a value in the unit of its measure."""
    if number is None:
        return "-"
    match verdict.measure:
        case "attainment" | "share" | "spread":
            return percent(number, up=verdict.sense == "at most")
        case "percentile":
            return length(number)
        case "count" | "sum":
            return f"{number:,.10g}"


def _latest(verdicts: Sequence[GoalVerdict], kind: tuple[object, ...]) -> Iterator[tuple[str, str, str, str]]:
    for each in [each for each in verdicts if (each.measure, each.sense, each.target) == kind][-LATEST:]:
        beside = [f"{many:,} {word}" for many, word in ((each.open, "open"), (each.unknown, "unknown")) if many]
        if each.budget is not None and each.budget.left:
            over = each.budget.left < 0
            beside.append(f"{count(abs(each.budget.left), 'breach', 'breaches')} {'too many' if over else 'left'}")
        what = "" if each.measure == "attainment" else f"{each.measure} "
        promise = f"{what}{each.sense} {_promised(each)}"
        state = ", ".join([_STATES[each.met], *beside])
        yield each.period, written(each, each.value), promise, state


def _promised(verdict: GoalVerdict) -> str:
    if verdict.target is not None and verdict.measure in ("attainment", "share", "spread"):
        return exact_percent(verdict.target)
    return written(verdict, verdict.target)
