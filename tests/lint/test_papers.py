"""A document is asked as a whole; each check's page holds a document in which it finds something."""

from __future__ import annotations

import importlib
import textwrap
from pathlib import Path

import pytest

from ola.agreement.prose.paper import read_paper
from ola.finding import Code
from ola.lint.papers import PAPER_RULES, lint_paper
from ola.source import Source

FOLDER = Path(importlib.import_module("ola.lint.papers").__file__ or "").parent


def pages() -> dict[str, Code]:
    """Give the page of each check by its file."""
    found = {}
    for rule in PAPER_RULES:
        module = importlib.import_module(rule.__module__)
        (page,) = (each for each in vars(module).values() if isinstance(each, Code) and each.code.startswith("OLA2"))
        found[rule.__module__.rpartition(".")[2]] = page
    return found


def example(page: Code) -> str:
    """Give the document that a page shows: its indented lines."""
    lines = [line for line in page.page.splitlines() if line.startswith("    ") or not line.strip()]
    return textwrap.dedent("\n".join(lines)).strip()


def found(text: str) -> set[str]:
    """Give the codes of what is found in a document."""
    return {finding.code for finding in lint_paper(read_paper(Source("paper.md", text)))}


@pytest.mark.parametrize("name", pages())
def test_the_example_of_a_page_is_found(name: str) -> None:
    """What a page shows as wrong is found by its check."""
    page = pages()[name]
    assert page.code in found(example(page))


def test_every_file_with_a_page_is_a_rule() -> None:
    """A file of the folder that can find something is in the table, and each rule is a file."""
    files = {path.stem for path in FOLDER.glob("*.py") if "= Code(" in path.read_text(encoding="utf-8")}
    assert files == {rule.__module__.rpartition(".")[2] for rule in PAPER_RULES}


MENDED = """
# Leads between Marketing and Sales

Office hours are Monday to Friday 9:00 to 17:00, Europe/Berlin, without the public holidays of Germany.

- Sales answers every new lead within 4 business hours of assignment; after 8 business hours the lead is reassigned.
- Sales accepts or rejects every MQL within 2 business days of assignment.
- Marketing delivers at least 100 MQLs per month.

| Status | Meaning |
|---|---|
| New | nobody has written |
| Claimed | a rep has it |
| Lost | will not buy |

| Rule | Condition | Goes to |
|---|---|---|
| Large | headcount >= 750 | enterprise desk |
| Small | headcount < 750 | small desk |
| Other | everything else | small desk |
"""


def test_a_paper_without_quarrels_has_none() -> None:
    """Nothing is found in a document that agrees with itself."""
    assert found(MENDED) & {page.code for page in pages().values()} == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Every new lead is called within 18 hours. Leads with a score of 60 or more are called within 2 hours.",
            "Here contact has 2 hours for leads with score >= 60; line 1 says 18 hours. A lead may be bound by both.",
        ),
        (
            "Closed Out is final.\n\nFrom Closed Out a lead becomes Ready again.",
            "Closed Out is left here, and on line 1 it is final.",
        ),
    ],
)
def test_a_finding_says_what_stands_where(text: str, message: str) -> None:
    """The message names both places and what stands there."""
    messages = [finding.message for finding in lint_paper(read_paper(Source("paper.md", text)))]
    assert message in messages


def test_lists_that_differ_for_a_reason_of_their_own_are_left_alone() -> None:
    """Lists that share less than most of their values are different lists."""
    text = "Reasons are No budget, No need, Bad timing or Duplicate.\n\nStages are New, Working, Won or Lost."
    assert "OLA287" not in found(text)


STEPS = """
Working hours: Monday to Friday, 9:00 to 17:00, Europe/Berlin, without the public holidays of DE.

## Sales

- Call demo requests within 15 business minutes of assignment.
- Follow up all other MQLs within 4 business hours of assignment.

If a lead is not touched within 8 business hours of assignment, the SDR manager is notified.
After 16 business hours the lead is reassigned.
"""


def test_a_step_behind_a_limit_and_the_limit_of_the_others_are_no_second_limits() -> None:
    """Who is told when nobody acted is told later; leads other than these are bound by neither."""
    assert "OLA270" not in found(STEPS)


def test_a_step_ahead_of_its_limit_is_a_second_limit() -> None:
    """A lead that is taken away before its limit has passed has two."""
    assert "OLA270" in found(STEPS.replace("8 business hours", "2 business hours"))


def test_many_limits_are_told_up_to_twenty_by_their_lines() -> None:
    """A finding stays a sentence, however many promises disagree."""
    text = "\n\n".join(f"Sales calls every lead within {hours} hours of assignment." for hours in range(1, 40))
    told = [each for each in lint_paper(read_paper(Source("paper.md", text))) if each.code == "OLA270"]
    assert len(told) == 38
    assert told[-1].message.endswith(" and 18 more. A lead may be bound by both.")
