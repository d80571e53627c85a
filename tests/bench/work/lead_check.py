"""One way to check one lead: what the bench of one lead asks of ola and of each peer."""

from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass
from typing import Any

Lead = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LeadCheck:
    """A checker under its name: whether a lead is ok, and all that is wrong with it, in words where it has any.

    `distribution` is what is installed, `gives_not` what ola says of a lead and this does not. `reads_text` is whether
    numbers and booleans may come as text, `finds_all` whether it gives every finding of a bad lead.
    """

    name: str
    distribution: str
    is_ok: Callable[[Lead], bool]
    findings: Callable[[Lead], Sized]
    gives_not: str
    reads_text: bool = False
    finds_all: bool = True
