"""Moves between stages, as the stage history shows them, held against those the agreement allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.handoffs.moves.carried import Carried, carried
from ola.evaluate.handoffs.moves.movers import Movers
from ola.evaluate.handoffs.moves.ways import Ways
from ola.evaluate.handoffs.reading.changes import UNSURE
from ola.evaluate.handoffs.reading.histories import Past
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.tally import EXAMPLES
from ola.evaluate.showing import shown
from ola.finding import Code, DataPlace, Finding, count, spoken_list
from ola.plan import Plan, Transition

NOT_ALLOWED = Code(
    "OLA540",
    "error",
    "A move between stages that the agreement does not allow",
    """\
The stage history shows leads that went from one stage to another, and `moves` lists no such move; nor is there a
stage that every way of several moves between the two leads through, so that it was skipped.

    moves:
      - mql -> accepted | recycled

    stages.csv: L1 was recycled, then accepted

Correct how the records are moved, or allow the move if both sides agree to it. A lead's first stage is never
judged, and a change that contradicts another is reported by itself. The party that holds the stage that was left
answers for it.""",
)
SKIPPED = Code(
    "OLA541",
    "error",
    "A stage was skipped",
    """\
Leads went straight from one stage to another, and the moves of the agreement lead there only by way of a stage that
they left out. Most often an import or an automation sets the later stage, so nobody accepted or rejected the lead
and no clock for that ever ran.

    moves:
      - lead -> mql
      - mql -> accepted

    stages.csv: L1 was lead, then accepted, and so never an mql

Move leads through the stage, or allow the shorter way if both sides agree to it (`lead -> accepted`).""",
)
WENT_BACK = Code(
    "OLA542",
    "error",
    "A lead went back to an earlier stage",
    """\
Leads went back to a stage that lies before the one they left, by a move that the agreement does not allow. Earlier
is what is fewer moves away from the first stage; between stages equally far away, what is listed first, where no
way leads there.

    moves:
      - lead -> mql
      - mql -> accepted
      - accepted -> recycled
      - recycled -> mql

    stages.csv: L1 was accepted, then mql

Where the moves have a way back the message names it (here by way of recycled): use it, so that the return is seen
and counted. Going back in silence starts the clock of the earlier stage anew and hides what became of the lead.""",
)
BY_ANOTHER = Code(
    "OLA543",
    "error",
    "A move was made by somebody who may not make it",
    """\
A move says which parties may make it, and the history says that somebody of another party did.

    owners: {casey: {party: sales}}
    moves:
      - {move: mql -> recycled, by: marketing}
    histories: {stage: {log: stages, by: changed_by, …}}

    stages.csv: casey moved L1 from mql to recycled

Who acts for which party the agreement says: an owner's `party`, or the party whose `team` the owner's team is; a
system acts for the party that runs it. The party that made the move answers for it.""",
)
MOVER_UNKNOWN = Code(
    "OLA544",
    "info",
    "Who made a move cannot be told",
    """\
A move says which parties may make it, and who made it is not known: the history names no column for it under `by`,
the cell is blank, or the name in it is no party, owner or system of the agreement. Such moves are counted as
unknown; nobody is taken for one side or the other by a guess.

    histories: {stage: {log: stages, lead: lead_id, at: changed_at, to: new_value, by: changed_by}}
    owners: {casey: {party: sales}}

Name the column, and say for whom people act: `party` of an owner, or a `team` that is a party's team.""",
)
TOO_OFTEN = Code(
    "OLA545",
    "error",
    "Leads made a move more often than agreed",
    """\
A move says how often a lead may make it, and the history shows leads that made it more often.

    moves:
      - {move: mql -> recycled, at_most: 2}

Each target of a move is counted by itself. A lead that goes back and forth ties up both sides: find out what it
lacked each time, or give it up.""",
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the moves: every one between two stages is allowed, forbidden or unknown.

    `by_another`, `too_often` and `lacking` count, by move, those that are allowed as such, but not by whom they
    were made, not so often, and not without what they must carry.
    """

    checked: int = 0
    unknown: int = 0
    forbidden: Mapping[str, int] = field(default_factory=dict)
    by_another: Mapping[str, int] = field(default_factory=dict)
    too_often: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def and_of(self, other: Moved) -> Moved:
        """Add the moves that another version of the agreement allows or forbids."""
        counts = {
            name: dict(Counter(getattr(self, name)) + Counter(getattr(other, name)))
            for name in ("forbidden", "by_another", "too_often", "lacking")
        }
        return Moved(
            self.checked + other.checked,
            self.unknown + other.unknown,
            findings=(*self.findings, *other.findings),
            **counts,
        )

    def to_dict(self) -> dict[str, object]:
        """Give the counts as plain values."""
        return {
            "checked": self.checked,
            "allowed": self.checked - sum(self.forbidden.values()) - self.unknown,
            "unknown": self.unknown,
            "forbidden": dict(self.forbidden),
            "by_another": dict(self.by_another),
            "too_often": dict(self.too_often),
            "lacking": dict(self.lacking),
        }


@dataclass(frozen=True, slots=True)
class _Seen:
    """The moves between two stages that the history shows: of which leads, by their place among all, and when."""

    everybody: pl.Series
    who: NDArray[np.int64]
    at: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.who)

    @property
    def leads(self) -> list[str]:
        """The lead of each move."""
        return self.everybody.gather(self.who).to_list()

    @property
    def ats(self) -> list[int]:
        """The instant of each move."""
        found: list[int] = self.at.tolist()
        return found


def moved(plan: Plan, pasts: Mapping[str, Past], leads: Leads, within: tuple[int, int] | None = None) -> Moved | None:
    """Hold every move of the stage history against the agreement; nothing where there is no history or no move.

    `within` are the first instant of the moves that count and the one past them, where they are not all.

    Moves of leads that have the changes of several records, which were merged, cannot be told and are unknown.
    """
    claim = plan.stage_field
    past = None if claim is None else pasts.get(claim.name)
    if past is None or not plan.transitions:
        return None
    made, unknown = _made(past, within)
    allowed = {(move.before, move.after): move for move in plan.transitions}
    findings: list[Finding] = []
    forbidden: dict[str, int] = {}
    ways = Ways(tuple(plan.stages), allowed)
    for pair in sorted(made.keys() - allowed.keys()):
        forbidden[_arrow(*pair)] = len(made[pair])
        findings.append(_not_allowed(plan, ways, pair, made[pair], past, leads))
    of_moves = [(move, made[pair]) for pair, move in allowed.items() if pair in made]
    by_another, found_by = _by_another(plan, of_moves, past, leads)
    too_often, found_often = _too_often(of_moves, past, leads)
    bound = [(move, seen.leads, seen.ats) for move, seen in of_moves if move.carries]
    what: Carried = carried(plan, bound, pasts, leads)
    return Moved(
        checked=unknown + sum(len(seen) for seen in made.values()),
        unknown=unknown,
        forbidden=forbidden,
        by_another=by_another,
        too_often=too_often,
        lacking=what.lacking,
        findings=(*findings, *found_by, *found_often, *what.findings),
    )


def _made(past: Past, within: tuple[int, int] | None) -> tuple[dict[tuple[str, str], _Seen], int]:
    """Give the moves by the stages left and reached, and count those that contradict each other."""
    line = past.values.line
    follows = np.ones(len(line.ats), dtype=bool)
    follows[line.edges[:-1]] = False
    if within is not None:
        follows &= (line.ats >= within[0]) & (line.ats < within[1])
    after = np.flatnonzero(follows)
    unsure = np.array([word is UNSURE for word in line.words], dtype=bool)
    stage = np.array([isinstance(word, str) for word in line.words], dtype=bool)
    left, reached = line.codes[after - 1], line.codes[after]
    doubted = unsure[left] | unsure[reached]
    unknown = int(doubted.sum())
    told = stage[left] & stage[reached]
    who = np.repeat(np.arange(len(line.leads)), np.diff(line.edges))[after]
    if past.joined:
        is_joined = line.leads.is_in(list(past.joined)).to_numpy()[who]
        unknown += int((told & is_joined).sum())
        told &= ~is_joined
    left, reached, who, at = left[told], reached[told], who[told], line.ats[after[told]]
    words = list(line.words)
    if past.holes:
        left = _said_left(past, pl.DataFrame([line.leads.gather(who).alias("lead"), pl.Series("at", at)]), left, words)
    made: dict[tuple[str, str], _Seen] = {}
    keys = left * len(words) + reached
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    for places in np.split(order, edges) if len(order) else ():
        pair = str(words[left[places[0]]]), str(words[reached[places[0]]])
        made[pair] = _Seen(line.leads, who[places], at[places])
    return made, unknown


def _said_left(past: Past, moves: pl.DataFrame, left: NDArray[np.int64], words: list[object]) -> NDArray[np.int64]:
    """Give the stages that moves left: after a hole in the history, what the change itself says it left."""
    known = {word: code for code, word in enumerate(words)}
    holes = [(lead, at, known.setdefault(stage, len(known))) for (lead, at), stage in past.holes.items()]
    words += list(known)[len(words) :]
    said = pl.DataFrame(holes, schema={"lead": pl.String, "at": pl.Int64, "code": pl.Int64}, orient="row")
    codes = moves.join(said, on=["lead", "at"], how="left", maintain_order="left").get_column("code")
    return np.where(codes.is_null().to_numpy(), left, codes.fill_null(0).to_numpy())


def _not_allowed(plan: Plan, ways: Ways, pair: tuple[str, str], seen: _Seen, past: Past, leads: Leads) -> Finding:
    before, after = pair
    every = list(dict.fromkeys(seen.leads))
    who = count(len(every), "lead")
    between = ways.skipped(before, after)
    by_way = spoken_list(between)
    if ways.is_return(before, after):
        code, text = WENT_BACK, f"{who} went back from {before} to {after}, which no move allows."
        advice = f"Let them return by way of {by_way}" if between else "Keep them where they are"
    elif between:
        code, text = SKIPPED, f"{who} went from {before} to {after} and skipped {by_way}."
        advice = f"Move leads by way of {by_way}"
    else:
        code, text, advice = NOT_ALLOWED, f"{who} went from {before} to {after}, which no move allows.", ""
    return Finding(
        code.code,
        code.level,
        text,
        clause="moves",
        party=(plan.stages[before].party or "ops") if before in plan.stages else "ops",
        place=DataPlace(file=past.tally.file, key=leads.shown(every[0]) if len(every) == 1 else None),
        advice=f"{advice or 'Move leads as agreed'}, or add {_arrow(before, after)} to moves.",
        count=len(seen),
        examples=tuple(leads.shown(lead) for lead in every[:EXAMPLES]),
    )


def _by_another(
    plan: Plan, of_moves: Sequence[tuple[Transition, _Seen]], past: Past, leads: Leads
) -> tuple[dict[str, int], list[Finding]]:
    """Find moves made by a party that may not make them, and those of which nobody can tell who made them."""
    bound = [(move, seen) for move, seen in of_moves if move.by]
    if not bound:
        return {}, []
    if past.authors is None:
        return {}, [_no_authors(plan, bound, past)]
    wanted = {move.after for move, _ in bound}
    rows = past.authors.filter(past.authors.get_column("to").is_in(list(wanted)))
    authors: dict[tuple[str, int, str], set[str | None]] = {}
    for lead, at, to, by in rows.iter_rows():
        authors.setdefault((lead, at, to), set()).add(by)
    movers = Movers(plan)
    personal = plan.owners_are_personal
    counts: dict[str, int] = {}
    strangers: dict[str | None, int] = {}
    findings: list[Finding] = []
    for move, seen in bound:
        others: dict[str, list[tuple[str, str]]] = {}
        for lead, at in zip(seen.leads, seen.ats, strict=True):
            names = authors.get((lead, at, move.after), {None})
            name = next(iter(names)) if len(names) == 1 else None
            party = None if name is None else movers.party(name)
            if party is None:
                strangers[name] = strangers.get(name, 0) + 1
            elif party not in move.by:
                others.setdefault(party, []).append((lead, name or ""))
        for party, cases in sorted(others.items()):
            arrow = _arrow(move.before, move.after)
            counts[arrow] = counts.get(arrow, 0) + len(cases)
            findings.append(_made_by(move, party, cases, past, leads, personal=personal))
    if strangers:
        findings.append(_strangers(strangers, past, personal=personal))
    return counts, findings


def _made_by(
    move: Transition, party: str, cases: Sequence[tuple[str, str]], past: Past, leads: Leads, *, personal: bool
) -> Finding:
    names = list(dict.fromkeys(shown(name, personal=personal) for _, name in cases))
    more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
    every = list(dict.fromkeys(lead for lead, _ in cases))
    return Finding(
        BY_ANOTHER.code,
        move.clause.level,
        f"{party} moved {count(len(every), 'lead')} from {move.before} to {move.after}, which only "
        f"{spoken_list(move.by)} may do: {', '.join(names[:EXAMPLES])}{more}.",
        clause=move.clause.id,
        party=party,
        place=DataPlace(file=past.tally.file, key=leads.shown(every[0]) if len(every) == 1 else None),
        advice=f"Leave the move to {spoken_list(move.by)}, or add {party} to its by.",
        count=len(cases),
        examples=tuple(leads.shown(lead) for lead in every[:EXAMPLES]),
    )


def _no_authors(plan: Plan, bound: Sequence[tuple[Transition, _Seen]], past: Past) -> Finding:
    history = next((each for name, each in plan.histories.items() if name in _stage_names(plan)), None)
    column = None if history is None else history.by
    why = f"{past.tally.file} has no column {column}" if column else "the history names no column for it"
    moves = ", ".join(_arrow(move.before, move.after) for move, _ in bound)
    return Finding(
        MOVER_UNKNOWN.code,
        MOVER_UNKNOWN.level,
        f"Who made the moves {moves} cannot be told: {why}.",
        clause=None if history is None else history.clause.id,
        place=DataPlace(file=past.tally.file),
        advice="Export the column." if column else "Name the column under by, in histories.",
        count=sum(len(seen) for _, seen in bound),
    )


def _strangers(strangers: Mapping[str | None, int], past: Past, *, personal: bool) -> Finding:
    names = sorted((-number, name) for name, number in strangers.items() if name is not None)
    said = [f"{shown(name, personal=personal)} ({-minus:,})" for minus, name in names[:EXAMPLES]]
    nobody = strangers.get(None, 0)
    said += [f"nobody, or several at once ({nobody:,})"] if nobody else []
    total = sum(strangers.values())
    return Finding(
        MOVER_UNKNOWN.code,
        MOVER_UNKNOWN.level,
        f"Of {count(total, 'move')} nobody can tell which party made {'it' if total == 1 else 'them'}: "
        f"{', '.join(said)}.",
        clause="moves",
        place=DataPlace(file=past.tally.file),
        advice="Say under owners for which party they act: party, or the team of a party.",
        count=total,
    )


def _too_often(
    of_moves: Iterable[tuple[Transition, _Seen]], past: Past, leads: Leads
) -> tuple[dict[str, int], list[Finding]]:
    """Find the leads that made a move more often than a lead may."""
    counts: dict[str, int] = {}
    findings: list[Finding] = []
    for move, seen in of_moves:
        if move.at_most is None:
            continue
        times: dict[str, int] = {}
        for lead in seen.leads:
            times[lead] = times.get(lead, 0) + 1
        over = {lead: number for lead, number in times.items() if number > move.at_most}
        if not over:
            continue
        counts[_arrow(move.before, move.after)] = sum(number - move.at_most for number in over.values())
        most = max(over.values())
        worst = min(lead for lead, number in over.items() if number == most)
        findings.append(
            Finding(
                TOO_OFTEN.code,
                move.clause.level,
                f"{count(len(over), 'lead')} went from {move.before} to {move.after} more than "
                f"{count(move.at_most, 'time')}; {leads.shown(worst)} {count(most, 'time')}.",
                clause=move.clause.id,
                party=move.clause.party,
                place=DataPlace(file=past.tally.file, key=leads.shown(worst)),
                advice="Give such leads up, or agree to a higher at_most.",
                count=len(over),
                examples=tuple(leads.shown(lead) for lead in sorted(over)[:EXAMPLES]),
            )
        )
    return counts, findings


def _stage_names(plan: Plan) -> Iterator[str]:
    claim = plan.stage_field
    yield "stage"
    if claim is not None:
        yield claim.name


def _arrow(before: str, after: str) -> str:
    return f"{before} -> {after}"
