"""A page of the docs as the steps that a reader would follow.

What a page may say, each readable on GitHub:

- `<!-- file: leads.csv -->` before a fenced block: the block is that file.
- A `python` block runs, after those before it on the page, in the folder with the page's files. A block
  after `<!-- prints -->` is exactly what it prints.
- A `console` block holds commands after `$ ` and below each what it prints, standard error included.
  `[exit 1]` on the last line is its exit code where that is not 0.
- In printed text a line `…` stands for any lines, and `…` within a line for any words.
- `<!-- not run: because … -->` before a block: it is only shown. Blocks in other languages (`sh`, `yaml`,
  `text`) are only shown too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(
    r"(?:^<!-- *(?P<say>file|prints|not run)(?:: *(?P<what>.*?))? *-->\n\s*)?"
    r"^(?P<fence>```+)(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=fence) *$",
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"\[exit (\d+)\]")


@dataclass(frozen=True, slots=True)
class WriteFile:
    """The page shows a file."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class RunPython:
    """The page shows Python, and perhaps what it prints."""

    code: str
    prints: str | None
    line: int


@dataclass(frozen=True, slots=True)
class RunCommand:
    """The page shows a command, what it prints and how it ends."""

    command: str
    prints: str
    exit_code: int
    line: int


Step = WriteFile | RunPython | RunCommand


class UnclearPage(ValueError):
    """The page says something of this convention in a way that cannot be followed."""


def steps(page: str) -> Iterator[Step]:
    """Give the steps of a page, in order."""
    python: RunPython | None = None
    for found in _FENCE.finditer(page):
        say, what, text = found["say"], found["what"] or "", found["text"]
        line = page.count("\n", 0, found.start("fence")) + 1
        if say == "prints":
            if python is None:
                msg = f"line {line}: what prints this?"
                raise UnclearPage(msg)
            yield RunPython(python.code, text, python.line)
            python = None
            continue
        if python is not None:
            yield python
            python = None
        if say == "not run" and not what:
            msg = f"line {line}: say why this is not run"
            raise UnclearPage(msg)
        if say == "file":
            yield WriteFile(what, text, line)
        elif say != "not run" and found["language"] == "python":
            python = RunPython(text, None, line)
        elif say != "not run" and found["language"] == "console":
            yield from _commands(text, line)
    if python is not None:
        yield python


def _commands(text: str, line: int) -> Iterator[RunCommand]:
    """Take a console block apart."""
    if not text.startswith("$ "):
        msg = f"line {line}: a console block starts with a command after '$ '"
        raise UnclearPage(msg)
    for session in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = session.partition("\n")
        while command.endswith("\\"):
            further, _, printed = printed.partition("\n")
            command = f"{command[:-1]}{further.removeprefix('> ')}"
        lines = printed.rstrip("\n").split("\n")
        ended = _EXIT.fullmatch(lines[-1].strip())
        if ended:
            lines.pop()
        yield RunCommand(command, "\n".join(lines).strip("\n"), int(ended[1]) if ended else 0, line)


def matches(shown: str, printed: str) -> bool:
    """Say whether what a page shows is what was printed; `…` stands for anything."""
    pattern = ""
    for line in shown.strip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += (
                ".*?".join(re.escape(piece.rstrip() if last else piece) for piece, last in _pieces(line)) + r"[ ]*\n"
            )
    return re.fullmatch(pattern, printed.strip("\n") + "\n") is not None


def _pieces(line: str) -> list[tuple[str, bool]]:
    """Split a line at its `…`, and mark the last piece."""
    pieces = line.split("…")
    return [(piece, at == len(pieces) - 1) for at, piece in enumerate(pieces)]
