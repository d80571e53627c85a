"""`ola.measure` on large logs: events a second, memory, and how often as long as merely reading and sorting the files.

    python -m tests.bench.bench_measure                        1,000,000 events of 100,000 leads
    python -m tests.bench.bench_measure 10000000 40000000      larger; some GB of disk

A lead has ten events on average: a form, owners (a second one for 40 %), three stages, touches, pauses (30 %), and
events that no clock asks for. Three clocks run: one in hours on the wall, one on its owner's calendar (New York or
Berlin, with lunch and holidays) with pauses, one on one calendar with pauses. Files are in no order.

The yardstick is Polars reading the same three files with columns of text, parsing the times, and sorting each by
lead and time. Both run in processes of their own, in turns; a ratio is that of two medians, with the lowest and the
highest of one round beside it. `RssAnon` of /proc/PID/status is the memory that is nobody else's and not the file's,
watched from outside. Needs Linux.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast
from unittest.mock import patch

import numpy as np
import polars as pl
from numpy.typing import NDArray

import ola
from ola.evaluate.handoffs.clocks import clocked
from ola.evaluate.handoffs.clocks.at_once import AtOnce, at_once
from ola.evaluate.handoffs.clocks.clock import Clock
from tests.bench.bench_clock import processor
from tests.bench.watched import watched

AGREEMENT = """\
ola: 1
id: many
title: Many leads
version: 1.0.0
status: signed
zone: America/New_York
effective: {from: 2026-01-01}
parties: {marketing: {team: Marketing, signs: Ann}, sales: {team: Sales, signs: Bob}}
calendars:
  amer: {zone: America/New_York, hours: {mon-fri: 09:00-18:00}, holidays: US}
  emea: {zone: Europe/Berlin, hours: {mon-thu: [08:30-12:00, 12:45-17:30], fri: 08:30-15:00}, holidays: DE-BE}
owners:
  casey: {calendar: amer}
  lena: {calendar: emea}
  kim: {calendar: amer}
  uwe: {calendar: emea}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
  owner: {type: owner}
stages: {lead: {}, mql: {}, accepted: {end: true}}
moves: [lead -> mql, mql -> accepted]
logs: {touches: {lead: lead_id, event: event, at: at, zone: UTC}}
histories:
  stage: {log: stages, lead: lead_id, at: at, to: to, zone: UTC}
  owner: {log: owners, lead: lead_id, at: at, to: to, zone: UTC}
events:
  assigned: {field: owner, changes: true}
  form: {log: touches, where: event = form}
  call: {log: touches, where: event = call}
  email: {log: touches, where: event = email}
  hold: {log: touches, where: event = hold}
  release: {log: touches, where: event = release}
commitments:
  routing: {owed_by: marketing, starts: form, stops: assigned, within: 4 hours}
  first touch:
    owed_by: sales
    starts: mql and assigned
    stops: [call, email]
    pauses: hold
    resumes: release
    calendar: {by: owner}
    within: 8 business hours
    target: 95% per month
  decision:
    owed_by: sales
    starts: mql
    stops: accepted
    pauses: hold
    resumes: release
    calendar: amer
    within: 40 business hours
    target: 90% per month
"""
LOGS = ("touches", "stages", "owners")
KINDS = ("csv", "parquet")
OWNERS = ("casey", "lena", "kim", "uwe")
FIRST = int(dt.datetime(2026, 1, 5, tzinfo=dt.UTC).timestamp())
AS_OF = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
HOUR, DAY = 3600, 86_400
SLICE = 1_000_000
SMALL = 2_000_000  # up to so many events each is run several times
ROUNDS = 5


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(f"{processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, Polars {pl.__version__}")
    heads = (f"{'events':>11}", f"{'file':<8}", f"{'seconds':>8}", f"{'events/s':>9}", f"{'x reading and sorting':>22}")
    print(*heads, f"{'peak':>9}", f"{'bytes/event':>12}", f"{'leads walked':>13}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes:
            command("make", str(size), name)
            for kind in KINDS:
                measure_files(size, kind, folder)


def measure_files(size: int, kind: str, folder: Path) -> None:
    """Measure files of one kind in turns with the yardstick, and print the line."""
    rounds = ROUNDS if size <= SMALL else 1
    reading, measuring, peaks = [], [], []
    told: dict[str, float] = {}
    for _ in range(rounds):
        reading.append(command("sort", kind, str(folder))[0]["seconds"])
        told, peak = command("measure", kind, str(folder))
        measuring.append(told["seconds"])
        peaks.append(peak)
    took, yardstick = statistics.median(measuring), statistics.median(reading)
    ratios = sorted(one / other for one, other in zip(measuring, reading, strict=True))
    ratio = f"{took / yardstick:.1f} ({ratios[0]:.1f}-{ratios[-1]:.1f})" if rounds > 1 else f"{took / yardstick:.1f}"
    events = told["events"]
    shown = (f"{events:>11,.0f}", f"{kind:<8}", f"{took:>8.1f}", f"{events / took:>9,.0f}", f"{ratio:>22}")
    print(*shown, f"{max(peaks) / 2**20:>5,.0f} MiB", f"{max(peaks) / events:>12.0f}", f"{told['walked']:>13,.0f}")


def command(*words: str) -> tuple[dict[str, float], int]:
    """Run one step in a process of its own; give what it printed, and the most memory it held."""
    ran = watched(sys.executable, "-m", "tests.bench.bench_measure", *words)
    told: dict[str, float] = json.loads(ran.out)
    return told, ran.peak


# ── the steps, each run alone ──


def make(size: int, folder: Path) -> dict[str, float]:
    """Write the files of so many events."""
    rng = np.random.default_rng(1)
    count = size // 10
    everybody = np.arange(count, dtype=np.int64)
    form = FIRST + rng.integers(0, 120 * DAY, count)
    assigned = form + rng.integers(60, 6 * HOUR, count)
    mql = form + rng.integers(60, DAY, count)
    hold = mql + rng.integers(600, 2 * DAY, count)
    opened = mql + rng.integers(600, 20 * DAY, count)
    touches = [
        ("form", form, 1.0),
        ("hold", hold, 0.3),
        ("release", hold + rng.integers(600, 3 * DAY, count), 0.3),
        ("call", mql + rng.integers(600, 6 * DAY, count), 0.8),
        ("email", mql + rng.integers(600, 6 * DAY, count), 0.8),
        ("email", mql + rng.integers(600, 20 * DAY, count), 0.6),
        ("open", opened, 1.0),
        ("open", opened + 5000, 1.0),
    ]
    stages = [("lead", form, 1.0), ("mql", mql, 1.0), ("accepted", mql + rng.integers(DAY, 20 * DAY, count), 0.8)]
    on_hold = rng.random(count) < 0.3
    shares = {"hold": on_hold, "release": on_hold}

    def chosen(of: list[tuple[str, NDArray[np.int64], float]]) -> list[tuple[NDArray[np.int64], ...]]:
        found: list[tuple[NDArray[np.int64], ...]] = []
        for code, (name, at, share) in enumerate(of):
            keep = np.flatnonzero(shares[name] if name in shares else rng.random(count) < share)
            found.append((everybody[keep], at[keep], np.full(len(keep), code, dtype=np.int64)))
        return found

    changed = np.flatnonzero(rng.random(count) < 0.4)
    owners = [
        (everybody, assigned, rng.integers(0, 4, count)),
        (changed, (mql + rng.integers(HOUR, 4 * DAY, count))[changed], rng.integers(0, 4, len(changed))),
    ]
    write(folder / "touches", "event", chosen(touches), [name for name, _, _ in touches], rng)
    write(folder / "stages", "to", chosen(stages), [name for name, _, _ in stages], rng)
    write(folder / "owners", "to", owners, list(OWNERS), rng)
    return {}


def write(
    path: Path, column: str, parts: Sequence[tuple[NDArray[np.int64], ...]], words: list[str], rng: np.random.Generator
) -> None:
    """Write one log in no order, slice by slice, as CSV; then the same as Parquet."""
    lead, at, code = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = rng.permutation(len(lead))
    with path.with_suffix(".csv").open("wb") as file:
        for low in range(0, len(order), SLICE):
            here = order[low : low + SLICE]
            pl.DataFrame(
                [
                    ("L" + pl.Series(lead[here]).cast(pl.String).str.zfill(8)).alias("lead_id"),
                    pl.Series(at[here] * 1000).cast(pl.Datetime("ms")).dt.to_string("%Y-%m-%dT%H:%M:%SZ").alias("at"),
                    pl.Series(column, words, dtype=pl.String).gather(code[here]),
                ]
            ).write_csv(file, include_header=low == 0)
    pl.scan_csv(path.with_suffix(".csv"), infer_schema=False).sink_parquet(path.with_suffix(".parquet"))


def sort(kind: str, folder: Path) -> dict[str, float]:
    """Read the files, parse the times, and sort: what cannot be saved."""
    before = time.perf_counter()
    for name in LOGS:
        path = folder / f"{name}.{kind}"
        frame = pl.read_csv(path, infer_schema=False) if kind == "csv" else pl.read_parquet(path)
        frame.with_columns(pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ")).sort("lead_id", "at")
    return {"seconds": time.perf_counter() - before}


def measure(kind: str, folder: Path) -> dict[str, float]:
    """Measure the files, and count the leads that were followed one by one."""
    walked = 0

    def counted(clock: Clock, begun: Iterable[str], as_of: int) -> AtOnce | None:
        nonlocal walked
        found = at_once(clock, begun, as_of)
        walked += len(clock.happenings.leads) if found is None else int(found.left.sum())
        return found

    with patch.object(clocked, "at_once", counted):
        before = time.perf_counter()
        agreement = ola.load(AGREEMENT.encode())
        timing = ola.measure(agreement, {name: str(folder / f"{name}.{kind}") for name in LOGS}, as_of=AS_OF)
        seconds = time.perf_counter() - before
    rows = sum(cast("int", each["rows"]) for each in timing.events.values())
    return {"seconds": seconds, "events": rows, "walked": walked}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", size, name]:
            print(json.dumps(make(int(size), Path(name))))
        case ["sort", kind, name]:
            print(json.dumps(sort(kind, Path(name))))
        case ["measure", kind, name]:
            print(json.dumps(measure(kind, Path(name))))
        case sizes:
            main([int(each) for each in sizes] or [1_000_000])
