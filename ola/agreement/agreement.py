"""An agreement that has been read: its text, its head, its plan, and what was found on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ola.agreement.clauses.header import Header, Party
from ola.finding import Finding, worst
from ola.plan import Plan
from ola.source import Source
from ola.tree.value import Mapping as Written


@dataclass(frozen=True, slots=True)
class Agreement:
    """What `ola.load` gives: the head, the parties, the plan, and the findings of reading it.

    `tree` holds every value as written, with its place; `text` the document itself.
    """

    header: Header
    parties: Mapping[str, Party]
    plan: Plan
    tree: Written
    source: Source = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The name machines know the agreement by."""
        return self.header.id

    @property
    def version(self) -> str:
        """The agreement's semantic version."""
        return self.header.version

    @property
    def title(self) -> str:
        """The name people know it by, or its id."""
        return self.header.title or self.header.id

    @property
    def ok(self) -> bool:
        """Whether nothing found on reading is an error."""
        return worst(self.findings) != "error"

    def to_dict(self) -> dict[str, object]:
        """Give what names the agreement, and its findings."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "sha256": self.plan.sha256,
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_json(self) -> str:
        """Give the same as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Name the agreement, its version and size."""
        plan = self.plan
        return (
            f"{self.title} ({self.id} {self.version}): {len(plan.fields)} fields, {len(plan.stages)} stages, "
            f"{len(plan.deadlines) + len({goal.name for goal in plan.goals} - {each.name for each in plan.deadlines})}"
            " commitments"
        )
