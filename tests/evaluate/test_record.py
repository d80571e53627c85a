"""The one-lead checker: its findings word for word, where they point, and what it refuses."""

from __future__ import annotations

import ast
import datetime as dt
import json
import pickle
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from ola.agreement.reading import read_agreement
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.leads.record import Checker, compile_checker
from ola.expr.nodes import And, Compare, Comparison, FieldRef, Literal, TermRef
from ola.finding import DataPlace
from ola.plan import Clause, Field, Plan, Predicate, Score, Segment, Term
from ola.source import Source
from tests.evaluate.harbor import FILE, PLAN

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


# ── what is left until somebody asks ────────────────────────────────────────────────────────────


def test_a_verdict_says_the_same_whatever_becomes_of_the_lead() -> None:
    """What is worked out later is worked out from what was seen: the caller may use the dict again."""
    lead = {**GOOD, "hubspotscore": "12", "jobtitle": ""}
    verdict, again = CHECK(lead, NOW), CHECK(dict(lead), NOW)
    lead.clear()
    assert verdict.broken == ("stages.mql.when",)
    assert verdict == again
    assert [finding.message for finding in verdict.findings] == [
        "mql needs score >= 60 and consent; here score is “12”."
    ]
    assert (verdict.stage, verdict.segments["tier"]) == ("mql", "B")
    assert dict(verdict.hung_on) == {"tier": ("job_title",), "fit": ("job_title",)}


def test_a_verdict_cannot_be_changed() -> None:
    """None of its parts can be set, neither those that are settled nor those that are worked out."""
    for verdict in (CHECK(GOOD, NOW), CHECK({}, NOW)):
        for part in ("ok", "broken", "findings", "stage", "reached", "segments", "scores", "hung_on", "not_checked"):
            with pytest.raises(AttributeError):
                setattr(verdict, part, None)


def test_the_broken_clauses_are_those_of_the_findings() -> None:
    """`broken` has one clause for each finding, in the agreement's order, also where a condition decides late."""
    verdict = CHECK({**GOOD, "phone": "", "country": "", "email": "x", "hubspotscore": ""}, NOW)
    assert verdict.broken == tuple(finding.clause for finding in verdict.findings)
    assert verdict.broken == (
        "fields.email.type",
        "fields.country.required",
        "fields.phone.required",
        "fields.score.required",
        "stages.mql.when",
    )


def test_a_verdict_keeps_what_is_personal_to_itself() -> None:
    """Neither its representation nor what travels has the cells of the lead."""
    verdict = CHECK({**GOOD, "email": "jane.doe@nowhere..example"}, NOW)
    assert repr(verdict) == "LeadVerdict(ok=False, broken=('fields.email.type',))"
    assert b"jane" not in pickle.dumps(verdict)


def test_a_warning_lets_a_lead_pass() -> None:
    """A lead that breaks only a clause of level warning is ok, and has its finding."""
    verdict = compile_checker(PLAN, "hubspot", "claimed")(
        {**GOOD, "email": "ann@gmail.com", "phone": "", "hs_analytics_source": "", "lifecyclestage": "lead"}, NOW
    )
    assert verdict.ok
    assert [finding.level for finding in verdict.findings] == ["warning"]


# ── compiled once ───────────────────────────────────────────────────────────────────────────────


def test_a_checker_is_compiled_once() -> None:
    """Equal plans, systems and stages share a checker, also one that travelled; other ones do not."""
    again = read_agreement(Source("harbor.ola.yaml", FILE.read_text(encoding="utf-8")), FILE.parent).plan
    assert again is not PLAN
    assert compile_checker(PLAN, "hubspot", "mql") is CHECK
    assert compile_checker(again, "hubspot", "mql") is CHECK
    assert pickle.loads(pickle.dumps(CHECK)) is CHECK  # noqa: S301 - our own bytes
    assert compile_checker(PLAN, "hubspot", "claimed") is not CHECK
    assert compile_checker(replace(PLAN, zone="UTC"), "hubspot", "mql") is not CHECK


def test_the_source_can_be_read() -> None:
    """Fields and clauses go by their names in the generated Python, and what is compared stands in it."""
    source = CHECK.source
    assert ast.parse(source).body
    for part in (
        "def judge(self, lead, as_of=None):",
        "raw_employees.__class__ is int and 1 <= raw_employees",
        "if v_email is MALFORMED:",
        "# 'fields.country.required'",
        "'@gmail.com'",
        "is_bad_fit = ",
    ):
        assert part in source


def test_a_checker_with_one_column_or_none() -> None:
    """An agreement may ask for one field, or for nothing."""
    text = """
ola: 1
id: small
title: Small
version: 1.0.0
status: draft
zone: UTC
parties: {marketing: {}}
fields: {FIELD}
stages: {lead: {party: marketing}}
"""
    one = read_agreement(Source("one.ola.yaml", text.replace("FIELD", "a: {type: integer, required: always}"))).plan
    checker = Checker(one)
    for _ in range(2):
        assert checker({"a": 1}).ok
        assert checker({}).broken == ("fields.a.required",)
        assert not checker({"properties": {"a": "x"}}).ok
    none = Checker(replace(one, fields={}, shapes=()))
    assert none({}).ok
    assert none({"a": 1}).ok


def test_numbers_where_text_is_expected_are_read_as_ever() -> None:
    """A checker trusts its leads until one has no text where text was expected; the verdict is the same."""
    checker = Checker(PLAN, "hubspot", "mql")
    odd = {**GOOD, "hs_object_id": 101, "phone": 12025550100}
    for lead in (GOOD, odd, {**GOOD, "email": 5}, {**GOOD, "country": ["US"]}, {**GOOD, "jobtitle": b"VP"}):
        trusting = Checker(PLAN, "hubspot", "mql")
        assert trusting(lead, NOW) == checker(lead, NOW)
        assert trusting(GOOD, NOW) == checker(GOOD, NOW)
    assert checker(odd, NOW).ok
    assert "distrust" not in checker.source
    assert "distrust" in Checker(PLAN, "hubspot", "mql").source


# ── remembered texts ────────────────────────────────────────────────────────────────────────────

STRICT = """
ola: 1
id: strict
title: Strict
version: 1.0.0
status: draft
zone: UTC
parties: {marketing: {}}
fields:
  code: {type: text, pattern: "[a-z]+", max_length: 8, not: [abc]}
  name: {type: text, min_length: 2, max_length: 4}
  size: {type: integer, min: 1, not: ["7"]}
  source: {type: choice, choices: [web, event], not: [event]}
  note: {type: text}
  ends: {type: text, pattern: "[a-z ]+"}
  alias: {type: text, not: [Bob, Ärger, 7up, "'s"]}
  nick: {type: text, not: [Ä]}
scores: {fit: {points: [{when: size > 5, add: 10}, {when: note contains "x", add: 5}]}}
stages: {lead: {party: marketing}}
"""
STRICT_CELLS: dict[str, list[tuple[object, list[str]]]] = {
    "code": [
        ("abcd", []),
        ("abc", ["fields.code.not"]),
        ("ABC", ["fields.code.not", "fields.code.pattern"]),
        (" abc ", ["fields.code.not"]),
        ("abcdefghi", ["fields.code.max_length"]),
        ("a-b", ["fields.code.pattern"]),
        ("", []),
        (b"abcd", ["fields.code.type"]),
    ],
    "name": [
        ("Zoë", []),
        ("Zoe\u0308", []),
        ("Søren", ["fields.name.max_length"]),
        ("é", ["fields.name.min_length"]),
        ("x ", ["fields.name.min_length"]),
        ("\ud800", ["fields.name.type"]),
        ("Ann\x1c", []),
    ],
    "size": [
        ("7", ["fields.size.not"]),
        (7, ["fields.size.not"]),
        (7.0, ["fields.size.not"]),
        ("0", ["fields.size.min"]),
        (0, ["fields.size.min"]),
        ("00", ["fields.size.min"]),
        (True, ["fields.size.type"]),
        ("٣", ["fields.size.type"]),
        (2**60, ["fields.size.type"]),
        ("9007199254740992", ["fields.size.type"]),
    ],
    "source": [
        ("web", []),
        ("Event", ["fields.source.not"]),
        ("event", ["fields.source.not"]),
        (["web"], ["fields.source.choices"]),
        ({}, ["fields.source.choices"]),
    ],
    "alias": [
        *(
            (text, ["fields.alias.not"])
            for text in ("Bob", "bob", " bOB\t", "7UP", "'S", "Ärger", "ÄRGER", "A\u0308rger")
        ),
        *((text, []) for text in ("Bo", "bobs", "Tob", "7u", "s'", "Arger", "")),
    ],
    "nick": [("ä", ["fields.nick.not"]), ("A", []), ("a", [])],
    "ends": [("a b", []), (" a ", []), ("A", ["fields.ends.pattern"]), ("  ", [])],
}


def test_what_was_read_before_is_judged_as_at_first() -> None:
    """Texts are remembered where they keep every demand, and by nothing else: not by who asks for scores."""
    checker = Checker(read_agreement(Source("strict.ola.yaml", STRICT)).plan)
    for turn in range(3):
        for column, cells in STRICT_CELLS.items():
            for cell, broken in cells:
                verdict = checker({"note": "x", column: cell})
                assert sorted(verdict.broken) == broken, (turn, column, cell)
                assert verdict.scores["fit"] >= 5
                assert len(verdict.findings) == len(broken)


# ── from JSON ───────────────────────────────────────────────────────────────────────────────────


def test_a_lead_is_checked_from_its_json() -> None:
    """Bytes and text, with a byte order mark or without, give the verdict on the lead they hold."""
    bad = {**GOOD, "email": "Zoë", "phone": ""}
    for lead in (GOOD, bad, {"properties": bad}):
        for text in (json.dumps(lead), json.dumps(lead, ensure_ascii=False), json.dumps(lead, indent=2)):
            assert CHECK.check_json(text, NOW) == CHECK(lead, NOW)
            assert CHECK.check_json(text.encode(), NOW) == CHECK(lead, NOW)
            assert CHECK.check_json(b"\xef\xbb\xbf" + text.encode(), NOW) == CHECK(lead, NOW)


@pytest.mark.parametrize(
    ("text", "code", "message", "advice"),
    [
        (b"", "OLA316", "The text is blank.", "Send the lead as a JSON object."),
        (
            b'{\n"email": \n}',
            "OLA316",
            "The text is not JSON: Expecting value at line 3, column 1.",
            "Send the lead as one complete JSON object.",
        ),
        (b'[{"email": "a"}]', "OLA316", "The text holds a list, not an object.", "Send each lead by itself."),
        ("null", "OLA316", "The text holds null, not an object.", 'Send {"field": value, …}.'),
        (b'{"a": "\xff"}', "OLA316", "The text holds bytes that are no UTF-8.", "Send it in UTF-8."),
        ('{"a": "\0"}', "OLA316", "The text holds a NUL character.", "Export it again; a NUL is never part of a lead."),
        (b'{"a": 1, "a": 2}', "OLA317", "The key 'a' stands twice in one object.", "Keep one of them."),
        (b'{"a" \n: 1, "a": 2}', "OLA317", "The key 'a' stands twice in one object.", "Keep one of them."),
        ('{"a": NaN}', "OLA317", "NaN is no finite number.", "Write null where there is no number."),
        ('{"a": 1e999}', "OLA317", "1e999 is no finite number.", "Write null where there is no number."),
        ('{"a": "\\ud83d"}', "OLA317", "A text holds half a character.", "Cut texts by characters, not by bytes."),
        ('{"a": "\ud83d"}', "OLA317", "A text holds half a character.", "Cut texts by characters, not by bytes."),
    ],
)
def test_a_text_that_holds_no_lead_has_a_verdict(text: bytes | str, code: str, message: str, advice: str) -> None:
    """It is rejected with one finding, and every clause is listed as not checked."""
    verdict = CHECK.check_json(text)
    (finding,) = verdict.findings
    assert (finding.code, finding.message, finding.advice) == (code, message, advice)
    assert (verdict.ok, verdict.broken, verdict.stage, verdict.reached) == (False, (), None, ())
    assert {form.clause.id for form in CHECK.docket.forms} | set(CHECK.not_checked) == set(verdict.not_checked)
    assert pickle.loads(pickle.dumps(verdict)) == verdict  # noqa: S301 - our own bytes
    verdict.to_json().encode()


def test_an_integer_of_thousands_of_digits_gives_a_verdict() -> None:
    """What Python does not read as a number is no lead."""
    (finding,) = CHECK.check_json('{"numemployees": ' + "9" * 5000 + "}").findings
    assert finding.code == "OLA316"


def test_json_is_text() -> None:
    """A lead that is read already goes to the checker itself."""
    with pytest.raises(WrongCall, match="JSON comes as bytes or as text, not as a dict"):
        CHECK.check_json(GOOD)  # type: ignore[arg-type]


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
