"""Words of a document: a text that knows where it stands, and what is set off in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ola.source import Place
from ola.tree.value import Run, Scalar

MarkKind = Literal["code", "strong", "emphasis", "link"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch that is set off: code points `start` to before `end` of the text."""

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words as people read them, without the signs of Markdown; `scalar` knows the place of each."""

    scalar: Scalar
    marks: tuple[Marked, ...] = ()

    @property
    def text(self) -> str:
        """The words, line breaks turned into spaces."""
        return self.scalar.text

    @property
    def place(self) -> Place:
        """Where they stand."""
        return self.scalar.place

    def at(self, start: int, end: int) -> Place:
        """Give the place of the code points from `start` to before `end`."""
        return self.scalar.at(start, end)

    def marked(self, kind: MarkKind) -> tuple[str, ...]:
        """Give the stretches set off in this way, in order."""
        return tuple(self.text[each.start : each.end] for each in self.marks if each.kind == kind)

    def is_marked(self, start: int, end: int, kind: MarkKind) -> bool:
        """Say whether one mark of this kind covers the whole stretch."""
        return any(each.kind == kind and each.start <= start and end <= each.end for each in self.marks)

    def cut(self, start: int, end: int) -> Words:
        """Give the words from `start` to before `end`, trimmed of white space, with their marks and places."""
        start, end = max(0, start), min(len(self.text), end)
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        text = self.text[start:end]
        marks = tuple(
            Marked(each.kind, max(each.start, start) - start, min(each.end, end) - start)
            for each in self.marks
            if each.start < end and each.end > start
        )
        return Words(Scalar(text, text, self.at(start, end), runs=tuple(_runs(self.scalar.runs, start, end))), marks)

    def parted(self, between: re.Pattern[str]) -> tuple[Words, ...]:
        """Take the words apart wherever a pattern stands; what it matches belongs to no part."""
        found, start = list[Words](), 0
        for match in between.finditer(self.text):
            found.append(self.cut(start, match.start()))
            start = match.end()
        return (*found, self.cut(start, len(self.text)))

    def __str__(self) -> str:
        """The words themselves."""
        return self.text


def _runs(runs: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    """Give the parts of runs that lie in a stretch, counted from its start."""
    for run in runs:
        first, last = max(run.offset, start), min(run.offset + run.length, end)
        if first < last:
            yield Run(first - start, last - first, run.line, run.column + first - run.offset)


# A full stop after one of these does not end a sentence.
_SHORT_FORMS = frozenset(
    (
        "approx.",
        "art.",
        "ca.",
        "cf.",
        "co.",
        "corp.",
        "dept.",
        "dr.",
        "e.g.",
        "eq.",
        "est.",
        "etc.",
        "excl.",
        "fig.",
        "i.e.",
        "inc.",
        "incl.",
        "jr.",
        "ltd.",
        "max.",
        "mgr.",
        "min.",
        "mr.",
        "mrs.",
        "ms.",
        "mt.",
        "nr.",
        "no.",
        "p.",
        "pp.",
        "prof.",
        "resp.",
        "sec.",
        "sen.",
        "sr.",
        "st.",
        "vs.",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sep.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
        "mon.",
        "tue.",
        "wed.",
        "thu.",
        "fri.",
        "sat.",
        "sun.",
        "a.m.",
        "p.m.",
        "u.s.",
        "u.k.",
    )
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"\S+$")
_STARTS_A_SENTENCE = re.compile(r"[^a-z]|[a-z]\.\s+[A-Z]")  # or a letter that counts: "b. Schools: …"


def sentences(words: Words) -> tuple[Words, ...]:
    """Cut words into sentences.

    A sentence ends with a full stop, question or exclamation mark before white space and a word that may start one:
    with a capital, a digit or a sign, or marked as code.
    Marks inside code, parentheses or quotes do not end it, nor does the stop of a short form such as `e.g.`.
    """
    text, found, start = words.text, [], 0
    inside, codes = _enclosed(words), {mark.start for mark in words.marks if mark.kind == "code"}
    for end in _END.finditer(text):
        if inside[end.start()] or not _ends(text, start, end, codes):
            continue
        found.append(words.cut(start, end.end()))
        start = end.end()
    rest = words.cut(start, len(text))
    return tuple(each for each in (*found, rest) if each.text)


def _ends(text: str, start: int, end: re.Match[str], codes: set[int]) -> bool:
    after = text[end.end() :].lstrip()
    is_name = len(text) - len(after) in codes  # "… is it? `score` means …"
    if after and not is_name and not _STARTS_A_SENTENCE.match(after):
        return False
    if end.group().startswith(".") and len(end.group()) == 1:
        before = _WORD_BEFORE.search(text, start, end.end())
        word = before.group().lstrip("(\"'“‘[").lower() if before else ""
        if word == "no.":
            return not after[:1].isdigit()  # "No. 4" goes on, "stays No. Then" ends
        if word in _SHORT_FORMS and after:
            if word in {"a.m.", "p.m."} and _GOES_ON.match(after):
                return False  # "5 p.m. GMT", "6 p.m. Pacific Time, Monday to Friday"
            return word in {"a.m.", "p.m.", "etc."} and after[0].isupper()  # "10 a.m. The" ends, "approx. 5" goes on
        if re.fullmatch(r"(?:\d{1,3}|[a-z])\.", word) and text[start : end.end()].strip().lower() == word:
            return False  # a number or letter that only counts what follows
    return True


# What stands behind a time of day and goes on with it: a zone, the days it holds on.
_GOES_ON = re.compile(
    r"(?:[A-Z]{2,5}|(?:US |UK )?\w+(?: Standard| Daylight| European| Mean)* Time|[A-Z]\w+ time|[A-Z]\w+/[A-Z]\w+)\b"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*\b"
)
_OPENS = {"(": ")", "[": "]", "“": "”", "„": "“", "«": "»"}


def _enclosed(words: Words) -> list[bool]:
    """Say of each code point whether it stands inside code, or in parentheses or quotes that are closed again."""
    text = words.text
    inside = [False] * len(text)
    stack: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if stack and sign == stack[-1][0]:
            _, begun = stack.pop()
            if not stack:
                inside[begun:at] = [True] * (at - begun)
        elif sign in _OPENS:
            stack.append((_OPENS[sign], at))
    straight = [at for at, sign in enumerate(text) if sign == '"']
    for begun, ended in zip(straight[::2], straight[1::2], strict=False):
        inside[begun:ended] = [True] * (ended - begun)
    for mark in words.marks:
        if mark.kind == "code":
            inside[mark.start : mark.end] = [True] * (mark.end - mark.start)
    return inside
