"""Tables of what one sees on a record and what it means: the fields of each row are a condition, its meaning a term."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.naming import key_of, term_name
from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.names import Lexicon, lexicon
from ola.agreement.prose.phrases.numbers import number_at, shown
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.agreement.prose.reading import Checked, Context, NotUnderstood, Outcome, Put
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.sentences.verbs import BASES
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted, table
from ola.agreement.prose.written import row_with, written
from ola.tree.markdown import Table

_SEEN = re.compile(r"(?:what|if|when)? ?(?:you|we|one) see[s]?|what shows|combination", re.IGNORECASE)
_MEANS = re.compile(r"(?:what )?(?:it|this|that)? ?means|meaning|then", re.IGNORECASE)
_FILLED = frozenset({"filled", "known", "set"})
_EMPTY = frozenset({"empty", "blank", "missing"})
_LONGEST_NAME = 10  # words


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del columns, context
    header = [cell.text.strip() for cell in unit.cells]
    return len(header) == 2 and bool(_SEEN.fullmatch(header[0]) and _MEANS.fullmatch(header[1]))  # noqa: PLR2004 (see, mean)


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read a row whose every statement is about declared fields; nothing where one of them is not made out."""
    del columns
    if len(unit.cells) < 2 or unit.table is None:  # noqa: PLR2004 (see, mean)
        return ()
    known = lexicon(context.declared)
    tokens = cut(unit.cells[0])
    pair = _pair_above(unit.table, unit.place.line, known) if tokens and tokens[0].low == "both" else None
    read = _seen(tokens, known, pair)
    name = _name(unit.cells[1].text)
    if read is None and name:
        return _nearest(unit, known, context)
    if read is None or not name:
        return ()
    put = Put(("terms", term_name(name)), table({"when": read.text}, unit.place))
    # What one is told to do is no meaning: it says when it is to be done.
    is_order = name.split()[0].lower() in BASES
    says = f"“{name}” is to be done when {read.text}." if is_order else f"“{name}” means that {read.text}."
    puts = (*need_puts(read.needs, unit.place), put)
    return (Checked("predicate" if is_order else "derived", says, puts, read.figures, unit.place, yes_no(read.needs)),)


def _pair_above(of: Table, line: int, known: Lexicon) -> tuple[str, str] | None:
    """Give the two fields that the nearest row above a line names together."""
    rows = [row.cells[0] for row in of.rows if row.cells and row.cells[0].place.line < line]
    return next((both for cell in reversed(rows) if (both := _pair(cut(cell), known)) is not None), None)


_WAS = re.compile(r"\b(?:was|were) (?=\w+)", re.IGNORECASE)


def _nearest(unit: Unit, known: Lexicon, context: Context) -> tuple[Outcome, ...]:
    """Offer what a field is now in place of what it was at some time; nothing where that is not read either."""
    source = context.document.source
    said = written(unit.cells[0], source)
    tokens = tuple(
        replace(token, text="is", low="is") if token.low in {"was", "were"} and token.kind == "word" else token
        for token in cut(unit.cells[0])
    )
    now = _WAS.sub("is ", said)
    if now == said or _seen(tokens, known, None) is None:
        return ()
    return (NotUnderstood(row_with(unit, source, {0: now}), unit.place),)


def _name(meaning: str) -> str:
    """Name a meaning by its first words, as far as its first sign."""
    words = re.split(r"[;,:.(]", meaning.replace("`", ""))[0].split()[:_LONGEST_NAME]
    return " ".join(words) if key_of(" ".join(words)) else ""


def _seen(tokens: Tokens, known: Lexicon, pair: tuple[str, str] | None) -> Read | None:
    """Read statements side by side: `Due Date filled, Result Late`, `A and B both empty`, `both set but different`."""
    found = _both(tokens, known, pair)
    if found is not None:
        return found
    reads = [_statement(part, known) for part in _parts(tokens)]
    told = [read for read in reads if read is not None]
    if len(told) < len(reads) or not told:
        return None
    return told[0] if len(told) == 1 else joined("all", told)


def _parts(tokens: Tokens) -> list[Tokens]:
    parts, start = list[Tokens](), 0
    for at, token in enumerate(tokens):
        if token.low in {",", ";", "and", "although", "but", "while", "though"} and token.kind in {"word", "sign"}:
            parts.append(tokens[start:at])
            start = at + 1
    return [part for part in (*parts, tokens[start:]) if part]


def _statement(tokens: Tokens, known: Lexicon) -> Read | None:
    """Read what is said of one declared field, also without a verb: `Attempts 0`."""
    field = known.field_at(tokens, 0)
    if field is None:
        return _ticked(tokens)
    number = number_at(tokens, field[1])
    if number is not None and number[1] == len(tokens):
        return Read(f"{field[0]} = {shown(number[0])}", (), (shown(number[0]),))
    rest = tokens[field[1] :]
    own = known.value_of(field[0], rest, 0)
    if own is not None and own[1] == len(rest):
        return Read(f"{field[0]} = {quoted(own[0])}")
    if len(rest) == 1 and rest[0].kind in {"name", "quote"} and known.values_at(rest, 0) is None:
        return Read(f"{field[0]} = {quoted(rest[0].text)}")
    return condition(tokens, known)


def _ticked(tokens: Tokens) -> Read | None:
    """Read a box set off as code that is ticked or not: `Legal Hold` is ticked."""
    low = [token.low for token in tokens[1:] if token.low != "is"]
    key = key_of(tokens[0].text) if tokens[0].kind == "name" else ""
    if not key or low not in (["ticked"], ["checked"], ["not", "ticked"], ["not", "checked"]):
        return None
    return Read(f"not {key}" if low[0] == "not" else key, (Need(key, "boolean"),))


def _both(tokens: Tokens, known: Lexicon, pair: tuple[str, str] | None) -> Read | None:
    """Read what two fields are together: those of the row itself, or the two that a row above names together."""
    own = _pair(tokens, known)
    at = next((at for at, token in enumerate(tokens) if token.low == "both"), None)
    pair = own or (pair if at == 0 else None)
    if at is None or pair is None:
        return None
    low = [token.low for token in tokens[at + 1 :] if token.low not in {"are", ",", "and", "but"}]
    state = "known" if low[:1] and low[0] in _FILLED else "blank" if low[:1] and low[0] in _EMPTY else ""
    if not state or low[1:] not in ([], ["different"], ["equal"]):
        return None
    parts = [Read(f"{field} is {state}") for field in pair]
    if low[1:]:
        parts.append(Read(f"{pair[0]} {'!=' if low[1] == 'different' else '='} {pair[1]}"))
    return joined("all", parts)


def _pair(tokens: Tokens, known: Lexicon) -> tuple[str, str] | None:
    """Give the two fields that `A and B both …` begins with."""
    first = known.field_at(tokens, 0)
    if first is None or first[1] >= len(tokens) or tokens[first[1]].low != "and":
        return None
    second = known.field_at(tokens, first[1] + 1)
    if second is None or [token.low for token in tokens[second[1] : second[1] + 1]] != ["both"]:
        return None
    return first[0], second[0]


MEANINGS = TableReader("what is seen and what it means", _takes, _row)
