"""Who made a change: which party a name in a history's `by` column acts for."""

from __future__ import annotations

from collections.abc import Mapping

from ola.plan import Plan


class Movers:
    """Says which party somebody acts for, by what the agreement says of parties, owners and systems alone.

    A name is looked up as a party, as an owner (its `party`, else the party whose team it is of) and as a system
    (the party that runs it), ignoring case. A name the agreement does not have, or that two parties share, is
    nobody's: nothing is guessed.
    """

    def __init__(self, plan: Plan) -> None:
        found: dict[str, set[str | None]] = {}
        for party in plan.parties:
            found.setdefault(_folded(party), set()).add(party)
        for owner in plan.owners.values():
            found.setdefault(_folded(owner.name), set()).add(owner.party)
        for system in plan.systems.values():
            found.setdefault(_folded(system.name), set()).add(system.party)
        self._parties: Mapping[str, str | None] = {
            name: next(iter(parties)) if len(parties) == 1 else None for name, parties in found.items()
        }

    def party(self, name: str) -> str | None:
        """Give the party that somebody acts for, or nothing where the agreement does not say."""
        return self._parties.get(_folded(name))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
