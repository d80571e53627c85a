"""An agreement made by hand: as much of one as an exporter asks for."""

from __future__ import annotations

from dataclasses import dataclass

from ola.finding import Finding
from ola.plan import Plan


@dataclass(frozen=True)
class Given:
    """A plan with a title and without findings."""

    plan: Plan
    findings: tuple[Finding, ...] = ()

    @property
    def title(self) -> str:
        """The plan's title."""
        return self.plan.title or self.plan.id
