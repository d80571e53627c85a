"""Items of a list that a sentence above takes up by their numbers: `The clock opens when (1 OR 2) AND 3`."""

from __future__ import annotations

from dataclasses import replace

from ola.agreement.prose.reading import Checked, Context, Reading
from ola.agreement.prose.sentences.clocks import BY_ITEMS
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.units import Unit


def read_taken_up(unit: Unit, context: Context) -> Reading | None:
    """Read a numbered item of which a clock hangs; what it says went into the agreement with the sentence above."""
    number = unit.label.rstrip(".)")
    if unit.kind != "sentence" or unit.lead is None or not number.isdigit():
        return None
    start = next((at for at in range(context.at - 1, -1, -1) if context.units[at].words.place == unit.lead.place), None)
    above = sentence(context.units[start], replace(context, at=start)) if start is not None else None
    found = BY_ITEMS.read(above) if above is not None else ()
    if not found or not isinstance(found[0], Checked):
        return None
    says = f"Point {number} of “{unit.lead.text}”: {unit.text}."
    figures = tuple(figure for figure in found[0].figures if figure in unit.text)
    return Reading(unit, (Checked("deadline", says, (), figures, unit.place),))
