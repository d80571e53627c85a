"""What an exporter gets, and what it gives back: files, and what they cannot say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from ola.finding import Finding
from ola.plan import Plan

LossKind = Literal[
    "comparison between fields",
    "comparison with now",
    "uniqueness",
    "history",
    "clock",
    "text read as another type",
]


class AgreementText(Protocol):
    """What an exporter wants of an agreement."""

    @property
    def title(self) -> str:
        """The agreement's title."""

    @property
    def plan(self) -> Plan:
        """What is checked."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading and lint found: the open questions of a document."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: the name it likes to have, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What the target cannot say of a clause: the kind of thing, and why in one sentence.

    `clause` is the id of the clause that the output says less of than the agreement does.
    """

    clause: str
    what: LossKind
    why: str

    def to_dict(self) -> dict[str, str]:
        """Give the loss as plain values."""
        return {"clause": self.clause, "what": self.what, "why": self.why}


@dataclass(frozen=True, slots=True)
class Export:
    """What an exporter gives: its files, the main one first, and its losses in the plan's order."""

    files: tuple[ExportedFile, ...]
    losses: tuple[Loss, ...] = ()

    @property
    def text(self) -> str:
        """The text of the main file."""
        return self.files[0].text

    def to_dict(self) -> dict[str, object]:
        """Give files and losses as plain values."""
        return {
            "files": {each.name: each.text for each in self.files},
            "losses": [each.to_dict() for each in self.losses],
        }

    def to_json(self) -> str:
        """Give the same as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Show the main file's text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Options:
    """How to export: whose names, judged at which stage, with which questions still open.

    `system` is one of the agreement's systems (nothing: the agreement's own names); `at` a stage, `claimed`,
    or nothing for the stage that the handoff leaves; `findings` are what lint found (nothing: what reading found).
    """

    system: str | None = None
    at: str | None = None
    findings: tuple[Finding, ...] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A target by name: what it is for, in a line, and what makes it."""

    name: str
    title: str
    export: Callable[[AgreementText, Options], Export]
