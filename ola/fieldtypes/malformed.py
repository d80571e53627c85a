"""What a reader gives for a value that it cannot read."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Malformed(Enum):
    """The one value that says: something stands there, and it is not of this type."""

    MALFORMED = "malformed"

    def __repr__(self) -> str:
        """The word alone, as messages and tests show it."""
        return "MALFORMED"


MALFORMED: Final = Malformed.MALFORMED
