"""Cells that are plain to see: by type, a test so quick that most cells need no reading at all.

A test is a piece of generated code. Where it is true, the cell is filled in and well formed, its value is what is
said here, and the demands said here are kept. Where it is false nothing is known, and the cell is read with care.
Types without a test here are only slower.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ola.evaluate.leads.code_words import CodeWords
from ola.evaluate.leads.field_reader import field_reader
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.choice import Choice
from ola.fieldtypes.formed_text import FormedText
from ola.fieldtypes.grammar import compiled
from ola.fieldtypes.pattern import matcher_of_trimmed, takes_white_space
from ola.fieldtypes.spec import Spec, TypeName
from ola.fieldtypes.text import WHITE_SPACE
from ola.fieldtypes.whole import LARGEST
from ola.plan import Demand, Max, MaxLength, Min, OfType, Pattern, Present

_GREATEST = sys.float_info.max
_is_amount = compiled(r"[0-9]++(?:\.[0-9]++)?+").fullmatch
_DIGITS = len(str(LARGEST)) - 1  # so many digits are never too many


@dataclass(frozen=True, slots=True)
class Plain:
    """A test on a cell, an expression of the value where it is true, and the demands that are then kept.

    `before` are lines that stand before the test. `in_ascii` is whether the value is text in ASCII, `learns` whether
    it is to be remembered, since the test takes longer than looking it up.
    """

    test: str
    value: str
    keeps: tuple[type[Demand], ...] = (OfType, Present)
    before: tuple[str, ...] = ()
    in_ascii: bool = False
    learns: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as code sees it: how its field is read and what is demanded of it, always; its names in the code.

    `known` is the table of texts that were read before; `is_asked` whether anybody asks for the value, `is_told`
    whether for more of it than that there is one. Nothing of what is personal is kept in a table. Code that `trusts`
    takes it that no None comes here, and text where it is expected; a test may raise AttributeError or TypeError for
    what is none.
    """

    spec: Spec
    demands: Sequence[Demand]
    raw: str
    value: str
    known: str
    seen: dict[object, object]
    words: CodeWords
    is_asked: bool
    is_personal: bool = False
    trusts: bool = False
    is_told: bool = True

    def text(self, *, fails_loudly: bool) -> str:
        """Ask whether it is text, before a test that is for text; of a trusted cell not, where others make it fail."""
        return "" if self.trusts and fails_loudly else f"{self.raw}.__class__ is str and "

    def bound(self, kind: type[Min | Max], otherwise: float) -> float:
        """Give the limit of a number: what is demanded, within what the type holds."""
        bounds = [each.bound for each in self.demands if isinstance(each, kind)]
        numbers = [otherwise, *(each for each in bounds if isinstance(each, int | float))]
        return max(numbers) if kind is Min else min(numbers)


def plain_cells(cell: Cell) -> Iterator[Plain]:
    """Give the tests on a cell, the likeliest first."""
    find = PLAIN.get(cell.spec.type)
    if find is not None and not cell.spec.many:
        yield from find(cell)


# ── text ────────────────────────────────────────────────────────────────────────────────────────


def _text(cell: Cell) -> Iterator[Plain]:
    """Text in ASCII that begins with something: no composing, no half characters, not blank; or else short and plain.

    What can be printed has no half characters and no white space but the space; composed, it is at most four times as
    long, which is what the longest letters come to when they are taken apart.
    """
    if cell.spec.blanks:
        return
    raw, kinds = cell.raw, {type(each) for each in cell.demands}
    patterns = [each.pattern for each in cell.demands if isinstance(each, Pattern)]
    longest = min((each.length for each in cell.demands if isinstance(each, MaxLength)), default=None)
    matters = cell.is_asked or not kinds <= {OfType, MaxLength}  # whether it is blank
    is_text = cell.text(fails_loudly=matters)
    in_ascii = f"{is_text}{raw}.isascii()" + ("" if longest is None else f" and len({raw}) <= {longest}")
    printed = f"{is_text}{raw}.isprintable()" + ("" if longest is None else f" and len({raw}) <= {longest // 4}")
    keeps: tuple[type[Demand], ...] = (OfType, Present, MaxLength)
    begins = f"{raw} >= '!'"  # the first character is no white space
    stripped = f"{raw}.strip({cell.words.constant('white_space', WHITE_SPACE)})"
    trimmed = f"({raw} if {raw}[-1] > ' ' else {stripped})"  # of what begins with something, and has no odd spaces
    if not matters:
        yield Plain(in_ascii, raw, keeps, in_ascii=True)
        yield Plain(printed, raw, keeps)
        if longest is not None:
            yield Plain(f"{is_text}{raw}.isascii() and {begins}", trimmed, in_ascii=True)
        return
    beyond = Plain(f"{is_text}{raw}.isascii() and {begins}", trimmed, in_ascii=True)
    if not patterns:
        yield Plain(f"{in_ascii} and {begins}", trimmed, keeps, in_ascii=True)
        yield Plain(f"{printed} and {begins}", trimmed, keeps)
        yield beyond
        return
    # Texts of a form, ids aside, come again and again, and are quicker looked up; the table has what keeps everything.
    has_table = cell.spec.type != "id" and not cell.is_personal
    if has_table:
        yield Plain(f"{is_text}{raw} in {cell.known}", f"{cell.known}[{raw}]", tuple(kinds))
    value = trimmed if any(map(takes_white_space, patterns)) else raw
    forms = [f"{cell.words.constant('form', matcher_of_trimmed(each))}({value})" for each in patterns]
    keeps = (*keeps, Pattern)
    learns = has_table and kinds <= set(keeps)
    yield Plain(" and ".join([in_ascii, begins, *forms]), value, keeps, in_ascii=True, learns=learns)
    yield beyond


def _formed(cell: Cell) -> Iterator[Plain]:
    """An address or number as they nearly always are."""
    own = TYPES[cell.spec.type]
    if cell.spec.blanks or not isinstance(own, FormedText) or own.ordinary is None:
        return
    form, longest = own.ordinary
    is_ordinary = cell.words.constant(f"ordinary_{cell.spec.type}", compiled(form).fullmatch)
    test = f"{cell.text(fails_loudly=True)}{is_ordinary}({cell.raw})"
    test = test if longest is None else f"{test} and len({cell.raw}) <= {longest}"
    yield Plain(test, cell.raw, in_ascii=True)


# ── closed lists ────────────────────────────────────────────────────────────────────────────────


def _listed(cell: Cell) -> Iterator[Plain]:
    """A spelling that was read before; those of the agreement are there from the beginning."""
    own, read = TYPES[cell.spec.type], field_reader(cell.spec)
    for spelling in own.exact(cell.spec) if isinstance(own, Choice) else ():
        value = read(spelling)
        if value is not None and value is not MALFORMED:
            cell.seen[spelling] = value
    yield Plain(f"{cell.text(fails_loudly=True)}{cell.raw} in {cell.known}", f"{cell.known}[{cell.raw}]")


def _boolean(cell: Cell) -> Iterator[Plain]:
    """True and false, after the words for them: most systems send these, and no boolean is taken for a word."""
    yield from _listed(cell)
    yield Plain(f"{cell.raw} is True or {cell.raw} is False", cell.raw)


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────


def _integer(cell: Cell) -> Iterator[Plain]:
    """A whole number within its limits, or its digits."""
    if cell.spec.blanks:
        return
    raw = cell.raw
    low, high = cell.bound(Min, -LARGEST), cell.bound(Max, LARGEST)
    keeps = (OfType, Present, Min, Max)
    number = Plain(f"{raw}.__class__ is int and {low!r} <= {raw} <= {high!r}", raw, keeps)
    seen = [Plain(f"{cell.text(fails_loudly=True)}{raw} in {cell.known}", f"{cell.known}[{raw}]", keeps)]
    seen = [] if cell.is_personal else seen
    digits = f"{raw}.__class__ is str and {raw}.isdigit() and {raw}.isascii() and len({raw}) <= {_DIGITS}"
    text = Plain(
        f"{digits} and {low!r} <= ({cell.value} := int({raw})) <= {high!r}", cell.value, keeps, learns=bool(seen)
    )
    beyond = Plain(f"{raw}.__class__ is int and {-LARGEST} <= {raw} <= {LARGEST}", raw)
    yield from _once([*seen, text, number, beyond] if cell.spec.text_only else [number, *seen, text, beyond])


def _number(cell: Cell) -> Iterator[Plain]:
    """A float or whole number within its limits, which no infinity and no NaN is; or digits with a point at most."""
    if cell.spec.blanks:
        return
    raw = cell.raw
    low, high = cell.bound(Min, -_GREATEST), cell.bound(Max, _GREATEST)
    keeps = (OfType, Present, Min, Max)
    number = Plain(f"{raw}.__class__ is float and {low!r} <= {raw} <= {high!r}", raw, keeps)
    whole = Plain(f"{raw}.__class__ is int and {low!r} <= {raw} <= {high!r}", f"float({raw})", keeps)
    digits = f"{raw}.__class__ is str and {cell.words.constant('ordinary_amount', _is_amount)}({raw})"
    text = Plain(f"{digits} and {low!r} <= ({cell.value} := float({raw})) <= {high!r}", cell.value, keeps)
    beyond = Plain(f"{raw}.__class__ is float and {-_GREATEST!r} <= {raw} <= {_GREATEST!r}", raw)
    texts = [*_digits_unread(cell, low, high), text]
    yield from _once([*texts, number, whole, beyond] if cell.spec.text_only else [number, *texts, whole, beyond])


def _digits_unread(cell: Cell, low: float, high: float) -> Iterator[Plain]:
    """Digits that are a number within its limits whatever they are, where nobody asks which; most time goes to that."""
    kinds, keeps = {type(each) for each in cell.demands}, (OfType, Present, Min, Max)
    most = len(str(int(high))) - 1 if high >= 1 else 0
    if not cell.is_told and kinds <= set(keeps) and low <= 0 and most:
        few = cell.words.constant("few_digits", compiled(rf"[0-9]{{1,{most}}}+(?:\.[0-9]++)?+").fullmatch)
        yield Plain(f"{cell.raw}.__class__ is str and {few}({cell.raw})", cell.raw, keeps)


def _once(some: Iterable[Plain]) -> Iterable[Plain]:
    """Leave out tests that stood before."""
    found: dict[str, Plain] = {}
    for each in some:
        found.setdefault(each.test, each)
    return found.values()


# ── days and instants ───────────────────────────────────────────────────────────────────────────


def _reads(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


# Later versions of Python read this hour as that of the next day, and ola does not.
_MIDNIGHT = "24"
_SIGNS = slice(4, 20, 3)  # where the signs of 2026-05-06T07:08:09Z stand
_READS_MIDNIGHT = _reads(f"2026-05-06T{_MIDNIGHT}:00:00Z")


def _instant(cell: Cell) -> Iterator[Plain]:
    """2026-05-06T07:08:09.123Z, with three digits of a fraction, six or none; or an instant in UTC.

    The signs stand where they should; whether the rest is digits, and a time of a day there is, the standard library
    says. Behind a point, four characters that it takes for a fraction in UTC are one here, too; of seven, it takes
    some that are none.
    """
    if cell.spec.blanks or cell.spec.dates not in {"iso", "epoch ms"}:
        return
    raw, value = cell.raw, cell.value
    hour = f" and {raw}[11:13] != {_MIDNIGHT!r}" if _READS_MIDNIGHT else ""
    from_iso = cell.words.constant("from_iso", dt.datetime.fromisoformat)
    signs = f"{raw}[{cell.words.constant('signs', _SIGNS)}]"
    utc = cell.words.constant("utc", dt.UTC)
    fine = (
        f"len({raw}) == 24 and {signs} == '--T::.' or {signs} == '--T::Z'"
        f" or len({raw}) == 27 and {signs} == '--T::.' and {raw}[-1] == 'Z'"
    )
    before = (
        f"{value} = None",
        f"if {raw}.__class__ is str and ({fine}){hour}:",
        "    try:",
        f"        {value} = {from_iso}({raw})",
        "    except ValueError:",
        "        pass",
    )
    yield Plain(f"{value} is not None and {value}.tzinfo is {utc}", value, before=before)
    kind = cell.words.constant("datetime", dt.datetime)
    yield Plain(f"{raw}.__class__ is {kind} and {raw}.tzinfo is {utc}", raw)


def _date(cell: Cell) -> Iterator[Plain]:
    """2026-05-06, or a date."""
    if cell.spec.blanks or cell.spec.dates not in {"iso", "epoch ms"}:
        return
    raw, value = cell.raw, cell.value
    from_iso = cell.words.constant("day_from_iso", dt.date.fromisoformat)
    before = (
        f"{value} = None",
        f"if {raw}.__class__ is str and len({raw}) == 10 and {raw}[4:8:3] == '--':",
        "    try:",
        f"        {value} = {from_iso}({raw})",
        "    except ValueError:",
        "        pass",
    )
    yield Plain(f"{value} is not None", value, before=before)
    yield Plain(f"{raw}.__class__ is {cell.words.constant('date', dt.date)}", raw)


PLAIN: Mapping[TypeName, Callable[[Cell], Iterator[Plain]]] = {
    "id": _text,
    "text": _text,
    "owner": _text,
    "email": _formed,
    "phone": _formed,
    "choice": _listed,
    "stage": _listed,
    "country": _listed,
    "language": _listed,
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "money": _number,
    "datetime": _instant,
    "date": _date,
}
