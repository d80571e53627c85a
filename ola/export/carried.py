"""Which of the readers an exported module carries, and their source text."""

from __future__ import annotations

import ast
import inspect
from functools import cache

from ola.export import carried_readers


@cache
def _parts() -> dict[str, tuple[str, frozenset[str]]]:
    """The top-level names of the readers' file, each with its source and the names it mentions, in their order."""
    source = inspect.getsource(carried_readers)
    lines = source.splitlines()
    parts: dict[str, tuple[str, frozenset[str]]] = {}
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                mentioned = frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))
                parts[name] = (text, mentioned - {name})
            case _:
                continue
    return parts


def carried(text: str) -> list[str]:
    """Give the source of every reader that a module's text calls, and of what those call, in their order."""
    parts = _parts()
    waiting = [each.id for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name)]
    wanted: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in parts and name not in wanted:
            wanted.add(name)
            waiting += parts[name][1]
    return [source for name, (source, _) in parts.items() if name in wanted]
