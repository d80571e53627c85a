"""`ola read`: a document beside its reading, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ola.cli.app import app

RUN = CliRunner()
SAMPLES = Path(__file__).parents[1] / "agreements"

# What nobody signs, and somebody sends all the same.
HOSTILE: Mapping[str, str] = {
    "nothing": "",
    "white space": " \n\t\n\r\n ",
    "quotations in quotations": f"{'> ' * 3_000}Sales calls.",
    "lists in lists": "\n".join(
        f"{'  ' * depth}- Sales calls every lead within {depth} hours." for depth in range(300)
    ),
    "brackets": f"Leads {'(' * 5_000}scores{')' * 5_000} count.",
    "square brackets": "[" * 20_000,
    "stars": "*a **b " * 8_000,
    "backticks": "`" * 9_999 + " x " + "``` " * 999,
    "one long word": "x" * 300_000,
    "one long sentence": f"Sales calls {', '.join(['every lead'] * 9_000)} within 4 hours.",
    "joined without end": f"A lead is ready if {' and '.join(f'field {at} is known' for at in range(3_000))}.",
    "a table of many rows": "| Stage | Meaning |\n|---|---|\n"
    + "".join(f"| S{at} | in {at} |\n" for at in range(3_000)),
    "a table of many columns": f"|{' a |' * 3_000}\n|{'---|' * 3_000}\n|{' 1 |' * 3_000}\n",
    "a table that is none": "| a | b |\n|---|\n| 1 | 2 | 3 |\n||||\n|",
    "points without end": "| Signal | Points |\n|---|---|\n"
    + "".join(f"| {at}-{at + 9} visits | {at} |\n" for at in range(2_000)),
    "a list of many items": "One of these:\n\n" + "".join(f"{at}. score above {at}\n" for at in range(1, 3_000)),
    "many headings": "".join(f"{'#' * (at % 6 + 1)} 1.{at} Part {at}\n\nx\n\n" for at in range(2_000)),
    "html": "<script>alert('Sales calls within 4 hours.')</script>\n\n<table><tr><td>4 hours</td></tr></table>\n\n"
    "A <b>lead</b> <!-- not --> is <img src=x onerror=y> called.",
    "words that run backwards": "Sales calls \u202egnihton\u202c within 4\u200b hours of \ufeffassignment.",
    "signs of every kind": "Ｓａｌｅｓ calls within ４ hours; ٤ ساعات; 4\u00a0hours; ½ hour; Ⅳ hours; 🕓 🌀",
    "combining marks": f"Sales calls every l{chr(0x301) * 3_000}ead within 4 hours.",
    "lines of other kinds": "Sales calls.\u2028Within 4 hours.\u2029\x0bAnd\x0c then\x85 more.",
    "signs that cannot be seen": "Sales\x00 calls\x1b[31m every\x07 lead within 4 hours of assignment.",
    "numbers without end": f"Marketing delivers at least {'9' * 400} leads a month, and 1e999 %, and -0 days.",
    "impossible times": "Office hours are 25:61 to 99:99, Monday to Mondayday, Europe/Nowhere, within -4 hours.",
    "yaml that never ends": "```yaml\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "yaml in vain": "```yaml\n\t- : :\n  {{{\n? !!python/object:os.system\n```\n",
    "deep yaml": f"```yaml\n{'[' * 400}\n```\n",
    "front matter that never ends": "---\ntitle: x\n\nSales calls every lead.",
    "for people, everywhere": "**For people:** For people: (for people)\n\n| (for people) | For people: |\n|---|---|\n"
    "| | (for people) |\n",
    "proposals to propose": "`a` `b` | `c` must reach `` ` `` within \"4 'hours'\" \\| **or** _not_.",
}


def read(text: str, *words: str) -> Result:
    """Read a text as somebody does who pipes it in."""
    return RUN.invoke(app, ["read", "-", *words], input=text)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_findings(name: str) -> None:
    """Every text is read to its end: each sentence and row has an outcome, and there is no traceback."""
    told = read(HOSTILE[name], "--format", "json")
    assert told.exception is None or isinstance(told.exception, SystemExit)
    assert told.exit_code in {0, 1}
    reading = json.loads(told.stdout)
    assert all(unit["outcomes"] for unit in reading["units"])
    assert reading["counts"] == {
        name: sum(each["outcome"] == name for unit in reading["units"] for each in unit["outcomes"])
        for name in reading["counts"]
    }
