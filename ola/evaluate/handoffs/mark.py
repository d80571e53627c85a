"""What a mark on a timeline says: an event by its number, and what is known of it.

A mark is `KINDS * event + kind`. Instants are microseconds since 1970 in UTC.
"""

from __future__ import annotations

OCCURRED = 0
ENDED = 1  # the stage was left, the owner taken away: what held holds no more
PERHAPS = 2  # it may have occurred: the events contradict each other
KINDS = 3

# Later than all instants: the due of a cycle that has none, or none that is known.
NEVER = 2**62

CONTRADICTED = "two changes at one instant stand in no order the agreement allows"
