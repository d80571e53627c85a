"""The work as a pandera model on Polars: fields with checks, checks across columns, lazy validation for all failures.

What it does not give: the split (done here from the row numbers of its failure cases) and messages (the reasons are
names of checks). Text is read into numbers and instants before, in columns of their own.
"""

# ruff: noqa: D102, N805 - rules are written as the pages of pandera write them: of the class, and named for what they say

from __future__ import annotations

from pathlib import Path

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from tests.bench.peers.told import Told, tell
from tests.bench.work import forms

Instant = pl.Datetime("ms", "UTC")


class Lead(pa.DataFrameModel):
    """A lead as HubSpot has it, all text, and what numbers and instants it was read to."""

    hs_object_id: str
    email: str = pa.Field(str_matches=forms.MAIL)
    firstname: str = pa.Field(nullable=True, str_length={"max_value": forms.LONGEST["firstname"]})
    lastname: str = pa.Field(str_length={"max_value": forms.LONGEST["lastname"]})
    company: str = pa.Field(str_length={"max_value": forms.LONGEST["company"]})
    jobtitle: str = pa.Field(nullable=True, str_length={"max_value": forms.LONGEST["jobtitle"]})
    phone: str = pa.Field(nullable=True, str_matches=forms.PHONE)
    country: str = pa.Field(isin=forms.COUNTRIES)
    zip: str = pa.Field(nullable=True, str_matches=forms.POSTAL_CODE)
    utm_campaign: str = pa.Field(
        nullable=True, str_matches=forms.CAMPAIGN, str_length={"max_value": forms.LONGEST["utm_campaign"]}
    )
    industry: str = pa.Field(nullable=True, isin=forms.INDUSTRIES)
    numemployees: str = pa.Field(nullable=True, str_matches=forms.WHOLE)
    annualrevenue: str = pa.Field(nullable=True, str_matches=forms.AMOUNT)
    hubspotscore: str = pa.Field(str_matches=forms.WHOLE)
    createdate: str = pa.Field(str_matches=forms.INSTANT)
    notes_last_updated: str = pa.Field(nullable=True, str_matches=forms.INSTANT)
    marketing_consent: str = pa.Field(isin=forms.TRUTHS)
    hs_analytics_source: str = pa.Field(isin=forms.SOURCES)
    hubspot_owner_id: str
    lifecyclestage: str = pa.Field(nullable=True, isin=forms.STAGES)

    address: str = pa.Field(nullable=True, notin=forms.DENIED)
    employees: int = pa.Field(nullable=True, ge=1, le=forms.MOST_EMPLOYEES)
    revenue: float = pa.Field(nullable=True, ge=0.0)
    score: int = pa.Field(nullable=True, ge=0, le=forms.MOST_SCORE)
    created_at: Instant = pa.Field(nullable=True)  # type: ignore[valid-type]  # as pandera's pages write it
    last_activity: Instant = pa.Field(nullable=True)  # type: ignore[valid-type]  # as above

    @pa.dataframe_check
    def phone_at_an_event(cls, data: pa.PolarsData) -> pl.LazyFrame:
        elsewhere = (pl.col("hs_analytics_source") != forms.EVENT).fill_null(value=True)
        return data.lazyframe.select(pl.col("phone").is_not_null() | elsewhere)

    @pa.dataframe_check
    def free_mail_needs_a_phone(cls, data: pa.PolarsData) -> pl.LazyFrame:
        is_free = pl.any_horizontal(pl.col("address").str.ends_with(free) for free in forms.FREE_MAIL)
        has_phone = pl.col("phone").str.contains(forms.PHONE).fill_null(value=False)
        return data.lazyframe.select(~is_free.fill_null(value=False) | has_phone)

    @pa.dataframe_check
    def activity_follows_creation(cls, data: pa.PolarsData) -> pl.LazyFrame:
        follows = (pl.col("last_activity") >= pl.col("created_at")).fill_null(value=False)
        return data.lazyframe.select(pl.col("last_activity").is_null() | follows)

    @pa.dataframe_check
    def large_accounts_name_their_revenue(cls, data: pa.PolarsData) -> pl.LazyFrame:
        is_small = (pl.col("employees") < forms.LARGE).fill_null(value=True)
        return data.lazyframe.select(is_small | pl.col("revenue").is_not_null())

    @pa.dataframe_check
    def qualified(cls, data: pa.PolarsData) -> pl.LazyFrame:
        is_qualified = (pl.col("score") >= forms.QUALIFIED) & (pl.col("marketing_consent") == "true")
        return data.lazyframe.select(is_qualified.fill_null(value=False))


def instant(column: str) -> pl.Expr:
    """Read an instant; null where it is none."""
    return pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="ms", time_zone="UTC", strict=False)


READ = {
    "address": pl.when(pl.col("email").str.contains(forms.MAIL)).then(pl.col("email").str.to_lowercase()),
    "employees": pl.col("numemployees").cast(pl.Int64, strict=False),
    "revenue": pl.col("annualrevenue").cast(pl.Float64, strict=False),
    "score": pl.col("hubspotscore").cast(pl.Int64, strict=False),
    "created_at": instant("createdate"),
    "last_activity": instant("notes_last_updated"),
}
CLAUSES = {
    ("hs_object_id", "not_nullable"): "fields.lead_id.required",
    ("email", "not_nullable"): "fields.email.required",
    ("email", "str_matches"): "fields.email.type",
    ("address", "notin"): "fields.email.not",
    ("firstname", "str_length"): "fields.first_name.max_length",
    ("lastname", "not_nullable"): "fields.last_name.required",
    ("lastname", "str_length"): "fields.last_name.max_length",
    ("company", "not_nullable"): "fields.company.required",
    ("company", "str_length"): "fields.company.max_length",
    ("jobtitle", "str_length"): "fields.job_title.max_length",
    ("phone", "str_matches"): "fields.phone.type",
    ("Lead", "phone_at_an_event"): "fields.phone.required",
    ("country", "not_nullable"): "fields.country.required",
    ("country", "isin"): "fields.country.type",
    ("zip", "str_matches"): "fields.postal_code.pattern",
    ("utm_campaign", "str_matches"): "fields.campaign.pattern",
    ("utm_campaign", "str_length"): "fields.campaign.max_length",
    ("industry", "isin"): "fields.industry.choices",
    ("numemployees", "str_matches"): "fields.employees.type",
    ("employees", "greater_than_or_equal_to"): "fields.employees.min",
    ("employees", "less_than_or_equal_to"): "fields.employees.max",
    ("annualrevenue", "str_matches"): "fields.annual_revenue.type",
    ("revenue", "greater_than_or_equal_to"): "fields.annual_revenue.min",
    ("hubspotscore", "not_nullable"): "fields.score.required",
    ("hubspotscore", "str_matches"): "fields.score.type",
    ("score", "greater_than_or_equal_to"): "fields.score.min",
    ("score", "less_than_or_equal_to"): "fields.score.max",
    ("createdate", "not_nullable"): "fields.created_at.required",
    ("createdate", "str_matches"): "fields.created_at.type",
    ("notes_last_updated", "str_matches"): "fields.last_activity.type",
    ("marketing_consent", "not_nullable"): "fields.consent.required",
    ("marketing_consent", "isin"): "fields.consent.type",
    ("hs_analytics_source", "not_nullable"): "fields.source.required",
    ("hs_analytics_source", "isin"): "fields.source.choices",
    ("hubspot_owner_id", "not_nullable"): "fields.owner.required",
    ("lifecyclestage", "isin"): "fields.stage.choices",
    ("Lead", "free_mail_needs_a_phone"): "rules.free-mail-needs-a-phone",
    ("Lead", "activity_follows_creation"): "rules.activity-follows-creation",
    ("Lead", "large_accounts_name_their_revenue"): "rules.large-accounts-name-their-revenue",
    ("Lead", "qualified"): "stages.mql.when",
}


def work(leads: Path, accepted: Path, rejected: Path) -> Told:
    """Judge, split, count."""
    is_csv = leads.suffix == ".csv"
    frame = pl.read_csv(leads, infer_schema=False) if is_csv else pl.read_parquet(leads)
    failures = pl.DataFrame(schema={"index": pl.UInt32, "column": pl.String, "check": pl.String})
    try:
        Lead.validate(frame.with_columns(**READ), lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases.select(pl.col("index").cast(pl.UInt32), "column", "check")
    reasons = failures.group_by("index").agg(reasons=pl.format("{}: {}", "column", "check").str.join("; "))
    judged = frame.with_row_index().join(reasons, on="index", how="left", maintain_order="left").drop("index")
    good, bad = (
        judged.filter(pl.col("reasons").is_null()).drop("reasons"),
        judged.filter(pl.col("reasons").is_not_null()),
    )
    for rows, file in ((good, accepted), (bad, rejected)):
        if is_csv:
            rows.write_csv(file)
        else:
            rows.write_parquet(file)
    counts = failures.group_by("column", pl.col("check").str.extract(r"^(\w+)")).len()
    return Told(
        frame.height,
        good.height,
        bad.height,
        {CLAUSES[column, check]: count for column, check, count in counts.iter_rows()},
    )


if __name__ == "__main__":
    tell(work)
