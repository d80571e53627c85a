"""What is wrong with an agreement by itself: each check is a file, and `RULES` lists them.

A check is a module with its codes, whose pages `ola explain` prints, and `check(agreement, as_of)`,
a generator of findings. It sees an agreement that could be read; what could not is found by reading.
"""

from __future__ import annotations

import datetime as dt

from ola.agreement.agreement import Agreement
from ola.agreement.reading import in_order
from ola.finding import Finding
from ola.lint import (
    date_only_clock,
    dead_end,
    in_force,
    not_yet_measured,
    one_column,
    one_way_value,
    undecided_stage,
    unsupplied,
    unused,
)
from ola.lint.check import Check

__all__ = ["RULES", "lint"]

RULES: tuple[Check, ...] = (
    not_yet_measured.check,
    in_force.check,
    unused.check,
    dead_end.check,
    unsupplied.check,
    undecided_stage.check,
    one_way_value.check,
    one_column.check,
    date_only_clock.check,
)


def lint(agreement: Agreement, as_of: dt.datetime) -> tuple[Finding, ...]:
    """Give what reading found and what every check adds, in the order of the text."""
    # Where no agreement could be made out at all, there is nothing more to say about it.
    rules = RULES if len(agreement.tree) else ()
    found = [finding for check in rules for finding in check(agreement, as_of)]
    return in_order([*agreement.findings, *found])
