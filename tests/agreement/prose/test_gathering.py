"""What clauses put into the agreement comes together as one tree."""

from __future__ import annotations

from ola.agreement.prose.gathering import gather
from ola.agreement.prose.reading import APPEND, Put
from ola.agreement.prose.values import Plain, table, value
from ola.source import Place
from ola.tree.value import to_plain

TOP = Place("paper.md", 1, 1, 1, 1)


def put(line: int, *path: str, said: Plain) -> Put:
    """Put a value that stands on a line."""
    return Put(path, value(said, Place("paper.md", line, 1, line, 2)))


def test_values_come_together_in_the_order_of_the_text() -> None:
    """Tables grow from several rows, lists by appending."""
    tree, findings = gather(
        (
            put(1, "fields", "email", "type", said="email"),
            put(2, "moves", APPEND, said="lead -> mql"),
            put(3, "fields", "email", said=table({"personal": True}, TOP)),
            put(4, "moves", APPEND, said="mql -> accepted"),
            put(5, "fields", "phone", "type", said="phone"),
        ),
        TOP,
    )
    assert findings == ()
    assert to_plain(tree) == {
        "fields": {"email": {"type": "email", "personal": True}, "phone": {"type": "phone"}},
        "moves": ["lead -> mql", "mql -> accepted"],
    }


def test_what_is_said_twice_alike_is_taken_once() -> None:
    """Repeating oneself is no contradiction."""
    tree, findings = gather((put(1, "zone", said="UTC"), put(9, "zone", said="UTC")), TOP)
    assert (to_plain(tree), findings) == ({"zone": "UTC"}, ())


def test_what_is_said_differently_is_a_finding_at_the_later_place() -> None:
    """Nobody can tell which was signed; the first is taken."""
    tree, findings = gather(
        (put(3, "fields", "email", "type", said="email"), put(8, "fields", "email", "type", said="text")), TOP
    )
    assert to_plain(tree) == {"fields": {"email": {"type": "email"}}}
    (finding,) = findings
    assert str(finding) == "paper.md:8:1 OLA167 type of email of fields: here stands text, and on line 3 email."


def test_a_value_and_a_table_at_one_place_differ() -> None:
    """A path that goes through a value that is no table is told, not lost."""
    _, findings = gather((put(1, "calendar", said="office"), put(2, "calendar", "by", said="owner")), TOP)
    assert [finding.code for finding in findings] == ["OLA167"]
