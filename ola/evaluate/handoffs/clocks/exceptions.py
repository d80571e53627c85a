"""Which exceptions act on a cycle: those that suspend it, and those that relax its limit."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ola.clock.days import midnight
from ola.clock.duration import Limit
from ola.evaluate.handoffs.clocks.limit_rows import row_conditions, row_for
from ola.evaluate.handoffs.mark import NEVER
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.asking import Asking
from ola.evaluate.handoffs.timeline.conditions import Answers, Conditions, event_leaves
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.expr.nodes import Condition
from ola.plan import Deadline, Exemption, Plan


@dataclass(frozen=True, slots=True)
class Excepted:
    """What exceptions make of a cycle: its suspension by name, and the limits it is relaxed to, by name.

    `unseen` says why a breach could be spared by one that cannot be decided, `unsure` why the cycle could be
    suspended by one.
    """

    suspended: str | None = None
    relaxed: tuple[tuple[str, Limit], ...] = ()
    unseen: str | None = None
    unsure: str | None = None


class Exceptions:
    """The exceptions of one commitment; false where there are none."""

    def __init__(self, plan: Plan, deadline: Deadline, leads: Leads, happenings: Happenings | None) -> None:
        """Find the exceptions that name the commitment, and compile their conditions."""
        self.plan, self.zone = plan, ZoneInfo(plan.zone)
        self.own = [
            (
                each,
                -NEVER if each.since is None else midnight(each.since, self.zone),
                NEVER if each.until is None else midnight(each.until, self.zone),
                names(deadline, each.suspends),
            )
            for each in plan.exemptions
            if names(deadline, each.relaxes) or names(deadline, each.suspends)
            # A record alone shows no events, and an exception whose `when` is unknown does not act.
            if happenings is not None or each.when is None
        ]
        self.conditions = [each for exemption, *_ in self.own for each in exemption_conditions(exemption)]
        self.places = {id(condition): i for i, condition in enumerate(self.conditions)}
        self.asking = Asking(Conditions(plan, self.conditions), leads, happenings) if self.conditions else None
        self._holes: dict[int, str | None] = {}

    def __bool__(self) -> bool:
        return bool(self.own)

    @property
    def is_dated(self) -> bool:
        """Whether dates alone decide."""
        return self.asking is None

    def at(self, lead: str, start: int, due: int) -> Excepted | None:
        """Say what acts on a cycle of a lead that starts then and is due then; nothing, most often."""
        suspended = unseen = unsure = None
        relaxed: list[tuple[str, Limit]] = []
        answers: Answers | None = None
        for exemption, since, until, suspends in self.own:
            if not (start < until and due >= since):
                continue
            if self.asking is not None and answers is None:
                answers, _ = self.asking.answers_at(lead, start)
            if exemption.when is not None and answers is not None:
                hole = self._hole(exemption.when)
                if hole is not None and suspends:
                    unsure = unsure or f"whether {exemption.name} suspends it cannot be known: {hole}"
                elif hole is not None:
                    unseen = unseen or f"whether {exemption.name} relaxes it cannot be known: {hole}"
                if not answers[self.places[id(exemption.when)]][0]:
                    continue
            if suspends:
                suspended = suspended or f"suspended by {exemption.name}{_agreed(exemption)}"
                continue
            row = row_for(exemption.within, answers or (), self.places, start, self.zone)
            if row is not None:
                relaxed.append((f"{exemption.name}{_agreed(exemption)}", row.limit))
        if suspended is None and not relaxed and unseen is None and unsure is None:
            return None
        return Excepted(suspended, tuple(relaxed), unseen, unsure)

    def _hole(self, when: Condition) -> str | None:
        """Say which event that a condition counts cannot be seen at all."""
        if id(when) not in self._holes:
            self._holes[id(when)] = self._found_hole(when)
        return self._holes[id(when)]

    def _found_hole(self, when: Condition) -> str | None:
        asking = self.asking
        if asking is None or asking.happenings is None:
            return None
        happenings = asking.happenings
        wanted = {leaf.event for leaf in event_leaves(self.plan, [when])}
        for event in asking.events:
            name = happenings.roster.names[event]
            if name in wanted and event in happenings.lacking:
                return f"{name} cannot be seen, since {happenings.lacking[event]}"
        return None


def names(deadline: Deadline, listed: tuple[str, ...]) -> bool:
    """Whether a list of commitments names this one."""
    own = deadline.clause.id
    return any(name in (deadline.name, own, own.removeprefix("commitments.")) for name in listed)


def exemption_conditions(exemption: Exemption) -> list[Condition]:
    """Give the conditions of an exception: when it acts, and those of its limits."""
    return [*([] if exemption.when is None else [exemption.when]), *row_conditions(exemption.within)]


def _agreed(exemption: Exemption) -> str:
    return f", agreed by {' and '.join(exemption.agreed_by)}" if exemption.agreed_by else ""
