"""The forms, lists and limits of the work's fields, for checkers that want them in their own words.

They are plainer than what ola reads: one spelling for each value, nothing trimmed. Generated leads are spelt so.
"""

from __future__ import annotations

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
from_iso = datetime.fromisoformat
MOST_EMPLOYEES, LARGE, MOST_SCORE, QUALIFIED = 3_000_000, 1_000, 100, 60


def across(lead: Mapping[str, Any]) -> list[str]:
    """Say in Python which rules across fields a typed lead breaks, for checkers that look at one field at a time.

    Fields may be malformed: that has been found already, and counts here as not known.
    """
    broken = []
    get = lead.get
    phone = get("phone")
    if phone is None or not phone.startswith("+"):
        email = get("email")
        if type(email) is str and email.lower().endswith(FREE_MAIL):
            broken.append("rules.free-mail-needs-a-phone")
    active = get("notes_last_updated")
    if active is not None and active[10:11] == "T":
        try:
            if from_iso(active) < from_iso(lead["createdate"]):
                broken.append("rules.activity-follows-creation")
        except (TypeError, ValueError):
            broken.append("rules.activity-follows-creation")
    employees = get("numemployees")
    if type(employees) is int and employees >= LARGE and type(get("annualrevenue")) is not float:
        broken.append("rules.large-accounts-name-their-revenue")
    score = get("hubspotscore")
    if type(score) is not int or score < QUALIFIED or get("marketing_consent") is not True:
        broken.append("stages.mql.when")
    return broken
