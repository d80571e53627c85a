"""The published schema of agreements is the one drawn from the clauses."""

import json
from pathlib import Path

import jsonschema

from ola.agreement.document import published_schema
from ola.source import Source
from ola.tree.value import to_plain
from ola.tree.yaml import read_yaml

PUBLISHED = Path(__file__).parents[2] / "schemas" / "agreement.schema.json"
HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"


def written(schema: dict[str, object]) -> str:
    """Write the schema as it is published."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def test_published_schema_is_drawn_from_the_clauses() -> None:
    """`schemas/agreement.schema.json` is what the clauses say; draw it again with tests/generated_pages.py."""
    assert PUBLISHED.read_text(encoding="utf-8") == written(published_schema())


def test_published_schema_is_a_schema_and_takes_the_example() -> None:
    """The schema is valid draft 2020-12, and the example agreement satisfies it."""
    schema = published_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    node, findings = read_yaml(Source("harbor.ola.yaml", HARBOR.read_text(encoding="utf-8")))
    assert not findings
    assert node is not None
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(to_plain(node))) == []


def test_every_key_is_described_for_editors() -> None:
    """Every property of the schema has a description."""

    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            for name, said in schema.get("properties", {}).items():
                assert said.get("description"), name
            for part in schema.values():
                walk(part)
        elif isinstance(schema, list):
            for part in schema:
                walk(part)

    walk(published_schema())
