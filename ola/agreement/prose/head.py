"""The head of a document: what of it is understood without words, and where the rest is to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ola.agreement.prose.naming import key_of
from ola.agreement.writing.head import HEADER, LINES
from ola.source import Place
from ola.tree.markdown import Block, Heading
from ola.tree.value import Entry, Mapping, Scalar

LANGUAGE = 1  # the version of the agreement language that documents are read as


def with_head(tree: Mapping, blocks: Sequence[Block]) -> Mapping:
    """Give a tree with the version of the language, and the heading as title and id where no head tells them."""
    told = list(tree.entries)
    if "id" not in tree and "title" not in tree:
        told = [*_titled(blocks), *told]
    if "ola" not in tree:
        told.insert(0, _entry("ola", LANGUAGE, tree.place))
    return Mapping(tuple(told), tree.place)


def _titled(blocks: Sequence[Block]) -> Iterator[Entry]:
    first = blocks[0] if blocks else None
    name = key_of(first.words.text).replace("_", "-") if isinstance(first, Heading) and first.level == 1 else ""
    if isinstance(first, Heading) and name:
        yield _entry("id", name, first.words.place)
        yield Entry(Scalar("title", "title", first.words.place), first.words.scalar)


def _entry(key: str, plain: str | int, place: Place) -> Entry:
    return Entry(Scalar(key, key, place), Scalar(plain, str(plain), place))


def row_for(key: str, example: object) -> str | None:
    """Say how a document tells a key of the head; nothing for a key that stands elsewhere."""
    label = next((line.label for line in LINES if line.path == (key,)), None)
    if label is None:
        return None
    return f"Write a table headed | {HEADER[0]} | | below the title, with the row | {label} | {example} |."
