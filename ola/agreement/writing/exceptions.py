"""The exceptions: when a commitment is relaxed or suspended."""

from __future__ import annotations

from ola.agreement.writing.atoms import DATE, Name
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form
from ola.agreement.writing.limits import Limits
from ola.agreement.writing.lists import Several
from ola.agreement.writing.sections import ClauseSection, clause_forms

_NAMES = Several(Name(values=True), "and")

SECTION = ClauseSection(
    "exceptions",
    "Exceptions",
    clause_forms(
        {
            "when": Condition(),
            "from": DATE,
            "until": DATE,
            "relaxes": _NAMES,
            "suspends": _NAMES,
            "within": Limits(),
            "agreed_by": _NAMES,
        },
        (
            Form("It holds while {when}."),
            Form("It begins on {from} and ends before {until}."),
            Form("It begins on {from}."),
            Form("It ends before {until}."),
            Form("It relaxes {relaxes}, then due {within}."),
            Form("It relaxes {relaxes}."),
            Form("The relaxed limit is {within}."),
            Form("It suspends {suspends}."),
            Form("It is agreed by {agreed_by}."),
        ),
    ),
    ("exemptions", "when commitments are relaxed"),
    ordered=True,
)
