"""Pieces of agreements, put into the example agreement of the language page and linted."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from ola.agreement.reading import read_agreement
from ola.finding import Finding
from ola.lint import lint
from ola.source import Source
from ola.tree.value import to_plain
from ola.tree.yaml import read_yaml

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
AS_OF = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
# Sections whose entries are clauses of their own; any other one is replaced as a whole.
TABLES = (
    *("parties", "systems", "calendars", "owners", "fields", "terms", "scores", "segments", "rules", "stages", "logs"),
    *("histories", "events", "commitments", "exceptions"),
)


def plain(text: str) -> dict[str, Any]:
    """Read YAML 1.2 as plain values."""
    node, findings = read_yaml(Source("page", text))
    assert node is not None
    assert findings == (), text
    values = to_plain(node)
    assert isinstance(values, dict)
    return values


EXAMPLE = plain(HARBOR.read_text(encoding="utf-8"))


def whole(fragment: str) -> str:
    """Give the agreement a fragment stands for: by itself where it has a head, else put into the example.

    An entry takes the place of the one of its name.
    """
    own = plain(fragment)
    if "ola" in own:
        return fragment
    agreement = dict(EXAMPLE)
    for section, value in own.items():
        agreement[section] = {**agreement.get(section, {}), **value} if section in TABLES else value
    return json.dumps(agreement)


def findings(text: str) -> tuple[Finding, ...]:
    """Lint a text on the first of June 2026."""
    return lint(read_agreement(Source("page.ola.yaml", text)), AS_OF)


def found(fragment: str) -> list[str]:
    """Give what is found of a fragment, each as its code and message."""
    return [f"{each.code} {each.message}" for each in findings(whole(fragment))]
