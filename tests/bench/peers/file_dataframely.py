"""The work as a dataframely schema: columns with their limits, rules across columns, `filter` for the split.

What it does not give: messages (beside a rejected row stands which rules it keeps and breaks). Text is read into
numbers and instants before, in columns of their own: with dataframely's `cast=True` a row with one unreadable value
has no other reasons, and counts would be lower.
"""

# ruff: noqa: D102, N805 - rules are written as the pages of dataframely write them: of the class, and named for what they say

from __future__ import annotations

from pathlib import Path

import dataframely as dy
import polars as pl

from tests.bench.peers.told import Told, tell
from tests.bench.work import forms


class Lead(dy.Schema):
    """A lead as HubSpot has it, all text, and what numbers and instants it was read to."""

    hs_object_id = dy.String(nullable=False)
    email = dy.String(
        nullable=False, regex=forms.MAIL, check={"not": lambda email: ~email.str.to_lowercase().is_in(forms.DENIED)}
    )
    firstname = dy.String(nullable=True, max_length=forms.LONGEST["firstname"])
    lastname = dy.String(nullable=False, max_length=forms.LONGEST["lastname"])
    company = dy.String(nullable=False, max_length=forms.LONGEST["company"])
    jobtitle = dy.String(nullable=True, max_length=forms.LONGEST["jobtitle"])
    phone = dy.String(nullable=True, regex=forms.PHONE)
    country = dy.String(nullable=False, check={"is_in": lambda country: country.is_in(forms.COUNTRIES)})
    zip = dy.String(nullable=True, regex=forms.POSTAL_CODE)
    utm_campaign = dy.String(nullable=True, regex=forms.CAMPAIGN, max_length=forms.LONGEST["utm_campaign"])
    industry = dy.String(nullable=True, check={"is_in": lambda industry: industry.is_in(forms.INDUSTRIES)})
    numemployees = dy.String(nullable=True, regex=forms.WHOLE)
    annualrevenue = dy.String(nullable=True, regex=forms.AMOUNT)
    hubspotscore = dy.String(nullable=False, regex=forms.WHOLE)
    createdate = dy.String(nullable=False, regex=forms.INSTANT)
    notes_last_updated = dy.String(nullable=True, regex=forms.INSTANT)
    marketing_consent = dy.String(nullable=False, check={"is_in": lambda consent: consent.is_in(forms.TRUTHS)})
    hs_analytics_source = dy.String(nullable=False, check={"is_in": lambda source: source.is_in(forms.SOURCES)})
    hubspot_owner_id = dy.String(nullable=False)
    lifecyclestage = dy.String(nullable=True, check={"is_in": lambda stage: stage.is_in(forms.STAGES)})

    employees = dy.Int64(nullable=True, min=1, max=forms.MOST_EMPLOYEES)
    revenue = dy.Float64(nullable=True, min=0.0)
    score = dy.Int64(nullable=True, min=0, max=forms.MOST_SCORE)
    created_at = dy.Datetime(nullable=True, time_unit="ms", time_zone="UTC")
    last_activity = dy.Datetime(nullable=True, time_unit="ms", time_zone="UTC")

    @dy.rule()
    def phone_at_an_event(cls) -> pl.Expr:
        return cls.phone.col.is_not_null() | (cls.hs_analytics_source.col != forms.EVENT)

    @dy.rule()
    def free_mail_needs_a_phone(cls) -> pl.Expr:
        email = cls.email.col.str.to_lowercase()
        is_free = pl.any_horizontal(email.str.ends_with(free) for free in forms.FREE_MAIL)
        is_free &= cls.email.col.str.contains(forms.MAIL)
        return ~is_free | cls.phone.col.str.contains(forms.PHONE).fill_null(value=False)

    @dy.rule()
    def activity_follows_creation(cls) -> pl.Expr:
        follows = (cls.last_activity.col >= cls.created_at.col).fill_null(value=False)
        return cls.last_activity.col.is_null() | follows

    @dy.rule()
    def large_accounts_name_their_revenue(cls) -> pl.Expr:
        return (cls.employees.col < forms.LARGE) | cls.revenue.col.is_not_null()

    @dy.rule()
    def qualified(cls) -> pl.Expr:
        is_qualified = (cls.score.col >= forms.QUALIFIED) & (cls.marketing_consent.col == "true")
        return is_qualified.fill_null(value=False)


READ = {
    "employees": pl.col("numemployees").cast(pl.Int64, strict=False),
    "revenue": pl.col("annualrevenue").cast(pl.Float64, strict=False),
    "score": pl.col("hubspotscore").cast(pl.Int64, strict=False),
    "created_at": pl.col("createdate").str.to_datetime(
        "%Y-%m-%dT%H:%M:%S%.fZ", time_unit="ms", time_zone="UTC", strict=False
    ),
    "last_activity": pl.col("notes_last_updated").str.to_datetime(
        "%Y-%m-%dT%H:%M:%S%.fZ", time_unit="ms", time_zone="UTC", strict=False
    ),
}
CLAUSES = {
    "hs_object_id|nullability": "fields.lead_id.required",
    "email|nullability": "fields.email.required",
    "email|regex": "fields.email.type",
    "email|check__not": "fields.email.not",
    "firstname|max_length": "fields.first_name.max_length",
    "lastname|nullability": "fields.last_name.required",
    "lastname|max_length": "fields.last_name.max_length",
    "company|nullability": "fields.company.required",
    "company|max_length": "fields.company.max_length",
    "jobtitle|max_length": "fields.job_title.max_length",
    "phone|regex": "fields.phone.type",
    "phone_at_an_event": "fields.phone.required",
    "country|nullability": "fields.country.required",
    "country|check__is_in": "fields.country.type",
    "zip|regex": "fields.postal_code.pattern",
    "utm_campaign|regex": "fields.campaign.pattern",
    "utm_campaign|max_length": "fields.campaign.max_length",
    "industry|check__is_in": "fields.industry.choices",
    "numemployees|regex": "fields.employees.type",
    "employees|min": "fields.employees.min",
    "employees|max": "fields.employees.max",
    "annualrevenue|regex": "fields.annual_revenue.type",
    "revenue|min": "fields.annual_revenue.min",
    "hubspotscore|nullability": "fields.score.required",
    "hubspotscore|regex": "fields.score.type",
    "score|min": "fields.score.min",
    "score|max": "fields.score.max",
    "createdate|nullability": "fields.created_at.required",
    "createdate|regex": "fields.created_at.type",
    "notes_last_updated|regex": "fields.last_activity.type",
    "marketing_consent|nullability": "fields.consent.required",
    "marketing_consent|check__is_in": "fields.consent.type",
    "hs_analytics_source|nullability": "fields.source.required",
    "hs_analytics_source|check__is_in": "fields.source.choices",
    "hubspot_owner_id|nullability": "fields.owner.required",
    "lifecyclestage|check__is_in": "fields.stage.choices",
    "free_mail_needs_a_phone": "rules.free-mail-needs-a-phone",
    "activity_follows_creation": "rules.activity-follows-creation",
    "large_accounts_name_their_revenue": "rules.large-accounts-name-their-revenue",
    "qualified": "stages.mql.when",
}


def work(leads: Path, accepted: Path, rejected: Path) -> Told:
    """Judge, split, count."""
    is_csv = leads.suffix == ".csv"
    frame = pl.scan_csv(leads, infer_schema=False) if is_csv else pl.scan_parquet(leads)
    good, failure = Lead.filter(frame.with_columns(**READ)).collect_all()
    good, bad = good.select(*forms.FIELDS), failure.details().drop(*READ)
    for rows, file in ((good, accepted), (bad, rejected)):
        if is_csv:
            rows.write_csv(file)
        else:
            rows.write_parquet(file)
    return Told(
        good.height + bad.height,
        good.height,
        bad.height,
        {CLAUSES[rule]: count for rule, count in failure.counts().items()},
    )


if __name__ == "__main__":
    tell(work)
