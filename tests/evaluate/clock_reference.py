"""The vectors of clocks, told to the slow reference in plain data.

Calendars, owners, limits, pauses, attempts and files are read afresh from the agreement's text and the case's rows.
Conditions alone (`for`, rows of tables, segments, a log's `where`) come parsed from the plan, and are answered by
`tests.reference_checker`, the plainest reader of one lead, with its fields as their histories say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from ola.expr import nodes
from ola.fieldtypes.malformed import MALFORMED
from ola.plan import Deadline, FromChange, FromField, FromLog, Plan
from tests import reference_clocks as slow
from tests.evaluate.clock_vectors import Case, plan_of
from tests.reference_checker import BLANK, _Lead

COLUMNS = (
    *("lead", "cycle", "verdict", "started_at", "due_at", "stopped_at", "worked_s", "wall_s", "owner", "reason"),
    *("at_risk", "remaining_s"),
)
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
Rows = list[dict[str, str]]


class Inexpressible(Exception):
    """What a case says and the reference does not know of: holes in what can be seen."""


def reference_rows(case: Case) -> tuple[dict[str, list[dict[str, object]]], str | None]:
    """Judge the commitments that a case names, rows as the vectors write them; or say what is inexpressible."""
    told = _Told(case)
    try:
        return {name: list(told.rows(name)) for name in case.expected("cycles")}, None
    except Inexpressible as why:
        return {}, str(why)


@cache
def read_agreement(agreement: str) -> tuple[dict[str, Any], dict[str, slow.Calendar]]:
    """Read an agreement as text, and its calendars."""
    text: dict[str, Any] = yaml.load(agreement, Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    return text, {name: read_calendar(each) for name, each in text.get("calendars", {}).items()}


def read_instant(text: str, zone: str | None) -> int:
    """Read an ISO time; without an offset it is of the zone."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        why = "a time cannot be read"
        raise Inexpressible(why) from None
    if found.tzinfo is None:
        if zone is None:
            why = "a time cannot be read"
            raise Inexpressible(why)
        found = found.replace(tzinfo=ZoneInfo(zone))
    return slow.seconds(found)


def read_time(text: str) -> slow.Time:
    """Read a length of time: `4 business hours`."""
    found = re.fullmatch(r"(\d+) (business )?(minute|hour|day)s?", text.strip())
    assert found is not None, text
    return slow.Time(int(found[1]) * MINUTES[found[3]] * 60, business=bool(found[2]))


def read_limit(text: str, commitment: Mapping[str, str]) -> slow.Limit:
    """Read a limit: a length of time, or days with the conventions of the commitment."""
    written = text.strip()
    cutoff = commitment.get("cutoff")
    late = None if cutoff is None else read_minute(cutoff)
    after_hours = commitment.get("after_hours", "")
    if found := re.fullmatch(r"(\d+) business days?", written):
        return slow.Days(int(found[1]), commitment["due_at"], after_hours, late)
    if found := re.fullmatch(r"(?:end of |by (\d?\d:\d\d) )?(same|next) business day", written):
        at = read_minute(found[1]) if found[1] else "close"
        return slow.Days(("same", "next").index(found[2]), at, after_hours, late)
    return read_time(written)


def read_minute(text: str) -> int:
    """Read a time of day as minutes after midnight."""
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes)


def read_calendar(written: Mapping[str, Any]) -> slow.Calendar:
    """Read a calendar as the agreement spells it."""
    hours = written["hours"]
    week: dict[str, list[tuple[int, int]]] = {}
    if hours == "always":
        week = {day: [(0, 24 * 60)] for day in slow.WEEKDAYS}
    else:
        for days, windows in hours.items():
            for part in days.replace(" ", "").split(","):
                first, _, last = part.partition("-")
                places = [slow.WEEKDAYS.index(each) for each in (first, last or first)]
                for day in slow.WEEKDAYS[places[0] : places[1] + 1]:
                    week[day] = _windows(windows)
    listed = written.get("holidays", [])
    days = [dt.date.fromisoformat(each) for each in _many(listed) if each[0].isdigit()]
    days += [day for place in _many(listed) if not place[0].isdigit() for day in _public_holidays(place)]
    own = {dt.date.fromisoformat(day): _windows(windows) for day, windows in written.get("overrides", {}).items()}
    return slow.Calendar(written["zone"], week, frozenset(days), own)


def _windows(written: str | list[str]) -> list[tuple[int, int]]:
    found = []
    for each in _many(written):
        if each != "closed":
            start, _, end = each.partition("-")
            found.append((read_minute(start), read_minute(end)))
    return found


def _public_holidays(place: str) -> list[dt.date]:
    import holidays

    country, _, part = place.partition("-")
    return list(holidays.country_holidays(country, subdiv=part or None, years=range(2024, 2029)))


def _many(written: str | list[str] | None) -> list[str]:
    return [] if written is None else [written] if isinstance(written, str) else list(written)


@dataclass(frozen=True)
class _Standing(_Lead):
    """A lead as it stood at an instant, its events included."""

    told: _Told = field(kw_only=True)
    name: str = field(kw_only=True)

    def value(self, name: str) -> object:
        """Read a field: as its history has it, else from the row."""
        said = self.told.past(name, self.name, slow.seconds(self.now))
        if said is None:
            return super().value(name)
        if not isinstance(said, str):
            return said
        column = self.plan.fields[name].column(self.system) or name
        return _Lead(self.plan, {column: said}, self.system, self.now).value(name)

    def _can_see_operand(self, operand: nodes.Operand) -> bool:
        match operand:
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf():
                return True
            case _:
                return super()._can_see_operand(operand)

    def _operand(self, operand: nodes.Operand) -> object:
        now = slow.seconds(self.now)
        match operand:
            case nodes.EventTime(event, which):
                ats = sorted(at for at in self.told.times(event, self.name) if at <= now)
                return slow.instant(ats[0 if which == "first" else -1]) if ats else MALFORMED
            case nodes.EventCount(event, last):
                return _since(self.told.times(event, self.name), now, last)
            case nodes.CountOf(event, last):
                return sum(_since(self.told.times(event, name), now, last) for name in self.told.names)
            case _:
                return super()._operand(operand)


def _since(ats: list[int], now: int, last: dt.timedelta | None) -> int:
    low = None if last is None else now - int(last.total_seconds())
    return sum(1 for at in ats if at <= now and (low is None or at > low))


@dataclass(frozen=True)
class _OfRow(_Lead):
    """A row of a log, asked whether it is an event."""

    row: Mapping[str, object] = field(kw_only=True)

    def _operand(self, operand: nodes.Operand) -> object:
        match operand:
            case nodes.ColumnRef(name, kind):
                text = self.row.get(name)
                if not isinstance(text, str) or not text.strip():
                    return BLANK
                return text.strip().lower() in ("true", "yes", "1") if kind == "boolean" else text
            case _:
                return super()._operand(operand)


class _Told:
    """A case and its agreement."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.plan: Plan = plan_of(case.agreement)
        self.text, self.calendars = read_agreement(case.agreement)
        self.system: str | None = case.data.get("system")
        self.as_of = slow.seconds(dt.datetime.fromisoformat(case.data["as_of"]))
        self.zone = self.text["zone"]
        self.known: dict[str, dict[str, list[slow.Cycle]]] = {}

    # ── files ──

    @cached_property
    def merged(self) -> dict[str, str]:
        """Into which lead each merged one went, a step at a time."""
        written = self.text.get("merges", {})
        found: dict[str, str] = {}
        for row in self.case.data["logs"].get("merges") or [] if written else []:
            lead, into = row[written["lead"]], row[written["into"]]
            try:
                late = read_instant(row[written["at"]], written.get("zone")) > self.as_of
            except Inexpressible:
                late = True
            if late or not lead or into in ("", lead):
                continue
            if found.setdefault(lead, into) != into or self._runs_in_a_circle(found, lead):
                why = "merges contradict each other"
                raise Inexpressible(why)
        return found

    def _runs_in_a_circle(self, merged: Mapping[str, str], lead: str) -> bool:
        there: str | None = merged[lead]
        while there is not None and there != lead:
            there = merged.get(there)
        return there == lead

    def left(self, lead: str) -> str:
        """Give the lead that is left of one, after all merges."""
        return self.left(self.merged[lead]) if lead in self.merged else lead

    @cached_property
    def records(self) -> dict[str, Mapping[str, str]]:
        """The rows of the leads by key."""
        key = self.plan.key
        column = "" if key is None else key.column(self.system) or ""
        found: dict[str, Mapping[str, str]] = {}
        for row in self.case.data.get("leads") or []:
            if row[column] in found:
                why = "a lead has two rows"
                raise Inexpressible(why)
            if row[column] not in self.merged:
                found[row[column]] = row
        return found

    def file(self, name: str) -> Rows:
        """Give the rows of a file, each once, those without a lead left out."""
        logs = self.case.data["logs"]
        if name not in logs:
            why = f"the file {name} is not given"
            raise Inexpressible(why)
        found: Rows = []
        for row in logs[name] or []:
            if row not in found and row.get("lead", "").strip():
                found.append(row)
        return [{**row, "lead": self.left(row["lead"])} for row in found]

    def changes(self, name: str) -> list[tuple[str, int, str, str | None]]:
        """Give the changes of a field: of which lead, when, to what, and from what if the file says."""
        written = self.text["histories"][name]
        found = []
        for row in self.file(written["log"]):
            if written["at"] not in row or written["to"] not in row:
                why = "a column is missing"
                raise Inexpressible(why)
            before = row.get(written["from"], "") if "from" in written else None
            at = read_instant(row[written["at"]], written.get("zone"))
            found.append((row[written["lead"]], at, row[written["to"]].strip(), before))
        return found

    @cached_property
    def names(self) -> list[str]:
        """Every lead that a row names."""
        found = set(self.records)
        for rows in self.case.data["logs"].values():
            found |= {self.left(row["lead"]) for row in rows or [] if row.get("lead", "").strip()}
        return sorted(found)

    def times(self, event: str, lead: str) -> list[int]:
        """Give the instants at which an event of a lead happened, in no order."""
        if event in self.text.get("stages", {}) and event not in self.text["events"]:
            return [at for who, at, to, _ in self.changes("stage") if (who, to) == (lead, event)]
        seen = self.plan.events[event].seen
        match seen:
            case FromLog(log, where, unless):
                written = self.text["logs"][log]
                found = []
                for row in self.file(log):
                    if row["lead"] == lead and self._is_event(row, where, unless):
                        if written["at"] not in row:
                            why = "a column is missing"
                            raise Inexpressible(why)
                        found.append(read_instant(row[written["at"]], written.get("zone")))
                return found
            case FromField(name):
                column = self.plan.fields[name].column(self.system) or name
                text = self.records.get(lead, {}).get(column, "")
                zone = None if self.system is None else self.text["systems"][self.system].get("zone")
                return [read_instant(text, zone)] if text.strip() else []
            case _:
                return []

    def _is_event(self, row: Mapping[str, str], where: nodes.Condition | None, unless: nodes.Condition | None) -> bool:
        conditions = [each for each in (where, unless) if each is not None]
        record = self.records.get(row["lead"])
        for each in conditions:
            for operand in nodes.operands(each):
                if isinstance(operand, nodes.FieldRef) and (record is None or operand.name not in record):
                    why = "a field that an event hangs on is not shown"
                    raise Inexpressible(why)
        asked = _OfRow(self.plan, record or {}, self.system, slow.EPOCH, row=row)
        return (where is None or asked.truth(where) is True) and (unless is None or asked.truth(unless) is not True)

    # ── conditions ──

    def standing(self, lead: str, at: int) -> _Standing:
        """Give a lead as it stood at an instant."""
        return _Standing(self.plan, self.records.get(lead, {}), self.system, slow.instant(at), told=self, name=lead)

    def past(self, name: str, lead: str, at: int) -> object:
        """Give what the history of a field says of an instant, as text, BLANK or MALFORMED; null if it is silent."""
        histories = self.text.get("histories", {})
        if name not in histories or histories[name]["log"] not in self.case.data["logs"]:
            return None
        own = sorted((when, to, before) for who, when, to, before in self.changes(name) if who == lead)
        if not own:
            return None
        if len({when for when, _, _ in own}) < len(own):
            why = "two changes at one instant stand in no order"
            raise Inexpressible(why)
        past = [to for when, to, _ in own if when <= at]
        first = own[0][2]
        return (past[-1] or BLANK) if past else MALFORMED if first is None else (first or BLANK)

    def decision(self, condition: nodes.Condition) -> slow.Decision:
        """Answer a condition of a lead at an instant."""

        def decide(lead: str, at: int) -> bool | None:
            standing = self.standing(lead, at)
            self._shown(condition, standing)
            return standing.truth(condition)

        return decide

    def _shown(self, condition: nodes.Condition, standing: _Standing) -> None:
        at = slow.seconds(standing.now)
        for operand in self._opened(condition):
            silent = isinstance(operand, nodes.FieldRef) and self.past(operand.name, standing.name, at) is None
            if isinstance(operand, nodes.FieldRef) and silent:
                column = self.plan.fields[operand.name].column(self.system) or operand.name
                columns = {name for row in self.records.values() for name in row}
                if standing.name not in self.records or column not in columns:
                    why = "a field that a condition hangs on is not shown"
                    raise Inexpressible(why)

    def _opened(self, condition: nodes.Condition) -> Iterator[nodes.Operand]:
        for name in nodes.terms(condition):
            yield from self._opened(self.plan.terms[name].condition)
        for operand in nodes.operands(condition):
            yield operand
            if isinstance(operand, nodes.SegmentRef):
                for _, when in self.plan.segments[operand.name].rows:
                    yield from self._opened(when)

    # ── clocks ──

    def clock(self, deadline: Deadline) -> slow.Clock:
        """Write a commitment as plain data."""
        own = self.text["commitments"][deadline.name]
        attempts = sequence = None
        if "at_least" in own:
            attempts = slow.Attempts(
                int(own["at_least"]),
                tuple(_many(own["of"])),
                int(own.get("channels", 1)),
                tuple(_many(own.get("before"))),
                read_time(own["apart"]) if "apart" in own else None,
            )
        if "sequence" in own:
            days = ((int(day.removeprefix("day ")), names) for day, names in own["sequence"].items())
            sequence = tuple(sorted((day, tuple(_many(names))) for day, names in days))
        shares = [Fraction(step.rstrip("%")) / 100 for step in own.get("steps", {}) if step.endswith("%")]
        below = [share for share in shares if share < 1]
        return slow.Clock(
            starts=tuple(tuple(re.split(r" and ", group)) for group in _many(own["starts"])),
            stops=frozenset(_many(own.get("stops"))),
            cancels=frozenset(_many(own.get("cancels"))),
            restarts=frozenset(_many(own.get("restarts"))),
            pauses=frozenset(_many(own.get("pauses"))),
            resumes=frozenset(_many(own.get("resumes"))),
            paused_while=None if deadline.paused_while is None else self.decision(deadline.paused_while),
            limits=tuple(self._limits(own, own, deadline.within)),
            calendar=self._calendar(own.get("calendar")),
            zone=self.zone,
            attempts=attempts,
            sequence=sequence or (),
            silence=own.get("silence"),
            binds=self._binds(deadline),
            exemptions=tuple(self._exemptions(deadline.name, own)),
            warning=min(below, default=Fraction(3, 4)),
            since=self._midnight(self.text["effective"].get("from")),
            until=self._midnight(self.text["effective"].get("until")),
        )

    def _limits(self, own: Mapping[str, Any], commitment: Mapping[str, str], rows: Any) -> Iterator[slow.Row]:
        written = own.get("within")
        table = {"otherwise": written} if isinstance(written, str) else written or {}
        for (when, limit), row in zip(table.items(), rows, strict=True):
            if when == "otherwise":
                yield slow.Row(read_limit(limit, commitment))
            elif when == "restarted":
                yield slow.Row(read_limit(limit, commitment), "restarted")
            elif when.startswith("starts on "):
                days = re.findall(r"[a-z]+day|\b[a-z]{3}\b", when.removeprefix("starts on "))
                short = frozenset(day[:3] for day in days if day != "and")
                yield slow.Row(read_limit(limit, commitment), short)
            else:
                yield slow.Row(read_limit(limit, commitment), self.decision(row.when))

    def _binds(self, deadline: Deadline) -> slow.Decision | None:
        if deadline.binds is None and deadline.spares is None:
            return None

        def decide(lead: str, at: int) -> bool | None:
            if deadline.spares is not None and self.decision(deadline.spares)(lead, at) is True:
                return False
            return True if deadline.binds is None else self.decision(deadline.binds)(lead, at)

        return decide

    def _calendar(
        self, written: Any
    ) -> slow.Calendar | slow.ByOwner | Callable[[str, int], slow.Calendar | None] | None:
        if written is None:
            return None
        if isinstance(written, str):
            return self.calendars[written]
        otherwise = self.calendars.get(written.get("otherwise", ""))
        if written["by"] == "owner":
            people = {
                name: self.calendars[owner["calendar"]]
                for name, owner in self.text.get("owners", {}).items()
                if owner and "calendar" in owner and owner.get("queue") != "true"
            }
            return slow.ByOwner(people, otherwise)

        def chosen(lead: str, at: int) -> slow.Calendar | None:
            standing = self.standing(lead, at)
            for _, when in self.plan.segments[written["by"]].rows:
                self._shown(when, standing)
            value = standing.segment(written["by"])
            return self.calendars.get(written.get("values", {}).get(value, value), otherwise)

        return chosen

    def _exemptions(self, name: str, commitment: Mapping[str, str]) -> Iterator[slow.Exemption]:
        for each in self.plan.exemptions:
            own = self.text["exceptions"][each.name]
            suspends = name in _many(own.get("suspends"))
            if suspends or name in _many(own.get("relaxes")):
                yield slow.Exemption(
                    each.name,
                    suspends,
                    () if suspends else tuple(self._limits(own, commitment, each.within)),
                    self._midnight(own.get("from")),
                    self._midnight(own.get("until")),
                    None if each.when is None else self.decision(each.when),
                    tuple(_many(own.get("agreed_by"))),
                )

    def _midnight(self, day: str | None) -> int | None:
        if day is None:
            return None
        midnight = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), ZoneInfo(self.zone))
        return slow.seconds(midnight.astimezone(dt.UTC))

    # ── leads ──

    def lead(self, name: str, deadline: Deadline) -> slow.Lead:
        """Gather what happened to a lead that the commitment listens to."""
        own = self.text["commitments"][deadline.name]
        keys = ("stops", "cancels", "restarts", "pauses", "resumes", "of", "before")
        wanted = {event for key in keys for event in _many(own.get(key))}
        wanted |= {event for group in _many(own["starts"]) for event in group.split(" and ")}
        wanted |= {event for names in own.get("sequence", {}).values() for event in _many(names)}
        by_owner = isinstance(own.get("calendar"), dict) and own["calendar"]["by"] == "owner"
        stages = set(self.text.get("stages", {})) & wanted
        seen = {event: self.plan.events[event].seen for event in wanted if event in self.text["events"]}
        assigned = tuple(sorted(event for event, each in seen.items() if isinstance(each, FromChange)))
        histories = self.text.get("histories", {})
        owners: list[tuple[int, str]] = []
        if "owner" in histories and (assigned or by_owner or histories["owner"]["log"] in self.case.data["logs"]):
            owners = [(at, to) for who, at, to, _ in self.changes("owner") if who == name]
        of_stages = [(at, to) for who, at, to, _ in self.changes("stage") if who == name] if stages else []
        told = sorted((at, before) for who, at, _, before in self.changes("stage") if who == name) if stages else []
        had = {to for _, to in of_stages}
        if any(before in stages - had for _, before in told) or (told and told[0][1] in stages):
            why = "a history does not show the change to a stage that it says was left"
            raise Inexpressible(why)
        known = set(self.text.get("stages", {}))
        found = slow.Lead(
            name,
            events=[(at, event) for event in sorted(seen) for at in self.times(event, name)],
            stages=[(at, to if to in known else "") for at, to in of_stages],
            owners=owners,
            queues=frozenset(
                each for each, owner in self.text.get("owners", {}).items() if owner and owner.get("queue") == "true"
            ),
            moves=frozenset((move.before, move.after) for move in self.plan.transitions),
            assigned=assigned,
            moments=self._moments(name) if deadline.paused_while is not None else (),
        )
        self._claims(name, found, wanted)
        return found

    def _moments(self, name: str) -> list[int]:
        """Give when a field of the lead changed."""
        fields = (each for each in self.text["histories"] if each not in ("stage", "owner"))
        return [at for each in fields for who, at, _, _ in self.changes(each) if who == name]

    def _claims(self, name: str, lead: slow.Lead, wanted: set[str]) -> None:
        """Leave out a lead whose row claims what no event says."""
        record = self.records.get(name)
        if record is None:
            return
        stage, owner = record.get("stage", ""), record.get("owner", "")
        unseen = stage in wanted and stage not in {to for at, to in lead.stages if at <= self.as_of}
        if lead.assigned and owner and owner not in lead.queues and not any(to == owner for _, to in lead.owners):
            unseen = True
        if unseen:
            why = "a lead's row claims what no event says"
            raise Inexpressible(why)

    # ── rows ──

    def judged(self, name: str) -> dict[str, list[slow.Cycle]]:
        """Judge a commitment, of every lead, once."""
        if name not in self.known:
            self.known[name] = self._judged(name)
        return self.known[name]

    def breaching(self, name: str) -> list[str]:
        """Name the commitments whose breach starts this one."""
        starts = _many(self.text["commitments"][name]["starts"])
        return [start.removeprefix("breach of ") for start in starts if start.startswith("breach of ")]

    def _judged(self, name: str) -> dict[str, list[slow.Cycle]]:
        deadline = next(each for each in self.plan.deadlines if each.name == name)
        clock = self.clock(deadline)
        before = {each: self.judged(each) for each in self.breaching(name)}
        found = {}
        for lead in self.names:
            own = self.lead(lead, deadline)
            for each, cycles in before.items():
                own = slow.with_breaches(own, each, cycles[lead])
            try:
                found[lead] = slow.judge(clock, own, self.as_of)
            except slow.Contradiction:
                why = "two changes at one instant stand in no order"
                raise Inexpressible(why) from None
        return found

    def rows(self, name: str) -> Iterator[dict[str, object]]:
        """Give the rows of a commitment as the vectors write them."""
        for lead, cycles in self.judged(name).items():
            for cycle in cycles:
                standing = self.standing(lead, cycle.start)
                owner = cycle.owner or None
                end = self.as_of if cycle.end is None else cycle.end
                row: dict[str, object] = {
                    "lead": lead,
                    "cycle": cycle.number,
                    "verdict": cycle.verdict,
                    "started_at": _iso(cycle.start),
                    "due_at": _iso(cycle.due),
                    "stopped_at": _iso(cycle.stopped_at),
                    "worked_s": float(cycle.worked),
                    "wall_s": float(end - cycle.start),
                    "owner": owner,
                    "reason": cycle.reason,
                    "at_risk": cycle.at_risk,
                    "remaining_s": None if cycle.remaining is None else float(cycle.remaining),
                }
                yield row | {each: standing.segment(each) for each in self.plan.segments}
            # Whether a cycle without a verdict was breached is unknown, and with it what that would start.
            unknown = [each for source in self.breaching(name) for each in self.unknown(source, lead)]
            for number, _ in enumerate(unknown, len(cycles) + 1):
                yield dict.fromkeys(COLUMNS) | {"lead": lead, "cycle": number, "verdict": "unknown"}

    def unknown(self, name: str, lead: str) -> list[object]:
        """Give the cycles of a lead without a verdict."""
        own = [each for each in self.judged(name)[lead] if each.verdict == "unknown"]
        return [*own, *(each for source in self.breaching(name) for each in self.unknown(source, lead))]


def _iso(at: int | None) -> str | None:
    return None if at is None else slow.instant(at).isoformat().replace("+00:00", "Z")
