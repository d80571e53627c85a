"""The handoff: the move by which leads pass from one party to the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.writing.forms import Form, Forms
from ola.agreement.writing.moves import MOVE
from ola.agreement.writing.sections import Path
from ola.tree.value import Node

FORMS = Forms({"handoff": MOVE}, (Form("Leads are handed over by the move from {handoff}."),))


@dataclass(frozen=True)
class Handoff:
    """One sentence."""

    key: str = "handoff"
    heading: str = "Handoff"
    also: tuple[str, ...] = ("the handoff", "hand-off", "handover")

    def write(self, node: Node) -> Iterator[str]:
        """The sentence."""
        yield self.phrase((self.key,), node)
        yield ""

    def phrase(self, path: Path, node: Node) -> str:
        """The sentence."""
        return FORMS.write({path[0]: node})[0][0]


SECTION = Handoff()
