"""Pages of the docs are taken apart as their readers would."""

from __future__ import annotations

import pytest

from tests.docs_page import RunCommand, RunPython, UnclearPage, WriteFile, matches, steps

PAGE = """
# Title

<!-- file: a.csv -->
```csv
id
1
```

```python
print("one")
```

```python
print("two")
```

<!-- prints -->
```text
two
```

```console
$ ola check a.csv \\
>   --quiet
one finding
[exit 1]
$ ola --version
```

<!-- not run: it takes an hour -->
```python
wait()
```

```sh
pip install .
```
"""


def test_a_page_is_a_list_of_steps() -> None:
    """Files, Python with what it prints, and commands come in the page's order; the rest is only shown."""
    assert list(steps(PAGE)) == [
        WriteFile("a.csv", "id\n1\n", 5),
        RunPython('print("one")\n', None, 10),
        RunPython('print("two")\n', "two\n", 14),
        RunCommand("ola check a.csv   --quiet", "one finding", 1, 23),
        RunCommand("ola --version", "", 0, 23),
    ]


@pytest.mark.parametrize(
    "page",
    ["<!-- prints -->\n```text\n1\n```\n", "<!-- not run -->\n```python\n1\n```\n", "```console\nola\n```\n"],
)
def test_an_unclear_page_is_refused(page: str) -> None:
    """Output of nothing, a block left out without a reason, and output without a command are mistakes."""
    with pytest.raises(UnclearPage):
        list(steps(page))


def test_an_ellipsis_stands_for_anything() -> None:
    """Alone it stands for lines, within a line for words; everything else is compared."""
    assert matches("one\n…\nfour", "one\ntwo\nthree\nfour\n")
    assert matches("one\n…\nfour", "one\nfour")
    assert matches("took … s.", "took 12 s.")
    assert matches("a\n\n  b", "a\n\n  b  \n")
    assert not matches("one\ntwo", "one")
    assert not matches("one.", "onex")
    assert not matches("took … s", "took\n12 s")
    assert not matches("one", "one\ntwo")
