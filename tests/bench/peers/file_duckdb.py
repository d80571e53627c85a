"""The work in SQL by hand on DuckDB: one query judges every lead once, two COPY statements write what came of it.

What it does not give: messages (the reasons are the clauses broken), other spellings than those of `forms.py`,
and anything that is said without being written here by hand: 40 rules are 40 lines of SQL.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.bench.peers.told import Told, tell
from tests.bench.work import forms

READERS = {".csv": "read_csv('{}', all_varchar = true, header = true)", ".parquet": "read_parquet('{}')"}
WRITERS = {".csv": "(FORMAT csv, HEADER)", ".parquet": "(FORMAT parquet)"}

# Each clause, and when a lead breaks it; what is unknown (NULL) breaks nothing.
RULES = {
    "fields.lead_id.required": "hs_object_id IS NULL",
    "fields.email.required": "email IS NULL",
    "fields.email.type": "NOT is_email",
    "fields.email.not": f"is_email AND lower(email) IN {forms.DENIED}",
    "fields.first_name.max_length": f"length(firstname) > {forms.LONGEST['firstname']}",
    "fields.last_name.required": "lastname IS NULL",
    "fields.last_name.max_length": f"length(lastname) > {forms.LONGEST['lastname']}",
    "fields.company.required": "company IS NULL",
    "fields.company.max_length": f"length(company) > {forms.LONGEST['company']}",
    "fields.job_title.max_length": f"length(jobtitle) > {forms.LONGEST['jobtitle']}",
    "fields.phone.required": f"phone IS NULL AND hs_analytics_source = '{forms.EVENT}'",
    "fields.phone.type": "NOT is_phone",
    "fields.country.required": "country IS NULL",
    "fields.country.type": f"country NOT IN {forms.COUNTRIES}",
    "fields.postal_code.pattern": f"NOT regexp_matches(zip, '{forms.POSTAL_CODE}')",
    "fields.campaign.pattern": f"NOT regexp_matches(utm_campaign, '{forms.CAMPAIGN}')",
    "fields.campaign.max_length": f"length(utm_campaign) > {forms.LONGEST['utm_campaign']}",
    "fields.industry.choices": f"industry NOT IN {forms.INDUSTRIES}",
    "fields.employees.type": "numemployees IS NOT NULL AND employees IS NULL",
    "fields.employees.min": "employees < 1",
    "fields.employees.max": f"employees > {forms.MOST_EMPLOYEES}",
    "fields.annual_revenue.type": "annualrevenue IS NOT NULL AND revenue IS NULL",
    "fields.annual_revenue.min": "revenue < 0",
    "fields.score.required": "hubspotscore IS NULL",
    "fields.score.type": "hubspotscore IS NOT NULL AND score IS NULL",
    "fields.score.min": "score < 0",
    "fields.score.max": f"score > {forms.MOST_SCORE}",
    "fields.created_at.required": "createdate IS NULL",
    "fields.created_at.type": "createdate IS NOT NULL AND created_at IS NULL",
    "fields.last_activity.type": "notes_last_updated IS NOT NULL AND last_activity IS NULL",
    "fields.consent.required": "marketing_consent IS NULL",
    "fields.consent.type": f"marketing_consent NOT IN {forms.TRUTHS}",
    "fields.source.required": "hs_analytics_source IS NULL",
    "fields.source.choices": f"hs_analytics_source NOT IN {forms.SOURCES}",
    "fields.owner.required": "hubspot_owner_id IS NULL",
    "fields.stage.choices": f"lifecyclestage NOT IN {forms.STAGES}",
    "rules.free-mail-needs-a-phone": "is_email AND is_free AND is_phone IS NOT TRUE",
    "rules.activity-follows-creation": "last_activity IS NOT NULL AND (last_activity >= created_at) IS NOT TRUE",
    "rules.large-accounts-name-their-revenue": f"employees >= {forms.LARGE} AND revenue IS NULL",
    "stages.mql.when": f"(score >= {forms.QUALIFIED} AND marketing_consent = 'true') IS NOT TRUE",
}
READ = f"""
SELECT
    *,
    regexp_matches(email, '{forms.MAIL.replace("'", "''")}') AS is_email,
    {" OR ".join(f"ends_with(lower(email), '{free}')" for free in forms.FREE_MAIL)} AS is_free,
    regexp_matches(phone, '{forms.PHONE}') AS is_phone,
    CASE WHEN regexp_matches(numemployees, '{forms.WHOLE}') THEN TRY_CAST(numemployees AS BIGINT) END AS employees,
    CASE WHEN regexp_matches(annualrevenue, '{forms.AMOUNT}') THEN TRY_CAST(annualrevenue AS DOUBLE) END AS revenue,
    CASE WHEN regexp_matches(hubspotscore, '{forms.WHOLE}') THEN TRY_CAST(hubspotscore AS BIGINT) END AS score,
    CASE WHEN regexp_matches(createdate, '{forms.INSTANT}') THEN TRY_CAST(createdate AS TIMESTAMP) END AS created_at,
    CASE WHEN regexp_matches(notes_last_updated, '{forms.INSTANT}')
        THEN TRY_CAST(notes_last_updated AS TIMESTAMP) END AS last_activity
FROM leads
"""  # noqa: S608 - the words are our own
REASONS = ", ".join(f"CASE WHEN {broken} THEN '{clause}' END" for clause, broken in RULES.items())
JUDGED = f"""
CREATE TEMP TABLE judged AS
SELECT {", ".join(forms.FIELDS)}, list_filter([{REASONS}], lambda reason: reason IS NOT NULL) AS reasons
FROM ({READ})
"""  # noqa: S608 - as above


def work(leads: Path, accepted: Path, rejected: Path) -> Told:
    """Judge, split, count."""
    database = duckdb.connect()
    database.execute(f"CREATE VIEW leads AS FROM {READERS[leads.suffix].format(leads)}")
    database.execute(JUDGED)
    written = WRITERS[leads.suffix]
    database.execute(
        f"COPY (SELECT * EXCLUDE reasons FROM judged WHERE len(reasons) = 0) TO '{accepted}' {written}"  # noqa: S608
    )
    database.execute(f"COPY (FROM judged WHERE len(reasons) > 0) TO '{rejected}' {written}")
    counts = database.execute("SELECT count(*), count_if(len(reasons) = 0) FROM judged").fetchone() or (0, 0)
    clauses = database.execute("SELECT unnest(reasons) AS clause, count(*) FROM judged GROUP BY clause").fetchall()
    return Told(counts[0], counts[1], counts[0] - counts[1], dict(clauses))


if __name__ == "__main__":
    tell(work)
