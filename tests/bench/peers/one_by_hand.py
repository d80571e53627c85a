"""Python written by hand for this one agreement: code and clause of everything that is wrong, no words."""

from __future__ import annotations

from tests.bench.work.by_hand import by_hand
from tests.bench.work.lead_check import Lead, LeadCheck


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    return not by_hand(lead)


CHECK = LeadCheck(
    "by hand",
    "",
    is_ok,
    by_hand,
    "messages, values, party and way out of a finding; stage; Decimals, NumPy's and pandas' values",
    reads_text=True,
)
