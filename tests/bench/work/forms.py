"""The forms, lists and limits of the work's fields, for checkers that want them in their own words.

They are plainer than what ola reads: one spelling for each value, nothing trimmed. Generated leads are spelt so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ola.fieldtypes.countries import countries

# The dollar is spelt as its number: fastjsonschema takes any $ for the end.
_ATOM = r"[A-Za-z0-9!#\x24%&'*+/=?^_`{|}~\-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
MAIL = rf"^{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*$"
LONGEST_MAIL = 254
DENIED = ("test@example.com", "nobody@example.com")
FREE_MAIL = ("@gmail.com", "@yahoo.com")
PHONE = r"^\+? ?\(?[0-9](?:[ ().\-/]{0,4}[0-9]){6,14}(?: ?(?:ext\.?|x|#) ?[0-9]{1,7})?$"
POSTAL_CODE = "^[0-9A-Za-z][0-9A-Za-z -]{2,9}$"
CAMPAIGN = "^[a-z0-9]+(-[a-z0-9]+)*$"
COUNTRIES = tuple(countries())
INDUSTRIES = (
    "COMPUTER_SOFTWARE",
    "FINANCIAL_SERVICES",
    "HOSPITAL_HEALTH_CARE",
    "MACHINERY",
    "RETAIL",
    "GOVERNMENT_ADMINISTRATION",
)
SOURCES = ("ORGANIC_SEARCH", "OFFLINE", "REFERRALS", "PAID_SEARCH")
EVENT = "OFFLINE"
STAGES = ("lead", "marketingqualifiedlead", "salesqualifiedlead")
_phone = re.compile(PHONE).fullmatch
MOST_EMPLOYEES, LARGE, MOST_SCORE, QUALIFIED = 3_000_000, 1_000, 100, 60


def across(lead: Mapping[str, Any]) -> list[str]:
    """Say in Python which rules across fields a typed lead breaks, for checkers that look at one field at a time.

    Fields may be malformed: that has been found already, and counts here as not known.
    """
    broken = []
    email, phone = lead.get("email"), lead.get("phone")
    if isinstance(email, str) and email.lower().endswith(FREE_MAIL) and not is_phone(phone):
        broken.append("rules.free-mail-needs-a-phone")
    active = as_instant(lead.get("notes_last_updated"))
    if active is not None:
        created = as_instant(lead.get("createdate"))
        if created is None or active < created:
            broken.append("rules.activity-follows-creation")
    employees, revenue = lead.get("numemployees"), lead.get("annualrevenue")
    if isinstance(employees, int) and employees >= LARGE and not isinstance(revenue, float):
        broken.append("rules.large-accounts-name-their-revenue")
    score, consent = lead.get("hubspotscore"), lead.get("marketing_consent")
    if not (isinstance(score, int) and score >= QUALIFIED and consent is True):
        broken.append("stages.mql.when")
    return broken


def is_phone(text: str | None) -> bool:
    """Whether a phone number is known."""
    return text is not None and _phone(text) is not None


def as_instant(text: str | None) -> datetime | None:
    """Read an instant; None where there is none."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
