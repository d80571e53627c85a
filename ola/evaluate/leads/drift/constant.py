"""A column that has one and the same value in every lead that has any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ola.evaluate.showing import shown
from ola.finding import Code, Finding, count

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Seen

CONSTANT = Code(
    "OLA329",
    "info",
    "A column is always the same",
    """\
Every lead that has anything there has the same value. A default that nobody changes, a filter of the export, or an
integration that writes a fixed word look like this; whatever the agreement decides by the field is decided the same
way for all leads.

    country is “US” in all 4,812 leads that have it

Only columns with 20 values or more are told of, and no stages: an export of one stage is what a handoff needs.""",
)

_FEWEST = 20
_UNCOMPARED = (pl.List, pl.Array, pl.Struct, pl.Object, pl.Binary)


@dataclass(slots=True, eq=False)
class OneValue:
    """The first value of a column, for as long as no other came."""

    value: object = None
    is_known: bool = False
    varies: bool = False

    def add(self, filled: pl.Series | Sequence[object]) -> None:
        """Take in values that are not blank."""
        if self.varies or not len(filled):
            return
        if not self.is_known:
            self.value, self.is_known = filled[0], True
        if isinstance(filled, pl.Series):
            self.varies = isinstance(filled.dtype, _UNCOMPARED) or bool((filled != self.value).any())
        else:
            self.varies = any(each.__class__ is not self.value.__class__ or each != self.value for each in filled)


def constants(seen: Seen) -> Iterator[Finding]:
    """Tell of each column that never varies."""
    for column in seen.columns.values():
        own = column.own
        if column.value.varies or column.filled < _FEWEST or (own is not None and own.type == "stage"):
            continue
        name = f"The column “{column.shown_name}”" if own is None else own.name
        value = shown(column.value.value, personal=column.personal)
        yield seen.finding(CONSTANT, column, f"{name} is {value} in all {count(column.filled, 'lead')} that have it.")
