"""msgspec: a struct with constraints, `convert`; it stops at the first error, the rules across fields come after."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tests.bench.work import forms
from tests.bench.work.lead_check import Lead, LeadCheck


class HubSpotLead(msgspec.Struct):
    """A lead that may be handed over."""

    hs_object_id: Annotated[str, Meta(min_length=1)]
    email: Annotated[str, Meta(max_length=forms.LONGEST_MAIL, pattern=forms.MAIL)]
    lastname: Annotated[str, Meta(min_length=1, max_length=80)]
    company: Annotated[str, Meta(min_length=1, max_length=255)]
    country: Literal[forms.COUNTRIES]  # type: ignore[valid-type]
    hubspotscore: Annotated[int, Meta(ge=0, le=forms.MOST_SCORE)]
    createdate: Annotated[dt.datetime, Meta(tz=True)]
    marketing_consent: bool
    hs_analytics_source: Literal[forms.SOURCES]  # type: ignore[valid-type]
    hubspot_owner_id: Annotated[str, Meta(min_length=1)]
    firstname: Annotated[str, Meta(max_length=40)] | None = None
    jobtitle: Annotated[str, Meta(max_length=128)] | None = None
    phone: Annotated[str, Meta(pattern=forms.PHONE)] | None = None
    zip: Annotated[str, Meta(pattern=forms.POSTAL_CODE)] | None = None
    utm_campaign: Annotated[str, Meta(pattern=forms.CAMPAIGN, max_length=60)] | None = None
    industry: Literal[forms.INDUSTRIES] | None = None  # type: ignore[valid-type]
    numemployees: Annotated[int, Meta(ge=1, le=forms.MOST_EMPLOYEES)] | None = None
    annualrevenue: Annotated[float, Meta(ge=0)] | None = None
    notes_last_updated: Annotated[dt.datetime, Meta(tz=True)] | None = None
    lifecyclestage: Literal[forms.STAGES] | None = None  # type: ignore[valid-type]

    def __post_init__(self) -> None:
        """Refuse what is wrong across fields; one error says all."""
        broken = []
        email = self.email.lower()
        if email in forms.DENIED:
            broken.append("fields.email.not")
        if self.phone is None:
            if self.hs_analytics_source == forms.EVENT:
                broken.append("fields.phone.required")
            if email.endswith(forms.FREE_MAIL):
                broken.append("rules.free-mail-needs-a-phone")
        if self.notes_last_updated is not None and self.notes_last_updated < self.createdate:
            broken.append("rules.activity-follows-creation")
        if self.numemployees is not None and self.numemployees >= forms.LARGE and self.annualrevenue is None:
            broken.append("rules.large-accounts-name-their-revenue")
        if self.hubspotscore < forms.QUALIFIED or not self.marketing_consent:
            broken.append("stages.mql.when")
        if broken:
            raise ValueError(", ".join(broken))


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    try:
        msgspec.convert(lead, HubSpotLead, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def findings(lead: Lead) -> list[str]:
    """Give the message of the first thing that is wrong."""
    try:
        msgspec.convert(lead, HubSpotLead, strict=False)
    except msgspec.ValidationError as error:
        return [str(error)]
    return []


CHECK = LeadCheck(
    "msgspec convert",
    "msgspec",
    is_ok,
    findings,
    "more than the first thing that is wrong; trimming, other spellings; clause, party and way out; stage",
    reads_text=True,
    finds_all=False,
)
