"""The one-lead checker: its findings word for word, where they point, and what it refuses."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ola.agreement.reading import read_agreement
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.leads.record import Checker, compile_checker
from ola.expr.nodes import And, Compare, Comparison, FieldRef, Literal, TermRef
from ola.finding import DataPlace
from ola.plan import Clause, Field, Plan, Predicate, Score, Segment, Term
from ola.source import Source
from tests.evaluate.harbor import PLAN

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
GOOD = {
    "hs_object_id": "101",
    "email": "ann@example.com",
    "createdate": "2026-01-02T10:00:00Z",
    "country": "US",
    "phone": "+1 202 555 0100",
    "numemployees": "120",
    "jobtitle": "VP Sales",
    "hubspotscore": "75",
    "marketing_consent": "true",
    "hubspot_owner_id": "casey",
    "hs_analytics_source": "OFFLINE",
    "lifecyclestage": "marketingqualifiedlead",
}
CHECK = compile_checker(PLAN, "hubspot", "mql")


def only(**changes: object) -> tuple[str, str, str | None]:
    """Give code, message and advice of the one finding that changes to a good lead make."""
    (finding,) = CHECK({**GOOD, **changes}, NOW).findings
    return finding.code, finding.message, finding.advice


def test_a_good_lead_is_accepted() -> None:
    """A lead that satisfies the stage has no findings, and its derived values beside it."""
    verdict = CHECK(GOOD, NOW)
    assert verdict.ok
    assert verdict.findings == ()
    assert (verdict.stage, verdict.reached) == ("mql", ("mql",))
    assert verdict.segments == {"tier": "A", "region": "amer"}
    assert verdict.scores == {"fit": 60}
    assert type(verdict.scores["fit"]) is int


def test_a_required_field_that_is_blank() -> None:
    """The message says what is blank and when it is required, the advice which column and who supplies it."""
    assert only(country=" ") == (
        "OLA302",
        "country is blank, and it is required at mql.",
        "Fill in country; marketing supplies it.",
    )
    assert only(phone=None) == (
        "OLA302",
        "phone is blank, and it is required when source = event.",
        "Fill in phone; marketing supplies it.",
    )


def test_a_value_that_is_not_readable() -> None:
    """The message shows the value and says what was wanted; a choice is told its choices, and the near one."""
    code, message, advice = only(numemployees="about 50")
    assert (code, advice) == ("OLA301", "Write it like 120.")
    assert message.startswith("employees is “about 50”, which is not readable as a whole number")
    assert only(hs_analytics_source="web site") == (
        "OLA301",
        (
            "source is “web site”, which is not among its choices: web (Website), event (Trade show), "
            "partner (Partner referral)."
        ),
        'Did you mean "web"?',
    )


def test_limits() -> None:
    """The message gives the value and the limit."""
    assert only(numemployees=0)[:2] == ("OLA304", "employees is 0; the least agreed is 1.")
    assert only(hubspotscore="101")[:2] == ("OLA305", "score is “101”; the most agreed is 100.")
    limits = "a: {type: money, currency: USD, min: 10}, b: {type: duration, max: 2 days}"
    head = "ola: 1\nid: small\nversion: 1.0.0\nstatus: signed\nzone: UTC\nparties: {marketing: {}}\n"
    plan = read_agreement(Source("small.ola.yaml", f"{head}fields: {{{limits}}}\n")).plan
    verdict = compile_checker(plan)({"a": "5", "b": "3 days"})
    assert [each.message for each in verdict.findings] == [
        "a is “5”; the least agreed is 10.",
        "b is “3 days”; the most agreed is 2 days.",
    ]
    assert only(jobtitle="x" * 129)[:2] == (
        "OLA307",
        f"job_title is “{'x' * 60}…”, which is longer than 128 characters.",
    )


def test_a_stage_that_is_not_met_names_what_made_it_so() -> None:
    """Of a false condition the fields that made it false are named, with what stands in them, and no others."""
    assert only(hubspotscore="55") == (
        "OLA313",
        "mql needs score >= 60 and consent; here score is “55”.",
        "Correct score, or keep the lead from mql.",
    )
    assert only(marketing_consent="no", hubspotscore="55")[1] == (
        "mql needs score >= 60 and consent; here score is “55” and consent is “no”."
    )


def test_an_unknown_duty_names_the_missing_fields() -> None:
    """A duty that is neither true nor false is an error of its own, which names what was blank or malformed."""
    found = CHECK({**GOOD, "hubspotscore": "", "marketing_consent": "maybe"}, NOW).findings
    assert [each.code for each in found] == ["OLA302", "OLA301", "OLA314"]
    assert found[2].message == (
        "Whether the lead meets mql (score >= 60 and consent) cannot be said; "
        "here score is blank and consent is “maybe”, not readable."
    )


def test_a_bar_and_a_rule_across_fields() -> None:
    """A personal value stays masked; a warning alone does not reject."""
    found = CHECK({**GOOD, "email": "ann@gmail.com", "phone": "", "hs_analytics_source": "REFERRALS"}, NOW)
    assert [(each.code, each.level, each.message) for each in found.findings] == [
        (
            "OLA311",
            "warning",
            "The rule “free mail needs a phone” wants phone is known; here phone is blank.",
        ),
        ("OLA315", "error", "mql is not open to leads with bad fit; here email is “a…@…”."),
    ]
    assert "ann@gmail.com" not in found.to_json()
    warned = Checker(PLAN, "hubspot", "lead")({**GOOD, "email": "ann@gmail.com", "phone": ""}, NOW)
    assert not warned.ok
    assert Checker(PLAN, "hubspot", "lead")(
        {**GOOD, "email": "ann@gmail.com", "phone": "", "hs_analytics_source": "REFERRALS"}, NOW
    ).ok


def test_a_finding_points_at_the_column_as_it_came() -> None:
    """The place has the lead's key and a JSON Pointer, also into HubSpot's `properties`."""
    (flat,) = CHECK({**GOOD, "country": ""}).findings
    assert flat.place == DataPlace(key="101", field="/country")
    nested = {"id": "7", "properties": {**GOOD, "country": ""}}
    (inside,) = CHECK(nested).findings
    assert inside.place == DataPlace(key="101", field="/properties/country")
    (outside,) = CHECK({"country": "", "properties": GOOD}).findings
    assert outside.place == DataPlace(key="101", field="/country")
    assert (flat.clause, flat.party) == ("fields.country.required", "marketing")


def test_what_one_lead_cannot_show_is_listed() -> None:
    """Uniqueness and fields the system lacks are listed as not checked, and what hangs on such fields."""
    assert CHECK(GOOD).not_checked == CHECK.not_checked
    assert {"fields.email.unique", "fields.lead_id.unique", "fields.budget.type", "stages.qualified"} <= set(
        CHECK.not_checked
    )


def test_names_and_values_never_become_code() -> None:
    """An agreement whose names, choices and columns are Python is checked like any other."""
    evil = "x'); import os; os.abort() #"
    text = f"""
ola: 1
id: evil
title: Evil
version: 1.0.0
status: draft
zone: UTC
parties: {{marketing: {{}}}}
systems: {{crm: {{party: marketing, zone: UTC}}}}
fields:
  f:
    type: choice
    choices: {{a: "{evil}", b: B}}
    in: {{crm: {{field: "{evil}", values: {{a: "{evil}"}}}}}}
terms:
  t: f = a
segments:
  s: {{"{evil}": t, other: otherwise}}
stages: {{lead: {{party: marketing}}}}
"""
    plan = read_agreement(Source("evil.ola.yaml", text)).plan
    checker = Checker(plan, "crm", "lead")
    verdict = checker({evil: evil})
    assert verdict.segments == {"s": evil}
    assert "os.abort" not in checker.source


@pytest.mark.parametrize("lead", [None, 5, "text", ["email"], [("email", "a")]])
def test_what_is_no_mapping_is_a_wrong_call(lead: Any) -> None:
    """A lead is a mapping; anything else is the caller's mistake, said in a sentence."""
    with pytest.raises(WrongCall, match="A lead is a mapping of columns to values, not a"):
        CHECK(lead)


def test_any_mapping_is_a_lead() -> None:
    """It need not be a dict, and keys that are no text disturb nobody."""
    table: dict[object, object] = {1: 2}
    table.update(GOOD.items())

    class Row(Mapping[Any, Any]):
        def __getitem__(self, key: object) -> object:
            return table[key]

        def __iter__(self) -> Iterator[Any]:
            return iter(table)

        def __len__(self) -> int:
            return len(table)

    assert CHECK(Row(), NOW) == CHECK(GOOD, NOW)


def test_wrong_calls_say_what_there_is() -> None:
    """An unknown system or stage is named with those there are, a naive "now" refused."""
    with pytest.raises(WrongCall, match=r"no system 'hubspott'\. It has hubspot, salesforce\. Did you mean hubspot\?"):
        Checker(PLAN, "hubspott", "mql")
    with pytest.raises(WrongCall, match="no stage 'mq'"):
        Checker(PLAN, "hubspot", "mq")
    with pytest.raises(NaiveDatetime, match="without a zone"):
        CHECK(GOOD, NOW.replace(tzinfo=None))


def test_a_checker_travels() -> None:
    """A pickled checker gives the same verdicts, as do its verdicts when they travel; threads may share one."""
    bad = {**GOOD, "hubspotscore": "x", "phone": ""}
    again = pickle.loads(pickle.dumps(CHECK))  # noqa: S301 - our own bytes
    assert again(bad, NOW) == CHECK(bad, NOW) == pickle.loads(pickle.dumps(CHECK(bad, NOW)))  # noqa: S301
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: CHECK(bad, NOW).to_json(), range(50))) == {CHECK(bad, NOW).to_json()}


def test_now_is_the_callers() -> None:
    """A condition that asks for now takes `as_of`, and without it the moment of the call."""
    text = """
ola: 1
id: now
title: Now
version: 1.0.0
status: draft
zone: UTC
parties: {marketing: {}}
fields: {created: {type: datetime}}
rules: {fresh: {must: created within 30 days before now}}
stages: {lead: {party: marketing}}
"""
    plan: Plan = read_agreement(Source("now.ola.yaml", text)).plan
    checker = Checker(plan)
    assert checker({"created": "2026-05-20T00:00:00Z"}, NOW).ok
    assert not checker({"created": "2026-05-20T00:00:00Z"}, NOW + dt.timedelta(days=30)).ok
    assert checker({"created": dt.datetime.now(dt.UTC) - dt.timedelta(days=1)}).ok


def long(rows: int, terms: int) -> Plan:
    """Give a plan with long score and segment tables and a long chain of terms."""

    def size(op: Comparison, number: int) -> Compare:
        return Compare(op, FieldRef("size"), Literal(number, "number"), "number")

    clause = Clause("rules.big")
    chain = {"t0": Term(clause, "t0", size(">", 0))}
    for number in range(1, terms):
        condition = And((TermRef(f"t{number - 1}"), TermRef(f"t{number - 1}"), size(">", number)))
        chain[f"t{number}"] = Term(clause, f"t{number}", condition)
    table = [size("=", number) for number in range(rows)]
    return Plan(
        id="long",
        version="1.0.0",
        sha256="0" * 64,
        zone="UTC",
        fields={"size": Field("size", clause, "integer", "number")},
        terms=chain,
        scores={"fit": Score(clause, "fit", tuple((row, 1) for row in table))},
        segments={"band": Segment(clause, "band", tuple((f"S{at}", row) for at, row in enumerate(table)), "none")},
        predicates=(Predicate(clause, "rule", TermRef(f"t{terms - 1}")),),
    )


LONG = long(rows=300, terms=200)


def test_a_long_agreement_compiles() -> None:
    """Tables of a thousand rows and chains of hundreds of terms are no trouble for the generated code."""
    checker = Checker(long(rows=1500, terms=300))
    verdict = checker({"size": 1400})
    assert verdict.ok
    assert (verdict.scores, verdict.segments) == ({"fit": 1}, {"band": "S1400"})
    blank = checker({})
    assert [each.code for each in blank.findings] == ["OLA312"]
    assert blank.hung_on == {"fit": ("size",), "band": ("size",)}
