"""How much text is read at once, and how long its parts may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes: what is read at once, the longest cell, the longest line (or record with line ends in quotes)."""

    block: int = 8 << 20
    cell: int = 1 << 20
    record: int = 32 << 20
