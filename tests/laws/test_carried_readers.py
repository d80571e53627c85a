"""What an exported module reads is what the field type reads, for every type and every way it is declared."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ola.export import export
from ola.fieldtypes import MALFORMED, TYPES, kind_of
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.spec import Spec
from ola.plan import Clause, Field, OfType, Plan, Shape, System
from tests.export.given import Given
from tests.export.running import imported
from tests.fieldtypes.corpus import SPECS, name_of, texts

TYPED: tuple[object, ...] = (
    *(None, True, False, 0, 1, 7, -1, 1.0, 0.5, 1e18, 2**63, 4155550100, 1767225600000, 1e300),
    *([], {}, ["web"], [7]),
)


def one_field(spec: Spec) -> Plan:
    """Give a plan with one field of a type, in a system that declares what the type may need."""
    field = Field(
        "value",
        Clause("fields.value"),
        spec.type,
        kind_of(spec),
        many=spec.many,
        choices=spec.choices,
        currency=spec.currency,
        blanks=spec.blanks,
    )
    system = System("tool", Clause("systems.tool"), None, spec.zone, spec.dates)
    shape = Shape(Clause("fields.value.type"), "value", OfType())
    return Plan("one", "1.0.0", "0" * 64, "UTC", systems={"tool": system}, fields={"value": field}, shapes=(shape,))


@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_a_module_reads_as_the_field_type_does(spec: Spec) -> None:
    """Blanks, values and malformed values agree on texts near what the type reads, and on typed values."""
    plan = one_field(spec)
    assert plan.spec("value", "tool") == spec
    module = imported(export(Given(plan), "pydantic", system="tool").text)
    is_blank, read = blank_reader(spec), TYPES[spec.type].reader(spec)
    for raw in (*texts(spec, 300), *TYPED):
        try:
            found = module.Lead.model_validate({"value": raw}).value
        except ValidationError:
            found = MALFORMED
        wanted = None if is_blank(raw) else read(raw)
        assert (found, type(found)) == (wanted, type(wanted)), raw
