"""The vectors of sentences: data in files, read into sentences and what is understood of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ola.agreement.prose.reading import Context, Declared, Reading
from ola.agreement.prose.sentences import read_sentence
from ola.agreement.prose.units import units
from ola.source import Source
from ola.tree.markdown import read_markdown

FOLDER = Path(__file__).parent / "vectors/sentences"
# What the sentences that show the shapes stand below: names as a document of this kind declares them.
ORDINARY = Declared(
    fields=("Email", "Phone", "Country", "Score", "Reason", "Original Source", "On Hold", "Requalified At"),
    choices=(
        (
            "Status",
            ("Raw", "Ready", "Claimed", "Talking", "Resting", "Handed Over", "Disqualified", "Unworked", "Promoted"),
        ),
        ("Lead Status", ("Unworked", "Approached")),
    ),
    stages=("Lead", "MQL", "SAL", "SQL", "Raw", "Ready", "Claimed", "Talking", "Resting", "Handed Over"),
    parties=("Marketing", "Sales"),
    roles=("SDR", "AE"),
    calendars=("office hours",),
    scores=("Score",),
    segments=(("Tier", ("A", "B", "C")),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vector:
    """A sentence, what stands around it, and what is understood of it."""

    file: str
    sentence: str
    declared: Declared
    under: str
    before: str
    below: str
    expected: Mapping[str, Any]


@cache
def vectors() -> tuple[Vector, ...]:
    """Every vector of every file."""
    return tuple(vector for path in sorted(FOLDER.glob("*.yaml")) for vector in _of(path))


def _of(path: Path) -> Iterator[Vector]:
    file = yaml.safe_load(path.read_text(encoding="utf-8"))
    declared = declares(file.get("declares", {}))
    for each in file["sentences"]:
        around = {key: each.pop(key, "") for key in ("under", "before", "below")}
        yield Vector(path.stem, each.pop("sentence"), declared, **around, expected=each)


def declares(told: Mapping[str, Any]) -> Declared:
    """Give the names a file of vectors declares."""
    known: dict[str, Any] = {key: tuple(told.get(key, ())) for key in Declared.__slots__}
    for key in ("choices", "segments"):
        known[key] = tuple((name, tuple(values)) for name, values in told.get(key, {}).items())
    return Declared(**known)


def read_alone(sentence: str, declared: Declared, *, under: str = "", before: str = "", below: str = "") -> Reading:
    """Read a sentence below some declarations, with what stands around it."""
    context = alone(sentence, declared, under=under, before=before, below=below)
    reading = read_sentence(context.units[context.at], context)
    assert reading is not None
    return reading


def alone(sentence: str, declared: Declared, *, under: str = "", before: str = "", below: str = "") -> Context:
    """Put a sentence into a document of its own, with what stands around it."""
    marker = "\n\n" if sentence.startswith(("- ", "1. ")) else " "
    text = (
        (f"# {under}\n\n" if under else "")
        + (f"{before}{marker}" if before else "")
        + sentence
        + (f"\n\n{below}" if below else "")
    )
    document = read_markdown(Source("vector.md", text))
    every = tuple(units(document))
    plain = _plain(sentence)
    at = next(
        at
        for at, unit in enumerate(every)
        if unit.kind == "sentence" and _plain(unit.text)[:40] in plain and not _is_before(unit.text, before)
    )
    return Context(document, every, at, declared)


def _plain(text: str) -> str:
    return re.sub(r"[`*_\\]|^(?:- |\d+\. )", "", text)


def _is_before(text: str, before: str) -> bool:
    return bool(before) and _plain(text) in _plain(before)


def masked(sentence: str) -> str:
    """Give a sentence with its names and numbers masked: two of one mask have one shape."""
    text = re.sub(r"`[^`]*`|\"[^\"]*\"|\*\*[^*]*\*\*", "X", sentence)
    text = re.sub(r"[$€£]?\d[\d.,:]*\s*(?:%|k|K|M|am|pm)?", "N", text)
    words = text.split()
    shown = [word if at == 0 or not word[:1].isupper() else "X" for at, word in enumerate(words)]
    text = " ".join(shown).lower()
    number_words = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "twenty",
        "thirty",
    ]
    text = re.sub(rf"\b(?:{'|'.join(number_words)})\b", "n", text)
    return re.sub(r"(?:\b[xn]\b[ ,]*(?:and |or )?)+", "x ", text)
