"""Reading a written agreement gives the agreement again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ola.agreement.document import DOCUMENT
from ola.agreement.prose.paper import read_paper
from ola.agreement.reading import _lower
from ola.agreement.scope import Scope
from ola.agreement.writing.document import write_document
from ola.agreement.writing.formats import FORMATS
from ola.clock.calendar import Calendar
from ola.formatting.markdown_text import formatted_document
from ola.plan import Plan
from ola.source import Place, Source
from ola.tree.converted import from_docx, from_html
from ola.tree.markdown_text import one_line
from ola.tree.value import Entry, Items, Mapping, Node, Scalar
from tests.laws.documents import AGREEMENTS, PLACE, edited, plain, section, written

HEAD = {name: Scalar(value, value, PLACE) for name, value in (("id", "a"), ("version", "1.0.0"), ("zone", "UTC"))}
ONE_SECTION = st.sampled_from(list(DOCUMENT.keys)).flatmap(
    lambda name: section(name).map(lambda node: written(HEAD | {name: node}))
)
MANY = settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str) -> Mapping:
    """Read a document's tree."""
    return read_paper(Source("a.ola.md", text)).tree


def machine_parts(text: str) -> list[str]:
    """List what people do not see of a document and could hold a copy: HTML, comments, code, front matter."""
    found = MarkdownIt("commonmark").enable("table").parse(text)
    kinds = [inner.type for token in found for inner in (token, *(token.children or ()))]
    hidden = [
        kind for kind in kinds if kind in {"html_block", "html_inline", "fence", "code_block", "link_open", "image"}
    ]
    attributes = [each for token in found for each in token.attrs if each != "style"]
    return [*hidden, *attributes, *(["front matter"] if text.startswith("---") else [])]


def ordered(node: Node) -> Any:
    """Give the names of a tree where their order may mean something: of clauses, rows and choices."""
    match node:
        case Mapping():
            return {
                one_line(section.name): [
                    (one_line(entry.name), ordered_below(entry.value)) for entry in section.value.entries
                ]
                for section in node.entries
                if isinstance(section.value, Mapping)
                and section.name not in {"effective", "review", "merges"}
                and not _is_file(section.value)
            }
        case _:
            return None


def _is_file(node: Mapping) -> bool:
    return isinstance(node.get("file"), Scalar)


ROWS = ("within", "steps", "sequence", "choices", "rows", "columns", "hours", "overrides")


def ordered_below(node: Node) -> Any:
    """Give the order of the rows inside a clause."""
    if not isinstance(node, Mapping):
        return None
    found = {key: [one_line(each.name) for each in value.entries] for key, value in _tables(node)}
    is_segment = all(entry.name not in {"says", "level", "id", "when"} for entry in node.entries) and not found
    return found, [one_line(entry.name) for entry in node.entries] if is_segment and _all_conditions(node) else None


def _tables(node: Mapping) -> list[tuple[str, Mapping]]:
    return [
        (entry.name, entry.value) for entry in node.entries if entry.name in ROWS and isinstance(entry.value, Mapping)
    ]


def _all_conditions(node: Mapping) -> bool:
    known = {name for keys in DOCUMENT.keys.values() for name in _names_of(keys.holds)}
    return all(entry.name not in known for entry in node.entries)


def _names_of(structure: Any) -> set[str]:
    inner = getattr(structure, "value", None)
    options = getattr(inner, "options", (inner,))
    return {name for option in options for name in getattr(option, "keys", None) or ()}


@MANY
@given(ONE_SECTION)
def test_each_section_reads_back_as_it_was_written(tree: Mapping) -> None:
    """What stands under any key of the language is written in words that say the same."""
    text = write_document(tree, ())
    assert plain(read(text)) == plain(tree), text


@MANY
@given(AGREEMENTS)
def test_an_agreement_reads_back_as_it_was_written(tree: Mapping) -> None:
    """A whole agreement reads back with its values, its order, and the same plan and findings."""
    text = write_document(tree, (2026,))
    assert machine_parts(text) == [], text
    again = read(text)
    assert plain(again) == plain(tree), text
    assert ordered(again) == ordered(tree), text
    assert lowered(again) == lowered(tree)


def lowered(tree: Mapping) -> tuple[Any, set[tuple[str, str | None]]]:
    """Give the plan of a tree without places and hash, and the codes of what is found in it."""
    source = Source("a", "")
    scope = Scope("a")
    pruned = DOCUMENT.prune(placed(tree, count(1)), (), scope.report_structure)
    assert isinstance(pruned, Mapping)
    agreement = _lower(pruned, source, None, scope)
    found = {(finding.code, finding.clause) for finding in agreement.findings}
    return without_places(agreement.plan), found


def placed(node: Node, lines: Iterator[int]) -> Node:
    """Give each value of a tree a line of its own: two things are the same where they stand in one place."""
    place = replace(PLACE, line=next(lines))
    match node:
        case Scalar():
            return replace(node, place=place, runs=())
        case Items(items):
            return Items(tuple(placed(item, lines) for item in items), place)
        case Mapping(entries):
            kept = ((placed(entry.key, lines), placed(entry.value, lines)) for entry in entries)
            return Mapping(tuple(Entry(key, value) for key, value in kept if isinstance(key, Scalar)), place)


def without_places(value: Any) -> Any:
    """Give a plan as plain values, without places and hash."""
    match value:
        case Place():
            return None
        case Calendar():
            return repr(value)
        case Plan():
            return {
                each.name: without_places(getattr(value, each.name))
                for each in dataclasses.fields(value)
                if each.name != "sha256"
            }
        case tuple() | list():
            return [without_places(each) for each in value]
        case dict():
            return {one_line(str(key)): without_places(each) for key, each in value.items()}
        case frozenset():
            return sorted(map(str, value))
        case str():
            return one_line(value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = [without_places(getattr(value, each.name)) for each in dataclasses.fields(value)]
            return [type(value).__name__, *fields]
        case _:
            return repr(value)


@SOME
@given(AGREEMENTS, st.randoms(use_true_random=False))
def test_lines_wrapped_cells_padded_and_markers_changed_by_people_mean_the_same(tree: Mapping, chance: Any) -> None:
    """An editor may lay the document out anew: nothing of the agreement hangs on lines, spaces and list signs."""
    text = edited(write_document(tree, (2026,)), chance)
    assert plain(read(text)) == plain(tree), text


@SOME
@given(AGREEMENTS)
def test_a_written_document_is_formatted_already(tree: Mapping) -> None:
    """Formatting changes nothing in what was just written."""
    text = write_document(tree, (2026,))
    assert formatted_document(Source("a.ola.md", text)) == text


@FEW
@given(AGREEMENTS)
def test_a_document_reads_back_through_html(tree: Mapping) -> None:
    """The page that is printed is the same agreement; only runs of spaces become one."""
    html = FORMATS["html"](write_document(tree, ()))
    assert isinstance(html, str)
    assert single_spaced(plain(read(from_html(html, "a.html")))) == single_spaced(plain(tree))


@FEW
@given(AGREEMENTS)
def test_a_document_reads_back_through_word(tree: Mapping) -> None:
    """The Word file that is sent is the same agreement; only runs of spaces become one."""
    word = FORMATS["docx"](write_document(tree, ()))
    assert isinstance(word, bytes)
    assert single_spaced(plain(read(from_docx(word, "a.docx")))) == single_spaced(plain(tree))


def single_spaced(value: Any) -> Any:
    """Give plain values with each run of white space in their texts as one space."""
    match value:
        case str():
            return " ".join(value.split())
        case list():
            return [single_spaced(each) for each in value]
        case dict():
            return {" ".join(key.split()): single_spaced(each) for key, each in value.items()}
        case _:
            return value
