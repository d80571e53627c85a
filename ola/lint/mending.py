"""Mending an agreement: the fixes of its findings, written into its text.

A fix is taken only where it does what it says: the finding is gone afterwards, and no error has come in its place
that is not itself one to fix. What cannot be fixed so is left to people.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ola.agreement.agreement import Agreement
from ola.finding import Edit, Finding
from ola.lint import lint
from ola.source import Source

MOST_FIXES = 500
_LINE = re.compile(r"\bline \d+")


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of mending: the text before and after, what was fixed, and what is left."""

    source: Source
    text: str
    fixed: tuple[Finding, ...]
    left: tuple[Finding, ...]

    @property
    def source_now(self) -> Source:
        """The text after, in which the findings that are left have their places."""
        return replace(self.source, text=self.text)

    @property
    def changed(self) -> bool:
        """Whether anything was fixed."""
        return self.text != self.source.text

    @property
    def diff(self) -> str:
        """The change as a unified diff; empty where nothing was fixed."""
        return self.source.diff(self.text)


def mend(agreement: Agreement, read: Callable[[Source], Agreement], as_of: dt.datetime) -> Mended:
    """Fix what has one right answer, one finding after the other, and say what is left."""
    current, findings = agreement, lint(agreement, as_of)
    fixed: list[Finding] = []
    refused: set[tuple[str, str]] = set()
    for _ in range(MOST_FIXES):
        taken = False
        for finding in findings:
            if finding.fix is None or _named(finding) in refused:
                continue
            text = _edited(current.source, finding.fix.edits)
            if text is None:
                continue
            tried = read(replace(current.source, text=text))
            after = lint(tried, as_of)
            if _is_better(finding, findings, after):
                fixed.append(finding)
                current, findings, taken = tried, after, True
                break
            refused.add(_named(finding))
        if not taken:
            break
    return Mended(agreement.source, current.source.text, tuple(fixed), findings)


def _named(finding: Finding) -> tuple[str, str]:
    # Lines move when something above them goes.
    return finding.code, _LINE.sub("line", finding.message)


def _is_better(finding: Finding, before: Iterable[Finding], after: Iterable[Finding]) -> bool:
    """Whether the finding is gone, and what is new can be fixed as well or is no error."""
    known = [_named(each) for each in before]
    if [_named(each) for each in after].count(_named(finding)) >= known.count(_named(finding)):
        return False
    return not any(each.level == "error" and each.fix is None and _named(each) not in known for each in after)


def _edited(source: Source, edits: tuple[Edit, ...]) -> str | None:
    """Give the text with the edits, or nothing where something else stands in one of their places."""
    text = source.text
    for edit in sorted(edits, key=lambda edit: edit.place, reverse=True):
        start, end = source.span(edit.place)
        if text[start:end] != edit.was:
            return None
        text = f"{text[:start]}{edit.text}{text[end:]}"
    return text
