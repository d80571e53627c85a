"""What a lead costs: the one-lead checker beside Python written by hand, and the columns on a million leads.

    python -m tests.bench.bench_leads [rows]

The hand-written function answers only whether a lead is good; the checker also says why not, and gives
the lead's stage, segments and scores. Times are medians of interleaved rounds; compare the ratios.
"""

from __future__ import annotations

import datetime as dt
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping

from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.record import Checker
from ola.rows.read import open_rows
from ola.rows.write import rejected_rows
from tests.bench.leads import leads
from tests.evaluate.harbor import PLAN

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
ROUNDS = 7
_SAMPLE = 10_000

_email = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch
_phone = re.compile(r"[+()0-9 .-]{7,30}").fullmatch
_integer = re.compile(r"[+-]?[0-9]+").fullmatch
_COUNTRIES = frozenset({"US", "CA", "GB", "DE", "FR", "NL", "SE"})
_SOURCES = {"ORGANIC_SEARCH": "web", "OFFLINE": "event", "REFERRALS": "partner"}
_STAGES = {"lead": "lead", "marketingqualifiedlead": "mql", "accepted": "accepted"}


def by_hand(lead: Mapping[str, str | None]) -> list[str]:
    """Check a lead as one would write it for this one agreement; simpler than ola in what it reads."""
    wrong = []
    get = lead.get
    if not (get("hs_object_id") or "").strip():
        wrong.append("key")
    email = (get("email") or "").strip().lower()
    if not email or not _email(email):
        wrong.append("email")
    created = (get("createdate") or "").strip()
    try:
        dt.datetime.fromisoformat(created)
    except ValueError:
        wrong.append("created")
    country = (get("country") or "").strip()
    if country not in _COUNTRIES:
        wrong.append("country")
    phone = (get("phone") or "").strip()
    if phone and not _phone(phone):
        wrong.append("phone")
    employees_text = (get("numemployees") or "").strip()
    employees = None
    if employees_text:
        if _integer(employees_text):
            employees = int(employees_text)
            if employees < 1:
                wrong.append("employees")
        else:
            wrong.append("employees")
    title = (get("jobtitle") or "").strip().lower()
    if len(title) > 128:
        wrong.append("title")
    score_text = (get("hubspotscore") or "").strip()
    score = int(score_text) if _integer(score_text) else None
    if score is None or not 0 <= score <= 100:
        wrong.append("score")
    consent = (get("marketing_consent") or "").strip().lower() == "true"
    source = _SOURCES.get((get("hs_analytics_source") or "").strip())
    if source is None:
        wrong.append("source")
    if (get("lifecyclestage") or "").strip() not in _STAGES:
        wrong.append("stage")
    target = employees is not None and 50 <= employees <= 5000 and country in {"US", "CA", "GB", "DE"}
    decides = "vp" in title or "director" in title or "chief" in title or "head" in title
    fit = min(60, 30 * target + 25 * decides + 10 * (source == "event"))
    tier = "A" if target and decides else "B" if fit >= 30 else "C"
    if source == "event" and not phone:
        wrong.append("phone")
    if email.endswith("@gmail.com") and not phone:
        wrong.append("mail")
    if score is None or score < 60 or not consent:
        wrong.append("mql")
    if email.endswith(("@gmail.com", "@yahoo.com")) or "student" in title:
        wrong.append("bad fit")
    return wrong if wrong or tier else []


def microseconds(check: Callable[[dict[str, str | None]], object], some: list[dict[str, str | None]]) -> float:
    """Time one round over the leads, in microseconds a lead."""
    started = time.perf_counter()
    for lead in some:
        check(lead)
    return (time.perf_counter() - started) / len(some) * 1e6


def one_lead() -> None:
    """Print microseconds a lead: by hand, by the checker, and their ratio, for three shares of bad leads."""
    checker = Checker(PLAN, "hubspot", "mql")
    print(f"one lead, medians of {ROUNDS} rounds over {_SAMPLE:,} leads")
    for bad in (0.0, 0.05, 1.0):
        some = leads(_SAMPLE, bad=bad).to_dicts()
        found = sum(not checker(lead, NOW).ok for lead in some)
        by_hands = sum(bool(by_hand(lead)) for lead in some)
        assert found == by_hands, (found, by_hands)
        pairs = [
            (microseconds(by_hand, some), microseconds(lambda lead: checker(lead, NOW), some)) for _ in range(ROUNDS)
        ]
        hand, own = (statistics.median(each) for each in zip(*pairs, strict=True))
        ratios = sorted(own / hand for hand, own in pairs)
        print(
            f"  {bad:4.0%} bad: by hand {hand:6.2f} µs, ola {own:6.2f} µs, "
            f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


def many_leads(rows: int) -> None:
    """Print rows a second: of the mask alone, and of the whole batch with reasons and both passes."""
    frame = leads(rows)
    checker = Checker(PLAN, "hubspot", "mql")
    columns = Columns(checker.docket, frame.schema, NOW)
    for _ in range(3):
        started = time.perf_counter()
        masks = columns.check_frame(frame)
        took = time.perf_counter() - started
        print(f"masks of {rows:,} leads: {took:.2f} s, {rows / took:,.0f} rows/s, {masks.errors.sum():,} rejected")
    started = time.perf_counter()
    batch = check_blocks(PLAN, "hubspot", "mql", NOW, open_rows(frame))
    rejected = sum(len(rejected_rows(each.block, each.accepted, each.errors, each.warnings)) for each in batch)
    took = time.perf_counter() - started
    print(f"batch of {rows:,} leads, two unique fields, all reasons: {took:.2f} s, {rejected:,} rejected")


if __name__ == "__main__":
    one_lead()
    many_leads(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
