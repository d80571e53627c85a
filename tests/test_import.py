"""`import ola` is light, and its names are there when asked for."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import ola
from ola.errors import OlaError, WrongCall
from ola.published import schema_path, schemas_folder

HEAVY = (
    "holidays",
    "jinja2",
    "jsonschema",
    "lark",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pydantic",
    "rich",
    "typer",
    "yaml",
)
PACKAGE = Path(ola.__file__).parent
HARBOR = Path(__file__).parent / "vectors" / "agreements" / "harbor.ola.yaml"


def loaded_after(code: str) -> set[str]:
    """Give the modules that a fresh Python has loaded after running some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_import_ola_loads_nothing_heavy() -> None:
    """Asking for the version of ola, or catching its errors, does not load a data frame library."""
    loaded = loaded_after("import ola\nola.OlaError, ola.Finding, dir(ola)")
    assert "ola" in loaded
    assert loaded.isdisjoint(HEAVY)


def loaded_by(*words: str) -> set[str]:
    """Give the modules that a command has loaded when it is done."""
    return loaded_after(
        f"""
import sys
sys.argv = ["ola", *{words!r}]
from ola.cli import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
"""
    )


def test_help_loads_nothing_that_only_the_verbs_need() -> None:
    """`ola --help` is there before a library of data, agreements or calendars is."""
    loaded = loaded_by("--help")
    assert "ola.cli.lint" in loaded
    assert loaded.isdisjoint({*HEAVY, "zoneinfo", "importlib.resources"} - {"typer", "rich", "pydantic"})
    assert loaded.isdisjoint({"ola.api", "ola.plan", "ola.agreement", "ola.evaluate", "ola.rows", "ola.report"})


def test_lint_loads_nothing_that_looks_at_leads() -> None:
    """`ola lint` loads what reads agreements and their calendars, and neither frames, exports nor rich."""
    loaded = loaded_by("lint", str(HARBOR), "--as-of", "2026-06-01")
    assert {"yaml", "lark", "holidays", "ola.lint"} <= loaded
    assert loaded.isdisjoint({*HEAVY} - {"typer", "pydantic", "yaml", "lark", "holidays"})
    assert loaded.isdisjoint({"ola.evaluate", "ola.rows", "ola.report", "ola.export", "ola.drafting"})


def test_every_public_name_is_there() -> None:
    """What `__all__` lists can be had; what it does not list is a clear AttributeError."""
    for name in ola.__all__:
        if importlib.util.find_spec("ola.api") or ola._HOMES.get(name) != "ola.api":
            assert getattr(ola, name) is not None
    assert set(ola.__all__) <= set(dir(ola))
    with pytest.raises(AttributeError, match="module 'ola' has no attribute 'nothing'"):
        _ = ola.nothing


def test_type_checkers_see_the_names_that_are_there() -> None:
    """The imports for type checkers and `__all__` are one list."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    imported = [alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(imported) == sorted(ola.__all__)


def test_every_exception_is_public() -> None:
    """Whoever can be handed an exception can catch it by a name of `ola`."""
    found, queue = set(), [OlaError]
    while queue:
        kind = queue.pop()
        found.add(kind.__name__)
        queue += kind.__subclasses__()
    assert {name for name in found if getattr(sys.modules["ola.errors"], name, None)} <= set(ola.__all__)


def test_a_folder_never_hides_the_function_of_its_name() -> None:
    """`ola.lint` stays the function after the folder `ola/lint` has been imported."""
    code = """
import types, ola
ola.lint = types.ModuleType("ola.lint")
ola.other = 1
print("lint" in vars(ola), ola.other)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1"]


def test_published_schemas_are_found_by_name() -> None:
    """A schema is found by its file name and by nothing else."""
    for path in schemas_folder().glob("*.json"):
        assert schema_path(path.name) == path
    for name in ("nothing.json", "../pyproject.toml", ""):
        with pytest.raises(WrongCall, match="There is no published schema"):
            schema_path(name)
