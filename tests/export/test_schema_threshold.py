"""Sums of points against a threshold."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ola.export.schema_threshold import reaching
from ola.export.schema_truth import Bounds, exactly

POINTS = st.one_of(st.integers(-30, 30), st.sampled_from([0.1, 0.2, 0.7, -0.3]))


def is_on(name: str) -> Bounds:
    """Give the records in which a property is true."""
    return exactly({"required": [name], "properties": {name: {"const": True}}})


def takes(points: list[float], threshold: float) -> Draft202012Validator:
    """Draw the records whose points reach a threshold."""
    definitions: dict[str, object] = {}

    def share(bounds: Bounds) -> Bounds:
        definitions[f"step {len(definitions)}"] = bounds.possibly
        return exactly({"$ref": f"#/$defs/step%20{len(definitions) - 1}"})

    rows = [(each, is_on(f"r{number}")) for number, each in enumerate(points)]
    found = reaching(rows, lambda total: total >= threshold, share)
    assert found.is_exact
    schema = found.possibly if isinstance(found.possibly, dict) else {"not": {}} if not found.possibly else {}
    return Draft202012Validator({"$defs": definitions, **schema})


@given(st.lists(POINTS, max_size=4), st.integers(-40, 80))
def test_a_schema_of_points_takes_what_their_sum_reaches(points: list[float], threshold: float) -> None:
    """Points that are taken away, fractions and rows that do not matter among them."""
    judge = takes(points, threshold)
    for truths in product([False, True], repeat=len(points)):
        record = {f"r{number}": truth for number, truth in enumerate(truths)}
        total = sum(each for each, truth in zip(points, truths, strict=True) if truth)
        assert judge.is_valid(record) == (total >= threshold)


@pytest.mark.parametrize(("points", "threshold"), [([1] * 8, 4), ([30, 25, 10, -5, 7, 3, -12, 40], 45)])
def test_many_rows_share_what_is_left_to_decide(points: list[float], threshold: float) -> None:
    """Eight rows are exact too, and the schema does not grow with every combination."""
    judge = takes(points, threshold)
    assert json.dumps(judge.schema).count("$ref") < 2**8
    for truths in list(product([False, True], repeat=8))[::7]:
        record = {f"r{number}": truth for number, truth in enumerate(truths)}
        total = sum(each for each, truth in zip(points, truths, strict=True) if truth)
        assert judge.is_valid(record) == (total >= threshold)
