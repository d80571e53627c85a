"""Reading conditions: every construct of the language, and every mistake at its place."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from ola.expr.names import Names, name_fault
from ola.expr.nodes import (
    And,
    AtLeast,
    ColumnRef,
    Compare,
    Condition,
    CountOf,
    DayOf,
    EventCount,
    EventTime,
    FieldRef,
    IsBlank,
    IsKnown,
    Literal,
    Matches,
    Not,
    Now,
    OneOf,
    Or,
    ScoreRef,
    SegmentRef,
    Shifted,
    TermRef,
    TextTest,
)
from ola.expr.parse import DEEPEST, LONGEST, parse_condition
from ola.fieldtypes.spec import Choice, Spec
from ola.finding import show
from ola.source import Place, Source

CHOICES = (Choice("web", "Website"), Choice("event", "Trade show"), Choice("partner", "Partner referral"))
NAMES = Names(
    fields={
        "email": Spec("email"),
        "created_at": Spec("datetime"),
        "timing": Spec("date"),
        "renewal": Spec("date"),
        "country": Spec("country"),
        "employees": Spec("integer"),
        "job_title": Spec("text"),
        "need": Spec("text"),
        "score": Spec("integer"),
        "consent": Spec("boolean"),
        "owner": Spec("owner"),
        "source": Spec("choice", choices=CHOICES, blanks=("unknown",)),
        "web": Spec("boolean"),
        "interests": Spec("choice", many=True, choices=(Choice("pricing"), Choice("demo"))),
        "budget": Spec("money", currency="USD"),
        "costs": Spec("money", currency="EUR"),
        "wait": Spec("duration"),
    },
    terms=("target account", "target account plus", "bad fit"),
    scores=("fit",),
    segments={"tier": ("A", "B", "C"), "region": ("amer", "emea")},
    events=("call", "email sent"),
    stages=("mql",),
    zone="America/New_York",
)
EXCEPTION = Names(events=("call",), stages=("mql",), scope="exception")
LOG = Names(fields=NAMES.fields, columns={"automated": Spec("boolean"), "Duration": Spec("integer")}, scope="log")
DAY = dt.timedelta(days=1)
SCORE, EMAIL, CREATED, TIMING = (FieldRef(name) for name in ("score", "email", "created_at", "timing"))
CONSENT = Compare("=", FieldRef("consent"), Literal(value=True, kind="boolean"), "boolean")


def score(op: str, value: float) -> Condition:
    return Compare(op, SCORE, Literal(value, "number"), "number")  # type: ignore[arg-type]


READS: dict[str, Condition] = {
    # terms, segments, fields that are true or false
    "target account": TermRef("target account"),
    "Target  Account": TermRef("target account"),
    "target account plus": TermRef("target account plus"),
    "consent": CONSENT,
    "lead.consent": CONSENT,
    "tier A": Compare("=", SegmentRef("tier"), Literal("A", "choice"), "choice"),
    "tier = a": Compare("=", SegmentRef("tier"), Literal("A", "choice"), "choice"),
    # not before and before or; brackets; groups
    "consent or not bad fit and tier A": Or(
        (
            CONSENT,
            And((Not(TermRef("bad fit")), Compare("=", SegmentRef("tier"), Literal("A", "choice"), "choice"))),
        )
    ),
    "NOT (consent OR bad fit)": Not(Or((CONSENT, TermRef("bad fit")))),
    "all of (consent, bad fit)": And((CONSENT, TermRef("bad fit"))),
    "any of (consent, bad fit)": Or((CONSENT, TermRef("bad fit"))),
    "none of (consent, bad fit)": Not(Or((CONSENT, TermRef("bad fit")))),
    "any of (consent)": CONSENT,
    "at least 2 of (consent, bad fit, score >= 60)": AtLeast(2, (CONSENT, TermRef("bad fit"), score(">=", 60))),
    # comparisons and their English twins
    "score = 60": score("=", 60),
    "score is 60": score("=", 60),
    "score != 60": score("!=", 60),
    "score is not 60": score("!=", 60),
    "score < 60": score("<", 60),
    "score is less than 60": score("<", 60),
    "score <= 60": score("<=", 60),
    "score is at most 60": score("<=", 60),
    "score > 60": score(">", 60),
    "score is more than 60": score(">", 60),
    "score>=60.5": score(">=", 60.5),
    "score is at least\n  60": score(">=", 60),
    "60 <= score": Compare("<=", Literal(60, "number"), SCORE, "number"),
    "score >= fit": Compare(">=", SCORE, ScoreRef("fit"), "number"),
    "budget >= 5000 USD": Compare(">=", FieldRef("budget"), Literal(5000, "number"), "number"),
    "wait > 1 hour 30 minutes": Compare(
        ">", FieldRef("wait"), Literal(dt.timedelta(minutes=90), "duration"), "duration"
    ),
    "consent = no": Compare("=", FieldRef("consent"), Literal(value=False, kind="boolean"), "boolean"),
    "country = DE": Compare("=", FieldRef("country"), Literal("DE", "choice"), "choice"),
    "country = NO": Compare("=", FieldRef("country"), Literal("NO", "choice"), "choice"),
    "source = 'Trade show'": Compare("=", FieldRef("source"), Literal("event", "choice"), "choice"),
    'source = "web"': Compare("=", FieldRef("source"), Literal("web", "choice"), "choice"),
    "job_title = “Head of”": Compare("=", FieldRef("job_title"), Literal("head of", "text"), "text"),
    'job_title = "say ""hi"""': Compare("=", FieldRef("job_title"), Literal('say "hi"', "text"), "text"),
    "job_title = lead.need": Compare("=", FieldRef("job_title"), FieldRef("need"), "text"),
    "job_title = O'Brien": Compare("=", FieldRef("job_title"), Literal("o'brien", "text"), "text"),
    # known, in, between, parts, patterns
    "score is known": IsKnown(SCORE),
    "score is blank": IsBlank(SCORE),
    "first call is known": IsKnown(EventTime("call", "first")),
    "source in (event, Partner)": OneOf(
        FieldRef("source"), (Literal("event", "choice"), Literal("partner", "choice")), "choice"
    ),
    "score not in (1, 2)": Not(OneOf(SCORE, (Literal(1, "number"), Literal(2, "number")), "number")),
    "score in (1, fit)": Or(
        (OneOf(SCORE, (Literal(1, "number"),), "number"), Compare("=", SCORE, ScoreRef("fit"), "number"))
    ),
    "score between 50 and 60 and consent": And((And((score(">=", 50), score("<=", 60))), CONSENT)),
    "job_title contains any of (VP, 'Head of')": TextTest("contains", FieldRef("job_title"), ("vp", "head of"), "text"),
    "email ends with @gmail.com": TextTest("ends with", EMAIL, ("@gmail.com",), "text"),
    "owner starts with 00Q": TextTest("starts with", FieldRef("owner"), ("00Q",), "id"),
    "job_title not contains student": Not(TextTest("contains", FieldRef("job_title"), ("student",), "text")),
    "interests contains demo": TextTest("contains", FieldRef("interests"), ("demo",), "choices"),
    r"job_title matches /[A-Z]+ (I|\/)/": Matches(FieldRef("job_title"), r"[A-Z]+ (I|\/)"),
    # times
    "created_at >= 2026-01-01T09:00": Compare(
        ">=", CREATED, Literal(dt.datetime(2026, 1, 1, 14, tzinfo=dt.UTC), "datetime"), "datetime"
    ),
    "created_at >= 2026-01-01": Compare(
        ">=", DayOf(CREATED, "America/New_York"), Literal(dt.date(2026, 1, 1), "date"), "date"
    ),
    "2026-01-01 <= timing": Compare("<=", Literal(dt.date(2026, 1, 1), "date"), TIMING, "date"),
    "timing < created_at": Compare("<", TIMING, DayOf(CREATED, "America/New_York"), "date"),
    "timing < now - 7 days": Compare("<", TIMING, Shifted(DayOf(Now(), "America/New_York"), -7 * DAY), "date"),
    "created_at < now - PT4H": Compare("<", CREATED, Shifted(Now(), dt.timedelta(hours=-4)), "datetime"),
    "created_at older than 2 weeks": Compare("<", CREATED, Shifted(Now(), -14 * DAY), "datetime"),
    "last call within 1 day after created_at": And(
        (
            Compare(">=", EventTime("call", "last"), CREATED, "datetime"),
            Compare("<=", EventTime("call", "last"), Shifted(CREATED, DAY), "datetime"),
        )
    ),
    "timing within 3 days before renewal": And(
        (
            Compare(">=", TIMING, Shifted(FieldRef("renewal"), -3 * DAY), "date"),
            Compare("<=", TIMING, FieldRef("renewal"), "date"),
        )
    ),
    "number of email sent in the last 7 days >= 2": Compare(
        ">=", EventCount("email sent", 7 * DAY), Literal(2, "number"), "number"
    ),
    "number of mql > 1": Compare(">", EventCount("mql"), Literal(1, "number"), "number"),
}


@pytest.mark.parametrize("text", READS)
def test_every_construct_of_the_language_is_read(text: str) -> None:
    assert parse_condition(text, NAMES) == (READS[text], ())


def test_exceptions_may_count_the_events_of_all_leads() -> None:
    found = Compare(">", CountOf("mql", 7 * DAY), Literal(100, "number"), "number")
    assert parse_condition("count of mql in the last 7 days > 100", EXCEPTION) == (found, ())


def test_in_a_log_unknown_names_on_the_left_are_columns_and_words_on_the_right_are_text() -> None:
    subtype = Compare("=", ColumnRef("Task Subtype", "text"), Literal("call", "text"), "text")
    tracked = Compare("=", ColumnRef("automated", "boolean"), Literal(value=True, kind="boolean"), "boolean")
    own = Compare(">=", SCORE, Literal(60, "number"), "number")
    text = "Task Subtype = Call and automated and lead.score >= 60"
    assert parse_condition(text, LOG) == (And((subtype, tracked, own)), ())


def shown(text: str, names: Names = NAMES) -> list[str]:
    """Each finding as a person reads it, without its last line."""

    def place(start: int, end: int) -> Place:
        return Place("a", 1, start + 1, 1, end + 1)

    found = parse_condition(text, names, place)[1]
    return [
        show(finding, {"a": Source("a", text)}).removesuffix(f"More: ola explain {finding.code}") for finding in found
    ]


def said(text: str, names: Names = NAMES) -> list[str]:
    """Each finding in short: the stretch it marks, its code and words, the way out."""
    marked = {}

    def place(start: int, end: int) -> Place:
        here = Place("a", 1, start + 1, 1, end + 1)
        marked[here] = text[start:end]
        return here

    found = parse_condition(text, names, place)[1]
    return [f"[{marked[each.place]}] {each.code} {each.message} {each.advice or ''}".strip() for each in found]  # type: ignore[index]


def test_a_finding_marks_the_word_that_is_wrong() -> None:
    assert shown("consent and scor >= 60") == [
        (
            'a:1:13 OLA111 There is no field, term, score or segment "scor".\n'
            "   consent and scor >= 60\n"
            "               ~~~^\n"
            'Did you mean "score"?  '
        )
    ]


MISTAKES: dict[str, list[str]] = {
    # names
    "taget account and scor >= 3": [
        (
            '[taget account] OLA111 There is no field, term, score or segment "taget account". '
            'Did you mean "target account"?'
        ),
        '[scor] OLA111 There is no field, term, score or segment "scor". Did you mean "score"?',
    ],
    "source webb": [
        '[source webb] OLA111 There is no field, term, score or segment "source webb". Did you mean "source"?'
    ],
    "consent bad fit": [
        '[consent bad fit] OLA111 "consent bad fit" is no name of the agreement. Did you mean "consent and bad fit"?'
    ],
    "number of emal sent > 1": [
        '[emal sent] OLA116 There is no event or stage "emal sent". Did you mean "email sent"?'
    ],
    # values
    "source = webb": ['[webb] OLA112 "source" has no value "webb". Did you mean "web"?'],
    "tier D": ['[D] OLA112 "tier" has no value "D". It may be A, B, C.'],
    "country in (DE, Atlantis)": ['[Atlantis] OLA112 "country" has no value "Atlantis".'],
    "source = Trade show": [
        (
            '[Trade show] OLA120 "Trade show" has spaces, so it needs quotes. '
            'If the value is meant, write "Trade show" in quotes.'
        )
    ],
    "source = First": [
        (
            '[First] OLA120 "First" is spelt like a word of the grammar, so it needs quotes. '
            'If the value is meant, write "First" in quotes.'
        )
    ],
    "budget is not blank": [
        ('[blank] OLA120 "is not blank" is no comparison. Write "budget is known", or "not budget is blank".')
    ],
    "score not between 1 and 3": [
        (
            '[between] OLA110 "between" cannot stand here; wanted "in" or "contains". '
            'Put "not" before the whole comparison.'
        )
    ],
    "source = web": [
        (
            '[web] OLA114 "web" is a value here and the name of a field too; it is taken as the value. '
            'Quote it ("web"), or write lead.web for the field.'
        )
    ],
    'job_title = ""': [
        '[""] OLA113 This text is blank, and a blank compares with nothing. Write "job_title is blank".'
    ],
    # kinds
    "score >= wbe": ['[wbe] OLA113 "score" is a number, and "wbe" is not. Did you mean "web"?'],
    "score >= consent": ['[score >= consent] OLA113 "score" is a number, and "consent" is true or false.'],
    "job_title < 5": [
        '[job_title < 5] OLA113 "job_title" is text, which has no order. Compare it with "=", "!=" or "in (…)".'
    ],
    "interests = demo": [
        '[interests] OLA113 "interests" is a list of choices. Write "interests contains …", "is known" or "is blank".'
    ],
    "source contains web": [
        '[source] OLA113 "source" is one of a list; only text has parts. Write "source = …" or "source in (…)".'
    ],
    "score matches /6./": ['[score] OLA113 "score" is a number; only text has a pattern.'],
    "budget > costs": [
        '[budget > costs] OLA113 "budget" is in USD, and "costs" is in EUR. Amounts compare in one currency only.'
    ],
    "score older than 3 days": [
        '[score] OLA113 "score" is a number, not a date or a time. Only dates and times have an age or a distance.'
    ],
    "fit is known": ['[fit] OLA113 "fit" always has a value. Ask it of a field, or of the first or last event.'],
    "bad fit = 3": [
        (
            '[bad fit] OLA113 "bad fit" is a condition, which is true or false by itself. '
            'Write "bad fit" or "not bad fit" alone.'
        )
    ],
    "1 = 2": [
        "[1 = 2] OLA113 Both sides are written values, so nothing of a lead is compared. Name a field on the left."
    ],
    "score": ['[score] OLA115 "score" is a number and no condition by itself. Write "score is known", or compare it.'],
    "tier": ['[tier] OLA115 "tier" is one of a list and no condition by itself. Name one of its values: "tier A".'],
    # durations
    "wait > 3 business days": [
        (
            "[3 business days] OLA117 Business time is counted on a calendar, which a condition has none of. "
            "Write seconds, minutes, hours, days or weeks."
        )
    ],
    "wait between 1 day and 2 months": [
        (
            "[2 months] OLA117 Months, quarters and years have no fixed length. "
            "Write seconds, minutes, hours, days or weeks."
        )
    ],
    "wait in (1 day, 2 months)": [
        (
            "[2 months] OLA117 Months, quarters and years have no fixed length. "
            "Write seconds, minutes, hours, days or weeks."
        )
    ],
    "created_at older than 4 business hours": [
        (
            "[4 business hours] OLA117 Business time is counted on a calendar, which a condition has none of. "
            "Write seconds, minutes, hours, days or weeks."
        )
    ],
    "created_at older than 2 months": [
        (
            "[2 months] OLA117 Months, quarters and years have no fixed length. "
            "Write seconds, minutes, hours, days or weeks."
        )
    ],
    "timing < renewal - 5 hours": [
        '[5 hours] OLA117 "renewal" compares by days, and "5 hours" is not a whole number of days. Write days or weeks.'
    ],
    # not here
    "count of mql > 100": [
        (
            '[count of mql] OLA118 "count of" looks at all leads, and stands in goals and exceptions only. '
            'Did you mean "number of mql", of this lead?'
        )
    ],
    # patterns
    "job_title matches /a(?=b)/": [
        (
            "[(?=b)] OLA119 Look-ahead and look-behind are not in the subset. "
            "Split it into two rules, or write the alternatives out."
        )
    ],
    # the grammar
    "score >= 60 and": [
        '[and] OLA110 The condition ends after "and", where a condition was wanted. Finish the condition.'
    ],
    "(consent": ['[(] OLA110 This "(" is never closed. Add the ")".'],
    "consent)": ['[)] OLA110 This ")" closes nothing. Remove it; a key or value that holds brackets needs quotes.'],
    "any of ()": ["[)] OLA110 There is nothing between these brackets."],
    'job_title = "x': ['["] OLA110 This " is never closed. Close the quotes.'],
    "country is one of (US)": [
        '[of] OLA110 "of" cannot stand here; wanted "and", "or" or the end. Write "in (…)" for "is one of (…)".'
    ],
    "country is in (US)": [
        '[in] OLA110 "in" cannot stand here; wanted a field or a value. Leave out "is": write "in", or "not in".'
    ],
    "employees > 5,000": ['[,] OLA110 "," cannot stand here; wanted the end. Write numbers without separators: 50000.'],
    "score == 60": ['[==] OLA110 "==" is not a sign of conditions. Write "=" for "==".'],
    "created_at within after renewal": [
        (
            '[after] OLA110 "after" cannot stand here; wanted a duration such as 7 days. '
            "Write a number and seconds, minutes, hours, days or weeks."
        )
    ],
    "job_title matches VP": [
        (
            '[VP] OLA110 "VP" cannot stand here; wanted a pattern between slashes, such as /[A-Z]{2}[0-9]+/. '
            "Write the pattern between slashes: matches /[0-9]{5}/."
        )
    ],
    " ": ['[ ] OLA110 The condition is empty. Write one such as "score >= 60".'],
    "at least 3 of (consent, bad fit)": ["[3] OLA123 At least 3 of 2 can never be so. Write a number from 1 to 2."],
    # several in one pass, each at its place
    "score >= six and emal is known and source = webb and created_at older than 2 business days": [
        '[six] OLA113 "score" is a number, and "six" is not. Write a value such as 60.',
        '[emal] OLA111 There is no field, term, score or segment "emal". Did you mean "email"?',
        '[webb] OLA112 "source" has no value "webb". Did you mean "web"?',
        (
            "[2 business days] OLA117 Business time is counted on a calendar, which a condition has none of. "
            "Write seconds, minutes, hours, days or weeks."
        ),
    ],
}


@pytest.mark.parametrize("text", MISTAKES)
def test_every_mistake_is_said_at_its_place_with_a_way_out(text: str) -> None:
    assert said(text) == MISTAKES[text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now > 3", ["[now] OLA118 \"now\" is not known in a log's where. It sees one row and its lead's fields."]),
        (
            "foo",
            [
                (
                    '[foo] OLA115 "foo" is text and no condition by itself. '
                    'Type the column (columns: {foo: boolean}), or compare it: foo = "true".'
                )
            ],
        ),
        (
            "kind = Phone call",
            [
                (
                    '[Phone call] OLA120 "Phone call" has spaces, so it needs quotes. '
                    'If the value is meant, write "Phone call" in quotes.'
                )
            ],
        ),
    ],
)
def test_a_where_sees_one_row_only(text: str, expected: list[str]) -> None:
    assert said(text, LOG) == expected


def test_a_condition_with_a_warning_only_is_still_read() -> None:
    condition, findings = parse_condition("source = web", NAMES)
    assert condition == Compare("=", FieldRef("source"), Literal("web", "choice"), "choice")
    assert [finding.level for finding in findings] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * (DEEPEST + 1) + "consent" + ")" * (DEEPEST + 1),
        "not " * (DEEPEST + 1) + "consent",
        "not (" * 5000 + "consent",
        "x" * (LONGEST + 1),
    ],
)
def test_too_deep_or_too_long_is_a_finding(text: str) -> None:
    condition, findings = parse_condition(text, NAMES)
    assert condition is None
    assert [finding.code for finding in findings] == ["OLA121"]


def test_a_long_chain_is_no_depth() -> None:
    condition, findings = parse_condition(" or ".join(["consent"] * 2000), NAMES)
    assert condition == Or((CONSENT,) * 2000)
    assert findings == ()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("target account", None),
        ("first_name", None),
        ("fit-score", None),
        ("rock and roll", 'The name "rock and roll" holds "and", a word of the grammar of conditions.'),
        ("First name", 'The name "First name" holds "First", a word of the grammar of conditions.'),
        ("a, b", 'The name "a, b" holds ",", which conditions read as a sign.'),
        ("a>b", 'The name "a>b" holds ">", which conditions read as a sign.'),
        ("a + b", 'The name "a + b" holds a "+" that stands alone, which conditions read as a sign.'),
        (" ", "A name needs at least one letter."),
        ("12", 'The name "12" is a number.'),
        ("3 days", 'The name "3 days" is spelt like a duration.'),
        ("2 business Hours", 'The name "2 business Hours" is spelt like a duration.'),
        ("3 days late", None),
        ("lead.need", 'The name "lead.need" is how conditions say the field need.'),
    ],
)
def test_a_name_holds_nothing_that_conditions_read_otherwise(name: str, fault: str | None) -> None:
    assert name_fault(name) == fault


def test_lark_is_imported_only_when_a_condition_is_read() -> None:
    code = "import sys; import ola.expr.parse, ola.expr.python, ola.expr.words; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
