"""Tables of figures and what each is to be: shares, counts and times per period."""

from __future__ import annotations

import re
from fractions import Fraction

from ola.agreement.prose.facts import one_fact
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.periods import period_at, read_period
from ola.agreement.prose.phrases.quantities import Bound, Quantity, bound_at
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.agreement.prose.reading import Ambiguous, Checked, Context, Outcome, Put, Question
from ola.agreement.prose.tables.columns import Columns
from ola.agreement.prose.tables.limits import lengths
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import table
from ola.tree.words import Words

_NONE = re.compile(r"^(?:none|no|zero|nil)$", re.IGNORECASE)
_WITHOUT = re.compile(
    r"^(?P<what>.+?)\s+(?:without|with no)\s+(?P<event>[\w -]+?)\s+(?:for|in|since)\s+(?P<time>.+)$", re.IGNORECASE
)
_UNTIMED = re.compile(r"^(?:on|at|upon|with)\s+\w+", re.IGNORECASE)


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    first = columns.roles[:1]
    return first in {("measure",), ("rule",)} and columns.has_any("goal", "limit")


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    del context
    named, mark = columns.cell(unit, "measure", "rule"), columns.cell(unit, "goal", "limit")
    if named is None or mark is None:
        return ()
    silent = _WITHOUT.match(named.text)
    if silent is not None and lengths(named):
        return _silent(unit, silent, columns)
    tokens = cut(mark)
    bound = _bound(mark, tokens)
    if bound is None:
        return ()
    return (_goal(unit, named, mark, bound, tokens, columns),)


def _bound(mark: Words, tokens: Tokens) -> Bound | None:
    if _NONE.match(mark.text):
        return Bound("<=", Quantity("number", Fraction(0)))
    for at in range(len(tokens)):
        found = bound_at(tokens, at)
        if found is not None:
            return found[0]
    return None


def _goal(unit: Unit, named: Words, mark: Words, bound: Bound, tokens: Tokens, columns: Columns) -> Outcome:
    figures = (*bound.figures, *(str(time) for time in lengths(mark) if str(time) not in bound.figures))
    place = unit.place
    questions = []
    if bound.sense == "between":
        questions.append(Question("OLA179", f"Is {mark.text} at least {bound.first}, or at most {bound.second}?", ()))
    party, period = columns.cell(unit, "party"), _period(unit, tokens, columns)
    if party is None and not _per(mark):
        questions.append(Question("OLA174", f"Who answers for “{named.text}”?", ()))
    if period is None:
        questions.append(Question("OLA178", f"For what period is {mark.text} promised: week, month or quarter?", ()))
    if questions:
        return Ambiguous("goal", tuple(questions), figures, place)
    least = bound.sense in {">=", ">"} or (bound.sense == "=" and bound.first.kind == "share")
    facts = one_fact(named)
    if facts is None:
        return Ambiguous("goal", (Question("OLA180", f"What is “{named.text}”?", ()),), figures, place)
    owner = party.text if party is not None else _per(mark)
    commitment = {
        "owed_by": key_of(owner or ""),
        "share" if bound.first.kind == "share" else "count": facts.condition,
        "at_least" if least else "at_most": f"{bound.first} per {period}",
    }
    says = f"{owner} keeps “{named.text}” at {'at least' if least else 'at most'} {bound.first} per {period}."
    puts = (*facts.puts(), Put(("commitments", named.text), table(commitment, place)))
    return Checked("goal", says, puts, figures, place, facts.names)


def _per(mark: Words) -> str | None:
    match = re.search(r"\bper\s+(?P<who>[A-Z][\w&/-]*)", mark.text)
    return match["who"] if match else None


def _period(unit: Unit, tokens: Tokens, columns: Columns) -> str | None:
    """Give the period a row says itself, its column of periods, or the heading above: "What we look at each week"."""
    for at in range(len(tokens)):
        found = period_at(tokens, at)
        if found is not None:
            return found[0]
    every = columns.cell(unit, "every")
    if every is not None:
        return None if _UNTIMED.match(every.text) and read_period(every) is None else read_period(every)
    for heading in reversed(unit.headings):
        words = cut(heading)
        for at in range(len(words)):
            found = period_at(words, at)
            if found is not None:
                return found[0]
    return None


def _silent(unit: Unit, match: re.Match[str], columns: Columns) -> tuple[Outcome, ...]:
    """Read what must not be left alone for long: "Opportunities without activity for 21 days"."""
    party, times = columns.cell(unit, "party"), lengths(unit.cells[0])
    if party is None or len(times) != 1 or times[0].business:
        return ()
    event, place = match["event"].strip(), unit.place
    commitment = {
        "owed_by": key_of(party.text),
        "starts": event,
        "stops": event,
        "within": str(times[0]),
    }
    says = f"{party.text} lets no {match['what'].lower()} stand without {event} for {times[0]}."
    put = Put(("commitments", f"{event} on {match['what'].lower()}"), table(commitment, place))
    return (Checked("deadline", says, (put,), (str(times[0]),), place),)


GOALS = TableReader("figures and what each is to be", _takes, _row)
