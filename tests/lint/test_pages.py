"""Each page of a check holds an example that it finds, and one that it does not; both are linted here.

A page's example is the first indented block, the better one stands after "Instead:". What stands in them is put into
the example agreement of the language page (`tests/lint/fragments.py`).
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator

import pytest

from ola.finding import Code
from ola.lint import RULES
from tests.generated_pages import codes
from tests.lint.fragments import findings, whole


def of_lint() -> Iterator[Code]:
    """Give the codes of every check."""
    modules = {rule.__module__ for rule in RULES}
    for found in codes().values():
        (code,) = found
        if any(code in vars(sys.modules[name]).values() for name in modules):
            yield code


CODES = {code.code: code for code in of_lint()}


def examples(code: Code) -> tuple[str, str]:
    """Give the example of a page and the better one, without their indentation."""
    parts = re.split(r"\n(?=Instead[^\n]*:\n)", code.page)
    assert len(parts) == 2, f"{code.code} does not say what to write instead"
    bad, good = (re.findall(r"(?:^    .*\n|^\n(?=    ))+", f"{part}\n", re.MULTILINE) for part in parts)
    assert bad, f"{code.code} has no example"
    assert len(good) == 1, f"{code.code} has more than one block after Instead"
    return textwrap.dedent(bad[0]), textwrap.dedent(good[0])


@pytest.mark.parametrize("number", CODES)
def test_the_example_of_a_page_is_found_and_the_better_one_is_not(number: str) -> None:
    """The example has findings of that code and no other, what stands after "Instead" has none at all."""
    bad, good = examples(CODES[number])
    assert {each.code for each in findings(whole(bad))} == {number}
    assert findings(whole(good)) == ()


def test_every_check_has_a_page() -> None:
    """No check is without codes, and their pages are those that are tested here."""
    assert len(CODES) >= len(RULES)
    assert sorted(CODES) == sorted(number for number in codes() if "OLA210" <= number <= "OLA269")
