"""Pages of the docs that are made from the code; `python -m tests.generated_pages` writes them anew."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints
from unicodedata import combining

import yaml
from typer.models import ArgumentInfo, OptionInfo

import ola
from ola.agreement.prose.reading import Ambiguous, Checked
from ola.agreement.prose.sentences import SHAPES
from ola.agreement.prose.sentences.commitments import EXAMPLES
from ola.agreement.prose.sentences.shape import Shape
from ola.fieldtypes import TYPES
from ola.finding import Code
from tests.document_page import document_page
from tests.sentence_vectors import ORDINARY, read_alone

REFERENCE = Path(__file__).parents[1] / "docs/reference"
VECTORS = Path(__file__).parent / "vectors/fieldtypes"


def modules() -> Iterator[str]:
    """Name every module of ola but the command's, which find nothing themselves."""
    for found in pkgutil.walk_packages(ola.__path__, "ola."):
        if not found.name.startswith(("ola.cli", "ola.__main__")):
            yield found.name


def codes() -> dict[str, set[Code]]:
    """Gather every code of ola by its number; one number should have one code."""
    found: dict[str, set[Code]] = {}
    for name in modules():
        for value in vars(importlib.import_module(name)).values():
            for code in value if isinstance(value, tuple) else (value,):
                if isinstance(code, Code):
                    found.setdefault(code.code, set()).add(code)
    return dict(sorted(found.items()))


FINDINGS = """\
# Findings

What ola can find, by its code; `ola explain OLA101` prints one of these. Codes are stable and never used again.
"""

FIELD_TYPES = """\
# Field types

Values arrive typed (JSON, data frames) or as text (CSV; HubSpot sends everything as text). Each type states which text
it reads, after white space around it is taken off. Anything else is *malformed*, and the finding shows what was seen.
Numbers and booleans are written as text for a system of `values: text`.

| type | text it reads | for example | typed values it takes | what it writes for another system |
|---|---|---|---|---|
"""


def findings_page() -> str:
    """Give each kind of finding its section, as `ola explain` prints it."""
    page = FINDINGS
    for number, found in codes().items():
        code = next(iter(found))
        page += f"\n## {number}: {code.title}\n\nLevel: {code.level}.\n\n{_code_apart(code.page)}\n"
    return page


def field_types_page() -> str:
    """Say what each field type reads."""
    rows = (
        (f"`{name}`", each.says, f"`{each.example}`", each.typed_values, each.writes) for name, each in TYPES.items()
    )
    page = FIELD_TYPES + "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in rows)
    for name, each in TYPES.items():
        page += f"\n## {name}\n\n{inspect.getdoc(type(each))}\n\n{_examples(name)}"
    return page


def _examples(name: str) -> str:
    """Give the vectors of a field type: what is read as what, and what is malformed."""
    lists = ""
    for group in yaml.safe_load((VECTORS / f"{name}.yaml").read_text(encoding="utf-8")):
        settings = {key: value for key, value in group.get("spec", {}).items() if value}
        beside = f" with `{json.dumps(settings, ensure_ascii=False)}`" if settings else ""
        read = ", ".join(f"{_code(raw)} → {_code(value)}" for raw, value in group["reads"][:8])
        malformed = ", ".join(map(_code, group["malformed"][:8]))
        lists += f"- Read{beside}: {read}\n" if read else ""
        lists += f"- Malformed{beside}: {malformed}\n" if malformed else ""
    return lists


def _code(value: object) -> str:
    """Write a JSON value as code, with what cannot be seen escaped."""
    text = json.dumps(value, ensure_ascii=False)
    text = "".join(c if c.isprintable() and not combining(c) else f"\\u{ord(c):04x}" for c in text)
    return f"``{text}``" if "`" in text else f"`{text}`"


COMMANDS = """\
# Commands

`ola --help` lists the verbs, and `ola VERB --help` says what stands here. `-` is standard input. Results for machines
go to standard output, words for people to standard error. Colours are left out where `NO_COLOR` is set.
"""


def commands_page() -> str:
    """Give each verb its section, from what its function says about itself."""
    from ola.cli.app import VERBS

    page = COMMANDS
    for name, verb in VERBS.items():
        arguments, options = [], []
        hints = get_type_hints(verb, include_extras=True)
        for parameter in inspect.signature(verb).parameters.values():
            value, info = get_args(hints[parameter.name])
            if isinstance(info, ArgumentInfo):
                arguments.append((_placeholder(parameter, value, info), info.help or ""))
            else:
                options.append((_flag(parameter, value, info), f"{info.help or ''}{_default(parameter, value)}"))
        usage = " ".join(["ola", name, *(written for written, _ in arguments), *(["[OPTIONS]"] if options else [])])
        page += f"\n## ola {name}\n\n```text\n{usage}\n```\n\n{inspect.getdoc(verb)}\n"
        if arguments or options:
            page += "\n| | |\n|---|---|\n"
            page += "".join(f"| `{_cell(written)}` | {_cell(words)} |\n" for written, words in [*arguments, *options])
    return page


def _placeholder(parameter: inspect.Parameter, value: object, info: ArgumentInfo) -> str:
    """Write an argument as usage does: `LEADS`, `[CODE]`, `EVENTS...`."""
    name = str(info.metavar or parameter.name.upper())
    many = "..." if get_origin(value) is list else ""
    return f"{name}{many}" if parameter.default in (inspect.Parameter.empty, ...) else f"[{name}]{many}"


def _literals(value: object) -> tuple[str, ...]:
    """List the words an option takes, where it takes a few only, be it left out or not."""
    if get_origin(value) is Literal:
        return get_args(value)
    return next((words for each in get_args(value) if (words := _literals(each))), ())


def _flag(parameter: inspect.Parameter, value: object, info: OptionInfo) -> str:
    """Write an option as one types it: `--format, -f text|json`."""
    # In `Annotated`, the first name given to typer.Option lands where the default value used to stand.
    first = [info.default] if isinstance(info.default, str) else []
    names = ", ".join([*first, *(info.param_decls or ())] or [f"--{parameter.name.replace('_', '-')}"])
    words = _literals(value)
    if value is bool:
        return names
    return f"{names} {'|'.join(words) if words else info.metavar or names.split(',')[0].strip('-').upper()}"


def _default(parameter: inspect.Parameter, value: object) -> str:
    """Say what holds where an option is not given."""
    if parameter.default is inspect.Parameter.empty:
        return " Required."
    return "" if parameter.default in (None, False, ()) or value is bool else f" Default: `{parameter.default}`."


def _cell(text: str) -> str:
    """Keep a table whole."""
    return " ".join(text.split()).replace("|", "\\|")


def _code_apart(page: str) -> str:
    """Give indented code a blank line around it, which Markdown wants."""
    lines: list[str] = []
    for line in page.strip().split("\n"):
        before = lines[-1] if lines else ""
        if before.strip() and line.strip() and before.startswith("    ") != line.startswith("    "):
            lines.append("")
        lines.append(line.rstrip())
    return "\n".join(lines)


SENTENCES = """\
# Sentences

The sentences that ola reads in a document, by what they tell; each row shows one, and what is understood of it. Other
words say the same: [Reading English](../explanation/reading-english.md) tells how far that goes. Names of fields,
stages, parties and calendars are those that the document declares.
"""


def sentences_page() -> str:
    """Write a sentence of every shape and what is understood of it, a section for each kind."""
    parts = [SENTENCES, "## Promise something in time", "", "| for example | understood as |", "|---|---|"]
    parts += [f"| {_cell(example)} | {_read(example)} |" for example in EXAMPLES]
    parts.append("")
    for module, shapes in groupby(SHAPES, key=lambda shape: shape.reads.__module__):
        title = (importlib.import_module(module).__doc__ or "").split("\n")[0].split(":")[0].rstrip(".")
        parts += [f"## {title.removeprefix('Sentences on ').removeprefix('Sentences that ').capitalize()}", ""]
        parts += ["| what is told | for example | understood as |", "|---|---|---|"]
        parts += [f"| {shape.name} | {_cell(shape.example)} | {_understood(shape)} |" for shape in shapes]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _understood(shape: Shape) -> str:
    return _read(shape.example) if shape.stands_alone else "with the sentence, heading or list it belongs to"


def _read(sentence: str) -> str:
    """Say what is understood of a sentence."""
    outcomes = read_alone(sentence, ORDINARY).outcomes
    told = [
        f"{outcome.form}: {_cell(outcome.says)}"
        if isinstance(outcome, Checked)
        else f"asks {', '.join(sorted({question.code for question in outcome.questions}))}"
        for outcome in outcomes
        if isinstance(outcome, Checked | Ambiguous)
    ]
    return "; ".join(told)


PAGES: dict[str, Callable[[], str]] = {
    "findings.md": findings_page,
    "sentences.md": sentences_page,
    "field-types.md": field_types_page,
    "commands.md": commands_page,
    "document.md": document_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
