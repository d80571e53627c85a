"""The rules of `leads.ola.yaml` as one would write them by hand for speed: a straight line of Python, all findings out.

It reads what ola reads in these fields, text or typed: trims, knows blanks, ignores capitals as agreed, takes the
same addresses, amounts and instants. What hardly ever comes (a quoted e-mail name, an instant with ` UTC` behind
it) is left to ola's own readers. Values of other classes than JSON has are not readable here, datetimes aside. A test
holds its findings against ola's.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.countries import countries
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import WHITE_SPACE

# ── what is known beforehand ────────────────────────────────────────────────────────────────────

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_BETWEEN = r"[ \xa0\u202f().\-/\u2010-\u2013]{0,4}"
_EXTENSION = (
    rf"(?:{_BETWEEN}(?:,{_BETWEEN})?(?:[Ee][Xx][Tt](?:[Ee][Nn][Ss][Ii][Oo][Nn])?\.?|[Xx]\.?|#):? ?[0-9]{{1,7}})?"
)
_is_mail = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*").fullmatch
_is_phone = re.compile(rf"\+? ?\(?[0-9](?:{_BETWEEN}[0-9]){{6,14}}{_EXTENSION}").fullmatch
_is_postal_code = re.compile("[0-9A-Za-z][0-9A-Za-z -]{2,9}").fullmatch
_is_campaign = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch
_is_whole = re.compile("[+-]?[0-9]+").fullmatch
_AMOUNT = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_as_amount = re.compile(rf"(?:[Uu][Ss][Dd]\s*)?({_AMOUNT})|({_AMOUNT})\s*[Uu][Ss][Dd]").fullmatch
_is_instant = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]|[Uu][Tt][Cc]|[+-][0-9]{2}(?::?[0-5][0-9])?))?"
).fullmatch
_rare_mail = TYPES["email"].reader(Spec("email"))
_rare_instant = TYPES["datetime"].reader(Spec("datetime", zone="UTC"))
_LARGEST = 2**53 - 1
_DIGITS = len(str(_LARGEST)) + 20


def _folded(text: str) -> str:
    """Give the form in which texts beyond ASCII compare."""
    return unicodedata.normalize("NFC", text).replace("Σ", "σ").lower()


def _spellings(table: Mapping[str, str]) -> dict[str, str]:
    """Give every spelling that is read, and the value."""
    return {_folded(word): value for word, value in table.items()}


_COUNTRIES = _spellings({word: two for two, words in countries().items() for word in (two, *words)})
_INDUSTRIES = _spellings(
    {"software": "software", "finance": "finance", "health": "health", "industry": "industry", "trade": "trade"}
    | {"public": "public", "Software": "software", "Financial services": "finance", "Health care": "health"}
    | {"Manufacturing": "industry", "Retail and wholesale": "trade", "Public sector": "public"}
    | {"COMPUTER_SOFTWARE": "software", "FINANCIAL_SERVICES": "finance", "HOSPITAL_HEALTH_CARE": "health"}
    | {"MACHINERY": "industry", "RETAIL": "trade", "GOVERNMENT_ADMINISTRATION": "public"}
)
_SOURCES = _spellings(
    {"web": "web", "event": "event", "partner": "partner", "ads": "ads"}
    | {"Website": "web", "Trade show": "event", "Partner referral": "partner", "Paid ads": "ads"}
    | {"ORGANIC_SEARCH": "web", "OFFLINE": "event", "REFERRALS": "partner", "PAID_SEARCH": "ads"}
)
_STAGES = _spellings(
    {"lead": "lead", "mql": "mql", "accepted": "accepted"}
    | {"marketingqualifiedlead": "mql", "salesqualifiedlead": "accepted"}
)
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "t", "y", "1"), True),
    **dict.fromkeys(("false", "no", "f", "n", "0"), False),
}

# ── what is not text ────────────────────────────────────────────────────────────────────────────


def _digits(raw: object) -> str | None:
    """Give a whole number as text, `""` for NaN, None for anything else."""
    if raw.__class__ is int:
        return str(raw) if -(2**63) <= raw < 2**64 else None
    if isinstance(raw, float):
        return "" if raw != raw else str(int(raw)) if abs(raw) <= _LARGEST and raw == int(raw) else None  # noqa: PLR0124
    return None


def _is_nan(raw: object) -> bool:
    """Whether it is a float that stands for nothing."""
    return raw.__class__ is float and raw != raw  # noqa: PLR0124


def _is_encodable(text: str) -> bool:
    """Whether no half of a character is in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _in_utc(moment: dt.datetime) -> dt.datetime | None:
    """Give the instant, without an offset in HubSpot's zone; None where it leaves the calendar."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return None


# ── the line ────────────────────────────────────────────────────────────────────────────────────


def by_hand(lead: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give everything that is wrong with a lead: code and clause of each finding."""
    wrong: list[tuple[str, str]] = []
    get = lead.get

    x = get("hs_object_id")
    if x is not None and x.__class__ is not str:
        x = _digits(x)
        if x is None:
            wrong.append(("OLA301", "fields.lead_id.type"))
            x = "?"
    if x is None or not (text := x.strip(WHITE_SPACE)):
        wrong.append(("OLA302", "fields.lead_id.required"))
    elif not text.isascii() and not _is_encodable(text):
        wrong.append(("OLA301", "fields.lead_id.type"))

    x = get("email")
    email = None
    if x is None:
        wrong.append(("OLA302", "fields.email.required"))
    elif x.__class__ is str:
        text = x.strip(WHITE_SPACE)
        if not text:
            wrong.append(("OLA302", "fields.email.required"))
        elif _is_mail(text) and (len(text) <= 64 or (len(text) <= 254 and text.index("@") <= 64)):
            email = text.lower()
            if email in {"test@example.com", "nobody@example.com"}:
                wrong.append(("OLA309", "fields.email.not"))
        elif _rare_mail(text) is MALFORMED:
            wrong.append(("OLA301", "fields.email.type"))
        else:
            email = text.lower()
    elif _is_nan(x):
        wrong.append(("OLA302", "fields.email.required"))
    else:
        wrong.append(("OLA301", "fields.email.type"))

    x = get("firstname")
    if x is not None:
        if x.__class__ is not str:
            x = _digits(x)
        if x is None or not (x.isascii() or _is_encodable(x)):
            wrong.append(("OLA301", "fields.first_name.type"))
        else:
            text = x.strip(WHITE_SPACE)
            if len(text if text.isascii() else unicodedata.normalize("NFC", text)) > 40:
                wrong.append(("OLA307", "fields.first_name.max_length"))

    x = get("lastname")
    if x is not None and x.__class__ is not str:
        x = _digits(x)
        if x is None:
            wrong.append(("OLA301", "fields.last_name.type"))
            x = "?"
    if x is None or not (text := x.strip(WHITE_SPACE)):
        wrong.append(("OLA302", "fields.last_name.required"))
    elif not text.isascii():
        if not _is_encodable(text):
            wrong.append(("OLA301", "fields.last_name.type"))
        elif len(unicodedata.normalize("NFC", text)) > 80:
            wrong.append(("OLA307", "fields.last_name.max_length"))
    elif len(text) > 80:
        wrong.append(("OLA307", "fields.last_name.max_length"))

    x = get("company")
    if x is not None and x.__class__ is not str:
        x = _digits(x)
        if x is None:
            wrong.append(("OLA301", "fields.company.type"))
            x = "?"
    if x is None or not (text := x.strip(WHITE_SPACE)):
        wrong.append(("OLA302", "fields.company.required"))
    elif not text.isascii():
        if not _is_encodable(text):
            wrong.append(("OLA301", "fields.company.type"))
        elif len(unicodedata.normalize("NFC", text)) > 255:
            wrong.append(("OLA307", "fields.company.max_length"))
    elif len(text) > 255:
        wrong.append(("OLA307", "fields.company.max_length"))

    x = get("jobtitle")
    if x is not None:
        if x.__class__ is not str:
            x = _digits(x)
        if x is None or not (x.isascii() or _is_encodable(x)):
            wrong.append(("OLA301", "fields.job_title.type"))
        else:
            text = x.strip(WHITE_SPACE)
            if len(text if text.isascii() else unicodedata.normalize("NFC", text)) > 128:
                wrong.append(("OLA307", "fields.job_title.max_length"))

    x = get("phone")
    phone_is_known = False
    phone_is_blank = True
    if x is not None:
        if x.__class__ is not str:
            x = _digits(x)
            text = "?" if x is None or (x and not 7 <= len(x) <= 15) else x
        else:
            text = x.strip(WHITE_SPACE)
        if text:
            phone_is_blank = False
            if _is_phone(text):
                phone_is_known = True
            else:
                wrong.append(("OLA301", "fields.phone.type"))

    x = get("country")
    if x is None or _is_nan(x):
        wrong.append(("OLA302", "fields.country.required"))
    elif x.__class__ is str:
        text = x.strip(WHITE_SPACE)
        if not text:
            wrong.append(("OLA302", "fields.country.required"))
        elif (text.lower() if text.isascii() else _folded(text)) not in _COUNTRIES:
            wrong.append(("OLA301", "fields.country.type"))
    else:
        wrong.append(("OLA301", "fields.country.type"))

    x = get("zip")
    if x is not None:
        if x.__class__ is not str:
            x = _digits(x)
        if x is None or not (x.isascii() or _is_encodable(x)):
            wrong.append(("OLA301", "fields.postal_code.type"))
        elif (text := x.strip(WHITE_SPACE)) and not _is_postal_code(text):
            wrong.append(("OLA308", "fields.postal_code.pattern"))

    x = get("utm_campaign")
    if x is not None:
        if x.__class__ is not str:
            x = _digits(x)
        if x is None or not (x.isascii() or _is_encodable(x)):
            wrong.append(("OLA301", "fields.campaign.type"))
        elif text := x.strip(WHITE_SPACE):
            if len(text if text.isascii() else unicodedata.normalize("NFC", text)) > 60:
                wrong.append(("OLA307", "fields.campaign.max_length"))
            if not _is_campaign(text):
                wrong.append(("OLA308", "fields.campaign.pattern"))

    x = get("industry")
    if x is not None:
        if x.__class__ is str:
            text = x.strip(WHITE_SPACE)
            if text and (text.lower() if text.isascii() else _folded(text)) not in _INDUSTRIES:
                wrong.append(("OLA301", "fields.industry.choices"))
        elif not _is_nan(x):
            wrong.append(("OLA301", "fields.industry.choices"))

    x = get("numemployees")
    employees = None
    if x is not None:
        if x.__class__ is int:
            employees = x
        elif x.__class__ is str:
            text = x.strip(WHITE_SPACE)
            if text:
                if _is_whole(text) and len(text) <= _DIGITS and -_LARGEST <= int(text) <= _LARGEST:
                    employees = int(text)
                else:
                    wrong.append(("OLA301", "fields.employees.type"))
        elif x.__class__ is float and abs(x) <= _LARGEST and x == int(x):
            employees = int(x)
        elif not _is_nan(x):
            wrong.append(("OLA301", "fields.employees.type"))
        if employees is not None:
            if not -_LARGEST <= employees <= _LARGEST:
                employees = None
                wrong.append(("OLA301", "fields.employees.type"))
            elif employees < 1:
                wrong.append(("OLA304", "fields.employees.min"))
            elif employees > 3_000_000:
                wrong.append(("OLA305", "fields.employees.max"))

    x = get("annualrevenue")
    revenue = None
    if x is not None:
        if x.__class__ is float or x.__class__ is int:
            if -1.7976931348623157e308 <= x <= 1.7976931348623157e308:
                revenue = x
            elif not _is_nan(x):
                wrong.append(("OLA301", "fields.annual_revenue.type"))
        elif x.__class__ is str:
            text = x.strip(WHITE_SPACE)
            if text:
                found = _as_amount(text)
                if found and math.isfinite(amount := float(found[found.lastindex or 1])):
                    revenue = amount
                else:
                    wrong.append(("OLA301", "fields.annual_revenue.type"))
        else:
            wrong.append(("OLA301", "fields.annual_revenue.type"))
        if revenue is not None and revenue < 0:
            wrong.append(("OLA304", "fields.annual_revenue.min"))

    x = get("hubspotscore")
    score = None
    if x.__class__ is int:
        score = x
    elif x is None or _is_nan(x):
        wrong.append(("OLA302", "fields.score.required"))
    elif x.__class__ is str:
        text = x.strip(WHITE_SPACE)
        if not text:
            wrong.append(("OLA302", "fields.score.required"))
        elif _is_whole(text) and len(text) <= _DIGITS and -_LARGEST <= int(text) <= _LARGEST:
            score = int(text)
        else:
            wrong.append(("OLA301", "fields.score.type"))
    elif x.__class__ is float and abs(x) <= _LARGEST and x == int(x):
        score = int(x)
    else:
        wrong.append(("OLA301", "fields.score.type"))
    if score is not None:
        if not -_LARGEST <= score <= _LARGEST:
            score = None
            wrong.append(("OLA301", "fields.score.type"))
        elif score < 0:
            wrong.append(("OLA304", "fields.score.min"))
        elif score > 100:
            wrong.append(("OLA305", "fields.score.max"))

    x = get("createdate")
    created: Any = None
    if x.__class__ is str:
        text = x.strip(WHITE_SPACE)
        if not text:
            wrong.append(("OLA302", "fields.created_at.required"))
        elif _is_instant(text):
            try:
                created = dt.datetime.fromisoformat(text)
            except ValueError:
                created = _rare_instant(text)
                if created is MALFORMED:
                    created = None
                    wrong.append(("OLA301", "fields.created_at.type"))
        else:
            wrong.append(("OLA301", "fields.created_at.type"))
    elif x is None or _is_nan(x):
        wrong.append(("OLA302", "fields.created_at.required"))
    elif x.__class__ is dt.datetime:
        created = x
    else:
        wrong.append(("OLA301", "fields.created_at.type"))
    if created is not None and created.tzinfo is not dt.UTC:
        created = _in_utc(created)
        if created is None:
            wrong.append(("OLA301", "fields.created_at.type"))

    x = get("notes_last_updated")
    active: Any = None
    if x is not None:
        if x.__class__ is str:
            text = x.strip(WHITE_SPACE)
            if text:
                if _is_instant(text):
                    try:
                        active = dt.datetime.fromisoformat(text)
                    except ValueError:
                        active = _rare_instant(text)
                        if active is MALFORMED:
                            active = None
                            wrong.append(("OLA301", "fields.last_activity.type"))
                else:
                    wrong.append(("OLA301", "fields.last_activity.type"))
        elif x.__class__ is dt.datetime:
            active = x
        elif not _is_nan(x):
            wrong.append(("OLA301", "fields.last_activity.type"))
        if active is not None and active.tzinfo is not dt.UTC:
            active = _in_utc(active)
            if active is None:
                wrong.append(("OLA301", "fields.last_activity.type"))

    x = get("marketing_consent")
    consent = None
    if x.__class__ is bool:
        consent = x
    elif x is None or _is_nan(x):
        wrong.append(("OLA302", "fields.consent.required"))
    elif x.__class__ is str:
        text = x.strip(WHITE_SPACE)
        if not text:
            wrong.append(("OLA302", "fields.consent.required"))
        else:
            consent = _TRUTHS.get(text.lower())
            if consent is None:
                wrong.append(("OLA301", "fields.consent.type"))
    elif (x.__class__ is int or x.__class__ is float) and x in {0, 1}:
        consent = x == 1
    else:
        wrong.append(("OLA301", "fields.consent.type"))

    x = get("hs_analytics_source")
    if x is None or _is_nan(x):
        wrong.append(("OLA302", "fields.source.required"))
    elif x.__class__ is str:
        text = x.strip(WHITE_SPACE)
        if not text:
            wrong.append(("OLA302", "fields.source.required"))
        else:
            source = _SOURCES.get(text.lower() if text.isascii() else _folded(text))
            if source is None:
                wrong.append(("OLA301", "fields.source.choices"))
            elif source == "event" and phone_is_blank:
                wrong.append(("OLA302", "fields.phone.required"))
    else:
        wrong.append(("OLA301", "fields.source.choices"))

    x = get("hubspot_owner_id")
    if x is not None and x.__class__ is not str:
        x = _digits(x)
        if x is None:
            wrong.append(("OLA301", "fields.owner.type"))
            x = "?"
    if x is None or not (text := x.strip(WHITE_SPACE)):
        wrong.append(("OLA302", "fields.owner.required"))
    elif not text.isascii() and not _is_encodable(text):
        wrong.append(("OLA301", "fields.owner.type"))

    x = get("lifecyclestage")
    if x is not None:
        if x.__class__ is str:
            text = x.strip(WHITE_SPACE)
            if text and (text.lower() if text.isascii() else _folded(text)) not in _STAGES:
                wrong.append(("OLA301", "fields.stage.choices"))
        elif not _is_nan(x):
            wrong.append(("OLA301", "fields.stage.choices"))

    # across fields
    if email is not None and not phone_is_known and email.endswith(("@gmail.com", "@yahoo.com")):
        wrong.append(("OLA311", "rules.free-mail-needs-a-phone"))
    if active is not None:
        if created is None:
            wrong.append(("OLA312", "rules.activity-follows-creation"))
        elif active < created:
            wrong.append(("OLA311", "rules.activity-follows-creation"))
    if employees is not None and employees >= 1000 and revenue is None:
        wrong.append(("OLA311", "rules.large-accounts-name-their-revenue"))
    # is it qualified
    if (score is not None and score < 60) or consent is False:
        wrong.append(("OLA313", "stages.mql.when"))
    elif score is None or consent is None:
        wrong.append(("OLA314", "stages.mql.when"))
    return wrong
