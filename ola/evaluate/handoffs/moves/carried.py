"""What a move must carry: fields that are known at the instant at which the lead moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ola.evaluate.handoffs.reading.changes import UNSURE, Unsure
from ola.evaluate.handoffs.reading.histories import Past
from ola.evaluate.handoffs.reading.leads import ROWS_DIFFER, Leads
from ola.evaluate.handoffs.reading.tally import EXAMPLES
from ola.evaluate.handoffs.verdicts.shortfalls import ROW_STANDS
from ola.finding import Code, DataPlace, Finding, count
from ola.plan import Plan, Transition

LACKING = Code(
    "OLA546",
    "error",
    "A move lacks what it must carry",
    """\
A move says which fields it must carry, and leads made it while a field was blank or malformed.

    moves:
      - {move: mql -> recycled, carries: recycle_reason}

A field is looked up in its history at the instant of the move, where a history of it is given and knows the lead;
otherwise in the lead's own row, which stands for all times (and is said to). A value that is filled in later does
not count: a reason nobody gave when it was fresh is a guess. Let the form that moves the lead ask for it.""",
)
CARRIED_UNKNOWN = Code(
    "OLA547",
    "warning",
    "What a move carried cannot be told",
    """\
A move must carry a field, and whether it did cannot be known for some leads: the leads were not given, a lead has no
row among them or rows that differ, the field's column is missing, or the field's changes contradict each other at
that time. Such moves count neither as kept nor as broken. The message says why; give the leads with that column, or
a history of the field.""",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """How many moves lacked a field they must carry, by move, and what was found."""

    lacking: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def carried_fields(plan: Plan) -> tuple[str, ...]:
    """Name the fields that moves must carry."""
    return tuple(dict.fromkeys(name for move in plan.transitions for name in move.carries))


def carried(
    plan: Plan,
    made: Sequence[tuple[Transition, Sequence[str], Sequence[int]]],
    pasts: Mapping[str, Past],
    leads: Leads,
) -> Carried:
    """Hold each move, with the leads that made it and when, against the fields it must carry."""
    lacking: dict[str, int] = {}
    findings: list[Finding] = []
    row_stands: dict[str, None] = {}
    for move, who, ats in made:
        without: set[tuple[str, int]] = set()
        for name in move.carries:
            look = _Looked(name, pasts.get(name), leads)
            blank: list[tuple[str, int]] = []
            unknown: dict[str, list[str]] = {}
            for lead, at in zip(who, ats, strict=True):
                found = look(lead, at)
                if isinstance(found, str):
                    unknown.setdefault(found, []).append(lead)
                elif not found:
                    blank.append((lead, at))
            if look.row_stands:
                row_stands[name] = None
            without.update(blank)
            findings += _found(move, name, blank, unknown, len(who), leads)
        if without:
            lacking[f"{move.before} -> {move.after}"] = len(without)
    findings += [_stands(plan, name) for name in row_stands]
    return Carried(lacking, tuple(findings))


class _Looked:
    """Says whether a field was known: true, false, or why nobody can tell."""

    def __init__(self, name: str, past: Past | None, leads: Leads) -> None:
        self.name, self.past, self.leads = name, past, leads
        self.row_stands = False

    def __call__(self, lead: str, at: int, /) -> bool | str:
        past, leads = self.past, self.leads
        if past is not None and lead in past.undated:
            return f"the time of a change of {self.name} cannot be read"
        if past is not None and lead in past.seen:
            value = past.value_at(lead, at)
            if value is UNSURE:
                return f"changes of {self.name} at one instant contradict each other"
            return value is not None and not isinstance(value, Unsure)
        if lead in leads.differing:
            return ROWS_DIFFER
        if not leads.given:
            return "the leads were not given"
        if not leads.has(self.name):
            return leads.lacking.get(self.name) or f"{self.name} was not read"
        if lead not in leads.place:
            return "the lead has no row among the leads"
        self.row_stands = True
        return leads.value(lead, self.name) is not None


def _found(
    move: Transition,
    name: str,
    blank: Sequence[tuple[str, int]],
    unknown: Mapping[str, Sequence[str]],
    total: int,
    leads: Leads,
) -> Iterator[Finding]:
    said = f"from {move.before} to {move.after}"
    if blank:
        every = list(dict.fromkeys(lead for lead, _ in blank))
        yield Finding(
            LACKING.code,
            move.clause.level,
            f"{len(blank):,} of {count(total, 'move')} {said} carried no {name}.",
            clause=move.clause.id,
            party=move.clause.party,
            place=DataPlace(key=leads.shown(every[0]), field=f"/{name}"),
            advice=f"Ask for {name} where leads are moved.",
            count=len(blank),
            examples=tuple(leads.shown(lead) for lead in every[:EXAMPLES]),
        )
    for why, of in sorted(unknown.items()):
        every = list(dict.fromkeys(of))
        yield Finding(
            CARRIED_UNKNOWN.code,
            CARRIED_UNKNOWN.level,
            f"Whether {len(of):,} of {count(total, 'move')} {said} carried {name} cannot be told: {why}.",
            clause=move.clause.id,
            place=DataPlace(key=leads.shown(every[0]), field=f"/{name}"),
            advice=f"Give the leads with {name}, or its history.",
            count=len(of),
            examples=tuple(leads.shown(lead) for lead in every[:EXAMPLES]),
        )


def _stands(plan: Plan, name: str) -> Finding:
    return Finding(
        ROW_STANDS.code,
        ROW_STANDS.level,
        f"{name} has no history here, so the lead's row stands for what moves carried.",
        clause=plan.fields[name].clause.id,
    )
