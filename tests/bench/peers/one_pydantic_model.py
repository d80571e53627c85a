"""pydantic: a model, `model_validate`; the rules across fields in a validator after it, if the fields pass."""

from __future__ import annotations

from typing import Annotated, Literal, LiteralString

from pydantic import AwareDatetime, BaseModel, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from tests.bench.work import forms
from tests.bench.work.lead_check import Lead, LeadCheck

_KIND: LiteralString = "agreement"
_DENIED: LiteralString = "The address is one that was agreed not to be"


class HubSpotLead(BaseModel):
    """A lead that may be handed over."""

    hs_object_id: Annotated[str, Field(min_length=1)]
    email: Annotated[str, Field(max_length=forms.LONGEST_MAIL, pattern=forms.MAIL)]
    firstname: Annotated[str, Field(max_length=40)] | None = None
    lastname: Annotated[str, Field(min_length=1, max_length=80)]
    company: Annotated[str, Field(min_length=1, max_length=255)]
    jobtitle: Annotated[str, Field(max_length=128)] | None = None
    phone: Annotated[str, Field(pattern=forms.PHONE)] | None = None
    country: Literal[forms.COUNTRIES]  # type: ignore[valid-type]
    zip: Annotated[str, Field(pattern=forms.POSTAL_CODE)] | None = None
    utm_campaign: Annotated[str, Field(pattern=forms.CAMPAIGN, max_length=60)] | None = None
    industry: Literal[forms.INDUSTRIES] | None = None  # type: ignore[valid-type]
    numemployees: Annotated[int, Field(ge=1, le=forms.MOST_EMPLOYEES)] | None = None
    annualrevenue: Annotated[float, Field(ge=0)] | None = None
    hubspotscore: Annotated[int, Field(ge=0, le=forms.MOST_SCORE)]
    createdate: AwareDatetime
    notes_last_updated: AwareDatetime | None = None
    marketing_consent: bool
    hs_analytics_source: Literal[forms.SOURCES]  # type: ignore[valid-type]
    hubspot_owner_id: Annotated[str, Field(min_length=1)]
    lifecyclestage: Literal[forms.STAGES] | None = None  # type: ignore[valid-type]

    @field_validator("email", mode="after")
    @classmethod
    def is_not_denied(cls, email: str) -> str:
        """Refuse addresses of tests."""
        if email.lower() in forms.DENIED:
            raise PydanticCustomError(_KIND, _DENIED)
        return email

    @model_validator(mode="after")
    def across(self) -> HubSpotLead:
        """Refuse what is wrong across fields; one error says all."""
        broken = []
        if self.phone is None:
            if self.hs_analytics_source == forms.EVENT:
                broken.append("fields.phone.required")
            if self.email.lower().endswith(forms.FREE_MAIL):
                broken.append("rules.free-mail-needs-a-phone")
        if self.notes_last_updated is not None and self.notes_last_updated < self.createdate:
            broken.append("rules.activity-follows-creation")
        if self.numemployees is not None and self.numemployees >= forms.LARGE and self.annualrevenue is None:
            broken.append("rules.large-accounts-name-their-revenue")
        if self.hubspotscore < forms.QUALIFIED or not self.marketing_consent:
            broken.append("stages.mql.when")
        if broken:
            raise PydanticCustomError(_KIND, "Broken: {broken}", {"broken": ", ".join(broken)})
        return self


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    try:
        HubSpotLead.model_validate(lead)
    except ValidationError:
        return False
    return True


def findings(lead: Lead) -> list[ErrorDetails]:
    """Give every field that is wrong, or else what is wrong across fields, without the addresses of pages."""
    try:
        HubSpotLead.model_validate(lead)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


CHECK = LeadCheck(
    "pydantic model_validate",
    "pydantic",
    is_ok,
    findings,
    "rules across fields where a field is wrong; trimming, other spellings; clause, party and way out; stage",
    reads_text=True,
    finds_all=False,
)
