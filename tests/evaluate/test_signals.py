"""Patterns that look like gaming are told as information, and honest logs give none."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from itertools import count
from math import comb

import polars as pl
import pytest

import ola
from ola.evaluate.handoffs.signals import SIGNALS
from ola.evaluate.handoffs.signals.pile_up import tail
from ola.evaluate.handoffs.timing import Timing, measure
from ola.finding import Finding

AGREEMENT = """\
ola: 1
id: signals
version: 1.0.0
status: signed
zone: UTC
effective: {from: 2020-01-01}
parties: {marketing: {team: Demand}, sales: {team: Sales}}
owners: {casey: {team: Sales}, lena: {team: Sales}}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
  owner: {type: owner}
stages: {lead: {}, mql: {party: marketing}, accepted: {party: sales}, recycled: {party: sales, end: true}}
moves: [lead -> mql, mql -> accepted | recycled]
logs: {touches: {lead: lead, event: event, at: at, owner: owner, zone: UTC}}
histories:
  stage: {log: stages, lead: lead, at: at, to: to, by: who, zone: UTC}
  owner: {log: owners, lead: lead, at: at, to: to, zone: UTC}
events:
  call: {log: touches, where: event = call}
  note: {log: touches, where: event = note}
commitments:
  first touch: {owed_by: sales, starts: mql, stops: call, within: 4 hours}
  disposition: {owed_by: sales, starts: mql, stops: [accepted, recycled], within: 24 hours}
"""
PLAN = ola.load(AGREEMENT.encode()).plan
MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
Row = tuple[str, dt.datetime, str, str]


def timing(touches: list[Row], stages: list[Row], owners: list[Row] | None = None) -> Timing:
    """Measure rows of lead, instant, event or new value, and who did it."""
    logs = {
        "touches": _frame(touches, "event", "owner"),
        "stages": _frame(stages, "to", "who"),
        "owners": _frame(owners or [], "to", "by"),
    }
    return measure(PLAN, logs, as_of=MONDAY + dt.timedelta(days=60))


def found(measured: Timing, code: str) -> list[Finding]:
    """Give the findings of one code."""
    return [finding for finding in measured.findings if finding.code == code]


def _frame(rows: list[Row], what: str, who: str) -> pl.DataFrame:
    names = ("lead", "at", what, who)
    cells = [(lead, at.isoformat(), value, by) for lead, at, value, by in rows]
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")


def called(minutes: Sequence[float], who: str = "casey") -> tuple[list[Row], list[Row]]:
    """Make leads that became mql an hour after each other, each called so many minutes later."""
    leads = [f"L{i:03d}" for i in range(len(minutes))]
    starts = [MONDAY + dt.timedelta(hours=i, seconds=7 * i) for i in range(len(minutes))]
    touches = [
        (lead, at + dt.timedelta(minutes=each), "call", who)
        for lead, at, each in zip(leads, starts, minutes, strict=True)
    ]
    return touches, [(lead, at, "mql", "") for lead, at in zip(leads, starts, strict=True)]


def test_stops_that_pile_up_before_the_limit_are_told_with_who_made_them() -> None:
    """Calls at minute 239 of 240 are a signal, with the counts, the share that was to be expected, and the owner."""
    touches, stages = called([195, 205, 215, 225, 10, 20, 30] + [239] * 16)
    owners = [(lead, at - dt.timedelta(minutes=1), "casey", "") for lead, at, _, _ in stages]
    (signal,) = found(timing(touches, stages, owners), "OLA630")
    assert signal.message == (
        "first touch: 16 of the 20 stops in the last fifth of the limit lie in its last 5 %, where about 25% were to "
        "be expected; by chance less than once in 1,000 times: “casey” (16)."
    )
    assert (signal.level, signal.party, signal.clause, signal.count) == ("info", "sales", "commitments.first-touch", 16)


def test_one_owner_who_stops_clocks_late_is_told_among_many_who_do_not() -> None:
    """The stops of each owner are looked at apart, so that a crowd hides nobody."""
    touches, stages = called([193 + i % 34 for i in range(170)] + [238.5] * 14)
    owners = [
        (lead, at - dt.timedelta(minutes=1), "casey" if i >= 170 else f"rep{i % 4}", "")
        for i, (lead, at, _, _) in enumerate(stages)
    ]
    (signal,) = found(timing(touches, stages, owners), "OLA630")
    assert "14 of the 14 stops" in signal.message
    assert "casey" in signal.message


def test_leads_given_up_without_a_touch_are_told() -> None:
    """Twelve leads recycled before anybody called are a signal; those called first are not counted."""
    stages = [(f"L{i:02d}", MONDAY + dt.timedelta(hours=i), "mql", "") for i in range(20)]
    stages += [(lead, at + dt.timedelta(minutes=50), "recycled", "lena") for lead, at, _, _ in stages]
    touches = [(lead, at + dt.timedelta(minutes=30), "call", "lena") for lead, at, _, _ in stages[:8]]
    touches += [(lead, at + dt.timedelta(minutes=55), "call", "lena") for lead, at, _, _ in stages[8:20]]
    (signal,) = found(timing(touches, stages), "OLA631")
    assert signal.message == "12 of 20 leads became recycled without a touch before."
    assert (signal.party, signal.count, signal.examples[0]) == ("sales", 12, "L08")


def test_a_log_of_touches_that_was_not_given_says_nothing_of_touches() -> None:
    """Where nobody can see whether a lead was touched, nothing is said of it."""
    stages = [(f"L{i:02d}", MONDAY + dt.timedelta(hours=i), "recycled", "") for i in range(20)]
    measured = measure(PLAN, {"stages": _frame(stages, "to", "who")}, as_of=MONDAY + dt.timedelta(days=9))
    assert found(measured, "OLA631") == []


def test_many_leads_touched_by_one_person_within_seconds_are_told() -> None:
    """Fifteen calls of one person within half a minute are a signal; of a kind that counts for nothing they are not."""
    at = MONDAY + dt.timedelta(seconds=1)
    touches = [(f"L{i:02d}", at + dt.timedelta(seconds=i), "call", "casey") for i in range(15)]
    touches += [(f"L{i:02d}", at + dt.timedelta(seconds=i), "note", "lena") for i in range(15)]
    touches += [("L00", at + dt.timedelta(seconds=i, hours=1), "call", "lena") for i in range(15)]
    (signal,) = found(timing(touches, []), "OLA632")
    assert signal.message == "“casey” touched 15 leads in the half minute from 2026-03-02T09:00:00Z."
    assert (signal.party, signal.clause, signal.count) == ("sales", "logs.touches", 15)


def test_leads_given_up_in_the_same_minute_are_told_with_who_did_it() -> None:
    """Eleven leads that one person recycled within a minute are a signal, by the history's own word of who did."""
    stages = [(f"L{i:02d}", MONDAY, "mql", "") for i in range(30)]
    touches = [(f"L{i:02d}", MONDAY + dt.timedelta(minutes=i), "call", "lena") for i in range(30)]
    month_end = dt.datetime(2026, 3, 31, 17, 59, tzinfo=dt.UTC)
    stages += [(f"L{i:02d}", month_end + dt.timedelta(seconds=i), "recycled", "lena") for i in range(11)]
    stages += [(f"L{i:02d}", month_end - dt.timedelta(hours=i), "recycled", "casey") for i in range(11, 30)]
    (signal,) = found(timing(touches, stages), "OLA633")
    assert signal.message == "11 leads became recycled in the minute from 2026-03-31T17:59:00Z, moved by “lena” (11)."
    assert (signal.party, signal.count) == ("sales", 11)


def test_signals_change_no_verdict() -> None:
    """A cycle that was stopped a minute before its limit is met, whatever it looks like."""
    touches, stages = called([239] * 30)
    counts = timing(touches, stages).commitments["first-touch"].counts
    assert (counts["met"], counts["breached"], counts["unknown"]) == (30, 0, 0)


@pytest.mark.parametrize("seed", range(12))
def test_an_honest_log_gives_no_signal(seed: int) -> None:
    """Two hundred leads, called and given up at times drawn evenly: nothing is told of any of twelve logs."""
    draw = random.Random(seed)  # noqa: S311 - no secret hangs on it
    touches: list[Row] = []
    stages: list[Row] = []
    for i in range(200):
        lead, at = f"L{i:03d}", MONDAY + dt.timedelta(minutes=draw.uniform(0, 20_000))
        who = draw.choice(["casey", "lena"])
        call = at + dt.timedelta(minutes=draw.uniform(0, 300))
        stages += [(lead, at, "mql", ""), (lead, call + dt.timedelta(minutes=draw.uniform(1, 900)), "recycled", who)]
        touches.append((lead, call, "call", who))
    codes = {finding.code for finding in timing(touches, stages).findings}
    assert codes.isdisjoint({"OLA630", "OLA631", "OLA632", "OLA633"})


@pytest.mark.parametrize("seed", range(6))
def test_whole_minutes_of_a_short_limit_are_no_pile_up(seed: int) -> None:
    """Times cut to the minute fall on few places; the last twentieth of 15 minutes is one minute in three, no more."""
    draw = random.Random(seed)  # noqa: S311 - no secret hangs on it
    plan = ola.load(AGREEMENT.replace("within: 4 hours", "within: 15 minutes").encode()).plan
    hours = count()
    starts = [(f"L{i}", MONDAY + dt.timedelta(hours=next(hours))) for i in range(600)]
    touches = [(lead, at + dt.timedelta(minutes=draw.randint(0, 20)), "call", "casey") for lead, at in starts]
    logs = {
        "touches": _frame(touches, "event", "owner"),
        "stages": _frame([(lead, at, "mql", "") for lead, at in starts], "to", "who"),
    }
    measured = measure(plan, logs, as_of=MONDAY + dt.timedelta(days=60))
    assert found(measured, "OLA630") == []


@pytest.mark.parametrize(("successes", "trials", "share"), [(0, 5, 0.25), (3, 5, 0.25), (5, 5, 0.5), (16, 20, 0.25)])
def test_the_tail_of_the_binomial_is_its_sum(successes: int, trials: int, share: float) -> None:
    """The chance of so many or more is the sum of the chances of each."""
    exact = sum(comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(successes, trials + 1))
    assert tail(successes, trials, share) == pytest.approx(exact, rel=1e-9)


def test_the_list_of_signals_is_the_folder() -> None:
    """Every signal is a file of its own, and none is left out."""
    names = [signal.__module__.rpartition(".")[2] for signal in SIGNALS]
    assert names == ["pile_up", "untouched", "hurried", "in_bulk"]
