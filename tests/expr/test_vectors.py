"""Every vector of conditions, in every way to run them; and what each way would miss if it were wrong."""

from __future__ import annotations

import pytest

from tests.expr.condition_vectors import Vector, vectors
from tests.expr.three_ways import WAYS


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
def test_a_condition_has_the_truth_its_vector_states(vector: Vector, way: str) -> None:
    assert WAYS[way](vector.condition, vector.leads, vector.kinds) == list(vector.expected)
