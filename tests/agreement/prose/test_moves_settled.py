"""What sentences say of the ways between stages, turned into the list of moves."""

from __future__ import annotations

from typing import Any

import pytest

from ola.agreement.prose.sentences.moves_settled import WAYS, moves_settled
from ola.agreement.prose.values import items, table, value
from ola.source import Place
from ola.tree.value import Entry, Mapping, Scalar, to_plain

PLACE = Place("moves.md", 1, 1, 1, 1)


def settled(**said: Any) -> object:
    """Settle what is said of three stages."""
    stages = table({name: table({}, PLACE) for name in ("New", "Open", "Won")}, PLACE)
    told = Mapping(tuple(Entry(Scalar(key, key, PLACE), node) for key, node in said.items()), PLACE)
    tree = Mapping((Entry(Scalar("stages", "stages", PLACE), stages), Entry(Scalar(WAYS, WAYS, PLACE), told)), PLACE)
    plain = to_plain(moves_settled(tree))
    assert isinstance(plain, dict)
    return plain.get("moves")


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        (
            {"only": table({"New": items(("Open",), PLACE)}, PLACE)},
            ["New -> Open", "Open -> New", "Open -> Won", "Won -> New", "Won -> Open"],
        ),
        ({"never to": table({"New": True}, PLACE)}, ["New -> Open", "New -> Won", "Open -> Won", "Won -> Open"]),
        (
            {"final": table({"Won": True}, PLACE)},
            ["New -> Open", "New -> Won", "Open -> New", "Open -> Won"],
        ),
        ({"in order": items(("New", "Open", "Won"), PLACE)}, ["New -> Open", "Open -> Won"]),
        (
            {
                "in order": items(("New", "Open", "Won"), PLACE),
                "also": table({"Open -> New": table({"carries": "reason"}, PLACE)}, PLACE),
            },
            ["New -> Open", "Open -> Won", {"move": "Open -> New", "carries": "reason"}],
        ),
        (
            {"nothing else goes back": value("yes", PLACE), "by": table({"Won": "sales"}, PLACE)},
            ["New -> Open", {"move": "New -> Won", "by": "sales"}, {"move": "Open -> Won", "by": "sales"}],
        ),
        (
            {
                "only": table({"New": items(("Lost",), PLACE)}, PLACE),
                "final": table({"Open": True, "Won": True}, PLACE),
            },
            None,
        ),
    ],
)
def test_what_is_said_becomes_the_moves_it_allows(said: dict[str, Any], moves: object) -> None:
    """What nothing forbids is allowed; a stage that nobody declared is no way."""
    assert settled(**said) == moves


def test_a_tree_without_moves_is_kept() -> None:
    """Nothing is said of them."""
    tree = table({"stages": table({"New": table({}, PLACE)}, PLACE)}, PLACE)
    assert isinstance(tree, Mapping)
    assert moves_settled(tree) is tree


def test_moves_that_are_listed_stay_as_they_are_listed() -> None:
    """A list says it all; a sentence beside it takes nothing away."""
    stages = table({"New": table({}, PLACE), "Won": table({}, PLACE)}, PLACE)
    said = table({"never to": table({"Won": "yes"}, PLACE)}, PLACE)
    tree = table({"stages": stages, "moves": items(("New -> Won",), PLACE), WAYS: said}, PLACE)
    assert isinstance(tree, Mapping)
    assert to_plain(moves_settled(tree)) == {"stages": {"New": {}, "Won": {}}, "moves": ["New -> Won"]}
