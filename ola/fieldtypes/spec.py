"""What a field type needs to know to read one field of one system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["iso", "day first", "month first", "epoch ms"]
TypeName = Literal[
    "id",
    "text",
    "integer",
    "number",
    "money",
    "boolean",
    "date",
    "datetime",
    "duration",
    "email",
    "phone",
    "url",
    "country",
    "language",
    "choice",
    "stage",
    "owner",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list: its key in the agreement, the label people see, a system's own spellings."""

    key: str
    label: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """How the values of one field arrive from one system.

    `choices` is filled for `choice` and `stage`; `currency` for `money`; `blanks` are words that mean
    nothing was filled in; `zone` is taken by datetimes without an offset; `dates` is the declared order
    of written dates; `text_only` says that the system takes no numbers and booleans, only text.
    """

    type: TypeName
    many: bool = False
    choices: tuple[Choice, ...] = ()
    currency: str | None = None
    blanks: tuple[str, ...] = ()
    zone: str | None = None
    dates: DateOrder = "iso"
    text_only: bool = False
