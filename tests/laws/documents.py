"""Agreements that use any key of the language, drawn from the structure that the reader prunes by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import strategies as st

from ola.agreement.document import DOCUMENT
from ola.agreement.structure import (
    Amount,
    ConditionText,
    Either,
    Exactly,
    Flag,
    Key,
    Keys,
    ListOf,
    Structure,
    Table,
    Text,
    Word,
)
from ola.agreement.writing.document import SECTIONS
from ola.source import Place
from ola.tree.markdown_text import one_line
from ola.tree.value import Entry, Items, Node, Scalar
from ola.tree.value import Mapping as Written

PLACE = Place("generated", 1, 1, 1, 2)

# ── texts ───────────────────────────────────────────────────────────────────────────────────────

_PLAIN = st.sampled_from(
    ["mql", "sales", "first touch", "email sent", "tier A", "Call", "SDR team", "amer-sdr", "hs_object_id", "b2b", "é"]
)
_LIKE_GRAMMAR = st.sampled_from(
    [
        "for", "and", "or", "within 4 hours", "mql and assigned", "on hold", "otherwise", "alone", "call alone", "the",
        "A", "means", "closed", "always filled in", "95% of leads", "breach of x", "restarted", "starts on saturday",
        "starts on Monday or sunday", "at least 3", "all of (a, b)", "in", "is", "counts", "Sales owes it.", "a queue",
        "may end here", "any party", "the key of a lead", "unique", "with values of its own", "at close",
    ]
)  # fmt: skip
_LIKE_MARKDOWN = st.sampled_from(
    [
        "a|b", "`code`", "``", "*bold*", "_x_", "a_b", "__init__", "[x](y)", "<b>", "<!-- x -->", "&amp;", "\\",
        "a\\|b",
        "# one", "1. one", "- one", "> one", "~~~", "| a |", "—", "-", "“said”", '"said"', "it's", "x.", "e.g. x",
        "a: b",
        "a; b", "a, b", "no.", "Nr. 4", "![x]", "a  b", "http://x.example", "100%", "#", "a #", "+", "=", "$1",
        "trailing\\",
    ]
)  # fmt: skip
_LIKE_VALUES = st.sampled_from(
    ["true", "False", "null", "12", "1.10", "0x1F", "1e3", "-5", "2026-12-24", "09:00", "~", "NO"]
)
_ODD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
TEXTS = st.one_of(_PLAIN, _PLAIN, _LIKE_GRAMMAR, _LIKE_MARKDOWN, _LIKE_VALUES, _ODD).filter(
    lambda text: text.strip() != ""
)
_BY_PATTERN = {
    "[0-9]{4}-[0-9]{2}-[0-9]{2}": st.dates().map(str),
    "hours": st.sampled_from(["09:00-18:00", "9:00-17:30", "22:00 - 06:00", "closed"]),
    "->": st.sampled_from(["mql -> accepted", "mql -> a b | recycled", "mql->x", "a -> b|c", "x -> `y` | for", "->"]),
    "mon|tue": st.sampled_from(["mon", "mon-fri", "mon - fri", "tue,thu", "sat-sun, mon"]),
    "ISO 4217": st.sampled_from(["USD", "EUR"]),
}
_LIMITS = st.sampled_from(
    [
        "15 minutes", "4 business hours", "1 hour 30 minutes", "PT4H", "same business day", "end of next business day",
        "by 09:00 next business day", "2 business days", "4 hrs", "by 12:00 on business day 3", "4-business-hours",
        "Soon",
    ]
)  # fmt: skip
_BOUNDS = st.sampled_from(
    [
        "95% per month",
        "178 per month",
        "5% a week",
        "1 business hour per rolling 30 days",
        "60 %  per quarter",
        "35%",
        "6",
    ]
)


def text(structure: Text) -> st.SearchStrategy[Scalar]:
    """Draw a text that a structure takes: by its pattern where it has one, and by what it says it wants."""
    pattern, wants = structure.pattern or "", structure.wants
    if "[0-9]{4}" in pattern:
        found: st.SearchStrategy[str] = _BY_PATTERN["[0-9]{4}-[0-9]{2}-[0-9]{2}"]
    elif "closed" in pattern:
        found = _BY_PATTERN["hours"]
    elif pattern == "->":
        found = _BY_PATTERN["->"]
    elif "limit" in wants:
        found = st.one_of(_LIMITS, TEXTS)
    elif "bound" in wants:
        found = st.one_of(_BOUNDS, TEXTS)
    elif pattern:
        found = st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    else:
        found = TEXTS
    strings = found.filter(lambda each: not pattern or re.search(pattern, each) is not None).map(
        lambda each: Scalar(each, each, PLACE, "double")
    )
    return st.one_of(strings, strings, NUMBERS, FLAGS) if structure.numbers else strings


NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6, allow_nan=False).map(lambda each: round(each, 3))
).map(lambda each: Scalar(each, repr(each), PLACE))
FLAGS = st.booleans().map(lambda each: Scalar(each, str(each).lower(), PLACE))


# ── structures ──────────────────────────────────────────────────────────────────────────────────


_DRAWN: dict[int, st.SearchStrategy[Node]] = {}  # structures hold tables and have no hash; they are never built anew


def nodes(structure: Structure) -> st.SearchStrategy[Node]:
    """Draw what a structure takes."""
    if id(structure) not in _DRAWN:
        _DRAWN[id(structure)] = _nodes(structure)
    return _DRAWN[id(structure)]


def _nodes(structure: Structure) -> st.SearchStrategy[Node]:
    match structure:
        case Text():
            return text(structure)
        case Word(words):
            return st.sampled_from(words).map(lambda each: Scalar(each, each, PLACE))
        case Exactly(value):
            return st.just(Scalar(value, str(value), PLACE))
        case Flag():
            return FLAGS
        case Amount(whole, least):
            low = -100 if least is None else least
            whole_numbers = st.integers(low, 10**6).flatmap(
                lambda each: st.sampled_from((Scalar(each, str(each), PLACE), Scalar(float(each), f"{each}.0", PLACE)))
            )
            return (
                whole_numbers
                if whole
                else st.one_of(whole_numbers, NUMBERS.filter(lambda each: float(each.text) >= low))
            )
        case ListOf(item):
            return st.lists(st.deferred(lambda: nodes(item)), min_size=1, max_size=3).map(
                lambda each: Items(tuple(each), PLACE)
            )
        case Either(options):
            return st.one_of(*(nodes(option) for option in options))
        case Table(value, _, keys):
            names = (
                TEXTS if keys is None else text(Text(structure.keys_want or "a name", keys)).map(lambda each: each.text)
            )
            return st.lists(names, max_size=3, unique_by=_folded).flatmap(
                lambda each: _entries(dict.fromkeys(each, value))
            )
        case Keys():
            return keys_of(structure)
        case ConditionText():
            return CONDITIONS
        case _:
            raise AssertionError(structure)


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _entries(table: Mapping[str, Structure]) -> st.SearchStrategy[Written]:
    values = st.tuples(*(nodes(structure) for structure in table.values()))
    return values.map(lambda each: written(dict(zip(table, each, strict=True))))


def written(table: Mapping[str, Node]) -> Written:
    """Give a table of the tree."""
    return Written(tuple(Entry(Scalar(name, name, PLACE), node) for name, node in table.items()), PLACE)


def keys_of(structure: Keys) -> st.SearchStrategy[Written]:
    """Draw a table with the required keys and some of the others."""
    needed = [name for name, key in structure.keys.items() if key.required or name == structure.telltale]
    free = [name for name in structure.keys if name not in needed]
    return (
        st.lists(st.sampled_from(free), unique=True, max_size=min(6, len(free))).flatmap(
            lambda chosen: _entries({name: structure.keys[name].holds for name in (*needed, *chosen)})
        )
        if free
        else _entries({name: structure.keys[name].holds for name in needed})
    )


def _nested(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    listed = st.lists(inner, min_size=1, max_size=3).map(lambda each: Items(tuple(each), PLACE))
    named = st.tuples(st.sampled_from(("all", "any", "none")), listed).map(lambda each: written({each[0]: each[1]}))
    counted = st.tuples(nodes(Amount(whole=True, least=1)), listed).map(
        lambda each: written({"at_least": written({"n": each[0], "of": each[1]})})
    )
    return st.one_of(named, counted)


CONDITIONS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from(
            [
                "score >= 60 and consent", "tier A", "target account", "country in (US, CA)",
                'title contains "a|b `c`"', "not (a or b)",
                "x matches /a\\/b|c/", "count of mql in the last 7 days > 100",
                "otherwise",
            ]
        ),
        TEXTS,
    ).map(lambda each: Scalar(each, each, PLACE, "double")),
    _nested,
    max_leaves=4,
)  # fmt: skip
AGREEMENTS: st.SearchStrategy[Written] = keys_of(DOCUMENT)


def section(name: str) -> st.SearchStrategy[Node]:
    """Draw what stands under one key of an agreement."""
    key: Key = DOCUMENT.keys[name]
    return nodes(key.holds)


def plain(node: Node) -> Any:
    """Give the values of a tree, white space of texts as a line of a document holds it."""
    match node:
        case Scalar(value=str()):
            return one_line(node.text)
        case Scalar():
            return node.value
        case Items(items=items):
            return [plain(item) for item in items]
        case Written(entries=entries):
            return {one_line(entry.name): plain(entry.value) for entry in entries}


# ── what people do to a document ────────────────────────────────────────────────────────────────

_SYNONYMS = {section.heading: section.also for section in SECTIONS.values()}
_MARKER = re.compile(r"(?P<sign>-|\d+\.) (?P<rest>.*)")


def edited(document: str, chance: Random) -> str:
    """Lay a document out as people and their editors do: lines wrapped, cells padded, other list signs and headings."""
    lines: list[str] = []
    bullet, counted = chance.choice("-*+"), chance.choice((".", ")"))
    width = chance.choice((20, 40, 72, 200))
    for line in document.split("\n"):
        if line.startswith("| "):
            lines.append(_padded(line, chance))
        elif line.startswith("|---"):
            lines.append(
                "|".join(
                    ("", *(chance.choice(("---", ":---", " ---: ", "-----")) for _ in line.strip("|").split("|")), "")
                )
            )
        elif line.startswith("## "):
            also = (line[3:], *_SYNONYMS.get(line[3:], ()))
            signs, counted_as = chance.choice(("##", "###", "#")), chance.choice(("", "2. ", "IV. "))
            lines.append(f"{signs} {counted_as}{chance.choice(also)}")
        elif line.startswith("#") or not line.strip():
            lines.append(line)
        elif (found := _MARKER.fullmatch(line)) is not None:
            sign = bullet if found["sign"] == "-" else found["sign"][:-1] + counted
            lines += _wrapped(f"{sign} ", " " * (len(sign) + 1), found["rest"], width)
        else:
            start = re.match(r"\s*(?:> )?", line)
            lead = start[0] if start else ""
            lines += _wrapped(lead, lead, line[len(lead) :], width)
    return "\n".join(lines)


def _padded(line: str, chance: Random) -> str:
    cells = re.split(r"(?<!\\)\|", line)[1:-1]
    return "|".join(
        ("", *(f"{' ' * chance.randint(0, 3)} {cell.strip(' ')} {' ' * chance.randint(0, 9)}" for cell in cells), "")
    )


def _wrapped(first: str, later: str, text: str, width: int) -> list[str]:
    """Break a line at single spaces, but never before a sign that would begin a list, a quote or a heading there."""
    lines, line = list[str](), first
    for word in re.split(r"(?<! ) (?! )", text):
        begins = re.match(r"[-+*#>=|`~_<\d]", word) is not None
        if len(line) + len(word) > width and line.strip() and not begins and line != first:
            lines.append(line.rstrip(" "))
            line = later
        line += word if line in {first, later} else f" {word}"
    return [*lines, line]
