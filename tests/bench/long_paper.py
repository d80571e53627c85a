"""A document of two hundred pages: the shapes of the samples over and over, each time with other names and numbers."""

from __future__ import annotations

import re
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "agreements"
_NAMED = re.compile(r"`([A-Z][\w .-]{2,40})`|^\| ([A-Z][\w .-]{2,40}) \|", re.MULTILINE)
_TEAMS = ("Harbour", "Meadow", "Quarry", "Summit", "Orchard", "Canal", "Foundry", "Prairie", "Lantern", "Willow")
WORDS_A_PAGE = 500


def long_paper(pages: int = 200) -> str:
    """Write a document of so many pages of 500 words; the same for the same number."""
    papers = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*/paper.md"))]
    text, words, number = "# All our agreements\n\n", 0, 0
    while words < pages * WORDS_A_PAGE:
        part = _renamed(papers[number % len(papers)], number)
        text += part
        words += len(part.split())
        number += 1
    return text


def _renamed(paper: str, number: int) -> str:
    """Give a paper with names of its own: what it declares is called after a team."""
    names = {name for found in _NAMED.findall(paper) for name in found if name}
    team = f"{_TEAMS[number % len(_TEAMS)]} {number}" if number >= len(_TEAMS) else _TEAMS[number]
    for name in sorted(names, key=len, reverse=True):
        paper = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"{name} {team}", paper)
    # Two levels down, below a heading of its own.
    body = re.sub(r"^(#+) ", r"##\1 ", paper, flags=re.MULTILINE)
    return f"## Annex {number + 1}: {team}\n\n{body}\n\n"
