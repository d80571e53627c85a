"""Laws of clocks: whatever an agreement promises, ola measures what the slow reference finds; order never decides."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.clock_reference import reference_rows
from tests.evaluate.clock_vectors import Case, measured
from tests.evaluate.test_timing import _row, _texts

ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata")
# Fridays before clock changes: in New York, in Berlin, on Lord Howe, and none.
FRIDAYS = ("2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30", "2026-04-03", "2026-10-02", "2026-05-15")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PEOPLE = ("casey", "lena", "zoe", "pool", "")  # zoe is not listed, pool is a queue
STAGES = ("lead", "mql", "accepted", "lost")
TOUCHES = ("form", "call", "mail", "junk", "parked", "back")
SPAN = 4 * 24 * 60

# ── agreements at random ────────────────────────────────────────────────────────────────────────


def clock_time(minute: int) -> str:
    """Write minutes after midnight as a time of day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@st.composite
def hours(draw: st.DrawFn) -> list[str] | str:
    """Draw the windows of a day: none, one or several, some into the night."""
    grid = st.integers(0, 95).map(lambda quarter: quarter * 15)
    cuts = sorted(draw(st.sets(grid, max_size=4)))
    windows = [f"{clock_time(a)}-{clock_time(b)}" for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    if len(cuts) % 2 and draw(st.booleans()):
        windows.append(f"{clock_time(cuts[-1])}-{clock_time(draw(st.integers(24 * 60, 30 * 60)))}")
    return windows or "closed"


@st.composite
def calendars(draw: st.DrawFn, friday: dt.date) -> dict[str, Any]:
    """Draw a calendar; it is open for some hours every week."""
    dates = st.integers(-1, 6).map(lambda days: (friday + dt.timedelta(days=days)).isoformat())
    week: dict[str, Any] = {day: draw(hours()) for day in WEEKDAYS}
    week[draw(st.sampled_from(WEEKDAYS[:5]))] = ["09:00-12:00", "13:00-17:00"]
    found = {
        "zone": draw(st.sampled_from(ZONES)),
        "hours": draw(st.sampled_from([week, week, {"mon-fri": ["09:00-12:00", "13:00-17:30"]}, "always"])),
        "holidays": draw(st.lists(dates, max_size=2, unique=True)),
        "overrides": draw(st.dictionaries(dates, hours(), max_size=2)),
    }
    return {key: value for key, value in found.items() if value}


LENGTHS = st.sampled_from(["30 minutes", "1 hour", "4 hours", "20 hours", "0 minutes"])
WORKED = st.sampled_from(["30 business minutes", "1 business hour", "3 business hours", "9 business hours"])
DAYS = st.sampled_from(["0 business days", "1 business day", "2 business days"])
ON_DAY = st.sampled_from(["same business day", "end of next business day", "by 09:30 next business day"])
BY_OWNER = st.sampled_from([{"by": "owner"}, {"by": "owner", "otherwise": "one"}])


@st.composite
def commitments(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a clock that the language takes."""
    form = draw(st.sampled_from(["stops", "stops", "stops", "at_least", "sequence"]))
    own: dict[str, Any] = {
        "owed_by": "sales",
        "starts": draw(st.sampled_from(["form", "mql", ["form", "mql"], "mql and assigned", ["form and mql", "junk"]])),
        "cancels": draw(st.sampled_from(["lost", ["lost", "accepted"], []])),
        "restarts": draw(st.sampled_from(["assigned", []])),
    }
    if form == "sequence":
        own["sequence"] = draw(st.sampled_from([{"day 1": "call", "day 2": ["mail", "call"]}, {"day 2": "mail"}]))
        if draw(st.booleans()):
            own["calendar"] = "one"
        return {key: value for key, value in own.items() if value != []}
    pauses = draw(st.booleans())
    if pauses:
        own |= {"pauses": "parked", "resumes": "back"}
    own["calendar"] = draw(st.sampled_from(["one", "two"]) | BY_OWNER)
    limits: Any = draw(st.one_of(LENGTHS, WORKED, DAYS) if pauses else st.one_of(LENGTHS, WORKED, DAYS, ON_DAY))
    if draw(st.booleans()):
        first = draw(st.sampled_from(["restarted", "starts on saturday or sunday", "starts on friday"]))
        limits = {first: draw(st.one_of(LENGTHS, WORKED)), "otherwise": limits}
    own["within"] = limits
    own["after_hours"] = draw(st.sampled_from(["same date", "next opening"]))
    own["due_at"] = draw(st.sampled_from(["same time"] if pauses else ["same time", "opening", "close"]))
    if draw(st.integers(0, 3)) == 0:
        own["cutoff"] = draw(st.sampled_from(["15:00", "02:30"]))
    if form == "at_least":
        own |= {"at_least": draw(st.integers(1, 3)), "of": ["call", "mail"]}
        own |= draw(st.sampled_from([{}, {"channels": 2}, {"apart": "1 hour"}, {"apart": "2 business hours"}]))
        if "apart" in own and not pauses and own["calendar"] != {"by": "owner"}:
            own["at_least"] = 1  # more may have no room within the limit, which is an error of the agreement
        own |= draw(st.sampled_from([{}, {"before": "accepted"}]))
        if own.get("before") and "accepted" in own["cancels"]:
            own["cancels"] = "lost"
    else:
        own["stops"] = draw(st.sampled_from(["call", ["call", "mail"], ["call", "accepted"]]))
        if "accepted" in own["stops"] and "accepted" in own["cancels"]:
            own["cancels"] = "lost"
        # Silence after a due that nobody knows leaves open whether a restart finds the cycle running.
        if own["calendar"] != {"by": "owner"} and draw(st.integers(0, 3)) == 0:
            own["silence"] = "call"
    return {key: value for key, value in own.items() if value != []}


@st.composite
def exceptions(draw: st.DrawFn, friday: dt.date) -> dict[str, Any]:
    """Draw an exception of two days, or none."""
    kind = draw(st.sampled_from(["none", "none", "suspends", "relaxes"]))
    if kind == "none":
        return {}
    since = friday + dt.timedelta(days=draw(st.integers(0, 3)))
    own: dict[str, Any] = {
        "from": since.isoformat(),
        "until": (since + dt.timedelta(days=2)).isoformat(),
        kind: "first",
    }
    if kind == "relaxes":
        own["within"] = draw(st.one_of(LENGTHS, WORKED))
    return {"freeze": own}


@st.composite
def leads(draw: st.DrawFn, friday: dt.date) -> dict[str, list[dict[str, str]]]:
    """Draw what happened to some leads: several things at one instant, stages and owners one at a time."""
    grid = st.integers(0, SPAN // 30).map(lambda half: half * 30)
    pool = draw(st.lists(st.one_of(grid, st.integers(0, SPAN)), min_size=3, max_size=7, unique=True))
    minute = st.one_of(st.sampled_from(pool), st.sampled_from(pool), st.integers(0, SPAN))
    found: dict[str, list[dict[str, str]]] = {"stages": [], "owners": [], "touches": []}
    for lead in ("A", "B"):
        stages = draw(st.dictionaries(minute, st.sampled_from(("mql", *STAGES)), min_size=1, max_size=6))
        owners = draw(st.dictionaries(minute, st.sampled_from(PEOPLE), min_size=1, max_size=5))
        touches = draw(
            st.lists(st.tuples(minute, st.sampled_from(("form", "call", *TOUCHES))), min_size=3, max_size=12)
        )
        found["stages"] += [{"lead": lead, "at": _at(friday, at), "to": to} for at, to in stages.items()]
        found["owners"] += [{"lead": lead, "at": _at(friday, at), "to": to} for at, to in owners.items()]
        found["touches"] += [
            {"lead": lead, "at": _at(friday, at), "event": name, "note": str(i)} for i, (at, name) in enumerate(touches)
        ]
    return found


def _at(friday: dt.date, minute: int) -> str:
    at = dt.datetime.combine(friday, dt.time(), dt.UTC) + dt.timedelta(minutes=minute)
    return at.isoformat()


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw an agreement and what happened."""
    friday = dt.date.fromisoformat(draw(st.sampled_from(FRIDAYS)))
    log = {"lead": "lead", "at": "at", "zone": "UTC"}
    agreement: dict[str, Any] = {
        "ola": 1,
        "id": "random",
        "title": "Random",
        "version": "1.0.0",
        "status": "signed",
        "zone": draw(st.sampled_from(ZONES)),
        "effective": {"from": draw(st.sampled_from(["2020-01-01", friday.isoformat()]))},
        "parties": {"sales": {"team": "Sales", "signs": "Head"}},
        "calendars": {"one": draw(calendars(friday)), "two": draw(calendars(friday))},
        "owners": {"casey": {"calendar": "one"}, "lena": {"calendar": "two"}, "pool": {"queue": True}},
        "fields": {
            "lead_id": {"type": "id", "key": True},
            "stage": {"type": "stage"},
            "owner": {"type": "owner"},
        },
        "stages": {name: {} for name in STAGES},
        "logs": {"touches": {**log, "event": "event"}},
        "histories": {"stage": {**log, "log": "stages", "to": "to"}, "owner": {**log, "log": "owners", "to": "to"}},
        "events": {
            "assigned": {"field": "owner", "changes": True},
            **{name: {"log": "touches", "where": f"event = {name}"} for name in TOUCHES},
        },
        "commitments": {
            "first": draw(commitments()),
            "second": draw(commitments()),
            "third": {"owed_by": "sales", "starts": "breach of first", "stops": "call", "within": "2 hours"},
        },
        "exceptions": draw(exceptions(friday)),
    }
    as_of = dt.datetime.combine(friday, dt.time(), dt.UTC) + dt.timedelta(
        minutes=draw(st.one_of(st.integers(0, SPAN), st.just(SPAN), st.just(SPAN + 1500)))
    )
    first, freeze = agreement["commitments"]["first"], agreement["exceptions"].get("freeze", {})
    if not freeze or ("relaxes" in freeze and "within" not in first):
        del agreement["exceptions"]  # what has no limit cannot be relaxed
    data = {
        "name": "random",
        "as_of": as_of.isoformat(),
        "logs": draw(leads(friday)),
        "cycles": {"first": [], "second": [], "third": []},
    }
    return Case("random", yaml.safe_dump(agreement, sort_keys=False), data)


# ── laws ────────────────────────────────────────────────────────────────────────────────────────


def rows_of(case: Case) -> dict[str, list[dict[str, object]]]:
    """Measure, and write the rows of each commitment as the vectors do."""
    found: dict[str, list[dict[str, object]]] = {name: [] for name in case.expected("cycles")}
    for cycle in measured(case).cycles:
        row = _row(cycle)
        found[str(row.pop("clause")).removeprefix("commitments.")].append(_known(row))
    return found


def _known(row: dict[str, object]) -> dict[str, object]:
    """Leave out what an unknown verdict leaves open, its words and what nobody can count; so too of a spared cycle."""
    spared = str(row["reason"]).startswith(("it started", "suspended"))
    open_to_doubt = ("due_at", "worked_s") if spared else ("due_at", "worked_s", "reason")
    return {
        key: value
        for key, value in row.items()
        if key not in open_to_doubt or not (spared or row["verdict"] == "unknown")
    }


@given(cases())
@settings(max_examples=settings.default.max_examples * 2 // 5 if settings.default else 40)
def test_what_is_measured_is_what_a_walk_from_minute_to_minute_finds(case: Case) -> None:
    """Any agreement and any events: every cycle, due, verdict, time and reason is that of the reference."""
    slow, why = reference_rows(case)
    assert why is None
    wanted = {
        name: [_known({key: _texts(value) for key, value in row.items()}) for row in rows]
        for name, rows in slow.items()
    }
    assert rows_of(case) == wanted


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=settings.default.max_examples // 10 if settings.default else 10)
def test_shuffling_the_rows_of_all_files_changes_no_row_of_the_verdicts(case: Case, rng: random.Random) -> None:
    """Input order never decides: not of touches, not of stages, not of owners."""
    shuffled = {name: rng.sample(rows, len(rows)) for name, rows in case.data["logs"].items()}
    again = Case(case.file, case.agreement, {**case.data, "logs": shuffled})
    assert list(measured(case).cycles) == list(measured(again).cycles)
