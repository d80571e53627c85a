"""The terms: words that stand for a condition."""

from __future__ import annotations

from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form
from ola.agreement.writing.sections import ClauseSection, clause_forms

SECTION = ClauseSection(
    "terms",
    "Terms",
    clause_forms(
        {"means": Condition(), "when": Condition()},
        (Form("means {means}."), Form("is said of a lead when {when}.")),
    ),
    ("definitions", "defined terms", "what words mean"),
    defines=True,
    alone="means",
)
