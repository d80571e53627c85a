"""Where the published schemas lie: inside an installed ola, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from ola.errors import WrongCall

_PACKAGE = Path(__file__).parent


def schemas_folder() -> Path:
    """Give the folder of the published schemas: `ola/schemas` of a wheel, `schemas` at the top of a checkout."""
    installed = _PACKAGE / "schemas"
    return installed if installed.is_dir() else _PACKAGE.parent / "schemas"


def schema_path(name: str) -> Path:
    """Give the path of a published schema by its file name, such as `agreement.schema.json`.

    Raises WrongCall, naming those there are, where no schema has that name.
    """
    folder = schemas_folder()
    path = folder / name
    if Path(name).name != name or not path.is_file():
        there = ", ".join(sorted(each.name for each in folder.glob("*.json"))) or "none"
        msg = f"There is no published schema {name!r}; there are: {there}."
        raise WrongCall(msg)
    return path
