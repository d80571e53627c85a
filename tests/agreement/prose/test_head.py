"""The head of a document: what is told by its title, and where the rest is to be written."""

from __future__ import annotations

from ola.agreement.reading import read_agreement
from ola.source import Source

PAPER = "# Leads of the north\n\nMarketing delivers at least 20 MQLs per month.\n"


def missing(text: str, name: str = "paper.md") -> dict[str, str | None]:
    """Give what the head lacks, with the way out."""
    found = read_agreement(Source(name, text)).findings
    return {each.message: each.advice for each in found if each.code == "OLA131" and "The agreement" in each.message}


def test_a_title_names_the_agreement() -> None:
    """Nobody writes an id for machines on a page of a wiki."""
    plan = read_agreement(Source("paper.md", PAPER)).plan
    assert (plan.title, plan.id) == ("Leads of the north", "leads-of-the-north")


def test_the_rest_is_asked_for_as_rows_of_a_table() -> None:
    """Version and zone are said by no title; what is to be written is what a document can hold."""
    told = missing(PAPER)
    assert told["The agreement has no zone."] == (
        "Write a table headed | The agreement | | below the title, with the row | Time zone | America/New_York |."
    )
    head = "| The agreement | |\n|---|---|\n| Version | 1.0.0 |\n| Time zone | Europe/Berlin |\n"
    assert "The agreement has no zone." not in missing(PAPER.replace("\n\n", f"\n\n{head}\n", 1))
    assert "The agreement has no version." not in missing(PAPER.replace("\n\n", f"\n\n{head}\n", 1))


def test_yaml_is_told_of_keys() -> None:
    """A table is no way out of YAML."""
    told = missing("title: Leads\n", "paper.ola.yaml")
    assert told["The agreement has no ola."] == "The version of this language; always 1. Add ola: 1."
