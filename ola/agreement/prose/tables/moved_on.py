"""Tables of what becomes of leads by their status at a moment: to whom they go, and what is decided in what time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.naming import key_of, term_name
from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.names import Lexicon, lexicon
from ola.agreement.prose.phrases.read import Read, joined
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Checked, Context, Outcome, Put
from ola.agreement.prose.sentences.commitments import promised
from ola.agreement.prose.sentences.declarations import a_field, field_of_stage, need_puts, stand_in, yes_no
from ola.agreement.prose.sentences.promise import Promise, settled, told
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.sentences.verbs import FINITE
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import one_of, quoted, value
from ola.agreement.prose.written import row_with, written
from ola.tree.markdown import Row
from ola.tree.value import Scalar
from ola.tree.words import Words

_HAPPENS = re.compile(r"what happens|what becomes of (?:it|them)|new owner|then owned by", re.IGNORECASE)
_JOINT = re.compile(r"[,;]\s+")


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    """Take a table of two columns whose first cells all begin with a declared stage or status."""
    if len(unit.cells) != 2 or columns.roles[0] not in {"stage", "status"} or unit.table is None:  # noqa: PLR2004 (status, what happens)
        return False
    known = lexicon(context.declared)
    rows = [row.cells[0] for row in unit.table.rows if row.cells]
    happens = _HAPPENS.match(unit.cells[1].text.strip()) is not None
    return happens and bool(rows) and all(known.values_at(cut(cell), 0) is not None for cell in rows)


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read where the leads of a status go; a time in which somebody decides is a promise of its own."""
    del columns
    known = lexicon(context.declared)
    when, then = _when(unit.cells[0], known), unit.cells[1]
    if when is None or not then.text:
        return ()
    at, promise = _promise(unit, then, context)
    cases = _cases(then.cut(0, at), when, known)
    if not cases:
        return ()
    rows = unit.table.rows if unit.table is not None else ()
    alike = context.once(("moved on", unit.table and unit.table.place), lambda: _told_by(rows))
    moved = _moved(cases, alike, unit)
    if promise is None:
        return (moved,)
    source = context.document.source
    head = written(then.cut(0, at), source)
    both = when if promise.scope is None else joined("all", (when, promise.scope))

    def tells(way: Promise) -> str:
        return row_with(unit, source, {1: f"{head}; {told(replace(way, scope=promise.scope)).rstrip('.')}"})

    start = f"moved to {then.cut(0, at).text.strip()}"
    return (moved, settled(replace(promise, scope=both, likely=(start,)), known, unit.place, tells))


def _cases(then: Words, when: Read, known: Lexicon) -> tuple[tuple[Read, str], ...]:
    """Give what happens under which condition: `A if C, else B` are two cases; another "if" is not made out."""
    either = _EITHER.match(then.text)
    if either is None:
        return ((when, then.text.strip()),) if _is_place(then.text) else ()
    one, other = either["one"].strip(), either["other"].strip()
    read = read_condition(then.cut(either.start("if"), either.end("if")), known)
    if read is None or read.unsaid or read.vague or not (_is_place(one) and _is_place(other)):
        return ()
    return ((joined("all", (when, read)), one), (when, other))


def _is_place(text: str) -> bool:
    """Say that a text tells where leads are from then on, and no more: somebody who calls them is a promise."""
    words = [token.low for token in cut(text)]
    verbs = [word for word in words if word in FINITE or word in _HELPING]
    told = _BECOMES.match(text) is not None
    return not _UNSURE.search(text) and not any(map(str.isdigit, text)) and (told or not verbs)


_BECOMES = re.compile(
    r"^(?:the )?(?:status|stage) (?:becomes|is set to) [\w-]+(?: [\w-]+){0,2}?"
    r"(?: with [\w -]+?)?(?:,? (?:and )?owner [\w -]+)?$"
    r"|^(?:goes|moves|stays) (?:to|with|in) [\w-]+(?: [\w-]+){0,4}$",
    re.IGNORECASE,
)
_HELPING = frozenset("is are was be been must may can will should has have do does".split())  # noqa: SIM905
_UNSURE = re.compile(r"\b(?:if|unless|when|where|except|else|otherwise|or)\b", re.IGNORECASE)
_EITHER = re.compile(r"^(?P<one>.+?) if (?P<if>.+?),? (?:else|otherwise) (?P<other>.+)$", re.IGNORECASE)


def _told_by(rows: tuple[Row, ...]) -> Counter[str]:
    return Counter(row.cells[1].text.strip() for row in rows if len(row.cells) > 1)


def _moved(cases: tuple[tuple[Read, str], ...], alike: Counter[str], unit: Unit) -> Checked:
    """Put the cases of a row; what several rows have `alike` is told apart by the status."""
    name = term_name(unit.headings[-1].text) if unit.headings else "what happens"
    puts: list[Put] = []
    for when, where in cases:
        label = where if alike[where] < len(("one", "other")) else f"{where} ({unit.cells[0].text})"
        puts += [*_needed(when, unit), Put(("segments", name, label), value(when.text, unit.place))]
    puts.append(stand_in(("segments", name, "not told"), value("otherwise", unit.place)))
    says = "; ".join(f"Where {when.text}: {where}" for when, where in cases)
    figures = tuple(dict.fromkeys(figure for when, _ in cases for figure in when.figures))
    needs = tuple(dict.fromkeys(need for when, _ in cases for need in yes_no(when.needs)))
    return Checked("derived", f"{says}.", tuple(puts), figures, unit.place, needs)


def _needed(when: Read, unit: Unit) -> Iterator[Put]:
    """Declare what a condition needs; what is held against a date is one."""
    yield from need_puts(when.needs, unit.place)
    for key in _HELD.findall(when.text):
        yield a_field(key, key.replace("_", " "), unit.place, "date")


_HELD = re.compile(r"\b(\w+) (?:<|>|<=|>=) \d{4}-\d{2}-\d{2}\b")
_DATED = re.compile(
    r"^(?P<field>.+?) (?:is )?(?P<sense>on or after|on or before|before|after|since|from) (?P<date>\d{4}-\d{2}-\d{2})$",
    re.IGNORECASE,
)
_SENSES = {"before": "<", "after": ">", "on or after": ">=", "since": ">=", "from": ">=", "on or before": "<="}


def _when(cell: Words, known: Lexicon) -> Read | None:
    """Read one status or several, and what else must be true: `Ready, Ready Date before 2024-10-01`."""
    stages: list[str] = []
    others: list[Read] = []
    for part in cell.parted(_JOINT):
        tokens = cut(part)
        named = known.values_at(tokens, 0)
        if named is not None and named[1] == len(tokens):
            stages.append(named[0][0][1])
            continue
        dated = _DATED.match(part.text)
        if dated is not None:
            others.append(Read(f"{key_of(dated['field'])} {_SENSES[dated['sense'].lower()]} {dated['date']}"))
            continue
        read = read_condition(part, known)
        if read is None or read.unsaid or read.vague:
            return None
        others.append(read)
    if not stages:
        return None
    field = field_of_stage(stages[0], known)
    own = Read(f"{field} = {quoted(stages[0])}" if len(stages) == 1 else f"{field} in {one_of(stages)}")
    return own if not others else joined("all", (own, *others))


def _promise(unit: Unit, then: Words, context: Context) -> tuple[int, Promise | None]:
    """Find where in a cell a promise begins: `Queue, the team lead decides within 3 working days`."""
    for match in _JOINT.finditer(then.text):
        text = written(then.cut(match.end(), len(then.text)), context.document.source)
        text = f"{text[:1].upper()}{text[1:]}."
        said = sentence(replace(unit, words=Words(Scalar(text, text, then.place)), title=None), context)
        promise = promised(said) if said is not None else None
        if promise is not None and promise.limit is not None:
            return match.start(), promise
    return len(then.text), None


MOVED_ON = TableReader("what becomes of leads by their status", _takes, _row)
