"""Tables, folders, `--help` and pages say the same."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from ola.fieldtypes import TYPES
from ola.fieldtypes.spec import TypeName
from tests.generated_pages import PAGES, REFERENCE, codes

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"


def text(path: str) -> str:
    """Read a file of the repository."""
    return (TOP / path).read_text(encoding="utf-8")


def module_with(name: str, table: str) -> ModuleType:
    """Give a module that holds a table; leave the test out while there is none."""
    module = importlib.import_module(name) if importlib.util.find_spec(name) else None
    if module is None or not hasattr(module, table):
        pytest.skip(f"{name}.{table} is not there yet")
    return module


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    """After a change run: python -m tests.generated_pages."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name]()


def test_a_code_has_one_meaning() -> None:
    """No number is used twice, and each has a title and a page with advice."""
    for number, found in codes().items():
        assert re.fullmatch(r"OLA\d{3}", number)
        assert len(found) == 1, f"{number} stands for {[code.title for code in found]}"
        (code,) = found
        assert code.title.strip(".") == code.title
        assert len(code.page) > 100, number


def test_every_field_type_is_one_of_the_language() -> None:
    """The types that are read are the types that an agreement may name, in one order."""
    assert [*TYPES] == [name for name in get_args(TypeName) if name in TYPES]
    assert set(TYPES) == set(get_args(TypeName))


def test_the_language_page_shows_the_example_agreement() -> None:
    """The agreement of the page is the one that tests and schemas use."""
    example = text("tests/vectors/agreements/harbor.ola.yaml").partition("\n")[2]
    assert f"```yaml\n{example}```\n" in text("docs/reference/language.md")


def test_the_language_page_names_every_key() -> None:
    """A key that an agreement may hold is a word of the language page."""
    document = module_with("ola.agreement.document", "published_schema")
    keys = set(keys_of(document.published_schema()))
    words = set(re.findall(r"[A-Za-z_]+", text("docs/reference/language.md")))
    assert sorted(keys - words) == []


def keys_of(schema: object) -> list[str]:
    """Gather the names of all properties in a JSON Schema."""
    match schema:
        case dict():
            own = list(schema["properties"]) if isinstance(schema.get("properties"), dict) else []
            return own + [key for part in schema.values() for key in keys_of(part)]
        case list():
            return [key for part in schema for key in keys_of(part)]
        case _:
            return []


def test_every_check_of_lint_is_a_file_and_in_the_table() -> None:
    """A file of `ola/lint` that can find something is a rule, and each rule is a file."""
    rules = {rule.__module__.rpartition(".")[2] for rule in module_with("ola.lint", "RULES").RULES}
    files = {path.stem for path in (TOP / "ola/lint").glob("*.py") if "= Code(" in path.read_text(encoding="utf-8")}
    assert files - {"__init__"} == rules


def test_every_export_target_is_a_file_and_on_a_page() -> None:
    """A target's name is its file's, and the page of exports says what it gives."""
    targets = module_with("ola.export", "TARGETS").TARGETS
    for name in targets:
        assert (TOP / f"ola/export/{name.replace('-', '_')}.py").is_file(), name
        assert f"`{name}`" in text("docs/reference/exports.md")


def test_every_verb_is_a_file_and_on_the_pages() -> None:
    """A verb is a file of `ola/cli`, stands in `--help`, and is told of on the page of commands."""
    verbs = module_with("ola.cli.app", "VERBS").VERBS
    for name, verb in verbs.items():
        assert verb.__module__ == f"ola.cli.{name}"
        assert inspect.getdoc(verb)
        assert f"## ola {name}\n" in text("docs/reference/commands.md")
    done = subprocess.run(
        [sys.executable, "-c", "from ola.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=TOP,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert [name for name in verbs if not re.search(rf"\b{name}\b", done.stdout)] == []
    assert [name for name in ("lint", "check", "measure", "export") if f"ola {name}" not in text("README.md")] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    """The index links every page of the docs."""
    linked = set(re.findall(r"\]\(([^)#]+\.md)\)", text("docs/index.md")))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert pages == linked


def test_every_folder_of_code_is_a_package() -> None:
    """A folder without `__init__.py` would be left out of what walks over ola."""
    folders = {path.parent for path in (TOP / "ola").rglob("*.py")}
    assert [folder.name for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_the_package_has_its_own_licence_and_version() -> None:
    """What is built is what the README says."""
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["name"] == "ola-contract"
    assert project["license"] == "Apache-2.0"
    assert text("LICENSE").lstrip().startswith("Apache License")
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in text("README.md")


def test_the_readme_has_one_command_for_each_purpose() -> None:
    """One block installs and shows, one installs and tests; `.ci/run` takes them from here."""
    commands = [block.strip() for block in re.findall(r"```sh\n(.*?)```", text("README.md"), re.DOTALL)]
    assert commands == ["pip install . && ola demo", "pip install '.[dev]' && pytest"]
