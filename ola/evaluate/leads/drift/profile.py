"""What a profile says: the columns of leads, and what the agreement does not expect of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ola.finding import LEVELS, Finding, Level, count

_ONE: dict[Level, str] = {"error": "error", "warning": "warning", "info": "note"}


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column: the field that has it, how many leads have something there, how it is spelt, masked examples.

    `spelt` counts filled cells by their spelling, `outside` the values outside the field's list, the most frequent
    first; `outside_is_whole` where these are all of them.
    """

    column: str
    field: str | None
    filled: int
    blank: int
    not_readable: int
    spelt: Mapping[str, int]
    examples: tuple[str, ...] = ()
    outside: tuple[tuple[str, int], ...] = ()
    outside_is_whole: bool = True

    def to_dict(self) -> dict[str, object]:
        """Give the column as plain values; `outside` only where there is something."""
        told: dict[str, object] = {
            "column": self.column,
            "field": self.field,
            "filled": self.filled,
            "blank": self.blank,
            "not_readable": self.not_readable,
            "spelt": dict(self.spelt),
            "examples": list(self.examples),
        }
        if self.outside:
            told["outside"] = [{"value": value, "count": times} for value, times in self.outside]
            told["outside_is_whole"] = self.outside_is_whole
        return told


@dataclass(frozen=True, slots=True)
class Profile:
    """What leads look like beside the agreement: their columns, and what it does not expect of them.

    `unreadable` rows are among the `records` and left out of the rest; `ola check` tells why.
    """

    agreement: Mapping[str, str]
    input: str
    system: str | None
    at: str
    as_of: dt.datetime
    records: int
    unreadable: int
    columns: tuple[ColumnProfile, ...]
    findings: tuple[Finding, ...]

    def joined(self, *more: Finding) -> Profile:
        """Give the profile with findings about the input as a whole or about its events, the gravest first."""
        return replace(self, findings=tuple(sorted((*self.findings, *more), key=_gravity)))

    def to_dict(self) -> dict[str, object]:
        """Give what `ola profile --format json` prints."""
        return {
            "format": "ola.profile/1",
            "agreement": dict(self.agreement),
            "input": self.input,
            "system": self.system,
            "at": self.at,
            "as_of": self.as_of.isoformat(),
            "records": self.records,
            "unreadable": self.unreadable,
            "columns": [each.to_dict() for each in self.columns],
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_json(self) -> str:
        """Give the profile as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Count the findings by their level."""
        counts = {level: sum(each.level == level for each in self.findings) for level in LEVELS}
        said = [count(times, _ONE[level]) for level, times in counts.items() if times]
        what = f"{count(self.records, 'lead')}, {count(len(self.columns), 'column')}"
        return f"{what}: {', '.join(said) or 'nothing unexpected'}"


def _gravity(finding: Finding) -> int:
    return LEVELS.index(finding.level)
