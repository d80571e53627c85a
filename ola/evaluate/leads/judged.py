"""A block of rows with its verdicts: which are accepted, what the others break and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.leads.wording import PROBLEMS

if TYPE_CHECKING:
    from ola.evaluate.leads.record import ReadLead

Mask = NDArray[np.bool_]
Problems = Sequence[Sequence[Mapping[str, Any]]] | pl.Series


class Judged:
    """A block with its verdicts: `accepted` says of each readable row whether it is.

    `errors` and `warnings` belong to the rejected readable rows, in their order: for each a list of `code`,
    `clause`, `field` (a JSON Pointer) and `message`. Words are only made for who asks. `values` are those that
    were to be kept: of a frame as `FrameVerdicts` has them, of records as they were read.
    """

    __slots__ = ("_found", "_gather", "accepted", "block", "values")

    def __init__(
        self,
        block: Any,
        accepted: Mask,
        gather: Callable[[], tuple[Problems, Problems]],
        values: pl.DataFrame | list[ReadLead] | None = None,
    ) -> None:
        """Keep the block, what of it is accepted, and how to say why the rest is not."""
        self.block, self.accepted, self.values = block, accepted, values
        self._gather = gather
        self._found: tuple[Problems, Problems] | None = None

    @property
    def errors(self) -> pl.Series:
        """What is wrong with each rejected row, at level error."""
        return pl.Series("_ola_errors", self._problems()[0], dtype=PROBLEMS)

    @property
    def warnings(self) -> pl.Series:
        """What else is wrong with each rejected row, at level warning."""
        return pl.Series("_ola_warnings", self._problems()[1], dtype=PROBLEMS)

    def _problems(self) -> tuple[Problems, Problems]:
        if self._found is None:
            self._found = self._gather()
        return self._found
