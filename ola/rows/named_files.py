"""Which files a folder, a pattern or a list of names stands for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import takewhile
from pathlib import Path

from ola.errors import UnreadableInput, WrongCall

_HIDDEN = (".", "_")  # what programs put beside data: .crc, _SUCCESS, our own unfinished outputs
_MANIFEST = ".manifest.json"
_LISTED = 5


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """Files in the order of their names, what they are called together, and what of a folder is left out."""

    name: str
    files: tuple[Path, ...]
    left_out: tuple[Path, ...] = ()

    def would_take(self, path: Path) -> bool:
        """Whether a file put there would be one of them the next time; of a list of names none is."""
        place, named = path.resolve(), Path(self.name).resolve()
        if not glob.has_magic(self.name):
            return place.parent == named
        if "**" not in named.parts:
            return place.match(str(named))
        within = Path(*takewhile(lambda part: part != "**", named.parts))
        return fnmatch(place.name, named.name) and any(fnmatch(str(each), str(within)) for each in place.parents)


def named_files(source: str | os.PathLike[str], endings: Iterable[str]) -> NamedFiles | None:
    """Say which files a folder or a pattern such as `leads/*.csv` stands for; nothing for the name of one file.

    Of a folder they are those with one of the `endings`, or all where there are no endings to go by; files beginning
    with a dot or an underscore and manifests of ola are no leads. Raises `UnreadableInput` where there is none.
    """
    name = os.fsdecode(source)
    path = Path(name)
    if path.is_dir():
        return _of_folder(name, path, tuple(endings))
    if not glob.has_magic(name) or path.exists():
        return None
    found = sorted(Path(each) for each in glob.glob(name, recursive=True))  # noqa: PTH207 — Path.glob has no absolute patterns
    files = tuple(each for each in found if not each.is_dir() and not each.name.endswith(_MANIFEST))
    if not files:
        message = f"No file is named like {name}. Check the pattern and the folder you are in."
        raise UnreadableInput(message)
    return NamedFiles(name, files, tuple(each for each in found if each.is_dir()))


def listed_files(sources: Sequence[str | os.PathLike[str]], endings: Iterable[str]) -> NamedFiles:
    """Give the files of a list, in its order, folders and patterns in the place where they stand.

    Raises `UnreadableInput` for a folder or pattern without files, `WrongCall` where a file is named twice.
    """
    endings = tuple(endings)
    files: list[Path] = []
    left_out: list[Path] = []
    for source in sources:
        if os.fsdecode(source) == "-":
            message = "Standard input (-) is an input of its own. Give it alone, or give files."
            raise WrongCall(message)
        found = named_files(source, endings) or NamedFiles("", (Path(os.fsdecode(source)),))
        files += found.files
        left_out += found.left_out
    seen: set[Path] = set()
    for each in files:
        place = each.resolve()
        if place in seen:
            message = f"{each} is named twice, so each of its leads would stand twice. Name it once."
            raise WrongCall(message)
        seen.add(place)
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return NamedFiles(f"{os.fsdecode(sources[0])}{more}", tuple(files), tuple(left_out))


def _of_folder(name: str, folder: Path, endings: tuple[str, ...]) -> NamedFiles:
    there = sorted(each for each in folder.iterdir() if not each.name.startswith(_HIDDEN))
    there = [each for each in there if not each.name.endswith(_MANIFEST)]
    files = tuple(each for each in there if not each.is_dir() and (not endings or each.name.lower().endswith(endings)))
    left_out = tuple(each for each in there if each not in files)
    if not files:
        folders = [each for each in left_out if each.is_dir()]
        holds = f"It holds {listed(left_out)}." if left_out else "It is empty."
        way = f" To read the files of its folders, write '{folder / '**' / '*.csv'}'." if folders else ""
        message = f"The folder {name} has no file that ola reads. {holds}{way}"
        raise UnreadableInput(message)
    return NamedFiles(name, files, left_out)


def listed(files: Sequence[Path | str]) -> str:
    """List the first files by name, and count the others."""
    names = ", ".join(str(each) for each in files[:_LISTED])
    return names if len(files) <= _LISTED else f"{names} and {len(files) - _LISTED:,} more"
