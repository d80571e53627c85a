"""The words of the agreement that the peers' files spell: columns, choices, limits and patterns.

No peer's file needs ola, and a test holds these words against the agreement. They are HubSpot's own spellings, as the
generator writes them. ola also trims, and reads labels, names of countries, other ways to write numbers and instants,
none of which the peers are asked for.
"""

from __future__ import annotations

COLUMNS = (
    *("hs_object_id", "email", "firstname", "lastname", "company", "jobtitle", "phone", "country", "zip"),
    *("utm_campaign", "industry", "numemployees", "annualrevenue", "hubspotscore", "createdate", "notes_last_updated"),
    *("marketing_consent", "hs_analytics_source", "hubspot_owner_id", "lifecyclestage"),
)

INDUSTRIES = (
    *("COMPUTER_SOFTWARE", "FINANCIAL_SERVICES", "HOSPITAL_HEALTH_CARE", "MACHINERY", "RETAIL"),
    "GOVERNMENT_ADMINISTRATION",
)
SOURCES = ("ORGANIC_SEARCH", "OFFLINE", "REFERRALS", "PAID_SEARCH")
EVENT = "OFFLINE"
STAGES = ("lead", "marketingqualifiedlead", "salesqualifiedlead")
TRUTHS = ("true", "false")
NOBODY = ("test@example.com", "nobody@example.com")
FREE_MAIL = ("@gmail.com", "@yahoo.com")

LONGEST = {"firstname": 40, "lastname": 80, "company": 255, "jobtitle": 128, "utm_campaign": 60}
EMPLOYEES = (1, 3_000_000)
LARGE = 1000
REVENUE = 0.0
SCORE = (0, 100)
QUALIFIED = 60

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
EMAIL = rf"^{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*$"
PHONE = r"^\+? ?\(?[0-9](?:[ ().\-/]{0,4}[0-9]){6,14}$"
POSTAL_CODE = r"^[0-9A-Za-z][0-9A-Za-z -]{2,9}$"
CAMPAIGN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
WHOLE = r"^[+-]?[0-9]+$"
AMOUNT = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z$"

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
