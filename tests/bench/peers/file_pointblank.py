"""The work as a pointblank plan on Polars: a step for each rule, interrogated at once, then sundered in two.

What it does not give: reasons beside the rejected rows (there are counts for each step, and extracts of the rows of
one step, which are not collected here, to its advantage). Text is read into numbers and instants before.
"""

from __future__ import annotations

from pathlib import Path

import pointblank as pb
import polars as pl

from tests.bench.peers.told import Told, tell
from tests.bench.work import forms

ADDRESS = pl.col("email").str.to_lowercase()
IS_EMAIL = pl.col("email").str.contains(forms.MAIL)
IS_FREE = IS_EMAIL & pl.any_horizontal(ADDRESS.str.ends_with(free) for free in forms.FREE_MAIL)
HAS_PHONE = pl.col("phone").str.contains(forms.PHONE).fill_null(value=False)
FOLLOWS = (pl.col("last_activity") >= pl.col("created_at")).fill_null(value=False)
IS_QUALIFIED = (pl.col("score") >= forms.QUALIFIED) & (pl.col("marketing_consent") == "true")


def instant(column: str) -> pl.Expr:
    """Read an instant; null where it is none."""
    return pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="ms", time_zone="UTC", strict=False)


READ = {
    "employees": pl.col("numemployees").cast(pl.Int64, strict=False),
    "revenue": pl.col("annualrevenue").cast(pl.Float64, strict=False),
    "score": pl.col("hubspotscore").cast(pl.Int64, strict=False),
    "created_at": instant("createdate"),
    "last_activity": instant("notes_last_updated"),
}


def plan(frame: pl.DataFrame) -> tuple[pb.Validate, list[str]]:
    """Give the steps, and the clause of each."""
    validate, clauses = pb.Validate(data=frame), []

    required = ("hs_object_id", "email", "lastname", "company", "country", "hubspotscore", "createdate")
    for column in (*required, "marketing_consent", "hs_analytics_source", "hubspot_owner_id"):
        validate = validate.col_vals_not_null(columns=column)
        clauses.append(f"fields.{forms.FIELDS[column]}.required")
    for column, pattern, clause in (
        ("email", forms.MAIL, "fields.email.type"),
        ("phone", forms.PHONE, "fields.phone.type"),
        ("zip", forms.POSTAL_CODE, "fields.postal_code.pattern"),
        ("utm_campaign", forms.CAMPAIGN, "fields.campaign.pattern"),
        ("numemployees", forms.WHOLE, "fields.employees.type"),
        ("annualrevenue", forms.AMOUNT, "fields.annual_revenue.type"),
        ("hubspotscore", forms.WHOLE, "fields.score.type"),
        ("createdate", forms.INSTANT, "fields.created_at.type"),
        ("notes_last_updated", forms.INSTANT, "fields.last_activity.type"),
    ):
        validate = validate.col_vals_regex(columns=column, pattern=pattern, na_pass=True)
        clauses.append(clause)
    for column, longest in forms.LONGEST.items():
        validate = validate.col_vals_str_len(columns=column, max_val=longest, na_pass=True)
        clauses.append(f"fields.{forms.FIELDS[column]}.max_length")
    for column, choices, clause in (
        ("country", forms.COUNTRIES, "fields.country.type"),
        ("industry", forms.INDUSTRIES, "fields.industry.choices"),
        ("marketing_consent", forms.TRUTHS, "fields.consent.type"),
        ("hs_analytics_source", forms.SOURCES, "fields.source.choices"),
        ("lifecyclestage", forms.STAGES, "fields.stage.choices"),
    ):
        # A set lets no blank pass, and blanks are judged above.
        validate = validate.col_vals_in_set(columns=column, set=[*choices, None])
        clauses.append(clause)
    for field, least, most in (
        ("employees", 1, forms.MOST_EMPLOYEES),
        ("score", 0, forms.MOST_SCORE),
    ):
        validate = validate.col_vals_ge(columns=field, value=least, na_pass=True)
        validate = validate.col_vals_le(columns=field, value=most, na_pass=True)
        clauses += [f"fields.{field}.min", f"fields.{field}.max"]
    validate = validate.col_vals_ge(columns="revenue", value=0.0, na_pass=True)
    clauses.append("fields.annual_revenue.min")
    for clause, kept in {
        "fields.email.not": ~ADDRESS.is_in(forms.DENIED).fill_null(value=False),
        "fields.phone.required": pl.col("phone").is_not_null()
        | (pl.col("hs_analytics_source") != forms.EVENT).fill_null(value=True),
        "rules.free-mail-needs-a-phone": ~IS_FREE.fill_null(value=False) | HAS_PHONE,
        "rules.activity-follows-creation": pl.col("last_activity").is_null() | FOLLOWS,
        "rules.large-accounts-name-their-revenue": (pl.col("employees") < forms.LARGE).fill_null(value=True)
        | pl.col("revenue").is_not_null(),
        "stages.mql.when": IS_QUALIFIED.fill_null(value=False),
    }.items():
        validate = validate.col_vals_expr(expr=kept)
        clauses.append(clause)
    return validate, clauses


def work(leads: Path, accepted: Path, rejected: Path) -> Told:
    """Judge, split, count."""
    is_csv = leads.suffix == ".csv"
    frame = pl.read_csv(leads, infer_schema=False) if is_csv else pl.read_parquet(leads)
    validate, clauses = plan(frame.with_columns(**READ))
    validation = validate.interrogate(collect_extracts=False)
    good, bad = (validation.get_sundered_data(type=part).select(*forms.FIELDS) for part in ("pass", "fail"))
    for rows, file in ((good, accepted), (bad, rejected)):
        if is_csv:
            rows.write_csv(file)
        else:
            rows.write_parquet(file)
    failed = validation.n_failed()
    return Told(
        frame.height,
        good.height,
        bad.height,
        {clause: int(failed[step]) for step, clause in enumerate(clauses, 1) if failed[step]},
    )


if __name__ == "__main__":
    tell(work)
