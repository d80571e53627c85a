"""What carries over from one system into another: which column becomes which, and what stays behind."""

from __future__ import annotations

from dataclasses import dataclass

from ola.errors import WrongCall
from ola.fieldtypes import TYPES
from ola.fieldtypes.spec import Spec
from ola.plan import Plan, system_asked


@dataclass(frozen=True, slots=True)
class Carried:
    """A field that both systems have: its column here and there, how it is read here and written there."""

    field: str
    source: str
    target: str
    read: Spec
    written: Spec

    @property
    def blank(self) -> str | None:
        """What a blank is written as: empty text where all is text, else nothing."""
        return "" if self.written.text_only else None

    @property
    def keeps_text(self) -> bool:
        """Whether text that cannot be read goes over as it stands: a choice nobody listed, a telephone number."""
        return TYPES[self.read.type].keeps_text and not self.read.many


@dataclass(frozen=True, slots=True)
class Translation:
    """The way from a system (or the agreement's own names) into another.

    `left_out` are the fields of the one that the other does not have, or keeps in a column that another field has
    taken; `lacking` those of the other that this one does not have. Neither is written.
    """

    source: str | None
    to: str
    carried: tuple[Carried, ...]
    left_out: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def sources(self) -> frozenset[str]:
        """The columns that are read here."""
        return frozenset(each.source for each in self.carried)


def translation(plan: Plan, source: str | None, to: str) -> Translation:
    """Give the way from a system into another.

    Raises WrongCall for a system that the agreement does not have, or where the two are one.
    """
    system_asked(plan, source)
    if system_asked(plan, to) == source:
        message = f"The leads are in the names and values of {to} already. Translate them to another system."
        raise WrongCall(message)
    carried: list[Carried] = []
    left_out: list[str] = []
    lacking: list[str] = []
    taken: set[str] = set()
    for name, field in plan.fields.items():
        here, there = field.column(source), field.column(to)
        if here is None:
            if there is not None:
                lacking.append(name)
        elif there is None or there in taken:
            left_out.append(name)
        else:
            taken.add(there)
            carried.append(Carried(name, here, there, plan.spec(name, source), plan.spec(name, to)))
    if not carried:
        here = "the agreement's own names" if source is None else source
        message = (
            f"No field is both in {here} and in {to}, so nothing can be translated. Say under `in` where they are."
        )
        raise WrongCall(message)
    return Translation(source, to, tuple(carried), tuple(left_out), tuple(lacking))
