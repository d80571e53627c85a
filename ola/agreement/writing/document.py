"""The document of an agreement: its sections in order, and one fragment of it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from ola.agreement.writing import (
    calendars,
    commitments,
    events,
    exceptions,
    fields,
    for_people,
    handoff,
    head,
    histories,
    logs,
    merges,
    moves,
    owners,
    parties,
    rules,
    scores,
    segments,
    stages,
    systems,
    terms,
)
from ola.agreement.writing.atoms import Name
from ola.agreement.writing.glossary import HEADING as GLOSSARY
from ola.agreement.writing.glossary import write_glossary
from ola.agreement.writing.sections import Path, Section, is_empty
from ola.agreement.writing.signatures import HEADING as SIGNATURES
from ola.agreement.writing.signatures import write_signatures
from ola.tree.value import Mapping, Node

# What the parties promise stands first, what it is measured by after it.
_FILES: tuple[ModuleType, ...] = (
    parties,
    stages,
    moves,
    handoff,
    terms,
    scores,
    segments,
    commitments,
    exceptions,
    rules,
    fields,
    events,
    calendars,
    systems,
    owners,
    logs,
    histories,
    merges,
    for_people,
)
SECTIONS: dict[str, Section] = {file.SECTION.key: file.SECTION for file in _FILES}
NOTHING_AGREED = "Nothing is agreed under"


def write_document(tree: Mapping, years: tuple[int, ...]) -> str:
    """Write an agreement's tree as a Markdown document; the public holidays of `years` are spelled out in it."""
    blocks = [list(head.write_head(tree))]
    sections: dict[str, Section] = {**SECTIONS, "calendars": calendars.SECTION.in_years(years)}
    for key, section in sections.items():
        node = tree.get(key)
        if node is not None and not is_empty(node):
            blocks.append([f"## {section.heading}", "", *section.write(node)])
    nothing = [line for key in ("effective", "review", *SECTIONS) for line in _nothing_agreed(tree.get(key), (key,))]
    if nothing:
        blocks.append(["## Left open", "", *nothing, ""])
    text = "\n".join(line for block in blocks for line in block)
    parts = [[f"## {GLOSSARY}", "", *write_glossary(text)], *blocks[1:]]
    signatures = [*write_signatures(tree.get("parties"))]
    parts += [[f"## {SIGNATURES}", "", *signatures]] if signatures else []
    lines = [line for block in (blocks[0], *parts) for line in block]
    return "\n".join(_single_gaps(lines)).rstrip() + "\n"


def _single_gaps(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _says_so(path: Path) -> bool:
    """Say whether an empty table under this path is said where it stands: by its row, or by a phrase."""
    if path[0] == "fields":
        return len(path) == 3 and path[2] in {"required", "unique"}  # noqa: PLR2004 (fields, name, key)
    return len(path) == 2 and path[0] in {"parties", "systems", "owners", "stages"}  # noqa: PLR2004 (section, name)


def _nothing_agreed(node: Node | None, path: Path) -> Iterator[str]:
    """Say of each empty table where it stands; clauses keep their order, keys have that of their names."""
    if not isinstance(node, Mapping):
        return
    if not node.entries and not _says_so(path):
        yield f"- {NOTHING_AGREED} {', '.join(Name(free=True).text(name) for name in path)}."
    entries = node.entries if len(path) == 1 else sorted(node.entries, key=lambda entry: entry.name)
    for entry in entries:
        yield from _nothing_agreed(entry.value, (*path, entry.name))


def phrase(path: Path, node: Node) -> str:
    """Say one fragment of an agreement as the document says it: what stands under `path` of the tree.

    `phrase(("commitments", "first touch"), node)` is the paragraph of the commitment, `phrase(("fields", "email",
    "required"), node)` what is demanded of the field, a row is a sentence with each cell after its header.
    """
    if is_empty(node) and not _says_so(path):
        return next(_nothing_agreed(node, path)).removeprefix("- ")
    section = SECTIONS.get(path[0])
    if section is None:
        return head.phrase(path, node)
    if len(path) == 1 and path[0] not in {"handoff", "for_people", "merges"}:
        return " ".join(line for line in section.write(node) if line)
    return section.phrase(path, node)
