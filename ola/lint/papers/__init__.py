"""What is wrong with a written agreement as a whole, sentence against sentence: each check is a file.

The checks of `ola.lint` ask the agreement that a text was read into. These ask the text: what it says twice in two
ways, and what a reader looks for and does not find, also in sentences that leave too much open to be taken in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from ola.agreement.prose.paper import Paper
from ola.agreement.reading import in_order
from ola.finding import Code, Finding
from ola.lint.papers import (
    cutoff,
    evidence,
    final_and_left,
    in_turn,
    lists_differ,
    missing_rows,
    no_escalation,
    no_fallback,
    no_holidays,
    no_order,
    one_side,
    one_way,
    same_instant,
    strange_values,
    sums,
    too_short_to_try,
    two_demands,
    two_limits,
    two_targets,
    two_ways,
    unfinished_clock,
    unsigned,
)

__all__ = ["PAPER_RULES", "lint_paper", "paper_codes"]

PAPER_RULES: tuple[Callable[[Paper], Iterator[Finding]], ...] = (
    two_limits.check,
    two_targets.check,
    two_demands.check,
    same_instant.check,
    too_short_to_try.check,
    cutoff.check,
    evidence.check,
    in_turn.check,
    lists_differ.check,
    two_ways.check,
    final_and_left.check,
    no_order.check,
    no_fallback.check,
    missing_rows.check,
    strange_values.check,
    sums.check,
    unfinished_clock.check,
    no_holidays.check,
    no_escalation.check,
    one_side.check,
    one_way.check,
    unsigned.check,
)


def lint_paper(paper: Paper) -> tuple[Finding, ...]:
    """Give what reading a document found and what every check of papers adds, in the order of the text."""
    found = [finding for check in PAPER_RULES for finding in check(paper)] if paper.readings else []
    return in_order([*paper.findings, *found])


def paper_codes() -> frozenset[str]:
    """Give the codes of what these checks find."""
    modules = (sys.modules[rule.__module__] for rule in PAPER_RULES)
    codes = (each for module in modules for each in vars(module).values() if isinstance(each, Code))
    return frozenset(each.code for each in codes if each.code.startswith("OLA2"))  # others are questions of sentences
