"""Each broken copy of the example agreement finds exactly what its comments announce."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from ola.agreement.document import DOCUMENT
from ola.agreement.reading import read_agreement
from ola.finding import Finding
from ola.lint import lint
from ola.source import Place, Source
from ola.tree.reading import load_text

VECTORS = Path(__file__).parents[1] / "vectors"
HARBOR = VECTORS / "agreements" / "harbor.ola.yaml"
COPIES = sorted((VECTORS / "broken").glob("*.ola.yaml"))
AS_OF = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ANNOUNCED = re.compile(r"# finds (OLA\d{3}) (.*?)(?=  # finds|$)")


def found(source: Source) -> tuple[Finding, ...]:
    """Lint an agreement on the first of June 2026."""
    return lint(read_agreement(source), AS_OF)


def line(finding: Finding) -> int:
    """Give the line a finding stands on."""
    assert isinstance(finding.place, Place)
    return finding.place.line


def announced(source: Source) -> list[tuple[int, str, str]]:
    """List line, code and message of what the comments of a copy announce."""
    lines = enumerate(source.lines, 1)
    return [(number, *each) for number, text in lines for each in ANNOUNCED.findall(text)]


def test_the_example_finds_nothing() -> None:
    """`ola lint` says nothing about the example."""
    assert found(load_text(HARBOR)) == ()


@pytest.mark.parametrize("copy", COPIES, ids=lambda path: path.name.removesuffix(".ola.yaml"))
def test_broken_copy_finds_exactly_what_it_announces(copy: Path) -> None:
    """What a copy finds is what its comments say, each at its line."""
    source = load_text(copy)
    findings = [(line(finding), finding.code, finding.message) for finding in found(source)]
    assert sorted(findings) == announced(source)


def test_broken_copies_reach_every_section_with_many_codes() -> None:
    """The copies have at least twenty different codes, and between them break every section."""
    codes, sections = set(), set()
    example = load_text(HARBOR).lines
    for copy in COPIES:
        source = load_text(copy)
        own = found(source)
        assert own
        codes |= {finding.code for finding in own}
        plain = [ANNOUNCED.sub("", text).rstrip() for text in source.lines]
        changed = next((at for at, text in enumerate(plain) if text not in {each.rstrip() for each in example}), None)
        top = [text.split(":")[0] for text in plain[: (changed or len(plain)) + 1] if re.match(r"[a-z]", text)]
        sections.add(top[-1])
    assert len(codes) >= 20
    head = {"ola", "id", "title", "version", "status", "zone", "founded", "effective", "review"}
    assert set(DOCUMENT.keys) - head - sections == {"moves"} - sections
