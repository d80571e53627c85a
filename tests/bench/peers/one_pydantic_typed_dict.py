"""pydantic without a model: a `TypeAdapter` of a `TypedDict`, made once; the rules across fields after it."""

from __future__ import annotations

from typing import Annotated, Literal, LiteralString, NotRequired

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from typing_extensions import TypedDict

from tests.bench.work import forms
from tests.bench.work.lead_check import Lead, LeadCheck

_KIND: LiteralString = "agreement"
_DENIED: LiteralString = "The address is one that was agreed not to be"


def is_not_denied(email: str) -> str:
    """Refuse addresses of tests."""
    if email.lower() in forms.DENIED:
        raise PydanticCustomError(_KIND, _DENIED)
    return email


class HubSpotLead(TypedDict):
    """A lead that may be handed over."""

    hs_object_id: Annotated[str, Field(min_length=1)]
    email: Annotated[str, Field(max_length=forms.LONGEST_MAIL, pattern=forms.MAIL), AfterValidator(is_not_denied)]
    firstname: NotRequired[Annotated[str, Field(max_length=40)] | None]
    lastname: Annotated[str, Field(min_length=1, max_length=80)]
    company: Annotated[str, Field(min_length=1, max_length=255)]
    jobtitle: NotRequired[Annotated[str, Field(max_length=128)] | None]
    phone: NotRequired[Annotated[str, Field(pattern=forms.PHONE)] | None]
    country: Literal[forms.COUNTRIES]  # type: ignore[valid-type]
    zip: NotRequired[Annotated[str, Field(pattern=forms.POSTAL_CODE)] | None]
    utm_campaign: NotRequired[Annotated[str, Field(pattern=forms.CAMPAIGN, max_length=60)] | None]
    industry: NotRequired[Literal[forms.INDUSTRIES] | None]  # type: ignore[valid-type]
    numemployees: NotRequired[Annotated[int, Field(ge=1, le=forms.MOST_EMPLOYEES)] | None]
    annualrevenue: NotRequired[Annotated[float, Field(ge=0)] | None]
    hubspotscore: Annotated[int, Field(ge=0, le=forms.MOST_SCORE)]
    createdate: AwareDatetime
    notes_last_updated: NotRequired[AwareDatetime | None]
    marketing_consent: bool
    hs_analytics_source: Literal[forms.SOURCES]  # type: ignore[valid-type]
    hubspot_owner_id: Annotated[str, Field(min_length=1)]
    lifecyclestage: NotRequired[Literal[forms.STAGES] | None]  # type: ignore[valid-type]


def across(lead: HubSpotLead) -> HubSpotLead:
    """Refuse what is wrong across fields; one error says all."""
    broken = []
    if lead.get("phone") is None:
        if lead["hs_analytics_source"] == forms.EVENT:
            broken.append("fields.phone.required")
        if lead["email"].lower().endswith(forms.FREE_MAIL):
            broken.append("rules.free-mail-needs-a-phone")
    active, employees = lead.get("notes_last_updated"), lead.get("numemployees")
    if active is not None and active < lead["createdate"]:
        broken.append("rules.activity-follows-creation")
    if employees is not None and employees >= forms.LARGE and lead.get("annualrevenue") is None:
        broken.append("rules.large-accounts-name-their-revenue")
    if lead["hubspotscore"] < forms.QUALIFIED or not lead["marketing_consent"]:
        broken.append("stages.mql.when")
    if broken:
        raise PydanticCustomError(_KIND, "Broken: {broken}", {"broken": ", ".join(broken)})
    return lead


adapter: TypeAdapter[HubSpotLead] = TypeAdapter(Annotated[HubSpotLead, AfterValidator(across)])


def is_ok(lead: Lead) -> bool:
    """Whether a lead breaks nothing."""
    try:
        adapter.validate_python(lead)
    except ValidationError:
        return False
    return True


def findings(lead: Lead) -> list[ErrorDetails]:
    """Give every field that is wrong, or else what is wrong across fields, without the addresses of pages."""
    try:
        adapter.validate_python(lead)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


CHECK = LeadCheck(
    "pydantic TypedDict",
    "pydantic",
    is_ok,
    findings,
    "rules across fields where a field is wrong; trimming, other spellings; clause, party and way out; stage",
    reads_text=True,
    finds_all=False,
)
