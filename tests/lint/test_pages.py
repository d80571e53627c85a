"""Each page of a check holds an example that it finds, and one that it does not; both are linted here.

A page's example is the first indented block, the better one stands after "Instead:". What stands in them is put into
the example agreement of the language page, an entry for the one of its name; an example with a head of its own
(`ola: 1`) is an agreement by itself.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ola.agreement.reading import read_agreement
from ola.finding import Code
from ola.lint import RULES, lint
from ola.source import Source
from ola.tree.value import to_plain
from ola.tree.yaml import read_yaml
from tests.generated_pages import codes

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
AS_OF = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
# Sections whose entries are clauses of their own; any other one is replaced as a whole.
TABLES = (
    *("parties", "systems", "calendars", "owners", "fields", "terms", "scores", "segments", "rules", "stages", "logs"),
    *("histories", "events", "commitments", "exceptions"),
)


def of_lint() -> Iterator[Code]:
    """Give the codes of every check."""
    modules = {rule.__module__ for rule in RULES}
    for found in codes().values():
        (code,) = found
        if any(code in vars(sys.modules[name]).values() for name in modules):
            yield code


CODES = {code.code: code for code in of_lint()}


def plain(text: str) -> dict[str, Any]:
    """Read YAML 1.2 as plain values."""
    node, findings = read_yaml(Source("page", text))
    assert node is not None
    assert findings == (), text
    values = to_plain(node)
    assert isinstance(values, dict)
    return values


def examples(code: Code) -> tuple[str, str]:
    """Give the example of a page and the better one, without their indentation."""
    parts = re.split(r"\n(?=Instead[^\n]*:\n)", code.page)
    assert len(parts) == 2, f"{code.code} does not say what to write instead"
    bad, good = (re.findall(r"(?:^    .*\n|^\n(?=    ))+", f"{part}\n", re.MULTILINE) for part in parts)
    assert bad, f"{code.code} has no example"
    assert len(good) == 1, f"{code.code} has more than one block after Instead"
    return textwrap.dedent(bad[0]), textwrap.dedent(good[0])


def whole(example: str) -> str:
    """Give the agreement that an example stands for."""
    own = plain(example)
    if "ola" in own:
        return example
    agreement = plain(HARBOR.read_text(encoding="utf-8"))
    for section, value in own.items():
        agreement[section] = {**agreement.get(section, {}), **value} if section in TABLES else value
    return json.dumps(agreement)


def found(text: str) -> list[tuple[str, str]]:
    """Lint a text on the first of June 2026."""
    return [(each.code, each.message) for each in lint(read_agreement(Source("page.ola.yaml", text)), AS_OF)]


@pytest.mark.parametrize("number", CODES)
def test_the_example_of_a_page_is_found_and_the_better_one_is_not(number: str) -> None:
    """The example has findings of that code and no other, what stands after "Instead" has none at all."""
    bad, good = examples(CODES[number])
    assert {code for code, _ in found(whole(bad))} == {number}, found(whole(bad))
    assert found(whole(good)) == []


def test_every_check_has_a_page() -> None:
    """No check is without codes, and their pages are those that are tested here."""
    assert len(CODES) >= len(RULES)
    assert sorted(CODES) == sorted(number for number in codes() if "OLA210" <= number <= "OLA269")
