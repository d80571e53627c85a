"""What `ola fmt` makes of a text: order, brackets, lines, quotes, blank lines and comments."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from ola.agreement.reading import read_agreement
from ola.errors import InvalidAgreement, WrongCall
from ola.formatting import formatted
from ola.plan import Deadline, Exemption, LimitRow, Plan
from ola.source import Source

TOP = Path(__file__).parents[2]


def fmt(text: str) -> str:
    """Format a text, and hold a second time to change nothing."""
    once = formatted(Source("a.ola.yaml", text))
    assert formatted(Source("a.ola.yaml", once)) == once
    return once


ORDER = """\
commitments:
  volume: {at_least: 10 per month, level: warning, owed_by: marketing, count: mql, says: Ten a month.}
zone: UTC
nonsense: 1
id: a
ola: 1
fields:
  b: {key: true, type: id}
  a: {type: text}
"""
IN_ORDER = """\
ola: 1
id: a
zone: UTC

fields:
  b: {type: id, key: true}
  a: {type: text}

commitments:
  volume:
    says: Ten a month.
    owed_by: marketing
    count: mql
    at_least: 10 per month
    level: warning
nonsense: 1
"""


def test_keys_stand_in_the_order_of_the_language_and_names_in_the_authors() -> None:
    """A clause's sentence comes first, and what the language does not know last."""
    assert fmt(ORDER) == IN_ORDER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # on one line where it fits, and one line each where it does not
        ("effective:\n  from: 2026-01-01\n", "effective: {from: 2026-01-01}\n"),
        ("review: {every: quarter,\n  next: 2026-12-15}\n", "review: {every: quarter, next: 2026-12-15}\n"),
        ("for_people: [One., Two.]\n", "for_people:\n  - One.\n  - Two.\n"),
        ("stages: {lead: , mql: {end: true}}\n", "stages:\n  lead:\n  mql: {end: true}\n"),
        ("terms: {}\n", "terms: {}\n"),
        ("x:\n- - a\n  - b\n- c\n", "x: [[a, b], c]\n"),
        (f"x:\n- - {'a' * 60}\n  - {'b' * 60}\n- c\n", f"x:\n  - - {'a' * 60}\n    - {'b' * 60}\n  - c\n"),
        # quotes only where they are needed, and no brackets where they alone would need them
        ("title: 'Plain'\n", "title: Plain\n"),
        ("title: 'NO'\nid: \"12\"\nversion: '~'\n", 'id: "12"\ntitle: NO\nversion: "~"\n'),
        ("title: 'He said \"no\"'\n", 'title: He said "no"\n'),
        ("title: '\"no\" he said'\n", "title: '\"no\" he said'\n"),
        ('title: "a: b"\n', 'title: "a: b"\n'),
        ('x: {a: "b, c"}\n', "x:\n  a: b, c\n"),
        ('x: {a: "b: c"}\n', 'x: {a: "b: c"}\n'),
        # texts of several lines
        ("x:\n  a: >-\n    one\n    two\n", "x: {a: one two}\n"),
        ("x:\n  a: |\n    one\n    two\n", "x:\n  a: |\n    one\n    two\n"),
        ("x:\n  a: |-\n      one\n\n      two\n", "x:\n  a: |-\n    one\n\n    two\n"),
        ('x:\n  a: "one\\ntwo\\n"\n', "x:\n  a: |\n    one\n    two\n"),
        ('x:\n  a: " one\\ntwo"\n', 'x: {a: " one\\ntwo"}\n'),
        ("x: a\n   b\n", "x: a b\n"),
        (f"x: >\n  {'word ' * 30}end\n", f"x: >\n  {'word ' * 18}word\n  {'word ' * 11}end\n"),
        # blank lines: one at most, none at the top of a list or table, one before what has several lines
        ("\n\nola: 1\n\n\nid: a\n", "ola: 1\n\nid: a\n"),
        ("ola: 1\nterms:\n\n  a: b\n\n\n  c: d\n", "ola: 1\n\nterms:\n  a: b\n\n  c: d\n"),
        # lengths, shares and bounds in their spelling, and nothing else
        (
            "commitments: {a: {within: 4 working hrs, target: 95 % every month, steps: {75 %: warn, 2h: tell}}}\n",
            "commitments:\n  a: {within: 4 business hours, steps: {75%: warn, 2 hours: tell}, target: 95% per month}\n",
        ),
        ('terms: {a: "x older than 4 hrs"}\n', "terms:\n  a: x older than 4 hrs\n"),
        ("commitments: {a: {within: soon}}\n", "commitments:\n  a: {within: soon}\n"),
        # an alias is written out
        ("x: &a [b, c]\ny: *a\n", "x: [b, c]\ny: [b, c]\n"),
        # what starts and ends a document is left out
        ("%YAML 1.2\n---\nola: 1\n...\n", "ola: 1\n"),
    ],
)
def test_style(text: str, expected: str) -> None:
    """One text, and what becomes of it."""
    assert fmt(text) == expected


LONG = "score >= 60 and consent and country in (US, CA, GB, DE, FR) and source = event and job_title is known and more"


def test_a_long_sentence_is_folded_at_its_spaces() -> None:
    """The lines after the first stand two spaces further in."""
    assert fmt(f"terms: {{good: '{LONG}'}}\n") == (
        "terms:\n"
        "  good: score >= 60 and consent and country in (US, CA, GB, DE, FR) and source = event and job_title\n"
        "    is known and more\n"
    )


COMMENTS = """\
# The first line of the file.
# And the second.

ola: 1   # always one
# about the zone, and how it was chosen
zone: UTC
id: a # the name

# Fields.

# The key.
fields:      # all of them
  # what names a lead
  lead_id: {type: id, # an id
    # above key
    key: true # the key
    # last in the braces
    }   # behind the braces
  # - commented: out
  email:
      # the type
      type: email
      # required: always
moves:
- a -> b # first
# of the second
- # behind the dash
  move: b -> c
  by: sales
  # last of the item
# about stages
stages: {}
  # as deep as nothing
# The end.
"""
KEPT = """\
# The first line of the file.
# And the second.

ola: 1  # always one
id: a  # the name
# about the zone, and how it was chosen
zone: UTC

# Fields.

# The key.
fields:  # all of them
  # what names a lead
  lead_id:  # behind the braces
    type: id  # an id
    # above key
    key: true  # the key
    # last in the braces
  # - commented: out
  email:
    # the type
    type: email
    # required: always
# about stages
stages: {}

moves:
  - a -> b  # first
  # of the second
  # behind the dash
  - move: b -> c
    by: sales
    # last of the item
# as deep as nothing
# The end.
"""


def test_comments_stay_with_what_they_belong_to() -> None:
    """Above, behind and below; at the top and at the end; also of keys that change places."""
    assert fmt(COMMENTS) == KEPT


def test_line_ends_of_windows_stay() -> None:
    """What has them has them afterwards."""
    assert fmt("ola: 1 # one\r\nterms:\r\n    a: b\r\n") == "ola: 1  # one\r\n\r\nterms:\r\n  a: b\r\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [x", "The bracket that opens here is never closed."),
        ("a: 1\na: 2\n", '"a" stands here, in line 2, a second time; the first is in line 1.'),
        ("- a\n", "An agreement is a table of keys, such as ola: 1."),
        ("", "Nothing stands in this file."),
    ],
)
def test_what_cannot_be_read_is_not_formatted(text: str, says: str) -> None:
    """The findings say where, and the text stays."""
    with pytest.raises(InvalidAgreement, match=r"^a\.ola\.yaml cannot be formatted: ") as fault:
        fmt(text)
    assert str(fault.value).endswith(says)


def test_another_kind_of_document_is_refused() -> None:
    """By the name of its file."""
    with pytest.raises(WrongCall, match=r"^a\.docx is a Word document"):
        formatted(Source("a.docx", "# Agreement\n"))


@pytest.mark.parametrize(
    "path",
    [*TOP.glob("tests/agreements/*/agreement.ola.yaml"), *TOP.glob("ola/bundled/**/*.ola.yaml")],
    ids=lambda path: path.parent.name,
)
def test_the_plan_of_an_agreement_stays(path: Path) -> None:
    """Places and spellings apart, it is the same that is checked."""
    source = Source(path.name, path.read_text(encoding="utf-8"))
    before = read_agreement(source, path.parent).plan
    after = read_agreement(Source(path.name, formatted(source)), path.parent).plan
    assert without_places(after) == without_places(before)


def without_places(plan: Plan) -> Plan:
    """Give the plan with neither the hash of its text, nor where and how limits were written."""

    def bare(value: Any) -> Any:
        match value:
            case LimitRow():
                return replace(value, place=None, text="")
            case tuple():
                return tuple(map(bare, value))
            case dict():
                return {key: bare(each) for key, each in value.items()}
            case Deadline() | Exemption():
                return replace(value, clause=replace(value.clause, place=None), within=bare(value.within))
            case _ if hasattr(value, "clause"):
                return replace(value, clause=replace(value.clause, place=None))
            case _:
                return value

    parts: dict[str, Any] = {each.name: bare(getattr(plan, each.name)) for each in fields(plan)}
    return Plan(**parts | {"sha256": ""})


def test_what_would_say_something_else_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is given back it is read again; no text is spoilt by a slip in how it is written."""
    monkeypatch.setattr("ola.formatting.yaml_text.one_line", lambda *_, **__: "x")
    with pytest.raises(WrongCall, match="without changing what it says"):
        formatted(Source("a.ola.yaml", "ola: 1\nid: a\n"))
