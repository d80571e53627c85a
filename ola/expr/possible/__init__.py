"""What leads can be: whether any lead makes conditions true, and one that does.

A condition is turned into a formula of facts about a lead (`formula`), and a search goes through the ways to
make the formula hold (`search`), keeping what is known of each value so far (`facts`, with one file for numbers
and times, one for texts and lists). It gives up after a while rather than take long, and what it could not
follow it takes for possible: `impossible` never says so of anything that a lead can be. `example` gives a lead, and
only one of which the plain reading of conditions (`ola.expr.reference`) says the same.
"""

from ola.expr.possible.formula import Definitions, Limits, Points, Rows
from ola.expr.possible.search import Asked, Example, Possibilities, false, not_false, not_true, true

__all__ = [
    "Asked",
    "Definitions",
    "Example",
    "Limits",
    "Points",
    "Possibilities",
    "Rows",
    "false",
    "not_false",
    "not_true",
    "true",
]
