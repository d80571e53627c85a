"""Forms of sentences: a template says how some keys of a clause are written, and how they are read again.

    Form("{owed_by} owes {stops} {within}[, counted from {starts}].")

A word in braces is a key of the clause, and stands as its kind writes it; what stands in brackets is left out where a
key in it is not written. `sets` are keys whose one value the sentence itself says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ola.agreement.writing.atoms import CODE, QUOTE, Kind, skeleton
from ola.source import Place
from ola.tree.value import Entry, Node, Scalar
from ola.tree.value import Mapping as Written
from ola.tree.words import Words

_PARTS = re.compile(r"\[([^\]]*)\]|([^\[\]]+)")
_SLOT = re.compile(r"\{(\w+)\}")
Kinds = Mapping[str, Kind]
Value = str | bool


@dataclass(frozen=True)
class Form:
    """One form of a sentence, or of a phrase in a cell."""

    template: str
    sets: Mapping[str, Value] = field(default_factory=dict)

    @cached_property
    def parts(self) -> tuple[tuple[bool, str], ...]:
        """The template cut up: whether each part may be left out, and its text."""
        return tuple((found[1] is not None, found[1] or found[2]) for found in _PARTS.finditer(self.template))

    @property
    def begins_with_slot(self) -> bool:
        """Whether it is a sentence whose first words are a value, written with a large letter."""
        return self.template.startswith("{") and self.template.endswith(".")

    @cached_property
    def needs(self) -> frozenset[str]:
        """The keys without which it says nothing."""
        needed = {key for optional, text in self.parts if not optional for key in _SLOT.findall(text)}
        return frozenset(needed | self.sets.keys())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys that it can say."""
        return (*_SLOT.findall(self.template), *self.sets)

    def write(self, table: Mapping[str, Node], kinds: Kinds) -> tuple[str, frozenset[str]] | None:
        """Say what a clause holds; give the sentence and the keys it said, or nothing where it does not fit."""
        if not self.needs <= table.keys() or any(not _is(table[key], value) for key, value in self.sets.items()):
            return None
        text, said = "", set(self.sets)
        for optional, part in self.parts:
            keys = _SLOT.findall(part)
            written = {key: kinds[key].write(table[key]) for key in keys if key in table}
            if len(written) < len(keys) or None in written.values():
                if optional:
                    continue
                return None
            for key, words in written.items():
                is_first = not text and self.begins_with_slot and key == keys[0]
                shown = begin_sentence(str(words)) if is_first else str(words)
                part = part.replace(f"{{{key}}}", shown)  # noqa: PLW2901 (each slot is filled in)
            text, said = text + part, said | written.keys()
        return (text, frozenset(said)) if said else None

    def pattern(self, kinds: Kinds, *, groups: bool = True) -> str:
        """Give the pattern of its skeleton, with a group for each key unless it stands inside another."""
        whole = ""
        for optional, part in self.parts:
            inner, at = "", 0
            for slot in _SLOT.finditer(part):
                inner += re.escape(part[at : slot.start()])
                inner += f"({f'?P<{slot[1]}>' if groups else '?:'}{kinds[slot[1]].pattern})"
                at = slot.end()
            inner += re.escape(part[at:])
            whole += f"(?:{inner})?" if optional else inner
        return whole


def _is(node: Node, value: Value) -> bool:
    return isinstance(node, Scalar) and type(node.value) is type(value) and node.value == value


# ── the first word of a sentence ────────────────────────────────────────────────────────────────


def begin_sentence(text: str) -> str:
    """Write the first letter of a bare text large, where it can be told on reading that it was small."""
    if text.startswith("`"):
        return text
    large = text[:1].upper() + text[1:]
    return large if inner_word(large) == text else f"`{text}`"


def inner_word(text: str) -> str:
    """Give a text as it would stand inside a sentence: `Sales` is `sales`, `SDR team` is itself."""
    first, second = text[:1], text[1:2]
    is_small = first.isupper() and first.lower().upper() == first and not (second.isupper() or second.isdigit())
    return first.lower() + text[1:] if is_small else text


@dataclass(frozen=True)
class Forms:
    """The forms that clauses of one kind have, with the kinds of their keys; the first that fits is written."""

    kinds: Kinds
    forms: tuple[Form, ...]

    @cached_property
    def patterns(self) -> tuple[tuple[Form, re.Pattern[str]], ...]:
        """Each form with its pattern."""
        return tuple((form, re.compile(form.pattern(self.kinds))) for form in self.forms)

    def write(self, table: Mapping[str, Node]) -> tuple[list[str], dict[str, Node]]:
        """Say all that can be said; give the sentences, and the keys that no form had words for."""
        left, sentences = dict(table), list[str]()
        for form in self.forms:
            found = form.write(left, self.kinds)
            if found is not None:
                sentences.append(found[0])
                left = {key: node for key, node in left.items() if key not in found[1]}
        return sentences, left

    def read(self, words: Words) -> tuple[Form, tuple[Entry, ...]] | None:
        """Give the form that words have, and the entries they say; nothing where they have none."""
        shape = skeleton(words)
        begun = inner_word(shape)
        for form, pattern in self.patterns:
            found = pattern.fullmatch(begun if form.begins_with_slot else shape)
            entries = None if found is None else tuple(self._entries(form, found, words))
            if entries is not None and None not in entries:
                return form, tuple(entry for entry in entries if entry is not None)
        return None

    def _entries(self, form: Form, found: re.Match[str], words: Words) -> Iterator[Entry | None]:
        for key, span in ((key, found.span(key)) for key in found.groupdict()):
            if span[0] < 0:
                continue
            part = words.cut(*span)
            if span[0] == 0 and form.begins_with_slot and skeleton(part)[:1] not in {CODE, QUOTE}:
                part = _begun(part)
            node = self.kinds[key].read(part)
            yield None if node is None else Entry(key_of(key, part.place), node)
        for key, value in form.sets.items():
            yield Entry(key_of(key, words.place), Scalar(value, str(value).lower(), words.place, "folded"))


@dataclass(frozen=True)
class Sub:
    """A table inside a clause that is one phrase: `at mql when consent`; `empty` says one that holds nothing."""

    forms: Forms
    empty: str | None = None

    @cached_property
    def pattern(self) -> str:
        """Any of its forms."""
        forms = [form.pattern(self.forms.kinds, groups=False) for form in self.forms.forms]
        return f"(?:{'|'.join((*forms, *([re.escape(self.empty)] if self.empty else [])))})"

    def write(self, node: Node) -> str | None:
        """The one phrase that says all of it."""
        if not isinstance(node, Written):
            return None
        if not node.entries:
            return self.empty
        texts, left = self.forms.write(table_of(node))
        return texts[0] if len(texts) == 1 and not left else None

    def read(self, words: Words) -> Node | None:
        """The table."""
        if words.text == self.empty:
            return Written((), words.place)
        found = self.forms.read(words)
        return None if found is None else Written(found[1], words.place)


@dataclass(frozen=True)
class Either:
    """One of several kinds; the first that has words for a value writes it, the first that reads words reads them."""

    kinds: tuple[Kind, ...]

    @cached_property
    def pattern(self) -> str:
        """Any of them."""
        return f"(?:{'|'.join(kind.pattern for kind in self.kinds)})"

    def write(self, node: Node) -> str | None:
        """As the first that can."""
        return next((text for kind in self.kinds if (text := kind.write(node)) is not None), None)

    def read(self, words: Words) -> Node | None:
        """As the first that its pattern fits."""
        shape = skeleton(words)
        found = (kind.read(words) for kind in self.kinds if re.fullmatch(kind.pattern, shape))
        return next((node for node in found if node is not None), None)


def _begun(words: Words) -> Words:
    """Give the first words of a sentence as they would stand inside one."""
    text = inner_word(words.text)
    return Words(replace(words.scalar, text=text, value=text), words.marks)


def key_of(name: str, place: Place) -> Scalar:
    """Give a key of the language, at the place of what it holds."""
    return Scalar(name, name, place, "folded")


def table_of(node: Node) -> dict[str, Node]:
    """Give the keys of a clause; none where it is no table."""
    return {entry.name: entry.value for entry in node.entries} if isinstance(node, Written) else {}
