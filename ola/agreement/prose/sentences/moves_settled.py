"""The list of moves an agreement allows, made of what a document says of them here and there."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.values import table, value
from ola.tree.value import Entry, Items, Mapping, Node, Scalar

WAYS = "ways"  # where sentences put what they say; no key of the language


def moves_settled(tree: Mapping) -> Mapping:
    """Turn what sentences say of the ways between stages into the list of moves.

    A stage of which nothing is said may be followed by any other: only what is forbidden is left out. Where stages
    follow one another in order, only those steps and what is allowed besides are moves. Moves that the document lists
    stay as they are listed.
    """
    said, listed = tree.get(WAYS), tree.get("moves")
    if not isinstance(said, Mapping):
        return tree
    stages = [entry.name for entry in _entries(tree.get("stages"))]
    moves = tuple(_moves(said, stages)) if stages and listed is None else ()
    kept = [entry for entry in tree.entries if entry.name != WAYS]
    if moves:
        kept.append(Entry(Scalar("moves", "moves", said.place), Items(moves, said.place)))
    return Mapping(tuple(kept), tree.place)


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _moves(said: Mapping, stages: list[str]) -> Iterator[Node]:
    only = {entry.name: _texts(entry.value) for entry in _entries(said.get("only"))}
    never_to = {entry.name for entry in _entries(said.get("never to"))}
    final = {entry.name for entry in _entries(said.get("final"))}
    not_back = {entry.name for entry in _entries(said.get("not back to"))}
    by = {entry.name: entry.value for entry in _entries(said.get("by"))}
    at_most = {entry.name: entry.value for entry in _entries(said.get("at most"))}
    also: dict[str, dict[str, Node | None]] = {}
    for entry in _entries(said.get("also")):
        before, _, after = entry.name.partition(" -> ")
        also.setdefault(before, {})[after] = entry.value.get("carries") if isinstance(entry.value, Mapping) else None
    order = said.get("in order")
    only_forward = said.get("nothing else goes back") is not None
    for at, before in enumerate(stages):
        allowed = _after(before, at, stages, only, order)
        allowed = [
            after
            for after in allowed
            if after in stages
            and after not in never_to
            and not ((after in not_back or only_forward) and stages.index(after) < at)
        ]
        allowed = [] if before in final else allowed
        for after in dict.fromkeys((*allowed, *also.get(before, {}))):
            if after not in stages:
                continue
            carries, who, most = also.get(before, {}).get(after), by.get(after), at_most.get(after)
            move = f"{before} -> {after}"
            if carries is None and who is None and most is None:
                yield value(move, said.place)
            else:
                yield table({"move": move, "by": who, "carries": carries, "at_most": most}, said.place)


def _after(before: str, at: int, stages: list[str], only: dict[str, list[str]], order: Node | None) -> list[str]:
    if before in only:
        return only[before]
    if order is not None:
        listed = _texts(order)
        return [listed[listed.index(before) + 1]] if before in listed[:-1] else []
    del at
    return [stage for stage in stages if stage != before]


def _texts(node: Node) -> list[str]:
    return [each.text for each in (node.items if isinstance(node, Items) else (node,)) if isinstance(each, Scalar)]
