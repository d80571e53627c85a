"""What stands around a clause while it is read: the names there are, and the findings so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from ola.agreement.structure import instead
from ola.clock.duration import Limit, UnreadableDuration, parse_limit
from ola.expr.mistakes import NEVER_ENOUGH
from ola.expr.names import closest, only_near
from ola.expr.nodes import And, AtLeast, Condition, Not, Or
from ola.expr.parse import parse_condition
from ola.finding import Code, Edit, Finding, Fix, Level
from ola.plan import Clause
from ola.source import Place, Source
from ola.tree.removal import without
from ola.tree.value import Entry, Items, Node, Scalar
from ola.tree.value import Mapping as Written

if TYPE_CHECKING:
    from ola.expr.names import Names

SAME_ID = Code(
    "OLA134",
    "error",
    "Two clauses with one id",
    """A clause id is its path with spaces as hyphens, in lower case, so `First Touch` and `first touch` are one
id. Findings, ignore lists and comparisons of versions go by ids; two clauses cannot share one.

    commitments:
      first touch: {…}
      First Touch: {…}

Rename one of them, or give it an `id:` of its own.""",
)
UNKNOWN_NAME = Code(
    "OLA136",
    "error",
    "A name that nothing in the agreement has",
    """A clause names a party, system, calendar, stage, field, event, log, commitment or segment that the
agreement does not define, so nothing can be checked by it.

    commitments:
      routing: {owed_by: marketting, …}

Correct the spelling (the message names the nearest), or define the name.""",
)
UNKNOWN_ZONE = Code(
    "OLA137",
    "error",
    "A time zone that does not exist",
    """Zones are names of the IANA database, such as `America/New_York`, `Europe/Berlin` or `UTC`. Abbreviations
like EST or CET name several clocks and know nothing of summer time.

    zone: New York

Write the name of a city's zone.""",
)
UNREADABLE_LIMIT = Code(
    "OLA141",
    "error",
    "A time limit that cannot be read",
    """A limit is a number and a unit (`15 minutes`, `4 business hours`, `2 business days`), ISO 8601 (`PT4H`), or
one of `same business day`, `end of next business day`, `by 09:00 next business day`.

    within: 4 hrs approx.

An hour or a day without "business" runs through nights and weekends.""",
)
UNREADABLE_DATE = Code(
    "OLA142",
    "error",
    "A date that does not exist",
    """Dates in an agreement are written year first, `2026-12-24`, and must be days of the calendar; of two dates
that bound a stretch of time the first comes first.

    effective: {from: 2026-02-30}""",
)


# Where each kind of name is defined.
SECTIONS = {
    "party": "parties",
    "system": "systems",
    "calendar": "calendars",
    "field": "fields",
    "segment": "segments",
    "stage": "stages",
    "log": "logs",
    "event": "events",
    "commitment": "commitments",
}


def clause_id(*path: str) -> str:
    """Give a clause's id: its dotted path, spaces as hyphens, lower case."""
    return ".".join("-".join(part.lower().split()) for part in path)


@dataclass
class Scope:
    """Names, zone and findings of the agreement being read; clauses read and lower themselves with it.

    `source` is the text, where a fix may take something out of it. `faulty` are the ids of clauses that are
    written but cannot be used: each has its own finding, so that what names them is not reported as well. `refused`
    are the paths under which something of a wrong shape stands: it is gone from the tree, and yet not missing.
    """

    file: str
    source: Source | None = None
    findings: list[Finding] = field(default_factory=list)
    names: Names | None = None
    zone: str = "UTC"
    parties: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    ids: dict[str, Place] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    refused: set[tuple[str, ...]] = field(default_factory=set)

    def report(
        self,
        code: Code,
        message: str,
        place: Place,
        clause: str | None = None,
        advice: str | None = None,
        party: str | None = None,
        value: object = None,
        fix: Fix | None = None,
    ) -> None:
        """Note one thing wrong; a party that no clause names is ops, who keep the agreement."""
        self.findings.append(
            Finding(code.code, code.level, message, clause, party or "ops", place, value=value, advice=advice, fix=fix)
        )

    def taken_out(self, container: Node | None, at: int | None, says: str) -> Fix | None:
        """Give the fix that takes an item or entry out of what it stands in, where that is all that goes."""
        if self.source is None or container is None or at is None:
            return None
        edit = without(self.source, container, at)
        return None if edit is None else Fix(says, (edit,))

    def report_structure(
        self,
        code: Code,
        message: str,
        place: Place,
        path: tuple[str, ...],
        advice: str | None,
        fix: Fix | None = None,
        /,
    ) -> None:
        """Note a fault of structure; what `Structure.prune` calls."""
        self.report(code, message, place, clause_id(*path) or None, advice, fix=fix)
        self.refused.update(path[:length] for length in range(1, len(path) + 1))

    def clause(
        self,
        path: tuple[str, ...],
        entry: Entry,
        *,
        party: str | None = None,
        within: Node | None = None,
        text: str | None = None,
        place: Place | None = None,
    ) -> Clause:
        """Make the clause of an entry: its id, and `level`, `says`, `id` where its table has them."""
        table = within if within is not None else entry.value
        attributes = table if isinstance(table, Written) else None
        level: Level = "warning" if words(attributes, "level") == "warning" else "error"
        own = words(attributes, "id")
        return Clause(
            id=own or clause_id(*path),
            level=level,
            party=party,
            place=place or entry.key.place,
            says=words(attributes, "says"),
            text=text,
        )

    def claim_id(self, clause: Clause) -> None:
        """Note that a clause has its id, and report a second one with the same."""
        if clause.place is None:
            return
        first = self.ids.setdefault(clause.id, clause.place)
        if first != clause.place:
            what = f"Two clauses have the id {clause.id}; the first stands on line {first.line}."
            self.report(SAME_ID, what, clause.place, clause.id, "Rename one, or give it an id: of its own.")

    def known(self, node: Node | None, known: Iterable[str], what: str, clause: str | None = None) -> str | None:
        """Give the name a scalar holds if it is known, else report it with the nearest one; ignores case."""
        if not isinstance(node, Scalar):
            return None
        return self.known_name(node.text, node.place, known, what, clause)

    def known_name(self, name: str, place: Place, known: Iterable[str], what: str, clause: str | None) -> str | None:
        """Give the known name that is written, ignoring case, else report it with the nearest one."""
        every = {" ".join(each.lower().split()): each for each in known}
        found = every.get(" ".join(name.lower().split()))
        if found is None and clause_id(SECTIONS.get(what, what), name) not in self.faulty:
            meant = closest(name, every.values())
            if meant:
                advice = f'Did you mean "{meant}"?'
            elif every:
                advice = f"There is {', '.join(every.values())}."
            else:
                advice = f"The agreement defines no {what}."
            right = only_near(name, every.values())
            fix = None if right is None else Fix(f"{name} is now {right}", (Edit(place, name, right),))
            self.report(UNKNOWN_NAME, f"There is no {what} {name}.", place, clause, advice, fix=fix)
        return found

    def known_list(self, node: Node | None, known: Iterable[str], what: str, clause: str | None) -> tuple[str, ...]:
        """Give the known names of one name or a list of them."""
        every = tuple(known)
        found = (self.known(item, every, what, clause) for item in many(node))
        return tuple(name for name in found if name is not None)

    def zone_of(self, node: Node | None, clause: str | None) -> str | None:
        """Give the zone a scalar names if it exists, else report it."""
        if not isinstance(node, Scalar):
            return None
        try:
            ZoneInfo(node.text)
        except (KeyError, ValueError, OSError):
            # A city is what people write: match it against the last part of the names there are.
            city = node.text.replace(" ", "_").split("/")[-1]
            cities = {name.split("/")[-1]: name for name in sorted(available_timezones(), reverse=True)}
            meant = closest(city, cities)
            advice = f'Did you mean "{cities[meant]}"?' if meant else "Write a name such as America/New_York or UTC."
            right = cities.get(only_near(city, cities) or "")
            self.report(
                UNKNOWN_ZONE,
                f"There is no time zone {node.text}.",
                node.place,
                clause,
                advice,
                fix=instead(node, right),
            )
            return None
        return node.text

    def date_of(self, node: Node | None, clause: str | None) -> dt.date | None:
        """Give the date a scalar holds if the calendar has it, else report it."""
        if not isinstance(node, Scalar):
            return None
        try:
            return dt.date.fromisoformat(node.text)
        except ValueError:
            what = f"{node.text} is not a day of the calendar."
            self.report(UNREADABLE_DATE, what, node.place, clause, "Write it year first: 2026-12-24.")
            return None

    def limit_of(self, node: Node | None, clause: str | None) -> Limit | None:
        """Give the limit a scalar holds if it can be read, else report it."""
        if not isinstance(node, Scalar):
            return None
        try:
            return parse_limit(node.text)
        except UnreadableDuration as fault:
            self.report(UNREADABLE_LIMIT, fault.message, node.place, clause, fault.advice)
            return None

    def condition(self, node: Node | None, clause: str | None, *, names: Names | None = None) -> Condition | None:
        """Give the condition a node holds if it can be read, else report what is wrong with it."""
        known = names or self.names
        if node is None or known is None:
            return None
        match node:
            case Scalar():
                found, findings = parse_condition(node.text, known, node.at, clause=clause)
                self.findings += [replace(each, party=each.party or "ops") for each in findings]
                return found
            case Written(entries=(Entry(key=key, value=value),)):
                return self._nested(key.text, value, clause, known)
            case _:
                return None

    def _nested(self, word: str, value: Node, clause: str | None, names: Names) -> Condition | None:
        n, of = None, value
        if word == "at_least" and isinstance(value, Written):
            n, of = number(value, "n"), value.get("of") or value
        parts = [self.condition(item, clause, names=names) for item in many(of)]
        if n is not None and n > len(parts):
            what = f"At least {n:g} of {len(parts)} can never be so."
            self.report(NEVER_ENOUGH, what, value.place, clause, f"Write a number from 1 to {len(parts)}.")
            return None
        items = tuple(part for part in parts if part is not None)
        if len(items) != len(parts):
            return None
        match word:
            case "all":
                return And(items)
            case "any":
                return Or(items)
            case "none":
                return Not(Or(items))
            case "at_least" if n is not None:
                return AtLeast(int(n), items)
            case _:
                return None


def words(table: Node | None, key: str) -> str | None:
    """Give the text a table holds under a key, if it does."""
    value = table.get(key) if isinstance(table, Written) else None
    return value.text if isinstance(value, Scalar) else None


def number(table: Node | None, key: str) -> float | None:
    """Give the number a table holds under a key, if it does."""
    value = table.get(key) if isinstance(table, Written) else None
    if isinstance(value, Scalar) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return value.value
    return None


def flag(table: Node | None, key: str) -> bool:
    """Say whether a table holds `true` under a key."""
    value = table.get(key) if isinstance(table, Written) else None
    return isinstance(value, Scalar) and value.value is True


def many(node: Node | None) -> tuple[Node, ...]:
    """Give the items of a list, one thing as a list of it, nothing as none."""
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)


def texts(node: Node | None) -> tuple[str, ...]:
    """Give the texts of one scalar or a list of them."""
    return tuple(item.text for item in many(node) if isinstance(item, Scalar))


def entries(table: Node | None) -> tuple[Entry, ...]:
    """Give the entries of a table, none where it is missing."""
    return table.entries if isinstance(table, Written) else ()


def held(table: Node | None, key: str) -> Node | None:
    """Give what a table holds under a key, or nothing."""
    return table.get(key) if isinstance(table, Written) else None


def sentence(node: Node | None) -> str | None:
    """Give a condition as one line of text, as it was written; a nested one as its twin with `of (…)`."""
    match node:
        case Scalar():
            return " ".join(line.strip() for line in node.text.splitlines() if line.strip())
        case Written(entries=(Entry(key=key, value=value),)):
            listed, n = value, ""
            if isinstance(value, Written):
                listed, n = value.get("of") or value, f" {words(value, 'n')}"
            parts = [sentence(item) for item in many(listed)]
            return f"{key.text.replace('_', ' ')}{n} of ({', '.join(part for part in parts if part)})"
        case _:
            return None


def text_of(node: Node | None) -> str | None:
    """Give the text of a scalar, or nothing for anything else."""
    return node.text if isinstance(node, Scalar) else None
