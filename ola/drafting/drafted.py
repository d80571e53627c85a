"""What a draft is: fields as they are proposed, and what was guessed about them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from ola.fieldtypes.spec import Choice, DateOrder, TypeName
from ola.finding import count


@dataclass(frozen=True, slots=True)
class Guess:
    """Something the source does not say: about which field or key of the agreement, and why it stands there."""

    about: str
    why: str

    def __str__(self) -> str:
        """Give both on one line."""
        return f"{self.about}: {self.why}"


@dataclass(frozen=True, slots=True)
class DraftField:
    """One field as it is proposed.

    `column` is the system's name of it. `length` is the most characters the system keeps; it becomes a limit where the
    type has one. `tolerated` marks a field whose values are only warned about. `guesses` says why what the source does
    not say stands here, `facts` what it says beyond the language of agreements.
    """

    name: str
    column: str
    type: TypeName
    label: str | None = None
    length: int | None = None
    many: bool = False
    choices: tuple[Choice, ...] = ()
    currency: str | None = None
    key: bool = False
    required: bool = False
    unique: bool = False
    personal: bool = False
    tolerated: bool = False
    blanks: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an agreement to be negotiated; `text` is the agreement, `guesses` what nobody has said yet.

    `origin` is the file it comes from and `kind` what that is, in words.
    """

    origin: str
    kind: str
    system: str
    fields: tuple[DraftField, ...]
    party: str | None = None
    zone: str = "UTC"
    dates: DateOrder = "iso"
    general: tuple[Guess, ...] = field(default=(), repr=False)

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """List every guess: those about the whole first, then field by field."""
        return (*self.general, *(Guess(each.name, why) for each in self.fields for why in each.guesses))

    @property
    def text(self) -> str:
        """Give the agreement as YAML, each guess beside what it is about."""
        from ola.drafting.writing import written

        return written(self)

    def to_dict(self) -> dict[str, object]:
        """Give origin, system, fields and guesses as plain values; a field's empty keys are left out."""
        return {
            "origin": self.origin,
            "kind": self.kind,
            "system": {"name": self.system, "party": self.party, "zone": self.zone, "dates": self.dates},
            "fields": [_filled(asdict(each)) for each in self.fields],
            "guesses": [asdict(each) for each in self.guesses],
        }

    def to_json(self) -> str:
        """Give the same as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        """Count what was drafted."""
        choices = sum(len(each.choices) for each in self.fields)
        required = sum(each.required for each in self.fields)
        parts = [count(len(self.fields), "field"), count(choices, "choice"), f"{required:,} required"]
        return f"{', '.join(parts)}; {count(len(self.guesses), 'guess', 'guesses')}"


def _filled(value: object) -> object:
    """Give tables and lists as JSON has them, without what is empty in a table."""
    match value:
        case dict():
            return {key: _filled(each) for key, each in value.items() if each not in (None, False, (), [])}
        case list() | tuple():
            return [_filled(each) for each in value]
        case _:
            return value
