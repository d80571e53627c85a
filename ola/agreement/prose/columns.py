"""What the columns of a table hold, by the usual words of their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ola.agreement.prose.units import Unit
from ola.tree.markdown import Table
from ola.tree.words import Words

Role = Literal[
    "field",
    "column",
    "type",
    "values",
    "required",
    "means",
    "when",
    "stage",
    "status",
    "party",
    "segment",
    "points",
    "signal",
    "fades",
    "limit",
    "day",
    "breach",
    "goal",
    "measure",
    "every",
    "goes to",
    "reason",
    "number",
    "action",
    "overdue",
    "told",
    "countries",
    "rule",
    "person",
    "function",
    "date",
    "question",
    "example",
    "note",
]

# Each role by the words that head such a column; a header is matched whole, then by its first words.
HEADERS: Mapping[Role, tuple[str, ...]] = {
    "field": ("field", "field name", "property", "attribute", "data point", "data field", "required field"),
    "column": (
        "lifecycle value",
        "crm value",
        "hubspot value",
        "salesforce value",
        "system value",
        "api name",
        "internal name",
        "crm field",
        "crm name",
        "system name",
        "salesforce",
        "hubspot",
        "marketo",
    ),
    "type": ("type", "data type", "format", "field type"),
    "values": (
        "values",
        "allowed values",
        "options",
        "picklist",
        "picklist values",
        "choices",
        "value",
        "picklist options",
        "permitted values",
        "possible values",
        "accepted values",
        "valid values",
        "dropdown values",
        "drop-down values",
        "dropdown options",
        "value list",
        "list of values",
        "range",
        "validation",
        "allowed",
        "value format",
    ),
    "required": ("required", "mandatory", "must be filled", "fields", "fields that must be filled", "required fields"),
    "means": (
        "meaning",
        "means",
        "what it holds",
        "holds",
        "description",
        "definition",
        "use",
        "use it when",
        "use when",
        "when to use",
        "when to use it",
        "when used",
        "used when",
    ),
    "when": (
        "condition",
        "conditions",
        "when true",
        "yes when",
        "true when",
        "what it takes",
        "criteria",
        "entry criteria",
        "who is in it",
        "who qualifies",
        "qualifies when",
        "fit criteria",
        "lead criteria",
        "qualifying criteria",
        "qualification criteria",
        "applies when",
        "trigger condition",
        "criterion is met when",
        "lead is",
        "if",
    ),
    "stage": ("stage", "lifecycle stage", "lead stage", "funnel stage", "from stage", "pipeline stage"),
    "status": ("status", "lead status", "from status", "status at that time", "current status"),
    "party": (
        "owner",
        "owned by",
        "who",
        "responsible",
        "party",
        "role",
        "team",
        "owner of the record",
        "done by",
        "by",
        "rep",
        "sales rep",
        "account owner",
        "lead owner",
        "sales owner",
        "assignee",
        "accountable",
        "responsible party",
        "responsible team",
        "who is responsible",
        "side",
    ),
    "segment": (
        "lead tier",
        "lead grade",
        "lead priority",
        "lead segment",
        "lead class",
        "lead band",
        "lead category",
        "category",
        "priority level",
        "account tier",
        "fit grade",
        "sla tier",
        "lead temperature",
        "customer segment",
        "market",
        "market segment",
        "sales region",
        "segment",
        "tier",
        "group",
        "region",
        "territory",
        "priority",
        "band",
        "grade",
        "class",
        "lead type",
    ),
    "points": ("points", "score", "weight", "pts"),
    "signal": ("signal", "part", "behaviour", "behavior", "activity", "criterion", "attribute or action", "trigger"),
    "fades": ("fades", "decay", "decays", "expires"),
    "limit": (
        "within",
        "in",
        "limit",
        "time limit",
        "deadline",
        "response time",
        "sla",
        "time",
        "due",
        "first contact within",
        "first touch within",
        "contact within",
        "max time",
        "maximum time",
        "respond within",
        "response within",
        "call within",
        "follow-up within",
        "follow up within",
        "reply within",
        "first response within",
        "first call within",
        "first response",
        "first call",
        "first response time",
        "maximum response time",
        "max response time",
        "max. response time",
        "time to respond",
        "time to first response",
    ),
    "day": ("day", "on day", "when"),
    "breach": (
        "if we miss it",
        "if missed",
        "if it is below",
        "breach",
        "on breach",
        "consequence",
        "otherwise",
        "then",
    ),
    "goal": ("goal", "target", "mark", "threshold", "commitment", "promise", "aim"),
    "measure": ("figure", "metric", "kpi", "measure", "item", "number"),
    "every": ("how often", "frequency", "period", "measured", "reported", "interval"),
    "goes to": (
        "goes to",
        "route to",
        "routed to",
        "assigned to",
        "assign to",
        "routes to",
        "goes first to",
        "assigned team",
        "queue",
        "destination",
        "new owner",
        "sent to",
    ),
    "reason": (
        "reason",
        "reason code",
        "code",
        "disqualification reason",
        "rejection reason",
        "recycle reason",
        "reject reason",
        "disqualified reason",
        "closed lost reason",
        "loss reason",
        "return reason",
        "disposition",
        "disposition code",
        "outcome code",
        "disqualification code",
        "rejection code",
    ),
    "number": ("#", "no.", "no", "step", "nr"),
    "action": ("what", "action", "what happens", "task", "what to do", "activity type", "next action", "deliverable"),
    "overdue": ("overdue by", "overdue", "late by", "at", "elapsed", "time elapsed", "level"),
    "told": ("told", "notify", "notified", "who is told", "alert", "escalate to", "informed", "escalated to"),
    "countries": (
        "countries",
        "country",
        "states",
        "state",
        "states and countries",
        "states/provinces",
        "us states",
        "countries covered",
        "markets",
    ),
    "rule": ("rule", "rule name", "check", "case"),
    "person": ("name", "person", "signatory", "signed by"),
    "function": ("function", "title", "position", "for"),
    "date": ("date", "signed on", "signature", "signed"),
    "question": ("what you see", "question", "situation"),
    "example": ("example", "examples", "for example", "sample", "sample values", "e.g."),
    "note": ("why", "note", "notes", "comment", "comments", "remark", "what it means", "source"),
}
_ROLES: dict[str, Role] = {words: role for role, several in HEADERS.items() for words in several}
_IN_BRACKETS = re.compile(r"\s*\(.*?\)")
_EDGES = re.compile(r"[\s:*?()]+$|^[\s:*]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of a table's columns, in order; a header that says nothing known has none."""

    roles: tuple[Role | None, ...]

    def has(self, *roles: Role) -> bool:
        """Say whether each of these roles is there."""
        return all(role in self.roles for role in roles)

    def has_any(self, *roles: Role) -> bool:
        """Say whether one of these roles is there."""
        return any(role in self.roles for role in roles)

    def cell(self, unit: Unit, *roles: Role) -> Words | None:
        """Give the cell of a row in the first of these roles that has words in it; a dash is no word."""
        return self.among(unit.cells, *roles)

    def among(self, cells: tuple[Words, ...], *roles: Role) -> Words | None:
        """Give that cell of the cells of a row."""
        at = self._at(cells, *roles)
        return None if at is None else cells[at]

    def at(self, unit: Unit, *roles: Role) -> int | None:
        """Give the number of that cell, from 0."""
        return self._at(unit.cells, *roles)

    def _at(self, cells: tuple[Words, ...], *roles: Role) -> int | None:
        for role in roles:
            for at, each in enumerate(self.roles):
                if each == role and at < len(cells) and not is_empty(cells[at]):
                    return at
        return None


def heads(cells: tuple[Words, ...]) -> list[str]:
    """Give headers without what stands in brackets behind them, and without signs around them."""
    return [_IN_BRACKETS.sub("", cell.text).strip(" :*?") for cell in cells]


def columns(table: Table) -> Columns:
    """Tell what the columns of a table hold."""
    return Columns(_roles(tuple(cell.text for cell in table.header)))


@cache
def _roles(header: tuple[str, ...]) -> tuple[Role | None, ...]:
    found: list[Role | None] = []
    for text in header:
        words = _EDGES.sub("", text).lower()
        bare = _EDGES.sub("", _IN_BRACKETS.sub("", text)).lower()
        role = _ROLES.get(words) or _ROLES.get(bare)
        if role is None:
            role = next((known for said, known in _ROLES.items() if " " in said and bare.startswith(said)), None)
        if role == "type" and "type" in found:
            role = "values"  # a form beside a type tells what its values are like
        found.append(role if role not in found else None)
    if "value" in (_EDGES.sub("", text).lower() for text in header) and not {"type", "points"} & set(found):
        # What a lead must be, or what it is: beside a type it is what a field may hold, beside points what gives them.
        return tuple(None if role == "values" else role for role in found)
    return tuple(found)


def is_empty(words: Words) -> bool:
    """Say whether a cell says nothing: no words, or a dash."""
    return words.text.strip() in {"", "-", "–", "—", "n/a", "N/A"}
