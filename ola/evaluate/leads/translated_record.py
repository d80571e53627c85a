"""One lead written in another system's names and values, by straight-line Python generated for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.translation import Carried, Translation
from ola.expr.python import Constants
from ola.fieldtypes import TYPES
from ola.fieldtypes.text import is_encodable, trim


class TranslatedRecord:
    """Writes the values of one lead as the other system has them; `source` is the generated Python.

    A column that the record does not have is not written, so that nothing is cleared in the other system that was
    not there to be read. Text that cannot be read goes over as it stands where the field's type is kept as text, and
    is otherwise written as a blank.
    """

    def __init__(self, case: Docket, way: Translation) -> None:
        """Compile."""
        constants = Constants()
        lines = list(_lines(case, way, constants))
        self.source = "\n".join(["def write(lead, values):", *(f"    {line}" for line in lines), ""])
        space = dict(constants.pool)
        exec(compile(self.source, "<translation>", "exec"), space)  # noqa: S102 - names and values are constants
        self._write = cast("Callable[[Mapping[str, Any], Sequence[Any]], dict[str, Any]]", space["write"])
        index = {name: at for at, name in enumerate(case.fields)}
        self._carried = {index[each.field]: each for each in way.carried}

    def __call__(self, lead: Mapping[str, Any], values: Sequence[Any], bad: Sequence[int]) -> dict[str, Any]:
        """Give the record; `values` are those of the docket's fields in their order, `bad` the malformed ones."""
        told = self._write(lead, values)
        for at in bad:
            each = self._carried.get(at)
            if each is not None and (text := _as_it_stands(each, lead[each.source])) is not None:
                told[each.target] = text
        return told

    def unread(self, lead: Mapping[str, Any], bad: Sequence[int]) -> tuple[list[str], list[str]]:
        """Name the malformed fields that are written as blanks, and those that go over as they stand."""
        found: tuple[list[str], list[str]] = ([], [])
        for at in bad:
            each = self._carried.get(at)
            if each is not None:
                found[_as_it_stands(each, lead[each.source]) is not None].append(each.field)
        return found


def _lines(case: Docket, way: Translation, constants: Constants) -> Iterator[str]:
    at = {name: index for index, name in enumerate(case.fields)}
    wanted = {each.field for each in way.carried}
    yield f"{''.join(f'v{index}, ' if name in wanted else '_, ' for name, index in at.items())} = values"
    yield "told = {"
    for each in way.carried:
        yield f"    {constants.name(each.target)}: {_written(each, f'v{at[each.field]}', constants)},"
    yield "}"
    for each in way.carried:
        yield f"if v{at[each.field]} is None and {constants.name(each.source)} not in lead:"
        yield f"    del told[{constants.name(each.target)}]"
    yield "return told"


def _as_it_stands(each: Carried, raw: object) -> str | None:
    """Text that cannot be read and goes over; None where a blank does."""
    return trim(raw) if each.keeps_text and isinstance(raw, str) and is_encodable(raw) else None


def _written(each: Carried, value: str, constants: Constants) -> str:
    """An expression that writes the value of a local name."""
    own, spec, blank = TYPES[each.written.type], each.written, constants.name(each.blank)
    table = own.written_table(spec)
    if table is not None:
        return f"{constants.name({**table, None: each.blank})}[{value}]"
    write = own.writer(spec)
    if write is not None:
        return f"{blank} if {value} is None else {constants.name(write)}({value})"
    return value if each.blank is None else f"{blank} if {value} is None else {value}"
