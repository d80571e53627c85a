"""The SLA policies of a Zendesk account as agreements: targets, schedule and tickets, held against a count by hand.

The data and what it cannot tell stand in tests/data/zendesk/README.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

import ola
from ola.clock.duration import BusinessTime, Duration
from ola.evaluate.handoffs.timing import Timing
from ola.plan import Plan
from ola.verdict import ClockLife
from tests import reference_clocks as slow

HERE = Path(__file__).parent / "data/zendesk"
AS_OF = "2021-01-20T00:00:00Z"
POLICY_1001 = ("1001-2020-01-01.ola.yaml", "1001-2020-06-01.ola.yaml")
POLICY_1002 = ("1002-2020-01-01.ola.yaml",)
METRICS = {"first_reply_time": "first reply", "next_reply_time": "next reply", "requester_wait_time": "requester wait"}

# The one zone of the export, by its name in Rails (ActiveSupport::TimeZone::MAPPING) and in IANA's database.
IANA = {"Pacific Time (US & Canada)": "America/Los_Angeles"}
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
DAY = 24 * 60


def seed(name: str) -> pl.DataFrame:
    """Read a file of the export, every cell as text."""
    return pl.read_csv(HERE / f"{name}_data.csv", infer_schema=False)


def changes(field: str) -> pl.DataFrame:
    """Take the rows of one field out of the history of all fields."""
    return seed("ticket_field_history").filter(pl.col("field_name") == field)


@cache
def plan(file: str) -> Plan:
    """Give what a version of a policy says."""
    return ola.load(HERE / file).plan


def measured(
    *agreements: str | bytes,
    history_of: Iterable[str] = ("status", "priority"),
    comments: pl.DataFrame | None = None,
    leads: pl.DataFrame | None = None,
) -> Timing:
    """Measure the export's tickets under the versions of a policy: files of the folder, or their text."""
    logs: dict[str, object] = {"applied": seed("ticket_sla_policy")}
    logs |= {{"status": "statuses", "priority": "priorities"}[field]: changes(field) for field in history_of}
    if comments is not None:
        logs["comments"] = comments
    versions = [ola.load(each if isinstance(each, bytes) else HERE / each) for each in agreements]
    tickets = seed("ticket") if leads is None else leads
    return ola.measure(versions, logs, leads=tickets, system="zendesk", as_of=AS_OF)


def rows(timing: Timing, commitment: str, ticket: str | None = None) -> list[dict[str, object]]:
    """Give the rows of a commitment's cycles, of one ticket or of all, without what is the same in each."""
    return [
        {key: value for key, value in each.to_dict().items() if key not in ("clause", "owner")}
        for each in timing.cycles
        if each.clause == f"commitments.{commitment}" and ticket in (None, each.lead)
    ]


def hours(*, d: int = 0, h: int = 0, m: int = 0, s: int = 0) -> float:
    """Give days, hours, minutes and seconds in seconds."""
    return dt.timedelta(days=d, hours=h, minutes=m, seconds=s).total_seconds()


# ── the policies ────────────────────────────────────────────────────────────────────────────────


def targets(file: str) -> set[tuple[str, str, str, str, str]]:
    """Give what a version promises as the export writes it: policy, metric, priority, minutes, business hours."""
    found = set()
    metric = {name: each for each, name in METRICS.items()}
    for deadline in plan(file).deadlines:
        for row in deadline.within:
            assert isinstance(row.limit, (Duration, BusinessTime))
            priority = row.said.removeprefix("priority = ").replace("otherwise", "low")
            minutes = row.limit.length / dt.timedelta(minutes=1)
            business = str(isinstance(row.limit, BusinessTime)).upper()
            found.add((plan(file).id[-4:], metric[deadline.name], priority, f"{minutes:g}", business))
    return found


def test_the_policies_promise_what_the_export_says_row_for_row() -> None:
    """Every policy, version, metric and priority of the export is a limit of an agreement, and there is no other."""
    keys = ("sla_policy_id", "metric", "priority", "target", "business_hours")
    export = seed("sla_policy_metric_history")
    since = export.get_column("sla_policy_updated_at").str.slice(0, 10)
    wanted = set(export.select(since, *keys).rows())
    assert len(wanted) == export.height == 22
    found = {(str(plan(file).since), *each) for file in (*POLICY_1001, *POLICY_1002) for each in targets(file)}
    assert found == wanted


def test_a_version_is_in_force_from_its_date_until_the_next() -> None:
    """Policy 1001 has two versions, the second without next replies; policy 1002 was not touched by the second date."""
    old, new = (plan(file) for file in POLICY_1001)
    assert (old.id, old.since, old.until) == (new.id, dt.date(2020, 1, 1), new.since)
    assert (new.since, new.until) == (dt.date(2020, 6, 1), None)
    (only,) = (plan(file) for file in POLICY_1002)
    assert (only.since, only.until) == (dt.date(2020, 1, 1), None)
    dated = seed("sla_policy_metric_history").select("sla_policy_id", "sla_policy_updated_at").unique()
    assert set(dated.rows()) == {
        ("1001", "2020-01-01 00:00:00"),
        ("1001", "2020-06-01 00:00:00"),
        ("1002", "2020-01-01 00:00:00"),
    }
    assert [each.name for each in old.deadlines] == ["first reply", "next reply"]
    assert [each.name for each in new.deadlines] == ["first reply"]


@pytest.mark.parametrize("file", [*POLICY_1001, *POLICY_1002])
def test_lint_has_nothing_but_notes_on_the_day_a_version_begins(file: str) -> None:
    """The agreements are whole; Zendesk's policies name no target, and say nothing of holidays."""
    found = ola.lint(ola.load(HERE / file), as_of=str(plan(file).since))
    assert {each.level for each in found} == {"info"}
    # "One of all priorities" is meant: where there is none, nobody can say which target it was.
    codes = {"OLA252", "OLA261", "OLA266"} if file in POLICY_1002 else {"OLA253", "OLA261", "OLA254", "OLA266"}
    assert {each.code for each in found} == codes


# ── the schedule ────────────────────────────────────────────────────────────────────────────────


def week(start: str, end: str) -> dict[str, list[tuple[str, str]]]:
    """Turn a schedule's minutes of the week, which starts on Sunday, into hours by weekday."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in seed("schedule").iter_rows(named=True):
        day, opens = divmod(int(row[start]), DAY)
        closes = int(row[end]) - day * DAY
        found.setdefault(WEEKDAYS[day], []).append(
            (f"{opens // 60:02}:{opens % 60:02}", f"{closes // 60:02}:{closes % 60:02}")
        )
    return found


def open_minutes(calendar: ola.Calendar, sunday: dt.date, zone: str) -> set[int]:
    """Give the minutes of a week, counted from Sunday 00:00 in a zone, at which a calendar is open."""
    begins = dt.datetime.combine(sunday, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    return {i for i in range(7 * DAY) if calendar.is_open(begins + dt.timedelta(minutes=i))}


def listed_minutes(start: str, end: str) -> set[int]:
    """Give the minutes of the week that the schedule's rows hold."""
    return {i for row in seed("schedule").iter_rows(named=True) for i in range(int(row[start]), int(row[end]))}


def test_the_schedule_of_the_export_is_the_calendar_of_the_policy() -> None:
    """Five windows of minutes of the week are Monday to Friday, 08:00 to 20:00 in California."""
    (zone,) = seed("schedule").get_column("time_zone").unique()
    converted = ola.Calendar(IANA[zone], week("start_time", "end_time"))
    assert week("start_time", "end_time") == {day: [("08:00", "20:00")] for day in ("fri", "wed", "thu", "mon", "tue")}
    for file in POLICY_1001:
        assert plan(file).calendars == {"SupportCA": converted}


@pytest.mark.parametrize("sunday", [dt.date(2020, 7, 5), dt.date(2020, 1, 5)], ids=["summer", "winter"])
def test_start_and_end_are_minutes_of_the_local_week(sunday: dt.date) -> None:
    """The calendar is open at these minutes of California's week, and at no other, in summer and winter."""
    calendar = plan(POLICY_1001[0]).calendars["SupportCA"]
    assert open_minutes(calendar, sunday, "America/Los_Angeles") == listed_minutes("start_time", "end_time")


@pytest.mark.parametrize(("sunday", "short"), [(dt.date(2020, 7, 5), 0), (dt.date(2020, 1, 5), 60)])
def test_the_utc_columns_hold_in_summer_and_are_an_hour_short_in_winter(sunday: dt.date, short: int) -> None:
    """Taken as they stand, they would open the office at 07:00 from November to March."""
    calendar = plan(POLICY_1001[0]).calendars["SupportCA"]
    utc = listed_minutes("start_time_utc", "end_time_utc")
    assert open_minutes(calendar, sunday, "UTC") == {minute + short for minute in utc}


def test_no_schedule_id_leads_to_another_file() -> None:
    """Schedules, holidays and tickets each have an id of their own; no ticket with a policy has a schedule."""
    ids = {
        "schedules": {*seed("schedule").get_column("id")},
        "holidays": {*seed("schedule_holiday").get_column("schedule_id")},
        "tickets": {*seed("ticket_schedule").get_column("schedule_id")},
    }
    assert ids == {"schedules": {"360000310393"}, "holidays": {"360000"}, "tickets": {"3600"}}
    with_schedule = {*seed("ticket_schedule").get_column("ticket_id")}
    assert with_schedule & {*seed("ticket_sla_policy").get_column("ticket_id")} == set()
    # Joined or not, the holidays (three days, first and last included) fall into no ticket's life.
    days = seed("schedule_holiday").select("start_date", "end_date").rows()
    assert days == [("2022-12-26", "2022-12-27"), ("2022-12-29", "2022-12-29")]
    assert AS_OF < "2022-12-26"


# ── ticket 11071: requester wait under policy 1002 ──────────────────────────────────────────────
#
# Created, and the policy applied, on 2020-08-28 at 18:06:36. The history, in UTC, at 11:01:27 of each day:
#
#   from         status    waits   priority     seconds since the row before
#   2020-08-28   open      yes     normal       (begins 7:05:09 before the ticket: not counted)
#   2020-08-29   pending   no
#   2020-09-02   on-hold   yes
#   2020-09-05   pending   no
#   2020-09-15   open      yes
#   2020-09-30   pending   no      medium
#   2020-10-01   on-hold   yes
#   2020-10-15   open      yes     high
#   2020-10-17   on-hold   yes
#   2020-10-20   pending   no
#   2020-11-02   open      yes     urgent
#   2020-11-14   solved    the end
#   2020-11-15   closed
#
# Targets of 1002: normal 1920 minutes (32 h), medium 1440 (24 h), high 960 (16 h), urgent 240 (4 h), on the wall.
#
# Each priority change restarts the clock:
#
# 1  normal, 32 h from 08-28 18:06:36.
#    open     08-28 18:06:36 to 08-29 11:01:27   16:54:51 used, 15:05:09 left
#    pending  until 09-02 11:01:27               paused
#    on-hold  from 09-02 11:01:27                15:05:09 more: due 09-03 02:06:36, and nothing solved it
#    on-hold until 09-05 (3 d), open 09-15 to 09-30 (15 d): 18 d 16:54:51 used in all when the priority changed.
#    The restart comes after the due: breached.
# 2  medium, 24 h from 09-30 11:01:27, pending already.
#    pending  until 10-01 11:01:27               paused
#    on-hold  from 10-01 11:01:27                24 h: due 10-02 11:01:27
#    on-hold until 10-15: 14 d used. Breached.
# 3  high, 16 h from 10-15 11:01:27, open:       due 10-16 03:01:27
#    open 2 d and on-hold 3 d, until 10-20: 5 d used. Breached when it became urgent on 11-02.
# 4  urgent, 4 h from 11-02 11:01:27, open:      due 11-02 15:01:27
#    solved on 11-14 11:01:27, after 12 d. Breached.

AT = "T11:01:27Z"
LATE_RESTART = "restarted by priority changed after its due"
BY_HAND = [
    {
        "lead": "11071",
        "cycle": 1,
        "verdict": "breached",
        "started_at": "2020-08-28T18:06:36Z",
        "due_at": "2020-09-03T02:06:36Z",
        "stopped_at": None,
        "worked_s": hours(d=18, h=16, m=54, s=51),
        # 08-28 18:06:36 to 09-30 11:01:27: 33 days less 7:05:09.
        "wall_s": hours(d=33) - hours(h=7, m=5, s=9),
        "reason": LATE_RESTART,
    },
    {
        "lead": "11071",
        "cycle": 2,
        "verdict": "breached",
        "started_at": f"2020-09-30{AT}",
        "due_at": f"2020-10-02{AT}",
        "stopped_at": None,
        "worked_s": hours(d=14),
        "wall_s": hours(d=15),
        "reason": LATE_RESTART,
    },
    {
        "lead": "11071",
        "cycle": 3,
        "verdict": "breached",
        "started_at": f"2020-10-15{AT}",
        "due_at": "2020-10-16T03:01:27Z",
        "stopped_at": None,
        "worked_s": hours(d=5),
        "wall_s": hours(d=18),
        "reason": LATE_RESTART,
    },
    {
        "lead": "11071",
        "cycle": 4,
        "verdict": "breached",
        "started_at": f"2020-11-02{AT}",
        "due_at": "2020-11-02T15:01:27Z",
        "stopped_at": f"2020-11-14{AT}",
        "worked_s": hours(d=12),
        "wall_s": hours(d=12),
        "reason": "stopped by solved after its due",
    },
]


def test_the_ticket_with_a_history_is_judged_as_it_is_by_hand() -> None:
    """Requester wait of 11071 under policy 1002: four priorities, four clocks, four breaches, every pause left out."""
    assert rows(measured(*POLICY_1002), "requester-wait", "11071") == BY_HAND


PIECES = [
    # cycle, limit, row; from, to, paused
    (1, "1920 minutes", "priority = normal"),
    (1, "2020-08-28T18:06:36", "2020-08-29T11:01:27", False),
    (1, "2020-08-29T11:01:27", "2020-09-02T11:01:27", True),
    (1, "2020-09-02T11:01:27", "2020-09-05T11:01:27", False),
    (1, "2020-09-05T11:01:27", "2020-09-15T11:01:27", True),
    (1, "2020-09-15T11:01:27", "2020-09-30T11:01:27", False),
    (2, "1440 minutes", "priority = medium"),
    (2, "2020-09-30T11:01:27", "2020-10-01T11:01:27", True),
    (2, "2020-10-01T11:01:27", "2020-10-15T11:01:27", False),
    (3, "960 minutes", "priority = high"),
    (3, "2020-10-15T11:01:27", "2020-10-20T11:01:27", False),
    (3, "2020-10-20T11:01:27", "2020-11-02T11:01:27", True),
    (4, "240 minutes", "priority = urgent"),
    (4, "2020-11-02T11:01:27", "2020-11-14T11:01:27", False),
]


def pieces(lives: Iterable[ClockLife]) -> list[tuple[object, ...]]:
    """Give each clock's limit and the row that chose it, then the stretches that counted and those that were paused."""
    found: list[tuple[object, ...]] = []
    for life in lives:
        found.append((life.verdict.cycle, life.limit, life.chosen_by))
        found += [(life.verdict.cycle, f"{ran.start:%FT%T}", f"{ran.end:%FT%T}", ran.paused) for ran in life.ran]
    return found


def test_the_explanation_has_the_pieces_that_were_counted_by_hand() -> None:
    """Every stretch of status, every limit and the row that chose it stand in the ticket's life."""
    explained = measured(*POLICY_1002).explain("11071")
    assert pieces(life for life in explained.clocks if life.name == "requester wait") == PIECES
    assert "\n".join(str(explained).split("\n\n")[2].splitlines()[2:]) == (
        "  Wed 2020-09-30 11:01:27 UTC  restarted by priority changed\n"
        "  Wed 2020-09-30 11:01:27 UTC  it is paused already\n"
        "      Wed 2020-09-30 11:01:27 UTC to Thu 2020-10-01 11:01:27  paused 24 h\n"
        "      Thu 2020-10-01 11:01:27 UTC to Thu 2020-10-15 11:01:27  counted 336 h\n"
        "  Fri 2020-10-02 11:01:27 UTC  due\n"
        "  Thu 2020-10-15 11:01:27 UTC  restarted by priority changed\n"
        "  breached: restarted by priority changed after its due, 336 h used"
    )


def test_the_pieces_are_those_of_the_history() -> None:
    """What counted is the time in new, open and on-hold, from the ticket's creation until it was solved."""
    steps = changes("status").filter(pl.col("ticket_id") == "11071").sort("updated").select("updated", "value").rows()
    at = [dt.datetime.fromisoformat(each) for each, _ in steps]
    (created,) = seed("ticket").filter(pl.col("id") == "11071").get_column("created_at")
    begins = dt.datetime.fromisoformat(created)
    waited = {"open": 0.0, "on-hold": 0.0, "pending": 0.0}
    for i, (_, status) in enumerate(steps[:-2]):
        waited[status] += (at[i + 1] - max(at[i], begins)).total_seconds()
    assert [status for _, status in steps[-2:]] == ["solved", "closed"]
    counted = sum(ran.length.total_seconds() for life in _waits() for ran in life.ran if not ran.paused)
    paused = sum(ran.length.total_seconds() for life in _waits() for ran in life.ran if ran.paused)
    assert counted == waited["open"] + waited["on-hold"] == hours(d=49, h=16, m=54, s=51)
    assert paused == waited["pending"] == hours(d=4 + 10 + 1 + 13)


def _waits() -> list[ClockLife]:
    return [life for life in measured(*POLICY_1002).explain("11071").clocks if life.name == "requester wait"]


def test_the_walk_from_minute_to_minute_comes_to_the_same() -> None:
    """The slow reference, told the history in plain data, gives the cycles that were worked out by hand."""

    def history(field: str) -> list[tuple[int, str]]:
        own = changes(field).filter(pl.col("ticket_id") == "11071").sort("updated").select("updated", "value")
        return [(slow.seconds(dt.datetime.fromisoformat(f"{at}+00:00")), value) for at, value in own.rows()]

    statuses, priorities = history("status"), history("priority")
    minutes = {row[2]: int(row[3]) for row in targets(POLICY_1002[0]) if row[1] == "requester_wait_time"}
    clock = slow.Clock(
        starts=(("policy applied",),),
        stops=frozenset({"solved", "closed"}),
        restarts=frozenset({"priority changed"}),
        paused_while=_is(statuses, "pending"),
        limits=tuple(
            slow.Row(slow.Time(length * 60), _is(priorities, priority)) for priority, length in minutes.items()
        ),
    )
    events = [(slow.seconds(dt.datetime(2020, 8, 28, 18, 6, 36, tzinfo=dt.UTC)), "policy applied")]
    events += [(at, "priority changed") for at, _ in priorities]
    cycles = slow.judge(
        clock, slow.Lead("11071", events, stages=statuses), slow.seconds(dt.datetime.fromisoformat(AS_OF))
    )
    found = [(each.verdict, _at(each.start), _at(each.due), each.worked, each.reason) for each in cycles]
    keys = ("verdict", "started_at", "due_at", "worked_s", "reason")
    assert found == [tuple(row[key] for key in keys) for row in BY_HAND]


def _is(values: list[tuple[int, str]], wanted: str) -> slow.Decision:
    """Decide whether a history has a value at an instant."""
    return lambda _, now: next(value for at, value in reversed(values) if at <= now) == wanted


def _at(seconds: int | None) -> str | None:
    return None if seconds is None else f"{slow.instant(seconds):%FT%TZ}"


# ── a change of priority, three ways ────────────────────────────────────────────────────────────
#
# Zendesk re-aims the running clock: the time waited so far stays, the target becomes that of the new priority, and
# the due moves with it, back into the past where the time is used up already. So its due of one and the same wait is
#
#   while normal   32 h used up on 09-03 at 02:06:36
#   while medium   24 h used up on 09-02 at 18:06:36   16:54:51 in open, 7:05:09 after 09-02 11:01:27
#   while high     16 h used up on 08-29 at 10:06:36
#   while urgent    4 h used up on 08-28 at 22:06:36
#
# ola takes the limit at the start of a cycle and never rewrites it. Which of these an agreement means, it must say:
#
#   restarts: priority changed              the new target counts from the change on; what was waited stays judged
#   nothing                                 the target of the start stands: normal, due 09-03 02:06:36
#   no history of the priority              the row stands for all times: urgent, due 08-28 22:06:36, as Zendesk's last
#
# On 11071 all agree that it was breached, by dues five and a half days apart.


def _one_wait(due: str) -> list[dict[str, object]]:
    """Give the one cycle from creation to the end, with a due."""
    return [
        {
            "lead": "11071",
            "cycle": 1,
            "verdict": "breached",
            "started_at": "2020-08-28T18:06:36Z",
            "due_at": due,
            "stopped_at": f"2020-11-14{AT}",
            "worked_s": hours(d=49, h=16, m=54, s=51),
            # 08-28 18:06:36 to 11-14 11:01:27: 78 days less 7:05:09.
            "wall_s": hours(d=78) - hours(h=7, m=5, s=9),
            "reason": "stopped by solved after its due",
        }
    ]


def without_restarts() -> bytes:
    """Give policy 1002 as one that says nothing about a change of priority."""
    text = (HERE / POLICY_1002[0]).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if "restarts: priority changed" not in line]
    assert len(lines) == text.count("\n") - 1
    return "".join(lines).encode()


def test_without_a_restart_the_target_of_the_start_stands() -> None:
    """The ticket was normal when its clock began, and a later change rewrites nothing."""
    assert rows(measured(without_restarts()), "requester-wait", "11071") == _one_wait("2020-09-03T02:06:36Z")


def test_without_a_history_of_the_priority_the_target_is_that_of_the_ticket_as_it_stands() -> None:
    """Read from the row, the ticket was urgent all its life: the due that Zendesk comes to in the end."""
    timing = measured(without_restarts(), history_of=["status"])
    said = "priority has no history here, so the lead's row stands for what it was when cycles started."
    assert said in [each.message for each in timing.findings]
    assert rows(timing, "requester-wait", "11071") == _one_wait("2020-08-28T22:06:36Z")


@pytest.mark.parametrize(
    ("priority", "due"),
    [
        ("normal", "2020-09-03T02:06:36Z"),
        ("medium", "2020-09-02T18:06:36Z"),
        ("high", "2020-08-29T10:06:36Z"),
        ("urgent", "2020-08-28T22:06:36Z"),
    ],
)
def test_the_due_of_each_priority_is_where_its_target_is_used_up(priority: str, due: str) -> None:
    """What Zendesk's clock showed while the ticket had a priority is what the row of that time gives."""
    ticket = seed("ticket").with_columns(pl.lit(priority).alias("priority"))
    timing = measured(without_restarts(), history_of=["status"], leads=ticket)
    assert rows(timing, "requester-wait", "11071") == _one_wait(due)


# ── what the export cannot say ──────────────────────────────────────────────────────────────────

BLANK = "for cannot be decided: priority is blank or malformed"
NO_REPLIES = "public reply cannot be seen: the log comments was not given"


def verdicts(timing: Timing) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Give verdict and reason by commitment and ticket; where there are several cycles, of the last."""
    return {(each.clause[12:], each.lead): (each.verdict, each.reason) for each in timing.cycles}


def test_the_nine_other_tickets_are_unknown_and_none_is_missing() -> None:
    """No ticket with a policy passes by absence: each has a row, and the row says what is missing."""
    first, second = measured(*POLICY_1001), measured(*POLICY_1002)
    of_1001 = ["1404", "1595", "1966", "6171", "11013", "14173", "16988"]
    assert verdicts(first) == {("first-reply", ticket): ("unknown", BLANK) for ticket in of_1001}
    assert verdicts(second) == {
        ("first-reply", "11071"): ("unknown", NO_REPLIES),
        ("requester-wait", "11071"): ("breached", "stopped by solved after its due"),
        **{
            (each, ticket): ("unknown", BLANK)
            for each in ("first-reply", "requester-wait")
            for ticket in ("4721", "6605")
        },
    }
    applied = set(seed("ticket_sla_policy").get_column("ticket_id"))
    assert {lead for _, lead in (*verdicts(first), *verdicts(second))} == applied


def test_a_priority_alone_would_not_make_them_known() -> None:
    """With a made-up priority first replies are unknown for want of replies, requester waits for want of a history."""
    tickets = seed("ticket").with_columns(pl.lit("normal").alias("priority"))
    others = {
        (of, ticket): found
        for versions in (POLICY_1001, POLICY_1002)
        for (of, ticket), found in verdicts(measured(*versions, leads=tickets)).items()
        if ticket != "11071"
    }
    closed = "the lead's row says closed, and no event says since when"
    assert {found for (of, _), found in others.items() if of == "first-reply"} == {("unknown", NO_REPLIES)}
    assert {found for (of, _), found in others.items() if of == "requester-wait"} == {("unknown", closed)}
    assert len(others) == 9 + 2


def test_a_next_reply_has_no_clock_and_a_finding_says_why() -> None:
    """The promise is read; what would start it is in no file."""
    timing = measured(*POLICY_1001)
    assert rows(timing, "next-reply") == []
    said = [each.message for each in timing.findings if each.code == "OLA504"]
    assert (
        "The log comments was not given, so the events public reply, requester comment cannot be seen; "
        "what hangs on them is unknown."
    ) in said


def test_every_policy_was_applied_as_its_ticket_was_created() -> None:
    """Zendesk's clocks begin with the ticket; here it is the same instant as that at which the policy was applied."""
    created = dict(seed("ticket").select("id", "created_at").rows())
    assert dict(seed("ticket_sla_policy").select("ticket_id", "policy_applied_at").rows()) == created
    assert {each[:4] for each in created.values()} == {"2020"}


def test_the_history_begins_before_the_ticket() -> None:
    """What came before creation counts for nothing; the status and the priority it brought hold at the start."""
    own = seed("ticket_field_history").filter(pl.col("ticket_id") == "11071")
    (created,) = seed("ticket").filter(pl.col("id") == "11071").get_column("created_at")
    assert own.height == 19
    assert (own.get_column("updated").min(), created) == ("2020-08-28 11:01:27", "2020-08-28 18:06:36")
    assert {each[11:] for each in own.get_column("updated")} == {"11:01:27"}
    assert rows(measured(*POLICY_1002), "requester-wait", "11071")[0]["started_at"] == "2020-08-28T18:06:36Z"


def test_read_in_the_time_of_california_the_history_gives_the_same_verdicts() -> None:
    """Nothing says that the history is in UTC; in Pacific time its first row is five minutes before the ticket."""
    text = (HERE / POLICY_1002[0]).read_text(encoding="utf-8")
    pacific = text.replace("{system: zendesk, log: ", "{zone: America/Los_Angeles, log: ")
    assert pacific.count("zone: America/Los_Angeles, log: ") == 2
    # 11:01:27 is 18:01:27 UTC until October, 19:01:27 in November. The first due stays: the pause is four days long.
    assert [(row["verdict"], row["due_at"]) for row in rows(measured(pacific.encode()), "requester-wait", "11071")] == [
        ("breached", "2020-09-03T02:06:36Z"),
        ("breached", "2020-10-02T18:01:27Z"),
        ("breached", "2020-10-16T10:01:27Z"),
        ("breached", "2020-11-02T23:01:27Z"),
    ]


def test_the_history_was_loaded_before_it_happened() -> None:
    """The times of loading say that rows were made up: some stand months before the ticket."""
    own = seed("ticket_field_history").filter(pl.col("ticket_id") == "11071")
    loaded = own.get_column("_fivetran_synced").str.slice(0, 10)
    assert {*loaded} == {"2020-03-11", "2020-10-02"}
    assert own.filter(pl.col("updated").str.slice(0, 10) > loaded).height == 4 + 6


def test_other_dirt_is_told() -> None:
    """A priority that is none, rows that repeat another, tickets that are not in the export: each is a finding."""
    messages = [each.message for each in measured(*POLICY_1002).findings]
    assert [each for each in messages if "“solved” (1)" in each]
    assert "3 rows of the history status repeat another exactly; left out and counted." in messages
    assert "14 leads with events are not among the leads given." in messages


# ── the versions at work ────────────────────────────────────────────────────────────────────────
#
# Were every ticket of policy 1001 a normal one that nobody replied to, its first reply would be due after 480 business
# minutes (8 h) under the first version and 360 (6 h) under the second, on SupportCA's week, 08:00 to 20:00:
#
#   1404    Thu 2020-02-13 13:43:58 PST  6:16:02 until 20:00, 1:43:58 on Friday     due Fri 09:43:58 PST
#   1595    Tue 2020-02-18 17:54:52 PST  2:05:08 until 20:00, 5:54:52 on Wednesday  due Wed 13:54:52 PST
#   1966    Wed 2020-02-26 22:05:08 PST  closed; 8:00 from Thursday 08:00           due Thu 16:00:00 PST
#   6171    Sun 2020-05-17 10:50:31 PDT  closed; 8:00 from Monday 08:00             due Mon 16:00:00 PDT
#   11013   Thu 2020-08-27 16:09:52 PDT  3:50:08 until 20:00, 2:09:52 on Friday     due Fri 10:09:52 PDT
#   14173   Wed 2020-10-28 05:03:02 PDT  closed; 6:00 from 08:00                    due Wed 14:00:00 PDT
#   16988   Mon 2020-12-21 16:19:23 PST  3:40:37 until 20:00, 2:19:23 on Tuesday    due Tue 10:19:23 PST
#
# PST is eight hours behind UTC, PDT seven.


def test_each_ticket_is_held_to_the_version_in_force_when_its_clock_began() -> None:
    """Made-up priorities and an empty log of replies show whose limit counts, and that the hours are California's."""
    tickets = seed("ticket").with_columns(pl.lit("normal").alias("priority"))
    none = pl.DataFrame(schema=dict.fromkeys(("ticket_id", "by", "created", "public"), pl.String))
    timing = measured(*POLICY_1001, leads=tickets, comments=none)
    assert {each.lead: f"{each.due_at:%FT%TZ}" for each in timing.cycles} == {
        "1404": "2020-02-14T17:43:58Z",
        "1595": "2020-02-19T21:54:52Z",
        "1966": "2020-02-28T00:00:00Z",
        "6171": "2020-05-18T23:00:00Z",
        "11013": "2020-08-28T17:09:52Z",
        "14173": "2020-10-28T21:00:00Z",
        "16988": "2020-12-22T18:19:23Z",
    }
    assert {each.verdict for each in timing.cycles} == {"breached"}
    limits = {life.verdict.lead: life.limit for each in timing.cycles for life in timing.explain(each.lead).clocks}
    old, new = "480 business minutes", "360 business minutes"
    assert limits == dict.fromkeys(("1404", "1595", "1966", "6171"), old) | dict.fromkeys(
        ("11013", "14173", "16988"), new
    )
