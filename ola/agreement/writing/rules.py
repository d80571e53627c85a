"""The rules: conditions across fields."""

from __future__ import annotations

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form
from ola.agreement.writing.sections import ClauseSection, clause_forms

SECTION = ClauseSection(
    "rules",
    "Rules",
    clause_forms(
        {"when": Condition(), "must": Condition(), "party": Name(values=True)},
        (
            Form("Where {when} holds, {must} must hold as well."),
            Form("It must always hold that {must}."),
            Form("The rule binds where {when} holds."),
            Form("{party} answers for it."),
        ),
    ),
    ("data rules", "conditions across fields"),
    ordered=True,
)
