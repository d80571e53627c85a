"""Every vector of the field types, by each way to read it: Python, Polars and JSON Schema."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest
import yaml
from jsonschema import Draft202012Validator

from ola.fieldtypes import MALFORMED, TYPES, kind_of
from ola.fieldtypes.blank import blank_columns, blank_json_schema, blank_reader
from ola.fieldtypes.spec import Choice, Spec, TypeName
from tests.export.node_judge import judge

FOLDER = Path(__file__).parents[1] / "vectors/fieldtypes"


def spec_of(name: str, written: dict[str, Any]) -> Spec:
    """The spec of a group: choices are `key: [label, system's values …]`."""
    choices = tuple(
        Choice(key, words[0] if words else None, tuple(words[1:])) for key, words in written.pop("choices", {}).items()
    )
    return Spec(name, choices=choices, blanks=tuple(written.pop("blanks", ())), **written)  # type: ignore[arg-type]


def groups() -> list[tuple[Spec, dict[str, Any]]]:
    """Every group of every file, with its spec."""
    found: list[tuple[Spec, dict[str, Any]]] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [(spec_of(path.stem, dict(group.pop("spec", {}))), group) for group in written]
    return found


GROUPS = groups()
each = pytest.mark.parametrize(
    ("spec", "group"), GROUPS, ids=[f"{spec.type}-{i}" for i, (spec, _) in enumerate(GROUPS)]
)


def shown(value: object) -> object:
    """A value as vectors write it."""
    match value:
        case dt.date():
            return value.isoformat()
        case dt.timedelta():
            return value.total_seconds()
        case tuple():
            return list(value)
        case _:
            return value


def test_every_type_has_vectors() -> None:
    """There is a file for each type of the language."""
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(get_args(TypeName))


@each
def test_python_reads_it(spec: Spec, group: dict[str, Any]) -> None:
    """The reader gives the value, MALFORMED, or is not asked because it is blank."""
    read, is_blank = TYPES[spec.type].reader(spec), blank_reader(spec)
    for raw, value in group["reads"]:
        assert (raw, is_blank(raw), shown(read(raw)), type(shown(read(raw)))) == (raw, False, value, type(value))
    for raw in [*group["malformed"], *group.get("schema_accepts", ())]:
        assert (raw, is_blank(raw), read(raw)) == (raw, False, MALFORMED)
    for raw in group["blank"]:
        assert (raw, is_blank(raw)) == (raw, True)


@each
def test_polars_reads_it(spec: Spec, group: dict[str, Any]) -> None:
    """A column of the values' own type gives the same, with null where malformed."""
    expected = [*((raw, value) for raw, value in group["reads"]), *((raw, None) for raw in group["malformed"])]
    for kind in (str, bool, int, float, list):
        rows = [(raw, value) for raw, value in expected if type(raw) is kind]
        try:
            series = pl.Series("raw", [raw for raw, _ in rows], dtype=pl.Int128 if kind is int else None)
        except (TypeError, pl.exceptions.PolarsError):
            continue  # a list of mixed types is no column
        read = series.to_frame().select(
            value=TYPES[spec.type].columns(spec, pl.col("raw"), series.dtype),
            blank=blank_columns(spec, pl.col("raw"), series.dtype),
        )
        got = [
            (raw, False, shown(value))
            for raw, value in zip((raw for raw, _ in rows), read["value"].to_list(), strict=True)
        ]
        assert [(raw, blank, value) for (raw, _, value), blank in zip(got, read["blank"], strict=True)] == [
            (raw, False, value) for raw, value in rows
        ]
    blank = pl.Series("raw", [raw for raw in group["blank"] if raw is None or isinstance(raw, str)], dtype=pl.String)
    assert blank.to_frame().select(blank_columns(spec, pl.col("raw"), blank.dtype))["raw"].all()


@each
def test_json_schema_accepts_it(spec: Spec, group: dict[str, Any]) -> None:
    """The schema accepts what is read and refuses what is malformed; what it accepts beyond, it owns up to."""
    schema = TYPES[spec.type].json_schema(spec)
    value, blank = Draft202012Validator(schema), Draft202012Validator(blank_json_schema(spec))
    assert '"format"' not in str(schema)
    wider = group.get("schema_accepts", ())
    for raw, _ in group["reads"]:
        assert (raw, value.is_valid(raw), blank.is_valid(raw)) == (raw, True, False)
    for raw in group["malformed"]:
        assert (raw, value.is_valid(raw) and raw not in wider, blank.is_valid(raw)) == (raw, False, False)
    for raw in wider:
        assert value.is_valid(raw)
        assert TYPES[spec.type].loss(spec) is not None
    for raw in group["blank"]:
        assert (raw, blank.is_valid(raw)) == (raw, True)


@pytest.mark.node
def test_javascript_agrees_on_the_schemas() -> None:
    """Ajv, with JavaScript's patterns, accepts what Python's jsonschema does."""
    batches: list[tuple[dict[str, object], list[object]]] = []
    for spec, group in GROUPS:
        raws = [*(raw for raw, _ in group["reads"]), *group["malformed"], *group["blank"]]
        batches += [(TYPES[spec.type].json_schema(spec), raws), (blank_json_schema(spec), raws)]
    verdicts = [[Draft202012Validator(schema).is_valid(raw) for raw in raws] for schema, raws in batches]
    assert judge(batches) == verdicts


@each
def test_a_message_can_be_made(spec: Spec, group: dict[str, Any]) -> None:
    """What a type says completes a sentence, and further words are sentences."""
    assert not TYPES[spec.type].says.endswith(".")
    assert kind_of(spec) == ("choices" if spec.many else TYPES[spec.type].kind)
    for raw in group["malformed"]:
        why = TYPES[spec.type].why(spec, raw)
        assert why is None or re.fullmatch(r"[A-Z].*[.?]", why), why
