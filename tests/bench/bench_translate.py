"""What a translation costs: a lead checked, and checked and translated; a million in columns, and read and written.

    python -m tests.bench.bench_translate [rows]

The hand-written function renames the columns and maps the values of a lead that is known to be good. Times are
medians of interleaved rounds; compare the ratios.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ola.batch import Batch
from ola.evaluate.leads.record import Checker
from ola.evaluate.leads.translated_columns import TranslatedColumns
from ola.rows.read import open_rows
from tests.bench.work.agreement import AT, SYSTEM, work_plan
from tests.bench.work.leads import leads, text_dicts

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
ROUNDS = 9
_SAMPLE = 10_000
_INDUSTRIES = {
    "COMPUTER_SOFTWARE": "Technology",
    "FINANCIAL_SERVICES": "Finance",
    "HOSPITAL_HEALTH_CARE": "Healthcare",
    "MACHINERY": "Manufacturing",
    "RETAIL": "Retail",
    "GOVERNMENT_ADMINISTRATION": "Government",
    None: None,
}
_SOURCES = {
    "ORGANIC_SEARCH": "Web",
    "OFFLINE": "Trade Show",
    "REFERRALS": "Partner Referral",
    "PAID_SEARCH": "Advertisement",
}
_STAGES = {"lead": "New", "marketingqualifiedlead": "Marketing Qualified", "salesqualifiedlead": "Working"}


def in_utc(text: str) -> str:
    """Write an instant as Salesforce takes it, with milliseconds where there are any."""
    moment = dt.datetime.fromisoformat(text).astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return f"{moment[:19] if moment[20:23] == '000' else moment[:23]}Z"


def by_hand(lead: Mapping[str, str]) -> dict[str, object]:
    """Write a good lead for Salesforce as one would write it for this one agreement."""
    revenue = float(lead["annualrevenue"]) if lead["annualrevenue"] else None
    return {
        "External_Id__c": lead["hs_object_id"],
        "Email": lead["email"],
        "FirstName": lead["firstname"],
        "LastName": lead["lastname"],
        "Company": lead["company"],
        "Title": lead["jobtitle"],
        "Phone": lead["phone"],
        "CountryCode": lead["country"],
        "PostalCode": lead["zip"],
        "Campaign__c": lead["utm_campaign"],
        "Industry": _INDUSTRIES[lead["industry"]],
        "NumberOfEmployees": int(lead["numemployees"]) if lead["numemployees"] else None,
        "AnnualRevenue": revenue,
        "Lead_Score__c": int(lead["hubspotscore"]),
        "Created_At__c": in_utc(lead["createdate"]),
        "Last_Activity__c": in_utc(lead["notes_last_updated"]) if lead["notes_last_updated"] else None,
        "Consent__c": lead["marketing_consent"] == "true",
        "LeadSource": _SOURCES[lead["hs_analytics_source"]],
        "OwnerId": lead["hubspot_owner_id"],
        "Status": _STAGES[lead["lifecyclestage"]],
    }


def microseconds(run: Callable[[dict[str, str]], object], some: list[dict[str, str]]) -> float:
    """Time one round over the leads, in microseconds a lead."""
    started = time.perf_counter()
    for lead in some:
        run(lead)
    return (time.perf_counter() - started) / len(some) * 1e6


def one_lead() -> None:
    """Print microseconds a lead: the check, the check with the translation, and the translation by hand."""
    checker = Checker(work_plan(), SYSTEM, AT)
    some = text_dicts(_SAMPLE, bad=0.0)
    assert all(checker.translate(lead, "salesforce", NOW) == by_hand(lead) for lead in some)
    rounds = [
        (
            microseconds(lambda lead: checker(lead, NOW), some),
            microseconds(lambda lead: checker.translate(lead, "salesforce", NOW), some),
            microseconds(by_hand, some),
        )
        for _ in range(ROUNDS)
    ]
    check, both, hand = (statistics.median(each) for each in zip(*rounds, strict=True))
    ratio = statistics.median(both / check for check, both, _ in rounds)
    print(f"one lead, medians of {ROUNDS} rounds over {len(some):,} good leads")
    print(f"  check {check:.2f} µs, check and translate {both:.2f} µs, ratio {ratio:.2f}; by hand alone {hand:.2f} µs")


def many_leads(rows: int) -> None:
    """Print the seconds of the columns alone, and of a CSV file checked and written, as it came and translated."""
    frame = leads(rows)
    checker = Checker(work_plan(), SYSTEM, AT)
    columns = TranslatedColumns(checker.docket, checker.translation("salesforce"), frame.schema)
    for _ in range(3):
        started = time.perf_counter()
        columns.write(frame)
        print(f"columns of {rows:,} leads translated: {time.perf_counter() - started:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        frame.write_csv(path)
        for suffix in ("csv", "parquet"):
            for to in (None, "salesforce"):
                started = time.perf_counter()
                batch = Batch(work_plan(), open_rows(path), SYSTEM, AT, NOW, translate=to)
                batch.write(Path(folder) / f"accepted.{suffix}")
                took, what = time.perf_counter() - started, "as they came" if to is None else f"for {to}"
                print(f"{batch.summary.records:,} leads of CSV, accepted as {suffix} {what}: {took:.2f} s")


if __name__ == "__main__":
    one_lead()
    many_leads(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
