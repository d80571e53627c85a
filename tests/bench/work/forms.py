"""The forms, lists and limits of the work's fields, for checkers that want them in their own words.

They are plainer than what ola reads: one spelling for each value, nothing trimmed. Generated leads are spelt so.
Nothing here needs ola, which the environments of peers have not; a test holds it against the agreement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = tuple(_COUNTRIES.split())
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
LONGEST = {"firstname": 40, "lastname": 80, "company": 255, "jobtitle": 128, "utm_campaign": 60}
MOST_EMPLOYEES, LARGE, MOST_SCORE, QUALIFIED = 3_000_000, 1_000, 100, 60

# Numbers, instants and truths where they are text.
WHOLE = "^[+-]?[0-9]+$"
AMOUNT = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z$"
TRUTHS = ("true", "false")

FIELDS = {
    "hs_object_id": "lead_id",
    "email": "email",
    "firstname": "first_name",
    "lastname": "last_name",
    "company": "company",
    "jobtitle": "job_title",
    "phone": "phone",
    "country": "country",
    "zip": "postal_code",
    "utm_campaign": "campaign",
    "industry": "industry",
    "numemployees": "employees",
    "annualrevenue": "annual_revenue",
    "hubspotscore": "score",
    "createdate": "created_at",
    "notes_last_updated": "last_activity",
    "marketing_consent": "consent",
    "hs_analytics_source": "source",
    "hubspot_owner_id": "owner",
    "lifecyclestage": "stage",
}


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
