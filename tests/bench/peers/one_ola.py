"""ola: a checker compiled once; the findings of its verdict, with their words."""

from __future__ import annotations

from ola.evaluate.leads.record import compile_checker
from ola.finding import Finding
from tests.bench.work.agreement import AT, SYSTEM, work_plan
from tests.bench.work.lead_check import Lead, LeadCheck

check = compile_checker(work_plan(), SYSTEM, AT)


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    return check(lead).ok


def findings(lead: Lead) -> tuple[Finding, ...]:
    """Give everything that is wrong."""
    return check(lead).findings


CHECK = LeadCheck("ola", "ola-contract", is_ok, findings, "", reads_text=True)
