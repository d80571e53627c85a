"""Everything the api gives prints well and turns into plain values and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import ola


class Plain(Protocol):
    """What has plain values."""

    def to_dict(self) -> dict[str, object]:
        """Give plain values."""

    def to_json(self) -> str:
        """Give JSON."""


HARBOR = Path(__file__).parent / "vectors" / "agreements" / "harbor.ola.yaml"


def test_everything_returned_has_to_dict_and_to_json() -> None:
    """`to_json` is the JSON of `to_dict`, and `str` says something."""
    agreement = ola.load(HARBOR)
    lead = {"hs_object_id": "7", "email": "nobody"}
    verdict = ola.checker(agreement, system="hubspot")(lead)
    returned: list[Plain] = [
        agreement,
        verdict,
        verdict.findings[0],
        ola.check(agreement, [lead], system="hubspot", as_of="2026-06-01"),
        ola.measure(agreement, [{"lead_id": "7", "event": "email", "at": "2026-05-04T10:00:00Z"}], as_of="2026-06-01"),
        ola.export(agreement, "json-schema", as_of="2026-06-01"),
    ]
    for each in returned:
        assert json.loads(each.to_json()) == json.loads(json.dumps(each.to_dict(), default=str))
        assert str(each)
