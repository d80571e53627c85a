"""The agreement for other tools: targets by name, each a file that gives files and says what they cannot.

ola.export(agreement, "json-schema", system="hubspot", at="mql")
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from ola.errors import WrongCall
from ola.export import json_schema, pydantic, requirements
from ola.export.target import AgreementText, Export, Options, Target
from ola.finding import Finding

__all__ = ["TARGETS", "export"]

TARGETS: Mapping[str, Target] = {
    each.name: each
    for each in (
        Target("json-schema", "A JSON Schema (draft 2020-12) of the leads of one stage", json_schema.export),
        Target("pydantic", "A Python module with a pydantic model of the leads of one stage", pydantic.export),
        Target("requirements", "A document for the team that builds the interface", requirements.export),
    )
}


def export(
    agreement: AgreementText,
    target: str,
    *,
    system: str | None = None,
    at: str | None = None,
    findings: tuple[Finding, ...] | None = None,
) -> Export:
    """Write an agreement for a target of `TARGETS`: its files, and what they cannot say.

    `system` chooses whose names to write (the agreement's own, unless said), `at` the stage leads are judged at
    (`claimed` for each lead's own; the one the handoff leaves, unless said); `findings` of lint become the open
    questions of a document (those of reading, unless said). Raises WrongCall for a target,
    system or stage that is not there.
    """
    if target not in TARGETS:
        near = difflib.get_close_matches(target, TARGETS, n=1)
        advice = f"Did you mean {near[0]}?" if near else f"Targets are {', '.join(TARGETS)}."
        message = f"There is no export target {target}. {advice}"
        raise WrongCall(message)
    return TARGETS[target].export(agreement, Options(system, at, findings))
