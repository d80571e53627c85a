"""What is wrong with an agreement by itself: each check is a file, and `RULES` lists them.

A check is a module with its codes, whose pages `ola explain` prints, and `check(agreement, as_of)`,
a generator of findings. It sees an agreement that could be read; what could not is found by reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.agreement.reading import in_order, is_document
from ola.finding import Finding
from ola.lint import (
    announced,
    attempts_cut_short,
    bands,
    chained_limits,
    date_only_clock,
    dead_end,
    every_lead,
    hours_of_days,
    idle_calendar,
    impossible,
    in_force,
    never_wins,
    no_consequence,
    no_fallback,
    not_yet_measured,
    one_column,
    one_sided,
    one_way_value,
    opposed_bounds,
    opposed_duties,
    out_of_reach,
    parts_and_whole,
    reasons,
    required_and_awaited,
    silent_hours,
    step_and_limit,
    step_order,
    surge,
    taken_away,
    tightening,
    two_limits,
    two_targets,
    undecided_stage,
    undefined_handoff,
    unsupplied,
    unused,
)
from ola.lint.check import Check

__all__ = ["RULES", "lint"]

ALONE: tuple[Check, ...] = (
    # the agreement as a whole
    not_yet_measured.check,
    in_force.check,
    one_sided.check,
    unused.check,
    announced.check,
    # what conditions can be, and what they exclude
    impossible.check,
    every_lead.check,
    out_of_reach.check,
    never_wins.check,
    bands.check,
    opposed_duties.check,
    # stages, moves and reasons
    dead_end.check,
    undecided_stage.check,
    undefined_handoff.check,
    reasons.check,
    # fields and the systems that hold them
    unsupplied.check,
    one_way_value.check,
    one_column.check,
    required_and_awaited.check,
    # calendars and clocks
    silent_hours.check,
    idle_calendar.check,
    no_fallback.check,
    hours_of_days.check,
    date_only_clock.check,
    step_order.check,
    step_and_limit.check,
    no_consequence.check,
)
# Two promises that do not fit together; asked once every promise can be read.
TOGETHER: tuple[Check, ...] = (
    two_limits.check,
    two_targets.check,
    chained_limits.check,
    attempts_cut_short.check,
    taken_away.check,
    tightening.check,
    opposed_bounds.check,
    parts_and_whole.check,
    surge.check,
)
RULES: tuple[Check, ...] = (*ALONE, *TOGETHER)


def lint(agreement: Agreement, as_of: dt.datetime) -> tuple[Finding, ...]:
    """Give what reading found and what every check adds, in the order of the text.

    Of a clause that cannot be used no check says more. Notes, and what two promises are together, wait until all can
    be used: what seems to be missing may stand in what could not be read.
    """
    # Where no agreement could be made out at all, there is nothing more to say about it.
    rules = () if not len(agreement.tree) else RULES if agreement.ok else ALONE
    faulty = {finding.clause for finding in agreement.findings if finding.level == "error"} - {None}
    found = [
        finding
        for check in rules
        for finding in check(agreement, as_of)
        if finding.clause not in faulty and (agreement.ok or finding.level != "info")
    ]
    return in_order([*agreement.findings, *found, *_of_paper(agreement)])


def _of_paper(agreement: Agreement) -> Iterator[Finding]:
    """Give what sentence against sentence shows, where the agreement stands in a document too open to be used."""
    if agreement.ok or not is_document(agreement.source.name):
        return
    from ola.agreement.prose.paper import read_paper
    from ola.lint.papers import PAPER_RULES

    paper = read_paper(agreement.source)
    yield from (finding for check in PAPER_RULES for finding in check(paper))
