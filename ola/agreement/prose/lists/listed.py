"""A list and the sentence that leads to it: its items as sentences of their own, and what is said of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.agreement.prose.reading import Context
from ola.agreement.prose.sentences.sentence import Sentence, sentence
from ola.agreement.prose.units import Unit
from ola.tree.words import Words

_ENDS = frozenset({",", ";", ".", "!"})
_JOINTS = frozenset({"and", "or"})
_DASHES = frozenset({"-", ":"})


@dataclass(frozen=True)
class Item:
    """An item of a list: its unit and where that stands, its words without what only joins it to the next.

    A row of a table of criteria is one too: its first cell is the title, its second the words.
    """

    at: int
    unit: Unit
    sentence: Sentence
    title: Tokens = ()
    joint: str = ""

    @property
    def tokens(self) -> Tokens:
        """The words of the item behind its title."""
        return self.sentence.tokens


@dataclass(frozen=True)
class Listed:
    """A list: the sentence that leads to it and where that stands, and its items in order."""

    lead_at: int
    lead: Sentence
    items: tuple[Item, ...]

    @property
    def joint(self) -> str:
        """The "and" or "or" that the items themselves end with; nothing where they have none, or both."""
        found = {item.joint for item in self.items[:-1] if item.joint}
        return next(iter(found)) if len(found) == 1 else ""

    def item_at(self, at: int) -> Item | None:
        """Give the item that a unit is."""
        return self._by_place.get(at)

    @cached_property
    def _by_place(self) -> dict[int, Item]:
        return {item.at: item for item in self.items}


def list_of(context: Context) -> Listed | None:
    """Give the list that the unit to read leads to, or is an item of."""
    lists = context.once("lists with their leads", lambda: _lists(context))
    return lists.get(context.at)


def _lists(context: Context) -> dict[int, Listed]:
    """Give every list by where its lead and its items stand."""
    found: dict[int, Listed] = {}
    units = context.units
    for at, unit in enumerate(units):
        if unit.kind not in {"sentence", "heading"}:
            continue
        items = tuple(_items(at, context))
        lead = sentence(unit, replace(context, at=at)) if items else None
        if lead is None or not items:
            continue
        listed = Listed(at, _without_colon(lead), items)
        found.setdefault(at, listed)
        for item in items:
            found[item.at] = listed
        if items and items[0].unit.kind == "row":
            found[at + 1] = listed  # the header
    return found


def _items(at: int, context: Context) -> list[Item]:
    """Give the items of the list that a sentence leads to; those of a list within an item are its own."""
    units, lead = context.units, context.units[at]
    if at + 1 < len(units) and units[at + 1].kind == "table":
        return list(_rows(at + 1, context))
    found: list[Item] = []
    nested: set[tuple[int, int]] = set()
    for index in range(at + 1, len(units)):
        unit = units[index]
        if unit.kind != "sentence":
            break
        if unit.lead is None:
            if lead.kind != "heading" or not unit.label:
                break
            if (item := _item(index, unit, context)) is None:
                return []
            found.append(item)
            nested.add((unit.words.place.end_line, unit.words.place.end_column))
            continue
        if not _leads_to(lead, unit.lead):
            if (unit.lead.place.end_line, unit.lead.place.end_column) in nested:
                nested.add((unit.words.place.end_line, unit.words.place.end_column))
                continue
            break
        nested.add((unit.words.place.end_line, unit.words.place.end_column))
        if not unit.label:
            continue
        item = _item(index, unit, context)
        if item is None:
            return []
        found.append(item)
    return found


CRITERION = re.compile(
    r"(?:(?:fit|lead|qualifying|qualification|required|key) )?"
    r"(?:criteri(?:on|a)|attributes?|dimensions?|characteristics?|factors?|fields?|propert(?:y|ies)|data points?"
    r"|qualifiers?|aspects?|elements?|parameters?|traits?|requirements?)",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"(?:(?:required|qualifying|minimum|target|ideal) )?"
    r"(?:values?|requirements?|thresholds?|criteria|conditions?|minimum|standards?|rules?|answers?|must be|required"
    r"|what it takes|what we (?:look for|need)|ideal)",
    re.IGNORECASE,
)


def _rows(at: int, context: Context) -> Iterator[Item]:
    """Give the rows of a table of criteria as items: what is looked at, and what it must be."""
    header = [cell.text.strip(" :*") for cell in context.units[at].cells]
    if len(header) == 1 or not CRITERION.fullmatch(header[0]) or not _VALUE.fullmatch(header[1]):
        return
    if any(word in " ".join(header).lower() for word in ("type", "points", "score", "weight")):
        return
    for index in range(at + 1, len(context.units)):
        unit = context.units[index]
        if unit.kind != "row" or unit.table is not context.units[at].table:
            return
        if len(unit.cells) > 1 and unit.cells[0].text and unit.cells[1].text:
            said = sentence(replace(unit, words=unit.cells[1]), replace(context, at=index))
            if said is not None:
                yield Item(index, unit, said, cut(unit.cells[0]))


def _leads_to(lead: Unit, said: Words) -> bool:
    """Say that a sentence is the lead of a list; what opens it in bold is its title and not among its words."""
    return (said.place.end_line, said.place.end_column) == (lead.words.place.end_line, lead.words.place.end_column)


def _item(at: int, unit: Unit, context: Context) -> Item | None:
    cut_so = sentence(unit, replace(context, at=at))
    if cut_so is None:
        return None
    tokens, joint = cut_so.tokens, ""
    while tokens and tokens[-1].kind == "sign" and tokens[-1].low in _ENDS:
        tokens = tokens[:-1]
    if len(tokens) > 1 and tokens[-1].low in _JOINTS:
        joint, tokens = tokens[-1].low, tokens[:-1]
    if len(tokens) > 1 and tokens[0].low in _JOINTS:
        joint, tokens = tokens[0].low, tokens[1:]
    while tokens and tokens[-1].kind == "sign" and tokens[-1].low in _ENDS:
        tokens = tokens[:-1]
    title = cut(unit.title) if unit.title is not None else ()
    if not title and len(tokens) > 1 and tokens[0].strong:
        end = next((index for index, token in enumerate(tokens) if not token.strong), len(tokens))
        if end < len(tokens) and tokens[end].low in _DASHES:
            title, tokens = tokens[:end], tokens[end + 1 :]
    return Item(at, unit, replace(cut_so, tokens=tokens), title, joint) if tokens else None


def _without_colon(lead: Sentence) -> Sentence:
    tokens = lead.tokens
    while tokens and tokens[-1].kind == "sign" and tokens[-1].low in {":", ".", "-"}:
        tokens = tokens[:-1]
    return replace(lead, tokens=tokens)
